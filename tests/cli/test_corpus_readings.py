"""``onrecord annotate --output``: a corpus in, tables out, in parts; and the query that the document gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_sample import FakeEngine, Run

from onrecord.annotation import version
from onrecord.base.records import Actor, Annotation, Attribution, Entity
from onrecord.export import readings

CORPORA = Path(__file__).parents[2] / "docs" / "corpora.md"


def said_about(text: str) -> Annotation:
    """Return an annotation of “NAME: NATO …”: what NAME says stands after the colon, and NATO is an actor."""
    name, _, _ = text.partition(":")
    start, nato = len(name) + 2, text.find("NATO")
    entities = [Entity(span=(nato, nato + 4), label="ORG", actor="n")] if nato >= 0 else []
    return Annotation(
        annotator=version(),
        language="en",
        entities=entities,
        actors=[
            Actor(id="s", name=name, type="person", mentions=[(0, len(name))]),
            Actor(id="n", name="NATO", type="organisation", mentions=[]),
        ],
        attributions=[
            Attribution(
                source=[(0, len(name))], cue=[], content=[(start, len(text))], kind="direct", speaker=["s"]
            )
        ],
    )


@pytest.fixture
def read_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the annotator was given; one that is “poison” is set aside."""
    texts: list[str] = []

    def outcome(text: str) -> Annotation | str:
        texts.append(text)
        return "Set aside." if text == "poison" else said_about(text)

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))
    return texts


def write_lines(file: Path, *texts: str, date: str = "2021-04-16") -> Path:
    file.write_text("".join(json.dumps({"text": text, "date": date}) + "\n" for text in texts), encoding="utf-8")
    return file


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for file in sorted((folder / table).iterdir()) for line in file.read_text().splitlines()
    ]


def test_a_corpus_is_read_once_in_parts(
    onrecord: Run, read_texts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "PART_ROWS", 2)
    corpus = write_lines(tmp_path / "a.jsonl", *(f"Ann {number}: No." for number in range(5)))
    command = ("annotate", corpus, "--output", tmp_path / "out", "--format", "jsonl")
    ran = onrecord(*command)
    assert ran.status == 0
    assert [line.partition(", ")[2].split(", ")[:2] for line in ran.err.splitlines()] == [
        ["part 1: 2 articles", "2 quotes"],
        ["part 2: 2 articles", "2 quotes"],
        ["part 3: 1 article", "1 quote"],
    ]
    assert [row["article"] for row in rows(tmp_path / "out", "articles")] == [f"a.jsonl:{n}" for n in range(1, 6)]
    [*_, last] = sorted((tmp_path / "out" / "_parts").iterdir())
    last.unlink()  # as if it had been stopped before it was complete
    read_texts.clear()
    assert onrecord(*command).err.startswith(f"{corpus}, part 3: 1 article, ")
    assert read_texts == ["Ann 4: No."]
    assert len(rows(tmp_path / "out", "articles")) == 5, "nothing twice"
    assert onrecord(*command).err == ""


def test_what_cannot_be_read_is_named_and_the_rest_is_written(
    onrecord: Run, read_texts: list[str], tmp_path: Path
) -> None:
    corpus = write_lines(tmp_path / "a.jsonl", "poison", "Ann: No.", " ")
    (tmp_path / "b.txt").write_text("No corpus.")
    ran = onrecord(
        "annotate",
        corpus,
        tmp_path / "b.txt",
        tmp_path / "none",
        "--output",
        tmp_path / "out",
        "--format",
        "jsonl",
    )
    assert ran.status == 1
    for sentence in (
        "a.jsonl, line 3: without",
        "row 1: Set aside.",
        "b.txt: plain text; a corpus is",
        "none: it cannot",
    ):
        assert sentence in ran.err
    assert [row["failure"] for row in rows(tmp_path / "out", "articles")] == ["Set aside.", ""]


def test_offsets_are_those_of_the_text_as_it_stands_in_the_corpus(
    onrecord: Run, read_texts: list[str], tmp_path: Path
) -> None:
    text = "Ann: “We shall all go to NATO with\nwhat we have, and we shall stay there for as long as\nit takes us to be\nheard.”"
    corpus = write_lines(tmp_path / "a.jsonl", text)
    onrecord("annotate", corpus, "--output", tmp_path / "out", "--format", "jsonl")
    [entity] = rows(tmp_path / "out", "entities")
    assert (entity["start"], entity["end"]) == (text.index("NATO"), text.index("NATO") + 4)
    [quote] = rows(tmp_path / "out", "quotes")
    assert quote["end"] == len(text)


def test_parquet_goes_in_and_the_documented_query_answers(
    onrecord: Run, read_texts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pa, pq, duckdb = (pytest.importorskip(name) for name in ("pyarrow", "pyarrow.parquet", "duckdb"))
    by_month = {
        "2021-04-16": [
            "Ann: NATO is here.",
            "Ann: NATO will stay.",
            "Bo: NATO has to go.",
            "Bo: No.",
            "Bo: Not so.",
        ],
        "2021-05-02": ["Bo: NATO has to go.", "Cy: NATO.", "Cy: It rains."],
    }
    table = [
        {"id": f"{date}/{n}", "text": text, "date": date}
        for date, texts in by_month.items()
        for n, text in enumerate(texts)
    ]
    (tmp_path / "corpus").mkdir()
    pq.write_table(pa.Table.from_pylist(table[:4]), tmp_path / "corpus" / "1.parquet")
    pq.write_table(pa.Table.from_pylist(table[4:]), tmp_path / "corpus" / "2.parquet")
    monkeypatch.chdir(tmp_path)
    assert onrecord("annotate", "corpus", "--output", "readings").status == 0
    [query] = re.findall(r"```sql\n(.*?)```", CORPORA.read_text(encoding="utf-8"), re.DOTALL)
    assert duckdb.sql(query).fetchall() == [("2021-04", "Ann", 2), ("2021-05", "Bo", 1), ("2021-05", "Cy", 1)]


def test_a_corpus_has_to_be_named(onrecord: Run, read_texts: list[str], tmp_path: Path) -> None:
    ran = onrecord("annotate", "--output", tmp_path / "out")
    assert ran.status == 2
    assert "corpus/*.parquet" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_document_tells_all_columns() -> None:
    descriptions = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", CORPORA.read_text(encoding="utf-8"), re.MULTILINE))
    for table, columns in readings.READING_TABLES.items():
        assert set(columns) <= set(re.findall(r"`(\w+)`", descriptions[table]))
