"""How long what stands beside a text may be: one table for articles, tags and notes, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LONGEST: Mapping[str, int] = {
    "title": 10_000,
    "source": 10_000,
    "author": 100_000,  # papers of physics have thousands of authors
    "date": 100,
    "address": 10_000,
    "language": 100,
    "tag": 1_000,
    "note": 1_000_000,
    "name": 1_000,
}
"""What it is called → how many characters it may have."""

MOST_TAGS = 1_000
"""How many tags an article or a note may have."""

MOST_PASSAGES = 200
"""How many passages source, cue and content of a quote may have together, where a reader corrects them."""

_LABELS = {"published": "date", "url": "address", "body": "note"}
"""Fields of records that are called otherwise."""


def excess(fields: Mapping[str, object]) -> str:
    """Say which of some fields of a record is too long; empty where none is.

    Args:
        fields: The fields by their names in a record. Those without a limit may be among them.
    """
    for name, value in fields.items():
        label = _LABELS.get(name, name)
        if name == "tags" and isinstance(value, list):
            if reason := _excess_of_tags(value):
                return reason
        elif isinstance(value, str) and len(value) > LONGEST.get(label, len(value)):
            return _sentence(label, len(value))
    return ""


def correction_excess(fields: Mapping[str, object]) -> str:
    """Say whether a name in a correction is too long, or whether it has too many passages.

    A correction of wording holds words of quotes, which have no limit. The passages of others have one, because
    they are looked for in the text whenever the article is read.
    """
    if fields.get("kind") == "wording":
        return ""
    return (
        excess({"name": fields.get("name")})
        or excess({"name": fields.get("to")})
        or _excess_of_passages(fields.get("passages"))
    )


def _excess_of_passages(passages: object) -> str:
    count = (
        sum(len(each) for each in passages.values() if isinstance(each, list)) if isinstance(passages, dict) else 0
    )
    return f"a quote has {count:,} passages, and {MOST_PASSAGES:,} may be" if count > MOST_PASSAGES else ""


def _excess_of_tags(tags: Iterable[object]) -> str:
    names = [tag for tag in tags if isinstance(tag, str)]
    if len(names) > MOST_TAGS:
        return f"there are {len(names):,} tags, and {MOST_TAGS:,} may be"
    longest = max(names, key=len, default="")
    return _sentence("tag", len(longest)) if len(longest) > LONGEST["tag"] else ""


def _sentence(label: str, length: int) -> str:
    return f"the {label} has {length:,} characters, and {LONGEST[label]:,} may be"
