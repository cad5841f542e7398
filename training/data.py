"""PolNeAR as the network reads it: word pieces and, for each attribution, its anchor and its roles."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.annotation.components import sentence_boundaries  # noqa: F401  (registers the component)
from onrecord.annotation.neural import features

ROLES = ("source", "cue", "content")


class Article(NamedTuple):
    """``anchors`` are pieces, one an attribution; ``roles`` is a table attribution x role x piece of booleans."""

    row: dict[str, Any]
    pieces: features.Pieces
    anchors: np.ndarray
    roles: np.ndarray


class Window(NamedTuple):
    article: Article
    start: int
    end: int


def rows(path: Path) -> list[dict[str, Any]]:
    """The articles of a file with one JSON object a line, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def load(path: Path, tokenizer: Any, model: str, cache: Path) -> list[Article]:
    """The articles of a file of PolNeAR. Parsing takes minutes, so it is done once and kept in ``cache``."""
    kept = cache / f"{path.name.split('.')[0]}.pickle"
    if kept.exists():
        return [
            Article(row, features.Pieces(*pieces), *rest) for row, pieces, *rest in pickle.loads(kept.read_bytes())
        ]
    import spacy

    nlp = spacy.load(model)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    found = []
    read = rows(path)
    for row, doc in zip(
        read, nlp.pipe((row["text"] for row in read), batch_size=16, disable=["ner"]), strict=True
    ):
        (pieces,) = features.read_pieces([doc], tokenizer)
        found.append(article(row, pieces, np.array([token.head.i for token in doc])))
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps([(a.row, tuple(a.pieces), a.anchors, a.roles) for a in found]))
    return found


def article(row: dict[str, Any], pieces: features.Pieces, heads: np.ndarray) -> Article:
    """One article with its attributions; those without content are left out, as the scorer does."""
    anchors, roles = [], []
    for attribution in row["attributions"]:
        table = np.zeros((len(ROLES), len(pieces)), dtype=bool)
        for role, name in enumerate(ROLES):
            for start, end in attribution.get(name) or []:
                table[role] |= (pieces.starts < end) & (pieces.ends > start)
        if not table[2].any():
            continue
        anchors.append(anchor(table, pieces, heads))
        roles.append(table)
    shape = (0, len(ROLES), len(pieces))
    return Article(
        row, pieces, np.array(anchors, dtype=np.int64), np.array(roles) if roles else np.zeros(shape, bool)
    )


def anchor(table: np.ndarray, pieces: features.Pieces, heads: np.ndarray) -> int:
    """The first piece of the cue's head (the word nearest to the root), or of the content if there is no cue."""
    where = np.flatnonzero(table[1] if table[1].any() else table[2])
    if not table[1].any():
        return int(where[0])
    tokens = pieces.token[where]
    depths = [_depth(int(token), heads) for token in tokens]
    return int(where[int(np.argmin(depths))])


def _depth(token: int, heads: np.ndarray) -> int:
    depth = 0
    while heads[token] != token:
        token, depth = int(heads[token]), depth + 1
    return depth


def windows(
    articles: list[Article], size: int, overlap: int, rng: np.random.Generator | None = None
) -> list[Window]:
    """The articles in windows of at most ``size`` pieces; with ``rng`` at places that differ from pass to pass."""
    out = []
    for item in articles:
        length = len(item.pieces)
        if length <= size:
            out.append(Window(item, 0, length))
            continue
        count = -(-(length - overlap) // (size - overlap))
        starts = np.linspace(0, length - size, count)
        if rng is not None:
            starts = starts + rng.uniform(-0.5, 0.5, count) * overlap
        out.extend(
            Window(item, start, start + size) for start in np.clip(starts, 0, length - size).astype(int).tolist()
        )
    return out


def batches(found: list[Window], size: int, rng: np.random.Generator | None = None) -> list[list[Window]]:
    """Windows of like length together; with ``rng`` shuffled."""
    keys = np.array([w.end - w.start for w in found], dtype=float)
    order = np.argsort(keys + rng.uniform(0, 0.9, len(found)) if rng is not None else keys, kind="stable")
    cut = [[found[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(cut)
    return cut


class Batch(NamedTuple):
    """``anchors``: window x attribution, -1 where there is none; ``roles``: window x attribution x role x piece.

    ``unknown`` marks the pieces that belong to an attribution whose anchor lies outside the window.
    """

    ids: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    anchors: np.ndarray
    roles: np.ndarray
    unknown: np.ndarray


def collate(found: list[Window]) -> Batch:
    length = max(w.end - w.start for w in found)
    inside = [(w.article.anchors >= w.start) & (w.article.anchors < w.end) for w in found]
    most = max(1, *(int(i.sum()) for i in inside))
    n = len(found)
    ids = np.zeros((n, length), dtype=np.int64)
    columns = np.zeros((n, length, len(features.FEATURE_SIZES)), dtype=np.int64)
    mask = np.zeros((n, length), dtype=bool)
    anchors = np.full((n, most), -1, dtype=np.int64)
    roles = np.zeros((n, most, len(ROLES), length), dtype=bool)
    unknown = np.zeros((n, len(ROLES), length), dtype=bool)
    for i, (window, here) in enumerate(zip(found, inside, strict=True)):
        size = window.end - window.start
        part = slice(window.start, window.end)
        ids[i, :size] = window.article.pieces.ids[part]
        columns[i, :size] = window.article.pieces.features[part]
        mask[i, :size] = True
        count = int(here.sum())
        anchors[i, :count] = window.article.anchors[here] - window.start
        roles[i, :count, :, :size] = window.article.roles[here][:, :, part]
        if (~here).any():
            unknown[i, :, :size] = window.article.roles[~here][:, :, part].any(0)
    return Batch(ids, columns, mask, anchors, roles, unknown)
