"""Tags as they are typed: which to add, and with a minus which to remove."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.terminal.visible_text import visible

_TAG = re.compile(r'(?P<minus>-*)#*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s,"#-][^\s,"]*))')


def typed_tag(tag: str) -> str:
    """Return a tag as it is typed: in quotation marks where it would be read otherwise."""
    tag = visible(tag).replace('"', "")
    return f'"{tag}"' if re.search(r"[\s,]|^[-#]", tag) else tag


def parse_tags(text: str) -> list[tuple[str, bool]]:
    """Parse tags as they are typed: ``a, #b -c "d e"``.

    Returns:
        The tags in order, each with whether the article is to have it (no minus before it).
    """
    parsed = []
    for match in _TAG.finditer(text):
        tag = " ".join((match["quoted"] if match["quoted"] is not None else match["bare"]).split())
        if tag:
            parsed.append((tag, not match["minus"]))
    return parsed


def tag_changes(text: str, tags: list[str], archive_tags: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the tags to add and to remove so that articles have the tags that are typed, and none with a minus.

    Args:
        text: What is typed.
        tags: The tags that all of the articles have.
        archive_tags: The tags of all articles; a typed tag takes their spelling if it differs only in case.
    """
    spelling = {tag.casefold(): tag for tag in (*archive_tags, *tags)}
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for tag, is_wanted in parse_tags(text):
        spelled = spelling.get(tag.casefold(), tag)
        if is_wanted:
            wanted[spelled] = None
        else:
            wanted.pop(spelled, None)
            if tag.casefold() in spelling:
                unwanted[spelled] = None
    removed = dict.fromkeys((*tags, *unwanted))
    return [tag for tag in wanted if tag not in tags], [tag for tag in removed if tag not in wanted]


def shared_tags(tags_of_each: Iterable[Sequence[str]]) -> list[str]:
    """Return the tags that all articles have, as the first has them; read no further than there can be any.

    Args:
        tags_of_each: The tags of each article.
    """
    tags: list[str] | None = None
    for article_tags in tags_of_each:
        tags = [tag for tag in (article_tags if tags is None else tags) if tag in article_tags]
        if not tags:
            break
    return tags or []
