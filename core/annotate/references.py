"""Mentions by other words: pronouns, as far as the text says whom they mean.

A person is chosen for ``he`` or ``she`` by what salience-based resolution has used since Lappin and Leass (1994):
how near, whether subject, whether in the same part of the sentence, how often named; never against gender,
never where syntax forbids it, and not at all when two are as good.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from core.annotate.descriptions import Descriptions
from core.annotate.figures import Cast, Figure
from core.annotate.lexicon import Gender
from core.annotate.metonymy import first_conjunct

PERSONAL: dict[str, Gender] = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
_NEUTRAL = frozenset({"it", "its", "itself"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_EMPTY = frozenset({"be", "seem", "appear", "happen", "take", "turn", "rain"})

REACH = 3
"""Sentences before a pronoun in which its person is looked for."""
MARGIN = 0.1
"""By how much the best candidate must be better than the next."""

# What counts how much, in sentences of distance; chosen by coordinate search on the first 1,000 snippets of
# GAP's development part, and better on the other 1,000 and on its validation part as well.
_BY_ROLE = {
    "nsubj": 1.0,
    "nsubjpass": 1.0,
    "csubj": 1.0,
    "poss": 0.2,
    "compound": 0.2,
    "dobj": 0.2,
    "dative": 0.2,
    "pobj": -0.2,
}
_PARALLEL = 0.4  # the same part of the sentence as the pronoun
_OTHER_VOICE = -0.5  # one inside quotation marks, the other outside
_NEARER = 0.8  # the nearest mention against the farthest within reach
_SURE_GENDER = 0.2  # the gender is known, not only not excluded
_NAMED = 0.2  # for each mention so far, up to
_OFTEN = 0.6
_AHEAD = 2.2  # a subject that follows the pronoun in its own clause


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure was mentioned: the head token of the mention and its sentence."""

    figure: Figure
    head: Token
    start: int
    sentence: int


def refer(cast: Cast, quoted: bytearray) -> None:
    """Resolve third-person pronouns and descriptions. ``quoted`` marks the tokens in quotation marks."""
    resolver = _Resolver(cast, quoted)
    for number, sent in enumerate(cast.doc.sents):
        resolver.read(number, sent.start, sent.end)


def speak(cast: Cast, start: int, end: int, speaker: Figure) -> None:
    """Resolve ``I`` between two tokens of a quotation to its speaker, and ``we`` to a body that speaks."""
    words = _SPEAKER if speaker.type == "person" else _SPEAKERS
    for token in cast.doc[start:end]:
        if token.lower_ in words and token.pos_ == "PRON" and cast.at(token.i) is None:
            cast.mention(speaker, token.i, token.i + 1)


class _Resolver:
    """Reads a Doc sentence by sentence and remembers who was mentioned of late."""

    def __init__(self, cast: Cast, quoted: bytearray) -> None:
        self.cast = cast
        self.quoted = quoted
        self.descriptions = Descriptions(cast)
        self.recent: list[Place] = []
        self.sentence = 0
        starts = [sent.start for sent in cast.doc.sents]
        self._named = sorted(
            (
                Place(figure, cast.doc[start:end].root, start, bisect_right(starts, start) - 1)
                for figure in cast.figures
                for start, end in figure.mentions
            ),
            key=lambda place: -place.start,
        )

    def read(self, number: int, start: int, end: int) -> None:
        """Resolve what stands between these tokens, the sentence with this number."""
        self.sentence = number
        self.recent = [place for place in self.recent if number - place.sentence <= REACH]
        for token in self.cast.doc[start:end]:
            while self._named and self._named[-1].start <= token.i:
                self.recent.append(self._named.pop())
            if self.cast.at(token.i) is None and (found := self._meant(token)) is not None:
                figure, stop = found
                self.cast.mention(figure, token.i, stop)
                head = self.cast.doc[token.i : stop].root
                self.recent.append(Place(figure, head, token.i, number))

    def _meant(self, token: Token) -> tuple[Figure, int] | None:
        word = token.lower_
        figure: Figure | None = None
        if (gender := PERSONAL.get(word)) is not None:
            if (figure := self._person(token, gender)) is not None:
                figure.genders[gender] += 1
        elif word in _NEUTRAL:
            figure = self._body(token)
        elif word == "the" and not self.quoted[token.i]:
            return self.descriptions.meant(token, [place.figure for place in self.recent])
        return (figure, token.i + 1) if figure is not None else None

    def _person(self, pronoun: Token, gender: Gender) -> Figure | None:
        scores: dict[int, float] = {}
        figures: dict[int, Figure] = {}
        for rank, place in enumerate(self.recent):
            figure = place.figure
            if figure.type != "person" or figure.gender not in (gender, None) or _forbidden(pronoun, place.head):
                continue
            score = self._salience(pronoun, place) + _NEARER * rank / len(self.recent)
            score += _SURE_GENDER * (figure.gender == gender) + min(_OFTEN, _NAMED * len(figure.mentions))
            figures[id(figure)] = figure
            scores[id(figure)] = max(scores.get(id(figure), score), score)
        for figure in self._ahead(pronoun):
            if figure.gender in (gender, None):
                figures[id(figure)] = figure
                scores[id(figure)] = max(scores.get(id(figure), _AHEAD), _AHEAD)
        return _clear_winner(scores, figures)

    def _salience(self, pronoun: Token, place: Place) -> float:
        role = _role(place.head)
        score = place.sentence - self.sentence + _BY_ROLE.get(role, 0.0)
        if _role(pronoun) == role:
            score += _PARALLEL
        if self.quoted[pronoun.i] != self.quoted[place.head.i]:
            score += _OTHER_VOICE
        return score

    def _ahead(self, pronoun: Token) -> Iterator[Figure]:
        """The subject that follows: ``In his first speech, Lee said``."""
        verb = next((token for token in pronoun.ancestors if token.pos_ in ("VERB", "AUX")), None)
        if verb is None or pronoun.dep_ in _SUBJECTS or verb.i < pronoun.i:
            return
        for child in verb.children:
            figure = self.cast.at(child.i)
            if child.dep_ in _SUBJECTS and child.i > pronoun.i and figure is not None and figure.type == "person":
                yield figure

    def _body(self, pronoun: Token) -> Figure | None:
        """The organisation or country that is subject of this or the last sentence, if it is the only one."""
        if pronoun.dep_ not in ("nsubj", "poss", "nsubjpass") or pronoun.head.lemma_ in _EMPTY:
            return None
        found = {
            id(place.figure): place.figure
            for place in self.recent
            if place.figure.type in ("organisation", "country")
            and self.sentence - place.sentence <= 1
            and _role(place.head) in _SUBJECTS
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _role(token: Token) -> str:
    return first_conjunct(token).dep_


def _forbidden(pronoun: Token, head: Token) -> bool:
    """``him`` is not the subject of its own verb, and ``he`` is not its object."""
    if pronoun.lower_.endswith("self") or pronoun.dep_ == "poss":
        return False
    governor = pronoun.head.head if pronoun.dep_ == "pobj" else pronoun.head
    other = head.head.head if head.dep_ == "pobj" else head.head
    return governor == other and governor.pos_ in ("VERB", "AUX")


def _clear_winner(scores: dict[int, float], figures: dict[int, Figure]) -> Figure | None:
    if not scores:
        return None
    first, *rest = sorted(scores, key=lambda at: -scores[at])
    if rest and scores[first] - scores[rest[0]] < MARGIN:
        return None
    return figures[first]
