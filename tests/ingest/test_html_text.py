"""The text of HTML: rows of short cells are lines, and what is laid out in a table stays apart."""

from __future__ import annotations

import pytest

from onrecord.ingest.html_text import html_text

LONG = "The harbour of Torvik opened again on Friday after three weeks of ice, and ships came in."


def table(*rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<p>Before.</p><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table><p>Behind.</p>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("Ship", "Weeks"), ("Vega", "3")], ["Ship Weeks", "Vega 3"]),
        ([("<p>Ship</p>", "<p>Weeks</p>"), ("<p>Vega</p>", "<p>3</p>")], ["Ship Weeks", "Vega 3"]),
        ([("<p>Vega</p><p>Torvik</p>", "3")], ["Vega", "Torvik", "3"]),
        ([("<p>Vega</p>",)], ["Vega"]),
        ([(f"<p>{LONG}</p>", f"<p>{LONG}</p>")], [LONG, LONG]),
        ([("<table><tr><td><p>Vega</p></td><td><p>3</p></td></tr></table>", f"<p>{LONG}</p>")], ["Vega 3", LONG]),
    ],
    ids=["words", "paragraphs", "two in a cell", "one cell", "long cells", "a table in a table"],
)
def test_a_row_of_short_cells_is_a_line(rows: list[tuple[str, ...]], lines: list[str]) -> None:
    assert html_text(table(*rows)).split("\n\n") == ["Before.", *lines, "Behind."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>He said <q>it is <b>open</b></q> today.</p>", "He said “it is open” today."),
        ("<p><q>Open</q>, he said.</p>", "“Open”, he said."),
        ("<p>“<q>Open</q>”, he said.</p>", "“Open”, he said."),
        ("<p><q>“Open”</q>, he said.</p>", "“Open”, he said."),
        ("<p><q> </q>None.</p>", "None."),
    ],
    ids=["with bold words", "at the beginning", "marks around", "marks inside", "empty"],
)
def test_a_quotation_has_the_marks_that_a_browser_shows(source: str, text: str) -> None:
    assert html_text(source) == text
