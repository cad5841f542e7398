from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.quoted_as_saying import (
    _expression_at,
    attribute_to_quoted,
    quotes_another,
    take_words_before,
)
from onrecord.base.records import Span

BY_TASS = (
    "Old/JJ/amod/Holt Holt/NNP/nsubjpass/quoted was/VBD/auxpass/quoted quoted/VBN/ROOT by/IN/agent/quoted "
    "Tass/NNP/pobj/by as/IN/prep/quoted saying/VBG/pcomp/as it/PRP/nsubj/failed failed/VBD/ccomp/saying ."
)


def attribute(sentence: str, source: str, cue: str, content: str) -> tuple[list[str], list[str], list[str]] | None:
    """Return source, cue and content after the rule; None if it leaves the candidate as it is."""
    tree = DependencyTree(make_doc(sentence))
    text = tree.doc.text

    def spans(words: str) -> list[Span]:
        return [(text.index(words), text.index(words) + len(words))] if words else []

    candidate = AttributionCandidate(spans(source), spans(cue), spans(content), "quote", "tass", 0.9, "model")
    changed = attribute_to_quoted(tree, text, candidate)
    if changed is candidate:
        return None
    assert (changed.cue_key, changed.source_lemma, changed.confidence, changed.why) == (
        "quote",
        "tass",
        0.9,
        "model",
    )
    source_words, cue_words, content_words = (
        [text[start:end] for start, end in part] for part in (changed.source, changed.cue, changed.content)
    )
    return source_words, cue_words, content_words


def test_the_quoted_one_is_the_source_and_the_agency_is_no_part_of_the_cue() -> None:
    assert attribute(BY_TASS, "Tass", "was quoted", "as saying it failed") == (
        ["Old Holt"],
        ["was quoted", "as saying"],
        [" it failed"],
    )


def test_a_cue_without_an_agency_is_one() -> None:
    sentence = BY_TASS.replace(" by/IN/agent/quoted Tass/NNP/pobj/by", "")
    assert attribute(sentence, "", "saying", "it failed") == (
        ["Old Holt"],
        ["was quoted as saying"],
        ["it failed"],
    )


@pytest.mark.parametrize("verbs", ["quoted saying", "cited telling", "quoted writing", "CITED Saying"])
def test_the_verbs_of_the_expression(verbs: str) -> None:
    quoted, saying = verbs.split()
    sentence = BY_TASS.replace("quoted", quoted).replace("saying", saying)
    changed = attribute(sentence, "Tass", quoted, "it failed")
    assert changed is not None
    assert changed[0] == ["Old Holt"]


@pytest.mark.parametrize("verbs", ["heard saying", "quoted thinking"])
def test_other_verbs_are_no_such_expression(verbs: str) -> None:
    quoted, saying = verbs.split()
    sentence = BY_TASS.replace("quoted", quoted).replace("saying", saying)
    assert attribute(sentence, "Tass", quoted, "it failed") is None


def test_a_content_before_the_source_is_kept_and_cut_where_the_source_begins() -> None:
    sentence = "Rain/NNP/dep/quoted , " + BY_TASS
    changed = attribute(sentence, "Tass", "was quoted", "Rain, Old")
    assert changed is not None
    assert changed[2] == ["Rain, "]


def test_the_clause_before_is_the_content_where_only_the_source_was_read() -> None:
    sentence = (
        "Talks/NNS/nsubj/failed failed/VBD/ccomp/cited , Huber/NNP/nsubjpass/cited was/VBD/auxpass/cited "
        "cited/VBN/ROOT as/IN/prep/cited saying/VBG/pcomp/as ."
    )
    assert attribute(sentence, "", "was cited", "Huber") == (["Huber"], ["was cited as saying"], ["Talks failed"])
    assert attribute(sentence.replace("/ccomp/", "/advcl/"), "", "was cited", "Huber") is None
    after = "Huber/NNP/nsubjpass/cited was/VBD/auxpass/cited cited/VBN/ROOT as/IN/prep/cited saying/VBG/pcomp/as failed/VBD/ccomp/cited"
    assert attribute(after, "", "was cited", "Huber") is None


def test_a_subject_of_punctuation_alone_changes_nothing() -> None:
    dash = BY_TASS.replace("Old/JJ/amod/Holt Holt/NNP", "—/:")
    assert attribute(dash, "Tass", "was quoted", "it failed") is None
    assert attribute(dash.replace("—/:", "Holt/NNP"), "Tass", "was quoted", "it failed") is not None


def test_an_expression_without_a_subject_changes_nothing() -> None:
    assert attribute(BY_TASS.replace("nsubjpass", "dep"), "Tass", "was quoted", "it failed") is None
    after = "was/VBD/auxpass/quoted quoted/VBN/ROOT as/IN/prep/quoted saying/VBG/pcomp/as Holt/NNP/nsubjpass/quoted it/PRP/dobj/saying"
    assert attribute(after, "", "was quoted", "it") is None


@pytest.mark.parametrize(("length", "is_changed"), [(14, True), (15, False)])
def test_the_cue_begins_in_the_expression_or_twenty_characters_before(length: int, is_changed: bool) -> None:
    # “was” begins six characters behind the filler: the name and two spaces lie between.
    filler = "x" * length
    sentence = f"{filler}/NN/dep/quoted Holt/NNP/nsubjpass/quoted {BY_TASS.partition('nsubjpass/quoted ')[2]}"
    assert (attribute(sentence, "Tass", filler, "it failed") is not None) == is_changed


def test_a_cue_behind_the_expression_is_another() -> None:
    assert attribute(BY_TASS, "Tass", "it", "failed") is None
    assert attribute(BY_TASS, "Tass", " it", "failed") is None
    assert attribute(BY_TASS, "Tass", "g it", "failed") is not None


@pytest.mark.parametrize("content", ["Old Holt", "was quoted", "as saying"])
def test_words_of_source_and_cue_are_no_content(content: str) -> None:
    assert attribute(BY_TASS, "Tass", "was quoted", content) is None


@pytest.mark.parametrize(
    ("cue", "blank_count", "is_whole"),
    [("was", 81, True), ("was", 82, False), ("saying", 87, True), ("saying", 88, False)],
)
def test_the_expression_stands_within_a_hundred_characters_of_its_cue(
    cue: str, blank_count: int, is_whole: bool
) -> None:
    text = "was quoted" + " " * blank_count + "as saying so"
    assert (_expression_at(text, text.index(cue)) is not None) is is_whole


@pytest.mark.parametrize(
    ("cue", "content", "is_speech"),
    [
        ("quoted", "Holt as saying no", True),
        ("cites", "Holt as telling us", True),
        ("quoting", "Holt as Writing", True),
        ("quotes", "the law", False),
        ("reports", "Holt as saying no", False),
        ("quota", "Holt as saying no", False),
    ],
)
def test_a_document_that_quotes_somebody_reports_speech(cue: str, content: str, is_speech: bool) -> None:
    text = f"{cue} {content}"
    candidate = AttributionCandidate([], [(0, len(cue))], [(len(cue) + 1, len(text))], "quote", "", 1.0, "")
    assert quotes_another(text, candidate) == is_speech


@pytest.mark.parametrize(
    ("cue", "content", "is_speech"),
    [
        ("quotes", "Holt as saying", True),
        ("quotes", "Holt as sayin", False),
        ("quotes", "no", False),
        ("quote", "Holt as saying", True),
        ("quot", "Holt as saying", False),
        ("paper", "Holt as saying", False),
        ("Holt", "as saying", False),
        ("quotes Holt as saying", "no", True),
    ],
)
def test_only_the_words_of_cue_and_content_tell_that_somebody_is_quoted(
    cue: str, content: str, is_speech: bool
) -> None:
    text = "A paper quotes Holt as saying no"
    cue_span, content_span = ((text.index(words), text.index(words) + len(words)) for words in (cue, content))
    candidate = AttributionCandidate([], [cue_span], [content_span], "quote", "", 1.0, "")
    assert quotes_another(text, candidate) is is_speech


BEFORE = (
    "Talks/NNS/nsubj/failed failed/VBD/ccomp/quoted ,/,/punct/quoted Tass/NNP/nsubj/quoted quoted/VBD/ROOT "
    "Holt/NNP/dobj/quoted as/IN/prep/quoted saying/VBG/pcomp/as "
)


def words_before(sentence: str, *content: str, cue: str = "quoted") -> tuple[list[str], list[str]] | None:
    """Return cue and content of what Tass quoted; None if the candidate stays as it is."""
    tree = DependencyTree(make_doc(sentence))
    text = tree.doc.text
    spans = [(text.index(words), text.index(words) + len(words)) for words in (cue, *content)]
    candidate = AttributionCandidate([], spans[:1], spans[1:], "quote", "tass", 0.9, "model")
    changed = take_words_before(tree, text, candidate)
    if changed is candidate:
        return None
    return [text[start:end] for start, end in changed.cue], [text[start:end] for start, end in changed.content]


@pytest.mark.parametrize("content", [["Holt as saying"], ["Talks failed", "Holt as saying"]])
@pytest.mark.parametrize("end", [".", "; it rained .", ""])
def test_words_before_a_closing_as_saying_are_the_content(content: list[str], end: str) -> None:
    assert words_before(BEFORE + end, *content) == (["quoted", "as saying"], ["Talks failed"])


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        (BEFORE + "it rained .", "Holt as saying it rained"),
        (BEFORE + ": “ No ” .", "Holt as saying"),
        (BEFORE + ".", "Talks failed"),
        (
            BEFORE.replace("Talks/NNS/nsubj/failed failed/VBD/ccomp/quoted ,/,/punct/quoted ", "") + ".",
            "Holt as saying",
        ),
        (BEFORE.replace("Tass/NNP/nsubj/quoted ", "") + ".", "Holt as saying"),
        (BEFORE.replace("saying/VBG", "guest/NN") + ".", "Holt as guest"),
    ],
)
def test_other_words_that_somebody_quotes_stay_the_content(sentence: str, content: str) -> None:
    assert words_before(sentence, content) is None


def test_only_a_cue_that_quotes_takes_the_words_before() -> None:
    assert words_before(BEFORE + ".", "Holt as saying", cue="Tass") is None
