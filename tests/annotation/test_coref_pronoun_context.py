"""What the clause of a pronoun says, rule by rule."""

from __future__ import annotations

import pytest
from actors_by_hand import span_of
from docs_by_hand import make_doc
from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.coref.mentions import Mention
from onrecord.annotation.coref.pronoun_context import (
    PronounContext,
    is_root_subject,
    is_speaking,
    logical_subject,
    syntactic_function,
)


def context_of(doc: Doc, pronoun: str) -> PronounContext:
    return PronounContext(span_of(doc, pronoun)[0], 0, is_quoted=False)


def mention_of(doc: Doc, words: str, sentence: int = 0) -> Mention:
    span = span_of(doc, words)
    return Mention(ActorCluster("person", words), span.root, span.start, sentence, is_nominal=True)


# ---- the function of a word


@pytest.mark.parametrize(
    ("dependency", "function"),
    [
        ("nsubj", "subject"),
        ("nsubjpass", "subject"),
        ("csubj", "subject"),
        ("dobj", "object"),
        ("dative", "object"),
        ("iobj", "object"),
        ("poss", "possessor"),
        ("compound", "compound"),
        ("pobj", "pobj"),
        ("appos", "appos"),
        ("agent", "agent"),
        ("attr", "other"),
    ],
)
def test_a_dependency_is_a_function(dependency: str, function: str) -> None:
    doc = make_doc(f"Lee/NNP/{dependency}/saw and/CC/cc/Lee Kim/NNP/conj/Lee saw/VBD/ROOT")
    assert syntactic_function(doc[0]) == function
    assert syntactic_function(doc[2]) == function


# ---- the pronoun


@pytest.mark.parametrize(
    ("sentence", "pronoun", "kind"),
    [
        ("He/PRP/nsubj/left left/VBD/ROOT", "He", "he"),
        ("left/VBD/ROOT him/PRP/dobj/left", "him", "him"),
        ("left/VBD/ROOT with/IN/prep/left him/PRP/pobj/with", "him", "him"),
        ("His/PRP$/poss/dog dog/NN/nsubj/left left/VBD/ROOT", "His", "his"),
        ("saw/VBD/ROOT himself/PRP/dobj/saw", "himself", "his"),
        ("Himself/PRP/nsubj/left left/VBD/ROOT", "Himself", "his"),
    ],
)
def test_the_kind_of_a_pronoun(sentence: str, pronoun: str, kind: str) -> None:
    assert context_of(make_doc(sentence), pronoun).kind == kind


@pytest.mark.parametrize(
    ("sentence", "reports"),
    [
        ("He/PRP/nsubj/said said/VBD/ROOT", True),
        ("He/PRP/nsubj/slept slept/VBD/ROOT/slept/sleep", False),
        ("He/PRP/nsubj/announced announced/VBD/ROOT/announced/announce", True),
        ("said/VBD/ROOT He/PRP/dobj/said", False),
    ],
)
def test_who_is_the_subject_of_saying_reports(sentence: str, reports: bool) -> None:
    assert context_of(make_doc(sentence), "He").reports is reports


def test_the_verbs_above_a_pronoun_and_its_subject() -> None:
    doc = make_doc(
        "Lee/NNP/nsubj/said said/VBD/ROOT that/IN/mark/sold Kim/NNP/nsubj/sold sold/VBD/ccomp/said his/PRP$/poss/dog dog/NN/dobj/sold"
    )
    context = context_of(doc, "his")
    assert [verb.text for verb in context.verbs_above] == ["sold", "said"]
    assert context.verb == doc[4]
    assert context.subject == doc[3]


def test_a_pronoun_without_a_verb_has_no_subject() -> None:
    context = context_of(make_doc("a/DT picture/NN/ROOT of/IN/prep/picture him/PRP/pobj/of"), "him")
    assert (context.verbs_above, context.verb, context.subject) == ((), None, None)


# ---- binding


@pytest.mark.parametrize(
    ("sentence", "pronoun", "name", "forbidden"),
    [
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw", "him", "Lee", True),
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT himself/PRP/dobj/saw", "himself", "Lee", False),
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT his/PRP$/poss/dog dog/NN/dobj/saw", "his", "Lee", False),
        ("He/PRP/nsubj/saw saw/VBD/ROOT Lee/NNP/dobj/saw", "He", "Lee", True),
        (
            "Lee/NNP/nsubj/said said/VBD/ROOT he/PRP/nsubj/left left/VBD/ccomp/said",
            "he",
            "Lee",
            False,
        ),
        # behind a preposition
        ("Lee/NNP/nsubj/spoke spoke/VBD/ROOT to/IN/prep/spoke him/PRP/pobj/to", "him", "Lee", True),
        ("He/PRP/nsubj/spoke spoke/VBD/ROOT to/IN/prep/spoke Lee/NNP/pobj/to", "He", "Lee", True),
        (
            "Lee/NNP/nsubj/saw saw/VBD/ROOT friends/NNS/dobj/saw of/IN/prep/friends him/PRP/pobj/of",
            "him",
            "Lee",
            False,
        ),
        # coordinated
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT Kim/NNP/dobj/saw and/CC/cc/Kim him/PRP/conj/Kim", "him", "Lee", True),
        ("Kim/NNP/nsubj/saw and/CC/cc/Kim Lee/NNP/conj/Kim saw/VBD/ROOT him/PRP/dobj/saw", "him", "Lee", True),
        # what both depend on is no verb
        ("Lee/NNP/compound/picture picture/NN/ROOT him/PRP/dobj/picture", "him", "Lee", False),
    ],
)
def test_a_pronoun_does_not_mean_another_argument_of_its_verb(
    sentence: str, pronoun: str, name: str, forbidden: bool
) -> None:
    doc = make_doc(sentence)
    assert context_of(doc, pronoun).forbids([mention_of(doc, name)]) is forbidden


def test_binding_holds_within_the_sentence_only() -> None:
    doc = make_doc("Lee/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw")
    assert not context_of(doc, "him").forbids([mention_of(doc, "Lee", sentence=1)])
    assert not context_of(doc, "him").forbids([])
    assert context_of(doc, "him").forbids([mention_of(doc, "Lee", sentence=1), mention_of(doc, "Lee")])


@pytest.mark.parametrize(
    ("sentence", "pronoun", "name", "conflicts"),
    [
        # what is owned is not the owner
        ("his/PRP$/poss/Lee Lee/NNP/nsubj/left left/VBD/ROOT", "his", "Lee", ["owned"]),
        ("his/PRP$/poss/son son/NN/nsubj/left Lee/NNP/appos/son left/VBD/ROOT", "his", "Lee", ["owned"]),
        ("his/PRP$/poss/son Lee/NNP/compound/son son/NN/nsubj/left left/VBD/ROOT", "his", "Lee", ["owned"]),
        (
            "his/PRP$/poss/dog Lee/NNP/poss/dog dog/NN/nsubj/left left/VBD/ROOT",
            "his",
            "Lee",
            ["under what is owned"],
        ),
        (
            "his/PRP$/poss/friend friend/NN/ROOT of/IN/prep/friend Lee/NNP/pobj/of",
            "his",
            "Lee",
            ["under what is owned"],
        ),
        ("friend/NN/ROOT of/IN/prep/friend Lee/NNP/pobj/of his/PRP$/poss/friend", "his", "Lee", []),
        ("his/PRP$/poss/dog dog/NN/nsubj/saw saw/VBD/ROOT Lee/NNP/dobj/saw", "his", "Lee", []),
        # the subject of the pronoun's own verb
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw", "him", "Lee", ["own doer"]),
        ("Lee/NNP/nsubj/saw saw/VBD/ROOT himself/PRP/dobj/saw", "himself", "Lee", []),
        ("Kim/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw Lee/NNP", "him", "Lee", []),
        (
            "Kim/NNP/nsubj/saw and/CC/cc/Kim Lee/NNP/conj/Kim saw/VBD/ROOT him/PRP/dobj/saw",
            "him",
            "Lee",
            ["own doer"],
        ),
        ("picture/NN/ROOT of/IN/prep/picture him/PRP/pobj/of Lee/NNP", "him", "Lee", []),
        # who is named in what follows the pronoun's verb
        (
            "He/PRP/nsubj/said said/VBD/ROOT Lee/NNP/nsubj/left left/VBD/ccomp/said",
            "He",
            "Lee",
            ["under its verb"],
        ),
        ("Lee/NNP/nsubj/left left/VBD/ccomp/said he/PRP/nsubj/said said/VBD/ROOT", "he", "Lee", []),
        (
            "If/IN/mark/left he/PRP/nsubj/left left/VBD/advcl/cried , Lee/NNP/nsubj/cried cried/VBD/ROOT",
            "he",
            "Lee",
            [],
        ),
        (
            "He/PRP/nsubj/dog a/DT dog/NN/ccomp/said of/IN/prep/dog Lee/NNP/pobj/of said/VBD/ROOT",
            "He",
            "Lee",
            [],
        ),
    ],
)
def test_syntax_speaks_against_mentions_in_the_sentence(
    sentence: str, pronoun: str, name: str, conflicts: list[str]
) -> None:
    doc = make_doc(sentence)
    assert list(context_of(doc, pronoun).binding_conflicts(mention_of(doc, name))) == conflicts


@pytest.mark.parametrize(
    ("sentence", "is_set_off"),
    [
        ("he/PRP , Lee/NNP/ROOT", True),
        ("he/PRP Lee/NNP/ROOT", False),
        ("Lee/NNP/ROOT , he/PRP", True),
        ("Lee/NNP/ROOT he/PRP ,", False),
        (", he/PRP Lee/NNP/ROOT", False),
        ("he/PRP and/CC , Lee/NNP/ROOT", True),
        ("he/PRP , and/CC Lee/NNP/ROOT", True),
    ],
)
def test_punctuation_between_sets_a_mention_off(sentence: str, is_set_off: bool) -> None:
    doc = make_doc(sentence)
    assert context_of(doc, "he").is_set_off(mention_of(doc, "Lee")) is is_set_off


# ---- the subject of a verb


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("Lee/NNP/nsubj/wrote wrote/VBD/ROOT", "wrote", "Lee"),
        ("Lee/NNP/nsubjpass/hired was/VBD/auxpass hired/VBN/ROOT", "hired", "Lee"),
        ("wrote/VBD/ROOT Lee/NNP/dobj/wrote", "wrote", None),
        ("Lee/NNP/nsubj/sat sat/VBD/ROOT and/CC wrote/VBD/conj/sat", "wrote", "Lee"),
        ("Lee/NNP/nsubj/sat sat/VBD/ROOT wrote/VBD/ccomp/sat", "wrote", None),
        ("Lee/NNP/nsubj/sat sat/VBD/ROOT writing/VBG/advcl/sat", "writing", "Lee"),
        ("Lee/NNP/nsubj/sat sat/VBD/ROOT by/IN/prep/sat writing/VBG/pcomp/by", "writing", "Lee"),
        # who is asked to do it, else who wants to
        ("Kim/NNP/nsubj/asked asked/VBD/ROOT Lee/NNP/dobj/asked to/TO write/VB/xcomp/asked", "write", "Lee"),
        ("Kim/NNP/nsubj/wanted wanted/VBD/ROOT to/TO write/VB/xcomp/wanted", "write", "Kim"),
        ("Kim/NNP/nsubj/wanted wanted/VBD/ROOT write/VB/xcomp/wanted Lee/NNP/dobj/wanted", "write", "Kim"),
        ("Kim/NNP/nsubj/wanted wanted/VBD/ROOT Lee/NNP/dep/wanted write/VB/xcomp/wanted", "write", "Kim"),
        # what a clause describes
        ("Lee/NNP/ROOT wrote/VBD/relcl/Lee", "wrote", "Lee"),
        ("Lee/NNP/ROOT writing/VBG/acl/Lee", "writing", "Lee"),
    ],
)
def test_the_subject_of_a_verb_may_stand_with_another(sentence: str, verb: str, subject: str | None) -> None:
    doc = make_doc(sentence)
    token = logical_subject(span_of(doc, verb)[0])
    assert (token.text if token is not None else None) == subject


# ---- subjects


@pytest.mark.parametrize(
    ("sentence", "speaks"),
    [
        ("Lee/NNP/nsubj/said said/VBD/ROOT", True),
        ("Lee/NNP/nsubj/slept slept/VBD/ROOT/slept/sleep", False),
        ("Lee/NNP/dobj/said said/VBD/ROOT", False),
        ("Kim/NNP/nsubj/said and/CC/cc/Kim Lee/NNP/conj/Kim said/VBD/ROOT", True),
        ("tourist/NN/nsubj/said , Lee/NNP/appos/tourist , said/VBD/ROOT", True),
        ("tourist/NN/dobj/said , Lee/NNP/appos/tourist , said/VBD/ROOT", False),
    ],
)
def test_the_subject_of_saying_speaks(sentence: str, speaks: bool) -> None:
    doc = make_doc(sentence)
    assert is_speaking(span_of(doc, "Lee")[0]) is speaks


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Lee/NNP/nsubj/left left/VBD/ROOT", True),
        ("Lee/NNP/nsubjpass/left left/VBD/ROOT", True),
        ("Lee/NNP/dobj/left left/VBD/ROOT", False),
        ("Kim/NNP/nsubj/left and/CC/cc/Kim Lee/NNP/conj/Kim left/VBD/ROOT", True),
        ("said/VBD/ROOT Lee/NNP/nsubj/left left/VBD/ccomp/said", False),
    ],
)
def test_a_root_subject_is_of_the_main_clause(sentence: str, expected: bool) -> None:
    doc = make_doc(sentence)
    assert is_root_subject(span_of(doc, "Lee")[0]) is expected
