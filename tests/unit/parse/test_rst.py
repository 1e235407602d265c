"""reStructuredText."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.rst import parse
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

MANUAL = b"""\
====
Gear
====

:Issue: B

Loads
=====

The *limit* load of ``strut`` is |load|, see :ref:`the table <x>` [1]_.

.. |load| replace:: 41.3 kN
.. [1] Measured.

.. note:: Torque to 25 N.

.. versionadded:: 2.1
   Added :func:`hinge`.

.. code-block:: python

   x = 1

- one

  1. nested

strut
  carries the load

.. list-table:: Masses
   :header-rows: 1

   * - Part
     - Mass
   * - fork
     - 2.0

Sub
---

Last.
"""


def test_sections_and_text():
    document = parse(MANUAL, "a.rst")
    assert document.title == "Gear"
    text = "The limit load of strut is 41.3 kN, see the table [1]."
    assert block_with(document, "limit load").section == ("Gear", "Loads")
    assert text in texts(document)
    assert block_with(document, "Last.").section == ("Gear", "Loads", "Sub")
    assert offsets_hold(document)


def test_everything_a_reader_sees_is_kept():
    found = texts(parse(MANUAL, "a.rst"))
    for text in (
        "Issue: B",
        "[1] Measured.",
        "Note: Torque to 25 N.",
        "Added hinge.",
        "x = 1",
        "• one",
        "1. nested",
        "strut: carries the load",
        "Masses",
    ):
        assert text in found


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10\\ :sup:`−3` m", "10^−3 m"),
        ("10\\ :sup:`1`\\ :sup:`2` Hz", "10^12 Hz"),
        ("3\\ :sup:`1`/\\ :sub:`2` in", "3-1/2 in"),
        ("10\\ :sup:`6`/s", "10^6/s"),
        ("2\\ :sup:`nd` load", "2nd load"),
    ],
)
def test_what_is_raised_is_marked(markup, text):
    assert texts(parse(markup.encode(), "a.rst")) == [text]


@pytest.mark.parametrize(
    ("markup", "items"),
    [
        ("a. x\nb. y\n", ["a. x", "b. y"]),
        ("i) x\nii) y\n", ["i) x", "ii) y"]),
        ("(C) x\n(D) y\n", ["(C) x", "(D) y"]),
        ("IV. x\nV. y\n", ["IV. x", "V. y"]),
        ("#. x\n#. y\n", ["1. x", "2. y"]),
    ],
)
def test_items_are_numbered_as_they_are_written(markup, items):
    assert texts(parse(markup.encode(), "a.rst"), BlockKind.LIST_ITEM) == items


def test_footnotes_that_number_themselves_can_be_told_apart():
    content = (
        b"Load [#]_ is 4, mass [#m]_ is 2 [1]_.\n\n.. [#] At 20 C.\n.. [#m] Dry.\n.. [1] Of A.\n"
    )
    assert texts(parse(content, "a.rst")) == [
        "Load [2] is 4, mass [3] is 2 [1].",
        "[2] At 20 C.",
        "[3] Dry.",
        "[1] Of A.",
    ]


def test_tables_read_row_by_row():
    assert readings(parse(MANUAL, "a.rst")) == ["Part: fork; Mass: 2.0"]


def test_no_other_file_is_brought_in(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("classified")
    content = (
        f"Shown.\n\n.. include:: {secret}\n\n.. raw:: html\n   :file: {secret}\n\n"
        f".. csv-table::\n   :file: {secret}\n\n.. literalinclude:: {secret}\n"
    )
    assert "classified" not in parse(content.encode(), "a.rst").pages[0].text


def test_a_very_long_file_is_read_as_plain_text():
    content = b"Gear\n====\n\n" + b"The strut carries 41.3 kN.\n\n" * 20_000
    document = parse(content, "a.rst")
    assert document.format == "text"
    assert texts(document, BlockKind.HEADING) == ["Gear"]
