"""Who speaks: from the words of a source to the figures behind them."""

from __future__ import annotations

from collections.abc import Sequence

import spacy.tokens
from spacy.tokens import Token

from onrecord.annotation.actors.collectives import is_individual_demonym
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import countries_in, is_role_noun, title_head
from onrecord.annotation.coref.pronouns import PERSONAL_PRONOUNS
from onrecord.annotation.lexicon import Gender, load_lexicon
from onrecord.annotation.lexicon.name_span import is_title
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource, AnonymousSources, denotes_people
from onrecord.annotation.speakers.assignment import SpeakerAssignment, token_spans
from onrecord.annotation.speakers.intermediaries import assign_intermediaries, quoted_source
from onrecord.base.records import Attribution, Span

NEAR = 600
"""Characters after an attribution within which an unresolved ``he`` may still be its speaker."""
TOGETHER = 2
"""Sentences before ``they`` in which those whom it means are looked for."""
LONGEST = 150
"""Tokens of the longest source that is read; what is longer is no source but a misreading."""

_AND = frozenset({"and", "&"})
_SOMEBODY: dict[str, Gender] = {"the man": "male", "the woman": "female"}
_MADE = frozenset({"by", "from", "of", "at", "for"})
"""Prepositions between a document and who made it or had it made."""
_JOINTS = _AND | {",", ".", "the", "'s", "’s", "both", "all"}


def assign_speakers(
    cast: ActorRegistry, attributions: Sequence[Attribution], sources: AnonymousSources
) -> list[SpeakerAssignment]:
    """Each attribution with who speaks, in the given order, which is the text's; ``sources`` gets the unnamed."""
    spoken: list[SpeakerAssignment] = []
    for attribution in attributions:
        one = SpeakerAssignment(attribution, _speakers(cast, attribution.source))
        if (words := quoted_source(cast.doc, attribution)) is not None:
            _hand_over(cast, one, words, sources)
        if not one.has_speaker and spoken and _goes_on(cast, attribution, spoken[-1]):
            one.speakers, one.anonymous_source = list(spoken[-1].speakers), spoken[-1].anonymous_source
        if not one.has_speaker:
            one.speakers = _several(cast, attribution.source)
        if one.anonymous_source is None and attribution.cue_type == "speech":
            one.anonymous_source = sources.meant(token_spans(cast.doc, attribution.source), one.speakers)
        spoken.append(one)
    assign_intermediaries(cast, spoken)
    return spoken


def _hand_over(
    cast: ActorRegistry, spoken: SpeakerAssignment, words: spacy.tokens.Span, sources: AnonymousSources
) -> None:
    """Make the one speak whose words the source quotes, if it is known who that is."""
    span = (words.start_char, words.end_char)
    speakers = _speakers(cast, [span])
    unnamed = None if speakers else sources.meant([words], ())
    if speakers or unnamed:
        via = spoken.speakers[0] if len(spoken.speakers) == 1 else None
        spoken.speakers, spoken.anonymous_source, spoken.intermediary = speakers, unnamed, via


def find_addressee(cast: ActorRegistry, attribution: Attribution) -> ActorCluster | None:
    """The person whom the words are said to: ``Kim told Lee``."""
    for span in token_spans(cast.doc, attribution.cue):
        for verb in span:
            for child in verb.children:
                figure = cast.cluster_at(child.i)
                if child.dep_ in ("dobj", "dative", "iobj") and figure is not None and figure.type == "person":
                    return figure
    return None


def _speakers(cast: ActorRegistry, source: Sequence[Span]) -> list[ActorCluster]:
    for span in token_spans(cast.doc, source):
        if len(span) > LONGEST:
            continue
        if figures := _listed(cast, span) or _behind(cast, span, span.root) or _introduced(cast, span):
            return figures
    return []


def _introduced(cast: ActorRegistry, span: spacy.tokens.Span) -> list[ActorCluster]:
    """Who is named beside what he or it is, however it was parsed, if the source names but one such.

    ``the tourist, Kim Lee, 37``, ``Germany's financial watchdog BaFin``, ``Kim Lee, meanwhile, who``.
    """
    named = [
        (at, figure) for at, figure in cast.clusters_within(span.start, span.end) if cast.doc[at].pos_ != "PRON"
    ]
    people = [(at, figure) for at, figure in named if figure.type == "person"]
    found = [figure for at, figure in people if _is_called(cast, span, at)]
    if len(found) == 1:
        return found
    if people and _is_set_off(cast, span, people[0][0]) and _is_titled(cast.doc[span.start : people[0][0]]):
        return [people[0][1]]
    bodies = [(at, figure) for at, figure in named if figure.type == "organisation"]
    if len(bodies) == 1 and (before := _before_name(cast, bodies[0][0])) > span.start:
        return [bodies[0][1]] if _is_body(cast.doc[before - 1]) else []
    return []


def _is_titled(before: spacy.tokens.Span) -> bool:
    """Whether there is nothing before a name but titles."""
    return all(is_title(token.text) for token in before)


def _is_called(cast: ActorRegistry, span: spacy.tokens.Span, at: int) -> bool:
    """Whether the words before a person's name say what he is, and the source is he.

    In ``a friend of Senator Kim Lee`` he is not.
    """
    doc, start = cast.doc, _before_name(cast, at)
    if (title_head(doc, at) or -1) >= span.start:
        return True
    if start <= span.start:
        return False
    if _is_somebody(doc[start - 1]):
        while start > span.start and doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN"):
            start -= 1
        return start == span.start or doc[start - 1].pos_ != "ADP"
    # his partner at Lenox, Kim Lee
    head = span.root
    return start < at and head.i < at and head.tag_ == "NN" and is_role_noun(head) and _is_set_off(cast, span, at)


def _before_name(cast: ActorRegistry, at: int) -> int:
    """Where a name begins, with the comma before it."""
    return at - (at > 0 and cast.doc[at - 1].text == ",")


def _is_set_off(cast: ActorRegistry, span: spacy.tokens.Span, at: int) -> bool:
    """Whether the source ends behind a name, or a comma follows it."""
    end, figure = at, cast.cluster_at(at)
    while end < span.end and cast.cluster_at(end) is figure:
        end += 1
    return end == span.end or cast.doc[end].text == ","


def _is_somebody(token: Token) -> bool:
    return is_role_noun(token) or (token.pos_ == "NOUN" and denotes_people(token.lower_))


def _is_body(token: Token) -> bool:
    known = load_lexicon()
    return token.lower_ in known["bodies"] or token.lower_ in known["press"] or token.lower_ in known["company"]


def _listed(cast: ActorRegistry, span: spacy.tokens.Span) -> list[ActorCluster]:
    """The figures of a source that is nothing but names: ``Obama and Clinton``, ``Sens. Lee (R-Utah) and Kim``."""
    inside, between, names = False, [], []
    for token in span:
        inside = (inside or token.text == "(") and token.text != ")"
        if inside or token.text == ")" or token.is_space or is_role_noun(token) or _is_of_title(cast, span, token):
            continue
        names.append(token)
        if cast.cluster_at(token.i) is None:
            between.append(token)
    if not any(token.lower_ in _AND for token in between) or any(token.lower_ not in _JOINTS for token in between):
        return []
    figures = (cast.cluster_at(token.i) for token in names)
    return list({id(figure): figure for figure in figures if figure is not None}.values())


def _is_of_title(cast: ActorRegistry, span: spacy.tokens.Span, token: Token) -> bool:
    """Whether a name only says whose a title is: ``Maine Sen. Kim Lee``, ``Ann Kim's friend and aide Kim Lee``."""
    figure, at = cast.cluster_at(token.i), token.i + 1
    while at < span.end and figure is not None and cast.cluster_at(at) is figure:
        at += 1
    if at < span.end and cast.doc[at].tag_ == "POS":
        return figure is not None and at + 1 < span.end and is_role_noun(cast.doc[at + 1])
    return figure is not None and figure.type != "person" and at < span.end and is_role_noun(cast.doc[at])


def _behind(cast: ActorRegistry, span: spacy.tokens.Span, head: Token) -> list[ActorCluster]:
    """The figures that a source names: its head with those beside it, or those that it speaks for."""
    known = load_lexicon()
    inside = range(span.start, span.end)
    figure = cast.cluster_at(head.i)
    if figure is None and head.text in known["postnominals"] and head.i > span.start:  # Ann Lee KC
        figure = cast.cluster_at(head.i - 1)
    if figure is not None and figure.type == "place" and _goes_on_as_noun(span, head):
        return []
    if figure is not None:
        return [figure, *_beside(cast, span, head)]
    for child in head.children:
        if child.dep_ == "appos" and child.i in inside and cast.cluster_at(child.i) is not None:
            return _behind(cast, span, child)
    word = head.lower_
    if word in ("who", "which", "that"):
        return _antecedent(cast, head)
    if word in known["leaders"]:
        return _leaders(cast, span)
    if word in known["spokespeople"]:
        return [other for _, other in cast.clusters_within(span.start, head.i) if other.type == "country"][:1]
    if word == "members":
        bodies = (cast.cluster_at(child.i) for child in head.children if child.dep_ == "compound")
        return [figure for figure in bodies if figure is not None and figure.type == "organisation"][:1]
    if word in known["documents"] or word in known["press"]:
        return _makers(cast, span, head)
    if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
        return next((_behind(cast, span, child) for child in head.children if child.dep_ == "pobj"), [])
    return []


def _goes_on_as_noun(span: spacy.tokens.Span, place: Token) -> bool:
    """Whether a place only says where somebody is from, though parsed as the subject: ``Texas Sen. Kim Lee``."""
    return place.i + 1 < span.end and (place.nbor().pos_ == "NOUN" or is_role_noun(place.nbor()))


def _makers(cast: ActorRegistry, span: spacy.tokens.Span, document: Token) -> list[ActorCluster]:
    """``a study by Harvard and Yale``, ``Ann Lee's letter``, ``the IMF report``, ``a story in The Guardian``.

    ``a report on Russia`` is not Russia's.
    """
    about = {
        token.i
        for preposition in document.subtree
        if preposition.dep_ == "prep" and preposition.lower_ not in _MADE and not _is_press(cast, preposition)
        for token in preposition.subtree
    }
    for child in document.children:
        if child.dep_ == "poss" and child.pos_ == "PRON" and cast.cluster_at(child.i) is None:
            return []
        if child.i in about or not span.start <= child.i < span.end:
            continue
        if child.dep_ in ("agent", "prep", "acl", "poss", "compound"):
            figure = cast.cluster_at(child.i)
            made = [figure] if figure is not None and figure.type != "place" else _behind(cast, span, child)
            if made or (child.dep_ == "acl" and (made := _makers(cast, span, child))):
                return made
    named = cast.clusters_within(span.start, span.end)
    return [other for at, other in named if other.type != "place" and at not in about][:1]


def _is_press(cast: ActorRegistry, preposition: Token) -> bool:
    """``in The Guardian``, ``on the party's website``: what stands there is theirs."""
    known = load_lexicon()
    for place in preposition.children:
        figure = cast.cluster_at(place.i)
        if place.lower_ in known["press"] or (
            figure is not None and any(known.find(name, "press") for name in figure.names)
        ):
            return True
    return False


def _antecedent(cast: ActorRegistry, pronoun: Token) -> list[ActorCluster]:
    """The figure that a relative clause is about: ``the police department, which reported``."""
    verb = next((token for token in pronoun.ancestors if token.dep_ == "relcl"), None)
    if verb is None:
        return []
    beside = [child for child in verb.head.children if child.dep_ == "appos"]
    named = (cast.cluster_at(token.i) for token in (verb.head, *beside))
    return next(([figure] for figure in named if figure is not None), [])


def _beside(cast: ActorRegistry, span: spacy.tokens.Span, head: Token) -> list[ActorCluster]:
    """Those named along with the head: ``France and Germany``, ``the Times and the Gannett chain``."""
    found = []
    for token in head.conjuncts:
        if not span.start <= token.i < span.end:
            continue
        figure = cast.cluster_at(token.i)
        if figure is None and token.lower_ in load_lexicon()["bodies"]:
            figure = next(
                (cast.cluster_at(child.i) for child in token.lefts if cast.cluster_at(child.i) is not None), None
            )
        if figure is not None and figure.type != "place":
            found.append(figure)
    return found


def _leaders(cast: ActorRegistry, span: spacy.tokens.Span) -> list[ActorCluster]:
    """``the leaders of France and Germany``: the people whom the article calls so, for every country named."""
    found = []
    for country in sorted(countries_in(cast.doc, span.start, span.end)):
        people = [
            figure for figure in cast.clusters if figure.type == "person" and country in figure.countries_led
        ]
        if len(people) != 1:
            return []
        found += people
    return found


# ---- who goes on speaking


def _goes_on(cast: ActorRegistry, attribution: Attribution, last: SpeakerAssignment) -> bool:
    """Whether the last speaker does: the source is a pronoun that fits him, or nothing but marks lie between."""
    if not last.has_speaker or not last.attribution.content or not attribution.content:
        return False
    end = max(stop for _, stop in [*last.attribution.content, *last.attribution.source, *last.attribution.cue])
    if attribution.source:
        words = cast.text[slice(*attribution.source[0])]
        return _fits(words, last) and attribution.source[0][0] - end < NEAR
    between = cast.text[end : attribution.content[0][0]]
    return attribution.kind == "direct" and not any(char.isalnum() for char in between)


def _several(cast: ActorRegistry, source: Sequence[Span]) -> list[ActorCluster]:
    """Those whom ``they`` means: the people who are subject together, in the last sentence that has such."""
    for span in token_spans(cast.doc, source[:1]):
        if len(span) != 1 or span[0].lower_ != "they":
            continue
        start = sent = span[0].sent.start
        for _ in range(TOGETHER):
            sent = cast.doc[sent - 1].sent.start if sent else 0
        for token in reversed(cast.doc[sent:start]):
            if token.dep_ in ("nsubj", "nsubjpass") and any(child.dep_ == "conj" for child in token.children):
                found = [cast.cluster_at(one.i) for one in (token, *token.conjuncts)]
                return [figure for figure in found if figure is not None and figure.type == "person"]
    return []


def _fits(words: str, last: SpeakerAssignment) -> bool:
    """Whether a pronoun, or ``the Dane``, may be the last speaker."""
    speaker, pronoun = last.speaker, words.lower()
    if pronoun.startswith("the ") and is_individual_demonym(words[4:]):
        return isinstance(speaker, ActorCluster) and speaker.type == "person"
    if speaker is None:
        return pronoun == "they"
    gender: Gender | None = PERSONAL_PRONOUNS.get(pronoun)
    if isinstance(speaker, AnonymousSource):
        gender = gender or _SOMEBODY.get(pronoun)
        if gender is not None:
            return not speaker.plural and speaker.gender in (gender, None)
        return pronoun == "they" and speaker.plural
    if gender is not None:
        return speaker.type == "person" and speaker.gender in (gender, None)
    if pronoun == "it":
        return speaker.type in ("organisation", "country")
    return pronoun == "they" and speaker.type in ("organisation", "group")
