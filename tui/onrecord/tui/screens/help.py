"""The help screen: the keys of a pane and the query language, with a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Input, Static

from onrecord.terminal.segments import Line, wrap
from onrecord.tui.looks.keymap import ACTIONS, SCREENS, actions_for
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.component_styles import component_style
from onrecord.tui.widgets.plain_input import PlainInput
from onrecord.tui.widgets.scroll_pane import ScrollPane

PANE_NAMES = {
    "articles": "the list of articles",
    "quote-search": "the list of quotes",
    "saved": "the saved lists",
    "facets": "the facets",
    "reader": "the text",
    "actors": "the actors",
    "quotes": "the quotes",
    "entities": "the entities",
    "notes": "the notes",
    "dossier": "a dossier",
    "places": "the occurrences of a quote",
    "reviews": "the reviews",
    "statistics": "the statistics",
    "archive-notes": "the notes on all articles",
    "versions": "the versions of an article",
    "difference": "two articles side by side",
    "output": "the output of a command",
    "keys": "the key editor",
}
"""The names of the panes and screens of the key table in the help."""

SEARCH_EXAMPLES = (
    ("strike port", "both words, in the text, title, notes or tags"),
    ('"third week"', "the words next to each other"),
    ("negotiat*", "words that begin with this"),
    (
        "/strikes?|lockout/",
        "text that matches the regular expression; slower, unless the query has other words",
    ),
    ("strike or lockout", "either"),
    ("-strike", "without the word; - can stand before anything here"),
    ("(strike or lockout) port", "parentheses group"),
    ("title:strike", "in the title; text: and note: in these only"),
    ("source:post", "from this source; author: and url: likewise"),
    ("feed:post", "brought by this feed, by a part of its name or address"),
    ("tag:economy", "with the tag; #economy is the same"),
    ('said:"red line"', "a quote with these words"),
    ("speaker:zelensky", "a quote by this speaker; together with said:, the same quote"),
    ("kind:indirect", "a quote that is direct, mixed or indirect"),
    ("cue:speech", "a quote that is speech, belief, attitude, of a document, or unsaid"),
    ("actor:russia", "an actor in it, by any name; about: as a central actor"),
    ("person:adler", "a person; org:, place: and country: likewise"),
    ("after:2024-03-01", "published on this day or later; before: earlier"),
    ("date:2024-03", "published in this year or month, or on this day"),
    ('newer:"2 weeks"', "published in the last two weeks; older:3m more than three months ago"),
    ("addedafter:yesterday", "added on this day or later; addedbefore: earlier"),
    ("is:unread", "or read, starred, unstarred, annotated, unannotated"),
    ("has:note", "or quote, tag, actor, author, source, url, date, version"),
    ("quotes>=2", "counts of quotes, words, actors, entities, notes; age<7 is in days"),
    ("lang:de", "in this language: a code or an English name; lang:unknown"),
    ("in:harbour", "what the saved search of this name finds"),
    ('unread = "yes" and title =~ "x"', "newsboat's filters; eilmeldung's queries: unread today ~#economy"),
    ("sort:oldest", "or newest, added, title, source, unread, words, quotes, best"),
)
"""The query language of ``onrecord.archive.query.ast`` by example: a query, and what it finds."""

_SCROLL = {
    "move_down": "lines(1)",
    "move_up": "lines(-1)",
    "move_top": "top",
    "move_bottom": "bottom",
    "half_down": "pages(0.5)",
    "half_up": "pages(-0.5)",
    "page_down": "pages(1)",
    "page_up": "pages(-1)",
}

_KEYS_WIDTH = 20  # columns at least, so that those of several sections stand in one line
_GAP = 2  # columns before the keys, and between them and what they do
_LONGEST = 9  # lines of an explanation, in the narrowest terminal

Row = tuple[str, str]
Section = tuple[str, Sequence[Row]]


class HelpText(ScrollPane, can_focus=True, inherit_bindings=False):
    """The text of the help, which scrolls with the keys of the lists."""

    COMPONENT_CLASSES = {"help--heading", "help--key"}

    BINDINGS = [
        Binding(action.keys, _SCROLL[action.name], show=False) for action in ACTIONS if action.name in _SCROLL
    ]

    def __init__(self) -> None:
        super().__init__(id="help-text")
        self._sections: Sequence[Section] = ()
        self._lines: list[Line] = []

    def show(self, sections: Sequence[Section]) -> None:
        """Show these sections, from their top."""
        self._sections = sections
        self.scroll_home(animate=False)
        self.after_resize()

    def after_resize(self) -> None:
        width = self.scrollable_size.width
        if width:
            self._lines = self._laid_out(width)
            self.set_lines(width, len(self._lines))
            self.refresh()

    def _laid_out(self, width: int) -> list[Line]:
        """Return the lines of all sections: a heading and rows, with keys left and what they do beside them."""
        if not self._sections:
            return [[Segment("Nothing matches the filter.")]]
        heading_style = component_style(self, "help--heading")
        key_style = component_style(self, "help--key")
        lines: list[Line] = []
        for heading, rows in self._sections:
            lines += [[]] if lines else []
            lines.append([Segment(heading, heading_style)])
            # Each section has columns of its own: examples of queries are longer than keys.
            keys_width = max([_KEYS_WIDTH, *(_GAP + cell_len(keys) for keys, _ in rows)]) + _GAP
            for keys, explanation in rows:
                left = " " * _GAP + keys
                for part in wrap(explanation, width - keys_width - 1, _LONGEST):
                    lines.append([Segment(set_cell_size(left, keys_width), key_style), Segment(part)])
                    left = ""
        return lines

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        segments = self._lines[line] if line < len(self._lines) else []
        return Strip(segments).adjust_cell_length(self.scrollable_size.width).apply_style(self.rich_style)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.after_resize()

    def action_lines(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)

    def action_pages(self, pages: float) -> None:
        self.scroll_relative(y=round(pages * self.size.height), animate=False)

    def action_top(self) -> None:
        self.scroll_home(animate=False)

    def action_bottom(self) -> None:
        self.scroll_end(animate=False)


class HelpScreen(Dialog[None]):
    """The keys of a pane, then those that work everywhere, then the query language."""

    BINDINGS = [
        Binding("escape", "close", "close"),
        Binding("q,question_mark", "dismiss", "close"),
        Binding("slash,f", "filter", "filter"),
    ]

    def __init__(self, pane: str, keys: Mapping[str, str] | None = None) -> None:
        """Make the screen.

        Args:
            pane: One of ``PANE_NAMES``.
            keys: The user's own keys, by the names of the actions.
        """
        super().__init__()
        self._pane = pane if pane in PANE_NAMES else "articles"
        self._keys = keys or {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield PlainInput(placeholder="/ filter", restrict=NO_CONTROLS, compact=True, id="help-filter")
            yield HelpText()
            yield Static("j k scroll   / filter   Esc closes", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = f"Keys in {PANE_NAMES[self._pane]}"
        self._show("")
        self.set_focus(self.query_one(HelpText))

    def sections(self) -> list[Section]:
        """Return the headings, each with its rows of keys and what they do."""
        own_actions = [action for action in actions_for(self._pane) if self._pane in action.panes]
        shared_actions = [action for action in actions_for(self._pane) if self._pane not in action.panes]
        shared_heading = "In its lists" if self._pane in SCREENS else "Everywhere"
        return [
            (
                f"In {PANE_NAMES[self._pane]}",
                [(self._displayed_keys(a.name, a.keys), a.help) for a in own_actions],
            ),
            (shared_heading, [(self._displayed_keys(a.name, a.keys), a.help) for a in shared_actions]),
            ("Search", list(SEARCH_EXAMPLES)),
        ]

    def _displayed_keys(self, name: str, keys: str) -> str:
        keys = self._keys.get(name, keys)
        if not keys:
            return f":{name}"
        return "  ".join(self.app.get_key_display(Binding(key.strip(), name)) for key in keys.split(","))

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _focus_text(self) -> None:
        self.query_one(HelpText).focus()

    def _show(self, words: str) -> None:
        matching = [(heading, list(matching_rows(rows, words))) for heading, rows in self.sections()]
        self.query_one(HelpText).show([(heading, rows) for heading, rows in matching if rows])

    def action_filter(self) -> None:
        self.query_one(Input).focus()

    def action_close(self) -> None:
        field = self.query_one(Input)
        if field.value:
            field.value = ""
            self.query_one(HelpText).focus()
        else:
            self.dismiss(None)


def matching_rows(rows: Iterable[Row], words: str) -> Iterable[Row]:
    """Yield the rows that contain all words, in any case."""
    words_sought = words.casefold().split()
    return (row for row in rows if all(word in " ".join(row).casefold() for word in words_sought))
