"""What a speaker is known by: a name, a description, a pronoun, or what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from spacy.tokens import Span

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry

SpeakerBasis = Literal["name", "alias", "description", "pronoun", "derived", "continued", "unnamed", "nothing"]
"""What the speaker of an attribution is known by.

``name``: the source has the name by which the actor is shown; ``alias``: another of their names; ``description``:
an office, a kinship, an age, ``the company``; ``pronoun``: one of the third person; ``derived``: the source names
nobody who speaks, but leads to them, as ``who``, ``the report by Lee`` or ``they`` for two people do;
``continued``: the speaker of the attribution before goes on; ``unnamed``: somebody whom the text does not name;
``nothing``: there is no speaker.
"""

_BASES: tuple[SpeakerBasis, ...] = get_args(SpeakerBasis)
"""The bases, the strongest first."""


def speaker_basis(
    registry: ActorRegistry, source: Sequence[Span], speakers: Sequence[ActorCluster]
) -> tuple[SpeakerBasis, float]:
    """Return what the words of a source call its speakers, and how probable it is that a pronoun means them.

    Args:
        registry: The actors of the article.
        source: The words of the source.
        speakers: The actors found behind them.

    Returns:
        The weakest basis among the speakers, and the lowest probability, 1 where no pronoun is among them.
    """
    bases = [_basis_of(registry, source, speaker) for speaker in speakers]
    return max(bases, key=lambda basis: (_BASES.index(basis[0]), -basis[1]), default=("nothing", 1.0))


def _basis_of(
    registry: ActorRegistry, source: Sequence[Span], speaker: ActorCluster
) -> tuple[SpeakerBasis, float]:
    """Return the strongest thing by which a source calls one of its speakers, and its probability."""
    bases: list[tuple[SpeakerBasis, float]] = []
    for token in (token for span in source for token in span if registry.cluster_at(token.i) is speaker):
        mention = registry.mention_at(token.i)
        words = registry.doc[slice(*mention)].text if mention is not None else token.text
        if words == speaker.name:
            bases.append(("name", 1.0))
        elif token.pos_ == "PRON":
            bases.append(("pronoun", registry.probabilities.get(token.i, 1.0)))
        elif words in speaker.names or any(words == name for name in speaker.suspected):
            bases.append(("alias", 1.0))
        else:
            bases.append(("description", 1.0))
    return min(bases, key=lambda basis: _BASES.index(basis[0]), default=("derived", 1.0))
