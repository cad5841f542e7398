"""PolNeAR as input of the network: word pieces and, for each attribution, its anchor and its roles."""

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
HELD_OUT = "held_out.json"
"""The file beside checkpoints with the ids of the articles that they were not trained on."""


class ParsedArticle(NamedTuple):
    """An article of PolNeAR with the targets of training.

    Args:
        row: The article as it is in the file.
        pieces: Its word pieces.
        anchors: The index of a piece for each attribution.
        roles: Booleans, attribution x role x piece.
    """

    row: dict[str, Any]
    pieces: features.Pieces
    anchors: np.ndarray
    roles: np.ndarray


class Share(NamedTuple):
    """One of several shares of a list: every ``shares``-th item from ``number`` on."""

    number: int
    shares: int

    @classmethod
    def parse(cls, text: str) -> Share:
        """Return the share that is written as ``0/2``. Raises ValueError for anything else."""
        number, shares = map(int, text.split("/"))
        if not 0 <= number < shares:
            raise ValueError(text)
        return cls(number, shares)

    def of(self, articles: list[ParsedArticle]) -> list[ParsedArticle]:
        """Return the articles of this share."""
        return articles[self.number :: self.shares]


class ArticleWindow(NamedTuple):
    """The pieces of an article from ``start`` to ``end``, exclusive."""

    article: ParsedArticle
    start: int
    end: int


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON Lines, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def load(path: Path, tokenizer: Any, model: str, cache: Path) -> list[ParsedArticle]:
    """Read and parse the articles of a file of PolNeAR.

    Args:
        path: The file.
        tokenizer: The tokenizer of the encoder.
        model: The spaCy model that parses.
        cache: The folder where the result is stored for the next time, because parsing takes minutes.
    """
    cached = cache / f"{path.name.split('.')[0]}.pickle"
    if cached.exists():
        return [
            ParsedArticle(row, features.Pieces(*pieces), *rest)
            for row, pieces, *rest in pickle.loads(cached.read_bytes())
        ]
    import spacy

    nlp = spacy.load(model)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    articles = []
    all_rows = rows(path)
    for row, doc in zip(
        all_rows, nlp.pipe((row["text"] for row in all_rows), batch_size=16, disable=["ner"]), strict=True
    ):
        (pieces,) = features.read_pieces([doc], tokenizer)
        articles.append(make_article(row, pieces, np.array([token.head.i for token in doc])))
    cache.mkdir(parents=True, exist_ok=True)
    cached.write_bytes(pickle.dumps([(a.row, tuple(a.pieces), a.anchors, a.roles) for a in articles]))
    return articles


def make_article(row: dict[str, Any], pieces: features.Pieces, heads: np.ndarray) -> ParsedArticle:
    """Return an article with its attributions, except those without content, which the scorer ignores, too.

    Args:
        row: The article as it is in the file.
        pieces: Its word pieces.
        heads: The index of each token's head.
    """
    anchors, roles = [], []
    for attribution in row["attributions"]:
        table = np.zeros((len(ROLES), len(pieces)), dtype=bool)
        for role, name in enumerate(ROLES):
            for start, end in attribution.get(name) or []:
                table[role] |= (pieces.starts < end) & (pieces.ends > start)
        if not table[2].any():
            continue
        anchors.append(find_anchor(table, pieces, heads))
        roles.append(table)
    shape = (0, len(ROLES), len(pieces))
    return ParsedArticle(
        row, pieces, np.array(anchors, dtype=np.int64), np.array(roles) if roles else np.zeros(shape, bool)
    )


def find_anchor(table: np.ndarray, pieces: features.Pieces, heads: np.ndarray) -> int:
    """Return the first piece of the cue's head (the word nearest to the root), or of the content without a cue."""
    indices = np.flatnonzero(table[1] if table[1].any() else table[2])
    if not table[1].any():
        return int(indices[0])
    tokens = pieces.token[indices]
    depths = [_depth(int(token), heads) for token in tokens]
    return int(indices[int(np.argmin(depths))])


def _depth(token: int, heads: np.ndarray) -> int:
    depth = 0
    while heads[token] != token:
        token, depth = int(heads[token]), depth + 1
    return depth


def windows(
    articles: list[ParsedArticle], size: int, overlap: int, rng: np.random.Generator | None = None
) -> list[ArticleWindow]:
    """Cut the articles into windows.

    Args:
        articles: The articles.
        size: The greatest number of pieces in a window.
        overlap: How many pieces two neighbouring windows share.
        rng: Moves the windows at random; None leaves them where they are.
    """
    result = []
    for item in articles:
        length = len(item.pieces)
        if length <= size:
            result.append(ArticleWindow(item, 0, length))
            continue
        count = -(-(length - overlap) // (size - overlap))
        starts = np.linspace(0, length - size, count)
        if rng is not None:
            starts = starts + rng.uniform(-0.5, 0.5, count) * overlap
        result.extend(
            ArticleWindow(item, start, start + size)
            for start in np.clip(starts, 0, length - size).astype(int).tolist()
        )
    return result


def batches(
    windows: list[ArticleWindow], size: int, rng: np.random.Generator | None = None
) -> list[list[ArticleWindow]]:
    """Return batches of windows of similar length; shuffled if there is an ``rng``."""
    keys = np.array([w.end - w.start for w in windows], dtype=float)
    order = np.argsort(keys + rng.uniform(0, 0.9, len(windows)) if rng is not None else keys, kind="stable")
    result = [[windows[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(result)
    return result


class Batch(NamedTuple):
    """Windows as arrays, padded to the longest.

    Args:
        ids: Window x piece.
        features: Window x piece x feature.
        mask: Window x piece; False for padding.
        anchors: Window x attribution; -1 for padding.
        roles: Window x attribution x role x piece.
        unknown: Window x role x piece; True for pieces of an attribution whose anchor is outside the window.
    """

    ids: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    anchors: np.ndarray
    roles: np.ndarray
    unknown: np.ndarray


def collate(windows: list[ArticleWindow]) -> Batch:
    """Return windows as one batch."""
    length = max(w.end - w.start for w in windows)
    inside = [(w.article.anchors >= w.start) & (w.article.anchors < w.end) for w in windows]
    max_anchors = max(1, *(int(i.sum()) for i in inside))
    n = len(windows)
    ids = np.zeros((n, length), dtype=np.int64)
    columns = np.zeros((n, length, len(features.FEATURE_SIZES)), dtype=np.int64)
    mask = np.zeros((n, length), dtype=bool)
    anchors = np.full((n, max_anchors), -1, dtype=np.int64)
    roles = np.zeros((n, max_anchors, len(ROLES), length), dtype=bool)
    unknown = np.zeros((n, len(ROLES), length), dtype=bool)
    for i, (window, is_inside) in enumerate(zip(windows, inside, strict=True)):
        size = window.end - window.start
        part = slice(window.start, window.end)
        ids[i, :size] = window.article.pieces.ids[part]
        columns[i, :size] = window.article.pieces.features[part]
        mask[i, :size] = True
        count = int(is_inside.sum())
        anchors[i, :count] = window.article.anchors[is_inside] - window.start
        roles[i, :count, :, :size] = window.article.roles[is_inside][:, :, part]
        if (~is_inside).any():
            unknown[i, :, :size] = window.article.roles[~is_inside][:, :, part].any(0)
    return Batch(ids, columns, mask, anchors, roles, unknown)
