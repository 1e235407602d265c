"""Markdown."""

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


def test_html_split_by_blank_lines_is_no_failure():
    document = parse(b"<details>\n\n<summary>More</summary>\n\ntext\n\n</details>\n", "a.md")
    assert texts(document) == ["More", "text"]
