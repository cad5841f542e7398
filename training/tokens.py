"""News with names as input of the entity head: the hidden states, features and label of each token."""

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

CONLL_LABELS = {
    **{label: label for label in LABELS},
    "PERSON": "PER",
    "GPE": "LOC",
    "FAC": "LOC",
    "NORP": "MISC",
}
"""The label of CoNLL for each of its own labels and for those of OntoNotes that mean the same."""

UNSURE = -1
"""The label of tokens that do not count in the loss."""


class LabelledArticle(NamedTuple):
    """An article with the input of the entity head and its labels.

    Args:
        row: The article as it is in the file.
        hidden: Token x width, as at run time.
        entity_features: The features of each token, as at run time.
        labels: A number for each token: 0 for none, 1 + 2n where a name of ``LABELS[n]`` begins, then 2 + 2n.
        spans: The characters of each token.
    """

    row: dict[str, Any]
    hidden: np.ndarray
    entity_features: entity_features.EntityFeatures
    labels: np.ndarray
    spans: list[tuple[int, int]]


def load(path: Path, model: str, cache: Path, every: int = 1) -> list[LabelledArticle]:
    """Read the articles of a file and run the encoder on them.

    Where an article has no entities, its labels are those of the rules.

    Args:
        path: The file.
        model: The spaCy model that parses.
        cache: The folder where the result is stored for the next time, because this takes minutes.
        every: 2 for every second article, and so on.
    """
    cached = cache / f"names-{path.parent.name}-{path.name.split('.')[0]}.pickle"
    if cached.exists():
        return [
            LabelledArticle(row, hidden, entity_features.EntityFeatures(*features), *rest)
            for row, hidden, features, *rest in _unpickle(cached)
        ]
    nlp = spacy.load(model)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    rules = EntityAnnotator(nlp, "rules")
    encoder = reader.load_model()
    selected_rows = rows(path)[::every]
    articles = [
        make_article(row, doc, rules, encoder)
        for row, doc in zip(
            selected_rows, nlp.pipe((row["text"] for row in selected_rows), batch_size=16), strict=True
        )
    ]
    cache.mkdir(parents=True, exist_ok=True)
    cached.write_bytes(
        pickle.dumps([(a.row, a.hidden, tuple(a.entity_features), a.labels, a.spans) for a in articles])
    )
    return articles


def _unpickle(path: Path) -> Any:
    return pickle.loads(path.read_bytes())


def make_article(
    row: dict[str, Any], doc: Doc, rules: EntityAnnotator, encoder: reader.QuotationModel
) -> LabelledArticle:
    """Return an article with its hidden states, features and labels."""
    features = entity_features.read_entity_features(
        doc, list(classify_lines(doc.text)), rules.find_lexicon_names(doc)
    )
    (pieces,) = encoder.read_pieces([doc])
    hidden = pool_pieces(pieces, encoder.hidden_states(pieces), len(doc)).astype(np.float16)
    if "entities" in row:
        names: Iterable[tuple[int, int, str]] = _annotated_names(row, doc)
    else:
        names = [(ent.start, ent.end, ent.label_) for ent in rules(doc).ents]
    labels = np.zeros(len(doc), dtype=np.int64)
    for start, end, label in names:
        if label in CONLL_LABELS:
            kind = LABELS.index(CONLL_LABELS[label])
            labels[start] = 1 + 2 * kind
            labels[start + 1 : end] = 2 + 2 * kind
    return LabelledArticle(row, hidden, features, labels, [(token.idx, token.idx + len(token)) for token in doc])


def _annotated_names(row: dict[str, Any], doc: Doc) -> Iterator[tuple[int, int, str]]:
    for entity in row["entities"]:
        start, end = entity["span"]
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, entity["label"]
