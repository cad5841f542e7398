"""Articles of Nexis, Factiva and Europresse: many in one file, each with its facts."""

from __future__ import annotations

from pathlib import Path

from documents_by_hand import read_all, write

NEXIS = """
Download Request: Selected Items: 1-2


                               1 of 2 DOCUMENTS


                                  Torvik Post

                            April 16, 2021 Friday
                                   Edition 1

Harbour opens again
after three weeks

BYLINE: By Ann Lee

SECTION: NEWS; Pg. 3

LENGTH: 24 words

The harbour of Torvik opened again on Friday after three weeks of talks between
the union and the company, and the first two ships came in at noon, said Maria
Jansen, who leads the union.

It was time.

LOAD-DATE: April 17, 2021

LANGUAGE: ENGLISH


                       Copyright 2021 Torvik Post
                              All Rights Reserved


                               2 of 2 DOCUMENTS


                                  Torvik Mail

                            April 17, 2021 Saturday

Ships come in

LENGTH: 2 words

Two came.

LOAD-DATE: April 18, 2021
"""
FACTIVA = """HD
Harbour opens again

BY
By Ann Lee

WC
24 words

PD
16 April 2021

SN
Torvik Post

LP
The harbour of Torvik opened again on Friday after three weeks of talks between the union and the company.

TD
It was time, said Maria Jansen.

AN
Document TORPO00020210416eh4g0001

HD
Ships come in

WC
2 words

PD
17 April 2021

SN
Torvik Mail

TD
Two came in at noon, and nobody knew when the next would come, said the master of the harbour of Torvik.

Document TORPO00020210417eh4h0002
"""
FACTIVA_LINES = """Harbour opens again
Ann Lee
24 words
16 April 2021
Torvik Post
TORPO
3
English
(c) 2021 Torvik Post

The harbour of Torvik opened again on Friday after three weeks of talks between the union and the company.

It was time, said Maria Jansen.

Document TORPO00020210416eh4g0001
"""
EUROPRESSE = """<html><body>
<article><header><span class="DocPublicationName">Torvik Post</span><span class="DocHeader">Nyheter, vendredi 16 avril 2021</span>
<p class="titreArticle">Harbour opens again</p></header>
<div class="docOcurrContainer"><p>The harbour opened.</p><p>It was time.</p></div></article>
<article><header><span class="DocPublicationName">Torvik Mail</span><span class="DocHeader">17 April 2021</span>
<p class="titreArticle">Ships come in</p></header><div class="docOcurrContainer"><p>Two came.</p></div></article>
</body></html>"""


def test_articles_of_nexis_are_parted(tmp_path: Path) -> None:
    drafts, failures, _ = read_all(write(tmp_path / "a.txt", NEXIS))
    assert failures == []
    assert [(draft.title, draft.source, draft.author, draft.published) for draft in drafts] == [
        ("Harbour opens again after three weeks", "Torvik Post", "Ann Lee", "2021-04-16"),
        ("Ships come in", "Torvik Mail", "", "2021-04-17"),
    ]
    assert drafts[0].text.endswith("said Maria Jansen, who leads the union.\n\nIt was time.")
    assert "\n\n" not in drafts[0].text[:150]
    assert drafts[1].text == "Two came."


def test_articles_of_factiva_with_fields_are_parted(tmp_path: Path) -> None:
    drafts, failures, _ = read_all(write(tmp_path / "a.txt", FACTIVA))
    assert failures == []
    assert [(draft.title, draft.source, draft.author, draft.published) for draft in drafts] == [
        ("Harbour opens again", "Torvik Post", "Ann Lee", "2021-04-16"),
        ("Ships come in", "Torvik Mail", "", "2021-04-17"),
    ]
    assert drafts[0].text.endswith("the company.\n\nIt was time, said Maria Jansen.")


def test_articles_of_factiva_as_lines_are_read(tmp_path: Path) -> None:
    [draft], failures, _ = read_all(write(tmp_path / "a.txt", FACTIVA_LINES))
    assert failures == []
    assert (draft.title, draft.source, draft.author, draft.published) == (
        "Harbour opens again",
        "Torvik Post",
        "Ann Lee",
        "2021-04-16",
    )
    assert draft.text.startswith("The harbour of Torvik")
    assert draft.text.endswith("said Maria Jansen.")


def test_articles_of_europresse_are_parted(tmp_path: Path) -> None:
    drafts, failures, _ = read_all(write(tmp_path / "a.html", EUROPRESSE))
    assert failures == []
    assert [(draft.title, draft.source, draft.published, draft.text) for draft in drafts] == [
        ("Harbour opens again", "Torvik Post", "2021-04-16", "The harbour opened.\n\nIt was time."),
        ("Ships come in", "Torvik Mail", "2021-04-17", "Two came."),
    ]


def test_lines_of_nexis_uni_without_empty_lines_between_them_are_facts(tmp_path: Path) -> None:
    text = (
        "Harbour opens again\nTorvik Post\nApril 16, 2021 Friday\n\nCopyright 2021 Torvik Post\nSection: NEWS; Pg. 3\n"
        "Length: 2 words\nByline: Ann Lee\nBody\n\n\nIt opened.\n\nLoad-Date: April 17, 2021\n\n\nEnd of Document\n\n\n"
    )
    drafts, failures, _ = read_all(write(tmp_path / "a.txt", text * 2))
    assert failures == []
    assert [(each.title, each.source, each.published, each.author, each.text) for each in drafts] == [
        ("Harbour opens again", "Torvik Post", "2021-04-16", "Ann Lee", "It opened.")
    ] * 2
