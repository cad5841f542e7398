"""Who passes on what others say."""

from __future__ import annotations

import pytest
from attributed import Attributed, Resolve, names
from spacy.language import Language

from onrecord.annotation.components.method import Method
from onrecord.annotation.components.quotations import QuotationAnnotator
from onrecord.annotation.pipeline import to_annotation


def test_who_tells_that_somebody_says_it(resolve: Resolve) -> None:
    text = "The Elysee Palace added that Karl Huber made clear that he would wait."
    assert resolve(
        text,
        ("The Elysee Palace", "added", "that Karl Huber made clear that he would wait"),
        ("Karl Huber", "made clear", "that he would wait"),
    ) == [(["France"], None), (["Karl Huber"], "France")]


def test_who_quotes_is_not_who_speaks(resolve: Resolve) -> None:
    text = "“We will wait,” Interfax quoted Karl Huber as saying. Tass quoted Angela Brunner as saying that it rained."
    assert resolve(
        text,
        ("Interfax", "quoted", "“We will wait,”"),
        ("Tass", "quoted", "Angela Brunner as saying that it rained"),
    ) == [(["Karl Huber"], "Interfax"), (["Angela Brunner"], "Tass")]


@pytest.mark.parametrize(
    ("text", "cue", "content", "via"),
    [
        (
            "Karl Huber, the harbour master, was quoted by Tass as saying that the talks had failed.",
            ["was quoted", "as saying"],
            "that the talks had failed",
            "Tass",
        ),
        ("Karl Huber was quoted as saying that it failed.", ["was quoted as saying"], "that it failed", None),
        (
            "Tass quoted Karl Huber as saying that it failed.",
            ["quoted"],
            "Karl Huber as saying that it failed",
            "Tass",
        ),
    ],
)
@pytest.mark.parametrize("by", ["model", "rules"])
def test_who_is_quoted_as_saying_it_speaks(
    nlp: Language, text: str, cue: list[str], content: str, via: str | None, by: Method
) -> None:
    pipe = nlp.get_pipe("onrecord_quotes")
    assert isinstance(pipe, QuotationAnnotator)
    before, pipe.annotator = pipe.annotator, by
    annotation = to_annotation(nlp(text))
    pipe.annotator = before
    (attribution,) = annotation.attributions
    called = names(annotation)
    assert attribution.cue_type == "speech"
    assert [text[start:end] for start, end in attribution.cue] == cue
    assert [text[start:end] for start, end in attribution.content] == [content]
    assert ([called[each] for each in attribution.speaker], called.get(attribution.via or "")) == (
        ["Karl Huber"],
        via,
    )


def test_a_quoted_source_may_be_unnamed(attributed: Attributed) -> None:
    text = (
        "Interfax quoted two officials as saying that it rained. Le Monde, quoting witnesses, said that it snowed."
    )
    annotation = attributed(
        text,
        ("Interfax", "quoted", "two officials as saying that it rained"),
        ("Le Monde, quoting witnesses,", "said", "that it snowed"),
    )
    called = names(annotation)
    assert [
        (attribution.speaker, called[attribution.unnamed], called[attribution.via])
        for attribution in annotation.attributions
    ] == [
        ([], "two officials", "Interfax"),
        ([], "witnesses", "Le Monde"),
    ]


def test_who_cites_somebody_for_his_own_words_speaks_himself(resolve: Resolve) -> None:
    text = "Angela Brunner, citing Karl Huber, said that it rained. Brunner cited the weather as a reason."
    first, second = resolve(
        text,
        ("Angela Brunner, citing Karl Huber,", "said", "that it rained"),
        ("Brunner", "cited", "the weather as a reason"),
    )
    assert first == second == (["Angela Brunner"], None)


@pytest.mark.parametrize(
    ("text", "cue", "content", "via"),
    [
        ("Karl Huber told Reuters that it rained.", "told", "that it rained", "Reuters"),
        ("Karl Huber said in an interview with Le Monde that it rained.", "said", "that it rained", "Le Monde"),
        (
            "Karl Huber was quoted as saying by Interfax that it rained.",
            "was quoted",
            "that it rained",
            "Interfax",
        ),
        (
            "“It rained,” Karl Huber was quoted as saying by the Interfax news agency.",
            "was quoted as saying",
            "“It rained,”",
            "Interfax",
        ),
        ("Karl Huber told the Harbour League that it rained.", "told", "that it rained", None),
        ("Karl Huber likened Reuters to a school.", "likened", "Reuters to a school", None),
        (
            "According to a statement released by the Harbour League, Karl Huber said that it rained.",
            "said",
            "that it rained",
            "Harbour League",
        ),
    ],
)
def test_through_whom_words_come(resolve: Resolve, text: str, cue: str, content: str, via: str | None) -> None:
    assert resolve(text, ("Karl Huber", cue, content)) == [(["Karl Huber"], via)]


def test_an_unnamed_source_passes_words_on(resolve: Resolve) -> None:
    text = "A senior official said that Karl Huber warned that it would rain."
    assert resolve(
        text,
        ("A senior official", "said", "that Karl Huber warned that it would rain"),
        ("Karl Huber", "warned", "that it would rain"),
    ) == [([], None), (["Karl Huber"], "a senior official")]


def test_nobody_passes_on_what_nobody_known_says(resolve: Resolve) -> None:
    """The president of whom Huber speaks may be Huber."""
    text = "Karl Huber said that the president warned that it would rain."
    assert resolve(
        text,
        ("Karl Huber", "said", "that the president warned that it would rain"),
        ("the president", "warned", "that it would rain"),
    ) == [(["Karl Huber"], None), ([], None)]
