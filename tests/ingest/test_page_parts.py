"""Parts of a page: what is no part of the article goes, the stand-first stays, and a text in pieces is put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_by_hand import PARAGRAPHS, page, read_one, write
from lxml import html

from onrecord.ingest.page_chunks import join_chunks
from onrecord.ingest.page_facts import page_facts
from onrecord.ingest.page_furniture import remove_furniture
from onrecord.ingest.stand_first import stand_first

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
OTHER = "The quay of Skarn will be closed until the first of May."


def words_without_furniture(body: str) -> str:
    root = html.document_fromstring(page(body=TEXT * 3 + body))
    remove_furniture(root)
    return str(root.text_content())


# Furniture


@pytest.mark.parametrize(
    "names",
    [
        'class="newsletter-form__strapline"',
        'class="box related-articles clear"',
        'class="author__bio-wrapper authorBio"',
        'class="Pullquote-pullquote"',
        'id="comments"',
        'class="c-list u-hide-print"',
        'class="story more-topic"',
    ],
)
def test_elements_named_for_furniture_go(names: str) -> None:
    assert OTHER not in words_without_furniture(f"<div {names}><p>{OTHER}</p></div>behind")
    assert "behind" in words_without_furniture(f"<div {names}><p>{OTHER}</p></div>behind")


@pytest.mark.parametrize(
    "names",
    [
        'class="correlated"',
        'class="article-body related"',
        'class="commentary"',
        'class="author"',
        'class="paywall"',
        'class="printed"',
        "",
    ],
)
def test_elements_of_other_names_stay(names: str) -> None:
    assert OTHER in words_without_furniture(f"<div {names}><p>{OTHER}</p></div>")


def test_a_box_with_a_link_is_of_another_article_and_one_without_is_of_facts() -> None:
    card = '<div class="post-card__body"><h3>{}</h3><p>{}</p></div>'
    assert OTHER not in words_without_furniture(card.format('<a href="/b">Skarn</a>', OTHER))
    assert OTHER in words_without_furniture(card.format("Skarn", OTHER))


def test_what_is_much_of_the_page_stays_whatever_it_is_called() -> None:
    assert OTHER in words_without_furniture(f'<div class="related">{TEXT * 3}<p>{OTHER}</p></div>')


def test_a_paragraph_that_is_a_link_as_a_whole_goes() -> None:
    assert OTHER not in words_without_furniture(f'<a href="/b"><div><p>{OTHER}</p></div></a>')
    assert OTHER in words_without_furniture(f'<p><a href="/b">{OTHER}</a></p>')


# The stand-first

STAND_FIRST = "Ships come in again after two weeks of ice"


def found_stand_first(between: str, description: str = "", text: str = "\n\n".join(PARAGRAPHS)) -> str:
    head = f'<meta property="og:description" content="{description}">'
    root = html.document_fromstring(page(body=f"<h1>Harbour opens again</h1>{between}{TEXT}", head=head))
    return stand_first(root, text, page_facts(root))


@pytest.mark.parametrize("description", [STAND_FIRST, "Ships come in again after two…"])
def test_a_sentence_under_the_headline_that_describes_the_page_is_its_stand_first(description: str) -> None:
    assert found_stand_first(f"<div>{STAND_FIRST}</div>", description) == STAND_FIRST


def test_a_sentence_with_the_name_of_a_stand_first_is_one() -> None:
    assert found_stand_first(f'<h2 class="article__standfirst">{STAND_FIRST}</h2>') == STAND_FIRST


@pytest.mark.parametrize(
    ("between", "description"),
    [
        (f"<div>{STAND_FIRST}</div>", OTHER),
        (f"<div>{STAND_FIRST}</div>", "Ships"),
        (f"<figure><p>{STAND_FIRST}</p></figure>", STAND_FIRST),
        ('<p class="dek">Harbour of Torvik</p>', ""),
        (f"<p>{PARAGRAPHS[0]}</p><p>{STAND_FIRST}</p>", STAND_FIRST),
    ],
    ids=["other words", "too short a description", "in a picture", "too short", "behind the text"],
)
def test_other_sentences_under_the_headline_are_no_stand_first(between: str, description: str) -> None:
    assert found_stand_first(between, description) == ""


def test_what_the_text_has_already_is_not_given_again() -> None:
    assert found_stand_first(f"<p>{STAND_FIRST}</p>", STAND_FIRST, f"{STAND_FIRST}.\n\n{PARAGRAPHS[0]}") == ""


def test_the_stand_first_is_the_first_paragraph(tmp_path: Path) -> None:
    head = f'<meta name="description" content="{STAND_FIRST}">'
    body = f"<header><h1>Harbour opens again</h1><div>{STAND_FIRST}</div></header><article>{TEXT}</article>"
    assert read_one(write(tmp_path / "a.html", page(body=body, head=head))).text.startswith(f"{STAND_FIRST}\n\n")


# A text in pieces


def pieces(first: str, second: str) -> str:
    return (
        f'<main><div class="grid"><div class="body">{first}</div></div><div class="ad">Buy nets</div>'
        f'<div class="grid"><div class="body">{second}</div></div></main>'
    )


def test_pieces_of_which_only_some_are_in_the_text_are_put_together() -> None:
    more = "".join(f"<p>{paragraph} It lasted {weeks} weeks.</p>" for weeks, paragraph in enumerate(PARAGRAPHS))
    root = html.document_fromstring(page(body=pieces(TEXT, more)))
    assert join_chunks(root, "\n\n".join(PARAGRAPHS)) is True
    [body, empty] = root.xpath('//div[@class="body"]')
    assert [len(body), len(empty)] == [2 * len(PARAGRAPHS), 0]
    assert join_chunks(root, body.text_content()) is False


def test_pieces_that_are_all_in_the_text_stay_where_they_are() -> None:
    root = html.document_fromstring(page(body=pieces(TEXT, TEXT)))
    assert join_chunks(root, "\n\n".join(PARAGRAPHS)) is False


# The headline
