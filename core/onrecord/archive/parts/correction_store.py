"""The corrections that readers make to annotations: who is who, who speaks, what something is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import msgspec
from tinydb.table import Document

from onrecord.archive.actors import lookup
from onrecord.archive.indexing import corrected_annotations
from onrecord.archive.maintenance.annotated_lookup import stored_article
from onrecord.archive.maintenance.annotation_comparison import AnnotationImport, compare_article
from onrecord.archive.schema.documents import current_time
from onrecord.archive.schema.record_errors import FieldTooLong, NoSuchArticle, NoSuchCorrection
from onrecord.archive.schema.record_rows import read_record
from onrecord.archive.schema.tables import CORRECTIONS
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.steps import in_steps
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.annotated_article import AnnotatedArticle
from onrecord.base.field_limits import correction_excess
from onrecord.base.records import Correction


class CorrectionStore:
    """The corrections of an archive. They hold in every annotation from the moment they are stored."""

    def __init__(self, database: Database) -> None:
        """Use the tables of a database."""
        self._storage = database.storage
        self._articles = database.uncached("articles")
        self._corrections = database.uncached("corrections")

    def all(self) -> list[Correction]:
        """Return all corrections, in the order in which they were made."""
        with self._storage.reading() as connection:
            return corrected_annotations.all_corrections(connection)

    def on(self, article: int) -> list[Correction]:
        """Return the corrections of an article alone, in the order in which they were made."""
        with self._storage.reading() as connection:
            return corrected_annotations.article_corrections(connection, article)

    def apply(self, correction: Correction) -> Correction:
        """Store a correction and return it with its id. One that was withdrawn can be applied again as it is.

        Raises:
            NoSuchArticle: The article that it belongs to is gone.
            FieldTooLong: A name in it is too long.
            ArchiveError: The correction lacks what its kind needs.
        """
        if reason := correction_excess(msgspec.structs.asdict(correction)):
            raise FieldTooLong(reason)
        if not _is_complete(correction):
            raise ArchiveError(
                f"A correction of the kind “{correction.kind}” needs more: say of what, and to what."
            )
        document: dict[str, Any] = msgspec.to_builtins(correction)
        del document["id"]
        document["created"] = correction.created or current_time()
        with self._storage.transaction() as connection:
            if correction.article is None:
                document |= lookup.resolve_given_names(connection, correction)
            elif not self._articles.contains(doc_id=correction.article):
                raise NoSuchArticle(correction.article)
            if correction.id:
                self._corrections.upsert(Document(document, correction.id))
                correction_id = correction.id
            else:
                correction_id = self._corrections.insert(document)
        return msgspec.convert({**document, "id": correction_id}, Correction)

    def apply_all(self, corrections: Iterable[Correction]) -> list[Correction]:
        """Store corrections in one transaction and return them with their ids; see ``apply``."""
        with self._storage.transaction():
            return [self.apply(correction) for correction in corrections]

    def import_annotated(
        self, articles: Iterable[AnnotatedArticle], *, overrule: bool = False
    ) -> AnnotationImport:
        """Take over what was set right in another program.

        What is the same there and here becomes no correction, so nothing is taken over twice. All is compared
        before the first correction is stored; others write in between, and what is cut off can be imported again.

        Args:
            articles: The articles as the program has them.
            overrule: Whether it counts where it contradicts a correction that was made here.
        """
        outcome = AnnotationImport()
        with self._storage.reading() as connection:
            for imported in articles:
                if not imported.quotes and not imported.entities:
                    continue
                article = stored_article(self._storage, connection, imported, outcome)
                if article is not None:
                    compare_article(article, imported, outcome, overrule=overrule)
        excesses = [correction_excess(msgspec.structs.asdict(each)) for each in outcome.corrections]
        outcome.problems += [f"A correction is not taken over: {reason}." for reason in excesses if reason]
        short = [each for each, reason in zip(outcome.corrections, excesses, strict=True) if not reason]
        removed: set[int] = set()
        stored = in_steps(self._storage, map(partial(self._apply_if_there, removed=removed), short))
        outcome.corrections = [correction for correction in stored if correction is not None]
        outcome.problems += [
            f"Article {article} was removed meanwhile; its corrections are not taken over."
            for article in sorted(removed)
        ]
        return outcome

    def _apply_if_there(self, correction: Correction, removed: set[int]) -> Correction | None:
        """Apply a correction, in a transaction; where its article is gone, note that and return None."""
        if correction.article is not None and not self._articles.contains(doc_id=correction.article):
            removed.add(correction.article)
            return None
        return self.apply(correction)

    def withdraw(self, correction: int) -> Correction:
        """Withdraw a correction and return it, so that ``apply`` can store it again.

        Raises:
            NoSuchCorrection: No correction has this id.
        """
        with self._storage.transaction():
            document = self._corrections.get(doc_id=correction)
            if document is None:
                raise NoSuchCorrection(correction)
            withdrawn = read_record(CORRECTIONS, Correction, correction, document)
            self._corrections.remove(doc_ids=[correction])
        return withdrawn

    def withdraw_all(self, corrections: Iterable[int]) -> list[Correction]:
        """Withdraw corrections in one transaction; see ``withdraw``."""
        with self._storage.transaction():
            return [self.withdraw(correction) for correction in corrections]


def _is_complete(correction: Correction) -> bool:
    match correction.kind:
        case "join" | "split" | "rename" | "type" | "wording":
            return bool(correction.name.strip() and correction.to.strip())
        case "hide":
            return bool(correction.name.strip())
        case "speaker":
            return correction.anchor is not None and correction.article is not None
        case "label":
            return correction.anchor is not None
        case "passages":
            return correction.anchor is not None and correction.article is not None and bool(correction.passages)
