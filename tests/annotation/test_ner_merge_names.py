"""Names that the lexicon knows and names that the entity head finds, merged."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.neural.entity_head import LABELS, NamedSpan


def item(start: int, end: int, label: str) -> NamedSpan:
    return NamedSpan(start, end, tuple(float(label == each) for each in LABELS))


def merged(doc: Doc, rule_names: list[NameSpan], *model_names: NamedSpan) -> dict[str, str]:
    return {doc[name.start : name.end].text: name.label for name in merge_names(doc, rule_names, model_names)}


def test_longer_names_take_in_what_the_lexicon_knows(nlp: Language) -> None:
    doc = nlp.make_doc("the Bank of England and the U.S. Open")
    rule_names = [NameSpan(3, 4, "GPE"), NameSpan(6, 7, "GPE")]
    assert merged(doc, rule_names, item(1, 4, "ORG"), item(6, 8, "MISC")) == {"Bank of England": "ORG"}
    assert merged(doc, rule_names) == {"England": "GPE", "U.S.": "GPE"}


def test_nationalities_stay_apart(nlp: Language) -> None:
    doc = nlp.make_doc("Iraqi Kurds")
    doc.ents = [Span(doc, 0, 2, "NORP")]
    rule_names = [NameSpan(0, 1, "NORP"), NameSpan(1, 2, "NORP")]
    assert merged(doc, rule_names, item(0, 2, "MISC")) == {"Iraqi": "NORP", "Kurds": "NORP"}


def test_a_team_may_be_called_by_its_town_but_not_by_a_country(nlp: Language) -> None:
    doc = nlp.make_doc("Ohio beat Moscow")
    labels = merged(doc, [NameSpan(0, 1, "GPE"), NameSpan(2, 3, "GPE")], item(0, 1, "ORG"), item(2, 3, "ORG"))
    assert labels == {"Ohio": "ORG", "Moscow": "GPE"}


def test_ordinary_words_have_to_be_found(nlp: Language) -> None:
    doc = nlp.make_doc("Time passes")
    assert merged(doc, [NameSpan(0, 1, "?ORG")]) == {}
    assert merged(doc, [NameSpan(0, 1, "?ORG")], item(0, 1, "ORG")) == {"Time": "ORG"}


def test_a_senators_party_is_no_part_of_his_state(nlp: Language) -> None:
    doc = Doc(nlp.vocab, ["Paul", "Ray", "(", "R", "-", "Wis.", ")"])
    assert merged(doc, [], item(3, 6, "ORG")) == {"Wis.": "GPE"}


def test_spacys_finer_label_is_kept(nlp: Language) -> None:
    doc = nlp.make_doc("from Zamboanga to Dalmora")
    doc.ents = [Span(doc, 1, 2, "FAC"), Span(doc, 3, 4, "PERSON")]
    assert merged(doc, [], item(1, 2, "LOC"), item(3, 4, "LOC")) == {"Zamboanga": "FAC", "Dalmora": "GPE"}


def test_a_name_is_much_the_same_throughout(nlp: Language) -> None:
    doc = nlp.make_doc("Zarbil fell . Zarbil burns . Zarbil")
    unsure = NamedSpan(6, 7, (0.0, 0.55, 0.45, 0.0))
    assert merged(doc, [], item(0, 1, "LOC"), item(3, 4, "LOC"), unsure) == {"Zarbil": "GPE"}
