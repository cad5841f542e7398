"""Which article of the archive another program has, and what it is compared with."""

from __future__ import annotations

from onrecord.archive.indexing import corrected_annotations
from onrecord.archive.indexing.corrections import correct_annotation
from onrecord.archive.indexing.new_versions import article_with_text, resemble
from onrecord.archive.maintenance.annotation_comparison import AnnotationImport, StoredArticle
from onrecord.archive.schema.documents import read_annotation
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, text_mark
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.addresses import address_key
from onrecord.base.annotated_article import AnnotatedArticle
from onrecord.base.control_characters import with_symbols
from onrecord.base.records import hash_text


def stored_article(
    storage: SQLiteStorage, connection: Connection, imported: AnnotatedArticle, outcome: AnnotationImport
) -> StoredArticle | None:
    """Return which article of the archive another program has; None, with a problem, if it is not known here."""
    article = _article_id(connection, imported)
    if article is None:
        outcome.problems.append(f"{imported.name}: the archive has no such article; add it first.")
        return None
    reading = corrected_annotations.load_corrected_annotation(connection, article)
    document = storage.make_rows(connection, "annotations").get(article)
    uncorrected = read_annotation(document) if document is not None else None
    if reading is None or uncorrected is None:
        outcome.problems.append(
            f"{imported.name}: article {article} is not annotated here; onrecord annotate does that."
        )
        return None
    text, annotation = reading
    corrections = corrected_annotations.article_corrections(connection, article)
    corrections += corrected_annotations.all_general_corrections(connection)
    others = [each for each in corrections if each.kind not in ("passages", "speaker", "label")]
    return StoredArticle(article, text, annotation, correct_annotation(uncorrected, others, text))


def _article_id(connection: Connection, imported: AnnotatedArticle) -> int | None:
    """Return the article with the text that a program has, or else the one that was exported, or its address."""
    if (
        imported.text is not None
        and (same_text := article_with_text(connection, hash_text(imported.text))) is not None
    ):
        return same_text
    exported_id = imported.id if imported.id is not None and 0 < imported.id <= HIGHEST_ARTICLE else None
    rows = connection.execute(
        "SELECT id, text_of(texts.document) FROM articles JOIN texts USING (id) "
        "WHERE id = ?1 OR (address = ?2 AND address <> 0) ORDER BY id = ?1 DESC, id",
        (exported_id, text_mark(address_key(imported.url))),
    )
    return next((article for article, text in rows if _may_be(imported.text, text)), None)


def _may_be(imported_text: str | None, stored_text: str) -> bool:
    """Return whether a text may be that of an article, whose id or address may be those of another archive's."""
    return (
        imported_text is None or imported_text == with_symbols(stored_text) or resemble(imported_text, stored_text)
    )
