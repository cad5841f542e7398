"""The table of keys. Bindings, key line, help screen and command palette are all made from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, format_key

LISTS = ("articles", "quote-search", "saved", "facets", "actors", "quotes", "entities", "notes")
PANES = (*LISTS, "reader")
SCREENS = (
    "dossier",
    "places",
    "reviews",
    "statistics",
    "archive-notes",
    "versions",
    "difference",
    "output",
    "keys",
)
"""The screens that cover the desk and have keys of their own; the lists on them have the keys of ``rows``."""

_MOVING = (*PANES, "rows")

APP_KEYS = {"ctrl+p": "the palette", "ctrl+q": "leaving onrecord", "ctrl+c": "copying what the mouse selected"}
"""The keys that are none of an action, and what has them."""


@dataclass(frozen=True)
class Action:
    """Something that a key does.

    Attributes:
        name: The Textual action: ``action_<name>`` on the widget of the pane, or on the screen.
        keys: Textual's names of the keys, separated by commas; empty for what only palette and command line offer.
        label: What the key line says; empty where the key is not shown there.
        help: What the help screen and the command palette say.
        panes: Where it works: names of ``PANES`` or ``SCREENS``, ``rows``, or ``desk`` for everywhere on the desk.
        is_of_desk: Whether the desk does it, although the key works in these panes only.
        argument: What may follow its name in the command line, such as QUERY; empty for nothing.
    """

    name: str
    keys: str
    label: str
    help: str
    panes: tuple[str, ...]
    is_of_desk: bool = False
    argument: str = ""

    @property
    def is_command(self) -> bool:
        """Whether the desk does it: it is in the palette and the command line."""
        return self.is_of_desk or "desk" in self.panes

    @property
    def binding(self) -> str:
        """Textual's action of the key, with ``screen.`` where the pane has no method of that name."""
        return f"screen.{self.name}" if self.is_of_desk else self.name


ACTIONS = (
    # Moving within a pane
    Action("move_down", "j,down", "", "One line or row down", _MOVING),
    Action("move_up", "k,up", "", "One line or row up", _MOVING),
    Action("move_top", "g,home", "", "To the first line or row", _MOVING),
    Action("move_bottom", "G,end", "", "To the last line or row", _MOVING),
    Action("half_down", "ctrl+d", "", "Half a page down", _MOVING),
    Action("half_up", "ctrl+u", "", "Half a page up", _MOVING),
    Action("page_down", "space,pagedown,ctrl+f", "", "One page down", _MOVING),
    Action("page_up", "pageup,ctrl+b", "", "One page up", _MOVING),
    # Between panes
    Action("help", "question_mark", "keys", "Show all keys of the pane in focus", ("desk", *SCREENS)),
    Action("repaint", "ctrl+l", "", "Paint the screen anew, where another program has written on it", ("desk",)),
    Action("next_pane", "tab", "", "Go to the next pane", ("desk", "dossier", "versions")),
    Action("previous_pane", "shift+tab", "", "Go to the previous pane", ("desk", "dossier", "versions")),
    Action("back", "q", "back", "Go where you came from: dossier, list, shell", ("desk",)),
    Action("jump_back", "ctrl+o,backspace", "", "Back to the place before: list, dossier, review", ("desk",)),
    Action("jump_forward", "ctrl+i,alt+right", "", "Forward again; some terminals send Tab for ctrl+i", ("desk",)),
    Action("close", "escape", "", "Close what is open: find bar, selection, actor, search", ("desk",)),
    Action("next_article", "J", "", "Open the next article", ("desk",)),
    Action("previous_article", "K", "", "Open the previous article", ("desk",)),
    Action("next_unread", "right_parenthesis", "", "Open the next unread article", ("desk",)),
    Action("previous_unread", "left_parenthesis", "", "Open the previous unread article", ("desk",)),
    Action("open", "enter,l,right", "open", "Open the article", ("articles",)),
    Action("open_quote", "enter,l,right", "open", "Open the article at this quote", ("quote-search",)),
    Action("enter_side", "l,right", "", "Go to the actors", ("reader",), is_of_desk=True),
    Action("leave", "h,left", "", "Go to the pane on the left", ("reader", *LISTS[2:]), is_of_desk=True),
    Action("show_quotes", "1", "", "Show the quotes of the article", ("desk",)),
    Action("show_entities", "2", "", "Show the entities of the article", ("desk",)),
    Action("show_notes", "3", "", "Show the notes on the article", ("desk",)),
    Action("jump", "semicolon", "", "Jump to a row or quote on the screen by its label", ("desk",)),
    Action("narrow_list", "less_than_sign", "", "Make the list narrower", ("desk",)),
    Action("widen_list", "greater_than_sign", "", "Make the list wider", ("desk",)),
    Action("one_pane", "Z", "", "Show one pane at a time, or all side by side again", ("desk",)),
    # Searching
    Action("search", "slash", "search", "Search the archive", ("desk",), argument="QUERY"),
    Action("sort", "o", "sort", "Choose how the list is sorted", ("desk",), argument="ORDER"),
    Action("group", "O", "", "Group the list by day, then by source, then not at all", ("desk",)),
    Action(
        "renew", "r", "", "Refresh the list: articles that no longer match leave it", LISTS[:2], is_of_desk=True
    ),
    Action("facets", "F", "facets", "Show or hide counts by actor, source, tag and month", ("desk",)),
    Action(
        "choose_facet", "enter,l,right", "narrow", "Narrow the search to this value; again: widen it", ("facets",)
    ),
    Action(
        "open_list", "enter,l,right", "open", "Show the articles of this list; again: all articles", ("saved",)
    ),
    Action("rename_list", "i", "rename", "Rename the list", ("saved",)),
    Action("edit_query", "ctrl+e", "query", "Edit the query of the list", ("saved",)),
    Action("list_up", "plus,ctrl+up", "up", "Move the list up", ("saved",)),
    Action("list_down", "minus,ctrl+down", "down", "Move the list down", ("saved",)),
    Action("forget_list", "d,delete", "delete", "Delete the list; its articles stay in the archive", ("saved",)),
    Action("quotes", "Q", "quotes", "List quotes in place of articles, or articles again", ("desk",)),
    Action(
        "toggle_words",
        "w",
        "",
        "List only quotes with the words, or all",
        ("quote-search",),
        is_of_desk=True,
    ),
    Action("find", "f", "find", "Find in the text", ("desk",), argument="WORDS"),
    Action("find_next", "n", "", "Go to the next match in the text, of f or of the search", ("desk",)),
    Action("find_previous", "N", "", "Go to the previous match in the text", ("desk",)),
    # Reading
    Action("next_quote", "right_square_bracket", "quote", "Go to the next quote", ("desk",)),
    Action("previous_quote", "left_square_bracket", "", "Go to the previous quote", ("desk",)),
    Action("next_mention", "right_curly_bracket", "mention", "Go to the next mention of the actor", ("desk",)),
    Action("previous_mention", "left_curly_bracket", "", "Go to the previous mention of the actor", ("desk",)),
    Action(
        "cycle_marks",
        "e",
        "marks",
        "Highlight all, entities, quotes, actor or nothing; in a selected passage: to the end of the word",
        ("desk",),
    ),
    Action("toggle_asides", "B", "", "Show or hide beliefs, attitudes and documents", ("desk", "dossier")),
    Action("text_only", "z", "text only", "Show the text alone, without list and sidebar", ("desk",)),
    Action("next_word", "w", "", "One word forward", ("reader",)),
    Action("previous_word", "b", "", "One word back", ("reader",)),
    Action(
        "select",
        "v",
        "select",
        "Select a passage by moving: y copies it, a notes on it, Esc ends",
        ("reader",),
    ),
    Action("set_bookmark", "m", "", "Set a bookmark here: a letter follows", ("reader",), is_of_desk=True),
    Action("go_to_bookmark", "apostrophe", "", "Go to a bookmark of the article: its letter follows", ("desk",)),
    Action("choose_speaker", "enter", "speaker", "Select the speaker or actor under the cursor", ("reader",)),
    Action("choose", "enter", "choose", "Show their mentions and quotes; again: their dossier", ("actors",)),
    Action("go_to", "enter", "go to", "Go to its place in the text", ("quotes", "entities", "notes")),
    # Marking rows: a verb is done to the marked articles, without any to the one under the cursor
    Action(
        "mark_article",
        "m",
        "mark",
        "Mark the article, or take its mark away, and go on",
        ("articles",),
        is_of_desk=True,
    ),
    Action(
        "mark_range", "M", "", "Mark all from the last marked article to this one", ("articles",), is_of_desk=True
    ),
    Action("mark_all", "asterisk", "all", "Mark all listed articles, or none", ("articles",), is_of_desk=True),
    Action(
        "invert_marks",
        "tilde",
        "",
        "Mark exactly the articles that are not marked",
        ("articles",),
        is_of_desk=True,
    ),
    # Working
    Action("tag", "t", "tag", "Tag the article, or the marked ones", ("desk",), argument="TAGS"),
    Action(
        "note",
        "a",
        "note",
        "Write a note on the article, the marked ones, or the selected passage",
        ("desk",),
        argument="TEXT",
    ),
    Action("edit_note", "i", "edit", "Edit the note", ("notes",)),
    Action("remove_note", "d,delete", "delete", "Delete the note", ("notes",)),
    Action("toggle_read", "u", "read", "Mark as read; where all are read, as unread", ("desk",)),
    Action("mark_read", "A", "", "Mark as read", ("desk",), argument="WHICH"),
    Action("mark_unread", "U", "", "Mark as unread", ("desk",), argument="WHICH"),
    Action("toggle_star", "s", "star", "Star; where all have a star, unstar", ("desk",), argument="WHICH"),
    Action("edit_details", "E", "", "Set title, source, date, author or address", ("desk",)),
    Action(
        "remove_articles",
        "d,delete",
        "",
        "Remove the article, or the marked ones, with notes",
        ("articles",),
        is_of_desk=True,
        argument="WHICH",
    ),
    Action(
        "export_articles",
        "x",
        "",
        "Write the marked articles, or else all that are listed, to a file",
        ("desk",),
        argument="FILE",
    ),
    Action("copy_quote", "y", "copy", "Copy the selected passage or the quote, with its citation", ("desk",)),
    Action("gather_quote", "Y", "", "Gather the quote and copy all that are gathered", ("desk",)),
    Action("versions", "V", "", "Versions of the article, and what changed in its text", ("desk",)),
    Action("open_original", "W", "", "Open the original in the browser", ("desk",)),
    Action("copy_address", "ctrl+y", "", "Copy the address of the original", ("desk",)),
    Action("save_search", "S", "save search", "Save this search as a list above the articles", ("desk",)),
    Action("lists", "L", "lists", "Go to the saved lists and feeds, or back", ("desk",), argument="NAME"),
    Action("fetch_feeds", "P", "fetch", "Fetch what is new in the feeds; again: stop", ("desk",)),
    Action("undo", "ctrl+z", "", "Undo the last change or decision", ("desk", "reviews")),
    # Over all listed articles
    Action("statistics", "percent_sign", "", "Statistics: who speaks in the listed articles", ("desk",)),
    Action("archive_notes", "4", "", "List the notes on all articles", ("desk",)),
    Action("compare_articles", "C", "", "Compare two articles: those marked, or this and the marked", ("desk",)),
    Action(
        "pipe",
        "vertical_line",
        "",
        "Pipe the text of the article, or of the marked ones, to a command",
        ("desk",),
        argument="COMMAND",
    ),
    Action(
        "pipe_list",
        "",
        "",
        "Pipe the marked articles, or else all that are listed, to a command as JSON Lines",
        ("desk",),
        argument="COMMAND",
    ),
    # The program
    Action("command_line", "colon", "", "Type the name of anything that the desk can do", ("desk",)),
    Action("add_seed", "", "", "Add the article that comes with onrecord, to try it on", ("desk",)),
    Action("edit_keys", "", "", "Change the keys", ("desk",)),
    Action("change_theme", "", "", "Choose the theme: the colours", ("desk",)),
    Action("suspend_process", "", "", "Suspend: go to the shell; fg comes back", ("desk",)),
    Action("quit", "", "", "Quit onrecord", ("desk",)),
    # Actors
    Action("dossier", "D", "dossier", "Open the dossier of this actor or speaker", ("desk",), argument="NAME"),
    Action("correct", "c", "correct", "Correct an actor, a speaker or an entity", ("desk",)),
    Action(
        "accept_name",
        "plus",
        "",
        "The suspected name belongs to this actor, in this article",
        ("actors",),
        is_of_desk=True,
    ),
    Action(
        "reject_name",
        "minus",
        "",
        "The suspected name belongs to someone else, in this article",
        ("actors",),
        is_of_desk=True,
    ),
    Action("reviews", "R", "", "Review uncertain cases: the same person, the same words?", ("desk",)),
    # A dossier
    Action("leave_screen", "q,escape", "back", "Go back to where you were", SCREENS),
    Action("open_here", "enter", "open", "Open this quote, article or dossier", ("dossier", "places")),
    Action("show_said", "1", "says", "What they say", ("dossier",)),
    Action("show_told", "2", "others say", "What others say about them", ("dossier",)),
    Action("show_appearances", "3", "articles", "The articles that mention them", ("dossier",)),
    Action("narrow", "slash", "filter", "Show only articles that match a query", ("dossier",)),
    Action("places", "p", "places", "Compare the other articles that have this quote", ("dossier",)),
    Action("copy_said", "y", "copy", "Copy the quote with its citation", ("dossier", "places")),
    Action("gather_said", "Y", "gather", "Gather the quote and copy all that are gathered", ("dossier",)),
    Action("export", "x", "export", "Write the dossier to a file", ("dossier",)),
    # Reviews
    Action("accept", "y", "yes", "Yes, they are the same", ("reviews",)),
    Action("reject", "n", "no", "No, they differ", ("reviews",)),
    Action("skip", "s", "skip", "Decide later", ("reviews",)),
    Action("decide_apart", "o", "one by one", "Decide each article by itself, or all of the pair", ("reviews",)),
    Action("read_left", "h,left,enter", "read left", "Read the article on the left", ("reviews", "difference")),
    Action("read_right", "l,right", "read right", "Read the article on the right", ("reviews", "difference")),
    Action("review_people", "1", "", "The same person?", ("reviews",)),
    Action("review_names", "2", "", "Suspected names", ("reviews",)),
    Action("review_words", "3", "", "Wording, speakers or cues that differ between sources", ("reviews",)),
    # The statistics
    Action(
        "narrow_to_row", "enter", "narrow", "Narrow the search to this actor, source or month", ("statistics",)
    ),
    # The notes on all articles
    Action("open_note", "enter", "open", "Read the article at this note", ("archive-notes",)),
    Action("filter_notes", "slash", "filter", "Show only notes with these words or #tags", ("archive-notes",)),
    # Two articles side by side
    Action("next_difference", "n,right_square_bracket", "next", "Go to the next difference", ("difference",)),
    Action("previous_difference", "N,left_square_bracket", "", "Go to the previous difference", ("difference",)),
    # The output of a command
    Action("copy_output", "y", "copy", "Copy the output", ("output",)),
    # The key editor
    Action("set_key", "enter", "set", "Give the action another key", ("keys",)),
    Action("add_key", "plus", "add", "Give the action one more key", ("keys",)),
    Action("reset_key", "d,delete", "reset", "Give the action its usual keys again", ("keys",)),
    Action("filter_keys", "slash", "filter", "Show only actions with these words", ("keys",)),
)


KEY_LINE_ORDER = (
    "help", "back", "leave_screen", "search", "next_quote", "copy_quote", "note", "tag", "correct", "dossier",
    "toggle_read", "toggle_star", "quotes", "find",
)  # fmt: skip
"""What the line of keys shows first of the keys that work everywhere: what is used most."""


def bindings(pane: str) -> list[BindingType]:
    """Return Textual's bindings of ``desk``, ``rows``, a pane or a screen; their ids are the actions' names."""
    return [
        Binding(action.keys, action.binding, action.label or action.help, show=bool(action.label), id=action.name)
        for action in ACTIONS
        if pane in action.panes and action.keys
    ]


def key_problems(keys: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the user's own keys, in sentences.

    Args:
        keys: The keys of actions from the settings, by the names of the actions.
    """
    actions = {action.name: action for action in ACTIONS}
    problems: list[str] = []
    if unknown := sorted(set(keys) - set(actions)):
        problems.append(
            f"The config file gives keys to {', '.join(unknown)}, which the desk does not know; "
            "docs/reference/keys.md lists the names of its actions."
        )
    own_actions = sorted(set(keys) & set(actions))
    for name in own_actions:
        for key in keys_of(actions[name], keys):
            if not _is_key(key):
                problems.append(f"The config file gives {name} the key “{key}”, which is no name of a key.")
                continue
            problems += (
                f"The config file gives {name} the key {key}, which {other} has as well."
                for other in key_holders(key, actions[name], keys)
                if other not in own_actions or other > name  # of two in the file, once
            )
    return problems


def key_holders(key: str, action: Action, keys: Mapping[str, str]) -> list[str]:
    """Return the names of the other actions that have a key where an action works, or could be meant by it.

    Args:
        key: Textual's name of the key.
        action: The action that is to have it.
        keys: The user's own keys from the settings, by the names of the actions.
    """
    places = _places(action)
    holders = [APP_KEYS[key]] if key in APP_KEYS else []
    return holders + [
        other.name
        for other in ACTIONS
        if other.name != action.name and places & _places(other) and key in keys_of(other, keys)
    ]


def _places(action: Action) -> set[str]:
    """Return where an action works: what works on the desk does so in its panes, unless they take the key."""
    places = set(action.panes)
    if "desk" in places:
        places.update(PANES)
    if "rows" in places:
        places.update(SCREENS)
    return places


def keys_of(action: Action, keys: Mapping[str, str]) -> list[str]:
    """Return Textual's names of the keys of an action, the empty one for none.

    Args:
        action: The action.
        keys: The user's own keys from the settings, by the names of the actions.
    """
    return [_long_name(key.strip()) for key in keys.get(action.name, action.keys).split(",")]


def actions_with_key(key: str, keys: Mapping[str, str]) -> set[str]:
    """Return the names of the actions that have a key, wherever that is.

    Args:
        key: Textual's name of the key.
        keys: The user's own keys from the settings, by the names of the actions.
    """
    return {action.name for action in ACTIONS if key in keys_of(action, keys)}


def panes_with_key(key: str, keys: Mapping[str, str]) -> list[str]:
    """Return the panes in which a key does something that it does not do everywhere on the desk.

    Args:
        key: Textual's name of the key.
        keys: The user's own keys from the settings, by the names of the actions.
    """
    with_key = [action for action in ACTIONS if key in keys_of(action, keys)]
    return [pane for pane in PANES if any(pane in action.panes for action in with_key)]


def display_keys(action: Action, keys: Mapping[str, str]) -> str:
    """Return the keys of an action as they are shown: ``j ↓``; empty for none. ``keys`` are the user's own."""
    return " ".join(format_key(key) for key in keys_of(action, keys) if key)


def _long_name(key: str) -> str:
    """Return Textual's name of a key that may be written as its character: ``question_mark`` for ``?``."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(key: str) -> bool:
    """Return whether Textual has a key of this name: a character, its Unicode name, or a key such as F1."""
    bare_key = re.sub(r"^((ctrl|alt|shift|super)\+)+(?=.)", "", key)
    if len(bare_key) == 1 or bare_key in {*Keys, *KEY_NAME_REPLACEMENTS.values()}:
        return True
    try:
        unicodedata.lookup(bare_key.replace("_", " "))
    except KeyError:
        return False
    return True


def key_of(action: str, keys: Mapping[str, str]) -> str:
    """Return Textual's name of the first key of an action.

    Args:
        action: The name of the action.
        keys: The user's own keys from the settings, by the names of the actions.
    """
    action_keys = keys.get(action) or next(entry.keys for entry in ACTIONS if entry.name == action)
    return action_keys.split(",")[0].strip()


def actions_for(pane: str) -> list[Action]:
    """Return what works in a pane or on one of ``SCREENS``: its own actions, then those it shares."""
    shared = "rows" if pane in SCREENS else "desk"
    own_actions = [action for action in ACTIONS if pane in action.panes]
    return own_actions + [action for action in ACTIONS if shared in action.panes]
