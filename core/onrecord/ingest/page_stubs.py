"""Pages that stand where an article should: walls, checks of the browser, redirects, front pages."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.ingest.document import IngestError

_SHORT = 120
"""Words that a page without an article has at most."""

_LEAST_PARAGRAPH = 25
"""Words that a paragraph of an article has, and no line of a form."""


class _Stub(NamedTuple):
    """A kind of page: ``pattern`` is found in its title or in its words, ``reason`` says what it is."""

    pattern: re.Pattern[str]
    reason: str


def _stub(pattern: str, reason: str) -> _Stub:
    return _Stub(re.compile(pattern, re.IGNORECASE), reason)


_SAVE = "open it in your browser, save it as HTML, and add that file"

_STUBS = (
    _stub(
        r"just a moment|attention required|checking (?:your browser|if the site)"
        r"|verify(?:ing)? (?:that )?you are (?:a )?human"
        r"|are you a robot|ddos protection|access (?:to this page has been )?denied|unusual traffic|captcha"
        r"|bot detection",
        f"not the article but a check whether a person asks; {_SAVE}",
    ),
    _stub(
        r"(?:enable|turn on|requires?|activate|without) javascript"
        r"|javascript (?:is|has been) (?:disabled|required|turned off|not)",
        f"not the article but a page that is made by JavaScript; {_SAVE}",
    ),
    _stub(r"^index of /", "not an article but a list of the files in a folder; add the addresses of those"),
    _stub(
        r"^\W*redirect(?:ing|ed)?\b|you are being redirected|if you are not redirected|page has moved",
        "not the article but a page that leads to another; add the address to which it leads",
    ),
    _stub(
        r"(?:we|our partners) (?:value|care about|respect) your privacy"
        r"|(?:use|accept|manage|about)(?: all| the| our)? cookies"
        r"|cookie (?:settings|preferences|policy|consent)|before you continue|consent to (?:the )?(?:use|storage)",
        f"not the article but a question about cookies; {_SAVE}",
    ),
    _stub(
        r"subscri(?:be|ption|bers?) (?:now |today )?(?:to (?:read|continue|unlock|access)|only|required)"
        r"|(?:to|and) (?:continue|keep) reading|already a (?:subscriber|member)"
        r"|(?:log|sign) in to (?:read|continue)"
        r"|article is (?:for|reserved|only)|remaining (?:free )?articles"
        r"|free articles? (?:left|remaining|this month)",
        f"not the article but the offer of a subscription; if you have one, {_SAVE}",
    ),
    _stub(
        r"^\W*(?:(?:error )?40[34]\b|page (?:not|can(?:no|')t be) found|not found"
        r"|this page (?:isn.t|is not) available)",
        "not the article but a message that it is not there; look whether the address is right",
    ),
)
_REFRESH = re.compile(r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[^>]+url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_SAYS_ARTICLE = re.compile(
    r"og:type[\"']?\s+content\s*=\s*[\"']?article|article:published_time"
    r"|[\"']@type[\"']\s*:\s*\[?\s*[\"'](?:\w*Article|BlogPosting|Report)[\"']",
    re.IGNORECASE,
)
"""How a page says that it is one article; front pages say that they are a site."""
_PASSWORD = re.compile(r"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_OF_SITE = re.compile(
    r"(?:rel=[\"']?canonical[\"']?[^>]+href|og:url[\"']?[^>]+content)\s*=\s*[\"']?https?://[^/\"'\s>]+/?[\"'\s>]",
    re.IGNORECASE,
)
"""How a page says that its address is that of the site."""
_LINK = re.compile(r"<a\s[^>]*href", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][”\"’']?(?:\s|$)")


def refuse(page: str, title: str, text: str, name: str) -> None:
    """See that a page holds an article.

    Args:
        page: The HTML.
        title: Its title.
        text: What was found in it as the text of an article; may be empty.
        name: What the user calls it.

    Raises:
        IngestError: Something else stands there; the reason says what.
    """
    words = len(text.split())
    if words < _SHORT and _PASSWORD.search(page) and not _has_running_text(text):
        raise IngestError(name, f"not the article but a form to log in; log in, {_SAVE}")
    if words > _SHORT:
        if _is_front_page(page, text):
            raise IngestError(name, "not an article but a front page; add the addresses of its articles")
        return
    if words < _SHORT / 2 and (refresh := _REFRESH.search(page)):
        reason = (
            f"not the article but a page that leads to another; add the address to which it leads: {refresh[1]}"
        )
        raise IngestError(name, reason)
    head = f"{title}\n{text or _visible(page)}"
    for stub in _STUBS:
        if stub.pattern.search(title) or stub.pattern.search(head):
            raise IngestError(name, stub.reason)


def _visible(page: str) -> str:
    """Return the words of a page in which no article was found, those for browsers without JavaScript included."""
    from onrecord.ingest.html_text import html_text

    return html_text(re.sub(r"</?noscript[^>]*>", "", page, flags=re.IGNORECASE))[:2000]


def _has_running_text(text: str) -> bool:
    """Whether there is a paragraph as articles have them; many pages have a form in a corner."""
    return any(len(line.split()) >= _LEAST_PARAGRAPH for line in text.split("\n"))


def _is_front_page(page: str, text: str) -> bool:
    """Return whether a page is a list of headlines: many links, and hardly a paragraph of two sentences."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    running = [paragraph for paragraph in paragraphs if len(_SENTENCE_END.findall(paragraph)) > 1]
    is_list = (
        len(_LINK.findall(page)) > 60
        and len(paragraphs) > 10
        and len(running) * 8 < len(paragraphs)
        and len(" ".join(running)) * 4 < len(text)
    )
    return (is_list or _OF_SITE.search(page) is not None) and not _SAYS_ARTICLE.search(page)
