"""From the entities of an article to its actors: one cluster each, under its best name."""

from __future__ import annotations

import pytest
from actors_by_hand import cluster_named
from docs_by_hand import doc_of_columns, make_doc
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from onrecord.annotation.actors import clustering
from onrecord.annotation.actors.clustering import cluster_actors, display_name
from onrecord.annotation.actors.registry import ActorCluster


def plain_doc(words: str, ents: dict[str, str]) -> Doc:
    """A text in which nothing depends on anything, and that has no headlines or datelines."""
    tokens = ["x", *words.split()]
    return doc_of_columns(tokens, heads=[0] * len(tokens), deps=["ROOT", *["dep"] * (len(tokens) - 1)], ents=ents)


def actors(words: str, ents: dict[str, str]) -> dict[str, tuple[str, list[str]]]:
    """Name → type and mentions of each actor."""
    doc = plain_doc(words, ents)
    return {
        cluster.name: (cluster.type, [doc[start:end].text for start, end in sorted(cluster.mentions)])
        for cluster in cluster_actors(doc).clusters
    }


# ---- names as they are shown


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("Anna Kovacs", "PERSON", "Anna Kovacs"),
        ("Anna\n Kovacs", "PERSON", "Anna Kovacs"),
        ("[Anna] Kovacs", "PERSON", "Anna Kovacs"),
        ("ANNA KOVACS", "PERSON", "Anna Kovacs"),
        ("KOVACS", "PERSON", "KOVACS"),
        ("UNESCO", "ORG", "UNESCO"),
        ("U N E", "ORG", "U N E"),
        ("U N IT", "ORG", "U N It"),
        ("LONDON", "GPE", "London"),
        ("LONDON", "ORG", "LONDON"),
        ("ZUZUQA", "GPE", "ZUZUQA"),
        ("PARIS", "GPE", "PARIS"),
        ("NEW York", "GPE", "NEW York"),
    ],
)
def test_a_name_is_shown_on_one_line_and_not_in_capitals(words: str, label: str, expected: str) -> None:
    doc = doc_of_columns([words])
    name = doc.char_span(0, len(words), label=label)
    assert name is not None
    assert display_name(name) == expected


# ---- people


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"Anna Kovacs": 1, "Kovacs": 3}, "Anna Kovacs"),
        ({"Kovacs": 3}, "Kovacs"),
        ({"Anna Kovacs": 1, "Anna M. Kovacs": 2}, "Anna M. Kovacs"),
        ({"Anna Kovacs": 2, "Anna M. Kovacs": 1}, "Anna Kovacs"),
        ({"Anna Kovacs": 1, "Anna M. Kovacs": 1}, "Anna M. Kovacs"),
        ({"Lopez Obrador": 5, "Andres Lopez Obrador": 1}, "Andres Lopez Obrador"),
    ],
)
def test_a_person_is_shown_by_the_best_full_name(names: dict[str, int], expected: str) -> None:
    cluster = ActorCluster("person")
    cluster.names.update(names)
    assert clustering._best_person_name(cluster) == expected


def test_people_are_clustered_by_their_names() -> None:
    assert actors("Anna Kovacs met Kovacs", {"Anna Kovacs": "PERSON", "met Kovacs": "DATE"}) == {
        "Anna Kovacs": ("person", ["Anna Kovacs"])
    }
    assert actors("Kovacs said Anna Kovacs", {"Anna Kovacs": "PERSON"}) == {
        "Anna Kovacs": ("person", ["Anna Kovacs"])
    }


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("Lindberg administration and Lindberg", "Lindberg", "person"),
        ("Lindberg company and Lindberg", "Lindberg", "organisation"),
        ("NATO administration and NATO", "NATO", "organisation"),
        ("Lindberg Berg administration and Lindberg Berg", "Lindberg Berg", "organisation"),
        ("and Lindberg", "Lindberg", "organisation"),
    ],
)
def test_who_heads_an_administration_is_a_person(words: str, name: str, expected: str) -> None:
    doc = plain_doc(words, {name: "ORG"})
    registry = cluster_actors(doc)
    last = registry.cluster_at(len(doc) - 1)
    assert last is not None
    assert last.type == expected


# ---- places and countries


@pytest.mark.parametrize(
    ("words", "ents", "expected"),
    [
        ("France", {"France": "GPE"}, {"France": ("country", ["France"])}),
        ("Zuzuq and Zuzuq", {"Zuzuq": "GPE"}, {"Zuzuq": ("place", ["Zuzuq", "Zuzuq"])}),
        ("Zuzuq", {"Zuzuq": "LOC"}, {"Zuzuq": ("place", ["Zuzuq"])}),
        ("Zuzuq", {"Zuzuq": "FAC"}, {"Zuzuq": ("place", ["Zuzuq"])}),
        ("Zuzuq", {"Zuzuq": "DATE"}, {}),
        ("Paris", {"Paris": "GPE"}, {"Paris": ("place", ["Paris"])}),
        ("Fla. and Florida", {"Fla.": "GPE", "Florida": "GPE"}, {"Florida": ("place", ["Fla.", "Florida"])}),
    ],
)
def test_a_country_is_no_place(
    words: str, ents: dict[str, str], expected: dict[str, tuple[str, list[str]]]
) -> None:
    assert actors(words, ents) == expected


PARIS_WARNS = "Paris/NNP/nsubj/warned warned/VBD/ROOT/warned/warn Kiev/NNP/dobj/warned/Kiev in/IN/prep/warned Paris/NNP/pobj/in ."


def test_a_capital_that_acts_is_a_metonym_of_its_country() -> None:
    registry = cluster_actors(make_doc(PARIS_WARNS, ents={"Paris": "GPE"}))
    france, paris = registry.clusters
    assert (france.name, france.type, france.metonyms, france.names) == ("France", "country", ["Paris"], {})
    assert (paris.name, paris.type, paris.metonyms, paris.names) == ("Paris", "place", [], {"Paris": 1})


def test_a_country_counts_its_names() -> None:
    (france,) = cluster_actors(plain_doc("France and France", {"France": "GPE"})).clusters
    assert (france.names, france.metonyms) == ({"France": 2}, [])


BRUSSELS_WARNS = "Brussels/NNP/nsubj/warned warned/VBD/ROOT/warned/warn them/PRP/dobj"


@pytest.mark.parametrize(
    ("rest", "ents", "expected"),
    [
        ("European/NNP Commission/NNP", {"European Commission": "ORG"}, ["European Union", "European Commission"]),
        ("European/NNP Union/NNP", {"European Union": "ORG"}, ["European Union"]),
        ("European/NNP Commission/NNP", {"European Commission": "LAW"}, ["Belgium"]),
        ("Other/NNP Commission/NNP", {"Other Commission": "ORG"}, ["Belgium", "Other Commission"]),
        (
            "European/NNP Commission/NNP Belgian/JJ",
            {"European Commission": "ORG", "Belgian": "NORP"},
            ["Belgium", "European Commission"],
        ),
        (
            "European/NNP Commission/NNP Belgium/NNP",
            {"European Commission": "ORG", "Belgium": "GPE"},
            ["Belgium", "European Commission"],
        ),
        (
            "European/NNP Commission/NNP French/JJ",
            {"European Commission": "ORG", "French": "NORP"},
            ["European Union", "European Commission"],
        ),
    ],
)
def test_brussels_is_the_union_where_only_that_is_named(
    rest: str, ents: dict[str, str], expected: list[str]
) -> None:
    registry = cluster_actors(make_doc(f"{BRUSSELS_WARNS} {rest}", ents={"Brussels": "GPE", **ents}))
    assert [cluster.name for cluster in registry.clusters] == expected
    assert registry.clusters[0].metonyms == ["Brussels"]


def test_other_capitals_stand_for_their_own_country_beside_the_union() -> None:
    doc = make_doc(f"{PARIS_WARNS[:-2]} European/NNP Union/NNP", ents={"Paris": "GPE", "European Union": "ORG"})
    assert {cluster.name for cluster in cluster_actors(doc).clusters} == {"France", "Paris", "European Union"}


# ---- organisations


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"HPL": 5, "Harbour League": 1}, "Harbour League"),
        ({"HPL": 5}, "HPL"),
        ({"Harbour League": 2, "Harbour Protection League": 1}, "Harbour League"),
        ({"Harbour League": 1, "Harbour Protection League": 1}, "Harbour Protection League"),
        ({}, "as found"),
    ],
)
def test_an_organisation_is_shown_by_its_best_name(names: dict[str, int], expected: str) -> None:
    cluster = ActorCluster("organisation", "as found")
    cluster.names.update(names)
    assert clustering._best_organisation_name(cluster) == expected


def test_an_organisation_is_one_whatever_its_legal_form() -> None:
    assert actors("Norvik Inc. and Norvik", {"Norvik Inc.": "ORG", "and Norvik": "ORG"}) == {
        "Norvik Inc.": ("organisation", ["Norvik Inc."]),
        "and Norvik": ("organisation", ["and Norvik"]),
    }
    doc = doc_of_columns(["Norvik", "Inc.", "met", "Norvik"], heads=[0] * 4, deps=["ROOT", "dep", "dep", "dep"])
    doc.ents = (Span(doc, 0, 2, "ORG"), Span(doc, 3, 4, "ORG"))
    (norvik,) = cluster_actors(doc).clusters
    assert norvik.names == {"Norvik Inc.": 1, "Norvik": 1}
    assert norvik.mentions == {(0, 2), (3, 4)}


def test_a_seat_of_power_is_its_country_or_organisation() -> None:
    registry = cluster_actors(plain_doc("Kremlin and Pentagon", {"Kremlin": "ORG", "Pentagon": "ORG"}))
    assert [(cluster.name, cluster.type, cluster.metonyms, cluster.names) for cluster in registry.clusters] == [
        ("Russia", "country", ["Kremlin"], {}),
        ("Pentagon", "organisation", [], {"Pentagon": 1}),
    ]
    assert [cluster.mentions for cluster in registry.clusters] == [{(1, 2)}, {(3, 4)}]


@pytest.mark.parametrize(
    ("words", "ents", "holder"),
    [
        ("White House and Lindberg administration", {"Lindberg": "PERSON"}, "Lindberg administration"),
        ("White House and Lindberg company", {"Lindberg": "PERSON"}, "United States"),
        (
            "White House and Lindberg administration of Kovacs administration",
            {"Lindberg": "PERSON", "Kovacs": "PERSON"},
            "United States",
        ),
    ],
)
def test_the_white_house_is_the_only_administration(words: str, ents: dict[str, str], holder: str) -> None:
    tokens = words.split()
    doc = doc_of_columns(
        tokens,
        heads=[0] * len(tokens),
        deps=["ROOT", *["dep"] * (len(tokens) - 1)],
        pos=["NOUN" if token in ("administration", "company") else "ADP" for token in tokens],
        ents={"White House": "ORG", **ents},
    )
    assert cluster_named(cluster_actors(doc), holder).metonyms == ["White House"]


def test_other_seats_are_no_administrations() -> None:
    tokens = "Kremlin and Lindberg administration".split()
    doc = doc_of_columns(
        tokens,
        heads=[0] * 4,
        deps=["ROOT", "dep", "dep", "dep"],
        pos=["PROPN", "ADP", "PROPN", "NOUN"],
        ents={"Kremlin": "ORG", "Lindberg": "PERSON"},
    )
    assert cluster_named(cluster_actors(doc), "Russia").metonyms == ["Kremlin"]


def test_ministries_are_organisations() -> None:
    doc = make_doc("The/DT/det/ministry foreign/JJ/amod/ministry ministry/NN/nsubj/left left/VBD/ROOT")
    (ministry,) = cluster_actors(doc).clusters
    assert (ministry.name, ministry.type, ministry.mentions) == ("foreign ministry", "organisation", {(1, 3)})


def test_a_collective_is_not_added_again_as_an_organisation() -> None:
    doc = make_doc(
        "The/DT Swedish/JJ embassy/NN/nsubj/left left/VBD/ROOT", ents={"Swedish": "NORP", "embassy": "ORG"}
    )
    (embassy,) = cluster_actors(doc).clusters
    assert (embassy.name, embassy.names) == ("Swedish embassy", {"Swedish embassy": 1})


@pytest.mark.parametrize(
    ("words", "ents", "merged"),
    [
        ("University of Laguna ( UXL )", {"University of Laguna": "ORG", "UXL": "ORG"}, True),
        ("University of Laguna [ UXL )", {"University of Laguna": "ORG", "UXL": "ORG"}, False),
        ("University of Laguna ( UXL ]", {"University of Laguna": "ORG", "UXL": "ORG"}, False),
        ("University of Laguna ( Uxl )", {"University of Laguna": "ORG", "Uxl": "ORG"}, False),
        ("University of Laguna ( UXl )", {"University of Laguna": "ORG", "UXl": "ORG"}, True),
        ("University of Laguna ( UXL )", {"University of Laguna": "ORG", "UXL": "GPE"}, False),
        ("University of Laguna ( UXL )", {"University of Laguna": "GPE", "UXL": "ORG"}, False),
        ("University of Laguna ( UXL )", {"University of Laguna": "ORG"}, False),
        ("University of Laguna ( USA )", {"University of Laguna": "ORG", "USA": "ORG"}, False),
        ("Laguna ( UXL )", {"Laguna": "ORG", "UXL": "ORG"}, False),
        ("University of Laguna ( UXL", {"University of Laguna": "ORG", "UXL": "ORG"}, False),
    ],
)
def test_letters_in_brackets_abbreviate_what_stands_before(words: str, ents: dict[str, str], merged: bool) -> None:
    doc = plain_doc(words, ents)
    registry = cluster_actors(doc)
    full = registry.cluster_at(1)
    index = next((token.i for token in doc if token.text.lower() == "uxl"), 5)
    assert (full is not None and registry.cluster_at(index) is full) is merged


@pytest.mark.parametrize(
    ("words", "ents", "names"),
    [
        (
            "Harbour Protection League and HPL",
            {"Harbour Protection League": "ORG", "HPL": "ORG"},
            ["Harbour Protection League"],
        ),
        ("Norvik Shipping and Norvik", {"Norvik Shipping": "ORG", "and Norvik": "DATE"}, ["Norvik Shipping"]),
        (
            "Harbour Protection League and Heron People Lodge and HPL",
            {"Harbour Protection League": "ORG", "Heron People Lodge": "ORG", "HPL": "ORG"},
            ["Harbour Protection League", "Heron People Lodge", "HPL"],
        ),
        (
            "Harbour Protection League and XYZ",
            {"Harbour Protection League": "ORG", "XYZ": "ORG"},
            ["Harbour Protection League", "XYZ"],
        ),
    ],
)
def test_a_short_form_is_the_only_organisation_that_it_fits(
    words: str, ents: dict[str, str], names: list[str]
) -> None:
    registry = cluster_actors(plain_doc(words, ents))
    assert [cluster.name for cluster in registry.clusters] == names


# ---- groups


@pytest.mark.parametrize(
    ("sentence", "name", "is_group"),
    [
        ("Danes/NNPS/nsubj/left left/VBD/ROOT", "Danes", True),
        ("Danes/NNS/nsubj/left left/VBD/ROOT", "Danes", True),
        ("Danes/NNPS/compound/ship ship/NN/nsubj/left left/VBD/ROOT", "Danes", False),
        ("Danes/NNPS/amod/ship ship/NN/nsubj/left left/VBD/ROOT", "Danes", False),
        ("the/DT Dutch/JJ/nsubj/left left/VBD/ROOT", "Dutch", True),
        ("the/DT Dutch/JJ/amod/ship ship/NN/nsubj/left left/VBD/ROOT", "Dutch", False),
        ("a/DT Dutch/JJ/nsubj/left left/VBD/ROOT", "Dutch", False),
        ("Dutch/JJ/nsubj/left left/VBD/ROOT the/DT", "Dutch", False),
        ("the/DT Dane/NNP/nsubj/left left/VBD/ROOT", "Dane", False),
    ],
)
def test_a_word_for_a_people_is_a_group_if_it_means_people(sentence: str, name: str, is_group: bool) -> None:
    doc = make_doc(sentence, ents={name: "NORP"})
    clusters = [(cluster.type, cluster.name, cluster.names) for cluster in cluster_actors(doc).clusters]
    assert clusters == ([("group", name, {name: 1})] if is_group else [])


@pytest.mark.parametrize("dependency", ["nsubj", "dobj", "pobj", "conj"])
def test_the_dutch_are_people_in_each_part_of_a_sentence(dependency: str) -> None:
    doc = make_doc(f"left/VBD/ROOT the/DT Dutch/JJ/{dependency}/left", ents={"Dutch": "NORP"})
    assert len(cluster_actors(doc).clusters) == 1


def test_a_group_is_one_however_it_is_written() -> None:
    doc = make_doc(
        "Danes/NNPS/nsubj/met met/VBD/ROOT DANES/NNPS/dobj/met", ents={"Danes": "NORP", "DANES": "NORP"}
    )
    (danes,) = cluster_actors(doc).clusters
    assert (danes.name, danes.names, danes.mentions) == ("Danes", {"Danes": 1, "DANES": 1}, {(0, 1), (2, 3)})


# ---- the by-line


def people_of(below: str) -> list[list[str]]:
    """Return the mentions of each actor in a text by Ann Berg."""
    words = ["By", "Ann", "Berg", "\n\n", *below.split()]
    spaces = [True, True, False, False, *[True] * len(below.split())]
    ents = [
        "O",
        "B-PERSON",
        "I-PERSON",
        "O",
        *("B-PERSON" if word[0].isupper() else "O" for word in below.split()),
    ]
    doc = Doc(
        Vocab(), words, spaces, heads=[0] * len(words), deps=["ROOT", *["dep"] * (len(words) - 1)], ents=ents
    )
    return [
        [doc[start:end].text for start, end in sorted(cluster.mentions)]
        for cluster in cluster_actors(doc).clusters
    ]


def test_who_is_only_named_in_the_byline_is_no_actor() -> None:
    assert people_of("“ Dahl spoke") == [["Dahl"]]


def test_who_is_named_below_the_byline_is_an_actor_there_too() -> None:
    assert people_of("“ Berg spoke") == [["Ann Berg", "Berg"]]
