"""Obsidian: a note for each article, in a vault or in any folder of one.

A note has properties, the text with what is quoted as ``==highlights==``, links to the actors, the quotes with
block ids, and the reader's notes. What onrecord writes stands between two comments, and the properties that it
knows are its own; everything else in a note is the user's, and stays when the vault is written again. A note is
known by its property ``onrecord``, so it may be renamed and moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from onrecord.base.control_characters import with_symbols
from onrecord.base.records import Attribution, Note, Quote, Span
from onrecord.export.citation import long_date, one_line, speaker
from onrecord.export.files import write_text
from onrecord.export.item import Exported
from onrecord.export.markdown import escape

_BEGIN = "%% onrecord: what stands from here to the end mark is written anew by each export %%"
_END = "%% onrecord: end %%"
_OURS = re.compile(re.escape(_BEGIN) + r".*?" + re.escape(_END), re.DOTALL)
_PROPERTY = re.compile(r"^onrecord: *[\"']?([\w./:-]+)", re.MULTILINE)
_NO_NAME = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f]+')
_NO_TAG = re.compile(r"[^\w/-]+")
_BLOCK = re.compile(r"^([>+-]|\d+(?=[.)]))")
_LONGEST_NAME = 100


def write(items: Iterable[Exported], folder: Path) -> None:
    """Write a note for each article; keep what others wrote into notes that are there."""
    notes = _notes_in(folder)
    taken = {path.name.casefold() for path in notes.values()}
    for item in items:
        key = _key(item)
        file = notes.get(key)
        if file is None:
            file = folder / _free_name(item, taken, folder)
            taken.add(file.name.casefold())
        written = file.read_text("utf-8") if file.exists() else ""
        write_text(file, merged(written, item))


def merged(written: str, item: Exported) -> str:
    """Return a note with the article as it is now, and all that others wrote.

    Args:
        written: The note as it is; empty if there is none yet.
        item: The article.
    """
    ours = f"{_BEGIN}\n\n{body(item)}\n\n{_END}"
    try:
        properties, rest = frontmatter.parse(written)
    except yaml.YAMLError:  # not ours to mend: it stays as it stands, below
        properties, rest = {}, written
    if _OURS.search(rest):
        rest = _OURS.sub(lambda _: ours, rest, count=1)
    else:
        rest = "\n\n".join(filter(None, (ours, rest.strip())))
    own_properties = _properties(item)
    own_properties["tags"] = list(dict.fromkeys([*own_properties["tags"], *_listed(properties.get("tags"))]))
    front = yaml.safe_dump(properties | own_properties, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n{rest.strip()}\n"


def body(item: Exported) -> str:
    """Return what onrecord writes of an article."""
    # In the text % is escaped; in words of notes and quotes the marks may stand.
    return "\n\n".join(_parts(item)).replace(_END, "").replace(_BEGIN, "")


def tag_name(tag: str) -> str:
    """Return a tag as Obsidian has it: letters, digits, ``_``, ``-``, ``/``, and not digits alone."""
    name = _NO_TAG.sub("-", one_line(tag)).strip("-")
    return f"{name}_" if name and not re.search(r"[^\d/]", name) else name


def _parts(item: Exported) -> Iterator[str]:
    yield _highlighted(item)
    if item.annotation and item.annotation.actors:
        yield "## Actors"
        yield "\n".join(f"- {_link(actor.name)} ({actor.type})" for actor in item.annotation.ranked_actors())
    if quotes := item.quotes():
        yield "## Quotes"
        yield from map(_quote, quotes)
    if item.notes:
        yield "## Notes"
        yield from map(_note, item.notes)


def _highlighted(item: Exported) -> str:
    """Return the text with what is quoted highlighted, in each paragraph anew, as a highlight ends with it."""
    text = with_symbols(item.text)
    contents = [span for _, attribution in item.attributed() for span in _contents(attribution)]
    paragraphs = []
    for paragraph in re.finditer(r"\S[^\n]*", text):
        start, end = paragraph.span()
        pieces, position = [], start
        for begin, stop in _disjoint(contents, start, end):
            pieces += [escape_inside(text[position:begin]), f"=={escape_inside(text[begin:stop])}=="]
            position = stop
        pieces.append(escape_inside(text[position:end]))
        paragraphs.append(_without_block("".join(pieces).rstrip()))
    return "\n\n".join(paragraphs)


def escape_inside(text: str) -> str:
    """Return words in a line as Markdown and Obsidian show them, with their spaces."""
    return re.sub(r"([\\`*\[\]<&~_#$|%=])", r"\\\1", text)


def _without_block(line: str) -> str:
    """Return a line that begins no list, no heading and no quotation."""
    return _BLOCK.sub(lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], line)


def _contents(attribution: Attribution) -> list[Span]:
    return attribution.content if attribution.report_type == "speech" else []


def _disjoint(spans: list[Span], start: int, end: int) -> Iterator[Span]:
    """Yield the parts of spans between two offsets, in order; of those that overlap what is not covered yet."""
    position = start
    for begin, stop in sorted(spans):
        begin, stop = max(begin, position), min(stop, end)
        if begin < stop:
            yield begin, stop
            position = stop


def _properties(item: Exported) -> dict[str, Any]:
    article = item.article
    facts = {
        "onrecord": _key(item),
        "title": one_line(article.title),
        "source": one_line(article.source),
        "author": one_line(article.author),
        "date": one_line(article.published),
        "url": one_line(article.url),
    }
    filled: dict[str, Any] = {name: value for name, value in facts.items() if value}
    return filled | {"tags": list(dict.fromkeys(filter(None, map(tag_name, article.tags))))}


def _listed(tags: object) -> list[str]:
    if isinstance(tags, str):
        return tags.replace(",", " ").split()
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def _link(name: str) -> str:
    """Return a link to the note of an actor; what a link cannot hold is its shown text."""
    shown = one_line(name)
    target = " ".join(_NO_NAME.sub(" ", shown).split())
    if not target:
        return escape(shown)
    return f"[[{target}]]" if target == shown else f"[[{target}|{shown.replace('[', '(').replace(']', ')')}]]"


def _quote(quote: Quote) -> str:
    who = ", ".join(map(_link, quote.actors)) or escape(speaker(quote)) or "unnamed"
    facts = [who, quote.kind, *([] if quote.report_type == "speech" else [quote.report_label])]
    facts += ["doubtful"] if quote.is_doubtful else []
    return f"> {escape(quote.quote)}\n> — {' · '.join(facts)}\n\n^quote-{quote.index}"


def _note(note: Note) -> str:
    passage = [f"> {escape(note.anchor.exact)}"] if note.anchor else []
    tags = " ".join(f"#{name}" for name in map(tag_name, note.tags) if name)
    about = " · ".join(filter(None, (long_date(note.created[:10]), tags)))
    return "\n\n".join([*passage, note.body.strip(), *([f"— {about}"] if about else []), f"^note-{note.id}"])


def _key(item: Exported) -> str:
    """Return what a note is known by: the hash of the text, which no other archive has otherwise."""
    return item.article.text_hash or f"article-{item.article.id}"


def _notes_in(folder: Path) -> dict[str, Path]:
    """Return the notes that onrecord wrote in a folder and below, by their keys."""
    notes: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.md")) if folder.is_dir() else []:
        if not file.is_file():
            continue
        with file.open(encoding="utf-8", errors="replace") as stream:
            head = stream.read(4000)
        if head.startswith("---") and (match := _PROPERTY.search(head.partition("\n---")[0])):
            notes.setdefault(match[1], file)
    return notes


def _free_name(item: Exported, taken: set[str], folder: Path) -> str:
    title = _NO_NAME.sub(" ", with_symbols(one_line(item.article.title))).strip(" .")[:_LONGEST_NAME].strip(" .")
    stem = " ".join(title.split()) or f"Article {item.article.id}"
    name, number = f"{stem}.md", 1
    while name.casefold() in taken or (folder / name).exists():
        number += 1
        name = f"{stem} {number}.md"
    return name
