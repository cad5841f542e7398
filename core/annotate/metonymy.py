"""Does ``Moscow`` mean a government or a city? By what it does in its sentence."""

from __future__ import annotations

from spacy.tokens import Span, Token

from core.annotate.lexicon import lexicon

_DEED_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "cy")
_STATES = frozenset(
    "ready willing unwilling determined reluctant keen prepared likely unlikely concerned confident unhappy angry "
    "furious at odds loggerheads".split()
)
# Preposition → what stands before it where it points to somebody; None: whatever does.
_TOWARDS: dict[str, frozenset[str] | None] = {
    "with": None,
    "against": None,
    "toward": None,
    "towards": None,
    "between": None,
    "on": frozenset("call pressure sanction impose press attack blame rely embargo".split()),
    "of": frozenset("accuse criticism part government condemnation support".split()),
    "to": frozenset(
        "appeal belong message warning signal letter concession close tie loyal ambassador threat aid ally".split()
    ),
}


def acts(name: Span) -> bool:
    """Whether the name of a capital means its government: as subject or object of what people do to people.

    After ``in``, ``from``, ``near``, ``visit`` and the like, and by default, it is the place.
    """
    token = name.root
    while token.dep_ == "conj" and token.head.ent_type:
        token = token.head
    known, head = lexicon(), token.head
    match token.dep_:
        case "nsubj":
            return head.lemma_ in known["acting"] or (head.lemma_ == "be" and _in_a_state(head))
        case "dobj" | "dative" | "iobj":
            return head.lemma_ in known["addressed"]
        case "poss":
            return head.lower_ in known["deeds"] or (head.pos_ == "NOUN" and head.lower_.endswith(_DEED_ENDINGS))
        case "pobj" | "agent":
            return _towards(head)
    return False


def _in_a_state(verb: Token) -> bool:
    """``Kiev and Moscow have been at loggerheads``."""
    return any(child.dep_ in ("acomp", "attr", "prep") and child.lower_ in _STATES for child in verb.children)


def _towards(preposition: Token) -> bool:
    if preposition.lower_ == "by":
        return preposition.dep_ == "agent" or preposition.head.lower_.endswith(_DEED_ENDINGS)
    governors = _TOWARDS.get(preposition.lower_, frozenset())
    return governors is None or preposition.head.lemma_ in governors
