"""Utterances in quotation marks, shown as source and quotations, on paragraphs parsed by hand."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.cue_search import CueSearch
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.direct_speech import SIGNATURE_REASON, DirectSpeechRules
from onrecord.annotation.quotes.rules import quoted_tokens
from onrecord.annotation.quotes.utterance import Utterance
from onrecord.annotation.text.quotation_marks import find_paragraphs, find_quotations, outermost

VERBS = frozenset({"say", "add", "ask", "answer"})


def find(sentences: str) -> tuple[str, DependencyTree, list[Utterance]]:
    doc = make_doc(sentences)
    tree = DependencyTree(doc)
    quotations = outermost(find_quotations(doc.text))
    is_quoted = quoted_tokens(tree, quotations)
    search = CueSearch(tree, doc.text, find_paragraphs(doc.text), quotations, is_quoted, VERBS)
    return doc.text, tree, DirectSpeechRules(search).utterances()


def utterances(sentences: str) -> list[tuple[str | None, list[str]]]:
    text, tree, spoken = find(sentences)
    return [
        (
            tree.doc[slice(*utterance.source)].text if utterance.source is not None else None,
            [text[quotation.start : quotation.end] for quotation in utterance.quotations],
        )
        for utterance in spoken
    ]


# Which quotations are utterances


def is_utterance(before: str, quotation: str, after: str = ".") -> bool:
    """Whether a quotation between plain words is an utterance."""
    words = f"{before} “ {quotation} ” {after}".split()
    parsed = " ".join(
        word if "/" in word else f"{word}/{'' if not word.isalnum() else 'NN/dep'}" for word in words
    )
    parsed = parsed.replace("/ ", " ").removesuffix("/")
    root = "x/SYM/ROOT"
    return bool(utterances(f"{parsed} {root}"))


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("It rains .", True),
        ("It rains", False),
        ("it rains .", False),
        ("Rain .", False),
        ("Rain ?", True),
        ("Rain !", True),
        ("Rain ,", True),
        ("1 rains .", True),
        ("it rains all day long here", True),
        ("it rains all day long", False),
        ("… .", False),
    ],
)
@pytest.mark.parametrize("before", ["", "(", "•", "Yes .", "Yes ?", "Yes )"])
def test_at_the_start_of_a_sentence_a_sentence_or_six_words_are_speech(
    before: str, quotation: str, expected: bool
) -> None:
    assert is_utterance(before, quotation, "so") == expected


def test_punctuation_right_behind_the_marks_ends_what_stands_in_them() -> None:
    assert not is_utterance("", "It rains", "so")
    assert is_utterance("", "It rains", ", so")
    assert is_utterance("", "It rains", ". So")
    assert not is_utterance("", "It rains", "; so")


@pytest.mark.parametrize(
    ("quotation", "expected"), [("no rain today", True), ("no rain", False), ("no .", True), ("no ?", True)]
)
def test_behind_a_colon_three_words_or_a_full_stop_are_speech(quotation: str, expected: bool) -> None:
    assert is_utterance("He smiled :", quotation, "so") == expected


@pytest.mark.parametrize(
    ("before", "quotation", "expected"),
    [
        ("He said/VBD/dep ,", "probably .", True),
        ("He slept/VBD/dep ,", "probably .", False),
        ("He said/VBD/dep ,", "probably", False),
        ("He said/RB/dep ,", "probably .", False),
        ("He slept/VBD/dep ,", "Probably it .", True),
        ("He slept/VBD/dep ,", "The Rain .", False),  # a title
        ("He slept/VBD/dep ,", "The Rain ?", True),
        ("He slept/VBD/dep ,", "it rains all day .", True),
        ("He slept/VBD/dep ,", "it rains today .", False),
        ("He slept/VBD/dep ,", "it rains all day long", False),
        ("He slept/VBD/dep ,", "it rains all day long here", True),
        ("He slept/VBD/dep –", "Probably it .", True),
    ],
)
def test_behind_a_comma_or_a_dash(before: str, quotation: str, expected: bool) -> None:
    assert is_utterance(before, quotation, "so") == expected


@pytest.mark.parametrize(
    ("before", "quotation", "expected"),
    [
        ("He said/VBD/dep", "It is raining .", True),
        ("He slept/VBD/dep", "It is raining .", False),
        ("He said/VBD/dep", "it is raining .", False),
        ("He said/VBD/dep", "It is raining", False),
        ("He said/VBD/dep", "It is raining all day long", True),
        ("He said/VBD/dep", "It rains .", False),
        ("He said/VBD/dep", "It rains ?", True),
        ("He said/VBD/dep", "The Rain Comes .", False),
        ("He said/NN/dep", "It is raining .", True),
        ("He said/NNP/dep", "It is raining .", True),
        ("He said/JJ/dep", "It is raining .", False),
    ],
)
def test_right_behind_a_verb_of_speech(before: str, quotation: str, expected: bool) -> None:
    assert is_utterance(before, quotation, "so") == expected


@pytest.mark.parametrize(("length", "count"), [(52, 2), (53, 1)])
def test_an_utterance_goes_on_behind_an_interruption_of_sixty_characters(length: int, count: int) -> None:
    filler = "x" * length
    sentence = f"“ It/PRP/dep/said rains , ” said/VBD/ROOT {filler}/NN/nsubj/said , “ a bit . ”"
    text, _, _ = find(sentence)
    assert text.rindex("“") - text.index("”") - 1 == length + 8
    assert [len(quotations) for _, quotations in utterances(sentence)] == [count]


# Paragraphs


def test_quotations_without_words_between_them_are_one_utterance() -> None:
    assert utterances(
        "“ It/PRP/dep/said rains . ” “ It/PRP/dep/said pours , ” he/PRP/nsubj/said said/VBD/ROOT ."
    ) == [("he", ["“It rains.”", "“It pours,”"])]


def test_quotations_before_the_first_cue_belong_to_it() -> None:
    assert utterances(
        "“ It/PRP/dep/said rains . ” So/RB/dep/said . “ It/PRP/dep/said pours , ” he/PRP/nsubj/said said/VBD/ROOT ."
    ) == [("he", ["“It rains.”", "“It pours,”"])]


def test_quotations_before_a_cue_that_stands_before_its_own_do_not() -> None:
    assert utterances(
        "“ It/PRP/dep/said rains . ” So/RB/dep/said . He/PRP/nsubj/said said/VBD/ROOT : “ It/PRP/dep/said pours . ”"
    ) == [(None, ["“It rains.”"]), ("He", ["“It pours.”"])]


def test_quotations_behind_a_cue_belong_to_it() -> None:
    assert utterances(
        "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT . “ It/PRP/dep/said pours . ” So/RB/dep/said ."
    ) == [("he", ["“It rains,”", "“It pours.”"])]


def test_quotations_without_a_cue_have_none() -> None:
    assert utterances("“ It/PRP/dep/x rains . ” So/RB/dep/x . “ It/PRP/dep/x pours . ” x/NN/ROOT .") == [
        (None, ["“It rains.”", "“It pours.”"])
    ]


def test_a_cue_right_after_a_quotation_wins_over_one_before_it() -> None:
    sentence = (
        "He/PRP/nsubj/said said/VBD/ROOT : “ It/PRP/dep/said rains {} ” she/PRP/nsubj/answered "
        "answered/VBD/conj/said/answer ."
    )
    assert utterances(sentence.format(",")) == [("she", ["“It rains,”"])]
    assert utterances(sentence.format(".")) == [("He", ["“It rains.”"])]


def test_a_cue_attributes_one_side_only() -> None:
    assert utterances(
        "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT , “ it/PRP/dep/said pours , ” "
        "she/PRP/nsubj/answered answered/VBD/conj/said/answer ."
    ) == [("he", ["“It rains,”"]), ("she", ["“it pours,”"])]


SAID = "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT ."


def test_speech_without_a_closing_mark_goes_on_in_the_next_paragraph() -> None:
    continued = "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT . “ It/PRP/dep/said pours .\n\n{}"
    next_paragraph = "“ It/PRP/ROOT hails . ” So/RB/dep/It it/PRP/dep/It is/VBZ/dep/It ."
    assert utterances(continued.format(next_paragraph)) == [("he", ["“It rains,”", "“It pours.", "“It hails.”"])]


def test_speech_without_a_closing_mark_and_a_cue_waits_for_the_next_paragraph() -> None:
    assert utterances("“ It/PRP/ROOT pours .\n\n" + SAID) == [("he", ["“It pours.", "“It rains,”"])]
    assert utterances("“ It/PRP/ROOT pours . ”\n\n" + SAID) == [(None, ["“It pours.”"]), ("he", ["“It rains,”"])]
    assert utterances("“ It/PRP/ROOT pours .\n\nIt/PRP/ROOT is cold .\n\nIt/PRP/ROOT hails . ”") == [
        (None, ["“It pours.", "It is cold.", "It hails.”"])
    ]


def test_speech_that_waits_at_the_end_of_the_text_is_kept() -> None:
    text, _, spoken = find("“ It/PRP/ROOT pours .\n\n“ It/PRP/ROOT hails .\n\n“ …/NFP/ROOT ”")
    assert [[text[q.start : q.end] for q in utterance.quotations] for utterance in spoken] == [
        ["“It pours.", "“It hails."]
    ]
    assert spoken[0].cue is None


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("“ It/PRP/ROOT hails . ”", [("he", ["“It rains,”", "“It hails.”"])]),
        ("“ It/PRP/ROOT hails . ” So/RB/dep/It .", [("he", ["“It rains,”"]), (None, ["“It hails.”"])]),
        ("So/RB/dep/It : “ It/PRP/ROOT hails . ”", [("he", ["“It rains,”"]), (None, ["“It hails.”"])]),
        ("So/RB/ROOT .\n\n“ It/PRP/ROOT hails . ”", [("he", ["“It rains,”"]), (None, ["“It hails.”"])]),
        (
            "“ It/PRP/ROOT hails . ”\n\n“ It/PRP/ROOT snows . ”",
            [("he", ["“It rains,”", "“It hails.”", "“It snows.”"])],
        ),
    ],
)
def test_a_paragraph_that_is_a_quotation_goes_to_the_speaker_above(
    paragraph: str, expected: list[tuple[str | None, list[str]]]
) -> None:
    assert utterances(f"{SAID}\n\n{paragraph}") == expected


def test_a_paragraph_that_is_a_quotation_does_not_go_to_one_without_a_cue() -> None:
    assert utterances("“ It/PRP/ROOT rains . ”\n\n“ It/PRP/ROOT hails . ”") == [
        (None, ["“It rains.”"]),
        (None, ["“It hails.”"]),
    ]


# Signatures


def signed(sentences: str) -> list[tuple[str | None, str]]:
    _, tree, spoken = find(sentences)
    return [
        (tree.doc[slice(*utterance.source)].text if utterance.source is not None else None, utterance.why)
        for utterance in spoken
    ]


@pytest.mark.parametrize(
    ("sentences", "source"),
    [
        ("“ It/PRP/ROOT rains . ”\n\n– Anna/NNP/compound/Berg Berg/NNP/ROOT", "Anna Berg"),
        ("“ It/PRP/ROOT rains . ” – Anna/NNP/compound/Berg Berg/NNP/dep/It", "Anna Berg"),
        ("“ It/PRP/ROOT rains . ” — Berg/NNP/dep/It , of/IN/dep/It Bern/NNP/pobj/of", "Berg, of Bern"),
        ("“ It/PRP/ROOT rains . ”\n\n– Berg/NNP/ROOT (@berg) May/NNP 3/CD , 2021/CD", "Berg (@berg) May 3, 2021"),
        ("“ It/PRP/ROOT rains . ”\n\n– Berg/NNP/ROOT @berg 3/CD May/NNP", None),
        ("“ It/PRP/ROOT rains . ”\n\nAnna/NNP/compound/Berg Berg/NNP/ROOT", None),
        ("“ It/PRP/ROOT rains . ”\n\n– no/DT/det/name name/NN/ROOT", None),
        ("“ It/PRP/ROOT rains . ”\n\n– Berg/NNP/nsubj/left left/VBD/ROOT 5/CD/dep/left", None),
        ("“ It/PRP/ROOT rains . ” So/RB/dep/It .\n\n– Berg/NNP/ROOT", None),
        ("“ It/PRP/ROOT rains . ”\n\nSo/RB/ROOT .\n\n– Berg/NNP/ROOT", None),
        ("“ It/PRP/ROOT rains . ”", None),
        ("“ It/PRP/ROOT rains . ” So/RB/dep . “ It/PRP/dep pours . ” – Berg/NNP/dep", "Berg"),
        (
            "“ It/PRP/dep rains . ” So/RB/dep . He/PRP/nsubj/said said/VBD/ROOT : “ It/PRP/dep pours . ” – Berg/NNP/dep",
            None,
        ),
    ],
)
def test_a_name_behind_a_dash_signs_a_quotation(sentences: str, source: str | None) -> None:
    assert signed(sentences)[0] == (source, SIGNATURE_REASON if source else "")


def test_the_cue_of_a_signed_quotation_is_the_dash() -> None:
    _, tree, (utterance,) = find("“ It/PRP/ROOT rains . ”\n\n– Berg/NNP/ROOT")
    assert utterance.cue is not None
    assert tree.doc[slice(*utterance.cue)].text == "–"
    assert utterance.cue_token == utterance.cue[0]


def test_a_quotation_with_a_cue_in_its_paragraph_is_not_signed() -> None:
    assert signed(f"{SAID[:-2]} – Berg/NNP/dep/said")[0][0] == "he"


def test_a_cue_of_the_paragraph_above_loses_against_a_signature() -> None:
    above = "He/PRP/nsubj/said said/VBD/ROOT :\n\n“ It/PRP/ROOT rains . ”"
    assert signed(above)[0][0] == "He"
    assert signed(f"{above}\n\n– Berg/NNP/ROOT")[0] == ("Berg", SIGNATURE_REASON)


@pytest.mark.parametrize(("length", "source"), [(118, True), (119, False)])
def test_a_signature_has_a_hundred_and_twenty_characters_at_most(length: int, source: bool) -> None:
    name = "B" * length
    assert (signed(f"“ It/PRP/ROOT rains . ”\n\n– {name}/NNP/ROOT")[0][0] == name) == source


@pytest.mark.parametrize(("count", "is_signed"), [(12, True), (13, False)])
def test_a_signature_has_twelve_words_at_most(count: int, is_signed: bool) -> None:
    name = " ".join(f"B{chr(97 + n)}/NNP/dep" for n in range(count - 1))
    assert (signed(f"“ It/PRP/ROOT rains . ”\n\n– {name} Berg/NNP/ROOT")[0][0] is not None) == is_signed
