"""Tags within a text, as people write them: #budget."""

from __future__ import annotations

import re

_HASHTAG = re.compile(r"(?<![\w/#&?=.:-])#(?P<tag>[^\W\d_][\w-]*(?:/[\w-]+)*)")


def hashtags(text: str) -> list[str]:
    """Return the tags in a text, each once, in their order.

    A tag begins with a letter and stands where a word can begin: #12 is a number, # Heading a heading, and what
    follows the # of an address a place on a page.
    """
    return list(dict.fromkeys(match["tag"].rstrip("-") for match in _HASHTAG.finditer(text)))
