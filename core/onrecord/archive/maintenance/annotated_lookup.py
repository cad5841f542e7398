"""Which article of the archive another program has, and what it is compared with."""

from __future__ import annotations

from onrecord.archive.indexing import corrected_annotations
from onrecord.archive.indexing.corrections import correct_annotation
from onrecord.archive.indexing.new_versions import article_with_text, resemble
from onrecord.archive.maintenance.annotation_comparison import AnnotationImport, ArticleHere
from onrecord.archive.schema.documents import read_annotation
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, text_mark
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.addresses import address_key
from onrecord.base.annotated_article import AnnotatedArticle
from onrecord.base.control_characters import with_symbols
from onrecord.base.records import hash_text


def article_here(
    storage: SQLiteStorage, connection: Connection, there: AnnotatedArticle, outcome: AnnotationImport
) -> ArticleHere | None:
    """Return which article of the archive another program has; None, with a problem, if it is not known here."""
    article = _article_id(connection, there)
    if article is None:
        outcome.problems.append(f"{there.name}: the archive has no such article; add it first.")
        return None
    reading = corrected_annotations.load_corrected_annotation(connection, article)
    made = storage.make_rows(connection, "annotations").get(article)
    uncorrected = read_annotation(made) if made is not None else None
    if reading is None or uncorrected is None:
        outcome.problems.append(
            f"{there.name}: article {article} is not annotated here; onrecord annotate does that."
        )
        return None
    text, annotation = reading
    corrections = corrected_annotations.article_corrections(connection, article)
    corrections += corrected_annotations.all_general_corrections(connection)
    others = [each for each in corrections if each.kind not in ("passages", "speaker", "label")]
    return ArticleHere(article, text, annotation, correct_annotation(uncorrected, others, text))


def _article_id(connection: Connection, there: AnnotatedArticle) -> int | None:
    """Return the article with the text that a program has, or else the one that was exported, or its address."""
    if there.text is not None and (known := article_with_text(connection, hash_text(there.text))) is not None:
        return known
    exported_id = there.id if there.id is not None and 0 < there.id <= HIGHEST_ARTICLE else None
    rows = connection.execute(
        "SELECT id, text_of(texts.document) FROM articles JOIN texts USING (id) "
        "WHERE id = ?1 OR (address = ?2 AND address <> 0) ORDER BY id = ?1 DESC, id",
        (exported_id, text_mark(address_key(there.url))),
    )
    return next((article for article, text in rows if _may_be(there.text, text)), None)


def _may_be(there: str | None, here: str) -> bool:
    """Return whether a text may be that of an article, whose id or address may be those of another archive's."""
    return there is None or there == with_symbols(here) or resemble(there, here)
