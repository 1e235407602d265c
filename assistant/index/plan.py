"""What a run has to do: what changed between the catalogue and the folders."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.document import SkipReason
from assistant.domain.library import SkippedFile
from assistant.index.files import FileState, FoundFile, KnownFile, suffix_of
from assistant.index.prepared import SkippedDocument
from assistant.index.scan import Scan
from assistant.index.scopes import Scope


@dataclass(slots=True)
class Plan:
    """The work of a run.

    Attributes:
        to_read: Files to read, each with what the catalogue knows of it.
        to_skip: Files to record as skipped, without reading them.
        gone: What the catalogue knows and the folders do not have under any name.
        perhaps_moved: Likewise, but a new file has the kind and size, and may be it.
        unchanged: How many files are indexed as they are.
        still_skipped: Files that are skipped as before.
    """

    to_read: list[tuple[FoundFile, KnownFile | None]] = field(default_factory=list)
    to_skip: list[SkippedDocument] = field(default_factory=list)
    gone: list[KnownFile] = field(default_factory=list)
    perhaps_moved: list[KnownFile] = field(default_factory=list)
    unchanged: int = 0
    still_skipped: list[SkippedFile] = field(default_factory=list)


def make_plan(
    scan: Scan,
    known_files: Sequence[KnownFile],
    scopes: Sequence[Scope],
    suffixes: frozenset[str],
    max_file_bytes: int,
) -> Plan:
    """Compare what was found with what the catalogue knows.

    Args:
        suffixes: What the parser reads, in lower case, with the dot.
        max_file_bytes: Larger files are skipped.
    """
    plan = Plan()
    known = {(entry.state.root_id, entry.state.file): entry for entry in known_files}
    seen: set[tuple[int, str]] = set()
    for file in scan.files:
        key = (file.root_id, file.file)
        if key not in seen:
            seen.add(key)
            _plan_file(plan, file, known.get(key), suffixes, max_file_bytes)
    known_links = [
        (state, detail) for state, detail in scan.dangling if (state.root_id, state.file) in known
    ]
    for state, detail in [*scan.unreadable, *known_links]:
        key = (state.root_id, state.file)
        seen.add(key)
        skipped = SkippedDocument(state, SkipReason.UNREADABLE, detail)
        _plan_skip(plan, skipped, known.get(key), keeps_indexed=True)
    closed = [
        Scope(scope.root, folder)
        for root_id, folder in scan.closed
        for scope in scopes
        if scope.root.id == root_id
    ]
    missing = [
        entry
        for key, entry in known.items()
        if key not in seen
        and any(scope.covers(*key) for scope in scopes)
        and not any(scope.covers(*key) for scope in closed)
    ]
    _part_missing(plan, missing)
    return plan


def _part_missing(plan: Plan, missing: Sequence[KnownFile]) -> None:
    """Tell what is gone from what may have moved, so that it need not wait for all the reading."""
    new = {(file.suffix, file.stat.size) for file, known in plan.to_read if known is None}
    for entry in missing:
        kind_and_size = (suffix_of(entry.state.file), entry.state.stat.size)
        is_like_new = entry.is_current and kind_and_size in new
        (plan.perhaps_moved if is_like_new else plan.gone).append(entry)


def _plan_file(
    plan: Plan,
    file: FoundFile,
    known: KnownFile | None,
    suffixes: frozenset[str],
    max_file_bytes: int,
) -> None:
    state = FileState(file.root_id, file.file, file.stat, "")
    if file.suffix not in suffixes:
        detail = f"Files of the kind '{file.suffix or file.path.name}' are not read."
        _plan_skip(plan, SkippedDocument(state, SkipReason.UNSUPPORTED, detail), known)
    elif file.stat.size > max_file_bytes:
        detail = (
            f"It has {file.stat.size / 2**20:,.0f} MiB; the limit is"
            f" {max_file_bytes / 2**20:,.0f} MiB."
        )
        _plan_skip(plan, SkippedDocument(state, SkipReason.TOO_BIG, detail), known)
    elif known is None or known.state.stat != file.stat or not known.is_current:
        plan.to_read.append((file, known))
    elif known.reason is None:
        plan.unchanged += 1
    else:
        plan.still_skipped.append(SkippedFile(file.file, known.reason, known.detail))


def _plan_skip(
    plan: Plan, skipped: SkippedDocument, known: KnownFile | None, *, keeps_indexed: bool = False
) -> None:
    """Skip a file; it is only written down where the catalogue says otherwise."""
    keeps = keeps_indexed and known is not None and known.reason is None
    is_known = known is not None and (known.reason, known.detail, known.state.stat) == (
        skipped.reason,
        skipped.detail,
        skipped.state.stat,
    )
    if keeps or is_known:
        entry = SkippedFile(skipped.state.file, skipped.reason, skipped.detail)
        plan.still_skipped.append(entry)
    else:
        plan.to_skip.append(skipped)
