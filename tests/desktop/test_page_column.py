"""Where pages lie, and which pictures of them are kept."""

import pytest

from assistant.desktop.page_column import GAP, MARGIN, PageColumn, PageSize
from assistant.desktop.page_pictures import PagePictures, Picture, render_scale
from assistant.ports import PageImage

A4, A3 = (595.0, 842.0), (1191.0, 842.0)


def picture(side: int) -> Picture:
    return Picture.of(PageImage(side, side, bytes(side * side * 4)), 1.0)


def test_pages_stand_one_below_the_other() -> None:
    column = PageColumn([A4, A3, A4], lambda _: 2.0)

    assert [column.top(page) for page in (1, 2, 3)] == [
        MARGIN,
        MARGIN + 1684 + GAP,
        MARGIN + 2 * (1684 + GAP),
    ]
    assert column.width == 2382 + 2 * MARGIN
    assert column.height == 3 * 1684 + 2 * GAP + 2 * MARGIN


def test_pages_as_wide_as_the_view_are_all_equally_wide() -> None:
    column = PageColumn([A4, A3], lambda width_pt: 600 / width_pt)

    assert [column.size(page)[0] for page in (1, 2)] == [600, 600]
    assert column.zoom(1) == pytest.approx(2 * column.zoom(2), rel=1e-2)


@pytest.mark.parametrize(
    ("top", "bottom", "pages"),
    [
        (0, 100, [1]),
        (0, MARGIN + 842 + GAP, [1, 2]),
        (MARGIN + 842, MARGIN + 842 + GAP + 5, [2]),
        (MARGIN + 2 * (842 + GAP), 10_000, [3]),
        (-500, -400, [1]),
    ],
)
def test_the_pages_between_two_heights(top: float, bottom: float, pages: list[int]) -> None:
    column = PageColumn([A4] * 3, lambda _: 1.0)

    assert list(column.pages_between(top, bottom)) == pages


def test_no_pages_lie_anywhere_in_an_empty_column() -> None:
    column = PageColumn([], lambda _: 1.0)

    assert not column.pages_between(0, 900)
    assert column.height == 0


def test_a_page_without_size_is_still_a_page() -> None:
    column = PageColumn([(0.0, 0.0), A4], lambda width_pt: 600 / width_pt)

    assert column.top(2) > column.top(1)


def test_the_pictures_not_looked_at_for_longest_go_first() -> None:
    pictures = PagePictures(max_bytes=3 * 400)
    for page in (1, 2, 3):
        pictures.put(page, picture(10), ())
    pictures.get(1)

    pictures.put(4, picture(10), ())

    assert [page for page in (1, 2, 3, 4) if pictures.get(page)] == [1, 3, 4]
    assert pictures.size_bytes == 1200


def test_pictures_in_view_stay_even_where_they_are_too_many() -> None:
    pictures = PagePictures(max_bytes=400)
    for page in (1, 2, 3):
        pictures.put(page, picture(10), in_view=(1, 2))

    assert [page for page in (1, 2, 3) if pictures.get(page)] == [1, 2, 3]


def test_a_sharper_picture_replaces_the_one_before() -> None:
    pictures = PagePictures()
    pictures.put(1, picture(10), ())
    pictures.put(1, picture(20), ())

    assert pictures.size_bytes == 1600


def test_a_drawing_as_large_as_a_wall_is_rendered_within_bounds() -> None:
    size = PageSize(3370, 2384)

    scale = render_scale(size, 8.0, 2.0)

    assert size.width_pt * size.height_pt * scale**2 <= 24_000_001
    assert render_scale(PageSize(*A4), 1.25, 2.0) == 2.5
