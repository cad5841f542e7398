"""Where rows stand in a list with headings."""

from __future__ import annotations

from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from onrecord.tui.widgets.sections import Section, Sections


@given(sizes=st.lists(st.integers(1, 5), max_size=8), height=st.integers(1, 3), rest=st.integers(0, 4))
def test_rows_are_as_if_they_were_all_written_out(sizes: list[int], height: int, rest: int) -> None:
    items = sum(sizes) if sizes else rest
    places = Sections(items, [Section(str(number), size) for number, size in enumerate(sizes)])
    row_tops = places.tops(height)
    rows: list[int | str] = []
    if sizes:
        item = 0
        for number, size in enumerate(sizes):
            rows += [str(number), *range(item, item + size)]
            item += size
    else:
        rows += range(rest)
    tops = [0]
    for row in rows:
        tops.append(tops[-1] + (1 if isinstance(row, str) else height))
    assert places.rows == len(rows)
    assert list(row_tops) == tops
    assert row_tops[-1] == tops[-1]
    assert list(row_tops[1:]) == tops[1:]
    for row, what in enumerate(rows):
        heading = places.heading_at(row)
        if isinstance(what, str):
            assert heading == (what, sizes[int(what)])
        else:
            assert heading is None
            assert places.item_at(row) == what
            assert places.row_of(what) == row
    for line in range(tops[-1]):
        assert bisect_right(row_tops, line) == bisect_right(tops, line)
