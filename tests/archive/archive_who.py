"""An empty archive, filled with articles and the actors in them, and who they are in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_cast import NAMES, standing

from onrecord.archive import Archive
from onrecord.base.records import Annotation, Correction, Draft


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def fill(archive: Archive, articles: list[tuple[Draft, Annotation]]) -> list[int]:
    return [archive.articles.add(draft, annotation).id for draft, annotation in articles]


def by_key(archive: Archive, wanted_key: str) -> tuple[str, str]:
    """Who stands for a form, whatever its quarter."""
    (found,) = {known for (_, key_, *_), known in standing(archive).items() if key_ == wanted_key}
    return found


def annotation_of(archive: Archive, id_: int) -> Annotation:
    annotation = archive.annotations.get(id_)
    assert annotation is not None
    return annotation


def name_of(archive: Archive, id_: int) -> str:
    """What the first actor of an article is called across articles."""
    actor = archive.actors.of_annotation(id_, "a1")
    assert actor is not None
    return actor.name


def correction(chance: random.Random, article: int | None = None) -> Correction:
    one, other = chance.sample(NAMES, 2)
    kind: Any = chance.choice(["join", "split", "rename", "hide", "type"])
    to = {"rename": "Somebody Else", "type": "group", "hide": ""}.get(kind, other[0])
    return Correction(kind=kind, article=article, name=one[0], type=one[1], to=to, to_type=other[1])
