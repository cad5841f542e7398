"""Names of persons that may be of one, and the gender that they suggest."""

from __future__ import annotations

import math
from collections import Counter
from types import SimpleNamespace

import pytest

from onrecord.annotation.lexicon import gender, person_names
from onrecord.annotation.lexicon.gender import MAX_LOG_ODDS, female_log_odds
from onrecord.annotation.lexicon.person_names import gender_of, matches_first_name, matches_surname
from onrecord.base.name_keys import parse_person_name

# ---- names of persons


@pytest.mark.parametrize(
    ("short", "full", "by_surname", "by_first_name"),
    [
        ("Berg", "Piet van der Berg", True, False),
        ("Van der Berg", "Piet van der Berg", True, False),
        ("Der Berg", "Piet van der Berg", False, False),
        ("Ortega Ruiz", "Ana Ortega Ruiz", False, False),
        ("Piet", "Piet Berg", False, True),
        ("Al", "Al Berg", False, True),
        ("A", "A Berg", False, False),
        ("Berg", "Berg", False, False),
        ("Piet Berg", "Piet Berg", False, False),
    ],
)
def test_a_single_word_may_be_a_surname_or_a_first_name(
    short: str, full: str, by_surname: bool, by_first_name: bool
) -> None:
    assert matches_surname(parse_person_name(short), parse_person_name(full)) is by_surname
    assert matches_first_name(parse_person_name(short), parse_person_name(full)) is by_first_name


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Angela Berg", "female"),
        ("Angela", None),
        ("Jean-Claude Berg", "male"),
        ("Claude-Angela Berg", "male"),
        ("Zrt Ivanova", "female"),
        ("Ivanova", None),
        ("Zrt Orlov", "male"),
        ("Orlov", None),
        ("Zrt Berg", None),
        ("Zrt Xov", None),
        ("Zrt Xyov", "male"),
    ],
)
def test_the_gender_of_a_full_name(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


@pytest.mark.parametrize(
    ("surname", "other", "same_role", "expected"),
    [
        ("sarkosy", "sarkozy", False, True),
        ("dzerensky", "zelensky", False, False),
        ("dzerensky", "zelensky", True, True),
        ("sarkozys", "sarkozy", True, False),
        ("vargases", "vargas", True, False),
        ("sarkozy", "sarkozy", True, False),
        ("ann", "anna", True, False),
        ("anne", "anna", True, True),
        ("wouk", "vukk", True, True),
        ("wouk", "vukk", False, False),
        ("merkel", "hollande", True, False),
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqxyz", False, True),  # a ratio of 85
        ("abcdefgh", "abcdefxy", False, False),  # similar by 0.9, but a ratio of 75
        ("dabcdefg", "abcdefgd", False, False),  # a ratio of 87.5, but similar by 0.83
        ("abcdefghij", "abcdefwxyz", True, True),  # a ratio of 60
        ("abcdefghij", "abcdevwxyz", True, False),
        ("abcdefghij", "jabcdefghi", False, True),
    ],
)
def test_misspelt_surnames(surname: str, other: str, same_role: bool, expected: bool) -> None:
    assert person_names.may_be_misspelt(surname, other, same_role=same_role) is expected


def test_foreign_spellings_sound_alike() -> None:
    for foreign, english in (("dschungel", "jungel"), ("tschad", "chad"), ("schmidt", "shmidt"), ("szabo", "shabo"),
                             ("czech", "chech"), ("khan", "han"), ("jan", "yan"), ("wan", "van")):  # fmt: skip
        assert person_names.phonetic_key(foreign) == person_names.phonetic_key(english)
    assert person_names.phonetic_key("berg") != person_names.phonetic_key("burger")


@pytest.mark.parametrize(
    ("name", "other_name"),
    [
        ("zelenskiy", "selensky"),
        ("stoltenberg", "stoltenburg"),
        ("yanukovich", "janukowytsch"),
        ("tchaikovsky", "tschaikowski"),
        ("cho", "tschou"),
    ],
)
def test_transcriptions_of_a_surname_sound_alike(name: str, other_name: str) -> None:
    assert person_names.phonetic_key(name) == person_names.phonetic_key(other_name)


# ---- the gender that endings suggest


def test_a_listed_first_name_is_certain() -> None:
    assert female_log_odds("Angela Berg") == MAX_LOG_ODDS
    assert female_log_odds("Emmanuel-Ann Berg") == -MAX_LOG_ODDS
    assert female_log_odds("Angela") == MAX_LOG_ODDS


def test_an_ending_suggests_a_gender() -> None:
    assert 1 < female_log_odds("Zrtella Berg") <= MAX_LOG_ODDS
    assert -MAX_LOG_ODDS <= female_log_odds("Zrtwick Berg") < -1
    assert female_log_odds("Zrtella-Karl Berg") == female_log_odds("Zrtella.") == female_log_odds("Zrtella")


def test_a_longer_ending_weighs_more_with_every_name_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gender, "_ending_counts", lambda: (Counter({"x": 4, "yx": 2}), Counter({"yx": 2})))
    share = (4 + 4 * 0.5) / (4 + 4)  # x: 4 of 4
    share = (2 + 4 * share) / (4 + 4)  # yx: 2 of 4; longer ones have no names
    assert gender._first_name_log_odds.__wrapped__("zzzyx") == pytest.approx(math.log(share / (1 - share)))
    assert gender._first_name_log_odds.__wrapped__("qqqq") == 0


@pytest.mark.parametrize(("women", "men", "log_odds"), [(1000, 0, 3.0), (0, 1000, -3.0)])
def test_an_ending_is_never_surer_than_a_listed_name(
    women: int, men: int, log_odds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gender, "_ending_counts", lambda: (Counter({"x": women}), Counter({"x": men})))
    assert gender._first_name_log_odds.__wrapped__("zzzyx") == log_odds


def test_each_ending_of_a_listed_name_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = SimpleNamespace(genders={"ann": "female", "joann": "female", "nan": "male"})
    monkeypatch.setattr(gender, "load_lexicon", lambda: lexicon)
    assert gender._ending_counts.__wrapped__() == (
        {"n": 2, "nn": 2, "ann": 2, "oann": 1},
        {"n": 1, "an": 1, "nan": 1},
    )
