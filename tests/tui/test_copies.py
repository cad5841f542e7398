"""Copying: one quote, several, a passage, and the programs that take it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from desk_pilot import WIDE, ready
from waiting import message_of, until, until_at_rest

from onrecord.base.records import Article, Quote
from onrecord.export.citation import cite
from onrecord.export.doubtful import LEFT_OUT
from onrecord.terminal.clipboard import clipboard_commands, put_on_clipboards
from onrecord.tui.app import OnRecord
from onrecord.tui.model.quote_copies import QuoteCopies
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.text.motions import word_end


def quote(index: int) -> Quote:
    return Quote(
        article=1,
        title="Strike",
        published="2021-04-16",
        outlet="Post",
        url="",
        index=index,
        speaker="Ann",
        actors=["Ann Adler"],
        cue="said",
        cue_type="speech",
        kind="direct",
        quote=f"Words {index}.",
        content=[(0, 8)],
        confidence=1.0,
    )


def test_gathered_quotes_are_copied_together_and_once() -> None:
    copied: list[tuple[str, str]] = []
    copies = QuoteCopies(lambda text, what: copied.append((text, what)), print)
    for index in (1, 2, 1):
        copies.gather(quote(index))
    both = f"{cite(quote(1))}\n\n{cite(quote(2))}"
    assert copied == [
        (cite(quote(1)), "1 gathered quote"), (both, "2 gathered quotes"), (both, "the same 2 gathered quotes")
    ]  # fmt: skip
    copies.copy(quote(3))
    copies.gather(quote(4))
    assert copied[-2:] == [(cite(quote(3)), "the quote with its citation"), (cite(quote(4)), "1 gathered quote")]


def test_doubtful_quotes_are_not_copied_where_the_user_leaves_them_out() -> None:
    doubtful = msgspec.structs.replace(quote(1), confidence=0.3)
    copied: list[str] = []
    said: list[str] = []
    copies = QuoteCopies(lambda text, what: copied.append(text), said.append, "leave out")
    copies.copy(doubtful)
    copies.gather(doubtful)
    assert (copied, said) == ([], [LEFT_OUT, LEFT_OUT])
    copies.gather(quote(2))
    assert copied == [cite(quote(2))]
    QuoteCopies(lambda text, what: copied.append(text), said.append).copy(doubtful)
    assert "doubtful" in copied[-1]


def test_a_passage_is_copied_with_where_it_stands() -> None:
    copied: list[str] = []
    article = Article(id=1, title="Strike", source="Post", published="2021-04-16")
    QuoteCopies(lambda text, what: copied.append(text), print).copy_passage(" the quay was calm ", article)
    assert copied == ["the quay was calm\n— Strike, Post, 16 April 2021"]


@pytest.mark.parametrize(
    ("environment", "platform", "programs"),
    [
        ({}, "linux", []),
        ({"TMUX": "x"}, "linux", ["tmux"]),
        ({"WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip"]),
        ({}, "darwin", ["pbcopy"]),
    ],
)
def test_the_programs_are_those_of_the_session(
    environment: dict[str, str], platform: str, programs: list[str]
) -> None:
    commands = clipboard_commands(environment, find_program=lambda name: name, platform=platform)
    assert [command[0] for command in commands] == programs


def test_a_program_that_is_not_installed_is_not_run() -> None:
    assert clipboard_commands({"TMUX": "x", "DISPLAY": ":0"}, find_program=lambda name: None) == []


def test_programs_that_fail_have_not_taken_the_text(tmp_path: Path) -> None:
    file = tmp_path / "copy"
    commands = [("sh", "-c", f"cat > {file}"), ("false",), ("no-such-program",)]
    assert put_on_clipboards("Zoë\x1b[31m\tand\nmore", commands) == ["sh"]
    assert file.read_text("utf-8") == "Zoë␛[31m\tand\nmore"


@pytest.mark.parametrize(("offset", "end"), [(0, 2), (2, 6), (3, 6), (6, 14), (14, 16), (15, 16)])
def test_a_selection_ends_with_a_word(offset: int, end: int) -> None:
    assert word_end("the old harbour.", offset) == end


async def test_a_selected_passage_is_copied_by_whole_words(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("enter", "g", "v", "w", "w", "y")
        await until(pilot, lambda: message_of(screen))
        assert message_of(screen) == "Copied the passage with its citation by the terminal, if it allows that."
        opened = screen.open_article
        assert opened is not None
        words, _, where = app.clipboard.partition("\n— ")
        assert words == " ".join(opened.text.split()[: len(words.split())])
        assert where.startswith(opened.article.title)
        assert screen.workbench.panes.reader.selection is None


async def test_three_quotes_of_one_person_are_gathered_in_six_keys(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "right_square_bracket", "D")
        await until(pilot, lambda: isinstance(app.screen, DossierScreen) and app.screen.dossier)
        await until_at_rest(pilot)
        dossier = app.screen
        assert isinstance(dossier, DossierScreen)
        assert dossier.dossier is not None
        count = min(3, dossier.dossier.said)
        for _ in range(count):
            await pilot.press("Y", "j")
        await until(pilot, lambda: str(count) in message_of(dossier))
        assert app.clipboard.count("\n— ") == count
