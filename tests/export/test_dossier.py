"""Dossiers in every format, exactly as they are written."""

from __future__ import annotations

import io

import msgspec
import pytest

from onrecord.base.archive_records import ArchiveActor, Companion, DatedName, Dossier, Tally
from onrecord.base.records import Quote
from onrecord.export import dossier as export
from onrecord.export.csv import COLUMNS

LEE = ArchiveActor(id=3, name="Ann *Lee*", type="person", names=["Ann Lee"])

SAYS = Quote(
    article=7,
    index=0,
    title="Harbour *opens*",
    published="2021-04-16",
    outlet="Torvik_Post",
    url="https://post.example/a",
    speaker="Lee",
    actors=["Ann Lee", "Bo Dahl"],
    cue="said",
    quote="=“We go.”",
    kind="direct",
    cue_type="speech",
    content=[(20, 29), (5, 9)],
    confidence=0.123456,
    passage="=“We go,” Lee said.",
)
ABOUT = msgspec.structs.replace(
    SAYS, title="", published="", outlet="", url="", speaker="", actors=[], cue="", kind="indirect", content=[]
)

BARE = Dossier(actor=LEE)
FULL = Dossier(
    actor=LEE,
    query="harb*",
    said=1200,
    said_about=1,
    said_in=[(7, 1200)],
    said_about_in=[(7, 1)],
    articles=list(range(1, 1001)),
    names=[
        DatedName(text="Ann *Lee*", first="2021-04-16", last="2021-05-01", articles=1001),
        DatedName(text="Lee", first="2021-04-16", last="2021-04-16", articles=1),
    ],
    titles=[DatedName(text="Minister", first="2021-04-16", last="2021-04-16", articles=2)],
    sources=[
        Tally(key="Post|Mail", named=1000, said=2000, articles=3000),
        Tally(key="", named=1, said=2, articles=3),
    ],
    months=[
        Tally(key="2021-04", named=1000, said=2, articles=3),
        Tally(key="2021-05", named=5, said=6, articles=7),
    ],
    beside=[Companion(actor=ArchiveActor(id=4, name="Bo_ Dahl", type="person"), articles=1234)],
)

FULL_MARKDOWN = """\
# Ann \\*Lee\\*

person · said 1,200 · named 1,005 · 1,000 articles · harb\\*

## Names

- **Ann \\*Lee\\***, 16 April 2021 to 1 May 2021: 1,001
- **Lee**, 16 April 2021: 1

## Titles

- **Minister**, 16 April 2021: 2

## Sources

|  | named | said | articles |
| --- | --: | --: | --: |
| Post\\|Mail | 1,000 | 2,000 | 3,000 |
| no source | 1 | 2 | 3 |

## Months

|  | named | said | articles |
| --- | --: | --: | --: |
| 2021-04 | 1,000 | 2 | 3 |
| 2021-05 | 5 | 6 | 7 |

## Named beside

- Bo\\_ Dahl: 1,234

## Says

> \\=“We go.”
>
> — Ann Lee, Bo Dahl (“Lee”) · “said” · Harbour \\*opens\\* · Torvik_Post, 16 April 2021, https://post.example/a · doubtful

> \\=“We go.”
>
> — Ann Lee, Bo Dahl (“Lee”) · “said” · Harbour \\*opens\\* · Torvik_Post, 16 April 2021, https://post.example/a · doubtful

## Others say about them

> \\=“We go,” Lee said. (indirect)
>
> — unnamed · doubtful
"""


def written(format_name: str, dossier: Dossier, quotes: list[Quote], about: list[Quote]) -> str:
    out = io.StringIO(newline="")
    export.FORMATS[format_name](dossier, iter(quotes), iter(about), out)
    return out.getvalue()


def test_markdown_has_all_that_is_known_and_each_quote_with_its_citation() -> None:
    assert written("markdown", FULL, [SAYS, SAYS], [ABOUT]) == FULL_MARKDOWN


@pytest.mark.parametrize(("articles", "counted"), [([], "0 articles"), ([7], "1 article"), ([7, 8], "2 articles")])
def test_markdown_of_somebody_without_quotes_is_two_lines(articles: list[int], counted: str) -> None:
    dossier = msgspec.structs.replace(BARE, articles=articles)
    assert written("markdown", dossier, [], []) == f"# Ann \\*Lee\\*\n\nperson · said 0 · named 0 · {counted}\n"


def test_csv_has_a_guarded_row_for_each_quote() -> None:
    assert written("csv", FULL, [SAYS], [ABOUT]) == (
        f"relation,{','.join(COLUMNS)}\n"
        "says,7,Harbour *opens*,Torvik_Post,2021-04-16,https://post.example/a,Lee,Ann Lee; Bo Dahl,,,direct,said,"
        "speech,positive,actual,'=“We go.”,5,29,0.1235,1.0,True\n"
        "of,7,,,,,,,,,indirect,,speech,positive,actual,'=“We go.”,,,0.1235,1.0,True\n"
    )


def test_json_lines_begin_with_the_dossier_and_name_the_relation_of_each_quote() -> None:
    head, said, told = map(msgspec.json.decode, written("jsonl", FULL, [SAYS], [ABOUT]).splitlines())
    assert head == {
        name: value
        for name, value in msgspec.json.decode(msgspec.json.encode(FULL)).items()
        if name not in ("said_in", "said_about_in")
    }
    assert (said["relation"], said["actor"], said["start"], said["end"]) == ("says", ["Ann Lee", "Bo Dahl"], 5, 29)
    assert (told["relation"], told["actor"], told["start"], told["end"]) == ("of", [], None, None)
