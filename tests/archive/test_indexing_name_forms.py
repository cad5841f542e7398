"""Under which form an actor is counted across articles."""

from __future__ import annotations

import pytest

from onrecord.archive.indexing.name_forms import NameForm, article_form, name_form
from onrecord.base.records import Actor, ActorType


def actor(name: str, *roles: str, type_: ActorType = "person") -> Actor:
    return Actor(id="a1", name=name, type=type_, roles=list(roles))


@pytest.mark.parametrize(
    ("name", "type_", "expected"),
    [
        ("Joe Biden", "person", NameForm("person", "joe biden", "joe biden", "biden")),
        ("Joe R. Biden", "person", NameForm("person", "joe r biden", "joe biden", "biden")),
        ("Hans von der Tann", "person", NameForm("person", "hans von der tann", "hans von der tann", "tann")),
        ("Merkel", "person", NameForm("person", "merkel", "merkel", "merkel", short=True)),
        ("Acme Inc.", "organisation", NameForm("organisation", "acme", "acme")),
        ("Acme Inc.", "place", NameForm("place", "acme inc", "acme inc")),
        ("…", "person", None),
        ("", "organisation", None),
    ],
)
def test_the_form_of_a_name(name: str, type_: str, expected: NameForm | None) -> None:
    assert name_form(name, type_) == expected


def test_a_node_is_the_form_in_a_word() -> None:
    assert NameForm("person", "joe biden").node == "person|joe biden"


@pytest.mark.parametrize(
    ("roles", "title"),
    [
        (["Chancellor"], "chancellor"),
        (["vice president"], "vice president"),
        (["Chancellor", "vice president"], "vice president"),
        (["wife"], ""),
        ([" wife "], ""),
        ([], ""),
    ],
)
def test_a_surname_alone_takes_an_office_along(roles: list[str], title: str) -> None:
    form = article_form(actor("Merkel", *roles))
    assert form is not None
    assert form.title == title


def test_a_full_name_needs_no_office() -> None:
    form = article_form(actor("Angela Merkel", "Chancellor"))
    assert form is not None
    assert form.title == ""
    assert article_form(actor("…")) is None
