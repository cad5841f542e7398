"""A dossier for others: what the archive has of an actor, with a citation for every quote."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO, cast

import msgspec

from onrecord.base.archive_records import DatedName, Dossier, Tally
from onrecord.base.control_characters import SafeWriter
from onrecord.base.records import Quote
from onrecord.export.citation import long_date, one_line, reference, speaker, statement
from onrecord.export.csv import COLUMNS, guarded
from onrecord.export.markdown import escape
from onrecord.export.rows import quote_row

Write = Callable[[Dossier, Iterable[Quote], Iterable[Quote], TextIO], None]


def write_markdown(dossier: Dossier, quotes: Iterable[Quote], about: Iterable[Quote], out: TextIO) -> None:
    """Write a dossier as Markdown: names, titles, sources, companions, and quotes by and about the actor."""
    out.write("\n\n".join(_about(dossier)) + "\n")
    for title, section_quotes in (("Says", quotes), ("Others say about them", about)):
        for number, quote in enumerate(section_quotes):
            if not number:
                out.write(f"\n## {title}\n")
            out.write(f"\n{_quote(quote)}\n")


def write_csv(dossier: Dossier, quotes: Iterable[Quote], about: Iterable[Quote], out: TextIO) -> None:
    """Write a row for each quote, as for articles; ``relation`` is ``says``, or ``of`` for what others say."""
    writer = csv.DictWriter(out, ("relation", *COLUMNS), lineterminator="\n")
    writer.writeheader()
    for row in _rows(quotes, about):
        row["actor"] = "; ".join(row["actor"])
        writer.writerow({name: guarded(value) if isinstance(value, str) else value for name, value in row.items()})


def write_jsonl(dossier: Dossier, quotes: Iterable[Quote], about: Iterable[Quote], out: TextIO) -> None:
    """Write a line with everything but the quotes, then a line for each quote, with ``relation`` as in CSV."""
    head = {name: value for name, value in msgspec.to_builtins(dossier).items() if not name.endswith("_in")}
    for row in (head, *_rows(quotes, about)):
        out.write(msgspec.json.encode(row).decode() + "\n")


def write(name: str, dossier: Dossier, quotes: Iterable[Quote], about: Iterable[Quote], out: TextIO) -> None:
    """Write a dossier in a format of ``FORMATS``.

    Args:
        name: The name of the format.
        dossier: The dossier.
        quotes: What the actor says.
        about: What others say about them.
        out: A text file that was opened with ``newline=""``.
    """
    FORMATS[name](dossier, quotes, about, cast(TextIO, SafeWriter(out, json=name == "jsonl")))


FORMATS: dict[str, Write] = {"markdown": write_markdown, "csv": write_csv, "jsonl": write_jsonl}
"""Name → what writes a dossier, the actor's quotes and those of others about them."""


def _rows(quotes: Iterable[Quote], about: Iterable[Quote]) -> Iterator[dict[str, Any]]:
    for relation, related_quotes in (("says", quotes), ("of", about)):
        for quote in related_quotes:
            yield {"relation": relation, **quote_row(quote)}


def _about(dossier: Dossier) -> Iterator[str]:
    actor = dossier.actor
    yield f"# {escape(actor.name)}"
    named = sum(tally.named for tally in dossier.months)
    articles = "1 article" if len(dossier.articles) == 1 else f"{len(dossier.articles):,} articles"
    facts = [actor.type, f"said {dossier.said:,}", f"named {named:,}", articles]
    yield " · ".join([*facts, *([escape(dossier.query)] if dossier.query else [])])
    for title, dated in (("Names", dossier.names), ("Titles", dossier.titles)):
        if dated:
            yield f"## {title}"
            yield "\n".join(map(_dated, dated))
    for title, tallies, nameless in (
        ("Sources", dossier.sources, "no source"),
        ("Months", dossier.months, "no date"),
    ):
        if tallies:
            yield f"## {title}"
            yield _table(tallies, nameless)
    if dossier.beside:
        yield "## Named beside"
        yield "\n".join(
            f"- {escape(companion.actor.name)}: {companion.articles:,}" for companion in dossier.beside
        )


def _dated(dated: DatedName) -> str:
    first, last = long_date(dated.first), long_date(dated.last)
    when = first if first == last else f"{first} to {last}"
    return f"- **{escape(dated.text)}**, {when}: {dated.articles:,}"


def _table(tallies: list[Tally], nameless: str) -> str:
    rows = [
        [_cell(each.key, nameless), f"{each.named:,}", f"{each.said:,}", f"{each.articles:,}"] for each in tallies
    ]
    table = [["", "named", "said", "articles"], ["---", "--:", "--:", "--:"], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _cell(text: str, nameless: str) -> str:
    return escape(text or nameless).replace("|", "\\|")


def _quote(quote: Quote) -> str:
    where = [one_line(quote.title), reference(quote.outlet, quote.published, quote.url)]
    facts = [escape(speaker(quote)) or "unnamed", *([f"“{escape(quote.cue)}”"] if quote.cue else [])]
    facts += [escape(fact) for fact in where if fact]
    facts += ["doubtful"] if quote.is_doubtful else []
    return f"> {escape(statement(quote))}\n>\n> — {' · '.join(facts)}"
