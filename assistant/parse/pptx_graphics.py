"""Tables and charts of a presentation as rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assistant.parse.docx_styles import integer_or_none, switch
from assistant.parse.safe_xml import attribute, child, children, local_name
from assistant.parse.xlsx_format import number_format

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


@dataclass(slots=True)
class _ChartTable:
    """Series over the same points; `labels` and each series have their points by index."""

    labels: dict[int, str] = field(default_factory=dict)
    series: list[tuple[str, dict[int, str]]] = field(default_factory=list)

    @property
    def rows(self) -> Rows:
        """The names of the series, then a row per point."""
        points = [self.labels, *(values for _, values in self.series)]
        count = max(max(p, default=-1) for p in points) + 1
        rows = [
            [self.labels.get(i, str(i + 1)), *(values.get(i, "") for _, values in self.series)]
            for i in range(count)
        ]
        return [["", *(name for name, _ in self.series)], *rows] if rows else []


def chart_tables(root: Any) -> tuple[str, list[Rows]]:
    """The title of a chart, and its points: a row per category, a column per series.

    Series with x values of their own make a table of their own.
    """
    titles = [child(c, "title") for c in root.iter("{*}chart")]
    title = " ".join(
        t.text or "" for found in titles if found is not None for t in found.iter("{*}t")
    )
    points_of = partial(_points, is_1904=switch(child(root, "date1904")) is True)
    tables: dict[tuple[tuple[int, str], ...], _ChartTable] = {}
    for i, series in enumerate(list(root.iter("{*}ser"))[:_MAX_SERIES], start=1):
        x = points_of(child(series, "xVal"))
        table = tables.setdefault(tuple(x.items()), _ChartTable())
        table.labels = table.labels or x or points_of(child(series, "cat"))
        name = points_of(child(series, "tx")).get(0, f"Series {i}")
        values = points_of(child(series, "val")) or points_of(child(series, "yVal"))
        table.series.append((name, values))
    return title, [table.rows for table in tables.values()]


def _points(element: Any, *, is_1904: bool) -> dict[int, str]:
    """The stored points below an element, by index, as the chart shows them."""
    points: dict[int, str] = {}
    for point in () if element is None else element.iter("{*}pt"):
        index, value = integer_or_none(attribute(point, "idx")), child(point, "v")
        if index is None or index >= _MAX_POINTS or index in points or value is None:
            continue
        points[index] = _shown(point, value.text or "", is_1904)
    return points


def _shown(point: Any, value: str, is_1904: bool) -> str:
    """A stored value; a number in its format, as Excel would show it."""
    cache = point.getparent()
    if local_name(cache) not in ("numCache", "numLit"):
        return value
    code = attribute(point, "formatCode") or cache.findtext("{*}formatCode") or ""
    try:
        return number_format(code).show(float(value), is_1904=is_1904)
    except ValueError:
        return value


def _is_on(cell: Any, name: str) -> bool:
    return attribute(cell, name) in ("1", "true")
