"""The command line: what it understands, what it offers, and what it does on the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from desk_pilot import NARROW, WIDE, focused, listed, ready, started
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static
from waiting import message_of, until, until_at_rest

from onrecord.archive import Archive, ArchiveError
from onrecord.tui.app import OnRecord
from onrecord.tui.looks.keymap import ACTIONS
from onrecord.tui.model.command_line import (
    CommandLine,
    CommandLineError,
    TextCommand,
    completion_lookup,
    completions,
    parse_command_line,
)
from onrecord.tui.screens.command_prompt import CommandPrompt
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.dossier import DossierScreen

Desk = Callable[..., OnRecord]

TEXTS = {
    "search": TextCommand(lambda text: None),
    "sort": TextCommand(lambda text: None, lambda: ("newest", "oldest", "title")),
    "lists": TextCommand(lambda text: None, lambda: ()),
}


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("next_unread", CommandLine("next_unread")),
        (":next-unread ", CommandLine("next_unread")),
        ("search port  strike ", CommandLine("search", "port  strike")),
        ("search", CommandLine("search")),
        ("sort title", CommandLine("sort", "title")),
        ("12", CommandLine("", row=12)),
        ("1", CommandLine("", row=1)),
        ("0" * 20 + "12", CommandLine("", row=12)),
    ],
)
def test_a_line_names_an_action_or_a_row(line: str, command: CommandLine) -> None:
    assert parse_command_line(line, TEXTS) == command


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("serch port", "no command “serch”"),
        ("", "Type the name of a command"),
        (" :: ", "Type the name of a command"),
        ("next_unread port", "next_unread takes nothing after its name"),
        ("lists port", "nothing yet that lists could take"),
        ("sort wildly", "sort takes newest, oldest, title after its name, not “wildly”"),
        ("move_down", "no command"),  # it is a pane's, not the desk's
        ("12 a", "no command"),
        ("0", "no row 0"),
        (":00", "no row 0"),
        ("٠", "no command"),
    ],
)
def test_what_is_no_command_is_refused(line: str, reason: str) -> None:
    with pytest.raises(CommandLineError, match=reason):
        parse_command_line(line, TEXTS)


def test_names_are_completed_those_that_begin_so_first() -> None:
    lines = [each.line for each in completions("unread", TEXTS)]
    assert lines == ["next_unread", "previous_unread", "toggle_read", "mark_unread "]
    assert [each.line for each in completions("find", TEXTS)][:3] == ["find ", "find_next", "find_previous"]
    assert [each.line for each in completions("next-q", TEXTS)] == ["next_quote"]
    assert [each.line for each in completions("browser", TEXTS)] == ["open_original"]


def test_what_follows_a_name_is_completed_where_it_is_one_of_few() -> None:
    assert [each.line for each in completions("sort ", TEXTS)] == ["sort newest", "sort oldest", "sort title"]
    assert [each.line for each in completions("sort t", TEXTS)] == [
        "sort title",
        "sort newest",
        "sort oldest",
    ]
    assert completions("search po", TEXTS) == []


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tag ", ["tag economy ", 'tag "east wind" ', "tag port "]),
        ("tag e", ["tag economy ", 'tag "east wind" ']),
        ("tag Ec", ["tag economy "]),
        ("tag port -#e", ["tag port -#economy ", 'tag port -#"east wind" ']),
        ('tag "ea', ['tag "east wind" ']),
        ("tag x", []),
        ("tag economy ", ["tag economy economy ", 'tag economy "east wind" ', "tag economy port "]),
    ],
)
def test_the_last_word_of_a_text_is_completed(line: str, offered: list[str]) -> None:
    tag = TextCommand(lambda text: None, words=lambda: ("economy", '"east wind"', "port"))
    assert [each.line for each in completions(line, {"tag": tag})] == offered


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("dossier li", ["dossier li Ann", "dossier li Bo"]),
        (":Dossier li", ["dossier li Ann", "dossier li Bo"]),
        ("dossier ", None),
        ("dossier", None),
        ("tag li", None),
        ("nonsense li", None),
    ],
)
def test_a_text_is_looked_up_where_its_action_does_so(line: str, offered: list[str] | None) -> None:
    commands = {
        "dossier": TextCommand(lambda text: None, look_up=lambda text: [f"{text} Ann", f"{text} Bo"]),
        "tag": TextCommand(lambda text: None),
    }
    look_up = completion_lookup(line, commands)
    assert (look_up and [each.line for each in look_up()]) == offered


def test_earlier_lines_are_offered_first_while_nothing_is_typed() -> None:
    lines = [each.line for each in completions("", TEXTS, ["search port", "sort title"])]
    assert lines[:2] == ["sort title", "search port"]
    assert len(lines) == 2 + sum(action.is_command for action in ACTIONS)


# On the desk


async def typed(pilot: Pilot[None], line: str, *keys: str) -> None:
    await pilot.press("colon")
    await until(pilot, lambda: isinstance(pilot.app.screen, CommandPrompt))
    pilot.app.screen.query_one(Input).value = line
    await pilot.press(*keys or ("enter",))
    await pilot.pause()


async def test_every_action_that_takes_a_text_is_in_the_key_table(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert set(screen.workbench.text_commands()) == {action.name for action in ACTIONS if action.argument}
        for action in ACTIONS:
            if action.is_command:
                assert callable(screen.command(action.name))


async def test_tags_of_the_archive_are_completed(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        tag = next(iter(screen.archive.articles.tags()))
        await pilot.press("colon", *f"tag {tag[:2]}", "tab")
        assert app.screen.query_one(Input).value == f"tag {tag} "


@pytest.mark.parametrize(
    ("typed_line", "line"),
    [
        ("search spea", "search speaker:"),
        ("search the has:quo", "search the has:quote"),
        ("search speaker:lindq", "search speaker:lindqvist"),
        ("dossier lindq", "dossier Marta Lindqvist"),
    ],
)
async def test_queries_and_names_of_actors_are_looked_up(desk: Desk, typed_line: str, line: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("colon", *typed_line)
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        await pilot.press("tab")
        assert app.screen.query_one(Input).value == line


async def test_a_long_text_is_offered_in_the_whole_width(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        await ready(pilot)
        line = "search speaker:lindqvist after:2021 said:port has:quote"
        await pilot.press("colon", *line[:-1])
        options = app.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count == 1)
        assert str(options.get_option_at_index(0).prompt) == f" {line}"


async def test_tab_waits_for_what_is_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPrompt))
        monkeypatch.setattr(app.screen, "run_worker", lambda work, **_: work.close())
        await pilot.press(*"search spea", "tab")
        assert app.screen.query_one(Input).value == "search speaker:"


async def test_what_cannot_be_looked_up_is_not_offered(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        monkeypatch.setattr(
            screen.archive.actors, "beginning_with", Mock(side_effect=ArchiveError("It is damaged."))
        )
        await pilot.press("colon", *"dossier lindq", "tab")
        assert app.screen.query_one(Input).value == "dossier lindq"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_name_is_completed_and_run(desk: Desk, size: tuple[int, int]) -> None:
    app = desk()
    async with app.run_test(size=size) as pilot:
        screen = await started(pilot)
        await pilot.press("colon", *"text on", "tab")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "text_only"
        assert app.screen.query_one("#command-panel").region.bottom == size[1]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: screen.has_class("-text-only"))


async def test_what_is_refused_stays_to_be_put_right(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await typed(pilot, "nonsense")
        assert isinstance(app.screen, CommandPrompt)
        assert "no command “nonsense”" in str(app.screen.query_one("#command-problem", Static).content)
        app.screen.query_one(Input).value = "0"
        await pilot.press("enter")
        await pilot.pause()
        assert "no row 0" in str(app.screen.query_one("#command-problem", Static).content)
        await pilot.press("colon", *"text_only")  # in place of what was refused
        await pilot.pause()
        assert app.screen.query_one(Input).value == ":text_only"
        await pilot.press("enter")
        await until(pilot, lambda: screen.has_class("-text-only"))


async def test_it_searches_sorts_and_goes_to_a_row(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await typed(pilot, "search the")
        await listed(pilot)
        assert screen.listing.query_text == "the"
        await typed(pilot, "sort title")
        await listed(pilot)
        assert screen.listing.arrangement.order == "title"
        await typed(pilot, "2")
        assert screen.articles.position == 1
        await typed(pilot, "999")
        assert screen.articles.position == len(screen.articles.ids) - 1


async def test_it_tags_notes_and_marks_what_it_names(desk: Desk, archive: Archive) -> None:
    archive.articles.tag([1, 2, 3, 4], add=["old"])
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("j", "m", "m")
        await typed(pilot, 'tag port -old "two words"')
        marked = screen.workbench.marks.scope("marked")
        assert len(marked) == 2
        for article in archive.articles.get_many([1, 2, 3, 4]):
            assert ("port" in article.tags, "old" in article.tags) == (
                article.id in marked,
                article.id not in marked,
            )
            assert ("two words" in article.tags) == (article.id in marked)
        await typed(pilot, "mark-read above")
        await until_at_rest(pilot)
        above = screen.workbench.marks.scope("above")
        assert {article.id for article in archive.articles.get_many([1, 2, 3, 4]) if article.read} == set(above)
        await typed(pilot, "note Ask the *council*.")
        assert {note.article for note in archive.notes.all()} == set(marked)
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await until_at_rest(pilot)
        assert archive.notes.all() == []
        assert not any("port" in article.tags for article in archive.articles.get_many([1, 2, 3, 4]))


async def test_it_finds_words_in_the_text(desk: Desk, archive: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await typed(pilot, "find the")
        assert focused(screen) == "reader"
        page = screen.workbench.panes.page
        assert page.is_finding
        assert page.reader.match_count > 1
        before = page.reader.cursor
        await pilot.press("n")
        await pilot.pause()
        assert page.reader.cursor != before


async def test_it_lists_a_saved_search_writes_a_file_and_opens_a_dossier(
    desk: Desk, archive: Archive, tmp_path: Path
) -> None:
    archive.saved_searches.save("The ones", "the")
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("colon", *"lists on", "tab", "enter")
        await listed(pilot)
        assert screen.listing.saved_name == "The ones"
        file = tmp_path / "out.jsonl"
        await typed(pilot, f"export_articles {file}")
        await until(pilot, file.exists)
        actor = archive.search.share_of_voice().voices[0].name
        await typed(pilot, "dossier nobody at all")
        assert app.screen is screen
        await typed(pilot, "dossier wes")
        assert app.screen is screen
        assert "may be several" in message_of(screen)
        await typed(pilot, "dossier lindq")
        await until(pilot, lambda: isinstance(app.screen, DossierScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await typed(pilot, f"dossier {actor}")
        await until(pilot, lambda: isinstance(app.screen, DossierScreen))


async def test_arrows_choose_and_earlier_lines_come_back(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await typed(pilot, "search the")
        await typed(pilot, "search port")
        await listed(pilot)
        await pilot.press("colon", "down", "down")
        await pilot.pause()
        assert app.screen.query_one(OptionList).highlighted == 1
        await pilot.press("enter")
        await listed(pilot)
        assert isinstance(app.screen, DeskScreen)
        assert screen.listing.query_text == "the"
