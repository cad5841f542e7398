"""Names of persons in full: nicknames, particles, ranks, letters behind them."""

from __future__ import annotations

import pytest
from actors_by_hand import span_of
from docs_by_hand import doc_of_columns
from spacy.tokens import Doc

from onrecord.annotation.lexicon.name_span import NameSpan, is_rank, is_title
from onrecord.annotation.ner.person_spans import complete_person_names


def doc_of(text: str) -> Doc:
    """A Doc in which words with a capital are proper nouns."""
    words = text.split()
    pos = ["PROPN" if word[:1].isupper() else "PUNCT" if not word.isalnum() else "NOUN" for word in words]
    return doc_of_columns(words, pos=pos)


def completed(text: str, *names: str) -> list[tuple[str, str]]:
    """The names with their labels; each is written ``Words|LABEL``."""
    doc = doc_of(text)
    spans = []
    for name in names:
        words, label = name.split("|")
        span = span_of(doc, words)
        spans.append(NameSpan(span.start, span.end, label))
    return [(doc[name.start : name.end].text, name.label) for name in complete_person_names(doc, spans)]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Norbert “ Nob ” Glane ran", ["Norbert|ORG", "Glane|PERSON"], [("Norbert “Nob” Glane", "PERSON")]),
        ("Norbert “ Nob ” Glane ran", ["Nob” Glane|PERSON"], [("Norbert “Nob” Glane", "PERSON")]),
        ("Norbert “ nob ” Glane ran", ["Glane|PERSON"], [("Glane", "PERSON")]),
        ("Norbert “ Nob ” ran", ["Norbert|PERSON"], [("Norbert", "PERSON")]),
        ("the “ Nob ” Glane ran", ["Glane|PERSON"], [("Glane", "PERSON")]),
        ("Quoll “ Nob ” Acme ran", ["Acme|ORG"], [("Acme", "ORG")]),
        ("Norbert “ Nob or Bob ” Glane ran", ["Glane|PERSON"], [("Glane", "PERSON")]),
    ],
)
def test_a_nickname_in_marks_is_part_of_a_name(
    text: str, names: list[str], expected: list[tuple[str, str]]
) -> None:
    assert completed(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "Tomas dos Reis e Luz ran",
            ["Tomas|PERSON", "Reis|PERSON", "Luz|ORG"],
            [("Tomas dos Reis e Luz", "PERSON")],
        ),
        ("Tomas and Reis ran", ["Tomas|PERSON", "Reis|PERSON"], [("Tomas", "PERSON"), ("Reis", "PERSON")]),
        ("Tomas Reis ran", ["Tomas|PERSON", "Reis|PERSON"], [("Tomas", "PERSON"), ("Reis", "PERSON")]),
        ("Tomas de Reis ran", ["Tomas|PERSON", "Reis|GPE"], [("Tomas", "PERSON"), ("Reis", "GPE")]),
        ("Acme de Reis ran", ["Acme|ORG", "Reis|PERSON"], [("Acme", "ORG"), ("Reis", "PERSON")]),
    ],
)
def test_particles_join_the_parts_of_a_name(text: str, names: list[str], expected: list[tuple[str, str]]) -> None:
    assert completed(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("DCI Glane ran", "DCI Glane|ORG", ("Glane", "PERSON")),
        ("Datuk Omar Glane ran", "Datuk Omar Glane|ORG", ("Omar Glane", "PERSON")),
        ("General Glane ran", "General Glane|ORG", ("General Glane", "ORG")),
        ("ABC Glane ran", "ABC Glane|ORG", ("ABC Glane", "ORG")),
        ("DCI ran", "DCI|ORG", ("DCI", "ORG")),
    ],
)
def test_who_has_a_rank_is_a_person(text: str, name: str, expected: tuple[str, str]) -> None:
    assert completed(text, name) == [expected]


def test_a_rank_is_written_just_so() -> None:
    assert is_rank("Cllr")
    assert is_rank("Cpl.")
    assert not is_rank("Pc")
    assert is_title("PC")
    assert not is_title("Pc")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Omar Glane ran . Cllr . Glane won", True),
        ("Omar Glane ran . Cllr Glane won", True),
        ("Omar Glane ran . Old Glane won", False),
        ("Omar Glane ran . Cllr . Boe won", False),
    ],
)
def test_the_surname_of_somebody_named_is_a_name_behind_a_title(text: str, last: bool) -> None:
    assert len(completed(text, "Omar Glane|PERSON")) == 1 + last


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Omar Glane , QRS , ran", False),
        ("Omar Glane ( QRS ) ran", True),
        ("Omar Glane , QRS ran", True),
        ("Omar Glane , QRS , ran for QRS", True),
        ("rain , QRS , and Omar Glane", True),
        ("Omar Glane , QRSTUVW , ran", True),
        ("Omar Glane , Qrs , ran", True),
    ],
)
def test_letters_behind_a_name_are_no_body(text: str, stays: bool) -> None:
    letters = next(word for word in text.split() if word.lower().startswith("qrs"))
    expected = [("Omar Glane", "PERSON"), (letters, "ORG")]
    assert sorted(completed(text, "Omar Glane|PERSON", f"{letters}|ORG")) == expected[: 1 + stays]


@pytest.mark.parametrize("label", ["PERSON", "ORG"])
@pytest.mark.parametrize(
    ("text", "first_name"),
    [
        ("Hosting Glane helps . Norbert Glane ran", "Glane"),
        ("Hosting Glane helps . Norbert Brulle ran", "Hosting Glane"),  # nobody else has the surname
        ("Hosting Glane helps . Norbert Glane left Hosting Glane", "Hosting Glane"),  # called so twice
        ("Hostel Glane helps . Norbert Glane ran", "Hostel Glane"),  # the first word opens nothing
    ],
)
def test_a_participle_before_the_surname_of_somebody_else_is_no_name(
    text: str, first_name: str, label: str
) -> None:
    opener = " ".join(text.split()[:2])
    namesake = " ".join(text.split()[4:6])
    expected_label = "PERSON" if first_name == "Glane" else label
    assert completed(text, f"{opener}|{label}", f"{namesake}|PERSON") == [
        (first_name, expected_label),
        (namesake, "PERSON"),
    ]


def test_a_certain_name_of_a_body_stays_before_the_surname_of_somebody() -> None:
    doc = doc_of("Hosting Glane helps . Norbert Glane ran")
    names = [NameSpan(0, 2, "ORG", certain=True), NameSpan(4, 6, "PERSON")]
    assert complete_person_names(doc, names) == names
