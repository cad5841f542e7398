"""Recognize entities with the weights of the spaCy model: the component ``onrecord_ner``.

spaCy's ``ner`` goes from token to token, and tries each of its 74 actions on each. But what it does at a token
depends on nothing before it, except inside an entity, and there on the entity's first token alone. So all tokens
are scored at once as if no entity were open there, and then, one token further in each round, those that go on in
an entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEATURES = 3
"""What an action depends on: the token and, if an entity is open, its first token and the token before."""


class Actions(NamedTuple):
    """The actions of an entity recognizer, as columns of its scores.

    Attributes:
        outside: Those that are possible where no entity is open, in their order.
        begins: Which of these begin an entity of several tokens.
        units: Which of them make a token an entity.
        labels: The label of each of them, empty for the action that makes no entity.
        insides: By label, the action that goes on in an entity.
        lasts: By label, the action that ends one.
    """

    outside: NDArray[np.int64]
    begins: NDArray[np.bool_]
    units: NDArray[np.bool_]
    labels: list[str]
    insides: dict[str, int]
    lasts: dict[str, int]


class Boundaries(NamedTuple):
    """What restricts the entities of a batch: for each of its tokens, one text after the other.

    Attributes:
        is_space: Whether it is white space, with which no entity begins.
        has_next: Whether an entity may go on behind it: its sentence does.
    """

    is_space: NDArray[np.bool_]
    has_next: NDArray[np.bool_]


@Language.factory("onrecord_ner", default_config={}, requires=["token.sent_start"], assigns=["doc.ents"])
def make_transition_entities(nlp: Language, name: str) -> TransitionEntities:
    """Return the component that does what the pipeline's ``ner`` does, which may be disabled."""
    recognizer: Any = nlp.get_pipe("ner")
    return TransitionEntities(recognizer)


def is_understood(recognizer: Any) -> bool:
    """Return whether the component can do what this one does: a greedy recognizer of the usual form."""
    return (
        type(recognizer) is EntityRecognizer
        and recognizer.cfg["beam_width"] == 1
        and recognizer.model.attrs["has_upper"]
        and not recognizer.model.attrs["unseen_classes"]
        and recognizer.model.get_ref("lower").get_dim("nF") == _FEATURES
        and isinstance(recognizer.model.ops, NumpyOps)
    )


class TransitionEntities:
    """The component. Entities that a Doc has before are replaced."""

    def __init__(self, recognizer: EntityRecognizer) -> None:
        self._recognizer = recognizer
        moves: Any = recognizer.moves
        self._actions = read_actions([moves.get_class_name(column) for column in range(moves.n_moves)])

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its entities."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Yield the Docs with their entities."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            if any(len(doc) for doc in docs):
                self._annotate(docs)
            yield from docs

    def __reduce__(self) -> tuple[type[TransitionEntities], tuple[EntityRecognizer]]:
        """Return what makes it again in another process."""
        return TransitionEntities, (self._recognizer,)

    def _annotate(self, docs: Sequence[Doc]) -> None:
        model: Any = self._recognizer.model
        vectors = model.get_ref("tok2vec").predict(docs)
        scorer = ActionScorer(model.get_ref("lower"), model.get_ref("upper"), vectors)
        entities = iter(find_entities(scorer, self._actions, boundaries_of(docs)))
        start = 0
        entity = next(entities, None)
        for doc in docs:
            spans = []
            while entity is not None and entity[0] < start + len(doc):
                spans.append(Span(doc, entity[0] - start, entity[1] - start, label=entity[2]))
                entity = next(entities, None)
            doc.set_ents(spans)
            start += len(doc)


class ActionScorer:
    """Scores the actions at the tokens of a batch."""

    def __init__(self, lower: Any, upper: Any, vectors: NDArray[np.float32]) -> None:
        """Compute what each token contributes in each role.

        Args:
            lower: The layer of the model that does that.
            upper: The layer that makes scores of the sums.
            vectors: The vectors of the tokens, one row a token.
        """
        # The first row stands for a role in which there is no token.
        self._contributions: NDArray[np.float32] = lower.predict(vectors)
        self._bias: NDArray[np.float32] = lower.get_param("b")
        self._upper = upper

    def outside(self) -> NDArray[np.float32]:
        """Return the scores of all actions at each token if no entity is open there."""
        _, *nothing = self._contributions[0]
        return self._scores((self._contributions[1:, 0], *nothing))

    def inside(self, tokens: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the scores of all actions at tokens in entities that begin with these first tokens."""
        places = (tokens + 1, firsts + 1, tokens)
        return self._scores([self._contributions[place, role] for role, place in enumerate(places)])

    def _scores(self, contributions: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        token, first, previous = contributions
        sums = token + first + previous + self._bias
        # Of two or three values each, which numpy's own max takes long for.
        greatest = reduce(np.maximum, np.moveaxis(sums, -1, 0))
        scores: NDArray[np.float32] = self._upper.predict(greatest)
        return scores


def read_actions(names: Sequence[str]) -> Actions:
    """Return the actions of a recognizer with these names: ``B-ORG``, ``I-ORG``, ``L-ORG``, ``U-ORG``, ``O``."""
    moves, labels = zip(
        *((move, label) for move, _, label in (name.partition("-") for name in names)), strict=True
    )
    outside = [
        column
        for column, (move, label) in enumerate(zip(moves, labels, strict=True))
        if move == "O" or (move in "BU" and label)
    ]
    return Actions(
        np.array(outside),
        np.array([moves[column] == "B" for column in outside]),
        np.array([moves[column] == "U" for column in outside]),
        [labels[column] for column in outside],
        {labels[column]: column for column, move in enumerate(moves) if move == "I"},
        {labels[column]: column for column, move in enumerate(moves) if move == "L"},
    )


def boundaries_of(docs: Sequence[Doc]) -> Boundaries:
    """Return the boundaries in these Docs."""
    is_space = [doc.to_array("IS_SPACE").astype(bool) for doc in docs]
    has_next = [doc.to_array("SENT_START").astype(np.int64) != 1 for doc in docs]
    # A token has a next one in its sentence where that one begins none.
    return Boundaries(
        np.concatenate(is_space), np.concatenate([np.append(each[1:], False)[: len(each)] for each in has_next])
    )


def find_entities(
    scorer: ActionScorer, actions: Actions, boundaries: Boundaries
) -> Iterator[tuple[int, int, str]]:
    """Yield the entities of a batch in their order: first token, the token after the last, label."""
    scores = scorer.outside()[:, actions.outside]
    scores[np.ix_(boundaries.is_space | ~boundaries.has_next, actions.begins)] = -np.inf
    scores[np.ix_(boundaries.is_space, actions.units)] = -np.inf
    chosen = scores.argmax(1)
    begins = np.flatnonzero(actions.begins[chosen])
    labels = [actions.labels[action] for action in chosen[begins]]
    ends = dict(zip(begins.tolist(), _ends(scorer, actions, boundaries, begins, labels).tolist(), strict=True))
    end = 0
    for token in np.flatnonzero(actions.begins[chosen] | actions.units[chosen]).tolist():
        if token >= end:
            end = ends.get(token, token + 1)
            yield token, end, actions.labels[chosen[token]]


def _ends(
    scorer: ActionScorer,
    actions: Actions,
    boundaries: Boundaries,
    begins: NDArray[np.int64],
    labels: Sequence[str],
) -> NDArray[np.int64]:
    """Return the token after the last one of each entity of several tokens that begins at these tokens."""
    insides = np.array([actions.insides[label] for label in labels], dtype=np.int64)
    lasts = np.array([actions.lasts[label] for label in labels], dtype=np.int64)
    ends = begins + 1
    open_entities = np.arange(len(begins))
    while len(open_entities):
        tokens = ends[open_entities]
        ends[open_entities] += 1
        scores = scorer.inside(tokens, begins[open_entities])
        rows = np.arange(len(open_entities))
        inside, last = insides[open_entities], lasts[open_entities]
        # Of equal scores the first column wins.
        preference = scores[rows, inside] - scores[rows, last]
        goes_on = (preference > 0) | ((preference == 0) & (inside < last))
        open_entities = open_entities[goes_on & boundaries.has_next[tokens]]
    return ends
