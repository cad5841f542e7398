"""FollowTheMoney: articles, actors and who is quoted where, as entities for Aleph and OpenSanctions' tools."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from onrecord.base.records import Actor, ActorType
from onrecord.export.citation import author_names
from onrecord.export.item import Exported
from onrecord.export.json_text import encoded

_SCHEMATA: dict[ActorType, str] = {
    "person": "Person",
    "organisation": "Organization",
    "country": "PublicBody",
    "group": "Organization",
}
"""Type → schema; a place is none of these, and no actor for Aleph."""


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a line for each entity."""
    for item in items:
        for entity in _entities(item):
            out.write(encoded(entity) + "\n")


def _entities(item: Exported) -> Iterator[dict[str, Any]]:
    article = item.article
    article_id = _entity_id("article", article.url or str(article.id), item.article.text_hash)
    yield _entity(
        article_id,
        "Article",
        name=[article.title],
        title=[article.title],
        publishedAt=[article.published],
        publisher=[article.source],
        author=author_names(article.author),
        sourceUrl=[article.url],
        keywords=article.tags,
        description=[item.text],  # a file of the schema Article has no other place for its text
    )
    if item.annotation is None:
        return
    actors = {actor.id: actor for actor in item.annotation.actors if actor.type in _SCHEMATA}
    for actor in actors.values():
        yield _actor(article_id, actor)
    yield from _links(item, article_id, actors)


def _actor(article_id: str, actor: Actor) -> dict[str, Any]:
    # Position is known of persons alone.
    roles = {"position": actor.roles} if actor.type == "person" else {}
    entity_id = _entity_id(article_id, actor.id)
    return _entity(entity_id, _SCHEMATA[actor.type], name=[actor.name], alias=actor.aliases, **roles)


def _links(item: Exported, article_id: str, actors: dict[str, Actor]) -> Iterator[dict[str, Any]]:
    """Yield the links from actors to the article: what it quotes of them, and those that it only names."""
    quoted = set()
    for quote, attribution in item.attributed():
        for actor_id in attribution.speaker:
            if actor_id in actors:
                quoted.add(actor_id)
                yield _entity(
                    _entity_id(article_id, actor_id, str(quote.index)),
                    "Documentation",
                    entity=[_entity_id(article_id, actor_id)],
                    document=[article_id],
                    role=[f"quoted, {quote.report_label}" + (", doubtful" if quote.is_doubtful else "")],
                    summary=[quote.quote],
                )
    for actor_id in (actor_id for actor_id in actors if actor_id not in quoted):
        yield _entity(
            _entity_id(article_id, actor_id, "named"),
            "Documentation",
            entity=[_entity_id(article_id, actor_id)],
            document=[article_id],
            role=["named"],
        )


def _entity(entity_id: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    filled = {name: values for name, values in properties.items() if any(values)}
    return {"id": entity_id, "schema": schema, "properties": filled}


def _entity_id(*parts: str) -> str:
    return hashlib.sha1("\0".join(parts).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
