"""What can be set right where the cursor is, and the corrections that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from onrecord.base.records import Actor, ActorType, Correction, CorrectionKind, Entity
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.choice_menu import Choice

ACTOR_TYPES: tuple[ActorType, ...] = get_args(ActorType)
ENTITY_LABELS = {
    "PERSON": "a person", "ORG": "an organisation", "GPE": "a country, city or state", "LOC": "another place",
    "FAC": "a building", "NORP": "a nationality, religion or party", "EVENT": "an event", "WORK_OF_ART": "a title",
    "PRODUCT": "a product", "LAW": "a law",
}  # fmt: skip
"""The labels of OntoNotes among which the reader chooses."""


@dataclass(frozen=True)
class CorrectionTarget:
    """What is under the cursor of an article: an actor, a quote (its place), an entity, as far as they are."""

    reading: OpenArticle
    actor: Actor | None = None
    quote: int | None = None
    entity: Entity | None = None

    def words(self) -> str:
        """The words of the entity."""
        return " ".join(self.reading.text[slice(*self.entity.span)].split()) if self.entity else ""


def correction_choices(target: CorrectionTarget, *, everywhere: bool) -> list[Choice]:
    """The menu of what can be set right."""
    found: list[Choice] = []
    if target.quote is not None:
        found += [
            Choice("p", "speaker", "who says it: another"),
            Choice("0", "nobody", "who says it: nobody named"),
        ]
    if (actor := target.actor) is not None:
        found += [
            Choice("r", "rename", f"rename {actor.name}"),
            Choice("m", "join", f"{actor.name} is the same as …"),
        ]
        if actor.aliases or actor.suspected:
            found.append(Choice("s", "split", f"a name is not his: {', '.join(separable_names(actor)[:3])}"))
        if actor.suspected:
            found.append(Choice("+", "accept", f"{actor.suspected[0]} is {actor.name}"))
            found.append(Choice("-", "reject", f"{actor.suspected[0]} is not {actor.name}"))
        found.append(Choice("t", "type", f"{actor.name} is a {actor.type}: no, a …"))
        found.append(Choice("x", "hide", f"{actor.name} is nobody who acts"))
    if target.entity is not None:
        found.append(Choice("l", "label", f"what “{target.words()}” is"))
    if found and (target.actor or target.entity):
        where = "everywhere" if everywhere else "in this article"
        found.append(Choice("e", "everywhere", f"this holds {where}; change that"))
    return found


def separable_names(actor: Actor) -> list[str]:
    """The names that can be split off an actor."""
    return list(dict.fromkeys((*actor.aliases, *actor.suspected)))


def actor_correction(
    target: CorrectionTarget,
    kind: CorrectionKind,
    to: str = "",
    to_type: ActorType | None = None,
    *,
    everywhere: bool = False,
) -> Correction:
    """A correction of the actor: another name, another type, nobody, or one with ``to``."""
    assert target.actor is not None
    return Correction(
        kind=kind,
        article=None if everywhere else target.reading.article.id,
        name=target.actor.name,
        type=target.actor.type,
        to=to,
        to_type=to_type or "",
    )


def name_correction(target: CorrectionTarget, name: str, *, his: bool, everywhere: bool = False) -> Correction:
    """A name is the actor's, or it is not."""
    assert target.actor is not None
    return Correction(
        kind="join" if his else "split",
        article=None if everywhere else target.reading.article.id,
        name=name,
        type=target.actor.type,
        to=target.actor.name,
        to_type=target.actor.type,
    )


def speaker_correction(target: CorrectionTarget, to: str = "", to_type: ActorType | None = None) -> Correction:
    """Somebody else says the quote, or nobody named."""
    assert target.quote is not None
    assert target.reading.annotation is not None
    span = target.reading.annotation.attributions[target.quote].content[0]
    return Correction(
        kind="speaker",
        article=target.reading.article.id,
        to=to,
        to_type=to_type or "",
        anchor=target.reading.anchor(span),
    )


def label_correction(target: CorrectionTarget, label: str, *, everywhere: bool = False) -> Correction:
    """The entity is something else, or (an empty label) none."""
    assert target.entity is not None
    return Correction(
        kind="label",
        article=None if everywhere else target.reading.article.id,
        to=label,
        anchor=target.reading.anchor(target.entity.span),
    )
