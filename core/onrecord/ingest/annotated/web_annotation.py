"""W3C Web Annotations, as ``onrecord.export.web_annotation`` writes them.

A quote is about its content, and has its speaker, source and cue as bodies. Notes, which have another motivation,
are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.base.annotated_article import AnnotatedArticle, AnnotatedQuote
from onrecord.base.records import Anchor
from onrecord.ingest.annotated.whole_files import decoded_json
from onrecord.ingest.document import IngestError

_QUOTE_ID = re.compile(r"urn:onrecord:article:(\d{1,18}):quote:(\d{1,18})$")
_ARTICLE_ID = re.compile(r"urn:onrecord:article:(\d{1,18})$")

_SHOWN = 80
"""Characters of an address that a sentence names."""

_Node = dict[str, Any]


def is_of_form(head: bytes) -> bool:
    """Whether a file that begins so has Web Annotations."""
    return b"http://www.w3.org/ns/anno" in head


def read(file: Path) -> Iterator[AnnotatedArticle]:
    """Yield an article for each source of the annotations.

    Raises:
        IngestError: The file has another form.
        OSError: The file cannot be read.
    """
    try:
        nodes = [node for node in _annotations(decoded_json(file, Any)) if isinstance(node, dict)]
    except ValueError as error:
        raise IngestError(str(file), f"no JSON-LD ({error}); export the annotations anew") from error
    by_article: dict[tuple[int | None, str], list[AnnotatedQuote]] = defaultdict(list)
    for node in nodes:
        targets = [target for target in _listed(node.get("target")) if isinstance(target, dict)]
        source = next((str(target["source"]) for target in targets if target.get("source")), "")
        named = _QUOTE_ID.match(str(node.get("id"))) or _ARTICLE_ID.match(source)
        article = int(named[1]) if named else None
        if targets and "commenting" not in _listed(node.get("motivation")):
            by_article[article, source].append(_quote(node, targets))
    for (article, source), quotes in by_article.items():
        url = "" if source.startswith("urn:") else source
        name = f"{file}, article {article or source[:_SHOWN]}"
        yield AnnotatedArticle(name=name, id=article, url=url, quotes=quotes)


def _annotations(document: Any) -> list[Any]:
    """Return the annotations of a page, a collection, a list, or a single one."""
    if not isinstance(document, dict):
        return _listed(document)
    if "items" in document:
        return _listed(document["items"])
    return _annotations(document["first"]) if "first" in document else [document]


def _quote(node: _Node, targets: list[_Node]) -> AnnotatedQuote:
    named = _QUOTE_ID.match(str(node.get("id")))
    bodies = [body for body in _listed(node.get("body")) if isinstance(body, dict)]
    speakers = [
        str(body.get("value")).removeprefix("speaker:").strip()
        for body in bodies
        if str(body.get("value")).startswith("speaker:")
    ]
    parts = [body for body in bodies if body.get("label") in ("source", "cue")]
    source, cue = (
        [_anchor(_listed(body.get("selector"))) for body in parts if body["label"] == part]
        for part in ("source", "cue")
    )
    return AnnotatedQuote(
        number=int(named[2]) if named else None,
        source=source if parts else None,
        cue=cue if parts else None,
        content=[_anchor(_listed(target["selector"])) for target in targets if target.get("selector")],
        speaker=speakers[0] if speakers else None,
    )


def _anchor(selectors: list[Any]) -> Anchor:
    """Return the passage that selectors name together, one that is nowhere if they name none."""
    words, place = ("", "", ""), (-1, -1)
    for selector in selectors:
        match selector:
            case {"type": "TextQuoteSelector", "exact": str(exact)}:
                words = exact, str(selector.get("prefix") or ""), str(selector.get("suffix") or "")
            case {"type": "TextPositionSelector", "start": int(start), "end": int(end)}:
                place = start, end
    return Anchor(exact=words[0], prefix=words[1], suffix=words[2], start=place[0], end=place[1])


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
