"""Documents that use much of their format read the same in the jail, where nothing opens late."""

from collections.abc import Iterator

import docx
import openpyxl
import pptx
import pytest

from assistant.parse.formats import format_of, parser_of
from assistant.parse.pool import ParserPool
from tests.unit.parse.office_files import saved

RST = b"""\
Gear
====

.. contents::
.. figure:: strut.png

   The strut

.. warning:: Depressurise first.

.. math:: F = m a

.. code-block:: python

   import os

.. csv-table:: Masses
   :header: Part, Mass

   strut, 4.1

.. topic:: Limits

   The limit load is 41.3 kN.

.. list-table::

   * - a
     - b

.. unknown:: thing

:sub:`a` :sup:`2` :pep:`8` :rfc:`2822` :doc:`other`
"""


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Loads", 1)
    document.add_paragraph("first", style="List Number")
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Mass"
    return saved(document)


def excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Part", "Mass"])
    book.active.append(["strut", 4.1])
    book.active["B2"].number_format = "0.000"
    return saved(book)


def powerpoint() -> bytes:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Thermal design"
    return saved(deck)


DOCUMENTS = {
    "a.docx": word,
    "a.xlsx": excel,
    "a.pptx": powerpoint,
    "a.rst": lambda: RST,
    "a.md": lambda: b"# A\n\n~~b~~ &copy; <kbd>c</kbd>\n\n<ul><li>d</ul>\n\n> e\n\n* [ ] f\n",
    "a.html": lambda: "<meta charset='iso-8859-15'><h1>5 €</h1>".encode("iso-8859-15"),
    "a.xml": lambda: b"<?xml version='1.0' encoding='cp1250'?><a b='c'>\x8a</a>",
    "a.txt": lambda: "Größe".encode("cp1252"),
    "a.csv": lambda: "a;b\n1,5;2\n".encode("utf-16"),
    "a.k": lambda: b"*KEYWORD\n*MAT_ELASTIC\n$#  mid  ro\n1,2\n*END\n",
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1, 1024, 60) as pool:
        yield pool


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_reads_the_same_in_the_jail(pool, name):
    content = DOCUMENTS[name]()
    inside = pool.parse(content, name)
    outside = parser_of(format_of(content, name))(content, name)
    assert inside == outside
