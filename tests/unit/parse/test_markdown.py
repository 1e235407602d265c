"""Markdown."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.markdown import parse
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

README = b"""\
---
title: "Svc Health"
---
# Health

The `Svc::Health` component *shall* stroke a **watchdog**\\
port, see [ports](ports.md) and [here](../Checklist.xlsx).

## Requirements

Name | Limit
---- | -----
`HTH-007` | 41.3 kN

1. first
   - nested
2. second

```
x = C->acc[1]
```

<table><tr><th>Part</th><th>Mass</th></tr><tr><td>strut</td><td>4.1</td></tr></table>

The step $\\Delta t_{stable}$ and 10<sup>-3</sup>.

![Diagram of `Health`](a.png)
"""


def test_the_text_reads_without_its_marks():
    document = parse(README, "a.md")
    assert texts(document, BlockKind.PARAGRAPH) == [
        "The Svc::Health component shall stroke a watchdog\n"
        "port, see ports and here (Checklist.xlsx).",
        "The step \\Delta t_{stable} and 10^-3.",
    ]
    assert document.title == "Svc Health"
    assert offsets_hold(document)


def test_headings_make_sections():
    assert block_with(parse(README, "a.md"), "first").section == ("Health", "Requirements")


def test_tables_of_both_kinds_read_row_by_row():
    assert readings(parse(README, "a.md")) == [
        "Name: HTH-007; Limit: 41.3 kN",
        "Part: strut; Mass: 4.1",
    ]


def test_lists_code_and_captions_keep_their_kind():
    document = parse(README, "a.md")
    assert texts(document, BlockKind.LIST_ITEM) == ["1. first", "• nested", "2. second"]
    assert texts(document, BlockKind.CODE) == ['title: "Svc Health"', "x = C->acc[1]"]
    assert texts(document, BlockKind.CAPTION) == ["Diagram of Health"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>**6**</sup> cycles", "10^6 cycles"),
        ("10<SUP>6</SUP>/s", "10^6/s"),
        ("10<sup>1</sup><sup>2</sup> Hz", "10^12 Hz"),
        ("3<sup>1</sup>/<sub>2</sub> in", "3-1/2 in"),
        ("the 2<sup>nd</sup> load", "the 2nd load"),
        ("never<sup> closed", "never closed"),
        ("~~41~~ 43 kN", "43 kN"),
        ("<del>41 *kN*</del> 43 kN", "43 kN"),
        ("41 <s> kN", "41 kN"),
        ("<s>41 [a</s> 43](b.md) kN", "43 kN"),
    ],
)
def test_raised_text_is_marked_and_struck_text_left_out(markup, text):
    assert texts(parse(markup.encode(), "a.md")) == [text]


@pytest.mark.parametrize("item", ["", "~~old~~", "```\n  code\n  ```"])
def test_an_item_without_text_leaves_its_marker_to_no_other(item):
    document = parse(f"- {item}\n\nNext paragraph.".encode(), "a.md")
    assert texts(document, BlockKind.PARAGRAPH) == ["Next paragraph."]
    assert not texts(document, BlockKind.LIST_ITEM)


def test_html_split_by_blank_lines_is_no_failure():
    document = parse(b"<details>\n\n<summary>More</summary>\n\ntext\n\n</details>\n", "a.md")
    assert texts(document) == ["More", "text"]


def test_blank_lines_in_a_table_of_html_do_not_end_it():
    """To Markdown they end the HTML; rows without their headers would say nothing."""
    text = (
        "<table>\n\n<tr><th>Option</th><th>Default</th></tr>\n\n"
        "<tr><td>keep</td>\n<td>\n\nFalse, *always*\n\n</td></tr>\n\n</table>\n\nAfter it.\n"
    )
    page = parse(text.encode(), "options.md").pages[0]

    assert [block.reading for block in page.blocks if block.reading] == [
        "Option: keep; Default: False, always"
    ]
    assert page.text.endswith("After it.")


@pytest.mark.parametrize("times", [1, 2_000])
def test_a_table_of_html_that_never_ends_keeps_what_follows(times):
    text = "<table><tr><td>strut</td>\n\n" * times + "# Loads\n\nText.\n"
    page = parse(text.encode(), "x.md").pages[0]

    assert page.text.startswith("strut")
    assert page.text.endswith("Loads\n\nText.")


@pytest.mark.parametrize(
    "text",
    [
        "<table>\n\n- strut\n\n  </table>\n\nAfter.\n",
        "- a\n\n  <table>\n\nstrut\n\n</table>\n\n- b\n\nAfter.\n",
    ],
)
def test_a_table_of_html_that_ends_in_or_after_a_list_is_no_failure(text):
    page = parse(text.encode(), "x.md").pages[0]

    assert "strut" in page.text
    assert page.text.endswith("After.")
