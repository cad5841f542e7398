"""Does ``Moscow`` mean a government or a city? By what it does in its sentence."""

from __future__ import annotations

from spacy.tokens import Span, Token

from onrecord.annotation.lexicon import load_lexicon

_LONGEST_LIST = 40
_DEED_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "cy")
_STATES = frozenset(
    "ready willing unwilling determined reluctant keen prepared likely unlikely concerned confident unhappy angry "
    "furious impatient frustrated alarmed worried wary nervous sceptical skeptical silent adamant cautious eager "
    "grateful hopeful hostile optimistic pessimistic suspicious tired weary at odds loggerheads".split()
)
_COPULAS = frozenset("be become grow remain seem stay get appear keep sound".split())
# Preposition → what stands before it where it points to somebody; None: whatever does.
_TOWARDS: dict[str, frozenset[str] | None] = {
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


def stands_for_government(name: Span) -> bool:
    """Whether the name of a capital means its government: as subject or object of what people do to people.

    After ``in``, ``from``, ``near``, ``visit`` and the like, and by default, it is the place.
    """
    known = load_lexicon()
    if _in_dateline(name):
        return False
    if _heads_line(name, known["acting"]) or _closes_headline(name):
        return True
    token = first_conjunct(name.root)
    head = token.head
    match token.dep_:
        case "nsubj":
            return head.lemma_ in known["acting"] or (head.lemma_ in _COPULAS and _in_a_state(head))
        case "dobj" | "dative" | "iobj":
            return head.lemma_ in known["addressed"]
        case "poss":
            word = head.lower_
            return word in known["deeds"] or word in known["organs"] or _is_deed(head)
        case "pobj" | "agent":
            return _towards(head)
    return False


def first_conjunct(token: Token) -> Token:
    """The token that says what a coordinated one is to its verb: in ``Kiev and Moscow``, Kiev."""
    for _ in range(_LONGEST_LIST):
        if token.dep_ != "conj":
            break
        token = token.head
    return token


def _is_deed(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and noun.lower_.endswith(_DEED_ENDINGS)


def _in_dateline(name: Span) -> bool:
    return name.text.isupper() and len(name.text) > 3 and _starts_line(name)


def _heads_line(name: Span, acting: frozenset[str]) -> bool:
    """``Bonn appeals for peace``: the parser often takes the verb of a headline for a noun."""
    if not _starts_line(name) or name.end >= len(name.doc):
        return False
    verb = name.doc[name.end]
    return verb.lower_.endswith("s") and (verb.lemma_ in acting or verb.lower_.removesuffix("s") in acting)


def _closes_headline(name: Span) -> bool:
    """``Iran broke into home -- Bonn``: a headline names its source at the end."""
    doc = name.doc
    ends = name.end >= len(doc) - 1 or "\n" in doc[min(name.end + (doc[name.end].text == "."), len(doc) - 1)].text
    return ends and name.start > 1 and doc[name.start - 1].text in ("-", "--", "–", "—")


def _starts_line(name: Span) -> bool:
    return name.start == 0 or "\n" in name.doc[name.start - 1].text


def _in_a_state(verb: Token) -> bool:
    """``Kiev and Moscow have been at loggerheads``."""
    return any(child.dep_ in ("acomp", "attr", "prep") and child.lower_ in _STATES for child in verb.children)


def _towards(preposition: Token) -> bool:
    if preposition.lower_ == "by":
        return preposition.dep_ == "agent" or _is_deed(preposition.head)
    governors = _TOWARDS.get(preposition.lower_, frozenset())
    return governors is None or preposition.head.lemma_ in governors
