"""Tables and charts of a presentation as rows."""

from collections.abc import Callable
from typing import Any

from assistant.parse.safe_xml import attribute, child, children

_MAX_POINTS = 2_000
_MAX_SERIES = 100

Rows = list[list[str]]


def table_grid(table: Any, text_of: Callable[[Any], str]) -> tuple[Rows, Rows, int | None]:
    """The rows of an 'a:tbl' as shown, the same with merged cells filled, and the header rows."""
    shown: Rows = []
    filled: Rows = []
    for row in children(table, "tr"):
        own, full = [], []
        for column, cell in enumerate(children(row, "tc")):
            text = text_of(cell)
            if _is_on(cell, "vMerge") and filled and column < len(filled[-1]):
                own.append("")
                full.append(filled[-1][column])
            elif _is_on(cell, "hMerge") and full:
                own.append("")
                full.append(full[-1])
            else:
                own.append(text)
                full.append(text)
        shown.append(own)
        filled.append(full)
    return shown, filled, None


def chart_rows(root: Any) -> tuple[str, Rows]:
    """The title of a chart, and its points: a row per category, a column per series."""
    titles = [child(c, "title") for c in root.iter("{*}chart")]
    title = " ".join(
        t.text or "" for found in titles if found is not None for t in found.iter("{*}t")
    )
    header, categories = [""], [""]
    columns: list[dict[int, str]] = []
    labels: dict[int, str] = {}
    for series in list(root.iter("{*}ser"))[:_MAX_SERIES]:
        name = _points(child(series, "tx"))
        header.append(name.get(0, f"Series {len(columns) + 1}"))
        labels = labels or _points(child(series, "cat")) or _points(child(series, "xVal"))
        columns.append(_points(child(series, "val")) or _points(child(series, "yVal")))
    count = min(max((max(c, default=-1) + 1 for c in [labels, *columns]), default=0), _MAX_POINTS)
    categories = [labels.get(i, str(i + 1)) for i in range(count)]
    rows = [[label, *(c.get(i, "") for c in columns)] for i, label in enumerate(categories)]
    return title, [header, *rows] if rows else []


def _points(element: Any) -> dict[int, str]:
    """The stored points below an element, by index."""
    points: dict[int, str] = {}
    for point in () if element is None else element.iter("{*}pt"):
        index, value = attribute(point, "idx"), child(point, "v")
        if index.isdecimal() and len(index) < 7 and value is not None:
            points.setdefault(int(index), _short(value.text or ""))
    return points


def _short(value: str) -> str:
    """A stored number without the noise of its last binary digits."""
    try:
        return f"{float(value):.10g}" if len(value) > 12 else value
    except ValueError:
        return value


def _is_on(cell: Any, name: str) -> bool:
    return attribute(cell, name) in ("1", "true")
