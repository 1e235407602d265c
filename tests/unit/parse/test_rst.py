"""reStructuredText."""

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
