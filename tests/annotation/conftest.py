from __future__ import annotations

from functools import partial

import pytest
from attributed import Attributed, Resolve, names, read
from spacy.language import Language


@pytest.fixture
def attributed(nlp: Language) -> Attributed:
    """(text, (source, cue, content), …) → the annotation."""
    return partial(read, nlp)


@pytest.fixture
def resolve(attributed: Attributed) -> Resolve:
    """(text, (source, cue, content), …) → names of the speakers of each attribution, and who passes it on."""

    def run(text: str, *attributions: tuple[str, str, str]) -> list[tuple[list[str | None], str | None]]:
        annotation = attributed(text, *attributions)
        called = names(annotation)
        return [([called[id_] for id_ in one.speaker], called[one.via]) for one in annotation.attributions]

    return run
