"""Names of people and of organisations, without a model."""

from __future__ import annotations

import pytest

from onrecord.annotation.lexicon import organisation_names, person_names
from onrecord.annotation.lexicon.person_names import PersonName, parse


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
    assert parse(name) == parts


@pytest.mark.parametrize(
    ("one", "other", "same"),
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
def test_full_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert person_names.compatible(parse(one), parse(other)) is same


def test_one_word_calls_somebody_by_last_or_first_name() -> None:
    full = parse("Piet van der Berg")
    assert person_names.matches_surname(parse("Van der Berg"), full)
    assert person_names.matches_surname(parse("Berg"), full)
    assert not person_names.matches_surname(parse("Piet"), full)
    assert person_names.matches_first_name(parse("Piet"), full)


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Angela Nowak", "female"), ("Zrt Ivanova", "female"), ("Zrt Orlov", "male"), ("Nowak", None)],
)
def test_gender_of_a_name(name: str, gender: str | None) -> None:
    assert person_names.gender_of(name) == gender


def test_near_names_need_more_without_a_shared_title() -> None:
    assert person_names.may_be_misspelt("dzerensky", "zelensky", same_role=True)
    assert not person_names.may_be_misspelt("dzerensky", "zelensky", same_role=False)
    assert person_names.may_be_misspelt("sarkosy", "sarkozy", same_role=False)
    assert not person_names.may_be_misspelt("bush", "obama", same_role=True)
    assert not person_names.may_be_misspelt("sarkozys", "sarkozy", same_role=True)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("PUK", "Patriotic Union of Kurdistan"),
        ("CFPB", "Consumer Financial Protection Bureau"),
        ("O.S.C.E.", "Organisation for Security and Cooperation in Europe"),
        ("Baltic Shipping", "Baltic Shipping Company of Riga"),
        ("Guard", "National Guard"),
    ],
)
def test_short_forms_of_organisations(short: str, full: str) -> None:
    assert organisation_names.as_short_form(short) & organisation_names.short_forms(full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gannett", "Gannett Co. Inc."),
        ("The Harbour Trust", "Harbour Trust"),
        ("EU", "E.U."),
        ("UN", "United Nations"),
    ],
)
def test_names_of_one_organisation(one: str, other: str) -> None:
    assert organisation_names.organisation_key(one) == organisation_names.organisation_key(other)


def test_a_part_that_is_another_body_is_no_short_form() -> None:
    assert not organisation_names.as_short_form("Bank") & organisation_names.short_forms("Bank of China")


def test_a_country_is_no_short_form() -> None:
    assert not organisation_names.as_short_form("France") & organisation_names.short_forms("Air France")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zelenskiy", "selensky"),
        ("stoltenberg", "stoltenburg"),
        ("yanukovich", "janukowytsch"),
        ("tchaikovsky", "tschaikowski"),
        ("cho", "tschou"),
    ],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert person_names.phonetic_key(one) == person_names.phonetic_key(other)


def test_sound_counts_for_the_same_title_alone() -> None:
    assert person_names.may_be_misspelt("wouk", "vukk", same_role=True)
    assert not person_names.may_be_misspelt("wouk", "vukk", same_role=False)
    assert not person_names.may_be_misspelt("merkel", "hollande", same_role=True)
