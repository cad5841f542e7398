"""Pages that stand where an article should are refused for what they are; articles that speak of the same are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_by_hand import PARAGRAPHS, page, read_one, write

from onrecord.ingest import IngestError
from onrecord.ingest.page_facts import page_facts
from onrecord.ingest.readers.html import article_text


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Just a moment...", "<p>Please wait.</p>", "a check whether a person asks"),
        ("Attention Required!", "<p>One more step.</p>", "a check whether a person asks"),
        ("Torvik Post", "<p>Please enable JavaScript to see this page.</p>", "made by JavaScript"),
        (
            "Torvik Post",
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
            "JavaScript",
        ),
        ("Redirecting…", "<p>You are being redirected.</p>", "leads to another"),
        (
            "Torvik Post",
            "<h1>We value your privacy</h1><p>We use cookies to show you news.</p>",
            "a question about cookies",
        ),
        (
            "Harbour",
            "<p>The harbour opened.</p><p>Subscribe to continue reading.</p>",
            "the offer of a subscription",
        ),
        ("Harbour", '<p>Sign in.</p><form><input type="password"></form>', "a form to log in"),
        ("Page not found", "<p>Look elsewhere.</p>", "a message that it is not there"),
    ],
)
def test_walls_and_stubs_are_refused_by_name(tmp_path: Path, title: str, body: str, reason: str) -> None:
    with pytest.raises(IngestError, match=reason) as caught:
        read_one(write(tmp_path / "a.html", page(title, body)))
    assert ";" in caught.value.reason


def test_a_page_that_leads_on_names_where(tmp_path: Path) -> None:
    head = '<meta http-equiv="refresh" content="0; url=https://post.example/new">'
    with pytest.raises(IngestError, match=r"leads to another; .*: https://post.example/new"):
        read_one(write(tmp_path / "a.html", page("Moved", "<p>Moved.</p>", head)))


@pytest.mark.parametrize("sentence", ["They asked readers to enable JavaScript.", "Subscribe to continue reading, it said.",
    "The site said: we value your privacy."])  # fmt: skip
def test_an_article_about_walls_is_read(tmp_path: Path, sentence: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, sentence, *PARAGRAPHS[::-1])) * 2
    assert sentence in read_one(write(tmp_path / "a.html", page("Walls of the web", body))).text


HEADLINES = "".join(
    f'<p><a href="/{number}">The harbour of Torvik opened again after {number} weeks, and ships came</a></p>'
    for number in range(80)
)


def test_a_list_of_headlines_is_a_front_page_unless_it_says_that_it_is_an_article(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="a front page; add the addresses of its articles"):
        read_one(write(tmp_path / "a.html", page("Torvik Post", HEADLINES)))
    says_article = '<meta property="og:type" content="article">'
    assert read_one(write(tmp_path / "b.html", page("Harbours", HEADLINES, says_article))).title == "Harbours"


def test_a_list_with_some_long_paragraphs_is_no_front_page(tmp_path: Path) -> None:
    long = "".join(f"<p>{' '.join([*PARAGRAPHS, f'It took {weeks} weeks.'] * 3)}</p>" for weeks in range(6))
    assert read_one(write(tmp_path / "a.html", page("Harbours", HEADLINES + long))).title == "Harbours"


def test_a_form_to_log_in_beside_a_short_article_is_no_wall(tmp_path: Path) -> None:
    form = '<form><input type="password"></form>'
    sentence = "The harbour of Torvik opened again on Friday after three weeks of ice, and the first two ships came in at "
    body = f"{form}<article><p>{sentence}noon with salt and timber for the town.</p></article>"
    assert read_one(write(tmp_path / "a.html", page(body=body))).text.startswith(sentence)


# The facts of a page


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("Harbour opens again | Torvik Post", '<meta property="og:site_name" content="Torvik Post">', "Harbour opens again"),
        ("Torvik Post - Harbour opens again", '<meta property="og:site_name" content="Torvik Post">', "Harbour opens again"),
        ("Harbour opens again - News | post.example", "<h1>Ships come in at last</h1>", "Harbour opens again - News"),
        ("Harbour of Torvik opens again - Local | P", "<h1>Harbour of Torvik opens again</h1>", "Harbour of Torvik opens again"),
        ("Harbour – a view from the quay", "", "Harbour – a view from the quay"),
        ("The harbour | It opens again", "", "The harbour | It opens again"),
        ("Torvik Post", '<meta property="og:site_name" content="Torvik Post"><script type="application/ld+json">'
         '{"@type": "NewsArticle", "headline": "Harbour &#39;opens&#39;"}</script>', "Harbour 'opens'"),
    ],
)  # fmt: skip
def test_a_title_is_without_the_name_of_the_site(tmp_path: Path, title: str, head: str, expected: str) -> None:
    head += f'<link rel="canonical" href="https://www.post.example/harbour"><meta property="og:title" content="{title}">'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    heading, _, head = head.rpartition("</h1>")
    assert read_one(write(tmp_path / "a.html", page(title, heading + body, head))).title == expected


def test_the_headline_is_not_the_first_line_again(tmp_path: Path) -> None:
    body = "<h1>Harbour opens again</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert read_one(write(tmp_path / "a.html", page(body=body))).text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ('[{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "ann-lee"}]', "Ann Lee"),
        ('[{"name": "Ann Lee"}, {"name": "Torvik Post"}]', "Ann Lee"),
        ('{"name": "Torvik Post"}', "Torvik Post"),
        ('["Ann Lee", "https://post.example/ann"]', "Ann Lee"),
        ('{"name": "Ann Lee and Bo Dahl"}', "Ann Lee, Bo Dahl"),
    ],
)
def test_authors_are_named_once_and_without_the_site(tmp_path: Path, authors: str, expected: str) -> None:
    facts = (
        '<meta property="og:site_name" content="Torvik Post"><script type="application/ld+json">'
        f'{{"@graph": [{{"@type": ["NewsArticle"], "headline": "Harbour", "author": {authors}, '
        '"datePublished": "2021-04-16T08:00:00Z", "dateModified": "2022-01-01"}]}</script>'
    )
    draft = read_one(write(tmp_path / "a.html", page(head=facts)))
    assert (draft.author, draft.published) == (expected, "2021-04-16")


def test_authors_named_as_libraries_do_are_turned_round() -> None:
    from lxml import html

    head = '<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Dahl, Bo">'
    assert page_facts(html.document_fromstring(page(head=head))).authors == ("Ann Lee", "Bo Dahl")


def test_bold_words_leave_no_signs_and_blanks_of_the_source_are_folded() -> None:
    body = "<p><strong>Ann Lee:</strong>It is   open.\n  “<em>At last</em>”said <b>Bo</b>.</p>" + "".join(
        f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS
    )
    assert article_text(page(body=body)).startswith("Ann Lee:It is open. “At last”said Bo.\n\n")


def test_the_address_that_a_browser_has_left_is_taken(tmp_path: Path) -> None:
    saved = "<!-- saved from url=(0029)https://post.example/harbour -->\n" + page()
    assert read_one(write(tmp_path / "a.html", saved)).url == "https://post.example/harbour"


def test_a_part_of_a_page_is_its_text(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a", "<p>Short.</p><ul><li>One</li><li>Two</li></ul>a<br>b")).text == (
        "Short.\n\n- One\n- Two\n\na\nb"
    )
