"""One annotated web page, without scripts and without anything to load, for people who do not have onrecord.

Each speaker of an article has a colour and a mark, so that they can be told apart on paper, too, and by those who
do not see colours. Everything in it is escaped; a policy in the page forbids the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from onrecord.base.records import Quote, Span
from onrecord.export.citation import long_date, one_line, speaker, statement
from onrecord.export.item import Exported

_COLOURS = ("#0b5fa5", "#a3410a", "#1c6e3d", "#7a2e8e", "#8a6d00", "#a5183f", "#0a6b74", "#4f4f9a")
"""Dark enough for text on white: a contrast of 4.5 or more."""
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLE = """\
:root { color-scheme: light; }
body { font: 1.05rem/1.6 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
  background: #fff; overflow-wrap: anywhere; }
h1 { line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.facts, figcaption, .key { font: 0.9rem/1.5 system-ui, sans-serif; color: #444; }
article + article { border-top: 1px solid #999; margin-top: 3rem; padding-top: 1rem; }
mark { background: none; color: inherit; border-bottom: 2px solid var(--speaker, #666); }
mark.doubtful { border-bottom-style: dashed; }
sup { line-height: 0; }
sup, .sign { color: var(--speaker, #666); font-weight: bold; font-family: system-ui, sans-serif; }
figure { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--speaker, #666); }
blockquote { margin: 0; } ul.key { list-style: none; padding: 0; }
.note { white-space: pre-wrap; background: #f4f4f0; padding: 0.6rem 1rem; }
@page { margin: 2cm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; print-color-adjust: exact; }
  article { break-before: page; } article + article { border-top: none; margin-top: 0; padding-top: 0; }
  article:first-of-type { break-before: auto; } figure, .note, li { break-inside: avoid; }
  h1, h2 { break-after: avoid; } p { orphans: 3; widows: 3; } a { color: inherit; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write the page, an article after the other."""
    out.write('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    out.write(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n')
    out.write('<meta name="viewport" content="width=device-width, initial-scale=1">\n')
    out.write(f"<title>Articles from onrecord</title>\n<style>\n{_colours()}{_STYLE}</style>\n</head>\n<body>\n")
    for item in items:
        out.write("\n".join(_article(item)) + "\n")
    out.write("</body>\n</html>\n")


def _colours() -> str:
    return "".join(f".s{number} {{ --speaker: {colour}; }}\n" for number, colour in enumerate(_COLOURS))


def _article(item: Exported) -> Iterator[str]:
    article, quotes = item.article, item.quotes()
    speakers = _speakers(quotes)
    language = f' lang="{escape(article.language)}"' if article.language else ""
    yield f"<article{language}>"
    spans = _spoken_spans(quotes, speakers)
    headline_end = _headline_end(item)
    yield f"<h1>{_marked(item.text, (0, headline_end), spans, speakers) or _shown(article.title)}</h1>"
    facts = [_shown(fact) for fact in (article.source, long_date(article.published), article.author) if fact]
    facts += [_address(article.url)] if article.url else []
    facts += [_shown(f"#{tag}") for tag in article.tags]
    if facts:
        yield f'<p class="facts">{" · ".join(facts)}</p>'
    if speakers:
        yield '<ul class="key">'
        for name, number in speakers.items():
            yield f'<li class="{_class(number)}"><span class="sign">{_sign(number)}</span> {_shown(name)}</li>'
        if any(quote.is_doubtful for _, quote in spans):
            yield '<li><mark class="doubtful">dashed</mark> doubtful: found by a program that is not sure</li>'
        yield "</ul>"
    yield from _paragraphs(item.text, headline_end, spans, speakers)
    if quotes:
        yield "<h2>Quotes</h2>"
        yield from (_figure(quote, speakers) for quote in quotes)
    if item.notes:
        yield "<h2>Notes</h2>"
        for note in item.notes:
            passage = f"<blockquote>{_shown(note.anchor.exact)}</blockquote>" if note.anchor else ""
            yield f'<div class="note">{passage}{escape(note.body.strip())}</div>'
    yield "</article>"


def _speakers(quotes: list[Quote]) -> dict[str, int]:
    """Return the speakers of an article, each with a number, in the order of the text."""
    names = dict.fromkeys(quote.who for quote in quotes if quote.report_type == "speech" and quote.who)
    return {name: number for number, name in enumerate(names)}


_Spoken = list[tuple[Span, Quote]]
"""Spans of words that somebody says, in the order of the text, each with the quote that it is of."""


def _spoken_spans(quotes: list[Quote], speakers: dict[str, int]) -> _Spoken:
    said = [quote for quote in quotes if quote.who in speakers and quote.report_type == "speech"]
    return sorted(((span, quote) for quote in said for span in quote.content), key=lambda pair: pair[0])


def _headline_end(item: Exported) -> int:
    """Return where the first line of a text ends if it is the headline, which need not be shown twice; else 0."""
    first_line = item.text.partition("\n")[0]
    return len(first_line) if one_line(first_line) == one_line(item.article.title) else 0


def _paragraphs(text: str, position: int, spans: _Spoken, speakers: dict[str, int]) -> Iterator[str]:
    """Yield the paragraphs of a text from a position on."""
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text[position:end].strip():
            yield f"<p>{_marked(text, (position, end), spans, speakers)}</p>"
        position = end + 1


def _marked(text: str, paragraph: Span, spans: _Spoken, speakers: dict[str, int]) -> str:
    """Return a paragraph with its quotes marked; of quotes that overlap the first is marked."""
    position, paragraph_end = paragraph
    pieces = []
    for (start, end), quote in spans:
        begin, stop = max(start, position), min(end, paragraph_end)
        if begin >= stop:
            continue
        number = speakers[quote.who]
        doubtful = " doubtful" if quote.is_doubtful else ""
        pieces.append(escape(text[position:begin]))
        pieces.append(f'<mark class="{_class(number)}{doubtful}" title="{_shown(quote.who)}">')
        pieces.append(f"{escape(text[begin:stop])}<sup>{_sign(number)}</sup></mark>")
        position = stop
    return "".join(pieces) + escape(text[position:paragraph_end])


def _figure(quote: Quote, speakers: dict[str, int]) -> str:
    number = speakers.get(quote.who)
    sign = "" if number is None else f'<span class="sign">{_sign(number)}</span> '
    facts = [_shown(speaker(quote)) or "unnamed", *([_shown(f"“{quote.cue}”")] if quote.cue else [])]
    facts += ["doubtful"] if quote.is_doubtful else []
    figure = "<figure>" if number is None else f'<figure class="{_class(number)}">'
    words = f"<blockquote>{_shown(statement(quote))}</blockquote>"
    return f"{figure}{words}<figcaption>{sign}{' · '.join(facts)}</figcaption></figure>"


def _address(url: str) -> str:
    shown = _shown(url)
    is_web = url.startswith(("http://", "https://"))
    return f'<a href="{shown}" rel="noreferrer">{shown}</a>' if is_web else shown


def _shown(text: str) -> str:
    return escape(one_line(text))


def _class(number: int) -> str:
    return f"s{number % len(_COLOURS)}"


def _sign(number: int) -> str:
    return _MARKS[number] if number < len(_MARKS) else f"({number + 1})"
