"""Quotations without a closing mark, on sentences parsed by hand."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.unclosed_quotations import cut_unclosed
from onrecord.annotation.text.quotation_marks import find_quotations


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/said , said/VBD/ROOT Berg/NNP/nsubj/said .", "“It is,"),
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/said , she/PRP/nsubj/said said/VBD/ROOT .", "“It is,"),
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/said , often/RB/advmod/said said/VBD/ROOT .", "“It is, often said."),
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/said , said/VBN/ROOT Berg/NNP/nsubj/said .", "“It is, said Berg."),
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/think , she/PRP/nsubj/think think/VBZ/ROOT .", "“It is, she think."),
        ("“ It/PRP/nsubj/is is/VBZ/ccomp/said she/PRP/nsubj/said said/VBD/ROOT .", "“It is she said."),
        (
            "“ It/PRP/nsubj/is , is/VBZ/ccomp/said here/RB/advmod/is she/PRP/nsubj/said said/VBD/ROOT .",
            "“It, is here she said.",
        ),
    ],
)
def test_a_quotation_without_an_end_is_cut_where_the_narrator_speaks(sentence: str, cut: str) -> None:
    doc = make_doc(sentence)
    (quotation,) = cut_unclosed(DependencyTree(doc), find_quotations(doc.text))
    assert doc.text[quotation.start : quotation.end] == cut
    assert doc.text[slice(*quotation.inner)] == cut[1:]


def test_closed_and_continued_quotations_are_not_cut() -> None:
    doc = make_doc("“ It/PRP/nsubj/is is/VBZ/ccomp/said , said/VBD/ROOT Berg/NNP/nsubj/said . ”")
    (quotation,) = find_quotations(doc.text)
    tree = DependencyTree(doc)
    assert cut_unclosed(tree, [quotation]) == [quotation]
    assert cut_unclosed(tree, [quotation._replace(closed=False)])[0].end == 7
    continued = quotation._replace(closed=False, continued=True)
    assert cut_unclosed(tree, [continued]) == [continued]
    unopened = quotation._replace(closed=False, inner=(0, 10))
    assert cut_unclosed(tree, [unopened]) == [unopened]


def test_a_quotation_that_goes_on_below_is_cut_only_if_the_narrator_ends_its_paragraph() -> None:
    sentence = "“ It/PRP/nsubj/is is/VBZ/ccomp/said , said/VBD/ROOT Berg/NNP/nsubj/said . {}"
    for rest, end in (("", 7), ("It/PRP/dep rains .", 28)):
        doc = make_doc(sentence.format(rest))
        (quotation,) = find_quotations(doc.text)
        (cut,) = cut_unclosed(DependencyTree(doc), [quotation._replace(end=len(doc.text), continued=True)])
        assert (cut.end, cut.continued) == (end, end > 7)


@pytest.mark.parametrize(
    ("verb", "cut"), [("cried", "“Run!"), ("ran", "“Run! ran Berg."), ("Cried", "“Run! Cried Berg.")]
)
def test_a_lower_case_verb_of_speech_behind_an_exclamation_is_the_narrators(verb: str, cut: str) -> None:
    doc = make_doc(
        f"“ Run/VB/dep ! {verb}/VBD/ROOT/{verb}/{'cry' if verb != 'ran' else 'run'} Berg/NNP/nsubj/{verb} ."
    )
    (quotation,) = cut_unclosed(DependencyTree(doc), find_quotations(doc.text), frozenset({"cry"}))
    assert doc.text[quotation.start : quotation.end] == cut
