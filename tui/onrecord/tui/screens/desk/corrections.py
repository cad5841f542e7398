"""Who is who: dossiers, reviews, and setting right what the machine read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from onrecord.archive import ArchiveError
from onrecord.base.records import Actor, Correction, Entity, Span
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.desk.edits import Changes

if TYPE_CHECKING:
    from textual.screen import Screen

    from onrecord.tui.screens.choice_menu import Choice, Menu
    from onrecord.tui.screens.correction_menu import Target
    from onrecord.tui.widgets.actor_list import ActorList

T = TypeVar("T")


class Who(Changes):
    """What is decided here is a correction beside the machine's reading, and can be taken back."""

    _place: tuple[int, Span | None] | None = None

    # Elsewhere and back

    def on_actor_list_dossier_wanted(self, event: ActorList.DossierWanted) -> None:
        self._open_dossier(event.actor)

    def action_dossier(self) -> None:
        target = self._target()
        actor = target.actor if target else None
        if target and target.quote is not None and target.reading.annotation:
            speakers = target.reading.annotation.attributions[target.quote].speaker
            actor = self._actor(speakers[0]) or actor if speakers else actor
        if actor is None:
            self.say("Nobody is under the cursor.")
        else:
            self._open_dossier(actor.id)

    def _open_dossier(self, actor: str) -> None:
        if self.reading is None:
            return
        one = self._actor(actor)
        try:
            known = self.archive.actors.of_annotation(self.reading.article.id, actor)
            if known is None and one is not None:  # the reader made or joined him
                known = next((k for k in self.archive.actors.called(one.name) if k.type == one.type), None)
        except ArchiveError as error:
            self.complain(error)
            return
        if known is None:
            self.say("The archive has nothing of him beyond this article.")
            return
        from onrecord.tui.screens.dossier import DossierScreen

        screen = DossierScreen(self.archive, self.settings, known, asides=self.reader.asides)
        self.app.push_screen(screen, self._go)

    def action_reviews(self) -> None:
        from onrecord.tui.screens.reviews import ReviewScreen

        def back(place: tuple[int, Span | None] | None) -> None:
            self.show_changes()
            self._go(place)

        self.app.push_screen(ReviewScreen(self.archive, self.settings, self.work), back)

    def _go(self, place: tuple[int, Span | None] | None) -> None:
        """Read an article at a place, also one that the list does not show."""
        if place is None:
            return
        article, span = place
        if not self.articles.highlight(article) and self.query_text:
            self._place = place  # the list shows all articles first
            self.action_close_search()
        self.open_article(article)
        self.focus_pane("reader")
        if span is not None:
            self.call_after_refresh(self.reader.go_to, *span)

    # What is under the cursor

    def _actor(self, actor: str | None) -> Actor | None:
        annotation = self.reading.annotation if self.reading else None
        return next((one for one in annotation.actors if one.id == actor), None) if annotation else None

    def _target(self) -> Target | None:
        from onrecord.tui.screens.correction_menu import Target

        reading = self.reading
        if reading is None or reading.annotation is None:
            return None
        pane = self.focused.id if self.focused else ""
        if pane == "actors":
            return Target(reading, actor=self.side.actors.highlighted)
        if pane == "quotes":
            return Target(reading, quote=self.quotes.highlighted)
        if pane == "entities":
            entity = _entity(reading, self.side.entities.highlighted)
            return Target(reading, self._actor(entity.actor) if entity else None, entity=entity)
        entity = _entity_at(reading, self.reader.cursor)
        return Target(reading, self._actor(self.reader.actor_here), self.reader.quote, entity)

    # Setting right

    def action_correct(self) -> None:
        self._correct(everywhere=False)

    def _correct(self, *, everywhere: bool) -> None:
        from onrecord.tui.screens.correction_menu import choices

        if not self.may_change():
            return
        target = self._target()
        found = choices(target, everywhere=everywhere) if target else []
        if target is None or not found:
            self.say("Nothing to set right under the cursor.")
            return

        def choose(name: str | None) -> None:
            if name == "everywhere":
                self._correct(everywhere=not everywhere)
            elif name is not None:
                self._ask_for(target, name, everywhere)

        self.app.push_screen(self._menu("Set right", found), choose)

    def _menu(self, title: str, choices: Sequence[Choice]) -> Menu:
        from onrecord.tui.screens.choice_menu import Menu

        return Menu(title, choices)

    def _ask_for(self, target: Target, name: str, everywhere: bool) -> None:
        """Ask for what a correction needs, and make it."""
        from onrecord.tui.screens.choice_menu import Choice
        from onrecord.tui.screens.correction_menu import (
            LABELS,
            TYPES,
            names_of,
            of_actor,
            of_entity,
            of_name,
            of_quote,
        )
        from onrecord.tui.screens.prompts_actor import Ask, AskActor

        annotation, actor = target.reading.annotation, target.actor
        others = [one for one in annotation.actors if one is not actor] if annotation else []
        match name:
            case "nobody":
                self._set_right(of_quote(target))
            case "speaker":
                self._ask(AskActor(self.archive, "Who says it?", others), lambda whom: of_quote(target, *whom))
            case "label":
                labels = [Choice(str(n % 10), label, what) for n, (label, what) in enumerate(LABELS.items(), 1)]
                self._ask(
                    self._menu(f"“{target.words()}” is", [*labels, Choice("x", "none", "no name at all")]),
                    lambda label: of_entity(target, "" if label == "none" else label, everywhere=everywhere),
                )
            case "rename" if actor:
                self._ask(
                    Ask(f"Rename {actor.name}", actor.name),
                    lambda to: of_actor(target, "rename", to, everywhere=everywhere),
                    unless=actor.name,
                )
            case "join" if actor:
                self._ask(
                    AskActor(self.archive, f"{actor.name} is", others),
                    lambda whom: of_actor(target, "join", *whom, everywhere=everywhere),
                )
            case "split" if actor:
                names = [Choice(str((at + 1) % 10), each, each) for at, each in enumerate(names_of(actor))]
                self._ask(
                    self._menu(f"Not {actor.name}", names),
                    lambda each: of_name(target, each, his=False, everywhere=everywhere),
                )
            case "accept" | "reject" if actor:
                self._set_right(of_name(target, actor.suspected[0], his=name == "accept", everywhere=everywhere))
            case "type" if actor:
                types = [Choice(each[0], each, each) for each in TYPES if each != actor.type]
                self._ask(
                    self._menu(f"{actor.name} is a", types),
                    lambda to: of_actor(target, "type", to, everywhere=everywhere),
                )
            case "hide" if actor:
                self._set_right(of_actor(target, "hide", everywhere=everywhere))

    def _ask(self, screen: Screen[T | None], made: Callable[[T], Correction], unless: T | None = None) -> None:
        """Set right what is ``made`` of the answer, if there is one other than ``unless``."""

        def answered(answer: T | None) -> None:
            if answer is not None and answer != unless:
                self._set_right(made(answer))

        self.app.push_screen(screen, answered)

    def action_accept_name(self) -> None:
        self._judge_name(his=True)

    def action_reject_name(self) -> None:
        self._judge_name(his=False)

    def _judge_name(self, *, his: bool) -> None:
        from onrecord.tui.screens.correction_menu import of_name

        target = self._target()
        if target is None or target.actor is None or not target.actor.suspected:
            self.say("No name is only suspected to be his.")
        else:
            self._set_right(of_name(target, target.actor.suspected[0], his=his))

    def _set_right(self, correction: Correction) -> None:
        self.attempt(lambda: self.work.correct(correction), "Set right; ctrl+z takes it back.")


def _entity(reading: OpenArticle, span: Span | None) -> Entity | None:
    found = reading.annotation.entities if reading.annotation else []
    return next((entity for entity in found if entity.span == span), None)


def _entity_at(reading: OpenArticle, offset: int) -> Entity | None:
    found = reading.annotation.entities if reading.annotation else []
    return next((entity for entity in found if entity.span[0] <= offset < entity.span[1]), None)
