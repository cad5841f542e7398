"""Names of organisations: keys, short forms and abbreviations."""

from __future__ import annotations

import pytest

from onrecord.annotation.lexicon.organisation_names import (
    as_short_form,
    organisation_key,
    short_forms,
)


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("IMF", "International Monetary Fund"), ("Le Figaro", "Le Figaro"), ("Gannett Co. Inc.", "gannett")],
)
def test_the_key_of_an_organisation(name: str, organisation: str) -> None:
    assert organisation_key(name) == organisation


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Harbour", set()),
        ("National Guard", {"NG", "national", "guard"}),
        ("National guard", {"NG", "N", "national", "guard"}),
        ("3M Harbour", {"H", "3m", "harbour"}),
        ("Harbour Trust -", {"HT", "harbour", "harbour trust", "trust -", "-"}),
        ("Inc. Harbour", {"IH", "harbour"}),
        ("Bank of China", {"BOC", "BC"}),
        ("Union of Bakers Trust", {"UOBT", "UBT", "trust"}),
        ("Guild of Bakers Trust", {"GOBT", "GBT", "trust", "guild of", "guild of bakers"}),
        ("Anglo-Dutch 7 Works", {"ADW", "anglo-dutch", "anglo-dutch 7", "7 works", "works"}),
    ],
)
def test_short_forms_of_an_organisation(name: str, forms: set[str]) -> None:
    assert short_forms(name) == forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("CFPB", {"CFPB"}),
        ("C.F.P.B.", {"CFPB"}),
        ("X", {"x"}),
        ("XY", {"XY"}),
        ("ABCDEFGH", {"ABCDEFGH"}),
        ("ABCDEFGHI", {"abcdefghi"}),
        ("AB1", {"ab1"}),
        ("Guard", {"guard"}),
        ("France", set()),
        ("Swedish", set()),
    ],
)
def test_the_form_of_a_name_among_short_forms(name: str, forms: set[str]) -> None:
    assert as_short_form(name) == forms


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
def test_a_short_form_is_among_those_of_the_full_name(short: str, full: str) -> None:
    assert as_short_form(short) & short_forms(full)


@pytest.mark.parametrize(
    ("name", "other_name"),
    [
        ("Gannett", "Gannett Co. Inc."),
        ("The Harbour Trust", "Harbour Trust"),
        ("EU", "E.U."),
        ("UN", "United Nations"),
    ],
)
def test_names_of_one_organisation(name: str, other_name: str) -> None:
    assert organisation_key(name) == organisation_key(other_name)


def test_a_part_that_is_another_body_is_no_short_form() -> None:
    assert not as_short_form("Bank") & short_forms("Bank of China")


def test_a_country_is_no_short_form() -> None:
    assert not as_short_form("France") & short_forms("Air France")
