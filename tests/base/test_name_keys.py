from __future__ import annotations

import pytest

from onrecord.base.name_keys import (
    PersonName,
    abbreviation_letters,
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
    ],
)
def test_a_key_has_no_case_accents_points_or_article(name: str, expected: str) -> None:
    assert name_key(name) == expected


def test_accents_are_taken_off_and_nothing_else() -> None:
    assert without_accents("Ágnes Łódź Ⅳ") == "Agnes Łodz IV"


@pytest.mark.parametrize(
    ("name", "expected"), [("Norvik Co. Inc.", "norvik"), ("Inc.", "inc"), ("Cobalt", "cobalt")]
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
    ],
)
def test_full_names_of_one_person(name: str, other_name: str, same: bool) -> None:
    assert may_be_same_person(parse_person_name(name), parse_person_name(other_name)) is same
