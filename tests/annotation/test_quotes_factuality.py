"""Whether words were said: each rule with the nearest sentence in which they were."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.factuality import factuality

SAID = ("positive", "actual")


def of_cue(sentence: str, cue: str, *, content: str = "") -> tuple[str, str]:
    doc = make_doc(sentence)
    tokens = [token.i for token in doc if token.text == cue]
    start = doc.text.find(content) if content else len(doc.text)
    inside = {token.i for token in doc if content and start <= token.idx < start + len(content)}
    return factuality(DependencyTree(doc), tokens, inside)


ANNA = "Anna/NNP/nsubj/say/Anna"
CLAUSE = "that/IN/mark/leaks it/PRP/nsubj/leaks leaks/VBZ/ccomp/say/leak ."


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("did/VBD+AUX/aux/say/do not/RB/neg/say", ("negative", "actual")),
        ("did/VBD+AUX/aux/say/do often/RB/advmod/say", SAID),
        ("did/VBD+AUX/aux/say/do not/RB/neg/say only/RB/advmod/say", SAID),
        ("may/MD/aux/say", ("positive", "possible")),
        ("would/MD/aux/say", SAID),
        ("will/MD/aux/say", ("positive", "future")),
        ("will/MD/aux/say never/RB/neg/say", ("negative", "future")),
    ],
)
def test_auxiliaries_and_negations_of_the_cue_decide(before: str, expected: tuple[str, str]) -> None:
    assert of_cue(f"{ANNA} {before} say/VB/ROOT {CLAUSE}", "say") == expected


def test_a_negation_of_what_is_said_is_none_of_the_cue() -> None:
    sentence = "“ Never/RB/neg/said , ” said/VBD/ROOT Anna/NNP/nsubj/said ."
    assert of_cue(sentence, "said", content="“Never,”") == SAID
    assert of_cue(sentence, "said") == ("negative", "actual")


@pytest.mark.parametrize(
    ("subject", "polarity"),
    [
        ("Nobody/NN+PRON/nsubj/said", "negative"),
        ("no/DT/det/guard guard/NN/nsubj/said", "negative"),
        ("a/DT/det/guard guard/NN/nsubj/said", "positive"),
    ],
)
def test_nobody_says_nothing(subject: str, polarity: str) -> None:
    assert of_cue(f"{subject} said/VBD/ROOT {CLAUSE.replace('say', 'said')}", "said") == (polarity, "actual")


@pytest.mark.parametrize(
    ("pronoun", "modality"),
    [("She", "possible"), ("I", "actual")],
)
def test_who_must_say_so_says_it_themselves(pronoun: str, modality: str) -> None:
    sentence = f"{pronoun}/PRP/nsubj/say must/MD/aux/say say/VB/ROOT {CLAUSE}"
    assert of_cue(sentence, "say") == ("positive", modality)


@pytest.mark.parametrize(
    ("governor", "expected"),
    [
        ("refused/VBD/ROOT/refused/refuse", ("negative", "actual")),
        ("went/VBD/ROOT/went/go", SAID),
        ("expected/VBN/ROOT/expected/expect", ("positive", "future")),
        ("asked/VBN/ROOT", ("positive", "asked")),
        ("has/VBZ+VERB/ROOT", ("positive", "possible")),
        ("began/VBD/ROOT/began/begin", SAID),
    ],
)
def test_the_verb_above_an_infinitive_decides(governor: str, expected: tuple[str, str]) -> None:
    head = governor.split("/")[0]
    sentence = f"Anna/NNP/nsubj/{head}/Anna {governor} to/TO/aux/say say/VB/xcomp/{head} {CLAUSE}"
    assert of_cue(sentence, "say") == expected


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("has/VBZ/ROOT/has/have yet/RB/advmod/has to/TO/aux/say", "negative"),
        ("has/VBZ/ROOT/has/have still/RB/advmod/has to/TO/aux/say", "negative"),
        ("is/VBZ/ROOT/is/be yet/RB/advmod/is to/TO/aux/say", "negative"),
        ("has/VBZ/ROOT/has/have to/TO/aux/say", "positive"),
        ("returned/VBD/ROOT/returned/return still/RB/advmod/returned to/TO/aux/say", "positive"),
    ],
)
def test_who_has_yet_to_say_so_has_not_said_it(words: str, polarity: str) -> None:
    governor = words.partition("/")[0]
    sentence = f"Anna/NNP/nsubj/{governor}/Anna {words} say/VB/xcomp/{governor} {CLAUSE}"
    assert of_cue(sentence, "say")[0] == polarity


def test_yet_before_to_counts_also_where_the_parse_is_wrong() -> None:
    words = "has/VBZ+AUX/aux/say/have yet/RB/advmod/say to/TO/aux/say"
    assert of_cue(f"{ANNA} {words} say/VB/ROOT {CLAUSE}", "say")[0] == "negative"
    assert of_cue(f"{ANNA} {words.replace('yet', 'often')} say/VB/ROOT {CLAUSE}", "say")[0] == "positive"


def test_who_is_going_to_say_so_has_not_said_it_and_who_goes_on_has() -> None:
    going = f"Anna/NNP/nsubj/going is/VBZ+AUX/aux/going going/VBG/ROOT/going/go to/TO/aux/say say/VB/xcomp/going {CLAUSE}"
    assert of_cue(going, "say") == ("positive", "future")
    assert of_cue(going.replace("going/VBG/ROOT", "going/VBZ/ROOT"), "say") == SAID


@pytest.mark.parametrize(
    ("verb", "polarity"),
    [("denied/VBD/ROOT/denied/deny", "negative"), ("stopped/VBD/ROOT/stopped/stop", "positive")],
)
def test_what_somebody_denies_having_said_is_not_said(verb: str, polarity: str) -> None:
    head = verb.split("/")[0]
    sentence = f"Anna/NNP/nsubj/{head}/Anna {verb} saying/VBG/xcomp/{head} {CLAUSE.replace('say', 'saying')}"
    assert of_cue(sentence, "saying") == (polarity, "actual")


def test_without_saying_and_by_saying() -> None:
    sentence = f"Anna/NNP/nsubj/left/Anna left/VBD/ROOT/left/leave without/IN/prep/left saying/VBG/pcomp/without {CLAUSE.replace('say', 'saying')}"
    assert of_cue(sentence, "saying") == ("negative", "actual")
    assert of_cue(sentence.replace("without", "by"), "saying") == SAID


@pytest.mark.parametrize(("negation", "expected"), [("not/RB/neg/regret", SAID), ("", SAID)])
def test_what_is_regretted_was_said_even_if_the_regret_is_denied(negation: str, expected: tuple[str, str]) -> None:
    sentence = f"Anna/NNP/nsubj/regret does/VBZ+AUX/aux/regret/do {negation} regret/VB/ROOT saying/VBG/xcomp/regret {CLAUSE.replace('say', 'saying')}"
    assert of_cue(sentence, "saying") == expected
    other = sentence.replace("regret", "like")
    assert of_cue(other, "saying") == (("negative", "actual") if negation else SAID)


@pytest.mark.parametrize(("determiner", "polarity"), [("no", "negative"), ("some", "positive")])
def test_no_evidence_that_it_was_said(determiner: str, polarity: str) -> None:
    sentence = f"There/EX/expl/is is/VBZ/ROOT {determiner}/DT/det/evidence evidence/NN/attr/is that/IN/mark/said she/PRP/nsubj/said said/VBD/acl/evidence so/RB/advmod/said ."
    assert of_cue(sentence, "said") == (polarity, "actual")


def test_a_noun_with_no_before_it_reports_nothing() -> None:
    sentence = "There/EX/expl/were were/VBD/ROOT {}/DT/det/reports reports/NNS/attr/were/report of/IN/prep/reports arrests/NNS/pobj/of ."
    assert of_cue(sentence.format("no"), "reports") == ("negative", "actual")
    assert of_cue(sentence.format("the"), "reports") == SAID


@pytest.mark.parametrize(("mark", "modality"), [("If", "conditional"), ("As", "actual")])
def test_a_condition_is_no_report(mark: str, modality: str) -> None:
    sentence = f"{mark}/IN/mark/says Anna/NNP/nsubj/says says/VBZ/advcl/go so/RB/advmod/says , we/PRP/nsubj/go go/VBP/ROOT ."
    assert of_cue(sentence, "says") == ("positive", modality)


@pytest.mark.parametrize(("end", "modality"), [("?", "asked"), (".", "conditional")])
def test_an_auxiliary_before_the_subject_asks_or_makes_a_condition(end: str, modality: str) -> None:
    sentence = f"Had/VBD+AUX/aux/said/have Anna/NNP/nsubj/said said/VBN/ROOT so/RB/advmod/said {end}"
    assert of_cue(sentence, "said") == ("positive", modality)
    assert of_cue(sentence.replace("Had/", "Why/WRB/advmod/said had/"), "said") == SAID


def test_verbs_that_share_auxiliaries_share_their_negation() -> None:
    sentence = "Anna/NNP/nsubj/confirm did/VBD+AUX/aux/confirm/do not/RB/neg/confirm confirm/VB/ROOT or/CC/cc/confirm say/{}/conj/confirm so/RB/advmod/say ."
    assert of_cue(sentence.format("VB"), "say") == ("negative", "actual")
    assert of_cue(sentence.format("VBD"), "say") == SAID


def test_the_second_of_two_verbs_is_not_governed_by_the_first() -> None:
    sentence = (
        "They/PRP/nsubj/want want/VBP/ROOT peace/NN/dobj/want and/CC/cc/want say/VB/conj/want so/RB/advmod/say ."
    )
    assert of_cue(sentence, "say") == SAID
    assert of_cue(sentence.replace("conj", "xcomp"), "say") == ("positive", "future")


def test_according_to_is_never_denied() -> None:
    sentence = "He/PRP/nsubj/left may/MD/aux/left not/RB/neg/left left/VB/ROOT according/VBG+VERB/prep/left to/IN/prep/according Anna/NNP/pobj/to ."
    assert of_cue(sentence, "according") == SAID
    assert of_cue(sentence.replace("according", "saying"), "saying") == ("negative", "possible")


@pytest.mark.parametrize(
    ("before", "subject", "polarity"),
    [
        ("neither/CC/preconj/guard the/DT/det/guard", "guard/NN/nsubj/said", "negative"),
        ("both/CC/preconj/guard the/DT/det/guard", "guard/NN/nsubj/said", "positive"),
        ("Hardly/RB/advmod/anyone", "anyone/NN+PRON/nsubj/said", "negative"),
        ("Almost/RB/advmod/everyone", "everyone/NN+PRON/nsubj/said", "positive"),
    ],
)
def test_neither_of_two_and_hardly_anyone_say_nothing(before: str, subject: str, polarity: str) -> None:
    sentence = f"{before} {subject} said/VBD/ROOT {CLAUSE.replace('say', 'said')}"
    assert of_cue(sentence, "said") == (polarity, "actual")


@pytest.mark.parametrize(
    ("fronted", "polarity"),
    [
        ("At/IN/prep/say no/DT/det/point point/NN/pobj/At", "negative"),
        ("At/IN/prep/say one/CD/nummod/point point/NN/pobj/At", "positive"),
        ("Nor/CC/cc/say", "negative"),
        ("Only/RB/advmod/later later/RB/advmod/say", "positive"),
    ],
)
def test_a_negation_before_the_auxiliary_denies_the_cue(fronted: str, polarity: str) -> None:
    sentence = f"{fronted} did/VBD+AUX/aux/say/do Anna/NNP/nsubj/say say/VB/ROOT {CLAUSE}"
    assert of_cue(sentence, "say") == (polarity, "actual")


def test_a_negation_at_the_beginning_denies_nothing_where_the_subject_comes_first() -> None:
    sentence = "With/IN/prep/said no/DT/det/doubt doubt/NN/pobj/With Anna/NNP/nsubj/said {} said/VBN/ROOT so/RB/advmod/said ."
    assert of_cue(sentence.format("has/VBZ+AUX/aux/said/have"), "said") == SAID
    moved = sentence.replace("Anna/NNP/nsubj/said {}", "has/VBZ+AUX/aux/said/have Anna/NNP/nsubj/said")
    assert of_cue(moved, "said") == ("negative", "actual")


@pytest.mark.parametrize(
    ("judgement", "polarity"),
    [
        ("not/RB/neg/is true/JJ/acomp/is", "negative"),
        ("true/JJ/acomp/is", "positive"),
        ("false/JJ/acomp/is", "negative"),
        ("not/RB/neg/is odd/JJ/acomp/is", "positive"),
    ],
)
def test_it_is_not_true_that_it_was_said(judgement: str, polarity: str) -> None:
    sentence = f"It/PRP/nsubj/is is/VBZ+AUX/ROOT/is/be {judgement} that/IN/mark/said she/PRP/nsubj/said said/VBD/ccomp/is so/RB/advmod/said ."
    assert of_cue(sentence, "said") == (polarity, "actual")


@pytest.mark.parametrize(("adverb", "polarity"), [("short", "negative"), ("tired", "positive")])
def test_who_stops_short_of_saying_so_does_not(adverb: str, polarity: str) -> None:
    sentence = f"Anna/NNP/nsubj/stopped stopped/VBD/ROOT/stopped/stop {adverb}/RB/advmod/stopped of/IN/prep/stopped saying/VBG/pcomp/of {CLAUSE.replace('say', 'saying')}"
    assert of_cue(sentence, "saying") == (polarity, "actual")


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("refused/VBD/ROOT/refused/refuse", ("negative", "actual")),
        ("tried/VBD/ROOT/tried/try", SAID),
        ("asked/VBN/ROOT/asked/ask", ("positive", "asked")),
    ],
)
def test_a_cue_that_was_read_without_its_infinitive(verb: str, expected: tuple[str, str]) -> None:
    head = verb.split("/")[0]
    sentence = f"Anna/NNP/nsubj/{head}/Anna {verb} to/TO/aux/say say/VB/xcomp/{head} {CLAUSE}"
    assert of_cue(sentence, head, content="that it leaks") == expected


@pytest.mark.parametrize(
    ("cue", "content", "polarity"),
    [
        ("declined/VBD/ROOT/declined/decline", "to/TO/aux/comment comment/VB/xcomp/declined", "negative"),
        ("declined/VBD/ROOT/declined/decline", "to/TO/aux/pay pay/VB/xcomp/declined", "positive"),
        ("agreed/VBD/ROOT/agreed/agree", "to/TO/aux/comment comment/VB/xcomp/agreed", "positive"),
        ("denied/VBD/ROOT/denied/deny", "commenting/VBG/xcomp/denied/comment", "positive"),
        ("avoided/VBD/ROOT/avoided/avoid", "naming/VBG/xcomp/avoided/name her/PRP/dobj/naming", "negative"),
        (
            "declined/VBD/ROOT/declined/decline",
            "to/TO/aux/named be/VB/auxpass/named named/VBN/xcomp/declined/name",
            "positive",
        ),
        (
            "refrained/VBD/ROOT/refrained/refrain",
            "from/IN/prep/refrained criticising/VBG/pcomp/from/criticise her/PRP/dobj/criticising",
            "negative",
        ),
        ("unwilling/JJ/ROOT/unwilling", "to/TO/aux/comment comment/VB/xcomp/unwilling", "negative"),
        ("unwilling/JJ/ROOT/unwilling", "to/TO/aux/pay pay/VB/xcomp/unwilling", "positive"),
        ("refusal/NN/ROOT/refusal", "to/TO/aux/comment comment/VB/acl/refusal", "negative"),
        ("declined/VBD/ROOT/declined/decline", "comment/NN/dobj/declined", "negative"),
        ("declined/VBD/ROOT/declined/decline", "a/DT/det/comment comment/NN/dobj/declined", "positive"),
        ("declined/VBD/ROOT/declined/decline", "help/NN/dobj/declined", "positive"),
        ("refused/VBD/ROOT/refused/refuse", "to/TO/aux/call call/VB/xcomp/refused her/PRP/dobj/call", "negative"),
        ("refused/VBD/ROOT/refused/refuse", "to/TO/aux/call call/VB/xcomp/refused off/RP/prt/call", "positive"),
        ("opted/VBD/ROOT/opted/opt", "not/RB/neg/comment to/TO/aux/comment comment/VB/xcomp/opted", "negative"),
        ("opted/VBD/ROOT/opted/opt", "to/TO/aux/comment comment/VB/xcomp/opted", "positive"),
        (
            "promised/VBD/ROOT/promised/promise",
            "not/RB/neg/comment to/TO/aux/comment comment/VB/xcomp/promised",
            "positive",
        ),
    ],
)
def test_who_withholds_the_very_act_of_saying_said_nothing(cue: str, content: str, polarity: str) -> None:
    head = cue.split("/")[0]
    sentence = f"Anna/NNP/nsubj/{head}/Anna {cue} {content} ."
    words = " ".join(word.split("/")[0] for word in content.split())
    assert of_cue(sentence, head, content=words) == (polarity, "actual")


def test_the_noun_of_a_refusal_denies_what_depends_on_it() -> None:
    sentence = f"Her {{}} to/TO/aux/say say/VB/acl/{{}} {CLAUSE}"
    assert of_cue(sentence.format("failure/NN/ROOT/failure", "failure"), "say") == ("negative", "actual")
    assert of_cue(sentence.format("effort/NN/ROOT/effort", "effort"), "say") == SAID


def test_who_neither_confirms_nor_denies_says_nothing() -> None:
    sentence = f"{ANNA} {{}}/CC/preconj/say say/VB/ROOT {CLAUSE}"
    assert of_cue(sentence.format("neither"), "say") == ("negative", "actual")
    assert of_cue(sentence.format("both"), "say") == SAID


def test_not_only_said_is_said_whatever_only_hangs_on() -> None:
    sentence = f"{ANNA} did/VBD+AUX/aux/say/do not/RB/preconj/say {{}}/RB/advmod/not say/VB/ROOT {CLAUSE}"
    assert of_cue(sentence.format("only"), "say") == SAID
    assert of_cue(sentence.format("even"), "say") == ("negative", "actual")
