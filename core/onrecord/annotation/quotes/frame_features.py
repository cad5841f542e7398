"""The features of a frame: what the lexicon weighs to tell how likely an attribution is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from onrecord.annotation.quotes.dependency_tree import DependencyTree, TokenRange

_ENTITY_LABELS = {"PERSON": "person", "ORG": "org", "GPE": "gpe", "NORP": "norp"}
_FIRST_AND_SECOND_PERSON = frozenset({"i", "we", "you", "me", "us", "my", "our", "your"})


class Frame(NamedTuple):
    """A possible attribution; positions are token indices.

    Args:
        cue_token: The cue's main word.
        cue_key: The cue's key in the lexicon: ``say``, ``point_out``, ``claim.n``.
        pattern: How cue and content hang together.
        source: The phrase of the source.
        source_head: The head of that phrase.
        cue: The words of the cue.
        content: The words of the content.
        features: What the lexicon weighs.
        is_marked: Whether words of the content stand in quotation marks.
    """

    cue_token: int
    cue_key: str
    pattern: str
    source: TokenRange | None
    source_head: int | None
    cue: tuple[TokenRange, ...]
    content: tuple[TokenRange, ...]
    features: tuple[str, ...]
    is_marked: bool


@dataclass(frozen=True, slots=True)
class FrameCue:
    """A word that may be a cue, with the words that belong to it, its features and its possible source.

    Args:
        token: The word.
        key: Its key in the lexicon.
        spans: The word with its auxiliaries and its particle.
        features: What tells how it is used.
        source: The head of the source's phrase.
        relation: How it comes by that source, or ``none``.
    """

    token: int
    key: str
    spans: tuple[TokenRange, ...]
    features: tuple[str, ...]
    source: int | None = None
    relation: str = "none"

    def with_source(self, source: int | None, relation: str) -> FrameCue:
        """Return the same cue with this source."""
        return replace(self, source=source, relation=relation)

    def with_preposition(self, preposition: int) -> FrameCue:
        """Return the same cue with the preposition before its content: talked *about*."""
        start, last = self.spans[-1]
        if preposition > last:
            return replace(self, spans=(*self.spans, (preposition, preposition + 1)))
        return replace(self, spans=(*self.spans[:-1], (start, preposition + 1)))


class FrameBuilder:
    """Builds the frames of one text.

    Args:
        tree: The parse.
        is_quoted: For each token whether it stands in quotation marks.
        type_of: What a cue reports, by its key.
    """

    def __init__(self, tree: DependencyTree, is_quoted: Sequence[bool], type_of: Callable[[str], str]) -> None:
        self._tree = tree
        self._quoted_before = [0, *accumulate(is_quoted)]
        self._type_of = type_of

    def build(
        self,
        cue: FrameCue,
        pattern: str,
        content: tuple[TokenRange, ...],
        content_head: int | None,
        extra: tuple[str, ...] = (),
    ) -> Frame:
        """Return a frame with its features: those of the cue, the extra ones, and those of source and content.

        Args:
            cue: The cue, with its source.
            pattern: How cue and content hang together.
            content: The words of the content.
            content_head: The head of the content, None if it is the subject alone.
            extra: What else tells how likely the frame is.
        """
        tree, key = self._tree, cue.key
        source_kind = ["s=none"] if cue.source is None else self._nominal_features(cue.source)
        quoted = sum(self._quoted_before[last] - self._quoted_before[first] for first, last in content)
        length = sum(last - first for first, last in content)
        marks = "none" if not quoted else "all" if quoted >= 0.8 * length else "some"
        cue_type = self._type_of(key)
        features = [
            "bias",
            f"p={pattern}",
            f"p={pattern}|{key}",
            f"p={pattern}|t={cue_type}",
            f"rel={cue.relation}",
            f"p={pattern}|rel={cue.relation}",
            f"marks={marks}",
            f"marks={marks}|p={pattern}",
            f"marks={marks}|t={cue_type}",
            f"len={min(length, 24) // 3}",
            *cue.features,
            *extra,
            *source_kind,
            f"{source_kind[0]}|p={pattern}",
            f"{source_kind[0]}|{key}",
            f"{source_kind[0]}|t={cue_type}",
            "left" if content[-1][0] < cue.token else "right",
        ]
        if content_head is not None:
            pos = tree.pos[content_head]
            features += [
                f"h={pos}",
                f"h={tree.lemma[content_head]}",
                f"ht={tree.tag[content_head]}|p={pattern}",
            ]
            if pos in ("NOUN", "PROPN", "PRON"):
                features.append(f"h{self._nominal_features(content_head)[0]}")
        return Frame(
            cue_token=cue.token,
            cue_key=key,
            pattern=pattern,
            source=self._source_phrase(cue, content),
            source_head=cue.source,
            cue=cue.spans,
            content=content,
            features=tuple(features),
            is_marked=quoted > 0,
        )

    def _source_phrase(self, cue: FrameCue, content: tuple[TokenRange, ...]) -> TokenRange | None:
        """Return the phrase of the source, cut where the cue or the content begins."""
        tree, token = self._tree, cue.token
        if cue.source is None:
            return None
        if cue.source < token:
            phrase = tree.phrase(cue.source, before=token)
        else:
            phrase = tree.phrase(cue.source, after=token + 1)
        for first, last in content:
            if phrase is not None and phrase[0] < last and first < phrase[1]:
                phrase = tree.strip_punctuation((phrase[0], first)) if phrase[0] < first else None
        return phrase

    def _nominal_features(self, token: int) -> list[str]:
        """Return what a source or an object is: a pronoun, an entity, a name or a noun with its lemma."""
        tree = self._tree
        pos = tree.pos[token]
        if pos == "PRON":
            lower = tree.lower[token]
            return ["s=12" if lower in _FIRST_AND_SECOND_PERSON else f"s={lower}"]
        if tree.ent[token] in _ENTITY_LABELS:
            return [f"s={_ENTITY_LABELS[tree.ent[token]]}"]
        if pos == "PROPN":
            return ["s=name"]
        return ["s=noun", f"s={tree.lemma[token]}"]
