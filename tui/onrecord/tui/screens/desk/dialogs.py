"""The dialogs and screens that the desk opens, each imported when it is first opened.

Most sessions open few of them, and with what they need (Textual's text area, Markdown, option lists) they would
take longer to import than the desk itself. Beside the second step of the start (see ``DeskScreen``) and the
citation of a copied quote, this is the only place of the desk with imports inside functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from onrecord.archive import Archive, Query
from onrecord.base.records import Actor, Article
from onrecord.base.settings import Settings
from onrecord.tui.model.places import DossierPlace, NotePlace, ReviewPlace
from onrecord.tui.model.undo import FIELD_LABELS, UndoableEdits

if TYPE_CHECKING:
    from onrecord.terminal.piping import PipedCommand
    from onrecord.tui.model.command_line import TextCommand
    from onrecord.tui.model.jump_labels import JumpTarget
    from onrecord.tui.model.quote_copies import QuoteCopies
    from onrecord.tui.screens.archive_notes import ArchiveNotesScreen
    from onrecord.tui.screens.bookmark_menu import BookmarkMenu
    from onrecord.tui.screens.choice_menu import Choice, ChoiceMenu
    from onrecord.tui.screens.command_prompt import CommandPrompt
    from onrecord.tui.screens.difference import DifferenceScreen
    from onrecord.tui.screens.dossier import DossierScreen
    from onrecord.tui.screens.help import HelpScreen
    from onrecord.tui.screens.jump import JumpScreen
    from onrecord.tui.screens.output import OutputScreen
    from onrecord.tui.screens.prompts import Confirm, LeaveQuestion, NoteEditor, TagPrompt
    from onrecord.tui.screens.prompts_actor import ActorPrompt, TextPrompt
    from onrecord.tui.screens.reviews import ReviewScreen
    from onrecord.tui.screens.share_of_voice import ShareOfVoiceScreen
    from onrecord.tui.screens.sorting import SortMenu
    from onrecord.tui.screens.versions import VersionsScreen
    from onrecord.tui.screens.welcome import WelcomeScreen


def help_screen(pane: str, keys: Mapping[str, str]) -> HelpScreen:
    """Return the screen with the keys of a pane; ``keys`` are the user's own, by the names of the actions."""
    from onrecord.tui.screens.help import HelpScreen

    return HelpScreen(pane, keys)


def jump_screen(targets: Sequence[JumpTarget]) -> JumpScreen:
    """Return the labels of places on the screen."""
    from onrecord.tui.screens.jump import JumpScreen

    return JumpScreen(targets)


def welcome(keys: Mapping[str, str]) -> WelcomeScreen:
    """Return the first steps; ``keys`` are the user's own, by the names of the actions."""
    from onrecord.tui.screens.welcome import WelcomeScreen

    return WelcomeScreen(keys)


def sort_menu(order: str) -> SortMenu:
    """Return the menu of orders, with the cursor on the order of now."""
    from onrecord.tui.screens.sorting import SortMenu

    return SortMenu(order)


def menu(title: str, choices: Sequence[Choice]) -> ChoiceMenu:
    """Return a menu, which gives the name of the choice."""
    from onrecord.tui.screens.choice_menu import ChoiceMenu

    return ChoiceMenu(title, choices)


def bookmark_menu(title: str, choices: Sequence[Choice], *, takes_new: bool) -> BookmarkMenu:
    """Return the menu of bookmarks; ``takes_new`` says whether other letters are an answer, too."""
    from onrecord.tui.screens.bookmark_menu import BookmarkMenu

    return BookmarkMenu(title, choices, takes_new=takes_new)


def line_prompt(title: str, value: str = "", hint: str = "↵ saves   Esc cancels") -> TextPrompt:
    """Return the prompt for a line of text."""
    from onrecord.tui.screens.prompts_actor import TextPrompt

    return TextPrompt(title, value, hint)


def actor_prompt(archive: Archive, title: str, actors: Sequence[Actor]) -> ActorPrompt:
    """Return the prompt for an actor: one of these of the article, one of the archive, or a new name."""
    from onrecord.tui.screens.prompts_actor import ActorPrompt

    return ActorPrompt(archive, title, actors)


def confirmation(question: str, *, yes: str, no: str) -> Confirm:
    """Return the question with two answers, which gives True for the first."""
    from onrecord.tui.screens.prompts import Confirm

    return Confirm(question, yes=yes, no=no)


def leave_question() -> LeaveQuestion:
    """Return the question before the desk ends, which gives True for leaving."""
    from onrecord.tui.screens.prompts import LeaveQuestion

    return LeaveQuestion()


def command_prompt(
    text_commands: Mapping[str, TextCommand], history: Sequence[str], keys: Mapping[str, str]
) -> CommandPrompt:
    """Return the command line; for the arguments see ``CommandPrompt``."""
    from onrecord.tui.screens.command_prompt import CommandPrompt

    return CommandPrompt(text_commands, history, keys)


def tag_prompt(article_counts: Mapping[str, int], tags: Iterable[str], count: int) -> TagPrompt:
    """Return the prompt for the tags of so many articles.

    Args:
        article_counts: How many articles have each of all tags.
        tags: The tags that all of these articles have.
        count: The number of articles.
    """
    from onrecord.tui.screens.prompts import TagPrompt

    return TagPrompt(article_counts, tags, count)


def detail_menu(count: int) -> ChoiceMenu:
    """Return the menu of what can be set of so many articles; several have no title in common."""
    from onrecord.tui.screens.choice_menu import Choice

    choices = zip("tsdau", FIELD_LABELS.items(), strict=True)
    return menu(
        "Set" if count == 1 else f"Set for {count:,} articles",
        [Choice(key, field, label) for key, (field, label) in choices if count == 1 or field != "title"],
    )


def format_menu(title: str, format_name: str) -> ChoiceMenu:
    """Return the menu of the formats of articles, with the cursor on one of them."""
    from onrecord.export import FORMATS
    from onrecord.tui.screens.choice_menu import Choice, ChoiceMenu

    width = max(map(len, FORMATS))
    labels = {name: f"{name:<{width}}  {form.purpose}" for name, form in FORMATS.items()}
    keys = (key for key in ascii_lowercase if key not in "jkq")  # these move and leave
    menu = ChoiceMenu(
        title, [Choice(key, *each) for key, each in zip(keys, labels.items(), strict=False)], format_name
    )
    menu.add_class("-of-sentences")
    return menu


def note_editor(
    title: str, passage: str | None, body: str, store: Callable[[str], object], *, delete_key: str
) -> NoteEditor:
    """Return the editor of a note; for the arguments see ``NoteEditor``."""
    from onrecord.tui.screens.prompts import NoteEditor

    return NoteEditor(title, passage, body, store, delete_key=delete_key)


def dossier_screen(
    archive: Archive, settings: Settings, place: DossierPlace, copies: QuoteCopies, *, asides: bool
) -> DossierScreen:
    """Return a dossier, at a place; with ``asides`` it lists beliefs, attitudes and documents as well."""
    from onrecord.tui.screens.dossier import DossierScreen

    return DossierScreen(archive, settings, place, copies, asides=asides)


def share_of_voice(
    archive: Archive, query: Query | None, query_text: str, keys: Mapping[str, str]
) -> ShareOfVoiceScreen:
    """Return the statistics of a search; for the arguments see ``ShareOfVoiceScreen``."""
    from onrecord.tui.screens.share_of_voice import ShareOfVoiceScreen

    return ShareOfVoiceScreen(archive, query, query_text, keys)


def difference(
    archive: Archive, articles: tuple[Article, Article], keys: Mapping[str, str], cursor: int | None
) -> DifferenceScreen:
    """Return two articles side by side; for the arguments see ``DifferenceScreen``."""
    from onrecord.tui.screens.difference import DifferenceScreen

    return DifferenceScreen(archive, articles, keys, cursor)


def output_screen(
    title: str, command: PipedCommand, texts: Iterable[str], copies: QuoteCopies, keys: Mapping[str, str]
) -> OutputScreen:
    """Return the output of a command; for the arguments see ``OutputScreen``."""
    from onrecord.tui.screens.output import OutputScreen

    return OutputScreen(title, command, texts, copies, keys)


def archive_notes(archive: Archive, keys: Mapping[str, str], place: NotePlace) -> ArchiveNotesScreen:
    """Return the list of all notes; for the arguments see ``ArchiveNotesScreen``."""
    from onrecord.tui.screens.archive_notes import ArchiveNotesScreen

    return ArchiveNotesScreen(archive, keys, place)


def versions_screen(archive: Archive, article: Article, keys: Mapping[str, str]) -> VersionsScreen:
    """Return the versions of an article; ``keys`` are the user's own, by the names of the actions."""
    from onrecord.tui.screens.versions import VersionsScreen

    return VersionsScreen(archive, article, keys)


def review_screen(
    archive: Archive, settings: Settings, edits: UndoableEdits, place: ReviewPlace | None
) -> ReviewScreen:
    """Return the reviews of what is not sure, at a place; ``edits`` takes the decisions."""
    from onrecord.tui.screens.reviews import ReviewScreen

    return ReviewScreen(archive, settings, edits, place)
