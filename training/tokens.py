"""News with names as the entity head reads it: each token's states, features and label."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import spacy
from spacy.tokens import Doc

from onrecord.annotation.components import sentence_boundaries  # noqa: F401  (registers the component)
from onrecord.annotation.components.entities import EntityAnnotator
from onrecord.annotation.neural import entity_features
from onrecord.annotation.neural import model as reader
from onrecord.annotation.neural.entity_head import LABELS, pool_pieces
from onrecord.annotation.text.line_types import classify_lines
from training.data import rows

COARSE = {
    **{label: label for label in LABELS},
    "PERSON": "PER",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "MISC",
}
"""CoNLL's labels, and of OntoNotes' those that are the same thing."""

UNSURE = -1
"""The label of a token that nothing is to be learnt from."""


class Article(NamedTuple):
    """``hidden`` and ``words`` as at run time; ``labels``: 0 for none, else as ``naming.LABELS`` says."""

    row: dict[str, Any]
    hidden: np.ndarray
    entity_features: entity_features.EntityFeatures
    labels: np.ndarray
    spans: list[tuple[int, int]]
    """Each token's characters."""


def load(path: Path, model: str, cache: Path, every: int = 1) -> list[Article]:
    """The articles of a file, of them every so many. Reading takes minutes: done once and kept in ``cache``.

    Where a file has no entities, the labels are those that the rules give.
    """
    kept = cache / f"names-{path.parent.name}-{path.name.split('.')[0]}.pickle"
    if kept.exists():
        return [
            Article(row, hidden, entity_features.EntityFeatures(*told), *rest)
            for row, hidden, told, *rest in _kept(kept)
        ]
    nlp = spacy.load(model)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    rules = EntityAnnotator(nlp, "rules")
    encoder = reader.load_model()
    read = rows(path)[::every]
    found = [
        article(row, doc, rules, encoder)
        for row, doc in zip(read, nlp.pipe((row["text"] for row in read), batch_size=16), strict=True)
    ]
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps([(a.row, a.hidden, tuple(a.entity_features), a.labels, a.spans) for a in found]))
    return found


def _kept(path: Path) -> Any:
    return pickle.loads(path.read_bytes())


def article(row: dict[str, Any], doc: Doc, rules: EntityAnnotator, encoder: reader.QuotationModel) -> Article:
    told = entity_features.read_entity_features(doc, list(classify_lines(doc.text)), rules.find_lexicon_names(doc))
    (pieces,) = encoder.read_pieces([doc])
    hidden = pool_pieces(pieces, encoder.hidden_states(pieces), len(doc)).astype(np.float16)
    if "entities" in row:
        names: Iterable[tuple[int, int, str]] = _given(row, doc)
    else:
        names = [(ent.start, ent.end, ent.label_) for ent in rules(doc).ents]
    labels = np.zeros(len(doc), dtype=np.int64)
    for start, end, label in names:
        if label in COARSE:
            kind = LABELS.index(COARSE[label])
            labels[start] = 1 + 2 * kind
            labels[start + 1 : end] = 2 + 2 * kind
    return Article(row, hidden, told, labels, [(token.idx, token.idx + len(token)) for token in doc])


def _given(row: dict[str, Any], doc: Doc) -> Iterator[tuple[int, int, str]]:
    for entity in row["entities"]:
        start, end = entity["span"]
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, entity["label"]
