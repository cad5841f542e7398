"""The menu of what can be corrected at the cursor, and the corrections that its choices make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from onrecord.base.records import Actor, ActorType, Correction, CorrectionKind, Entity, words_of
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.choice_menu import Choice

ACTOR_TYPES: tuple[ActorType, ...] = get_args(ActorType)
ENTITY_LABELS = {
    "PERSON": "a person", "ORG": "an organisation", "GPE": "a country, city or state", "LOC": "another place",
    "FAC": "a building", "NORP": "a nationality, religion or party", "EVENT": "an event", "WORK_OF_ART": "a title",
    "PRODUCT": "a product", "LAW": "a law",
}  # fmt: skip
"""The labels of OntoNotes that an entity can get, as the menu calls them."""

_SPEAKER_TYPES: tuple[ActorType, ...] = ("person", "organisation", "group", "country", "place")
"""The types of actors, those that speak most first."""


@dataclass(frozen=True)
class CorrectionTarget:
    """What is under the cursor in an article.

    Attributes:
        open_article: The article.
        actor: The actor, if there is one.
        quote: The index of the attribution, if there is one.
        entity: The entity, if there is one.
    """

    open_article: OpenArticle
    actor: Actor | None = None
    quote: int | None = None
    entity: Entity | None = None

    def words(self) -> str:
        """Return the words of the entity; empty without one."""
        return " ".join(self.open_article.text[slice(*self.entity.span)].split()) if self.entity else ""


def correction_choices(target: CorrectionTarget, *, everywhere: bool) -> list[Choice]:
    """Return the choices of the menu.

    Args:
        target: What is under the cursor.
        everywhere: Whether corrections apply to all articles.
    """
    choices: list[Choice] = []
    if target.quote is not None:
        choices += [
            Choice("p", "speaker", "change the speaker"),
            Choice("0", "nobody", "remove the speaker"),
        ]
    if (actor := target.actor) is not None:
        choices += [
            Choice("r", "rename", f"rename {actor.name}"),
            Choice("m", "join", f"{actor.name} is the same as …"),
        ]
        if actor.aliases or actor.suspected:
            choices.append(
                Choice("s", "split", f"remove a name from {actor.name}: {', '.join(separable_names(actor)[:3])}")
            )
        if actor.suspected:
            choices.append(Choice("+", "accept", f"{actor.suspected[0]} is {actor.name}"))
            choices.append(Choice("-", "reject", f"{actor.suspected[0]} is not {actor.name}"))
        choices.append(Choice("t", "type", f"{actor.name} is not {_with_indefinite(actor.type)} but …"))
        choices.append(Choice("x", "hide", f"{actor.name} is no actor"))
    if target.entity is not None:
        choices.append(Choice("l", "label", f"change what “{target.words()}” is"))
    if choices and (target.actor or target.entity):
        where = "everywhere" if everywhere else "in this article"
        choices.append(Choice("e", "everywhere", f"corrections apply {where}; change that"))
    return choices


def _with_indefinite(noun: str) -> str:
    """Return a noun behind “a” or “an”."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def correction_title(target: CorrectionTarget) -> str:
    """Return the title of the menu, which names what is corrected: the dialog may cover it."""
    return f"Set right: {_named(target)}"


def speaker_question(target: CorrectionTarget) -> str:
    """Return the title of the prompt for the speaker of the quote."""
    return f"Who says {_named(target)}?"


def _named(target: CorrectionTarget) -> str:
    """Return the words of the quote, or else the actor's name or the words of the entity."""
    opened = target.open_article
    if target.quote is not None and opened.annotation is not None:
        words = words_of(opened.text, opened.annotation.attributions[target.quote].content)
        return f"“{words.strip('“”')}”"
    return target.actor.name if target.actor else f"“{target.words()}”"


def possible_speakers(target: CorrectionTarget) -> list[Actor]:
    """Return who else may say the quote: people first, places last; of each type those who say most first."""
    annotation = target.open_article.annotation
    if annotation is None or target.quote is None:
        return []
    present_speakers = annotation.attributions[target.quote].speaker
    others = [actor for actor in annotation.ranked_actors() if actor.id not in present_speakers]
    return sorted(others, key=lambda actor: _SPEAKER_TYPES.index(actor.type))


def possible_identities(target: CorrectionTarget) -> list[Actor]:
    """Return who else the actor may be: those of the same type first, of each those who say most first."""
    annotation, actor = target.open_article.annotation, target.actor
    if annotation is None or actor is None:
        return []
    others = [other for other in annotation.ranked_actors() if other.id != actor.id]
    return sorted(others, key=lambda other: other.type != actor.type)


def separable_names(actor: Actor) -> list[str]:
    """Return the names that can be removed from an actor."""
    return list(dict.fromkeys((*actor.aliases, *actor.suspected)))


def actor_correction(
    target: CorrectionTarget,
    kind: CorrectionKind,
    to: str = "",
    to_type: ActorType | None = None,
    *,
    everywhere: bool = False,
) -> Correction:
    """Return a correction of the actor.

    Args:
        target: What is under the cursor; it has an actor.
        kind: What is corrected.
        to: The new name, or the name of the actor that this one is the same as.
        to_type: The new type, or the type of that actor.
        everywhere: Correct all articles.
    """
    assert target.actor is not None
    return Correction(
        kind=kind,
        article=None if everywhere else target.open_article.article.id,
        name=target.actor.name,
        type=target.actor.type,
        to=to,
        to_type=to_type or "",
    )


def name_correction(
    target: CorrectionTarget, name: str, *, is_theirs: bool, everywhere: bool = False
) -> Correction:
    """Return the correction that a name belongs to the actor, or that it does not."""
    assert target.actor is not None
    return Correction(
        kind="join" if is_theirs else "split",
        article=None if everywhere else target.open_article.article.id,
        name=name,
        type=target.actor.type,
        to=target.actor.name,
        to_type=target.actor.type,
    )


def speaker_correction(target: CorrectionTarget, to: str = "", to_type: ActorType | None = None) -> Correction:
    """Return the correction that somebody else says the quote, or (without a name) nobody named."""
    assert target.quote is not None
    assert target.open_article.annotation is not None
    span = target.open_article.annotation.attributions[target.quote].content[0]
    return Correction(
        kind="speaker",
        article=target.open_article.article.id,
        to=to,
        to_type=to_type or "",
        anchor=target.open_article.anchor(span),
    )


def label_correction(target: CorrectionTarget, label: str, *, everywhere: bool = False) -> Correction:
    """Return the correction that the entity has another label, or (an empty one) is no entity."""
    assert target.entity is not None
    return Correction(
        kind="label",
        article=None if everywhere else target.open_article.article.id,
        to=label,
        anchor=target.open_article.anchor(target.entity.span),
    )
