"""reStructuredText, as Sphinx, Pelican and Nikola have it, without what only programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import draft_of
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.html_text import html_text

_SETTINGS = {
    "file_insertion_enabled": False,  # nothing that the file names is opened
    "raw_enabled": False,
    "report_level": 5,  # what is not known, as roles of Sphinx, is passed over
    "halt_level": 6,
    "doctitle_xform": True,
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
}
_ROLE = re.compile(r"^:[\w:+.-]+:`(?:~|!)?([^`<]+?)(?:\s*<[^>]*>)?`$|^`([^`]+)`(?::[\w:+.-]+:)?_{0,2}$")
"""Words in a role that only Sphinx knows: :doc:`the harbour <harbour>`."""
_FACT = re.compile(r"(\w+):\s+(\S.*)")
"""A remark as Nikola writes it before a text: .. title: Harbour"""


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a file.

    Raises:
        IngestError: It is no text, or there is nothing in it but instructions.
    """
    from docutils.core import publish_doctree, publish_from_doctree

    source = document.text()
    tree: Any = publish_doctree(source, settings_overrides=_SETTINGS | {"line_length_limit": len(source)})
    facts = _facts(tree)
    title = fields.words(tree.get("title")) or str(facts.get("title", ""))
    _remove_instructions(tree)
    text = clean(html_text(publish_from_doctree(tree, writer="html5", settings_overrides=dict(_SETTINGS))))
    if not text.strip():
        raise IngestError(document.name, "reStructuredText without a text; leave it out")
    draft = draft_of(facts | {"title": title, "text": "-"}, document.url)
    draft.title = title or fields.title(text, document.stem)
    draft.text = fields.without_headline(text, draft.title)
    yield draft


def _facts(tree: Any) -> dict[str, Any]:
    """Return what is said of the article before its text, in a list of fields or in remarks."""
    from docutils import nodes

    facts: dict[str, Any] = {}
    for remark in tree.findall(nodes.comment):
        if fact := _FACT.fullmatch(remark.astext().strip()):
            facts.setdefault(fact[1].lower(), fact[2])
    for info in tree.findall(nodes.docinfo):
        for node in info:
            if isinstance(node, nodes.field):
                facts[node[0].astext().lower()] = node[1].astext()
            elif isinstance(node, (nodes.author, nodes.authors)):
                names = [node] if isinstance(node, nodes.author) else list(node)
                facts.setdefault("authors", []).extend(name.astext() for name in names)
            else:
                facts[node.tagname] = node.astext()
    return facts


def _remove_instructions(tree: Any) -> None:
    """Take out of a tree what is no text, and put the words of unknown roles in the place of their source."""
    from docutils import nodes

    silent = (
        nodes.docinfo, nodes.comment, nodes.system_message, nodes.footnote, nodes.footnote_reference, nodes.figure,
        nodes.image, nodes.topic, nodes.substitution_definition, nodes.decoration, nodes.meta,
    )  # fmt: skip
    for node in list(tree.findall(lambda node: isinstance(node, silent))):
        if node.parent is not None:
            before = node.previous_sibling()
            if isinstance(before, nodes.Text):  # the blank before the number of a footnote
                node.parent.replace(before, nodes.Text(before.rstrip()))
            node.parent.remove(node)
    for node in list(tree.findall(nodes.problematic)):
        role = _ROLE.match(node.astext())
        node.parent.replace(node, nodes.Text((role[1] or role[2]).strip() if role else node.astext()))
