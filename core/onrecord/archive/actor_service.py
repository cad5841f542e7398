"""Who is who: the part of an archive that knows actors beyond one article, corrections, and the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.table import Document

from onrecord.archive.query.ast import Query
from onrecord.archive.schema.documents import now
from onrecord.archive.search_service import Finding
from onrecord.archive.storage.errors import (
    AmbiguousActor,
    ArchiveError,
    NoSuchActor,
    NoSuchArticle,
    NoSuchCorrection,
)
from onrecord.archive.storage.tinydb_table import SQLiteTable
from onrecord.base.lazy import later
from onrecord.base.records import (
    Annotation,
    ArchiveActor,
    Correction,
    Dossier,
    Quote,
    QuoteOccurrence,
    Review,
    ReviewKind,
)

if TYPE_CHECKING:
    from onrecord.archive.actors import lookup
    from onrecord.archive.dossiers import dossier as dossiers
    from onrecord.archive.indexing import corrected_annotations
    from onrecord.archive.quote_matching import occurrences as placing
    from onrecord.archive.quote_matching import variants
    from onrecord.archive.reviews import suggestions as reviewing
    from onrecord.archive.search import quotes as quoting
else:
    variants = later("onrecord.archive.quote_matching.variants")
    dossiers, lookup = later("onrecord.archive.dossiers.dossier"), later("onrecord.archive.actors.lookup")
    quoting, corrected_annotations = (
        later("onrecord.archive.search.quotes"),
        later("onrecord.archive.indexing.corrected_annotations"),
    )
    reviewing, placing = (
        later("onrecord.archive.reviews.suggestions"),
        later("onrecord.archive.quote_matching.occurrences"),
    )

CANDIDATES = 50
"""How many actors a name is taken to mean at most."""


class WhoIsWho(Finding):
    """The part of an archive that knows who is who."""

    _annotations: SQLiteTable
    _corrections: SQLiteTable

    # Actors

    def actors(self, query: str | Query = "", limit: int | None = None) -> list[ArchiveActor]:
        """The actors of the archive, who says most first, then who is named most.

        With a query: of the articles that it finds, and ``named``, ``said`` and ``articles`` are counted in those.
        Raises QueryError.
        """
        if query:
            return self.actors_in(self.ids(query), limit)
        with self._storage.reading() as connection:
            return lookup.load_actors(connection, lookup.most_quoted_ids(connection, limit))

    def actors_in(self, articles: Sequence[int], limit: int | None = None) -> list[ArchiveActor]:
        """The actors of some articles, with the counts of those, in the order of ``actors``."""
        with self._storage.reading() as connection:
            counts = lookup.counts_in_articles(connection, articles)
            most = sorted(counts, key=lambda known: (-counts[known][1], -counts[known][0], known))
            found = lookup.load_actors(connection, most[:limit])
        return [
            msgspec.structs.replace(one, **dict(zip(("named", "said", "articles"), counts[one.id], strict=True)))
            for one in found
        ]

    def known(self, name: str, limit: int = CANDIDATES) -> list[ArchiveActor]:
        """The actors whom a name may mean: those who are called just so, if any are, else those with its words."""
        with self._storage.reading() as connection:
            return lookup.load_actors(connection, lookup.ids_by_name(connection, name, limit))

    def who(self, article: int, actor: str) -> ArchiveActor | None:
        """The actor of the archive for an actor's id in an article's annotation; None where there is none."""
        with self._storage.reading() as connection:
            reading = corrected_annotations.own_reading(connection, article)
            found = next((one for one in reading[1].actors if one.id == actor), None) if reading else None
            known = lookup.id_of_article_actor(connection, article, found) if found else None
            return next(iter(lookup.load_actors(connection, [known])), None) if known is not None else None

    def dossier(self, actor: int | str | ArchiveActor, query: str = "", *, asides: bool = False) -> Dossier:
        """All that the archive has of an actor, as far as the query finds it.

        ``actor`` is a Known, its id, or a name: of several of just that name it means the one who is named nearly
        always. With ``asides`` beliefs, attitudes and documents count as quotes.

        Raises NoSuchActor, AmbiguousActor (with the candidates) and QueryError.
        """
        *_, whole = self.dossier_in_parts(actor, query, asides=asides)
        return whole

    def dossier_in_parts(
        self, actor: int | str | ArchiveActor, query: str = "", *, asides: bool = False
    ) -> Iterator[Dossier]:
        """The same twice: at first without names, titles, sources and who is beside, which take longest.

        Raises what ``dossier`` raises.
        """
        one = self._one(actor)
        articles = set(self.ids(query)) if query.strip() else None
        with self._storage.reading() as connection:
            yield from dossiers.build_dossier(connection, one, query, articles, asides=asides)

    def _one(self, actor: int | str | ArchiveActor) -> ArchiveActor:
        if isinstance(actor, str):
            candidates = self.known(actor)
            if not candidates:
                raise NoSuchActor(f"There is no actor “{actor}” in the archive.")
            if len(candidates) > 1 and not lookup.is_unambiguous(actor, candidates):
                raise AmbiguousActor(actor, candidates)
            return candidates[0]
        id_ = actor if isinstance(actor, int) else actor.id
        with self._storage.reading() as connection:
            known = lookup.current_id(connection, id_)
            for found in lookup.load_actors(connection, [known]) if known is not None else ():
                return found
        raise NoSuchActor(f"There is no actor {id_} in the archive any more.")

    def quotes_by(self, dossier: Dossier, start: int = 0, count: int = 50) -> list[Quote]:
        """A page of what the actor of a dossier says in its articles, those of the newest articles first."""
        with self._storage.reading() as connection:
            return dossiers.dossier_quotes(connection, dossier, start, count)

    def quotes_about(self, dossier: Dossier, start: int = 0, count: int = 50) -> list[Quote]:
        """A page of what others say of the actor of a dossier in its articles, those of the newest first."""
        with self._storage.reading() as connection:
            return dossiers.dossier_quotes(connection, dossier, start, count, about=True)

    # Corrections

    def annotation(self, article: int) -> Annotation | None:
        """The annotation of an article with the reader's corrections, None if there is none yet."""
        annotation = self.reading(article)
        return None if annotation is None else self.corrected(article, annotation)

    def corrected(self, article: int, annotation: Annotation) -> Annotation:
        """A reading of an article, which need not be the stored one, with the reader's corrections."""
        with self._storage.reading() as connection:
            if not corrected_annotations.are_there(connection):
                return annotation
            document = self._texts.get(doc_id=article)
            return (
                annotation
                if document is None
                else corrected_annotations.corrected(connection, article, annotation, document["text"])
            )

    def reading(self, article: int) -> Annotation | None:
        """The machine's own annotation of an article, None if there is none yet."""
        document = self._annotations.get(doc_id=article)
        return None if document is None else msgspec.convert(dict(document), Annotation)

    def correct(self, correction: Correction) -> Correction:
        """Store what the reader decided, and have it hold from now on; the stored correction, with its id.

        ``withdraw`` takes it back. One that was withdrawn can be given again as it is. Raises NoSuchArticle, and
        ArchiveError where the correction says nothing.
        """
        if not _says_something(correction):
            raise ArchiveError(
                f"A correction of the kind “{correction.kind}” needs more: say of what, and to what."
            )
        document: dict[str, Any] = msgspec.to_builtins(correction)
        del document["id"]
        document["created"] = correction.created or now()
        with self._storage.transaction() as connection:
            if correction.article is not None and not self._articles.contains(doc_id=correction.article):
                raise NoSuchArticle(correction.article)
            if correction.article is None:
                document |= lookup.resolve_given_names(connection, correction)
            if correction.id:
                self._corrections.upsert(Document(document, correction.id))
                id_ = correction.id
            else:
                id_ = self._corrections.insert(document)
        return msgspec.convert({**document, "id": id_}, Correction)

    def withdraw(self, correction: int) -> Correction:
        """Take back a correction; it is returned, for ``correct``. Raises NoSuchCorrection."""
        with self._storage.transaction():
            document = self._corrections.get(doc_id=correction)
            if document is None:
                raise NoSuchCorrection(correction)
            self._corrections.remove(doc_ids=[correction])
        return msgspec.convert({**document, "id": correction}, Correction)

    def corrections(self, article: int | None = None) -> list[Correction]:
        """What was decided for an article alone, or everything that was decided, as it was decided."""
        with self._storage.reading() as connection:
            return (
                corrected_annotations.of_article(connection, article)
                if article
                else corrected_annotations.all_of(connection)
            )

    # The same words, and what is not sure

    def places(self, article: int, index: int) -> list[QuoteOccurrence]:
        """Where the words of a quote stand: itself and others that share most of them, the oldest first.

        Empty where there is no such quote.
        """
        with self._storage.reading() as connection:
            found = quoting.load_quotes(connection, [(article, index)])
            return placing.find_occurrences(connection, found[0]) if found else []

    def articles_with(self, quotes: Sequence[Quote]) -> list[int]:
        """In how many articles the words of each quote stand, its own counted.

        For a thread, and the quotes of a page: those with the same words are read. An indirect quote, or one of a
        few words, counts as one; ``places`` looks for those, too.
        """
        with self._storage.reading() as connection:
            return placing.count_articles(connection, quotes)

    def reviews(self, kind: ReviewKind) -> Iterator[Review]:
        """What is not sure, the most likely first, as it is found; what was decided is not asked again.

        ``Review.accept`` and ``Review.reject`` are for ``correct``.
        """
        if kind == "wording":
            yield from variants.wording_reviews(self._storage.reading)
            return
        with self._storage.reading() as connection:
            found = (
                reviewing.suspected_name_reviews(connection)
                if kind == "suspected name"
                else reviewing.same_person_reviews(connection)
            )
        yield from found

    def settled(self, reviews: Sequence[Review]) -> set[int]:
        """The places of those reviews that are decided by now: themselves, or by what was decided of others."""
        with self._storage.reading() as connection:
            return reviewing.settled_reviews(connection, reviews)


def _says_something(correction: Correction) -> bool:
    match correction.kind:
        case "join" | "split" | "rename" | "type" | "wording":
            return bool(correction.name.strip() and correction.to.strip())
        case "hide":
            return bool(correction.name.strip())
        case "speaker":
            return correction.anchor is not None and correction.article is not None
        case "label":
            return correction.anchor is not None
