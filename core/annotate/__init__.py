"""Text → Annotation: entities, who said what, actors.

Importing this package loads no model and no spaCy; ``load`` does, and takes a second or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.annotate.errors import AnnotateError
from core.annotate.models import version

if TYPE_CHECKING:
    from core.annotate.pipeline import Annotator

__all__ = ["AnnotateError", "load", "version"]


def load(model: str | None = None) -> Annotator:
    """The annotator with this spaCy model (a package or a folder), or with the best that is installed.

    Raises AnnotateError if the model is missing or cannot be used.
    """
    from core.annotate import pipeline

    return pipeline.load(model)
