"""The catalogue: what is stored comes back, and what cannot be read is said plainly."""

import sqlite3
from contextlib import closing

import pytest

from assistant.domain.document import BlockKind, Rect, SkipReason, WordBox
from assistant.domain.terms import match_any, terms
from assistant.index.catalogue import Catalogue
from assistant.index.line_rects import line_rects
from assistant.index.page_codec import pack_words, unpack_words
from assistant.index.schema import CATALOGUE_FILE, CatalogueDamagedError, CatalogueTooNewError

TEXT = (
    "# Thrust\n\nThe D12 motor has a peak thrust of 29.73 N.\n\nThe E9 motor is longer."
    "\f# Mass\n\nIt is 21.1 g."
)


def test_a_page_comes_back_as_it_was_parsed(bench):
    bench.write("a.txt", TEXT)
    bench.run()
    record = bench.catalogue.documents()[0]

    page = bench.catalogue.page(record.id, 1)

    expected = bench.parser.parse(TEXT.encode(), "a.txt").pages[0]
    assert page == expected
    assert page.blocks[1].kind is BlockKind.PARAGRAPH
    assert bench.catalogue.page(record.id, 3) is None
    assert bench.catalogue.document(record.id) == record
    assert bench.catalogue.document(999) is None


def test_passages_come_in_the_order_asked_and_gone_ones_are_left_out(bench):
    bench.write("a.txt", TEXT)
    bench.run()
    first, second = bench.catalogue.chunk_ids().tolist()

    passages = bench.catalogue.passages([second, 999, first])

    assert [(p.chunk_id, p.page, p.section) for p in passages] == [
        (second, 2, ("Mass",)),
        (first, 1, ("Thrust",)),
    ]
    assert passages[0].text == "# Mass\n\nIt is 21.1 g."
    assert passages[0].title == "Thrust"


def test_keywords_rank_chunks_and_pages_with_the_better_match_first(bench):
    bench.write("a.txt", "motor and many other words about paint and primer\fthe D12 motor")
    bench.run()
    query = match_any(terms("D12 motor"))
    document = bench.catalogue.documents()[0].id

    pages = bench.catalogue.keyword_pages(query, 10)
    chunks = bench.catalogue.keyword_chunks(query, 10)

    assert [(hit.document_id, hit.page) for hit in pages] == [(document, 2), (document, 1)]
    assert pages[0].score > pages[1].score
    assert bench.catalogue.passages([chunks[0].id])[0].page == 2
    assert bench.catalogue.chunks_of_pages([(document, 2), (document, 1), (9, 9)]) == [
        hit.id for hit in chunks
    ]


def test_keyword_search_can_be_kept_to_some_documents(bench):
    bench.write("a.txt", "alpha motor")
    bench.write("b.txt", "bravo motor")
    bench.run()
    wanted = next(r.id for r in bench.catalogue.documents() if r.file == "b.txt")
    query = match_any(["motor"])
    assert len(bench.catalogue.keyword_chunks(query, 10)) == 2
    (chunk,) = bench.catalogue.keyword_chunks(query, 10, documents=[wanted])
    (page,) = bench.catalogue.keyword_pages(query, 10, documents=[wanted])
    assert bench.catalogue.passages([chunk.id])[0].file == "b.txt"
    assert page.document_id == wanted
    assert bench.catalogue.keyword_chunks(query, 10, documents=[]) == []


def test_an_empty_query_finds_nothing(bench):
    assert bench.catalogue.keyword_chunks("", 10) == []
    assert bench.catalogue.keyword_pages(" ", 10) == []


def test_terms_are_counted_by_the_chunks_that_hold_them(bench):
    bench.write("a.txt", "motor motor\fmotor paint\fprimer")
    bench.run()
    assert bench.catalogue.term_counts(["motor", "paint", "absent"]) == (
        {"motor": 2, "paint": 1, "absent": 0},
        3,
    )


def test_documents_are_told_by_a_term_in_text_or_name(bench):
    bench.write("a.txt", "motor\fpaint")
    bench.write("motors.txt", "primer")
    bench.run()
    files = {record.id: record.file for record in bench.catalogue.documents()}
    with_it = bench.catalogue.documents_with("motor")
    assert sorted(files[key] for key in with_it) == ["a.txt", "motors.txt"]
    assert bench.catalogue.documents_with("absent") == set()


def test_an_identifier_is_found_whole_and_in_parts(bench):
    bench.write("a.txt", "The bus follows MIL-STD-1553B throughout.")
    bench.run()
    for question in ("MIL-STD-1553B", "1553B"):
        assert bench.found(question) == ["a.txt"]


def test_a_quote_is_highlighted_with_a_rectangle_per_line(bench):
    text = "one two three\nfour five six"
    bench.write("a.txt", text)
    bench.run()
    record = bench.catalogue.documents()[0]
    start, end = text.index("two"), text.index(" six")
    assert bench.catalogue.rects(record.id, 1, start, end) == (
        Rect(24.0, 0.0, 78.0, 10.0),
        Rect(0.0, 12.0, 54.0, 22.0),
    )
    assert bench.catalogue.rects(record.id, 2, 0, 5) == ()


def test_words_of_two_columns_are_not_merged_across_them():
    words = [WordBox(0, 3, 10, 700, 40, 712), WordBox(4, 7, 300, 50, 330, 62)]
    assert len(line_rects(words, 0, 7)) == 2


def test_packed_words_come_back_to_a_hundredth_of_a_point():
    words = (WordBox(3, 9, 10.123, 0.0, 55.5, 12.25), WordBox(10, 11, -4.0, 20.0, 3.0, 30.0))
    (first, second) = unpack_words(pack_words(words))
    assert first == WordBox(3, 9, 10.12, 0.0, 55.5, 12.25)
    assert second == words[1]
    assert unpack_words(pack_words(())) == ()


def test_totals_count_what_is_indexed_and_what_is_not(bench):
    bench.write("a.txt", TEXT)
    bench.write("b.txt", "ENCRYPTED")
    bench.run()
    totals = bench.catalogue.totals()
    assert (totals.documents, totals.skipped, totals.pages, totals.chunks) == (1, 1, 2, 2)
    assert bench.catalogue.documents()[1].reason is SkipReason.ENCRYPTED
    assert bench.catalogue.size_bytes() > 10_000


def test_a_catalogue_of_the_first_format_is_brought_up_to_date(bench):
    """Its documents are kept, and count as read by an older Hangar."""
    bench.write("a.txt", TEXT)
    bench.run()
    file = bench.catalogue.folder / CATALOGUE_FILE
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE documents DROP COLUMN reading")
        connection.execute("PRAGMA user_version = 1")
    with Catalogue.open(bench.catalogue.folder) as catalogue:
        (known,) = catalogue.known_files()
        assert not known.is_current
        assert [record.file for record in catalogue.documents()] == ["a.txt"]


def test_a_newer_catalogue_is_left_alone(tmp_path):
    Catalogue.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / CATALOGUE_FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(CatalogueTooNewError, match="newer version of Hangar") as failure:
        Catalogue.open(tmp_path)
    assert "Install the newer version" in failure.value.hint


@pytest.mark.parametrize(
    "content", [b"this is no database" * 1000, b"SQLite format 3\0" + b"\7" * 5000]
)
def test_a_file_that_is_no_catalogue_is_said_to_be_damaged(tmp_path, content):
    (tmp_path / CATALOGUE_FILE).write_bytes(content)
    with pytest.raises(CatalogueDamagedError, match="cannot be read") as failure:
        Catalogue.open(tmp_path)
    assert "the documents are not touched" in failure.value.hint


def test_another_programs_database_is_not_taken_over(tmp_path):
    with closing(sqlite3.connect(tmp_path / CATALOGUE_FILE)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(CatalogueDamagedError, match="another program's database"):
        Catalogue.open(tmp_path)


def test_what_disagrees_is_named(bench):
    bench.write("a.txt", TEXT)
    bench.run()
    with closing(sqlite3.connect(bench.catalogue.file)) as connection, connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM vectors")
        connection.execute("DELETE FROM vectors")
    assert bench.catalogue.problems() == ["2 chunks have no vector; index the folders again."]
    with closing(sqlite3.connect(bench.catalogue.file)) as connection, connection:
        connection.execute("INSERT INTO vectors SELECT * FROM kept")


def test_reading_goes_on_while_a_run_writes(bench):
    for n in range(20):
        bench.write(f"{n}.txt", f"document {n} of words")
    counts = []
    bench.run(progressed=lambda _: counts.append(bench.catalogue.totals().documents))
    assert counts[-1] == 20
