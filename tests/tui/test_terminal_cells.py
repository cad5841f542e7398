"""What is written to the terminal in place of what Textual writes: less, with the same screen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from onrecord.tui.terminal_cells import TerminalCells

RED, GREEN = "38;2;200;0;0;48;2;9;9;9", "38;2;0;200;0;48;2;9;9;9"
WIDTH, HEIGHT = 40, 5
HIDDEN_CURSOR = "\x1b[?25l"  # something that is no painting
_ENDED_BY = {"22": {"1", "2"}, "23": {"3"}, "24": {"4"}, "27": {"7"}}


def at(row: int, column: int, *runs: tuple[str, str]) -> str:
    """A region as Textual writes it: a move, then each text with its style."""
    return f"\x1b[{row};{column}H" + "".join(f"\x1b[{style}m{text}\x1b[0m" for text, style in runs)


class Screen:
    """A small terminal: the visible look of each cell after what was written."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, ...]] = {}
        self.row = self.column = 1
        self.attributes: set[str] = set()
        self.colour = self.background = ""

    def write(self, data: str) -> None:
        for parameters, kind, one_row, character in re.findall(
            r"\x1b\[([\d;]*)([A-DGHXdm])|\x1b([DM])|([^\x1b\n])", data
        ):
            if one_row:
                self._move("B" if one_row == "D" else "A", 1)
                assert 1 <= self.row <= HEIGHT, "beyond the first and the last row these would scroll"
            elif character == "\r":
                self._move("G", 1)
            elif character:
                self._put(character)
            elif kind == "H":
                self.row, self.column = map(int, parameters.split(";"))
            elif kind == "X":
                self._erase(int(parameters))
            elif kind == "m":
                self._restyle(parameters)
            else:
                self._move(kind, int(parameters or 1))

    def _move(self, kind: str, count: int) -> None:
        assert self.column <= WIDTH, "terminals differ in where the cursor is behind the last column"
        down, right = {"A": (-1, 0), "B": (1, 0), "C": (0, 1), "D": (0, -1)}.get(kind, (0, 0))
        self.row = count if kind == "d" else self.row + count * down
        self.column = count if kind == "G" else self.column + count * right

    def _erase(self, count: int) -> None:
        assert not self.attributes & {"4", "7"}, "terminals differ in what of these stays"
        for column in range(self.column, self.column + count):
            self.cells[self.row, column] = (" ", "", self.background)

    def _put(self, character: str) -> None:
        attributes = self.attributes - ({"1", "2", "3"} if character == " " else set())
        colour = "" if character == " " and not attributes else self.colour
        self.cells[self.row, self.column] = (character, *sorted(attributes), colour, self.background)
        self.column += 1

    def _restyle(self, parameters: str) -> None:
        values = iter(parameters.split(";"))
        for value in values:
            if value in ("38", "48"):
                colour = ";".join([next(values), next(values), next(values), next(values)])
                self.colour, self.background = (
                    (colour, self.background) if value == "38" else (self.colour, colour)
                )
            elif value in ("", "0"):
                self.attributes, self.colour, self.background = set(), "", ""
            elif value == "39":
                self.colour = ""
            elif value == "49":
                self.background = ""
            elif value in _ENDED_BY:
                self.attributes -= _ENDED_BY[value]
            else:
                self.attributes.add(value)


def cells_of_terminal(*, is_erased_in_colour: bool = False) -> TerminalCells:
    """Nothing on a terminal of which the size is known, and which writes in the usual style."""
    cells = TerminalCells(is_erased_in_colour=is_erased_in_colour)
    cells.resize(WIDTH, HEIGHT)
    cells.shorten(HIDDEN_CURSOR)
    return cells


def test_what_is_there_already_is_not_written_again() -> None:
    cells = cells_of_terminal()
    painting = at(2, 3, ("quay", RED))
    assert cells.shorten(painting) == "\x1b[2;3H\x1b[38;2;200;0;0;48;2;9;9;9mquay\x1b[2;7H"
    assert cells.shorten(painting) == "\x1b[2;7H"


def test_of_a_changed_line_only_the_change_is_written() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("the port is open today", RED)))
    assert cells.shorten(at(1, 1, ("the port is shut today", RED))) == "\x1b[1;13Hshut\x1b[1;23H"


def test_a_small_gap_is_written_again_and_a_large_one_jumped_over() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("a....b.....c", "0")))
    assert cells.shorten(at(1, 1, ("A....B.....C", "0"))) == "\x1b[1;1HA....B\x1b[5CC\x1b[1;13H"


@pytest.mark.parametrize(
    ("row", "column", "move"),
    [
        (2, 5, ""),
        (2, 9, "\x1b[4C"),
        (2, 6, "\x1b[C"),
        (2, 4, "\x1b[D"),
        (2, 2, "\x1b[3D"),
        (2, 1, "\r"),
        (3, 5, "\x1bD"),
        (4, 5, "\x1b[2B"),
        (5, 5, "\x1b[3B"),
        (3, 4, "\x1bD\x1b[D"),
        (3, 6, "\x1bD\x1b[C"),
        (3, 7, "\x1b[3;7H"),
        (1, 5, "\x1bM"),
        (3, 1, "\x1bD\r"),
    ],
    ids=str,
)
def test_the_cursor_moves_in_the_shortest_way(row: int, column: int, move: str) -> None:
    painting = at(2, 1, ("quay", "0")) + at(row, column, ("x", "0"))
    assert cells_of_terminal().shorten(painting) == f"\x1b[2;1Hquay{move}x\x1b[{row};{column + 1}H"


@pytest.mark.parametrize(("column", "move"), [(WIDTH - 6, "\x1bD\x1b[2D"), (WIDTH - 5, f"\x1b[4;{WIDTH - 2}H")])
def test_behind_the_last_column_the_place_is_said_in_full(column: int, move: str) -> None:
    painting = at(3, column, ("harbou", "0")) + at(4, WIDTH - 2, ("x", "0"))
    assert cells_of_terminal().shorten(painting) == f"\x1b[3;{column}Hharbou{move}x\x1b[4;{WIDTH - 1}H"


def test_between_two_styles_only_their_difference_is_written() -> None:
    both = cells_of_terminal().shorten(at(1, 1, ("red", RED), ("green", GREEN)))
    assert both == "\x1b[1;1H\x1b[38;2;200;0;0;48;2;9;9;9mred\x1b[38;2;0;200;0mgreen\x1b[1;9H"


def test_an_attribute_that_ends_is_ended_alone() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("bold", f"1;{RED}")))
    assert cells.shorten(at(1, 5, ("not", RED))) == "\x1b[1;5H\x1b[22mnot\x1b[1;8H"


@pytest.mark.parametrize(
    ("colour", "written"),
    [
        ("2;215;175;95", "5;179"),
        ("2;0;95;0", "5;22"),
        ("2;255;255;255", "5;231"),
        ("2;8;8;8", "5;232"),
        ("2;238;238;238", "5;255"),
        ("2;215;175;96", "2;215;175;96"),
        ("2;0;0;255", "2;0;0;255"),
    ],
)
def test_a_colour_that_has_a_fixed_number_is_written_as_this_number(colour: str, written: str) -> None:
    cells = cells_of_terminal()
    assert f"\x1b[38;{written}mquay" in cells.shorten(at(1, 1, ("quay", f"38;{colour}")))
    assert f"\x1b[0;48;{written}mquay" in cells.shorten(at(2, 1, ("quay", f"48;{colour}")))


def test_blanks_take_the_style_that_is_there() -> None:
    assert "red   red" in cells_of_terminal().shorten(at(1, 1, ("red", RED), ("   ", GREEN), ("red", RED)))
    underlined = cells_of_terminal().shorten(at(1, 1, ("red", RED), ("   ", f"4;{GREEN}")))
    assert "red\x1b[4;38;2;0;200;0m   " in underlined


def test_blanks_follow_a_text_on_their_background_without_a_move() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("quay-side", GREEN)))
    assert cells.shorten(at(1, 1, ("pier", RED), ("     ", GREEN))) == (
        "\x1b[1;1H\x1b[38;2;200;0;0mpier     \x1b[1;10H"
    )


@pytest.mark.parametrize(
    ("blanks", "style", "is_erased"), [(6, RED, True), (5, RED, False), (6, f"4;{RED}", False)], ids=str
)
def test_many_blanks_are_erased_where_that_takes_their_background(
    blanks: int, style: str, is_erased: bool
) -> None:
    painting = at(1, 1, ("quay" + " " * blanks, style))
    erased = cells_of_terminal(is_erased_in_colour=True).shorten(painting)
    assert (f"quay\x1b[{blanks}X\x1b[1" in erased) is is_erased
    assert (" " * blanks in erased) is not is_erased
    assert " " * blanks in cells_of_terminal().shorten(painting)


@pytest.mark.parametrize("other", [HIDDEN_CURSOR, "\x1b]52;c;cXVheQ==\x07", "\x1b[>1u", "plain"])
def test_what_is_no_painting_stays_as_it_is_and_begins_in_the_usual_style(other: str) -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("quay", RED))
    cells.shorten(painting)
    assert cells.shorten(other) == f"\x1b[m{other}"
    assert cells.shorten(other) == other
    assert cells.shorten(painting) == "\x1b[1;5H"


def test_the_style_stays_from_one_painting_to_the_next() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("quay", RED)))
    for around in ("\x1b[?2026l", "\x1b[?2026h"):
        assert cells.shorten(around) == around
    assert cells.shorten(at(2, 1, ("pier", RED))) == "\x1b[2;1Hpier\x1b[2;5H"


def test_a_style_that_others_may_have_set_is_ended() -> None:
    cells = cells_of_terminal()
    cells.shorten(at(1, 1, ("quay", RED)))
    cells.forget()
    assert cells.shorten(at(2, 1, ("pier", RED))).startswith(f"\x1b[m\x1b[2;1H\x1b[{RED}mpier")


@pytest.mark.parametrize("other", ["\x1b[?1049h", at(1, 1, ("a", RED)) + "\x1b]8;id=1;https://example.org\x1b\\x"])
def test_after_another_screen_or_something_unknown_all_is_written(other: str) -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("quay", RED))
    cells.shorten(painting)
    assert cells.shorten(other) == f"\x1b[m{other}"
    assert "quay" in cells.shorten(painting)


def test_what_is_forgotten_is_written() -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("quay", RED))
    cells.shorten(painting)
    cells.forget()
    assert "quay" in cells.shorten(painting)


def test_after_another_size_all_is_written() -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("quay", RED))
    cells.shorten(painting)
    cells.resize(80, 24)
    assert "quay" in cells.shorten(painting)
    assert "quay" not in cells.shorten(painting)


@pytest.mark.parametrize(
    ("row", "column", "is_within"), [(2, 1, True), (3, 1, False), (2, 7, True), (2, 8, False)], ids=str
)
def test_a_painting_beyond_the_edges_of_the_terminal_makes_it_unknown(
    row: int, column: int, is_within: bool
) -> None:
    cells = cells_of_terminal()
    cells.resize(10, 2)
    painting = at(1, 1, ("harbour", RED))
    cells.shorten(painting)
    cells.shorten(at(row, column, ("quay", RED)))
    assert ("harbour" not in cells.shorten(painting)) is is_within


def test_wide_characters_are_always_written_and_what_follows_is_placed() -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("港", RED), ("quay", RED))
    assert "港\x1b[1;3Hquay" in cells.shorten(painting)
    again = cells.shorten(painting)
    assert "港" in again
    assert "quay" not in again


def test_blanks_go_before_what_may_be_drawn_narrower() -> None:
    assert "    \r\x1b[38;2;200;0;0m🙂ab" in cells_of_terminal().shorten(at(1, 1, ("🙂ab", RED)))
    assert f"\x1b[1;1H\x1b[{RED}m港ab" in cells_of_terminal().shorten(at(1, 1, ("港ab", RED)))


def test_what_may_be_drawn_over_is_written_again() -> None:
    for word, follows in (("e\u0301", "\x1b[1;2Hqu\x1b[1"), ("港", "\x1b[1")):
        cells = cells_of_terminal()
        cells.shorten(at(1, 1, ("  " if word == "港" else " ", RED), ("quay", RED)))
        assert f"{word}{follows}" in cells.shorten(at(1, 1, (word, RED)))


def test_a_mark_is_not_put_on_the_cell_before_twice() -> None:
    cells = cells_of_terminal()
    painting = at(1, 1, ("e", RED), ("\u0301", GREEN), ("abc", RED))
    cells.shorten(painting)
    assert "e" in cells.shorten(painting)
    assert "c" not in cells.shorten(painting)


# The terminal of these tests draws each of these characters in one cell; 🙂 should have two, U+0301 none.
ODD_RUNS = st.lists(
    st.tuples(st.text("ab 🙂\u0301", min_size=1, max_size=5), st.sampled_from([RED, GREEN])), max_size=4
)


def rows_of_width(rows: list[list[tuple[str, str]]]) -> str:
    """Rows as wide as the terminal, with blanks behind what is in them."""
    return "".join(
        at(row, 1, *runs, (" " * (WIDTH - sum(cell_len(text) for text, _ in runs)), "0"))
        for row, runs in enumerate(rows, 1)
    )


@given(st.lists(st.lists(ODD_RUNS, min_size=2, max_size=2), min_size=2, max_size=5))
def test_where_widths_differ_the_screen_is_as_if_it_were_painted_anew(
    frames: list[list[list[tuple[str, str]]]],
) -> None:
    cells, shown, anew = cells_of_terminal(), Screen(), Screen()
    for rows in frames:
        shown.write(cells.shorten(rows_of_width(rows)))
    anew.write(cells_of_terminal().shorten(rows_of_width(frames[-1])))
    assert shown.cells == anew.cells


ROWS = at(1, 1, ("quay", RED), ("port", GREEN)) + at(2, 1, ("pier", RED), ("dock", GREEN))


def test_cells_of_the_same_style_are_written_together() -> None:
    assert cells_of_terminal().shorten(ROWS) == (
        f"\x1b[1;1H\x1b[{RED}mquay\x1bD\rpier\x1b[38;2;0;200;0mdock\x1b[1;5Hport\x1b[2;9H"
    )


@pytest.mark.parametrize(
    "other", [at(3, 1, ("港", RED)), at(2, 8, ("k", RED))], ids=["a wide character", "a place painted twice"]
)
def test_where_their_order_matters_it_stays(other: str) -> None:
    assert "quay\x1b[38;2;0;200;0mport\x1bD\r" in cells_of_terminal().shorten(ROWS + other)


def test_the_style_that_follows_is_the_nearest() -> None:
    far = "38;2;0;0;250;48;2;90;90;90"
    painting = at(1, 1, ("quay", RED), ("port", far), ("pier", GREEN)) + at(2, 1, ("a", RED), ("b", far))
    assert re.findall("quay|pier|port", cells_of_terminal().shorten(painting)) == ["quay", "pier", "port"]


def test_of_the_cells_of_a_style_the_nearest_follow() -> None:
    painting = at(1, 8, ("c", RED)) + at(3, 5, ("far", RED)) + at(4, 9, ("near", RED))
    assert cells_of_terminal().shorten(painting) == (f"\x1b[1;8H\x1b[{RED}mc\x1b[3Bnear\x1b[3;5Hfar\x1b[4;13H")


def test_where_the_order_as_painted_is_shorter_it_stays() -> None:
    row = at(1, 1, ("a", "0"), ("b", "1"), ("c", "0"))
    assert cells_of_terminal().shorten(row) == "\x1b[1;1Ha\x1b[1mb\x1b[0mc\x1b[1;4H"


STYLES = st.sampled_from(["0", RED, GREEN, f"1;{RED}", f"1;2;{RED}", f"3;{GREEN}", f"4;{RED}", f"1;7;{GREEN}"])
RUNS = st.lists(st.tuples(st.text("ab   ", min_size=1, max_size=9), STYLES), min_size=1, max_size=4)
REGIONS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9), RUNS), min_size=1, max_size=4)


@given(st.booleans(), st.lists(REGIONS, min_size=1, max_size=5))
def test_the_screen_is_the_same(
    is_erased_in_colour: bool, frames: list[list[tuple[int, int, list[tuple[str, str]]]]]
) -> None:
    cells, expected, shown = cells_of_terminal(is_erased_in_colour=is_erased_in_colour), Screen(), Screen()
    for regions in frames:
        painting = "\n".join(at(row, column, *runs) for row, column, runs in regions)
        expected.write(painting)
        shown.write(cells.shorten(painting))
        assert shown.cells == expected.cells
        assert (shown.row, shown.column) == (expected.row, expected.column)
