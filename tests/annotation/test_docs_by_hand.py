from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns, make_doc

SENTENCES = """
    “ It/PRP/nsubj/fails fails/VBZ/ccomp/said/fail , ” Anna/NNP/compound/Berg Berg/NNP/nsubj/said
      had/VBD/aux/said said/VBN/ROOT .

    He/PRP/nsubj/left left/VBD/ROOT/left/leave the/DT/det/port port/NN/dobj/left .
"""


def test_the_text_is_set_as_english_sets_it() -> None:
    assert make_doc(SENTENCES).text == "“It fails,” Anna Berg had said.\n\nHe left the port."


def test_each_token_has_its_columns() -> None:
    doc = make_doc(SENTENCES)
    had, said, left = doc[7], doc[8], doc[12]
    assert (had.pos_, had.tag_, had.dep_, had.lemma_, had.head) == ("AUX", "VBD", "aux", "have", said)
    assert (said.pos_, said.lemma_, said.dep_, said.head) == ("VERB", "say", "ROOT", said)
    assert (doc[3].pos_, doc[3].dep_, doc[3].head) == ("PUNCT", "punct", said)
    assert (doc[5].pos_, doc[5].lemma_) == ("PROPN", "Anna")
    assert (left.lemma_, doc[14].head) == ("leave", left)


def test_each_line_is_a_sentence() -> None:
    assert [sentence.text for sentence in make_doc(SENTENCES).sents] == [
        "“It fails,” Anna Berg had said.\n\n",
        "He left the port.",
    ]


def test_entities_are_at_each_place_of_their_words() -> None:
    doc = make_doc("Berg/NNP/nsubj/met met/VBD/ROOT/met/meet Berg/NNP/dobj/met", ents={"Berg": "PERSON"})
    assert [(entity.start, entity.label_) for entity in doc.ents] == [(0, "PERSON"), (2, "PERSON")]


def test_a_head_that_stands_twice_wants_its_number() -> None:
    twice = "Berg/NNP/nsubj/met met/VBD/ROOT Berg/NNP/dobj/met old/JJ/amod/{}"
    assert make_doc(twice.format("Berg#2"))[3].head.i == 2
    with pytest.raises(ValueError, match="2 times"):
        make_doc(twice.format("Berg"))


def test_a_sentence_without_a_root_is_refused() -> None:
    with pytest.raises(ValueError, match="0 roots"):
        make_doc("He/PRP/nsubj/left left/VBD")


def test_columns_may_be_given_alone() -> None:
    doc = doc_of_columns(["He", "said", '"', "no", '"', "."])
    assert doc.text == 'He said "no".'
    assert not doc.has_annotation("DEP")
