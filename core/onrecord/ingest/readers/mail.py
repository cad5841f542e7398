"""Mails, from a file of one (EML, EMLX): their text, and the documents that are attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from onrecord.base.records import Draft
from onrecord.ingest import door, fields, kinds
from onrecord.ingest.boilerplate import without_boilerplate
from onrecord.ingest.document import Document, IngestError, clean, decode, gate
from onrecord.ingest.html_text import html_text
from onrecord.ingest.readers import html

_COUNT = re.compile(rb"\s*(\d+)[ \t]*\r?\n")
"""Apple Mail writes the length of a mail before it, and facts of its own behind it."""
_SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)
_DOCUMENTS = {"pdf", "docx", "odt", "rtf", "epub", "mail"}
"""Readers of attachments that are documents; pictures, calendars and the like are not read."""
_ENCRYPTED = "an encrypted mail; open it in your mail program, and save it as text"
_LEAST_OF_PAGE = 0.5
"""The part of a mail's words that the article found in its HTML must have, to be more than one of its boxes."""


def read(document: Document) -> Iterator[Draft]:
    """Yield the text of a mail, and then its attached documents.

    Raises:
        IngestError: There is no text in it, and no document.
    """
    data = document.data()
    if counted := _COUNT.match(data):
        data = data[counted.end() : counted.end() + int(counted[1])]
    yield from articles_of(data, document)


def articles_of(data: bytes, document: Document) -> Iterator[Draft]:
    """Yield the text of a mail, and then its attached documents.

    Args:
        data: The mail.
        document: The file that it is in.

    Raises:
        IngestError: There is no text in it, and no document.
    """
    message = message_from_bytes(data.lstrip(b"\r\n"), policy=policy.default)
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise IngestError(document.name, _ENCRYPTED)
    if message.get_content_type() == "multipart/report":
        raise IngestError(document.name, "a report of a mail server, not an article; leave it out")
    attachments = list(_attached_documents(message, document))
    text = _text(message, document)
    if text.lstrip().startswith("-----BEGIN PGP MESSAGE"):
        raise IngestError(document.name, _ENCRYPTED)
    if text.strip():
        yield _draft(message, text)
    elif not attachments:
        raise IngestError(document.name, "a mail without a text; leave it out")
    yield from door.members(document, iter(attachments))


def _draft(message: EmailMessage, text: str) -> Draft:
    name, address = parseaddr(_header(message, "From"))
    published = ""
    if written := _header(message, "Date"):
        try:
            published = parsedate_to_datetime(written).date().isoformat()
        except (ValueError, TypeError):
            published = fields.iso_date(written)
    subject = clean(fields.words(_header(message, "Subject")))
    return Draft(
        title=subject or fields.title(text, ""),
        text=fields.without_headline(text, subject),
        source=clean(address.partition("@")[2]),
        author=clean(fields.words(name)),
        published=published,
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header, decoded; what is written against the rules as it stands."""
    try:
        return str(message.get(name, ""))
    except Exception:  # the parser of headers stumbles over some that are broken
        return next((str(value) for field, value in message.raw_items() if field.lower() == name.lower()), "")


def _text(message: EmailMessage, document: Document) -> str:
    """Return the words of a mail: those of its page, unless they are fewer than those of its plain text."""
    plain = _SIGNATURE.split(_content(message, "plain", document))[0]
    page = _content(message, "html", document)
    if not page.strip():
        return plain
    text = html_text(page)
    with gate(document.name, lambda _: None):  # many a mail is too short to be found in its page
        article = html.article_text(page)
        if len(article.split()) > _LEAST_OF_PAGE * len(text.split()):
            text = article
    text = without_boilerplate(text)
    return text if 2 * len(text.split()) > len(plain.split()) else plain


def _content(message: EmailMessage, subtype: str, document: Document) -> str:
    """Return the text of the first part of this type that is not attached."""
    for part in _parts(message):
        if part.get_content_type() == f"text/{subtype}" and part.get_content_disposition() != "attachment":
            data = _payload(part)
            if data.strip():
                return clean(decode(data, document.name, part.get_content_charset("") or ""))
    return ""


def _parts(message: Message) -> Iterator[Message]:
    """Yield a mail and its parts, but not those of a mail that is attached to it."""
    yield message
    if message.get_content_maintype() == "multipart":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attached_documents(message: EmailMessage, document: Document) -> Iterator[Document]:
    """Yield the attachments that are documents, and the mails that are forwarded as a whole."""
    for part in _parts(message):
        if part is not message and part.get_content_type() == "message/rfc822":
            for inner in part.get_payload():
                assert isinstance(inner, Message)
                yield document.member(fields.words(inner.get("Subject", "")) or "a mail", inner.as_bytes())
        elif part.get_filename() and (data := _payload(part)):
            attached = document.member(clean(part.get_filename() or ""), data)
            with gate(
                attached.name, lambda _: None
            ):  # what cannot be read is no document, but a picture or the like
                if kinds.kind_of(attached).reader in _DOCUMENTS:
                    yield attached
