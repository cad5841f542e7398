"""The component of actors: what is quoted, what it needs, and what it writes."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotation.components.actors import annotate_actors, in_quotation_marks
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.base.records import Attribution, QuoteKind


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("a b", ".."),
        ("a “ b ” c", ".xx.."),
        ("“ a ” b “ c ”", "xx..xx."),
        ('a " b " c " d " e', ".xx..xx.."),
        ("`` a '' b", "xx.."),
        ("a ” b", "..."),
        ("“ a “ b ” c", "xxxx.."),
        ("“ a b", "xxx"),
        ("“ a ¶ b ” c", "xx...."),
        ("“ a ␣ b ” c", "xxxx.."),
        ("“ a ¶ “ b ” c", "xx.xx.."),
    ],
)
def test_tokens_between_quotation_marks_are_quoted(words: str, quoted: str) -> None:
    forms = {"¶": "\n\n", "␣": "  "}
    doc = Doc(English().vocab, words=[forms.get(word, word) for word in words.split(" ")])
    assert "".join(".x"[mark] for mark in in_quotation_marks(doc)) == quoted


def test_a_text_that_is_not_parsed_is_refused() -> None:
    with pytest.raises(AnnotateError, match="onrecord_actors needs a parser"):
        annotate_actors(Doc(Vocab(), words=["Ann"]))


def spoken_doc(kind: QuoteKind, cue: str = "said") -> Doc:
    doc = make_doc(
        f"""
        Anna/NNP/compound/Berg Berg/NNP/nsubj/{cue} {cue}/VBD/ROOT “ I/PRP/nsubj/won won/VBD/ccomp/{cue}/win ” .
        """,
        ents={"Anna Berg": "PERSON"},
    )
    start = doc.text.index("“")
    content = (start, doc.text.index("”") + 1)
    doc._.attributions = [Attribution(source=[(0, 9)], cue=[(10, 14)], content=[content], kind=kind)]
    return doc


def test_entities_and_attributions_get_their_actors() -> None:
    doc = annotate_actors(spoken_doc("direct"))
    (actor,) = doc._.actors
    assert (actor.name, actor.type) == ("Anna Berg", "person")
    assert [ent.id_ for ent in doc.ents] == [actor.id]
    (attribution,) = doc._.attributions
    assert attribution.speaker == [actor.id]
    assert doc._.unnamed == []


@pytest.mark.parametrize(("kind", "mentions"), [("direct", ["Anna Berg", "I"]), ("indirect", ["Anna Berg"])])
def test_who_says_i_in_their_own_words_is_the_speaker(kind: QuoteKind, mentions: list[str]) -> None:
    doc = annotate_actors(spoken_doc(kind))
    (actor,) = doc._.actors
    assert [doc.text[start:end] for start, end in actor.mentions] == mentions


def test_an_entity_that_is_no_actor_has_no_id() -> None:
    doc = make_doc(
        "Rain/NN/nsubj/fell fell/VBD/ROOT/fell/fall Monday/NNP/npadvmod/fell .", ents={"Monday": "DATE"}
    )
    annotate_actors(doc)
    assert [(ent.text, ent.id_) for ent in doc.ents] == [("Monday", "")]
    assert doc._.actors == []
