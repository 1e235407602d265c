"""Indexing: what changed is read, what did not is left, and the catalogue says so."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.domain.library import DocumentState
from assistant.errors import AssistantError, JobCancelledError, UsageError
from assistant.index.exact import ExactSearch
from assistant.index.schema import CATALOGUE_FILE
from assistant.index.scopes import FolderMissingError
from assistant.index.writer_lock import LibraryBusyError, writer_lock
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")


def test_a_folder_is_indexed_and_found_by_its_words(bench):
    bench.write("specs/brake.txt", "# Brakes\n\nThe caliper shall hold 40 kN.")
    bench.write("notes.md", "Primer needs two coats.\fSecond page about varnish.")

    report = bench.run()

    assert (report.library, report.added, report.pages, report.chunks) == ("main", 2, 3, 3)
    assert bench.indexed() == ["notes.md", "specs/brake.txt"]
    assert bench.found("calipers") == ["specs/brake.txt"]
    assert bench.found("varnish") == ["notes.md"]


def test_a_word_of_the_path_or_title_finds_the_document(bench):
    bench.write("gearbox/loads.txt", "# Fatigue assessment\n\nNothing else.")
    bench.run()
    assert bench.found("gearbox") == ["gearbox/loads.txt"]
    assert bench.catalogue.documents()[0].title == "Fatigue assessment"


def test_an_unchanged_tree_is_not_read_again(bench):
    bench.write("a.txt", "alpha")
    bench.run()
    bench.parser.names.clear()

    report = bench.run()

    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert bench.parser.names == []
    assert bench.embedder.batches == [1]


def test_a_touched_file_is_hashed_but_not_parsed(bench):
    path = bench.write("a.txt", "alpha")
    bench.run()
    generation = bench.catalogue.generation()
    os.utime(path, ns=(1, 1))

    assert bench.run().unchanged == 1
    assert bench.parser.names == ["a.txt"]
    assert bench.catalogue.generation() == generation
    assert bench.catalogue.known_files()[0].state.stat.mtime_ns == 1


@pytest.mark.parametrize("seconds", [10_413_792_000, -10_413_792_000])
def test_a_file_dated_far_from_now_is_indexed_like_any_other(bench, seconds):
    """SQLite's integers end in 2262, counted in nanoseconds."""
    path = bench.write("a.txt", "alpha")
    gone = bench.write("b.txt", "bravo")
    os.utime(path, (seconds, seconds))
    assert bench.run().added == 2
    gone.unlink()
    report = bench.run()
    assert (report.unchanged, report.removed) == (1, 1)


def test_what_an_older_hangar_has_read_is_read_anew(bench):
    """Its content is the same; what is made of it is not."""
    bench.write("a.txt", "primer")
    bench.write("b.txt", "strut")
    bench.run()
    with closing(sqlite3.connect(bench.catalogue.folder / CATALOGUE_FILE)) as connection:
        connection.execute("UPDATE documents SET reading = reading - 1 WHERE file = 'a.txt'")
        connection.commit()
    bench.parser.names.clear()

    assert bench.update().changed == 1
    assert bench.parser.names == ["a.txt"]
    assert bench.found("primer") == ["a.txt"]
    assert bench.update().unchanged == 2


def test_a_changed_file_is_replaced(bench):
    path = bench.write("a.txt", "alpha bravo")
    bench.run()
    path.write_text("charlie delta echo")

    report = bench.run()

    assert (report.added, report.changed) == (0, 1)
    assert bench.found("bravo") == []
    assert bench.found("delta") == ["a.txt"]
    assert bench.catalogue.totals().chunks == 1


def test_a_deleted_file_goes(bench):
    path = bench.write("a.txt", "alpha")
    bench.run()
    path.unlink()

    assert bench.run().removed == 1
    assert bench.catalogue.documents() == []
    assert bench.catalogue.generation().chunks == 0


def test_a_moved_file_keeps_its_chunks_and_is_found_by_its_new_path(bench):
    path = bench.write("draft/a.txt", "alpha")
    bench.run()
    chunks = bench.catalogue.chunk_ids().tolist()
    (bench.folder / "released").mkdir()
    path.rename(bench.folder / "released" / "b.txt")

    report = bench.run()

    assert (report.moved, report.added, report.removed) == (1, 0, 0)
    assert bench.parser.names == ["a.txt"]
    assert bench.catalogue.chunk_ids().tolist() == chunks
    assert bench.found("released") == ["released/b.txt"]
    assert bench.found("draft") == []


def test_a_moved_file_that_is_skipped_is_still_told(bench):
    path = bench.write("broken.txt", "CRASH")
    bench.run()
    path.rename(bench.folder / "renamed.txt")

    for moved in (1, 0):
        report = bench.run()
        assert report.moved == moved
        (skipped,) = report.skipped
        assert (skipped.file, skipped.reason) == ("renamed.txt", SkipReason.DAMAGED)


def test_what_is_gone_is_removed_before_anything_is_read(bench):
    """Whatever ends the run then, nobody finds what was deleted."""
    gone = bench.write("private.txt", "zebrafish")
    bench.run()
    gone.unlink()
    bench.write("new.txt", "the word zebrafish is not private here")
    seen = []

    class Looking(FakeParser):
        def parse(self, content, name):
            seen.extend(bench.found("zebrafish"))
            raise AssistantError("No worker can be started.")

    bench.parser = Looking()
    with pytest.raises(AssistantError, match="No worker"):
        bench.run()
    assert seen == []
    assert bench.found("zebrafish") == []


def test_what_a_new_file_may_be_is_kept_until_that_is_read(bench):
    """Kind and size agree; only the content tells whether it was moved."""
    first, second = bench.write("a.txt", "alpha"), bench.write("b.txt", "bravo")
    bench.run()
    first.rename(bench.folder / "c.txt")
    second.unlink()
    report = bench.run()
    assert (report.moved, report.removed, report.added) == (1, 1, 0)
    assert bench.indexed() == ["c.txt"]


def test_a_copy_is_a_document_of_its_own(bench):
    bench.write("a.txt", "alpha")
    bench.run()
    bench.write("b.txt", "alpha")
    report = bench.run()
    assert (report.added, report.moved, report.unchanged) == (1, 0, 1)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"ENCRYPTED", SkipReason.ENCRYPTED),
        ("a.txt", b"", SkipReason.NO_TEXT),
        ("a.txt", b"CRASH", SkipReason.DAMAGED),
        ("a.exe", b"MZ", SkipReason.UNSUPPORTED),
        ("README", b"plain", SkipReason.UNSUPPORTED),
        ("a.txt", b"x" * 2000, SkipReason.TOO_BIG),
    ],
)
def test_a_file_that_cannot_be_indexed_says_why_and_stops_nothing(bench, name, content, reason):
    bench.max_file_bytes = 1000
    (bench.folder / name).write_bytes(content)
    bench.write("good.txt", "alpha")

    first, again = bench.run(), bench.run()

    for report in (first, again):
        assert [(entry.file, entry.reason) for entry in report.skipped] == [(name, reason)]
    assert bench.indexed() == ["good.txt"]
    (skipped,) = (d for d in bench.catalogue.documents() if d.state is DocumentState.SKIPPED)
    assert skipped.reason is reason
    assert skipped.detail
    assert (again.added, again.unchanged) == (0, 1)


def test_a_file_that_took_too_long_is_tried_again(bench):
    """More seconds may be allowed by now, or the computer may be less busy."""

    class Slow(FakeParser):
        def parse(self, content, name):
            raise DocumentSkippedError(SkipReason.TIMED_OUT, "It took too long.")

    bench.parser = Slow()
    bench.write("a.txt", "alpha")
    for _ in range(2):
        assert [entry.reason for entry in bench.run().skipped] == [SkipReason.TIMED_OUT]
    bench.parser = FakeParser()
    report = bench.run()
    assert (report.added, report.skipped) == (1, ())


def test_a_bug_in_a_parser_is_told_in_the_detail(bench):
    bench.write("a.txt", "CRASH")
    (skipped,) = bench.run().skipped
    assert "RuntimeError: the parser has a bug" in skipped.detail


def test_a_parser_that_cannot_start_stops_the_run(bench):
    class NoParser(FakeParser):
        def parse(self, content, name):
            raise AssistantError("No worker can be started.")

    bench.parser = NoParser()
    bench.write("a.txt", "alpha")
    with pytest.raises(AssistantError, match="No worker can be started"):
        bench.run()
    assert bench.catalogue.documents() == []


def test_a_file_that_is_repaired_is_indexed(bench):
    path = bench.write("a.txt", "CRASH")
    bench.run()
    path.write_text("alpha")
    report = bench.run()
    assert (report.added, report.changed, report.skipped) == (1, 0, ())


def test_an_indexed_file_that_becomes_damaged_takes_its_text_along(bench):
    path = bench.write("a.txt", "alpha")
    bench.run()
    path.write_text("CRASH")
    assert bench.run().skipped[0].reason is SkipReason.DAMAGED
    assert bench.found("alpha") == []


def test_a_format_that_is_read_from_now_on_is_read(bench):
    bench.write("a.csv", "alpha")
    bench.run()
    indexer = bench.indexer()
    indexer._suffixes = frozenset({".txt", ".csv"})
    assert indexer.run([bench.folder], lambda _: None, CancelToken()).added == 1


def test_an_unreadable_folder_keeps_its_documents(bench, monkeypatch):
    bench.write("locked/a.txt", "alpha")
    bench.run()
    look_into = os.scandir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return look_into(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = bench.run()
    assert [(s.file, s.reason) for s in report.skipped] == [("locked", SkipReason.UNREADABLE)]
    assert bench.found("alpha") == ["locked/a.txt"]

    monkeypatch.undo()
    assert (bench.run().unchanged, bench.run().removed) == (1, 0)
    assert bench.indexed() == ["locked/a.txt"]


def test_a_file_that_cannot_be_opened_keeps_what_is_indexed_of_it(bench, monkeypatch):
    path = bench.write("a.txt", "alpha")
    bench.run()
    path.write_text("bravo")
    opened = type(path).open

    def refuse(self, *args, **kwargs):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(type(path), "open", refuse)
    report = bench.run()
    assert report.skipped[0].detail == "It cannot be read: Permission denied."
    assert bench.found("alpha") == ["a.txt"]
    monkeypatch.undo()
    assert bench.run().changed == 1


@posix_only
def test_a_link_to_a_file_that_is_not_there_keeps_what_is_indexed_of_it(bench, tmp_path):
    """Its drive may not be connected."""
    drive, away = tmp_path / "drive", tmp_path / "away"
    drive.mkdir()
    (drive / "far.txt").write_text("alpha")
    (bench.folder / "link.txt").symlink_to(drive / "far.txt")
    (bench.folder / "never.txt").symlink_to(drive / "nowhere")
    assert bench.run().skipped == ()
    drive.rename(away)

    for _ in range(2):
        report = bench.run()
        (skipped,) = report.skipped
        assert (skipped.file, skipped.reason) == ("link.txt", SkipReason.UNREADABLE)
        assert "delete the link to have it forgotten" in skipped.detail
        assert report.removed == 0
    assert bench.found("alpha") == ["link.txt"]

    away.rename(drive)
    assert bench.run().unchanged == 1
    (bench.folder / "link.txt").unlink()
    assert bench.run().removed == 1


@posix_only
def test_a_single_file_that_cannot_be_looked_at_is_kept(bench):
    """Its name leads in a circle now, so that it is there and cannot be opened."""
    path = bench.write("a.txt", "alpha")
    bench.run(path)
    path.unlink()
    path.symlink_to(path)
    (skipped,) = bench.update().skipped
    assert (skipped.file, skipped.reason) == ("a.txt", SkipReason.UNREADABLE)
    assert skipped.detail.startswith("It cannot be looked at: ")
    assert bench.found("alpha") == ["a.txt"]


def test_a_folder_that_cannot_be_opened_keeps_its_documents_and_says_so(bench, monkeypatch):
    bench.write("a.txt", "alpha")
    bench.run()
    is_dir = Path.is_dir

    def refuse(self):
        if self == bench.folder:
            raise PermissionError(13, "Permission denied")
        return is_dir(self)

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(FolderMissingError, match="cannot be opened: Permission denied; its doc"):
        bench.update()
    assert bench.found("alpha") == ["a.txt"]


def test_a_vanished_folder_keeps_its_documents_and_says_what_to_do(bench):
    bench.write("a.txt", "alpha")
    bench.run()
    bench.folder.rename(bench.folder.with_name("elsewhere"))

    for run in (bench.run, bench.update):
        with pytest.raises(FolderMissingError) as failure:
            run()
        assert "its documents stay in the library" in failure.value.message
        assert "remove the folder" in failure.value.hint
    assert bench.found("alpha") == ["a.txt"]


def test_a_share_that_is_not_mounted_keeps_its_documents(bench):
    path = bench.write("a.txt", "alpha")
    bench.run()
    path.unlink()
    with closing(sqlite3.connect(bench.catalogue.file)) as connection, connection:
        connection.execute("UPDATE roots SET device = device + 1")

    for run in (bench.run, bench.update):
        with pytest.raises(FolderMissingError, match="empty and on another device"):
            run()
    assert bench.found("alpha") == ["a.txt"]


def test_a_path_that_does_not_exist_is_wrong_usage(bench):
    with pytest.raises(UsageError, match="There is no file or folder"):
        bench.run(bench.folder / "nowhere")
    assert bench.catalogue.roots() == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such errors and names")
def test_a_path_that_cannot_be_opened_or_stored_is_wrong_usage(bench):
    with pytest.raises(UsageError, match="cannot be opened: File name too long"):
        bench.run(bench.folder / ("a" * 300))
    with pytest.raises(UsageError, match=r"There is no file or folder .*/none\\xe9"):
        bench.run(Path(os.fsdecode(os.fsencode(bench.folder) + b"/none\xe9")))
    named = Path(os.fsdecode(os.fsencode(bench.folder) + b"/caf\xe9"))
    named.mkdir()
    with pytest.raises(UsageError, match=r"/caf\\xe9 is not valid Unicode\. Rename it"):
        bench.run(named)
    assert bench.catalogue.roots() == ()


@posix_only
def test_a_link_that_leads_in_a_circle_is_wrong_usage(bench):
    circle = bench.folder / "circle"
    circle.symlink_to(circle)
    with pytest.raises(UsageError, match="circle"):
        bench.run(circle)


def test_hidden_files_that_were_given_stay_until_they_are_gone(bench):
    """The walk passes over them; the user did not. Their neighbours stay out."""
    path = bench.write(".notes/n.txt", "alpha")
    bench.write("a.txt", "bravo")
    bench.run()
    bench.run(bench.folder / ".notes")
    bench.write(".notes/m.txt", "charlie")

    assert (bench.update().unchanged, bench.update().removed) == (2, 0)
    path.write_text("delta")
    assert bench.update().changed == 1
    assert bench.indexed() == [".notes/n.txt", "a.txt"]
    path.unlink()
    assert bench.update().removed == 1


def test_the_data_folder_is_not_indexed_with_the_folder_around_it(bench):
    hangar = bench.write("hangar/libraries/main/vectors-1/stamp.txt", "alpha").parents[3]
    bench.write("a.txt", "bravo")
    bench.run()
    bench.left_out = hangar

    assert bench.run().removed == 1
    assert bench.indexed() == ["a.txt"]
    assert bench.run(hangar).added == 0


def test_a_folder_inside_an_indexed_one_is_a_part_of_it(bench):
    bench.write("a.txt", "alpha")
    bench.write("sub/b.txt", "bravo")
    bench.run()
    bench.write("sub/c.txt", "charlie")
    bench.write("d.txt", "delta")

    report = bench.run(bench.folder / "sub")

    assert (report.added, report.unchanged, report.removed) == (1, 1, 0)
    assert [root.path for root in bench.catalogue.roots()] == [bench.folder]
    assert bench.indexed() == ["a.txt", "sub/b.txt", "sub/c.txt"]


def test_a_folder_around_an_indexed_one_takes_it_over(bench):
    bench.write("sub/b.txt", "bravo")
    bench.run(bench.folder / "sub")
    report = bench.run()
    assert (report.added, report.unchanged) == (0, 1)
    assert [root.path for root in bench.catalogue.roots()] == [bench.folder]
    assert bench.indexed() == ["sub/b.txt"]
    assert bench.parser.names == ["b.txt"]


def test_a_single_file_is_indexed_without_its_neighbours(bench):
    path = bench.write("a.txt", "alpha")
    bench.write("b.txt", "bravo")
    bench.run(path)
    assert bench.indexed() == ["a.txt"]
    assert bench.update().unchanged == 1
    assert bench.indexed() == ["a.txt"]

    path.unlink()
    assert bench.update().removed == 1
    assert bench.catalogue.roots() == ()


def test_the_same_folder_given_twice_is_indexed_once(bench):
    bench.write("sub/a.txt", "alpha")
    report = bench.run(bench.folder, bench.folder / "sub", bench.folder)
    assert report.added == 1
    assert bench.indexed() == ["sub/a.txt"]


def test_forgetting_a_folder_removes_its_documents_and_leaves_the_files(bench):
    path = bench.write("a.txt", "alpha")
    bench.run()
    assert bench.indexer().forget(bench.folder, CancelToken()) == 1
    assert bench.catalogue.documents() == []
    assert bench.catalogue.roots() == ()
    assert path.exists()
    with pytest.raises(UsageError, match="is not a folder of this library"):
        bench.indexer().forget(bench.folder, CancelToken())


def test_a_deleted_documents_words_leave_the_disk(bench):
    path = bench.write("a.txt", "The codeword is xylomarimba. " * 50)
    for n in range(20):
        bench.write(f"b{n}.txt", f"Other text number {n} with quorvintage words. " * 10)
    bench.run()
    assert b"xylomarimba" in bench.bytes_on_disk()
    path.unlink()

    bench.run()

    assert b"xylomarimba" not in bench.bytes_on_disk()
    assert b"quorvintage" in bench.bytes_on_disk()


def test_a_changed_documents_old_words_leave_the_disk(bench):
    path = bench.write("a.txt", "The codeword is xylomarimba.")
    bench.run()
    path.write_text("The codeword was changed.")
    bench.run()
    assert b"xylomarimba" not in bench.bytes_on_disk()


def test_traces_are_removed_by_a_later_run_where_one_was_cancelled(bench):
    path = bench.write("a.txt", "The codeword is xylomarimba.")
    bench.run()
    path.unlink()
    with closing(sqlite3.connect(bench.catalogue.file)) as reader:
        reader.execute("BEGIN")  # as long as it reads, the log cannot be cut
        reader.execute("SELECT count(*) FROM documents").fetchone()
        with pytest.raises(JobCancelledError):
            bench.run(progressed=lambda _: bench.token.cancel())
    assert b"xylomarimba" in bench.bytes_on_disk()

    bench.token = CancelToken()
    bench.run()
    assert b"xylomarimba" not in bench.bytes_on_disk()


def test_cancelling_keeps_what_was_committed_and_the_next_run_goes_on(bench):
    bench.embedder = FakeEmbedder(delay_s=0.02)
    for n in range(30):
        bench.write(f"{n:02}.txt", f"document number {n} " * 1500)
    seen = []

    def cancel_soon(progress):
        seen.append(progress)
        if progress.files_done >= 3:
            bench.token.cancel()

    with pytest.raises(JobCancelledError):
        bench.run(progressed=cancel_soon)
    kept = len(bench.indexed())
    assert 3 <= kept < 30

    bench.token = CancelToken()
    report = bench.run()
    assert report.added == 30 - kept
    assert len(bench.indexed()) == 30


def test_cancelling_does_not_wait_for_a_slow_parser(bench):
    bench.parser = FakeParser(delay_s=1.5)
    bench.write("a.txt", "alpha")
    threading.Timer(0.2, bench.token.cancel).start()
    with pytest.raises(JobCancelledError):
        bench.run()
    (reader,) = (t for t in threading.enumerate() if t.name.startswith("read-ahead"))
    reader.join()
    assert bench.catalogue.documents() == []


def test_progress_counts_files_and_pages_up_to_the_end(bench):
    for n in range(5):
        bench.write(f"{n}.txt", "one\ftwo")
    seen = []
    bench.run(progressed=seen.append)
    assert (seen[0].files_done, seen[0].files_total) == (0, 5)
    assert (seen[-1].files_done, seen[-1].files_total, seen[-1].pages_done) == (5, 5, 10)
    assert seen[-1].seconds_left == 0
    assert seen[-1].current_file == ""


def test_a_second_writer_is_told_who_writes(bench):
    bench.write("a.txt", "alpha")
    with writer_lock(bench.catalogue.folder), pytest.raises(LibraryBusyError) as failure:
        bench.run()
    assert f"'main' is being written to by process {os.getpid()} since" in failure.value.message
    assert bench.run().added == 1


def test_another_embedding_model_makes_all_vectors_anew(bench):
    bench.write("a.txt", "alpha")
    bench.write("b.txt", "bravo")
    bench.run()
    bench.embedder = FakeEmbedder(dimension=8, sha256="ab" * 32)

    report = bench.run()

    assert (report.unchanged, report.added) == (2, 0)
    assert len(bench.parser.names) == 2
    assert bench.catalogue.embedder_sha256() == "ab" * 32
    query = bench.embedder.embed(["a.txt alpha"])[0]
    hits = ExactSearch(bench.catalogue).nearest(query, 2)
    assert len(hits) == 2
    assert bench.catalogue.passages([hits[0].chunk_id])[0].text == "alpha"


def test_text_that_sqlite_cannot_hold_is_stored_with_its_offsets(bench):
    (bench.folder / "a.txt").write_bytes(b"alpha\0bravo \xff\xfe charlie")
    bench.run()
    (passage,) = bench.catalogue.passages(bench.catalogue.chunk_ids().tolist())
    page = bench.catalogue.page(passage.document_id, 1)
    assert page.text[passage.start : passage.end] == passage.text
    assert "charlie" in passage.text
    assert page.words[-1].end == len("alpha0bravo 00 charlie")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_not_unicode_is_skipped_with_a_name_that_can_be_shown(bench):
    Path(os.fsdecode(os.fsencode(bench.folder) + b"/caf\xe9.txt")).write_bytes(b"alpha")
    for _ in range(2):
        (skipped,) = bench.run().skipped
        assert (skipped.file, skipped.reason) == ("caf\\xe9.txt", SkipReason.UNREADABLE)
        assert "rename it" in skipped.detail


def test_a_file_that_changes_while_it_is_read_is_read_again_next_time(bench):
    path = bench.write("a.txt", "alpha")

    class Meddler(FakeParser):
        def parse(self, content, name):
            path.write_text("changed meanwhile")
            return super().parse(content, name)

    bench.parser = Meddler()
    bench.run()
    bench.parser = FakeParser()
    assert bench.run().changed == 1
    assert bench.found("meanwhile") == ["a.txt"]


def test_a_full_disk_is_said_plainly_and_loses_nothing(bench, monkeypatch):
    bench.write("a.txt", "alpha")
    bench.run()
    for n in range(10):
        bench.write(f"big{n}.txt", os.urandom(8_000).hex(" ", 4))
    import assistant.index.catalogue_write as module

    connect = module.connect

    def connect_to_a_small_disk(file, *, read_only):
        connection = connect(file, read_only=read_only)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        return connection

    monkeypatch.setattr(module, "connect", connect_to_a_small_disk)
    with pytest.raises(AssistantError, match="The disk is full") as failure:
        bench.run()
    assert "what was indexed so far is kept" in failure.value.hint
    assert bench.found("alpha") == ["a.txt"]

    monkeypatch.undo()
    bench.run()
    assert len(bench.indexed()) == 11


def test_no_thread_outlives_a_run(bench):
    before = threading.active_count()
    bench.write("a.txt", "alpha")
    bench.run()
    assert threading.active_count() == before


def test_small_documents_are_embedded_together(bench):
    for n in range(60):
        bench.write(f"{n}.txt", f"short text {n}")
    bench.run()
    assert sum(bench.embedder.batches) == 60
    assert len(bench.embedder.batches) < 60


def test_the_catalogue_is_private(bench):
    bench.write("a.txt", "alpha")
    bench.run()
    assert bench.catalogue.folder.stat().st_mode & 0o777 == 0o700
    for file in bench.catalogue.folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_record_names_the_file_where_it_stands(bench):
    path = bench.write("sub/a.txt", "alpha")
    bench.run()
    record = bench.catalogue.documents()[0]
    assert record.path == path
