"""The lists of cues: what each reports, and how likely a frame is."""

from __future__ import annotations

import math

import pytest

from onrecord.annotation.lexicon.cues import CueLexicon, load_cues
from onrecord.annotation.lexicon.organisation_names import (
    abbreviates,
    is_abbreviated,
    short_forms,
)


def test_the_first_list_tells_what_a_cue_reports() -> None:
    cues = load_cues()
    assert cues.type_of("say") == "speech"
    assert cues.type_of("think") == "belief"
    assert cues.type_of("zap") == "attitude"
    assert cues.type_of("say_zap") == "speech"
    assert cues.types["tell.v"] == "speech"


def test_a_document_reports_as_one() -> None:
    cues = load_cues()
    assert cues.type_of("say", "poll") == "document"
    assert cues.type_of("say", "report") == cues.type_of("say", "minister") == "speech"
    assert cues.type_of("think", "report") == "belief"


def test_a_verb_beside_utterances_reports_speech() -> None:
    cues = load_cues()
    verb = next(verb for verb in sorted(cues.direct) if f"{verb}.v" not in cues.types)
    assert cues.type_of(verb) == "speech"


def test_a_verb_is_looked_up_in_either_spelling() -> None:
    cues = load_cues()
    assert cues.type_of_verb("criticise") == cues.type_of_verb("criticize") == "speech"
    assert cues.type_of_verb("favour") == cues.type_of_verb("favor") == "attitude"
    assert cues.type_of("criticise_zap") == "speech"
    assert {"emphasize", "emphasise"} <= cues.direct
    assert cues.type_of_verb("prise") is None
    assert cues.type_of_verb("promise") == "speech"
    assert cues.type_of_verb("critic") is None
    assert cues.type_of_verb("zapise") is None


def test_a_cue_is_known_by_its_lemma_or_its_key() -> None:
    cues = load_cues()
    assert [cues.has_type(word) for word in ("say", "criticise", "claim.n", "zap", "zap.n")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_noun_is_looked_up_by_its_key() -> None:
    cues = load_cues()
    cues_of_nouns = [
        cue_key for cue_key, type_ in cues.types.items() if cue_key.endswith(".n") and type_ == "speech"
    ]
    assert cues.type_of(cues_of_nouns[0]) == "speech"
    assert cues.type_of("zap.n") == "attitude"


def test_the_nouns_and_adjectives_with_weights_are_cues() -> None:
    nouns = load_cues().nouns
    assert nouns
    assert all(noun.endswith((".n", ".a")) for noun in nouns)
    assert all(f"w={noun}" in load_cues().weights for noun in nouns)


def test_the_probability_of_a_frame() -> None:
    cues = CueLexicon()
    cues.weights = {"a": math.log(3), "b": -math.log(3), "c": math.log(2)}
    assert cues.probability([]) == 0.5
    assert cues.probability(["a"]) == pytest.approx(0.75)
    assert cues.probability(["a", "b", "unknown"]) == pytest.approx(0.5)
    assert cues.probability(["a", "c"]) == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("BOM", "Bank of Montvik"),
        ("BMO", "Bank of Montvik"),
        ("Osra", "Office of Sea and River Affairs"),
        ("BoM", "Bank of Montvik"),
        ("CPA Torvik", "Chartered Port Agents of Torvik"),
    ],
)
def test_letters_of_a_name_abbreviate_it(short: str, full: str) -> None:
    assert abbreviates(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("BM", "Bank"),  # one word has no abbreviation
        ("BX", "Bank of Montvik"),
        ("BMR", "Bank of Montvik"),
        ("MBO", "Bank of Montvik"),  # another order
        ("BMB", "Bank of Montvik Bergen Oslo"),  # a main word without a letter
        ("CPA Oslo", "Chartered Port Agents of Torvik"),
    ],
)
def test_other_letters_abbreviate_another_name(short: str, full: str) -> None:
    assert not abbreviates(short, full)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("BoC", True),
        ("CPA Canada", True),
        ("B.M.O.", True),
        ("UN", False),
        ("Bank", False),
        ("ABCDEFGHI", False),
        ("A1B", False),
        ("", False),
    ],
)
def test_what_looks_like_an_abbreviation(name: str, is_one: bool) -> None:
    assert is_abbreviated(name) is is_one


def test_a_name_of_its_own_is_no_short_form_of_a_longer_one() -> None:
    assert "bank of torvik" not in short_forms("Royal Bank of Torvik")
    assert "department of justice" in short_forms("U.S. Department of Justice")
    assert "department of justice" in short_forms("Swedish Department of Justice")
    assert "sea bank" in short_forms("Royal Sea Bank")
