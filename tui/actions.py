"""Everything a key can do on the desk, once: bindings, footer, help and palette are all made from this table."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

LISTS = ("articles", "actors", "quotes", "entities", "notes")
PANES = (*LISTS, "reader")


@dataclass(frozen=True)
class Action:
    """One thing that a key does.

    ``name`` is the Textual action (``action_<name>`` on the widget of the pane), ``keys`` Textual's key names
    separated by commas, ``label`` what the footer says (empty: not in the footer), ``help`` a sentence for
    the help screen and the palette, ``panes`` where it works: names of ``PANES``, or ``desk`` for everywhere.
    """

    name: str
    keys: str
    label: str
    help: str
    panes: tuple[str, ...]


ACTIONS = (
    # Moving within a pane
    Action("move_down", "j,down", "", "One line or row down", PANES),
    Action("move_up", "k,up", "", "One line or row up", PANES),
    Action("move_top", "g,home", "", "To the beginning", PANES),
    Action("move_bottom", "G,end", "", "To the end", PANES),
    Action("half_down", "ctrl+d", "", "Half a page down", PANES),
    Action("half_up", "ctrl+u", "", "Half a page up", PANES),
    Action("page_down", "space,pagedown,ctrl+f", "", "A page down", PANES),
    Action("page_up", "pageup,ctrl+b", "", "A page up", PANES),
    # Between panes
    Action("help", "question_mark", "keys", "All keys of the pane in focus", ("desk",)),
    Action("next_pane", "tab", "", "To the next pane", ("desk",)),
    Action("previous_pane", "shift+tab", "", "To the previous pane", ("desk",)),
    Action("back", "q", "back", "Back: close what is open, reader to list, list to the shell", ("desk",)),
    Action("close", "escape", "", "Close what is open: find, selection, actor, search", ("desk",)),
    Action("next_article", "J", "", "Open the next article", ("desk",)),
    Action("previous_article", "K", "", "Open the previous article", ("desk",)),
    Action("open", "enter,l,right", "open", "Open the article", ("articles",)),
    Action("enter_side", "l,right", "", "To the actors", ("reader",)),
    Action("leave", "h,left", "", "To the pane on the left", ("reader", "actors", "quotes", "entities", "notes")),
    Action("show_quotes", "1", "", "The quotes of the article", ("desk",)),
    Action("show_entities", "2", "", "The entities of the article", ("desk",)),
    Action("show_notes", "3", "", "The notes on the article", ("desk",)),
    # Searching
    Action("search", "slash", "search", "Search the archive", ("desk",)),
    Action("sort", "o", "sort", "Sort the list: a menu of orders", ("desk",)),
    Action("group", "O", "", "Group the list by day, by source, or not", ("desk",)),
    Action("find", "f", "find", "Find in the text", ("desk",)),
    Action("find_next", "n", "", "Next place found", ("desk",)),
    Action("find_previous", "N", "", "Previous place found", ("desk",)),
    # Reading
    Action("next_quote", "right_square_bracket", "quote", "Next quote", ("desk",)),
    Action("previous_quote", "left_square_bracket", "", "Previous quote", ("desk",)),
    Action("next_mention", "right_curly_bracket", "mention", "Next mention of the chosen actor", ("desk",)),
    Action("previous_mention", "left_curly_bracket", "", "Previous mention of the chosen actor", ("desk",)),
    Action("cycle_marks", "e", "marks", "What is marked: all, entities, quotes, actor, none", ("desk",)),
    Action("toggle_asides", "B", "", "Beliefs, attitudes and documents as well as words, or not", ("desk",)),
    Action("text_only", "z", "text only", "The text alone, without list and sidebar", ("desk",)),
    Action("next_word", "w", "", "One word on", ("reader",)),
    Action("previous_word", "b", "", "One word back", ("reader",)),
    Action("select", "v", "select", "Choose a passage: v starts, moving extends, v or Esc ends", ("reader",)),
    Action("choose_speaker", "enter", "speaker", "Choose who speaks, or is named, under the cursor", ("reader",)),
    Action("choose", "enter", "choose", "Mark all mentions and list all that he said; again to stop", ("actors",)),
    Action("go_to", "enter", "go to", "To its place in the text", ("quotes", "entities", "notes")),
    # Working
    Action("tag", "t", "tag", "Tag the article", ("desk",)),
    Action("note", "a", "note", "Write a note on the article, or on the passage chosen", ("desk",)),
    Action("edit_note", "i", "edit", "Edit the note", ("notes",)),
    Action("remove_note", "d,delete", "delete", "Delete the note", ("notes",)),
    Action("toggle_read", "u", "read", "Mark as read or unread", ("desk",)),
    Action("toggle_star", "s", "star", "Star or unstar", ("desk",)),
    Action("copy_quote", "y", "copy", "Copy the quote with its citation", ("desk",)),
    Action("undo", "ctrl+z", "", "Undo the last change of tags, notes, stars or read marks", ("desk",)),
)


def bindings(pane: str) -> list[BindingType]:
    """Textual's bindings of a pane of ``PANES`` or of ``desk``; their ids are the actions' names."""
    return [
        Binding(action.keys, action.name, action.label or action.help, show=bool(action.label), id=action.name)
        for action in ACTIONS
        if pane in action.panes
    ]


def actions_for(pane: str) -> list[Action]:
    """What works in a pane, the desk's own actions last."""
    return [a for a in ACTIONS if pane in a.panes] + [a for a in ACTIONS if "desk" in a.panes]
