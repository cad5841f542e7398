"""Tell by its sentence whether ``Moscow`` stands for a government or for a city."""

from __future__ import annotations

from spacy.tokens import Span, Token

from onrecord.annotation.lexicon import load_lexicon

_MAX_CONJUNCTS = 40
_DEED_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "cy")
"""Endings of nouns for what somebody does: ``rejection``, ``approval``."""
_STATES_OF_MIND = frozenset(
    "ready willing unwilling determined reluctant keen prepared likely unlikely concerned confident unhappy angry "
    "furious impatient frustrated alarmed worried wary nervous sceptical skeptical silent adamant cautious eager "
    "grateful hopeful hostile optimistic pessimistic suspicious tired weary at odds loggerheads".split()
)
_COPULAS = frozenset("be become grow remain seem stay get appear keep sound".split())
_GOVERNORS: dict[str, frozenset[str] | None] = {
    "with": None,
    "against": None,
    "toward": None,
    "towards": None,
    "between": None,
    "on": frozenset("call pressure sanction impose press attack blame rely embargo".split()),
    "of": frozenset("accuse criticism part government condemnation support wary suspicious critical ally".split()),
    "from": frozenset("protect independence threat pressure message signal assurance pledge".split()),
    "to": frozenset(
        "appeal belong message warning signal letter concession close tie loyal ambassador threat aid ally".split()
    ),
}
"""Preposition → lemmas before it after which it points to somebody; None: it does after any word."""


def stands_for_government(name: Span) -> bool:
    """Return whether the name of a capital means its government.

    It does as the subject or object of what people do to people. After ``in``, ``from``, ``near``, ``visit`` and
    the like, and by default, it is the place.
    """
    lex = load_lexicon()
    if _is_dateline(name):
        return False
    if _begins_headline(name, lex["acting"]) or _ends_headline(name):
        return True
    token = first_conjunct(name.root)
    head = token.head
    match token.dep_:
        case "nsubj":
            return head.lemma_ in lex["acting"] or (head.lemma_ in _COPULAS and _has_state_of_mind(head))
        case "dobj" | "dative" | "iobj":
            return head.lemma_ in lex["addressed"]
        case "poss":
            return head.lower_ in lex["deeds"] or head.lower_ in lex["organs"] or _is_deed(head)
        case "pobj" | "agent":
            return _points_to_somebody(head)
    return False


def first_conjunct(token: Token) -> Token:
    """Return the first of coordinated tokens, which alone depends on the verb: ``Kiev`` in ``Kiev and Moscow``."""
    for _ in range(_MAX_CONJUNCTS):
        if token.dep_ != "conj":
            break
        token = token.head
    return token


def _is_deed(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and noun.lower_.endswith(_DEED_ENDINGS)


def _is_dateline(name: Span) -> bool:
    """``MOSCOW, March 3``: only a place is written in capitals at the beginning of a line."""
    return name.text.isupper() and len(name.text) > 3 and _starts_line(name)


def _begins_headline(name: Span, verbs: frozenset[str]) -> bool:
    """``Bonn appeals for peace``: the parser often takes the verb of a headline for a noun."""
    if not _starts_line(name) or name.end >= len(name.doc):
        return False
    verb = name.doc[name.end]
    return verb.lower_.endswith("s") and (verb.lemma_ in verbs or verb.lower_.removesuffix("s") in verbs)


def _ends_headline(name: Span) -> bool:
    """``Iran broke into home -- Bonn``: a headline names its source at the end."""
    doc = name.doc
    if name.start < 2 or doc[name.start - 1].text not in ("-", "--", "–", "—"):
        return False
    if name.end >= len(doc) - 1:
        return True
    follower = doc[name.end + 1] if doc[name.end].text == "." else doc[name.end]
    return "\n" in follower.text


def _starts_line(name: Span) -> bool:
    return name.start == 0 or "\n" in name.doc[name.start - 1].text


def _has_state_of_mind(copula: Token) -> bool:
    """``Kiev and Moscow have been at loggerheads``."""
    return any(
        child.dep_ in ("acomp", "attr", "prep") and child.lower_ in _STATES_OF_MIND for child in copula.children
    )


def _points_to_somebody(preposition: Token) -> bool:
    if preposition.lower_ == "by":
        return preposition.dep_ == "agent" or _is_deed(preposition.head)
    governors = _GOVERNORS.get(preposition.lower_, frozenset())
    return governors is None or preposition.head.lemma_ in governors
