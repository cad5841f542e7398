"""What stands between the paragraphs of a page is left out where it is sure, and sentences that begin alike stay."""

from __future__ import annotations

import pytest

from onrecord.ingest.boilerplate import without_boilerplate


@pytest.mark.parametrize(
    "block",
    [
        "Advertisement",
        "Story continues below advertisement",
        "Read more: Ships come in",
        "- Read more",
        "See also: The harbour in pictures",
        "Related articles",
        "Sign up to our newsletter for news of the harbour.",
        "Subscribe to get alerts on your phone",
        "Get the news in your inbox every morning",
        "Share this article",
        "Follow us on Facebook and X",
        "We use cookies to show you more.",
        "(Image credit: Torvik Post)",
        "Most read in Sport",
        "View this email in your browser",
        "You are receiving this email because you asked for it.",
        "Unsubscribe",
        "Do you know more of the harbour? Write to harbour@post.example",
        "• Email: ann.lee@post.example",
        "We may earn a commission from links on this page.",
        "© 2021 Torvik Post. All rights reserved.",
    ],
)
def test_blocks_that_are_no_part_of_an_article_are_left_out(block: str) -> None:
    assert without_boilerplate(f"First.\n\n{block}\n\nLast.") == "First.\n\nLast."


@pytest.mark.parametrize(
    "block",
    [
        "Advertisement of the port has doubled since May.",
        "Read more slowly, the teacher told them.",
        "Related companies pay no tax.",
        "Sign up or leave, the union told its members.",
        "“Subscribe to our newsletter,” he said.",
        "Share prices fell.",
        "Most read in silence, she found.",
        "Readers view the harbour from the quay.",
        "You are receiving guests, he was told.",
        "Do they know more? Nobody says.",
        "Follow us on the way to the quay.",
        "Get the nets in, the master said.",
        "Sign up to our newsletter. " * 8,
    ],
)
def test_sentences_that_begin_alike_stay(block: str) -> None:
    assert without_boilerplate(f"First.\n\n{block}") == f"First.\n\n{block}"
