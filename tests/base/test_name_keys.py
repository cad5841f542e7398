from __future__ import annotations

import pytest

from onrecord.base.name_keys import (
    PersonName,
    abbreviation_letters,
    fold,
    is_particle,
    may_be_same_given_name,
    may_be_same_person,
    name_key,
    organisation_stem,
    parse_person_name,
    without_accents,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The U.N.", "un"),
        ("Søren Kjær", "søren kjær"),
        ("José’s", "jose"),
        ("  New \n York ", "new york"),
        ("the", "the"),
        ("Straße", "strasse"),
        ("Nowak's", "nowak"),
        ("Workers’", "workers"),
        ("Workers‘", "workers"),
        ("Nowak's friend", "nowak's friend"),
        ("Hans‑Peter", "hans-peter"),
        ("Smith, Jones", "smith jones"),
        ("Theo", "theo"),
        ("The The", "the"),
        ("Over the Top", "over the top"),
    ],
)
def test_a_key_has_no_case_accents_points_or_article(name: str, expected: str) -> None:
    assert name_key(name) == expected


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  José \n ÁVILA ", "jose avila"),
        ("The U.N.’s", "the u.n.’s"),
        ("Straße Ⅳ", "strasse iv"),
        ("", ""),
    ],
)
def test_a_folded_name_has_no_case_and_accents_but_all_its_words(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_accents_are_taken_off_and_nothing_else() -> None:
    assert without_accents("Ágnes Łódź Ⅳ") == "Agnes Łodz IV"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Norvik Co. Inc.", "norvik"),
        ("Norvik, Inc.", "norvik"),
        ("Norvik Holding", "norvik"),
        ("Norvik Holdings", "norvik"),
        ("Norvik Group Trust", "norvik group trust"),
        ("Inc.", "inc"),
        ("Cobalt", "cobalt"),
        ("Norvikinc", "norvikinc"),
    ],
)
def test_a_stem_has_no_legal_form(name: str, expected: str) -> None:
    assert organisation_stem(name) == expected


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("U.N.", "UN"),
        ("NATO", "NATO"),
        ("ABCDEFGH", "ABCDEFGH"),
        ("ABCDEFGHI", ""),
        ("U.", ""),
        ("Nato", ""),
        ("G7", ""),
        ("A B", ""),
    ],
)
def test_an_abbreviation_is_two_to_eight_capitals(name: str, letters: str) -> None:
    assert abbreviation_letters(name) == letters


@pytest.mark.parametrize(
    ("name", "surnames"),
    [
        ("Anna Kovacs", {"kovacs"}),
        ("Andrés Manuel López Obrador", {"obrador", "manuel lopez obrador"}),
        ("Ursula von der Leyen", {"leyen", "von der leyen"}),
        ("Kovacs", {"kovacs"}),
    ],
)
def test_surnames_may_stand_for_a_name_alone(name: str, surnames: set[str]) -> None:
    assert parse_person_name(name).surnames == surnames


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Nowak", PersonName("ada", (), "nowak")),
        ("Ada M. Nowak Jr.", PersonName("ada", ("m",), "nowak", "jr")),
        ("Nowak", PersonName("", (), "nowak")),
        ("Piet van der Berg", PersonName("piet", (), "van der berg")),
        ("De Santos", PersonName("", (), "de santos")),
        ("Hans-Dietrich von der Tann Jr.", PersonName("hans-dietrich", (), "von der tann", "jr")),
        ("Ada Maria Luz Nowak", PersonName("ada", ("maria", "luz"), "nowak")),
        ("Ada van Nowak Berg", PersonName("ada", ("van", "nowak"), "berg")),
        ("Ben Carson", PersonName("ben", (), "carson")),
        ("Al Gore", PersonName("al", (), "gore")),
        ("Ben de Vries", PersonName("ben", (), "de vries")),
        ("De Ben Vries", PersonName("", (), "de ben vries")),
        ("Piet ben Vries", PersonName("piet", (), "ben vries")),
        ("Al", PersonName("", (), "al")),
        ("Nowak Jr.", PersonName("", (), "nowak", "jr")),
        ("Jr.", PersonName("", (), "jr")),
        ("Ada Nowak , Junior", PersonName("ada", (), "nowak", "jr")),
        ("Ada Nowak, Senior", PersonName("ada", (), "nowak", "sr")),
        ("Ada Nowak III", PersonName("ada", (), "nowak", "iii")),
        ("Ada Nowak V", PersonName("ada", ("nowak",), "v")),
        ("Ada Nowak’s, Jr.", PersonName("ada", (), "nowak", "jr")),
        ("", PersonName("", (), "")),
    ],
)
def test_parts_of_a_name(name: str, parts: PersonName) -> None:
    assert parse_person_name(name) == parts


@pytest.mark.parametrize(
    ("name", "other_name", "same"),
    [
        ("Ada Nowak", "Ada M. Nowak", True),
        ("A. Nowak", "Ada Nowak", True),
        ("Ada Nowak", "Eva Nowak", False),
        ("Ada K. Nowak", "Ada M. Nowak", False),
        ("Jan Nowak Sr.", "Jan Nowak Jr.", False),
        ("Jan Nowak", "Jan Nowak Jr.", True),
        ("Jan Nowak Junior", "Jan Nowak Jr.", True),
        ("Jan Nowak", "Jan Nowak Sr.", False),
        ("Jan Nowak Sr.", "Jan Nowak", False),
        ("Jan Nowak Sr.", "Jan Nowak Senior", True),
        ("Jan Nowak III", "Jan Nowak", True),
        ("Jan Nowak III", "Jan Nowak Jr.", False),
        ("Ada Nowak", "Ada Novak", False),
        ("Ursula von der Leyen", "Ursula Leyen", True),
        ("Ursula von der Leyen", "Ursula von der Tann", False),
        ("Ada Maria Nowak", "Ada M. Nowak", True),
        ("Ada M. K. Nowak", "Ada M. Nowak", True),
        ("Ada M. K. Nowak", "Ada M. L. Nowak", False),
    ],
)
def test_full_names_of_one_person(name: str, other_name: str, same: bool) -> None:
    assert may_be_same_person(parse_person_name(name), parse_person_name(other_name)) is same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("ada", "ada", True),
        ("", "ada", True),
        ("a", "ada", True),
        ("e", "ada", False),
        ("d", "ada", False),
        ("ad", "ada", False),
        ("a", "b", False),
        ("ada", "eva", False),
    ],
)
def test_an_initial_stands_for_a_given_name(first: str, second: str, same: bool) -> None:
    assert may_be_same_given_name(first, second) is same
    assert may_be_same_given_name(second, first) is same


def test_a_name_is_full_with_a_first_name() -> None:
    assert parse_person_name("Ada Nowak").is_full is True
    assert parse_person_name("De Santos").is_full is False


@pytest.mark.parametrize(
    ("word", "expected"), [("von", True), ("Van", True), ("St.", True), ("Vans", False), ("", False)]
)
def test_particles_are_told_whatever_their_case_and_points(word: str, expected: bool) -> None:
    assert is_particle(word) is expected
