"""Text → Annotation: entities, who said what, actors.

Importing this package loads no model and no spaCy; ``load`` does, and takes a second or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.spacy_models import version

if TYPE_CHECKING:
    from onrecord.annotation.pipeline import Annotator

__all__ = ["AnnotateError", "load", "version"]


def load(model: str | None = None) -> Annotator:
    """The annotator with this spaCy model (a package or a folder), or with the best that is installed.

    Raises AnnotateError if the model is missing or cannot be used.
    """
    from onrecord.annotation import pipeline

    return pipeline.load(model)
