"""Everything a key can do on the desk, once: bindings, footer, help and palette are all made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

LISTS = ("articles", "found", "saved", "facets", "actors", "quotes", "entities", "notes")
PANES = (*LISTS, "reader")
SCREENS = ("dossier", "places", "reviews")
"""What covers the desk and has keys of its own; ``rows`` are the keys of any list on it."""

_MOVING = (*PANES, "rows")


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
    Action("move_down", "j,down", "", "One line or row down", _MOVING),
    Action("move_up", "k,up", "", "One line or row up", _MOVING),
    Action("move_top", "g,home", "", "To the beginning", _MOVING),
    Action("move_bottom", "G,end", "", "To the end", _MOVING),
    Action("half_down", "ctrl+d", "", "Half a page down", _MOVING),
    Action("half_up", "ctrl+u", "", "Half a page up", _MOVING),
    Action("page_down", "space,pagedown,ctrl+f", "", "A page down", _MOVING),
    Action("page_up", "pageup,ctrl+b", "", "A page up", _MOVING),
    # Between panes
    Action("help", "question_mark", "keys", "All keys of the pane in focus", ("desk", *SCREENS)),
    Action("next_pane", "tab", "", "To the next pane", ("desk", "dossier")),
    Action("previous_pane", "shift+tab", "", "To the previous pane", ("desk", "dossier")),
    Action("back", "q", "back", "Back: close what is open, reader to list, list to the shell", ("desk",)),
    Action("close", "escape", "", "Close what is open: find, selection, actor, search", ("desk",)),
    Action("next_article", "J", "", "Open the next article", ("desk",)),
    Action("previous_article", "K", "", "Open the previous article", ("desk",)),
    Action("open", "enter,l,right", "open", "Open the article", ("articles",)),
    Action("open_quote", "enter,l,right", "open", "Read the article at this quote", ("found",)),
    Action("enter_side", "l,right", "", "To the actors", ("reader",)),
    Action("leave", "h,left", "", "To the pane on the left", ("reader", *LISTS[2:])),
    Action("show_quotes", "1", "", "The quotes of the article", ("desk",)),
    Action("show_entities", "2", "", "The entities of the article", ("desk",)),
    Action("show_notes", "3", "", "The notes on the article", ("desk",)),
    # Searching
    Action("search", "slash", "search", "Search the archive", ("desk",)),
    Action("sort", "o", "sort", "Sort the list: a menu of orders", ("desk",)),
    Action("group", "O", "", "Group the list by day, by source, or not", ("desk",)),
    Action("renew", "r", "", "Make the list again, without what no longer fits", ("articles", "found")),
    Action("facets", "F", "facets", "What is found counted by actor, source, tag and month; or not", ("desk",)),
    Action("choose_facet", "enter,l,right", "narrow", "Narrow the search to this; again to undo it", ("facets",)),
    Action("open_list", "enter,l,right", "open", "Its articles; of those listed already, all again", ("saved",)),
    Action("rename_list", "i", "rename", "Rename the list", ("saved",)),
    Action("list_up", "plus,ctrl+up", "up", "Put the list further up", ("saved",)),
    Action("list_down", "minus,ctrl+down", "down", "Put the list further down", ("saved",)),
    Action("forget_list", "d,delete", "delete", "Delete the list; its articles stay", ("saved",)),
    Action("quotes", "Q", "quotes", "Quotes in place of articles, of all or of this search; or not", ("desk",)),
    Action("find", "f", "find", "Find in the text", ("desk",)),
    Action("find_next", "n", "", "Next place found", ("desk",)),
    Action("find_previous", "N", "", "Previous place found", ("desk",)),
    # Reading
    Action("next_quote", "right_square_bracket", "quote", "Next quote", ("desk",)),
    Action("previous_quote", "left_square_bracket", "", "Previous quote", ("desk",)),
    Action("next_mention", "right_curly_bracket", "mention", "Next mention of the chosen actor", ("desk",)),
    Action("previous_mention", "left_curly_bracket", "", "Previous mention of the chosen actor", ("desk",)),
    Action("cycle_marks", "e", "marks", "What is marked: all, entities, quotes, actor, none", ("desk",)),
    Action(
        "toggle_asides",
        "B",
        "",
        "Beliefs, attitudes and documents as well as words, or not",
        ("desk", "dossier"),
    ),
    Action("text_only", "z", "text only", "The text alone, without list and sidebar", ("desk",)),
    Action("next_word", "w", "", "One word on", ("reader",)),
    Action("previous_word", "b", "", "One word back", ("reader",)),
    Action("select", "v", "select", "Choose a passage: v starts, moving extends, v or Esc ends", ("reader",)),
    Action("choose_speaker", "enter", "speaker", "Choose who speaks, or is named, under the cursor", ("reader",)),
    Action("choose", "enter", "choose", "Mark his mentions, list what he said; again: his dossier", ("actors",)),
    Action("go_to", "enter", "go to", "To its place in the text", ("quotes", "entities", "notes")),
    # Working
    Action("tag", "t", "tag", "Tag the article", ("desk",)),
    Action("note", "a", "note", "Write a note on the article, or on the passage chosen", ("desk",)),
    Action("edit_note", "i", "edit", "Edit the note", ("notes",)),
    Action("remove_note", "d,delete", "delete", "Delete the note", ("notes",)),
    Action("toggle_read", "u", "read", "Mark as read or unread", ("desk",)),
    Action("toggle_star", "s", "star", "Star or unstar", ("desk",)),
    Action("copy_quote", "y", "copy", "Copy the quote with its citation", ("desk",)),
    Action("save_search", "S", "save search", "Save this search as a list, above the articles", ("desk",)),
    Action("lists", "L", "lists", "To the saved lists, and back", ("desk",)),
    Action("undo", "ctrl+z", "", "Undo the last change or decision", ("desk", "reviews")),
    # Who is who
    Action("dossier", "D", "dossier", "All that the archive has of the actor, or of who speaks here", ("desk",)),
    Action("correct", "c", "correct", "Set right who it is, who speaks, or what it is", ("desk",)),
    Action("accept_name", "plus", "", "The suspected name is his, in this article", ("actors",)),
    Action("reject_name", "minus", "", "The suspected name is another's, in this article", ("actors",)),
    Action("reviews", "R", "", "What is not sure: the same person, the same words?", ("desk",)),
    # A dossier
    Action("leave_screen", "q,escape", "back", "Back to where you were", SCREENS),
    Action("open_here", "enter", "open", "To the quote, the article, or his dossier", ("dossier", "places")),
    Action("show_said", "1", "says", "What he says", ("dossier",)),
    Action("show_told", "2", "others say", "What others say of him", ("dossier",)),
    Action("show_appearances", "3", "articles", "The articles in which he is", ("dossier",)),
    Action("narrow", "slash", "filter", "Only articles that a search finds", ("dossier",)),
    Action(
        "places",
        "p",
        "places",
        "Who else has the quote, and what they tell differently",
        ("dossier",),
    ),
    Action("copy_said", "y", "copy", "Copy the quote with its citation", ("dossier", "places")),
    Action("export", "x", "export", "Write the dossier to a file", ("dossier",)),
    # Reviews
    Action("accept", "y", "yes", "Yes, they are one", ("reviews",)),
    Action("reject", "n", "no", "No, they are not", ("reviews",)),
    Action("skip", "s", "skip", "Decide later", ("reviews",)),
    Action("read_left", "h,left,enter", "read left", "Read the article of the left side", ("reviews",)),
    Action("read_right", "l,right", "read right", "Read the article of the right side", ("reviews",)),
    Action("review_people", "1", "", "The same person?", ("reviews",)),
    Action("review_names", "2", "", "Suspected names", ("reviews",)),
    Action("review_words", "3", "", "Wording, speaker or cue that differ between sources", ("reviews",)),
)


def bindings(pane: str) -> list[BindingType]:
    """Textual's bindings of ``desk``, ``rows``, a pane or a screen; their ids are the actions' names."""
    return [
        Binding(action.keys, action.name, action.label or action.help, show=bool(action.label), id=action.name)
        for action in ACTIONS
        if pane in action.panes
    ]


def key_of(action: str, keys: Mapping[str, str]) -> str:
    """Textual's name of the first key of an action, which ``keys`` (of the settings) may have changed."""
    named = keys.get(action) or next(each.keys for each in ACTIONS if each.name == action)
    return named.split(",")[0].strip()


def actions_for(pane: str) -> list[Action]:
    """What works in a pane, the desk's own actions last, or on one of ``SCREENS``."""
    wide = "rows" if pane in SCREENS else "desk"
    return [a for a in ACTIONS if pane in a.panes] + [a for a in ACTIONS if wide in a.panes]
