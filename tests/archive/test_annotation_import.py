"""Annotations that were exported come back: what was changed becomes corrections, what was not becomes none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_sample import ANNOTATION, STRIKE, TEXT, span
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import export
from onrecord.archive import Archive
from onrecord.archive.maintenance import annotation_comparison
from onrecord.archive.maintenance.annotation_comparison import AnnotationImport, normal_spans, passage_span
from onrecord.archive.parts import correction_store
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.steps import in_steps
from onrecord.base import field_limits
from onrecord.base.annotated_article import AnnotatedArticle, AnnotatedEntity, AnnotatedQuote
from onrecord.base.records import Actor, Anchor, Annotation, Attribution, Correction, Draft, Entity, hash_text
from onrecord.base.spans import moved_annotation
from onrecord.ingest import IngestError
from onrecord.ingest.annotated import read_annotated, whole_files
from onrecord.terminal.exporting import exported_articles

FILES = {"brat": "brat", "label-studio": "tasks.json", "w3c": "annotations.jsonld"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with an annotated article."""
    with Archive.open(tmp_path / "news") as opened:
        opened.articles.add(STRIKE, ANNOTATION)
        yield opened


def exported(archive: Archive, form: str, folder: Path) -> Path:
    """Export all articles, and return the file that holds the annotations of the first."""
    path = folder / FILES[form]
    export.write_output(form, exported_articles(archive, sorted(archive.search.ids()), "mark"), path)
    return path / "1.ann" if form == "brat" else path


def back(archive: Archive, path: Path, *, overrule: bool = False) -> AnnotationImport:
    return archive.corrections.import_annotated(read_annotated(path), overrule=overrule)


def edited(file: Path, *replacements: tuple[str, str]) -> Path:
    """Change a file as somebody would; each pattern has to be there."""
    content = file.read_text("utf-8")
    for pattern, replacement in replacements:
        content, count = re.subn(pattern, replacement, content, count=1)
        assert count, pattern
    file.write_text(content, "utf-8")
    return file


words = st.text("ab “”\n😀é", min_size=1, max_size=30)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, Annotation]:
    """A text with quotes anywhere in it."""
    text = "x" + draw(words) + "x"
    offsets = st.integers(0, len(text))
    one_span = st.tuples(offsets, offsets).filter(lambda pair: pair[0] < pair[1])
    spans = st.lists(one_span, max_size=2)
    speakers = st.lists(st.sampled_from(["a1", "a2"]), max_size=2, unique=True)
    attribution = st.builds(
        Attribution, source=spans, cue=spans, content=spans, kind=st.just("direct"), speaker=speakers
    )
    annotation = Annotation(
        attributions=draw(st.lists(attribution, max_size=3)),
        entities=draw(st.lists(st.builds(Entity, span=one_span, label=st.just("ORG")), max_size=2)),
        actors=[Actor(id="a1", name="Ann Lee", type="person"), Actor(id="a2", name="Bo; Dahl", type="person")],
        annotator="1",
        text_hash=hash_text(text),
    )
    return text, annotation


@pytest.mark.parametrize("form", FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(sample=annotated())
def test_without_a_change_there_is_no_correction(
    tmp_path_factory: pytest.TempPathFactory, form: str, sample: tuple[str, Annotation]
) -> None:
    folder = tmp_path_factory.mktemp("back")
    with Archive.open(folder / "news") as archive:
        archive.articles.add(Draft(title="t", text=sample[0], url="https://post.example/t"), sample[1])
        assert back(archive, exported(archive, form, folder)) == AnnotationImport()


Facts = list[tuple[str, str, str]]


def facts(outcome: AnnotationImport) -> Facts:
    """The corrections of an outcome: kind, the words they are about, and what they say."""
    rows: Facts = []
    for each in outcome.corrections:
        assert each.anchor is not None
        passages = {part: [anchor.exact for anchor in anchors] for part, anchors in each.passages.items()}
        rows.append((each.kind, each.anchor.exact, json.dumps(passages) if passages else each.to))
    return rows


def place(words: str) -> str:
    start, end = span(words)
    return f"{start} {end}"


BRAT: list[tuple[str, list[tuple[str, str]], Facts]] = [
    (
        "speaker",
        [(r"(#1\t.*speaker: )Ágnes Brandt", r"\1Tomas Okoye")],
        [("speaker", "“the port must open”", "Tomas Okoye")],
    ),
    (
        "new speaker",
        [(r"(#3\t.*speaker: )Tomas Okoye", r"\1Ada Orlova")],
        [("speaker", "the talks had failed", "Ada Orlova")],
    ),
    ("nobody", [(r"(#3\t.*speaker: )Tomas Okoye", r"\1")], [("speaker", "the talks had failed", "")]),
    (
        "content",
        [
            (
                rf"Content {place('it was late')}\tit was late",
                f"Content {place('that it was late')}\tthat it was late",
            )
        ],
        [("passages", "it was late", '{"content": ["that it was late"]}')],
    ),
    (
        "cue",
        [(rf"Cue {place('said the')}\tsaid the", f"Cue {place('failed')}\tfailed")],
        [("passages", "the talks had failed", '{"cue": ["failed"]}')],
    ),
    (
        "source, and with it the speaker",
        [(rf"Source {place('Tomas Okoye')}\tTomas Okoye", f"Source {place('Ms Brandt')}\tMs Brandt")],
        [
            ("passages", "the talks had failed", '{"source": ["Ms Brandt"]}'),
            ("speaker", "the talks had failed", "Ágnes Brandt"),
        ],
    ),
    ("label", [(rf"GPE {place('Vellin')}", f"ORG {place('Vellin')}")], [("label", "Vellin", "ORG")]),
    ("no entity", [(rf"T\d+\tGPE {place('Vellin')}\tVellin\n", "")], [("label", "Vellin", "")]),
    ("attributes", [(r"Kind E1 mixed", "Kind E1 direct")], []),
]


@pytest.mark.parametrize(("replacements", "expected"), [pytest.param(*case[1:], id=case[0]) for case in BRAT])
def test_changes_in_brat_are_corrections(
    archive: Archive, tmp_path: Path, replacements: list[tuple[str, str]], expected: Facts
) -> None:
    file = edited(exported(archive, "brat", tmp_path), *replacements)
    outcome = back(archive, file)
    assert (facts(outcome), outcome.conflicts, outcome.problems) == (expected, [], [])
    assert [each.kind for each in archive.corrections.on(1)] == [kind for kind, _, _ in expected]
    assert back(archive, file) == AnnotationImport()  # once more changes nothing
    assert archive.maintenance.check() == []


def test_a_corrected_quote_is_shown_and_searched(archive: Archive, tmp_path: Path) -> None:
    old, new = place("the talks had failed"), place("failed")
    file = exported(archive, "brat", tmp_path)
    back(
        archive,
        edited(
            file, (rf"Content {old}\t[^\n]*", f"Content {new}\tfailed"), (r"(#3.*: )Tomas Okoye", r"\1Ada Orlova")
        ),
    )
    annotation = archive.annotations.get(1)
    assert annotation is not None
    assert annotation.attributions[2].content == [span("failed")]
    assert archive.search.ids("speaker:orlova said:failed") == [1]
    assert archive.search.ids("said:talks") == []
    assert archive.annotations.uncorrected(1) == ANNOTATION


def tasks(file: Path, change: Callable[[list[dict[str, Any]]], None], *, as_annotation: bool) -> Path:
    """Change the results of Label Studio's first task, as an annotation beside the prediction or in its place."""
    document = json.loads(file.read_bytes())
    results = json.loads(json.dumps(document[0]["predictions"][0]["result"]))
    change(results)
    document[0]["annotations" if as_annotation else "predictions"] = [{"result": results}]
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize("as_annotation", [True, False])
def test_changes_in_label_studio_are_corrections(archive: Archive, tmp_path: Path, as_annotation: bool) -> None:
    def change(results: list[dict[str, Any]]) -> None:
        by_words = {result["value"]["text"]: result for result in results if "value" in result}
        by_words["“the port must open”"]["meta"]["text"][0] = "speaker: Tomas Okoye"
        start, end = span("that it was late")
        by_words["it was late"]["value"] |= {"start": start, "end": end, "text": "that it was late"}
        by_words["Vellin"]["value"]["labels"] = ["ORG"]
        # Another source: a new passage with a relation in place of the old one.
        okoye = next(
            each
            for each in results
            if each.get("value", {}).get("labels") == ["Source"] and "Okoye" in each["value"]["text"]
        )
        start, end = span("Ms Brandt")
        new = {"start": start, "end": end, "text": "Ms Brandt", "labels": ["Source"]}
        results.append({"id": "random", "type": "labels", "value": new})
        for each in results:
            if each.get("from_id") == okoye["id"]:
                each["from_id"] = "random"

    file = tasks(exported(archive, "label-studio", tmp_path), change, as_annotation=as_annotation)
    outcome = back(archive, file)
    assert facts(outcome) == [
        ("speaker", "“the port must open”", "Tomas Okoye"),
        ("passages", "it was late", '{"content": ["that it was late"]}'),
        ("passages", "the talks had failed", '{"source": ["Ms Brandt"]}'),
        ("speaker", "the talks had failed", "Ágnes Brandt"),
        ("label", "Vellin", "ORG"),
    ]
    assert back(archive, file) == AnnotationImport()


def test_a_cancelled_annotation_does_not_count(archive: Archive, tmp_path: Path) -> None:
    file = exported(archive, "label-studio", tmp_path)
    document = json.loads(file.read_bytes())
    document[0]["annotations"] = [{"result": [], "was_cancelled": True}]
    file.write_text(json.dumps(document))
    assert back(archive, file) == AnnotationImport()


def test_changes_of_web_annotations_are_corrections(archive: Archive, tmp_path: Path) -> None:
    file = exported(archive, "w3c", tmp_path)
    document = json.loads(file.read_bytes())
    first, second = document["items"][:2]
    first["body"][0]["value"] = "speaker: Tomas Okoye"
    start, end = span("that it was late")
    second["target"][0]["selector"] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    third = document["items"][2]
    source = next(body for body in third["body"] if body.get("label") == "source")
    source["selector"] = [{"type": "TextQuoteSelector", "exact": "Ms Brandt", "prefix": "failed. "}]
    file.write_text(json.dumps(document["items"]))  # a list will do
    edited(file, (r"^", '{"@context": "http://www.w3.org/ns/anno.jsonld", "items": '), (r"$", "}"))
    outcome = back(archive, file)
    assert facts(outcome) == [
        ("speaker", "“the port must open”", "Tomas Okoye"),
        ("passages", "it was late", '{"content": ["that it was late"]}'),
        ("passages", "the talks had failed", '{"source": ["Ms Brandt"]}'),
        ("speaker", "the talks had failed", "Ágnes Brandt"),
    ]
    assert back(archive, file) == AnnotationImport()


def test_what_was_corrected_here_stays_unless_it_is_overruled(archive: Archive, tmp_path: Path) -> None:
    file = edited(exported(archive, "brat", tmp_path), (r"(#3\t.*speaker: )Tomas Okoye", r"\1Ada Orlova"))
    start, end = span("the talks had failed")
    anchor = Anchor(exact="the talks had failed", start=start, end=end)
    archive.corrections.apply(Correction(kind="speaker", article=1, to="Ágnes Brandt", anchor=anchor))
    outcome = back(archive, file)
    assert outcome.corrections == []
    assert outcome.conflicts == [
        "The quote “the talks had failed” of article 1 is said by “Ada Orlova” there, and by “Ágnes Brandt” here; "
        "it was corrected here, and stays."
    ]
    assert facts(back(archive, file, overrule=True)) == [("speaker", "the talks had failed", "Ada Orlova")]


def test_an_actor_that_was_renamed_here_is_no_conflict(archive: Archive, tmp_path: Path) -> None:
    archive.corrections.apply(Correction(kind="rename", article=1, name="Tomas Okoye", to="T. Okoye"))
    file = edited(exported(archive, "brat", tmp_path), (r"(#3\t.*speaker: )T. Okoye", r"\1Ágnes Brandt"))
    assert facts(back(archive, file)) == [("speaker", "the talks had failed", "Ágnes Brandt")]


def test_what_cannot_be_taken_over_is_said(archive: Archive, tmp_path: Path) -> None:
    file = exported(archive, "brat", tmp_path)
    content = file.read_text("utf-8")
    file.write_text(
        content
        + f"T90\tContent {place('Friday')}\tFriday\nE90\tContent:T90\nT91\tORG {place('dockers')}\tdockers\n"
    )
    edited(file, (r"(#1\t.*speaker: )Ágnes Brandt", r"\1Ágnes Brandt, Tomas Okoye"))
    outcome = back(archive, file)
    assert outcome.corrections == []
    assert outcome.problems == [
        "The quote “the port must open” of article 1 has several speakers there; a correction has one.",
        f"{file}: 1 of 4 quotes are not among those of article 1; quotes cannot be added to an article, only set right.",
        f"{file}: 1 of 5 entities are not among those of article 1; entities cannot be added to an article, only set right.",
    ]


def misplaced(file: Path, form: str, start: int, end: int) -> Path:
    """Give every passage of a file another place."""
    content = file.read_text("utf-8")
    if form == "brat":
        content = re.sub(r"(?m)^(T\d+\t\w+) [\d ;]+", rf"\1 {start} {end}", content)
    else:
        content = re.sub(r'"start": ?-?\d+', f'"start": {start}', content)
        content = re.sub(r'"end": ?-?\d+', f'"end": {end}', content)
    file.write_text(content, "utf-8")
    return file


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize(("start", "end"), [(10**6, 10**6), (10**6, 10**6 + 5), (0, 5), (10**30, 10**30 + 1)])
def test_wrong_places_change_nothing(archive: Archive, tmp_path: Path, form: str, start: int, end: int) -> None:
    outcome = back(archive, misplaced(exported(archive, form, tmp_path), form, start, end))
    assert outcome.corrections == []
    assert archive.annotations.get(1) == ANNOTATION


@pytest.mark.parametrize("form", ["label-studio", "w3c"])
def test_places_below_zero_change_nothing(archive: Archive, tmp_path: Path, form: str) -> None:
    assert back(archive, misplaced(exported(archive, form, tmp_path), form, -9, -3)).corrections == []


@pytest.mark.parametrize("form", FILES)
def test_passages_without_a_place_and_words_are_reported(archive: Archive, tmp_path: Path, form: str) -> None:
    file = misplaced(exported(archive, form, tmp_path), form, 10**6, 10**6 + 5)
    content = file.read_text("utf-8")
    if form == "brat":
        content = re.sub(r"(?m)^(T\d+\t[^\t\n]+)\t.*", r"\1\tNot in it", content)
    elif form == "w3c":
        content = re.sub(r'"exact": ?"(?:[^"\\]|\\.)*"', '"exact": "Not in it"', content)
    else:
        document = json.loads(content)
        for result in document[0]["predictions"][0]["result"]:
            result.get("value", {}).pop("text", None)
        content = json.dumps(document)
    file.write_text(content, "utf-8")
    outcome = back(archive, file)
    assert outcome.corrections == []
    assert outcome.problems[0] == (
        "The quote “the port must open” of article 1: the words of its source and cue and content are not found in "
        "the text here."
    )
    if form != "w3c":
        assert "entities are not found in the text of article 1; none was taken out of it." in outcome.problems[-1]


def test_an_entity_with_other_bounds_is_not_taken_out(archive: Archive, tmp_path: Path) -> None:
    start, end = span("Vellin")
    other = f"GPE {start} {end - 1}\tVelli"
    file = edited(exported(archive, "brat", tmp_path), (rf"GPE {place('Vellin')}\tVellin", other))
    outcome = back(archive, file)
    assert outcome.corrections == []
    assert "entities cannot be added" in outcome.problems[0]


@pytest.mark.parametrize("article", ["9" * 5000, "99999999999999999999", str(2**63), "7"])
def test_an_article_that_cannot_be_here_is_named(archive: Archive, tmp_path: Path, article: str) -> None:
    file = edited(exported(archive, "w3c", tmp_path))
    file.write_text(re.sub(r"article:1\b", f"article:{article}", file.read_text("utf-8")))
    document = json.loads(file.read_bytes())
    for item in document["items"]:
        for target in item["target"]:
            target["source"] = f"urn:onrecord:article:{article}"
    file.write_text(json.dumps(document))
    (problem,) = back(archive, file).problems
    assert problem.endswith(": the archive has no such article; add it first.")
    assert article[:20] in problem
    assert len(problem) < len(str(file)) + 200


@pytest.mark.parametrize("article", [2**63, -(2**63), 2**63 - 1, 0])
def test_a_task_whose_article_cannot_be_here_is_named(archive: Archive, tmp_path: Path, article: int) -> None:
    file = exported(archive, "label-studio", tmp_path)
    document = json.loads(file.read_bytes())
    document[0]["data"] = {"id": article}
    file.write_text(json.dumps(document))
    assert back(archive, file).problems == [f"{file}, task 1: the archive has no such article; add it first."]


def test_a_number_of_a_quote_may_be_any(archive: Archive, tmp_path: Path) -> None:
    file = exported(archive, "brat", tmp_path)
    file.write_text(re.sub(r"\bE1\b", "E" + "9" * 5000, file.read_text("utf-8")))
    assert back(archive, file) == AnnotationImport()


def test_a_label_that_entities_do_not_have_is_refused(archive: Archive, tmp_path: Path) -> None:
    file = edited(exported(archive, "brat", tmp_path), (rf"GPE {place('Vellin')}", f"Town {place('Vellin')}"))
    outcome = back(archive, file)
    assert outcome.corrections == []
    (problem,) = outcome.problems
    assert problem.startswith(f"{file}: “Town” is not a label of entities here; use one of CARDINAL, DATE, ")


@pytest.mark.parametrize(
    ("speaker", "sentence"),
    [
        ("x" * 200, ""),
        ("x" * 201, f"“{'x' * 59}…” there, whose name is longer than 200 characters; shorten it."),
        ("Ann\x1b[31m Lee", "“Ann␛[31m Lee” there, whose name has control characters; take them out."),
        ("Ann\tLee", "“Ann\tLee” there, whose name has control characters; take them out."),
    ],
)
def test_a_speaker_has_a_name(archive: Archive, tmp_path: Path, speaker: str, sentence: str) -> None:
    file = edited(exported(archive, "brat", tmp_path))
    file.write_text(file.read_text("utf-8").replace("speaker: Tomas Okoye", f"speaker: {speaker}", 1), "utf-8")
    outcome = back(archive, file)
    expected = f"The quote “the talks had failed” of article 1 has the speaker {sentence}"
    assert outcome.problems == ([expected] if sentence else [])
    assert len(outcome.corrections) == (0 if sentence else 1)


def test_an_article_is_known_by_its_text(archive: Archive, tmp_path: Path) -> None:
    file = edited(exported(archive, "brat", tmp_path), (r"(#3\t.*speaker: )Tomas Okoye", r"\1Ada Orlova"))
    with Archive.open(tmp_path / "other") as other:
        other.articles.add(Draft(title="First", text="It has the id 1 here."))
        assert back(other, file).problems == [f"{file}: the archive has no such article; add it first."]
        other.articles.add(STRIKE)
        assert back(other, file).problems == [
            f"{file}: article 2 is not annotated here; onrecord annotate does that."
        ]
        other.annotations.store(2, ANNOTATION)
        assert [each.article for each in back(other, file).corrections] == [2]


class ShiftedBy:
    """Moves spans by some characters."""

    def __init__(self, count: int) -> None:
        self._count = count

    def start(self, offset: int) -> int:
        return offset + self._count

    end = start


def test_passages_are_found_in_a_text_that_has_changed(archive: Archive, tmp_path: Path) -> None:
    file = edited(exported(archive, "brat", tmp_path), (r"(#3\t.*speaker: )Tomas Okoye", r"\1Ada Orlova"))
    moved = f"News. {TEXT}"
    archive.articles.update([1], text=moved)
    offsets = ShiftedBy(6)
    annotation = moved_annotation(ANNOTATION, offsets)
    archive.annotations.store(1, msgspec.structs.replace(annotation, entities=[], text_hash=hash_text(moved)))
    assert facts(back(archive, file)) == [("speaker", "the talks had failed", "Ada Orlova")]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.json", "{", "no annotations that onrecord knows"),
        ("x.json", '[{"data": {"text": 3}}]', "no tasks of Label Studio"),
        ("x.jsonld", '{"@context": "http://www.w3.org/ns/anno.jsonld", ', "no JSON-LD"),
        ("x.ann", "T1\tORG 1 2\tx\n", "its text x.txt is not beside it"),
        ("y.ann", "T1\tORG one 2\tx\n", "line 1 is no annotation of brat"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str, sentence: str) -> None:
    (tmp_path / name).write_text(content)
    (tmp_path / "y.txt").write_text("text")
    with pytest.raises(IngestError, match=re.escape(sentence)) as raised:
        list(read_annotated(tmp_path / name))
    assert raised.value.name == str(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "deep.json",
            '[{"data": {}, "annotations": [{"result": [{"type": "x", "meta": {"x": ' + "[" * 50_000,
            "too deep",
        ),
        ("deep.jsonld", '{"@context": "http://www.w3.org/ns/anno.jsonld", "first": ' * 5_000, "too deep"),
    ],
)
def test_a_file_that_is_too_deep_is_named(tmp_path: Path, name: str, content: str, sentence: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(IngestError, match=f"{name}: .*nested {sentence}ly"):
        list(read_annotated(tmp_path / name))


@pytest.mark.parametrize("form", FILES)
def test_a_file_that_is_too_large_is_named(
    archive: Archive, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = exported(archive, form, tmp_path)
    monkeypatch.setattr(whole_files, "LARGEST", file.stat().st_size - 1)
    with pytest.raises(IngestError, match="larger than 0 MB; export fewer articles at a time"):
        list(read_annotated(file))


def test_an_article_that_is_removed_meanwhile_costs_no_other(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = archive.articles.add(
        Draft(title="Again", text=f"{TEXT} Again."), msgspec.structs.replace(ANNOTATION, text_hash="")
    ).id
    folder = exported(archive, "brat", tmp_path).parent
    for file in folder.glob("*.ann"):
        edited(file, ("\tPERSON ", "\tORG "))

    def remove_first(storage: SQLiteStorage, pieces: Iterator[Correction | None]) -> Iterator[Correction | None]:
        archive.articles.remove([1])
        return in_steps(storage, pieces)

    monkeypatch.setattr(correction_store, "in_steps", remove_first)
    outcome = back(archive, folder)
    assert [correction.article for correction in outcome.corrections] == [other]
    assert outcome.problems == ["Article 1 was removed meanwhile; its corrections are not taken over."]
    assert [correction.article for correction in archive.corrections.all()] == [other]


def test_a_quote_of_very_many_passages_is_not_taken_over(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_limits, "MOST_PASSAGES", 1)
    file = exported(archive, "brat", tmp_path)
    edited(file, (r"\tCue [\d ;]+\t.*", "\tCue 0 3;9 12\t"))
    outcome = back(archive, file)
    assert outcome.corrections == []
    assert outcome.problems == ["A correction is not taken over: a quote has 2 passages, and 1 may be."]


def test_each_place_is_looked_for_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[Anchor] = []

    def look(anchor: Anchor, text: str) -> tuple[int, int] | None:
        looked_for.append(anchor)
        return passage_span(anchor, text)

    monkeypatch.setattr(annotation_comparison, "passage_span", look)
    nowhere = Anchor(exact="nowhere")
    quotes = [AnnotatedQuote(number=None, source=[], cue=[], content=[nowhere]) for _ in range(50)]
    labels = [AnnotatedEntity(passage=nowhere, label="ORG") for _ in range(50)]
    archive.corrections.import_annotated([AnnotatedArticle(name="file", id=1, quotes=quotes, entities=labels)])
    assert looked_for == [nowhere]


def test_contents_in_a_chain_are_one_quote_in_their_order(tmp_path: Path) -> None:
    labels = [
        {"id": f"p{at}", "type": "labels", "value": {"start": at, "end": at + 1, "labels": ["Content"]}}
        for at in range(6)
    ]
    pairs = [("p4", "p5"), ("p3", "p4"), ("p0", "p1"), ("p1", "p3")]
    relations = [{"type": "relation", "from_id": first, "to_id": second} for first, second in pairs]
    (tmp_path / "tasks.json").write_text(
        json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": [*labels, *relations]}]}])
    )
    (article,) = read_annotated(tmp_path / "tasks.json")
    assert [[piece.start for piece in quote.content or []] for quote in article.quotes] == [[0, 1, 3, 4, 5], [2]]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="No such file"):
        list(read_annotated(tmp_path / "none.json"))
    with pytest.raises(IngestError, match="no files of annotations in this folder"):
        list(read_annotated(tmp_path))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 3), (4, 7)], [(0, 7)]),
        ([(4, 7), (0, 2)], [(0, 2), (4, 7)]),
        ([(0, 4)], [(0, 3)]),
        ([(3, 4)], []),
    ],
)
def test_spans_of_one_passage_are_one(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert normal_spans(spans, "abc\ndef") == expected


@pytest.mark.parametrize(
    ("exact", "start", "end", "expected"),
    [
        ("def", 4, 7, (4, 7)),
        ("", 4, 7, (4, 7)),
        ("def", 0, 3, (4, 7)),
        ("def", -1, -1, (4, 7)),
        ("xyz", 4, 7, None),
        ("", 4, 8, None),
    ],
)
def test_a_passage_stands_at_its_place_or_where_its_words_are(
    exact: str, start: int, end: int, expected: tuple[int, int] | None
) -> None:
    assert passage_span(Anchor(exact=exact, start=start, end=end), "abc\ndef") == expected
