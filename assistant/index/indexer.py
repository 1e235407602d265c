"""Brings a library in step with its folders: scan, read ahead, embed, store."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.domain.library import IndexProgress, IndexReport
from assistant.index.catalogue import Catalogue
from assistant.index.catalogue_write import CatalogueWriter
from assistant.index.embed_lane import EmbedLane
from assistant.index.files import KnownFile
from assistant.index.plan import Plan, make_plan
from assistant.index.prepared import PreparedDocument
from assistant.index.read_ahead import ReadAhead
from assistant.index.read_file import FileReader
from assistant.index.reembed import embed_missing
from assistant.index.scan import given_by_name, scan
from assistant.index.scopes import Scope, add_scopes, check_mounted, find_root, known_scopes
from assistant.index.store_lane import StoreLane
from assistant.index.tally import Tally
from assistant.index.writer_lock import writer_lock
from assistant.jobs import CancelToken
from assistant.ports import DocumentParser, Embedder

_PATIENCE_S = 0.1  # how long to wait for a file before looking at the cancel token again


class Indexer:
    """Indexes folders into one library.

    Files are read, parsed and chunked on threads ahead of the embedder, and committed on another
    behind it. A document is indexed once one transaction has stored all of it; whatever ends a
    run, what was committed stays, and the next run goes on from there.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        parser: DocumentParser,
        embedder: Embedder,
        *,
        suffixes: frozenset[str],
        parser_processes: int,
        max_file_bytes: int,
        left_out: Path | None = None,
    ) -> None:
        """Prepare to index; nothing is opened yet.

        Args:
            suffixes: Those that `parser` reads, in lower case, with the dot.
            left_out: A folder that is never looked into.
        """
        self._catalogue = catalogue
        self._parser = parser
        self._embedder = embedder
        self._suffixes = suffixes
        self._parser_processes = parser_processes
        self._max_file_bytes = max_file_bytes
        self._left_out = left_out

    def run(
        self,
        folders: Sequence[Path],
        progressed: Callable[[IndexProgress], None],
        token: CancelToken,
    ) -> IndexReport:
        """Index `folders` (or files); without any, bring all that is indexed up to date.

        Args:
            progressed: Called on this thread.

        Raises:
            JobCancelledError: The token asked for it; what was committed stays.
            LibraryBusyError: Someone else is writing to the library.
            UsageError, FolderMissingError: A path is not there.
            DiskFullError, CatalogueWriteError, CatalogueDamagedError: It cannot be stored.
        """
        tally = Tally(progressed)
        library = self._catalogue.folder
        with writer_lock(library), CatalogueWriter(self._catalogue) as writer:
            self._adopt_embedder(writer)
            plan = self._plan(self._scopes(writer, folders))
            tally.begin(plan)
            token.check()
            with writer.transaction():
                for skipped in plan.to_skip:
                    writer.skip(skipped)
                _remove(plan.gone, writer, tally)  # first: no one must find them meanwhile
            embed_missing(self._catalogue, writer, self._embedder, token)
            self._index(plan, writer, tally, token)
            with writer.transaction():
                unmoved = [known for known in plan.perhaps_moved if not tally.is_moved(known.id)]
                _remove(unmoved, writer, tally)
                writer.drop_empty_roots()
            writer.remove_traces(token.check)
        tally.report(is_due=True)
        return tally.final(library.name)

    def forget(self, folder: Path, token: CancelToken) -> int:
        """Remove an indexed folder from the library, which never touches the folder itself.

        Returns:
            How many files the library knew of it.

        Raises:
            UsageError: The folder is not indexed.
            LibraryBusyError: Someone else is writing to the library.
        """
        with writer_lock(self._catalogue.folder), CatalogueWriter(self._catalogue) as writer:
            root = find_root(self._catalogue.roots(), folder)
            with writer.transaction():
                removed = writer.remove_root(root)
            writer.remove_traces(token.check)
        return removed

    def _adopt_embedder(self, writer: CatalogueWriter) -> None:
        """Vectors of different models never mix: drop those of another one."""
        if self._catalogue.embedder_sha256() != self._embedder.sha256:
            with writer.transaction():
                writer.forget_vectors(self._embedder.sha256)

    def _scopes(self, writer: CatalogueWriter, folders: Sequence[Path]) -> list[Scope]:
        roots, known = self._catalogue.roots(), self._catalogue.known_files()
        with writer.transaction():
            scopes = add_scopes(writer, roots, folders) if folders else known_scopes(roots, known)
            check_mounted(writer, scopes, known)
        return scopes

    def _plan(self, scopes: list[Scope]) -> Plan:
        known = self._catalogue.known_files()
        found = scan([*scopes, *given_by_name(scopes, known)], self._left_out)
        return make_plan(found, known, scopes, self._suffixes, self._max_file_bytes)

    def _index(self, plan: Plan, writer: CatalogueWriter, tally: Tally, token: CancelToken) -> None:
        read = FileReader(
            self._parser, self._embedder.count_tokens, self._max_file_bytes, plan.perhaps_moved
        ).outcome
        with (
            StoreLane(writer, tally.count) as store,
            ReadAhead(read, plan.to_read, self._parser_processes) as ahead,
        ):
            embed = EmbedLane(self._embedder, store.store, tally.advance, token)
            waiting = len(plan.to_read)
            while waiting or not embed.is_empty:
                token.check()
                store.check()
                tally.report()
                if waiting and not embed.is_full:
                    taken = ahead.next(_PATIENCE_S if embed.is_empty else 0.0)
                    if taken is not None:
                        waiting -= 1
                        file, outcome = taken
                        tally.take_up(file)
                        if isinstance(outcome, PreparedDocument):
                            embed.add(outcome)
                        else:
                            store.store(outcome)
                            tally.advance(file.stat.size)
                        continue
                if not embed.is_empty:
                    embed.embed_pool()


def _remove(gone: Sequence[KnownFile], writer: CatalogueWriter, tally: Tally) -> None:
    """Forget what is gone; within a transaction."""
    for known in gone:
        writer.remove(known.id)
    tally.remove(sum(1 for known in gone if known.state.sha256))
