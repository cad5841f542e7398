"""The dossier of an actor: all that the archive has about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.keys import format_key
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.archive import Archive, ArchiveError, finish_typing, parse
from onrecord.base.archive_records import Dossier
from onrecord.base.records import Quote
from onrecord.base.settings import Settings
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible, visible_lines
from onrecord.tui.looks.keymap import bindings, key_of
from onrecord.tui.model.export_file import DOSSIER_ENDINGS, ExportFileError, export_format, require_new
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.places import DossierPlace
from onrecord.tui.model.quote_copies import QuoteCopies
from onrecord.tui.screens.dialog import ArticlePlace, ClosesOnce
from onrecord.tui.text.article_page import asides_text
from onrecord.tui.text.sparklines import fill_months, spark
from onrecord.tui.widgets.dossier_lists import DossierArticles, DossierQuotes, FactList, period
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.paged_rows import PAGE
from onrecord.tui.widgets.search_bar import SearchBar

_HOLD_TIME = 0.2  # seconds


class DossierScreen(ClosesOnce[ArticlePlace | None], Screen[ArticlePlace | None]):
    """The dossier of an actor. Its answer is the place that the user wants to read, or None."""

    BINDINGS = bindings("dossier")
    AUTO_FOCUS = ""  # the list gets the focus when it is mounted

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        place: DossierPlace,
        copies: QuoteCopies,
        *,
        asides: bool = False,
    ) -> None:
        """Make the screen.

        Args:
            archive: The archive.
            settings: The settings, which may have other keys.
            place: The actor, and where in their dossier the cursor begins.
            copies: Copies quotes.
            asides: List beliefs, attitudes and documents as well as speech.
        """
        super().__init__()
        self.archive, self.settings, self._asides = archive, settings, asides
        self.progress = ""
        """How much of the archive is left to annotate, in words."""
        self._copies = copies
        self._trail = list(place.trail)
        self._start: DossierPlace | None = place  # until the first list is shown
        self.dossier: Dossier | None = None
        self._query = place.query
        self._lists: dict[str, DossierQuotes | DossierArticles] = {}
        self._current = "said"
        self._filled: set[str] = set()
        self._held_painting = ExitStack()

    def compose(self) -> ComposeResult:
        self._finder: LatestLookup[tuple[Dossier, list[Quote] | None]] = LatestLookup(
            self, self._show, self._show_error
        )
        self._look_up()  # the archive is read while the screen is composed
        yield Static("", id="dossier-head")
        if self._query:
            yield self._filter_line()
        with Horizontal():
            yield FactList()
            with Vertical():
                yield Static("", id="dossier-tabs")
                yield self._make_list("said")
        yield Static("", id="dossier-where")
        yield KeyLine()

    @property
    def place(self) -> DossierPlace:
        """Where the user is in the dossier."""
        rows = self._lists.get(self._current)
        return DossierPlace(tuple(self._trail), self._current, rows.cursor if rows else 0, self._query)

    def _filter_line(self) -> SearchBar:
        hint = "/ filter: words of the quotes, after:2021-04, source:wire"
        return SearchBar(self.archive.completion.complete, self._query, id="dossier-query", hint=hint)

    def _make_list(self, name: str) -> DossierQuotes | DossierArticles:
        """Make one of the three lists when it is first shown: most users look at one only."""
        new_list = (
            DossierArticles(id=name, complain=self.complain)
            if name == "appearances"
            else DossierQuotes(
                id=name,
                about=name == "told",
                complain=self.complain,
                count_articles=self.archive.quotes.article_counts,
            )
        )
        self._lists[name] = new_list
        return new_list

    def on_mount(self) -> None:
        # Lay out and paint nothing before there is something to read, unless that takes long.
        self._held_painting.enter_context(self.app.batch_update())
        for widget in self.children:
            if widget.display:
                widget.display = False
                self._held_painting.callback(setattr, widget, "display", True)
        self.set_timer(_HOLD_TIME, self._held_painting.close)

    def on_screen_resume(self, event: ScreenResume) -> None:
        # The styles of a new screen are right already; computing them again takes a fifth of the time to open it.
        event.refresh_styles = self.dossier is not None

    def on_unmount(self) -> None:
        self._held_painting.close()
        self._finder.close()

    def _look_up(self) -> None:
        actor, asides = self._trail[-1], self._asides
        text, is_typing = self._query, isinstance(self.focused, SearchBar)

        def load(is_cancelled: Callable[[], bool]) -> Iterator[tuple[Dossier, list[Quote] | None]]:
            query = parse(text, typing=is_typing)
            parts = self.archive.dossiers.load(actor, query, asides=asides, is_cancelled=is_cancelled)
            dossier = next(parts)
            yield dossier, self.archive.dossiers.quotes_by(dossier, 0, PAGE)
            yield next(parts), None

        self._finder.ask(load)

    def _show_error(self, error: ArchiveError) -> None:
        self.query("#dossier-problem").remove()
        self.mount(Static(visible_lines(str(error)), id="dossier-problem", markup=False), after="#dossier-head")
        self._held_painting.close()

    def _show(self, result: tuple[Dossier, list[Quote] | None]) -> None:
        dossier, first_page = result
        is_new = self.dossier is None or self.dossier.actor.id != dossier.actor.id
        self.dossier = dossier
        if first_page is None:  # the quotes are shown already; the facts come now
            self.query_one(FactList).show(dossier)
            return
        self.query("#dossier-problem").remove()
        self._show_head(dossier)
        self._filled.clear()
        self._held_painting.close()
        if is_new:
            usual_list = "said" if dossier.said or not dossier.said_about else "told"
            start, self._start = self._start, None
            self._show_list((start.rows if start else "") or usual_list, {0: first_page})
            if start and start.cursor:
                self._lists[self._current].move_to(start.cursor)
        else:
            self._show_list(self._current, {0: first_page})

    def _show_head(self, dossier: Dossier) -> None:
        actor, months = dossier.actor, dossier.months
        named = sum(month.named for month in months)
        dated = fill_months(months)
        when = period(dated[0].key, dated[-1].key) if dated else ""
        asides = ""
        if dossier.more[0] and dossier.asides:
            asides = f"said includes {dossier.more[0]:,} beliefs, attitudes or documents"
        elif dossier.more[0]:
            key = format_key(key_of("toggle_asides", self.settings.keys))
            asides = f"{key} shows {asides_text(dossier.more[0])} as well"
        # On a narrow screen the last ones are cut off.
        facts = [
            actor.type,
            f"said {dossier.said:,}",
            f"named {named:,}",
            counted(len(dossier.articles), "article"),
            when,
            self.progress,
            asides,
        ]
        room = max(10, (self.size.width - 20) // 2)
        plots = (spark([month.named for month in dated], room), spark([month.said for month in dated], room))
        self.query_one("#dossier-head", Static).update(
            Content.assemble(
                (f" {visible(actor.name)}", "bold"),
                "   " + " · ".join(fact for fact in facts if fact) + "\n",
                (" named {}  said {}".format(*plots), "$text-accent"),
            )
        )

    # Lists

    def _show_list(self, name: str, read: Mapping[int, Sequence[Quote]] | None = None) -> None:
        """Show one of the lists.

        Args:
            name: ``said``, ``told`` or ``appearances``.
            read: The pages of the list ``said`` that are read already.
        """
        if self.dossier is None:
            return
        if name not in self._lists:
            self.query_one(Vertical).mount(self._make_list(name))
        is_list_focused = self.focused is self._lists[self._current] or self.focused is None
        self._current = name
        for list_name, rows in self._lists.items():
            rows.display = list_name == name
        if is_list_focused:
            self.set_focus(self._lists[name])
        if name not in self._filled:
            self._filled.add(name)
            self._fill(self.dossier, self._lists[name], read if name == "said" else None)
        self._show_tabs(self.dossier)

    def _fill(
        self,
        dossier: Dossier,
        rows: DossierQuotes | DossierArticles,
        read: Mapping[int, Sequence[Quote]] | None,
    ) -> None:
        if isinstance(rows, DossierQuotes):
            rows.actor_name = dossier.actor.name
            rows.find_hits = partial(self.archive.search.hits, dossier.query) if dossier.query else None
        if isinstance(rows, DossierArticles):
            rows.is_filtered = bool(dossier.query)
            rows.show(
                len(dossier.articles),
                lambda start, count: self.archive.articles.get_many(dossier.articles[start : start + count]),
            )
        elif rows.id == "said":
            rows.show(
                dossier.said, lambda start, count: self.archive.dossiers.quotes_by(dossier, start, count), read
            )
        else:
            rows.show(
                dossier.said_about, lambda start, count: self.archive.dossiers.quotes_about(dossier, start, count)
            )

    def _show_tabs(self, dossier: Dossier) -> None:
        counts = (dossier.said, dossier.said_about, len(dossier.articles))
        parts: list[tuple[str, str]] = []
        for (name, label), count in zip(
            (("said", "1 Says"), ("told", "2 Others say"), ("appearances", "3 Articles")), counts, strict=True
        ):
            parts.append((f" {label} {count:,} ", "bold reverse" if name == self._current else ""))
        self.query_one("#dossier-tabs", Static).update(Content.assemble(*parts))
        self._show_where()

    def _quotes(self) -> DossierQuotes | None:
        rows = self._lists[self._current]
        return rows if isinstance(rows, DossierQuotes) else None

    @on(DossierQuotes.Moved)
    def _show_where(self) -> None:
        quotes = self._quotes()
        quote = quotes.highlighted if quotes else None
        where = ""
        if quotes and quote:
            where = f" {quotes.cursor + 1:,}/{quotes.count():,}  {visible(quote.title)}"
        self.query_one("#dossier-where", Static).update(Content(where))

    def action_show_said(self) -> None:
        self._show_list("said")

    def action_show_told(self) -> None:
        self._show_list("told")

    def action_show_appearances(self) -> None:
        self._show_list("appearances")

    def action_next_pane(self) -> None:
        on_facts = isinstance(self.focused, FactList)
        self.set_focus(self._lists[self._current] if on_facts else self.query_one(FactList))

    action_previous_pane = action_next_pane

    # Opening

    def action_open_here(self) -> None:
        if isinstance(self.focused, FactList | DossierQuotes | DossierArticles):
            self.focused.choose_highlighted()

    @on(FactList.Chosen)
    def _open_related_actor(self, event: FactList.Chosen) -> None:
        self._trail.append(event.actor)
        self._look_up()

    @on(DossierQuotes.Chosen)
    def _open_quote(self, event: DossierQuotes.Chosen) -> None:
        self.dismiss((event.quote.article, event.quote.content[0] if event.quote.content else None))

    @on(DossierArticles.Chosen)
    def _open_article(self, event: DossierArticles.Chosen) -> None:
        self.dismiss((event.article, None))

    def action_leave_screen(self) -> None:
        """Close the filter, or go back to the previous dossier, or close the screen."""
        if self.query(SearchBar):
            self.action_close_search()
        elif len(self._trail) > 1:
            self._trail.pop()
            self._look_up()
        else:
            self.dismiss(None)

    # Filter

    def action_narrow(self) -> None:
        if not self.query(SearchBar):
            self.mount(self._filter_line(), after="#dossier-head")
        self.set_focus(self.query_one(SearchBar))

    @on(Input.Changed)
    def _follow_filter(self, event: Input.Changed) -> None:
        self._filter_by(event.value)

    def action_leave_search(self) -> None:
        """Go from the filter to the list, which goes on to show what was found while it was typed."""
        filter_line = self.query_one(SearchBar)
        filter_line.value = finish_typing(filter_line.value)
        filter_line.history.add(filter_line.value)
        self.set_focus(self._lists[self._current])
        self._filter_by(filter_line.value)

    def action_close_search(self) -> None:
        """Close the filter, and list everything."""
        self.query(SearchBar).remove()
        self.set_focus(self._lists[self._current])
        self._filter_by("")

    def _filter_by(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._look_up()

    def action_toggle_asides(self) -> None:
        """Show or hide beliefs, attitudes and documents beside speech."""
        self._asides = not self._asides
        self._look_up()

    # The same words elsewhere

    def action_places(self) -> None:
        quotes = self._quotes()
        if quotes is None or quotes.highlighted is None:
            self.notify("There is no quote under the cursor.", markup=False)
            return
        from onrecord.tui.screens.occurrences import OccurrencesScreen

        self.app.push_screen(
            OccurrencesScreen(self.archive, self.settings, quotes.highlighted, self._copies), self._open_occurrence
        )

    def _open_occurrence(self, place: ArticlePlace | None) -> None:
        if place is not None:
            self.dismiss(place)

    # Copying and writing

    def action_copy_said(self) -> None:
        self._copy_by(self._copies.copy)

    def action_gather_said(self) -> None:
        self._copy_by(self._copies.gather)

    def _copy_by(self, copy: Callable[[Quote], None]) -> None:
        quotes = self._quotes()
        if quotes is None or quotes.highlighted is None:
            self.notify("There is no quote under the cursor.", markup=False)
        else:
            copy(quotes.highlighted)

    def action_export(self) -> None:
        if self.dossier is None:
            return
        from onrecord.tui.screens.prompts_actor import TextPrompt

        name = "".join(char if char.isalnum() else "-" for char in self.dossier.actor.name.casefold())
        hint = "The ending of the name chooses the format: .md  .csv  .jsonl     ↵ writes   Esc cancels"
        self.app.push_screen(TextPrompt("Write the dossier to", f"{name}.md", hint), self._write)

    def _write(self, path: str | None) -> None:
        if path is None or self.dossier is None:
            return
        dossier, file = self.dossier, Path(path).expanduser()
        try:
            require_new(file)
            format_name = export_format(file, DOSSIER_ENDINGS)
        except ExportFileError as error:
            self.complain(error)
        else:
            self.run_worker(lambda: self._export(dossier, file, format_name), thread=True)

    def _export(self, dossier: Dossier, file: Path, format_name: str) -> None:
        from onrecord.export import dossier as dossiers
        from onrecord.export.doubtful import wanted_quotes
        from onrecord.export.files import write_file

        own_quotes = _all_quotes(dossier.said, lambda start: self.archive.dossiers.quotes_by(dossier, start, PAGE))
        quotes_about = _all_quotes(
            dossier.said_about, lambda start: self.archive.dossiers.quotes_about(dossier, start, PAGE)
        )
        doubtful = self.settings.doubtful
        wanted = wanted_quotes(own_quotes, doubtful), wanted_quotes(quotes_about, doubtful)
        try:
            write_file(file, lambda out: dossiers.write(format_name, dossier, *wanted, out))
        except (OSError, ArchiveError) as error:
            self.app.call_from_thread(self.complain, error)
        else:
            self.app.call_from_thread(self.notify, f"Wrote the dossier to {file}.", markup=False)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("dossier", self.settings.keys))


def _all_quotes(count: int, page: Callable[[int], list[Quote]]) -> Iterator[Quote]:
    for start in range(0, count, PAGE):
        yield from page(start)
