"""The reader in an app of its own, and what is seen and heard of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from reader_sample import ARTICLE, SEED, ReaderApp
from rich.style import Style
from textual.pilot import Pilot

from onrecord.base.records import Annotation, Article
from onrecord.tui.text.annotation_layers import AnnotationLayers
from onrecord.tui.widgets.article_view import ArticleView

FRAME = 1
"""The line of the frame above the text."""

LONG = "\n\n".join(f"Paragraph {n}. " + "The minister said that we shall see. " * 8 for n in range(200))


@asynccontextmanager
async def reading(
    article: Article = ARTICLE,
    text: str = SEED,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = "onrecord-dark",
    read: Annotation | None = None,
    **more: Any,
) -> AsyncIterator[tuple[Pilot[None], ArticleView]]:
    app = ReaderApp(theme)
    async with app.run_test(size=size) as pilot:
        reader = app.query_one(ArticleView)
        reader.open(article, text, layers=AnnotationLayers(read) if read else None, **more)
        await pilot.pause()
        yield pilot, reader


def screen(reader: ArticleView) -> list[str]:
    return [reader.render_line(y).text for y in range(reader.size.height)]


def row(reader: ArticleView, words: str) -> int:
    return next(y for y, line in enumerate(screen(reader)) if words in line)


def style_of(reader: ArticleView, words: str) -> Style:
    """The style of these words where they first stand on the screen, if they have but one."""
    strip = reader.render_line(row(reader, words))
    at, styles = strip.text.index(words), set()
    for segment in strip:
        if at < len(segment.text) and at + len(words) > 0:
            styles.add(segment.style)
        at -= len(segment.text)
    assert len(styles) == 1, styles
    return styles.pop() or Style.null()


def heard(reader: ArticleView, kind: type) -> list[object]:
    app = reader.app
    assert isinstance(app, ReaderApp)
    return [message for message in app.heard if isinstance(message, kind)]


def is_seen(reader: ArticleView) -> bool:
    """Whether the cursor's line is on the screen."""
    return any(reader.render_line(y).text and caret(reader, y) is not None for y in range(reader.size.height))


def caret(reader: ArticleView, y: int) -> int | None:
    x = 0
    ground = reader.mark_styles.styles["caret" if reader.has_focus else "waiting"].bgcolor
    for segment in reader.render_line(y):
        if segment.style and segment.style.bgcolor == ground:
            return x
        x += segment.cell_length
    return None


def place(reader: ArticleView) -> tuple[int, int]:
    """Column and row of the caret on the screen."""
    return next((x, y) for y in range(reader.size.height) if (x := caret(reader, y)) is not None)
