"""What stands around and between the paragraphs of an article on a page and is no part of it: calls for
newsletters, links to other articles, comments, notes on authors, pull quotes.

It is told by the names that the makers of pages give to elements (``class`` and ``id``) for their own use, before
the text is looked for. What would take much of the page with it is not furniture, whatever it is called.
"""

from __future__ import annotations

import re
from typing import Any

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:"
    r"newsletters?|sign-?ups?|subscri(?:be|ption)s?|(?:access|registration|reg)-?wall|donat(?:e|ions?)"
    r"|related|recommend(?:ed|ations?)?|most-?(?:read|popular|viewed|recent)|popular|trending|outbrain|taboola"
    r"|(?:read|more|see)-(?:more|also|next|from|on|topics?|stories|articles)|teasers|promos?|cta"
    r"|comments?|disqus|viafoura|coral|cookies?|consent|gdpr"
    r"|author-?(?:bio|box|info|card|description|content)|(?:article|post)-author|(?:about|bio)-(?:the-)?author"
    r"|biograph(?:y|ies)|pull-?quotes?"
    r"|no-?print|(?:hide|hidden)-(?:for-|in-)?print|d-print-none|print:hidden"
    r")(?=[\s_-]|$)",
    re.IGNORECASE,
)
_CARD_NAMES = re.compile(
    r"(?:article|story|news|post|teaser|collections?)[_-]{1,2}cards?(?=[\s_-]|$)", re.IGNORECASE
)
"""What makers of pages call the box of another article, to which there is a link; boxes of facts have none."""
_OF_TEXT = re.compile(r"(?:article|story|entry|post|main|page)-?(?:body|content|text)(?=\s|$)", re.IGNORECASE)
"""How the element with the text itself is called, which may bear other names besides."""
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = frozenset("div section aside ul ol blockquote figure p h2 h3 h4 article footer form details".split())
_WAYS_BACK = frozenset("↩↑⬆")
"""What leads from a footnote back to its place."""
_LARGEST_SHARE = 0.25
"""The part of the words of a page from which on an element is not furniture."""


def remove_furniture(page: Any) -> None:
    """Take the elements that are surely no part of the article out of a page.

    Args:
        page: The page, as lxml reads it; it is changed.
    """
    most = _LARGEST_SHARE * _size(page)
    links = list(page.iter("a"))
    for element in [*filter(_is_named_so, page.iter(*_PARTS)), *filter(_is_linked_paragraph, links)]:
        if element.getparent() is not None and _size(element) <= most:
            element.drop_tree()
    for link in links:
        if link.getparent() is not None and link.text_content().strip(" \ufe0e\ufe0f") in _WAYS_BACK:
            link.drop_tree()


def _is_linked_paragraph(element: Any) -> bool:
    """Return whether a link goes round a whole paragraph, which then tells of another article."""
    return next(element.iter("p"), None) is not None


def _is_named_so(element: Any) -> bool:
    """Return whether a name of an element is one of furniture, and none that of the text itself."""
    names = _CAPITAL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    is_card = _CARD_NAMES.search(names) is not None and next(element.iter("a"), None) is not None
    return (is_card or _NAMES.search(names) is not None) and _OF_TEXT.search(names) is None


def _size(element: Any) -> int:
    """Return how many characters of text the paragraphs of an element have."""
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p", "li", "blockquote"))
