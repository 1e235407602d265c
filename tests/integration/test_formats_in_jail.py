"""What is read inside the jail is what is read outside it: nothing is opened too late."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from assistant.parse.formats import MODULES
from assistant.parse.pool import ParserPool


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1, 1024, 60) as pool:
        yield pool


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_format_reads_the_same_inside_and_outside_the_jail(pool, name):
    module = import_module(f"assistant.parse.{MODULES[name]}")
    file_name = f"sample{module.SUFFIXES[0]}"
    inside = pool.parse(module.sample(), file_name)
    outside = module.parse(module.sample(), file_name)
    assert inside.format == outside.format
    assert inside.title == outside.title
    assert [page.text for page in inside.pages] == [page.text for page in outside.pages]
    assert [page.blocks for page in inside.pages] == [page.blocks for page in outside.pages]


def test_codecs_of_other_languages_work_inside_the_jail(pool):
    text = "Нагрузка на стойку 41,3 кН. Предельная нагрузка."
    page = b"<html><head><meta charset='windows-1251'></head><body><p>%s</p></body></html>"
    document = pool.parse(page % text.encode("cp1251"), "strut.html")
    assert "Нагрузка на стойку" in document.pages[0].text
