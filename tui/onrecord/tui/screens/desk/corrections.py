"""Setting right what was annotated: who is who, who speaks, and what something is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.screen import Screen

from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Correction, Entity, Span
from onrecord.tui.screens import correction_menu
from onrecord.tui.screens.choice_menu import Choice
from onrecord.tui.screens.correction_menu import CorrectionTarget
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.screens.desk.quote_search import QuoteSearchController

Answer = TypeVar("Answer")


class CorrectionController:
    """Makes corrections of what is under the cursor. They stand beside the annotation, and can be taken back."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        article: ArticleController,
        quote_search: QuoteSearchController,
        session: EditSession,
        focus: PaneFocus,
    ) -> None:
        """Correct nothing yet.

        Args:
            host: The desk.
            archive: The archive that knows the actors.
            article: The owner of the open article.
            quote_search: The list of quotes, whose quote under the cursor may be corrected.
            session: Makes the corrections.
            focus: Knows in which pane the cursor is.
        """
        self._host = host
        self._archive = archive
        self._article = article
        self._quote_search = quote_search
        self._session = session
        self._focus = focus

    # What is under the cursor

    def actor(self, actor_id: str | None) -> Actor | None:
        """Return an actor of the open article by its id."""
        annotation = self._article.annotation
        return next((actor for actor in annotation.actors if actor.id == actor_id), None) if annotation else None

    def target(self) -> CorrectionTarget | None:
        """Return what is under the cursor of the pane in focus; None where nothing is annotated."""
        quote = self._quote_search.quote_under_cursor
        if quote is not None:
            self._quote_search.show_quote(quote)  # it may not have been shown yet
        opened, panes = self._article.open_article, self._article.panes
        if opened is None or opened.annotation is None:
            return None
        if quote is not None:
            return CorrectionTarget(opened, quote=quote.index) if self._article.is_open(quote.article) else None
        match self._focus.pane:
            case "actors":
                return CorrectionTarget(opened, actor=panes.sidebar.actors.highlighted)
            case "quotes":
                return CorrectionTarget(opened, quote=panes.quotes.highlighted)
            case "entities":
                entity = _entity_of(opened.annotation, panes.sidebar.entities.highlighted)
                return CorrectionTarget(opened, self.actor(entity.actor) if entity else None, entity=entity)
        entity = _entity_at(opened.annotation, panes.reader.cursor)
        return CorrectionTarget(opened, self.actor(panes.reader.actor_at_cursor), panes.reader.quote, entity)

    def actor_under_cursor(self) -> Actor | None:
        """Return who speaks in the quote under the cursor, or else the actor under it."""
        target = self.target()
        if target is None:
            return None
        if target.quote is not None and target.open_article.annotation is not None:
            speakers = target.open_article.annotation.attributions[target.quote].speaker
            speaker = self.actor(speakers[0]) if speakers else None
            return speaker or target.actor
        return target.actor

    # Setting right

    def open_menu(self) -> None:
        """Let the user choose what to set right under the cursor, in this article."""
        self._open_menu(everywhere=False)

    def _open_menu(self, *, everywhere: bool) -> None:
        if not self._session.may_change():
            return
        target = self.target()
        choices = correction_menu.correction_choices(target, everywhere=everywhere) if target else []
        if target is None or not choices:
            self._host.say("Nothing to set right under the cursor.")
            return

        def choose(name: str | None) -> None:
            if name == "everywhere":
                self._open_menu(everywhere=not everywhere)
            elif name is not None:
                self._ask_for(target, name, everywhere=everywhere)

        self._host.ask(dialogs.menu(correction_menu.correction_title(target), choices), choose)

    def _ask_for(self, target: CorrectionTarget, name: str, *, everywhere: bool) -> None:
        """Ask for what a choice of the menu needs, and make the correction."""
        match name:
            case "nobody":
                self._correct(correction_menu.speaker_correction(target))
            case "speaker":
                question = correction_menu.speaker_question(target)
                prompt = dialogs.actor_prompt(self._archive, question, correction_menu.possible_speakers(target))
                self._ask(prompt, lambda whom: correction_menu.speaker_correction(target, *whom))
            case "label":
                self._ask_label(target, everywhere=everywhere)
            case _ if target.actor is not None:
                self._ask_about_actor(target, target.actor, name, everywhere=everywhere)

    def _ask_label(self, target: CorrectionTarget, *, everywhere: bool) -> None:
        labels = [
            Choice(str(number % 10), label, words)
            for number, (label, words) in enumerate(correction_menu.ENTITY_LABELS.items(), 1)
        ]
        self._ask(
            dialogs.menu(f"“{target.words()}” is", [*labels, Choice("x", "none", "no name at all")]),
            lambda label: correction_menu.label_correction(
                target, "" if label == "none" else label, everywhere=everywhere
            ),
        )

    def _ask_about_actor(self, target: CorrectionTarget, actor: Actor, name: str, *, everywhere: bool) -> None:
        match name:
            case "rename":
                self._ask(
                    dialogs.line_prompt(f"Rename {actor.name}", actor.name),
                    lambda to: correction_menu.actor_correction(target, "rename", to, everywhere=everywhere),
                    unless=actor.name,
                )
            case "join":
                self._ask(
                    dialogs.actor_prompt(
                        self._archive, f"{actor.name} is", correction_menu.possible_identities(target)
                    ),
                    lambda whom: correction_menu.actor_correction(target, "join", *whom, everywhere=everywhere),
                )
            case "split":
                names = correction_menu.separable_names(actor)
                choices = [Choice(str(number % 10), name, name) for number, name in enumerate(names, 1)]
                self._ask(
                    dialogs.menu(f"Not {actor.name}", choices),
                    lambda name: correction_menu.name_correction(
                        target, name, is_theirs=False, everywhere=everywhere
                    ),
                )
            case "accept" | "reject":
                suspected, is_theirs = actor.suspected[0], name == "accept"
                self._correct(
                    correction_menu.name_correction(target, suspected, is_theirs=is_theirs, everywhere=everywhere)
                )
            case "type":
                types = [Choice(kind[0], kind, kind) for kind in correction_menu.ACTOR_TYPES if kind != actor.type]
                self._ask(
                    dialogs.menu(f"{actor.name} is a", types),
                    lambda to: correction_menu.actor_correction(target, "type", to, everywhere=everywhere),
                )
            case "hide":
                self._correct(correction_menu.actor_correction(target, "hide", everywhere=everywhere))

    def _ask(
        self,
        dialog: Screen[Answer | None],
        correction_of: Callable[[Answer], Correction],
        unless: Answer | None = None,
    ) -> None:
        """Make the correction that follows from the answer, if there is one other than ``unless``."""

        def take_answer(answer: Answer | None) -> None:
            if answer is not None and answer != unless:
                self._correct(correction_of(answer))

        self._host.ask(dialog, take_answer)

    def accept_name(self) -> None:
        """Decide that the suspected name of the actor is theirs."""
        self._judge_name(is_theirs=True)

    def reject_name(self) -> None:
        """Decide that the suspected name of the actor is somebody else's."""
        self._judge_name(is_theirs=False)

    def _judge_name(self, *, is_theirs: bool) -> None:
        target = self.target()
        if target is None or target.actor is None or not target.actor.suspected:
            self._host.say("No name under the cursor is only suspected to be an actor's.")
        else:
            self._correct(correction_menu.name_correction(target, target.actor.suspected[0], is_theirs=is_theirs))

    def _correct(self, correction: Correction) -> None:
        self._session.attempt(
            lambda: self._session.edits.correct(correction),
            f"Set right; {self._host.shown_key('undo')} takes it back.",
            load=lambda: self._session.edits.correction_load([correction]),
        )


def _entity_of(annotation: Annotation, span: Span | None) -> Entity | None:
    return next((entity for entity in annotation.entities if entity.span == span), None)


def _entity_at(annotation: Annotation, offset: int) -> Entity | None:
    return next((entity for entity in annotation.entities if entity.span[0] <= offset < entity.span[1]), None)
