"""``onrecord stats``: who speaks in the articles of a query, how directly, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from onrecord.archive.search.voices import KindShare, ShareOfVoice
from onrecord.cli.context import CommandContext, FormOption, LimitOption, WhichOption, command, query_of
from onrecord.cli.output import Row, TableColumn, emit, line, on_terminal, table

_USUAL_LIMIT = 15
_PARTS = {
    "all": "All",
    "speaks": "Who speaks",
    "never quoted": "Named and never quoted",
    "source": "Sources",
    "month": "Months",
}
"""The parts of the statistics, with their headings."""

_NAMELESS = {"source": "no source", "month": "no date"}
"""What a reader sees as the name of a row that has none; programs get it empty."""

_COLUMNS = ("part", "name", "type", "articles", "named", "quotes", "share", "direct", "mixed", "indirect")


@command(
    "stats",
    queries=True,
    examples="""
    onrecord stats
    onrecord stats source:wire after:2021-04
    onrecord stats said:climate --limit 40 --format json
    """,
)
def stats(
    session: CommandContext, query: WhichOption = None, limit: LimitOption = None, form: FormOption = "text"
) -> None:
    """Count who speaks: quotes by actor, source and month.

    For the articles of a query: how many quotes each actor has and what share of all that is, who is named and
    never quoted, and how many quotes of each source and month are direct, mixed or indirect. In a query, said:,
    speaker:, kind: and cue: choose among the quotes. --limit is for the actors and sources of each list.
    """
    with session.open() as archive:
        share = archive.search.share_of_voice(query_of(query), _USUAL_LIMIT if limit is None else limit)
        emit(_rows(share), form, _print)


def _rows(share: ShareOfVoice) -> Iterator[Row]:
    quotes = share.all.quotes
    yield _kind_row("all", share.all, quotes)
    for part, voices in (("speaks", share.voices), ("never quoted", share.unquoted)):
        for voice in voices:
            row = msgspec.to_builtins(voice)
            said = row.pop("said")
            yield {"part": part, **row, "quotes": said, "share": _ratio(said, quotes)}
    for part, shares in (("source", share.sources), ("month", share.months)):
        yield from (_kind_row(part, each, quotes) for each in shares)


def _kind_row(part: str, share: KindShare, quotes: int) -> Row:
    row = msgspec.to_builtins(share)
    return {
        "part": part,
        "name": row.pop("key"),
        "quotes": share.quotes,
        "share": _ratio(share.quotes, quotes),
        **row,
    }


def _ratio(count: int, total: int) -> float:
    return round(count / total, 4) if total else 0.0


def _print(rows: Iterable[Row]) -> None:
    if not on_terminal():
        table([TableColumn(name) for name in _COLUMNS], (_cells(row, _COLUMNS) for row in rows))
        return
    for part, part_rows in groupby(rows, key=lambda row: str(row["part"])):
        if part != "all":
            line()
        line((_PARTS[part], "bold"))
        is_actor = part in ("speaks", "never quoted")
        names = ("name", "quotes", "share", *(("named", "articles") if is_actor else _COLUMNS[-3:]))
        columns = [TableColumn(name, share=int(name == "name"), right=name != "name") for name in names]
        named_rows = ({**row, "name": row["name"] or _NAMELESS.get(part, "")} for row in part_rows)
        table(columns, (_cells(row, names) for row in named_rows))


def _cells(row: Row, names: Iterable[str]) -> list[str]:
    cells = {**row, "share": f"{row['share']:.1%}"}
    return [str(cells.get(name, "")) for name in names]
