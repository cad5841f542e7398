"""Markdown, with what stands before its text: front matter in YAML, TOML or JSON, or what programs write instead.

Read are the forms of Obsidian and its Web Clipper, MarkDownload, Omnivore, Readwise, Hugo, bulletty, Jekyll and
pandoc.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from onrecord.base.markdown_text import plain_text
from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import draft_of, facts_before
from onrecord.ingest.document import Document, IngestError, clean

_TOML = re.compile(r"(\+\+\+|---)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML_LINE = re.compile(r"\s*[\w-]+ *= ")
_JSON_FENCE = re.compile(r"\s*```json\s*\n(\{.*?\n\})\s*\n```[ \t]*(?:\n|\Z)", re.DOTALL)
_PANDOC = re.compile(r"% (.*)\n(?:% ?(.*)\n)?(?:% ?(.*)\n)?")
_READWISE = re.compile(r"^## Metadata\n((?:[-*] .*\n?|\s*\n)*)", re.MULTILINE)
_READWISE_PASSAGES = re.compile(r"(?<=\n)## Highlights\b.*", re.DOTALL)
"""The passages that were marked, again, behind the text that they are from."""
_OMNIVORE_LINKS = re.compile(
    r"^\[Read on Omnivore\]\([^)\n]*\)\s*\n(?:\[Read Original\]\(([^)\n]*)\)[ \t]*(?:\n|\Z))?", re.MULTILINE
)
_READWISE_FIELD = re.compile(r"^[-*] ([\w ]+): +(.*)$", re.MULTILINE)

_LEFT_OUT = re.compile(
    r"%%.*?%%"  # remarks of Obsidian
    r"|!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\]\([^)\n]*\)"  # pictures and embedded notes
    r"|\{%.*?%\}|\{\{[<%].*?[>%]\}\}"  # tags of Jekyll, shortcodes of Hugo
    r"|\[\^[^\]\n]+\](?!:)"  # marks of footnotes
    r"|(?<=\s)\^[\w-]+[ \t]*$"  # ids of blocks
    r"|^> ## Excerpt\n(?:>[^\n]*\n)*"  # MarkDownload's summary of what follows
    r"|\(\[View Highlight\]\([^)\n]*\)\)"
    r"|^\s+[-*] (?:Note|Tags): [^\n]*$"  # what the reader wrote to a passage in Readwise
    r"|^#Omnivore$",
    re.DOTALL | re.MULTILINE,
)
_CALLOUT = re.compile(r"^(> *)\[!\w+\][+-]?[ \t]*(.*)$", re.MULTILINE)
"""A box of Obsidian, with its title."""
_FOOTNOTE = re.compile(r"^\[\^[^\]\n]+\]:[ \t]*", re.MULTILINE)
_WIKI_LINK = re.compile(r"\[\[(?:[^\]|\n]*\|)?([^\]\n]+)\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
_HEADING = re.compile(r"\s*#[ \t]+([^\n]+?)[ \t#]*(?:\n|\Z)|\s*([^\n]+)\n=+[ \t]*(?:\n|\Z)")


_ALIAS = re.compile(r"(?:^|[\s,:\[{])\*[\w-]+", re.MULTILINE)
_LONGEST_FRONT_MATTER = 100_000
"""Characters of front matter: what is longer is no facts of an article."""
_MOST_ALIASES = 10
"""Aliases of YAML in front matter: ten levels of ten are a thousand million values in a few lines."""


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a Markdown file.

    Raises:
        IngestError: It is no text, its front matter cannot be understood, or there is nothing below it.
    """
    whole = document.text()
    front, body = _front_matter(whole, document.name)
    if len(whole) - len(body) > _LONGEST_FRONT_MATTER:
        reason = f"its front matter is longer than {_LONGEST_FRONT_MATTER:,} characters; shorten it"
        raise IngestError(document.name, reason)
    body = _marked_text(body)
    heading = _HEADING.match(body)
    heading_text = plain_text(heading[1] or heading[2]) if heading else ""
    title = fields.words(front.get("title")) or heading_text
    if heading and heading_text == title:
        body = body[heading.end() :]
    text = clean(plain_text(body))
    if not text.strip():
        raise IngestError(document.name, "empty; there is nothing to read below its front matter")
    draft = draft_of(front | {"title": title, "text": text}, document.url)
    draft.text = text
    draft.title = title or fields.title(text, document.stem)
    yield draft


def _marked_text(body: str) -> str:
    """Return Markdown without what programs have put into it that is no part of the text."""
    body = _CALLOUT.sub(r"\1\2\n\1", _FOOTNOTE.sub("", _LEFT_OUT.sub("", body)))
    return _HIGHLIGHT.sub(r"\1", _WIKI_LINK.sub(r"\1", body))


def _front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Return what is said before the text, and the rest of the file."""
    toml, fence, pandoc = _TOML.match(text), _JSON_FENCE.match(text), _PANDOC.match(text)
    if toml and (toml[1] == "+++" or _TOML_LINE.match(toml[2])):
        front, body = _of_toml(toml[2], name), text[toml.end() :]
    elif fence:
        front, body = _of_json(fence[1]), text[fence.end() :]
    elif pandoc:
        front = {"title": pandoc[1], "author": (pandoc[2] or "").replace(";", ","), "date": pandoc[3]}
        body = text[pandoc.end() :]
    else:
        front, body = _of_yaml(text, name)
    if not front:
        front, body = facts_before(body)  # as MultiMarkdown has them
    if not front and (readwise := _READWISE.search(body)):
        front = {name.removeprefix("Full "): value for name, value in _READWISE_FIELD.findall(readwise[1])}
        front["Tags"] = re.findall(r"#(\S+)", str(front.pop("Document Tags", "")))
        body = body[readwise.end() :]
        if re.match(r"\s*## Full Document", body):
            body = _READWISE_PASSAGES.sub("", body)
        body = re.sub(r"^\s*## (?:Highlights|Full Document)[^\n]*\n", "", body)
    if omnivore := _OMNIVORE_LINKS.search(body):
        front = {"url": omnivore[1] or ""} | front
        body = body[: omnivore.start()] + body[omnivore.end() :]
    return _known_fields(front), body


def _known_fields(front: dict[str, Any]) -> dict[str, Any]:
    """Return what is said, without the marks of Obsidian, and with what only Jekyll writes made clear."""
    front = {
        str(name).lower(): _without_links(value) for name, value in front.items() if str(name).lower() != "text"
    }
    if "layout" in front and isinstance(tags := front.get("tags"), str) and "," not in tags:
        front["tags"] = tags.split()  # https://jekyllrb.com/docs/posts/#tags
    # Not the day of the article, but the nearest that MarkDownload and others know.
    return front | ({"date": front["created"]} if "created" in front and not _has_day(front) else {})


def _has_day(front: dict[str, Any]) -> bool:
    return bool(draft_of(front | {"text": "-"}).published)


def _without_links(value: Any) -> Any:
    if isinstance(value, str):
        return _WIKI_LINK.sub(r"\1", value)
    return [_without_links(each) for each in value] if isinstance(value, list) else value


def _of_toml(source: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise IngestError(name, f"its front matter is no TOML ({error}); correct it") from error


def _of_json(source: str) -> dict[str, Any]:
    try:
        value = json.loads(source)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _of_yaml(text: str, name: str) -> tuple[dict[str, Any], str]:
    import frontmatter
    import yaml

    if len(_ALIAS.findall(text[: text.find("\n---", 3)])) > _MOST_ALIASES:
        raise IngestError(
            name, "its front matter repeats itself by aliases, which may be without end; write it out"
        )
    try:
        return frontmatter.parse(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = f"line {line} of its front matter is no YAML ({error.problem}); quote values that hold a colon"
        raise IngestError(name, reason) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise IngestError(name, f"its front matter is no YAML ({error}); correct it") from error
