"""Initials before a colon, as interviews have them: ``AB: Why?`` below ``Ann Berg (AB)``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.doc.text import text_of

_LEAST_LABELS = 2
"""How often initials must label a line of the article."""
_LABEL = re.compile(r"^[^\S\n]*(?P<initials>[^\W\d_]{2,4})[^\S\n]*:", re.MULTILINE)


def merge_initials(registry: ActorRegistry) -> None:
    """Let initials that label lines refer to the only person who has them, or who is introduced with them."""
    people = [cluster for cluster in registry.clusters if cluster.type == "person" and cluster.names]
    for initials, labels in _labels(registry.doc).items():
        if len(labels) < _LEAST_LABELS:
            continue
        introduced = {id(person): person for person in people if _is_introduced(registry, person, initials)}
        namesakes = introduced or {id(person): person for person in people if initials in _initials_of(person)}
        if len(namesakes) != 1:
            continue
        (person,) = namesakes.values()
        for cluster in list(registry.clusters):
            if cluster is not person and set(cluster.names) == {initials}:
                registry.merge(person, cluster)
        person.names[initials] += len(labels)
        for label in labels:
            registry.add_mention(person, label.i, label.i + 1)


def _labels(doc: Doc) -> dict[str, list[Token]]:
    """Return the tokens that label lines with initials, by these."""
    labels: dict[str, list[Token]] = defaultdict(list)
    for match in _LABEL.finditer(text_of(doc)):
        span = doc.char_span(*match.span("initials"))
        if span is not None and len(span) == 1 and span.text.isupper():
            labels[span.text].append(span.root)
    return labels


def _initials_of(person: ActorCluster) -> Iterator[str]:
    """Yield the initials of each name of a person: of all its words, and of its first and last one."""
    for name in person.names:
        letters = "".join(word[0] for word in name.split() if word[0].isupper())
        yield letters
        yield letters[:1] + letters[-1:]


def _is_introduced(registry: ActorRegistry, person: ActorCluster, initials: str) -> bool:
    """Return whether initials stand in brackets behind a name of a person: ``Ann Berg (AB)``."""
    doc = registry.doc
    return any([token.text for token in doc[end : end + 3]] == ["(", initials, ")"] for _, end in person.mentions)
