"""All that the archive has of an actor, on a screen of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Input, Static

from core.archive import Archive, ArchiveError
from core.records import Article, Dossier, Known, Quote, Span
from core.settings import Settings
from tui.actions import bindings
from tui.latest import Latest
from tui.lines import visible
from tui.plots import every_month, spark
from tui.widgets.dossier_lists import DossierArticles, DossierQuotes, FactList, period
from tui.widgets.key_line import KeyLine
from tui.widgets.paged_rows import PAGE

Place = tuple[int, Span | None]
"""An article, and what to see in it."""

_FORMS = {".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".jsonl": "jsonl"}

_HELD = 0.2  # seconds


class DossierScreen(Screen[Place | None]):
    """Gives the place that the reader wants to read, or None."""

    BINDINGS = bindings("dossier")

    def __init__(self, archive: Archive, settings: Settings, actor: Known) -> None:
        super().__init__()
        self.archive, self.settings = archive, settings
        self._trail = [actor]
        self.dossier: Dossier | None = None
        self._query = ""
        self._held = ExitStack()

    def compose(self) -> ComposeResult:
        self._finder: Latest[tuple[Dossier, list[Quote] | None]] = Latest(self, self._show, self._say)
        self._ask()  # it is looked up while the screen is made
        yield Static("", id="dossier-name")
        yield Static("", id="dossier-plot")
        yield Input(placeholder="/ filter: after:2021-04 source:wire", compact=True, id="dossier-query")
        yield Static("", id="dossier-problem", markup=False)
        with Horizontal():
            yield FactList()
            with Vertical():
                yield Static("", id="dossier-tabs")
                with ContentSwitcher(initial="said"):
                    for name in ("said", "told"):
                        yield DossierQuotes(id=name, complain=self._complain, tell=self.archive.articles_with)
                    yield DossierArticles(id="appearances", complain=self._complain)
        yield Static("", id="dossier-where")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#told", DossierQuotes).about = True
        self.set_focus(self.query_one("#said"))
        # Nothing is painted before there is something to read, unless that takes long.
        self._held.enter_context(self.app.batch_update())
        self.set_timer(_HELD, self._held.close)

    def on_unmount(self) -> None:
        self._held.close()
        self._finder.close()

    def _complain(self, error: Exception) -> None:
        self.notify(str(error), severity="error", markup=False)

    def _ask(self) -> None:
        actor, query = self._trail[-1], self._query

        def find(stopped: Callable[[], bool]) -> Iterator[tuple[Dossier, list[Quote] | None]]:
            parts = self.archive.dossier_in_parts(actor, query)
            dossier = next(parts)
            yield dossier, self.archive.quotes_by(dossier, 0, PAGE)
            yield next(parts), None

        self._finder.ask(find)

    def _say(self, error: ArchiveError) -> None:
        self._held.close()
        problem = self.query_one("#dossier-problem", Static)
        problem.update(str(error))
        problem.add_class("-shown")

    def _show(self, found: tuple[Dossier, list[Quote] | None]) -> None:
        dossier, first = found
        is_new = self.dossier is None or self.dossier.actor.id != dossier.actor.id
        self.dossier = dossier
        if first is None:  # the quotes are there already, now all that is beside them
            self.query_one(FactList).show(dossier)
            return
        self.query_one("#dossier-problem").remove_class("-shown")
        actor, months = dossier.actor, dossier.months
        named = sum(month.named for month in months)
        dated = every_month(months)
        when = period(dated[0].key, dated[-1].key) if dated else ""
        facts = [
            actor.type,
            f"said {dossier.said:,}",
            f"named {named:,}",
            _articles(len(dossier.articles)),
            when,
        ]
        self.query_one("#dossier-name", Static).update(
            Content.assemble(
                (f" {visible(actor.name)}", "bold"), "   " + " · ".join(fact for fact in facts if fact)
            )
        )
        room = max(10, (self.size.width - 20) // 2)
        plots = (spark([one.named for one in dated], room), spark([one.said for one in dated], room))
        self.query_one("#dossier-plot", Static).update(Content(" named {}  said {}".format(*plots)))
        said, told = self.query_one("#said", DossierQuotes), self.query_one("#told", DossierQuotes)
        said.show(dossier.said, lambda start, count: self.archive.quotes_by(dossier, start, count), {0: first})
        told.show(dossier.told, lambda start, count: self.archive.quotes_about(dossier, start, count))
        self.query_one(DossierArticles).show(len(dossier.articles), self._articles(dossier))
        if is_new:
            self._show_list("said" if dossier.said or not dossier.told else "told")
        else:
            self._show_tabs()
        self._held.close()

    def _articles(self, dossier: Dossier) -> Callable[[int, int], list[Article]]:
        return lambda start, count: self.archive.page(dossier.articles[start : start + count])

    # Lists

    def _show_list(self, name: str) -> None:
        switcher = self.query_one(ContentSwitcher)
        on_facts = isinstance(self.focused, FactList)
        switcher.current = name
        if not on_facts and not isinstance(self.focused, Input):
            self.set_focus(self.query_one(f"#{name}"))
        self._show_tabs()

    def _show_tabs(self) -> None:
        if self.dossier is None:
            return
        current = self.query_one(ContentSwitcher).current
        counts = (self.dossier.said, self.dossier.told, len(self.dossier.articles))
        parts: list[tuple[str, str]] = []
        for (name, label), count in zip(
            (("said", "1 Says"), ("told", "2 Others say"), ("appearances", "3 Articles")), counts, strict=True
        ):
            parts.append((f" {label} {count:,} ", "bold reverse" if name == current else ""))
        self.query_one("#dossier-tabs", Static).update(Content.assemble(*parts))
        self._show_where()

    def _quotes(self) -> DossierQuotes | None:
        current = self.query_one(ContentSwitcher).current
        return self.query_one(f"#{current}", DossierQuotes) if current in ("said", "told") else None

    @on(DossierQuotes.Moved)
    def _show_where(self) -> None:
        quotes = self._quotes()
        quote = quotes.here if quotes else None
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
        current = self.query_one(ContentSwitcher).current
        self.set_focus(self.query_one(f"#{current}" if on_facts else "#facts"))

    action_previous_pane = action_next_pane

    # Opening

    def action_open_here(self) -> None:
        if isinstance(self.focused, FactList | DossierQuotes | DossierArticles):
            self.focused.choose_here()

    @on(FactList.Chosen)
    def _beside(self, event: FactList.Chosen) -> None:
        self._trail.append(event.actor)
        self._ask()

    @on(DossierQuotes.Chosen)
    def _to_quote(self, event: DossierQuotes.Chosen) -> None:
        self.dismiss((event.quote.article, event.quote.content[0] if event.quote.content else None))

    @on(DossierArticles.Chosen)
    def _to_article(self, event: DossierArticles.Chosen) -> None:
        self.dismiss((event.article, None))

    def action_leave_screen(self) -> None:
        """Close the filter, then go back along the dossiers that were opened from one another, then out."""
        field = self.query_one(Input)
        if field.has_class("-shown"):
            field.value = ""
            field.remove_class("-shown")
            self._narrow("")
            self.set_focus(self.query_one(f"#{self.query_one(ContentSwitcher).current}"))
        elif len(self._trail) > 1:
            self._trail.pop()
            self._ask()
        else:
            self.dismiss(None)

    # Filter

    def action_narrow(self) -> None:
        field = self.query_one(Input)
        field.add_class("-shown")
        self.set_focus(field)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self._narrow(event.value.strip())
        self.set_focus(self.query_one(f"#{self.query_one(ContentSwitcher).current}"))

    def _narrow(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._ask()

    # The same words elsewhere

    def action_places(self) -> None:
        quotes = self._quotes()
        if quotes is None or quotes.here is None:
            self.notify("No quote under the cursor.", markup=False)
            return
        from tui.screens.places import PlacesScreen

        self.app.push_screen(PlacesScreen(self.archive, self.settings, quotes.here), self._from_places)

    def _from_places(self, place: Place | None) -> None:
        if place is not None:
            self.dismiss(place)

    # Copying and writing

    def action_copy_said(self) -> None:
        quotes = self._quotes()
        if quotes is None or quotes.here is None:
            self.notify("No quote under the cursor.", markup=False)
            return
        from core.export.citation import cite

        self.app.copy_to_clipboard(cite(quotes.here))
        self.notify("Copied the quote with its citation.", markup=False)

    def action_export(self) -> None:
        if self.dossier is None:
            return
        from tui.screens.asking import Ask

        name = "".join(char if char.isalnum() else "-" for char in self.dossier.actor.name.casefold())
        hint = "The ending says the form: .md  .csv  .jsonl     ↵ writes   Esc cancels"
        self.app.push_screen(Ask("Write the dossier to", f"{name}.md", hint), self._write)

    def _write(self, path: str | None) -> None:
        if path is None or self.dossier is None:
            return
        dossier, file = self.dossier, Path(path).expanduser()
        form = _FORMS.get(file.suffix.casefold())
        if form is None:
            self._complain(ValueError(f"“{file.name}” says no form; end it with .md, .csv or .jsonl."))
        elif file.exists():
            self._complain(ValueError(f"There is a file {file} already; give another name."))
        else:
            self.run_worker(lambda: self._export(dossier, file, form), thread=True)

    def _export(self, dossier: Dossier, file: Path, form: str) -> None:
        from core.export.dossier import FORMATS
        from core.export.files import write_file

        said = _all(dossier.said, lambda start: self.archive.quotes_by(dossier, start, PAGE))
        told = _all(dossier.told, lambda start: self.archive.quotes_about(dossier, start, PAGE))
        try:
            write_file(file, lambda out: FORMATS[form](dossier, said, told, out))
        except (OSError, ArchiveError) as error:
            self.app.call_from_thread(self._complain, error)
        else:
            self.app.call_from_thread(self.notify, f"Wrote the dossier to {file}.", markup=False)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("dossier", self.settings.keys))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _all(count: int, page: Callable[[int], list[Quote]]) -> Iterator[Quote]:
    for start in range(0, count, PAGE):
        yield from page(start)
