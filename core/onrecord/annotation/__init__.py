"""Annotate texts: entities, who said what, and actors.

Importing this package loads no model and no spaCy; ``load`` does, and takes a second or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.spacy_models import SUPPORTED_LANGUAGES, unsupported_reason, version

if TYPE_CHECKING:
    from onrecord.annotation.pipeline import Annotator

__all__ = ["SUPPORTED_LANGUAGES", "AnnotateError", "load", "unsupported_reason", "version"]


def load(model: str | None = None) -> Annotator:
    """Return the annotator with this spaCy model, or with the best that is installed.

    Args:
        model: A package (``en_core_web_sm``) or a folder.

    Raises:
        AnnotateError: If the model is missing or cannot be used.
    """
    from onrecord.annotation import pipeline

    return pipeline.load(model)
