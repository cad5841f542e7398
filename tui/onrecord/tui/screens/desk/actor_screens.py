"""The screens about actors that cover the desk: dossiers and reviews."""

from __future__ import annotations

from onrecord.archive import AmbiguousActor, Archive, ArchiveError
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.settings import Settings
from onrecord.tui.model.places import DossierPlace, ReviewPlace
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.corrections import CorrectionController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.visited_places import PlaceController
from onrecord.tui.screens.dialog import ArticlePlace


class DossierController:
    """Opens dossiers, and the article that is chosen in one."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        article: ArticleController,
        corrections: CorrectionController,
        places: PlaceController,
    ) -> None:
        """Open nothing yet.

        Args:
            host: The desk.
            archive: The archive that has the dossiers.
            settings: What dossiers need of the configuration.
            article: The owner of the open article.
            corrections: Knows who is under the cursor.
            places: Remembers which row led to an article.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._article = article
        self._corrections = corrections
        self._places = places
        self._left_places: dict[int, DossierPlace] = {}  # where each actor's dossier was left

    def open_under_cursor(self) -> None:
        """Open the dossier of who speaks, or is named, under the cursor."""
        actor = self._corrections.actor_under_cursor()
        if actor is None:
            self._host.say("Nothing under the cursor has a speaker.")
        else:
            self.open(actor.id)

    def open(self, actor_id: str) -> None:
        """Open the dossier of an actor of the open article."""
        opened = self._article.open_article
        if opened is None:
            return
        try:
            actor = self._archive_actor(opened.article.id, actor_id)
        except ArchiveError as error:
            self._host.complain(error)
            return
        if actor is None:
            self._host.say("The archive has nothing of them beyond this article.")
            return
        self.open_at(self._left_places.get(actor.id) or DossierPlace((actor,), "", 0, ""))

    def open_named(self, name: str) -> None:
        """Open the dossier of the actor for whom a name most likely stands, or who alone begins so."""
        try:
            actors = self._archive.actors.called(name, 1) or self._archive.actors.beginning_with(name)
        except ArchiveError as error:
            self._host.complain(error)
            return
        if len(actors) == 1:
            self.open_at(DossierPlace((actors[0],), "", 0, ""))
        elif actors:
            self._host.say(str(AmbiguousActor(name, actors)))
        else:
            self._host.say(f"The archive knows nobody called “{name}”.")

    def open_at(self, place: DossierPlace) -> None:
        """Open a dossier at a place in it."""
        asides = self._article.panes.reader.asides
        dossier = dialogs.dossier_screen(self._archive, self._settings, place, self._host.copies, asides=asides)
        dossier.progress = self._article.annotations.progress

        def come_back(article_place: ArticlePlace | None) -> None:
            left_place = dossier.place
            self._left_places[left_place.trail[0].id] = left_place
            if article_place is not None:
                self._places.leave_screen(left_place)
                self._article.read_at(article_place)

        self._host.ask(dossier, come_back)

    def _archive_actor(self, article: int, actor_id: str) -> ArchiveActor | None:
        """Return who an actor of an article is across the archive, if they are known there.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        archive_actor = self._archive.actors.of_annotation(article, actor_id)
        actor = self._corrections.actor(actor_id)
        if archive_actor is not None or actor is None:
            return archive_actor
        # A correction made or joined this actor: the archive has them by their name.
        namesakes = self._archive.actors.called(actor.name)
        return next((namesake for namesake in namesakes if namesake.type == actor.type), None)


class ReviewController:
    """Opens the reviews, and the article that is chosen in them."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        article: ArticleController,
        session: EditSession,
        places: PlaceController,
    ) -> None:
        """Open nothing yet.

        Args:
            host: The desk.
            archive: The archive that has the reviews.
            settings: What reviews need of the configuration.
            article: The owner of the open article.
            session: Makes the decisions, so that the desk can take them back.
            places: Remembers which review led to an article.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._article = article
        self._session = session
        self._places = places

    def open(self, place: ReviewPlace | None = None) -> None:
        """Open the reviews, at a place in them; what is decided there shows on the desk afterwards."""
        reviews = dialogs.review_screen(self._archive, self._settings, self._session.edits, place)

        def come_back(article_place: ArticlePlace | None) -> None:
            self._host.show_changes()
            if article_place is not None:
                self._places.leave_screen(reviews.place)
                self._article.read_at(article_place)

        self._host.ask(reviews, come_back)
