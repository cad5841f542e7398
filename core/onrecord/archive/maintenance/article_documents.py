"""The documents of one article, made to agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.archive.schema.document_forms import fitting_fields, form_problem
from onrecord.archive.schema.documents import (
    count_quotes,
    draft_article,
    lies_within,
    new_text_fields,
    read_annotation,
    record_document,
)
from onrecord.base.addresses import without_password
from onrecord.base.records import Draft, hash_text

Document = dict[str, Any]

ARTICLE_TABLES = ("articles", "texts", "annotations")
"""The tables that have a document for each article, under its id."""

_TITLE = 120


def complete_documents(article: int, readable: Mapping[str, Document | None], notes: int) -> dict[str, Document]:
    """Return the documents that an article should have in ``ARTICLE_TABLES``, from those that can be read.

    They are the same where they agree with each other. An article without a text gets an empty one, and no hash:
    so the text is taken when it is added again. A text without the rest becomes an article with its first line
    as title; of facts of another form those that can be used are taken. An annotation of another text, or of
    another form, is left out.

    Args:
        article: The id of the article.
        readable: The documents by their tables; None where there is none.
        notes: How many notes are on the article.
    """
    facts, text, annotation = (readable.get(name) for name in ARTICLE_TABLES)
    words = text["text"] if text is not None and isinstance(text.get("text"), str) else None
    if facts is None or form_problem("articles", facts):
        draft = Draft(title=_title(words, article), text=words or "")
        facts = record_document(draft_article(draft, draft.text, [])) | fitting_fields("articles", facts or {})
    if isinstance(facts.get("url"), str):
        facts = facts | {"url": without_password(facts["url"])}
    if words is None:
        text, facts = {"text": ""}, facts | new_text_fields("") | {"text_hash": ""}
    elif words and facts.get("text_hash") != hash_text(words):
        facts = facts | new_text_fields(words)
    if words is None or annotation is None or not _is_annotation(annotation, words, facts["text_hash"]):
        annotation, facts = None, facts | {"annotator": "", "entities": 0, "quotes": 0, "actors": 0}
    if annotation is not None and facts.get("quotes", 0) != (quotes := count_quotes(annotation)):
        facts = facts | {"quotes": quotes}
    if facts.get("notes", 0) != notes:
        facts = facts | {"notes": notes}
    documents = {"articles": facts, "texts": text, "annotations": annotation}
    return {name: document for name, document in documents.items() if document is not None}


def _is_annotation(document: Document, text: str, text_hash: str) -> bool:
    annotation = read_annotation(document)
    return (
        annotation is not None and document.get("text_hash") in ("", text_hash) and lies_within(annotation, text)
    )


def _title(text: str | None, article: int) -> str:
    lines = (line.strip() for line in (text or "").splitlines())
    return next((line[:_TITLE] for line in lines if line), f"Article {article}")
