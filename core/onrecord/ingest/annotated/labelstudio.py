"""Label Studio's JSON: tasks as ``onrecord.export.labelstudio`` writes them, with what annotators made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord.base.annotated_article import AnnotatedArticle, AnnotatedEntity, AnnotatedQuote
from onrecord.base.records import Anchor
from onrecord.ingest.annotated.whole_files import decoded_json
from onrecord.ingest.document import IngestError

_HEAD = re.compile(rb'(\xef\xbb\xbf)?\s*\[?\s*\{.*"(data|annotations|predictions|result)"\s*:', re.DOTALL)
_PARTS = ("Source", "Cue", "Content")
_NUMBER = re.compile(r"q(\d{1,18})\.\d+$")


class _Value(msgspec.Struct):
    start: int = -1
    end: int = -1
    text: str = ""
    labels: list[str] = []


class _Result(msgspec.Struct):
    type: str
    id: str = ""
    value: _Value = msgspec.field(default_factory=_Value)
    meta: dict[str, Any] = {}
    from_id: str = ""
    to_id: str = ""

    @property
    def label(self) -> str:
        """The label of a passage."""
        return self.value.labels[0] if self.value.labels else ""

    @property
    def passage(self) -> Anchor:
        """The place of a passage."""
        return Anchor(exact=self.value.text, start=self.value.start, end=self.value.end)


class _Results(msgspec.Struct):
    result: list[_Result] = []
    was_cancelled: bool = False


class _Data(msgspec.Struct):
    text: str | None = None
    id: int | None = None
    url: str | None = None


class _Task(msgspec.Struct):
    data: _Data
    annotations: list[_Results] = []
    predictions: list[_Results] = []


def is_of_form(head: bytes) -> bool:
    """Whether a file that begins so has tasks of Label Studio."""
    return b"@context" not in head and _HEAD.match(head) is not None


def read(file: Path) -> Iterator[AnnotatedArticle]:
    """Yield the article of each task, with the last annotations that were not cancelled, or else the predictions.

    Raises:
        IngestError: The file has another form.
        OSError: The file cannot be read.
    """
    try:
        tasks = decoded_json(file, list[_Task])
    except ValueError as error:
        raise IngestError(
            str(file), f"no tasks of Label Studio ({error}); export the project as JSON, not JSON-MIN"
        ) from error
    for number, task in enumerate(tasks, start=1):
        versions = [each for each in task.annotations if not each.was_cancelled] or task.predictions
        if versions:
            yield _article(f"{file}, task {number}", task.data, versions[-1].result)


def _article(name: str, data: _Data, results: list[_Result]) -> AnnotatedArticle:
    passages = {result.id: result for result in results if result.type == "labels"}
    pairs = [
        (passages[each.from_id], passages[each.to_id])
        for each in results
        if each.type == "relation" and each.from_id in passages and each.to_id in passages
    ]
    return AnnotatedArticle(
        name=name,
        id=data.id,
        url=data.url or "",
        text=data.text,
        quotes=[_quote(group, pairs) for group in _content_groups(list(passages.values()), pairs)],
        entities=[
            AnnotatedEntity(passage=each.passage, label=each.label)
            for each in passages.values()
            if each.label not in _PARTS
        ],
    )


def _content_groups(passages: list[_Result], pairs: list[tuple[_Result, _Result]]) -> list[list[_Result]]:
    """Return the passages of contents, those of one quote together: relations between them say so."""
    number_of = {each.id: number for number, each in enumerate(passages)}
    group_of = {each.id: [each] for each in passages if each.label == "Content"}
    for first, second in pairs:
        if first.id in group_of and second.id in group_of and group_of[first.id] is not group_of[second.id]:
            # The smaller joins the larger: of thousands in a chain, none is moved more than some times.
            smaller, larger = sorted((group_of[first.id], group_of[second.id]), key=len)
            larger += smaller
            group_of.update({each.id: larger for each in smaller})
    groups = {id(group): group for group in group_of.values()}.values()
    return [sorted(group, key=lambda each: number_of[each.id]) for group in groups]


def _quote(contents: list[_Result], pairs: list[tuple[_Result, _Result]]) -> AnnotatedQuote:
    ids = {each.id for each in contents}
    related = [first for first, second in pairs if second.id in ids]
    related += [second for first, second in pairs if first.id in ids]
    parts = {
        part: [each.passage for each in {each.id: each for each in related}.values() if each.label == part]
        for part in ("Source", "Cue")
    }
    numbers = [int(match[1]) for each in contents if (match := _NUMBER.match(each.id))]
    return AnnotatedQuote(
        number=numbers[0] if numbers else None,
        source=parts["Source"],
        cue=parts["Cue"],
        content=[each.passage for each in contents],
        speaker=_speaker(contents),
    )


def _speaker(contents: list[_Result]) -> str | None:
    """Return who speaks, as the notes on the contents say."""
    for content in contents:
        facts = content.meta.get("text") or []
        for fact in [facts] if isinstance(facts, str) else facts:
            if str(fact).startswith("speaker:"):
                return str(fact).removeprefix("speaker:").strip()
    return None
