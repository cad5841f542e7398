"""Whether the name of a capital stands for its government: each reason with a sentence in which it fails."""

from __future__ import annotations

import pytest
from actors_by_hand import span_of
from docs_by_hand import doc_of_columns, make_doc
from spacy.tokens import Doc

from onrecord.annotation.actors.metonymy import first_conjunct, stands_for_government


def acts(sentence: str, name: str = "Bonn") -> bool:
    """Whether a name in a sentence stands for a government; a word before it keeps the sentence from a headline."""
    doc = make_doc("Today/NN/npadvmod " + sentence)
    return stands_for_government(span_of(doc, name))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # subject of what governments do
        ("Bonn/NNP/nsubj/warned warned/VBD/ROOT/warned/warn Kiev/NNP/dobj .", True),
        ("Bonn/NNP/nsubj/flourished flourished/VBD/ROOT/flourished/flourish .", False),
        ("Bonn/NNP/nsubjpass/warned was/VBD/auxpass warned/VBN/ROOT/warned/warn .", False),
        # subject of a state of mind
        ("Bonn/NNP/nsubj/grew grew/VBD/ROOT/grew/grow impatient/JJ/acomp/grew .", True),
        ("Bonn/NNP/nsubj/grew grew/VBD/ROOT/grew/grow cold/JJ/acomp/grew .", False),
        ("Bonn/NNP/nsubj/was was/VBD+AUX/ROOT ready/JJ/attr/was .", True),
        ("Bonn/NNP/nsubj/was was/VBD+AUX/ROOT at/IN/prep/was loggerheads/NNS/pobj/at .", True),
        ("Bonn/NNP/nsubj/was was/VBD+AUX/ROOT ready/JJ/advmod/was .", False),
        ("Bonn/NNP/nsubj/left left/VBD/ROOT/left/leave impatient/JJ/acomp/left .", False),
        # object of what is done to those who can answer
        ("Kiev/NNP/nsubj/accused accused/VBD/ROOT/accused/accuse Bonn/NNP/dobj/accused .", True),
        ("Kiev/NNP/nsubj/gave gave/VBD/ROOT/gave/accuse Bonn/NNP/dative/gave time/NN/dobj .", True),
        ("She/PRP/nsubj/visited visited/VBD/ROOT/visited/visit Bonn/NNP/dobj/visited .", False),
        # owner of what governments have
        ("Bonn/NNP/poss/demands 's/POS/case/Bonn demands/NNS/nsubj/rose rose/VBD/ROOT .", True),
        ("Bonn/NNP/poss/troops 's/POS/case/Bonn troops/NNS/nsubj/left left/VBD/ROOT .", True),
        ("Bonn/NNP/poss/rejection 's/POS/case/Bonn rejection/NN/nsubj/came came/VBD/ROOT .", True),
        ("Bonn/NNP/poss/annual 's/POS/case/Bonn annual/JJ/nsubj/came came/VBD/ROOT .", False),
        ("Bonn/NNP/poss/bakers 's/POS/case/Bonn bakers/NNS/nsubj/left left/VBD/ROOT .", False),
        # behind a preposition that points to somebody
        ("Ties/NNS/nsubj/broke with/IN/prep/Ties Bonn/NNP/pobj/with broke/VBD/ROOT .", True),
        ("Ties/NNS/nsubj/broke near/IN/prep/Ties Bonn/NNP/pobj/near broke/VBD/ROOT .", False),
        ("Pressure/NN/nsubj/rose/pressure on/IN/prep/Pressure Bonn/NNP/pobj/on rose/VBD/ROOT .", True),
        ("Rain/NN/nsubj/fell/rain on/IN/prep/Rain Bonn/NNP/pobj/on fell/VBD/ROOT .", False),
        ("A/DT warning/NN/ROOT to/IN/prep/warning Bonn/NNP/pobj/to .", True),
        ("A/DT road/NN/ROOT to/IN/prep/road Bonn/NNP/pobj/to .", False),
        ("Criticism/NN/ROOT/Criticism/criticism of/IN/prep/Criticism Bonn/NNP/pobj/of .", True),
        ("A/DT threat/NN/ROOT from/IN/prep/threat Bonn/NNP/pobj/from .", True),
        # behind “by”: an agent, or what somebody does
        ("It/PRP/nsubjpass/sold sold/VBN/ROOT by/IN/agent/sold Bonn/NNP/pobj/by .", True),
        ("An/DT invasion/NN/ROOT by/IN/prep/invasion Bonn/NNP/pobj/by .", True),
        ("A/DT house/NN/ROOT by/IN/prep/house Bonn/NNP/pobj/by .", False),
        # what depends on nothing of this
        ("Bonn/NNP/npadvmod/warned warned/VBD/ROOT/warned/warn .", False),
    ],
)
def test_a_capital_is_a_government_by_what_it_does_in_its_sentence(sentence: str, expected: bool) -> None:
    assert acts(sentence) is expected


def test_a_coordinated_name_does_what_the_first_does() -> None:
    sentence = "Kiev/NNP/nsubj/{verb} and/CC/cc/Kiev Bonn/NNP/conj/Kiev {verb}/VBD/ROOT/{verb}/{lemma} ."
    assert acts(sentence.format(verb="warned", lemma="warn"))
    assert not acts(sentence.format(verb="slept", lemma="sleep"))


def test_the_first_of_coordinated_names_depends_on_the_verb() -> None:
    doc = make_doc(
        "Kiev/NNP/nsubj/met and/CC/cc/Kiev Bonn/NNP/conj/Kiev and/CC/cc/Bonn Rome/NNP/conj/Bonn met/VBD/ROOT"
    )
    assert [first_conjunct(token).text for token in (doc[0], doc[2], doc[4])] == ["Kiev"] * 3
    assert first_conjunct(doc[5]) == doc[5]


def headline(words: str, *, lemmas: dict[str, str] | None = None) -> Doc:
    """Words that the parser understood wrongly: each depends on the last one as a compound."""
    tokens = words.split()
    count = len(tokens)
    return doc_of_columns(
        tokens,
        heads=[count - 1] * count,
        deps=["compound"] * (count - 1) + ["ROOT"],
        tags=["NNP"] * count,
        pos=["PROPN"] * count,
        lemmas=[(lemmas or {}).get(token, token) for token in tokens],
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bonn appeals for peace", True),
        ("Bonn appeal for peace", False),
        ("Bonn sleeps in peace", False),
        ("Today Bonn appeals for peace", False),
        ("Bonn", False),
    ],
)
def test_a_headline_begins_with_who_acts(words: str, expected: bool) -> None:
    assert stands_for_government(span_of(headline(words), "Bonn")) is expected


def test_a_headlines_verb_may_be_known_by_its_lemma() -> None:
    doc = headline("Bonn denies all", lemmas={"denies": "deny"})
    assert stands_for_government(doc[0:1])
    assert not stands_for_government(headline("Bonn denies all")[0:1])


def test_a_headline_begins_anew_on_each_line() -> None:
    doc = doc_of_columns(
        ["Peace", "\n", "Bonn", "appeals"],
        heads=[3, 3, 3, 3],
        deps=["compound", "dep", "compound", "ROOT"],
        tags=["NN", "_SP", "NNP", "NNS"],
        pos=["NOUN", "SPACE", "PROPN", "NOUN"],
        lemmas=["peace", "\n", "Bonn", "appeal"],
    )
    assert stands_for_government(doc[2:3])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Iran broke in -- Bonn", True),
        ("Iran broke in – Bonn", True),
        ("Iran broke in , Bonn", False),
        ("Iran broke in -- Bonn .", True),
        ("Iran broke in -- Bonn said so", False),
        ("Iran broke in -- Bonn \n More", True),
        ("Iran broke in -- Bonn . \n More", True),
        ("Iran broke in -- Bonn . More follows", False),
        ("-- Bonn", False),
        ("Iran -- Bonn", True),
    ],
)
def test_a_headline_ends_with_its_source(words: str, expected: bool) -> None:
    doc = doc_of_columns(
        [word.replace("\\n", "\n") for word in words.split(" ")],
        heads=[0] * len(words.split(" ")),
        deps=["ROOT", *["dep"] * (len(words.split(" ")) - 1)],
    )
    assert stands_for_government(span_of(doc, "Bonn")) is expected


def test_a_dateline_is_a_place_though_a_verb_follows() -> None:
    assert not stands_for_government(headline("BONN appeals for peace")[0:1])
    assert stands_for_government(headline("UAE appeals for peace")[0:1])
    sentence = "BONN/NNP/nsubj/warned warned/VBD/ROOT/warned/warn Kiev/NNP/dobj ."
    assert acts(sentence, "BONN")
    assert not stands_for_government(make_doc(sentence)[0:1])
