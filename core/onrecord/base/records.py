"""The records that every part of onrecord passes on: articles, annotations, notes, quotes and corrections.

Offsets are in characters of the article's text, end exclusive. Records are plain and typed; nothing here
knows where they come from or where they go. A book has thousands of entities and quotes: as these never refer
back to themselves, no garbage is searched for in them (``gc=False``). Encoded as JSON an Annotation has the form
that ``onrecord annotate --format jsonl`` prints.
"""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections import Counter
from collections.abc import Container
from typing import Literal

import msgspec

from onrecord.base.passages import passage_spans

Span = tuple[int, int]
"""``(start, end)`` in characters of the article's text, end exclusive."""

QuoteKind = Literal["direct", "mixed", "indirect"]
"""How much of an attribution's content stands in quotation marks: all, some, none."""

QuotePart = Literal["source", "cue", "content"]
"""A part of a quote: who says it, the word that tells of saying, what is said."""

CueType = Literal["speech", "belief", "attitude", "document"]
"""What the cue reports: words, a thought or intention, a stance, or what a document says."""

Polarity = Literal["positive", "negative"]
"""Whether the text says that the words were said, or that they were not."""

Modality = Literal["actual", "possible", "future", "conditional", "asked"]
"""Whether words were said; or might be, will be, would be under a condition, or were only asked about or for."""

ReportType = Literal["speech", "belief", "attitude", "document", "unsaid"]
"""What an attribution reports: the type of its cue, or ``unsaid`` for words that were not or not yet said."""

ActorType = Literal["person", "organisation", "country", "place", "group"]
ONTONOTES_LABELS = frozenset(
    "PERSON NORP FAC ORG GPE LOC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE "
    "DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL".split()
)
"""The labels that an entity can have."""

CorrectionKind = Literal["join", "split", "rename", "type", "hide", "speaker", "passages", "label", "wording"]
"""What a reader sets right; see Correction."""

DOUBTFUL = 0.7
"""An attribution of lower certainty is doubtful: of ten like it, three are wrong, in words or speaker."""


class Draft(msgspec.Struct, kw_only=True):
    """An article that was read and is not stored yet.

    ``published`` is an ISO date (``2021-04-16``) or empty when unknown, ``language`` a code of
    ``onrecord.base.languages`` or empty when unknown, ``feeds`` the addresses of the feeds that have brought it.
    """

    title: str
    text: str
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    tags: list[str] = []
    language: str = ""
    feeds: list[str] = []


class Article(msgspec.Struct, kw_only=True):
    """What a list shows of a stored article: everything but its text.

    ``published`` is an ISO date or empty, ``added`` an ISO time in UTC, ``position`` the offset at which the
    reader last stood, ``text_hash`` the hash of the text (``hash_text``), ``annotator`` the version of the
    annotator whose reading is stored (empty: none yet), ``language`` a code of ``onrecord.base.languages`` (empty:
    not known), ``feeds`` the addresses of the feeds that have brought it. ``entities``, ``quotes``, ``actors``
    and ``notes`` are counts; quotes are the attributions whose cue reports words.
    """

    id: int
    title: str
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    tags: list[str] = []
    added: str = ""
    words: int = 0
    language: str = ""
    read: bool = False
    starred: bool = False
    position: int = 0
    text_hash: str = ""
    annotator: str = ""
    entities: int = 0
    quotes: int = 0
    actors: int = 0
    notes: int = 0
    feeds: list[str] = []


class Entity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A named thing in the text. ``label`` is one of OntoNotes' labels, ``actor`` the id of its actor."""

    span: Span
    label: str
    actor: str | None = None


class _Judged:
    """What is told of an attribution and of a quote alike: how sure they are, and what they report."""

    __slots__ = ()

    cue_type: CueType
    polarity: Polarity
    modality: Modality
    confidence: float
    speaker_confidence: float

    @property
    @abstractmethod
    def names_speaker(self) -> bool:
        """Whether the words are given to an actor."""

    @property
    def certainty(self) -> float:
        """How probable it is that the words are right and no actor is given words of others, from 0 to 1."""
        return self.confidence * (self.speaker_confidence if self.names_speaker else 1.0)

    @property
    def is_doubtful(self) -> bool:
        """Whether readers are warned that words or speaker may be wrong."""
        return self.certainty < DOUBTFUL

    @property
    def report_type(self) -> ReportType:
        """What it reports."""
        return _report_type(self.cue_type, self.polarity, self.modality)

    @property
    def report_label(self) -> str:
        """What it reports, as readers are told: ``speech``, ``not said``, ``not yet said``."""
        return _report_label(self.report_type, self.polarity, self.modality)


class Attribution(_Judged, msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who said what: source, cue and content, each several spans or none.

    ``speaker`` holds the ids of the actors who speak, ``via`` the id of who passed the words on, an actor or an
    unnamed source, ``why`` names the rule or model that decided. ``unnamed`` is the id of the unnamed source that
    speaks where the text names nobody; ``speaker`` then has at most the government that the source speaks for.
    ``polarity`` and ``modality`` tell words that were said (positive, actual) from those that were not said, or
    only might be. ``confidence`` is the probability that source, cue and content are right, ``speaker_confidence``
    that it is the speaker if they are.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    kind: QuoteKind
    speaker: list[str] = []
    via: str | None = None
    confidence: float = 1.0
    cue_type: CueType = "speech"
    why: str = ""
    unnamed: str | None = None
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    speaker_confidence: float = 1.0

    @property
    def names_speaker(self) -> bool:
        """Whether the words are given to an actor."""
        return bool(self.speaker)

    def is_by(self, actor: str) -> bool:
        """Return whether the actor or the unnamed source with this id speaks."""
        return actor in self.speaker or actor == self.unnamed


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts in the text, with every name by which the text calls them.

    ``aliases`` are names, ``suspected`` names that are probably theirs, ``roles`` titles and descriptions,
    ``metonyms`` capitals and seats that stand for them, ``mentions`` all places where the text means them,
    pronouns and metonyms included, in order.
    """

    id: str
    name: str
    type: ActorType
    aliases: list[str] = []
    suspected: list[str] = []
    roles: list[str] = []
    metonyms: list[str] = []
    mentions: list[Span] = []


class UnnamedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source that the text does not name: ``a Kremlin spokesman``, ``two senior officials``.

    An actor of its own kind, known in its article alone: nobody can tell which official of another article it
    is. ``name`` is what the text calls it at first, ``body`` the id of the actor that it speaks for if the
    text says so, ``mentions`` are the places where the text names it as a source, in order.
    """

    id: str
    name: str
    body: str | None = None
    mentions: list[Span] = []


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """The machine's reading of one text.

    ``annotator`` is the version that made it, empty where the text is in a language that it does not read; then
    there is nothing else either. ``language`` is that of the text, as given or told from it, empty if not known.
    """

    entities: list[Entity] = []
    attributions: list[Attribution] = []
    actors: list[Actor] = []
    unnamed: list[UnnamedSource] = []
    annotator: str = ""
    text_hash: str = ""
    language: str = ""

    def speech(self) -> list[Attribution]:
        """Return the attributions of words that were said: no beliefs, attitudes and documents, nothing unsaid."""
        return [attribution for attribution in self.attributions if attribution.report_type == "speech"]

    def unsaid(self) -> list[Attribution]:
        """Return the attributions of words that were not said, or only might be, in the text's order."""
        return [attribution for attribution in self.attributions if attribution.report_type == "unsaid"]

    def said_by(self, actor: str) -> list[Attribution]:
        """Return the attributions of words of the actor or unnamed source with this id, in the text's order."""
        return [attribution for attribution in self.speech() if attribution.is_by(actor)]

    def everybody(self) -> list[Actor | UnnamedSource]:
        """Return the actors, and after them the unnamed sources."""
        return [*self.actors, *self.unnamed]

    def ranked_actors(self) -> list[Actor]:
        """Return the actors, those who say most first, then those named most, then in the text's order."""
        said = Counter(actor for attribution in self.speech() for actor in attribution.speaker)
        return sorted(self.actors, key=lambda actor: (-said[actor.id], -len(actor.mentions)))


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """The passage that a note is about, found again when the text shifts.

    ``exact`` with ``prefix`` and ``suffix`` is a TextQuoteSelector, ``start`` and ``end`` a
    TextPositionSelector (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0


class Note(msgspec.Struct, kw_only=True):
    """What the reader wrote, in Markdown, on an article or on a passage of it. Times are ISO, in UTC.

    ``version`` is the hash of the text that has the passage, where that is an earlier version of the article and
    the newest text has these words no more; else it is empty.
    """

    id: int
    article: int
    body: str
    tags: list[str] = []
    anchor: Anchor | None = None
    created: str = ""
    updated: str = ""
    version: str = ""


class ArticleVersion(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it was at some time, with its text.

    ``id`` is 0 for the newest version, ``replaced`` the ISO time in UTC at which the next one came (empty for the
    newest), ``annotation`` the annotator's reading of this text, if there is one; corrections are not in it.
    """

    id: int
    article: int
    title: str
    text: str
    text_hash: str
    source: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    replaced: str = ""
    annotation: Annotation | None = None


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that the reader keeps under a name. ``created`` is an ISO time in UTC, ``order`` its place."""

    id: int
    name: str
    query: str
    created: str = ""
    order: int = 0


class Quote(_Judged, msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One attribution as a row of its own, readable without its article.

    ``speaker`` is the source's words, ``actors`` the names of the actors they resolve to; where they name nobody,
    ``unnamed`` is what the article calls the source, and ``body`` the name of whom it speaks for.
    """

    article: int
    index: int
    title: str
    published: str
    outlet: str
    url: str
    speaker: str
    actors: list[str]
    rank: int | None = None
    """The place of the first of them among the actors of the article (``ranked_actors``), from 0."""
    cue: str
    quote: str
    kind: QuoteKind
    cue_type: CueType
    content: list[Span]
    confidence: float
    why: str = ""
    unnamed: str = ""
    body: str = ""
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    passage: str = ""
    """The words of the text from the first of source, cue and content to the last (``passage_spans``)."""
    speaker_confidence: float = 1.0

    @property
    def names_speaker(self) -> bool:
        """Whether the words are given to an actor."""
        return bool(self.actors)

    @property
    def who(self) -> str:
        """Who speaks: the unnamed source, the actors, or else the words of the source."""
        return self.unnamed or ", ".join(self.actors) or self.speaker

    @property
    def behalf(self) -> str:
        """The name of whom an unnamed source speaks for, unless its own name already says so."""
        return "" if self.body.casefold() in self.unnamed.casefold() else self.body


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader decided, kept beside the machine's reading and applied to it whenever it is read.

    ``article`` is where it holds, None everywhere. ``name`` and ``type`` say of whom: by any of their names in an
    article, or by the name of the actor of the archive; an empty ``type`` is any. By ``kind``:

    - ``join``: they are ``to`` (of type ``to_type``); so is a suspected name that is accepted.
    - ``split``: they are not ``to``, though the machine or the archive takes them for one; so is a suspected name
      that is rejected, and a review of two actors.
    - ``rename``: their name is ``to``. ``type``: they are a ``to`` (an ActorType). ``hide``: they are no actor.
    - ``speaker``: the quote at ``anchor`` (the first span of its content) is said by the actor ``to``, or by
      nobody named when that is empty.
    - ``passages``: those parts of the quote at ``anchor`` that are in ``passages`` stand there.
    - ``label``: the entity at ``anchor`` has the label ``to``, or is none when that is empty. Everywhere, it is
      every entity of the same words.
    - ``wording``: two quotes, ``name`` and ``to`` (``wording_key`` of each), were compared: they are the same
      words, or (``accepted`` is False) they are not.

    ``created`` is an ISO time in UTC; ``id`` is 0 until it is stored.
    """

    kind: CorrectionKind
    id: int = 0
    article: int | None = None
    name: str = ""
    type: ActorType | Literal[""] = ""
    to: str = ""
    to_type: ActorType | Literal[""] = ""
    accepted: bool = True
    anchor: Anchor | None = None
    created: str = ""
    passages: dict[QuotePart, list[Anchor]] = {}


_UNSAID_LABELS: dict[Modality, str] = {
    "actual": "said",
    "possible": "possibly said",
    "future": "not yet said",
    "conditional": "said only if",
    "asked": "asked for",
}


def _report_label(report_type: ReportType, polarity: Polarity, modality: Modality) -> str:
    if report_type != "unsaid":
        return report_type
    return "not said" if polarity == "negative" else _UNSAID_LABELS[modality]


def _report_type(cue_type: CueType, polarity: Polarity, modality: Modality) -> ReportType:
    was_said = polarity == "positive" and modality == "actual"
    return cue_type if was_said or cue_type in ("belief", "attitude") else "unsaid"


def hash_text(text: str) -> str:
    """Return the identity of a text: SHA-256 of its words in order, so that spacing does not matter."""
    return hash_and_count(text)[0]


def count_words(text: str) -> int:
    """Return how many words a text has, as ``wc -w`` counts, but that dashes part words too."""
    return len(text.replace("—", " ").replace("–", " ").split())


def hash_and_count(text: str) -> tuple[str, int]:
    """Return ``hash_text`` and ``count_words`` at once: splitting a text takes the time, mostly once for both."""
    words = text.split()
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return digest, count_words(text) if "—" in text or "–" in text else len(words)


def words_of(text: str, spans: list[Span]) -> str:
    """Return the text of several spans, in order, with an ellipsis where something was left out between them."""
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def quotes_of(
    article: Article, text: str, annotation: Annotation, indices: Container[int] | None = None
) -> list[Quote]:
    """Return the attributions of an article as rows of their own, in the text's order.

    Args:
        article: The article.
        text: Its text.
        annotation: The annotation of the text.
        indices: The places of the attributions that are wanted; None for all.
    """
    names: dict[str | None, str] = {actor.id: actor.name for actor in annotation.actors}
    unnamed: dict[str | None, UnnamedSource] = {source.id: source for source in annotation.unnamed}
    nobody = UnnamedSource(id="", name="")
    ranks = {actor.id: rank for rank, actor in enumerate(annotation.ranked_actors())}
    return [
        Quote(
            article=article.id,
            index=index,
            title=article.title,
            published=article.published,
            outlet=article.source,
            url=article.url,
            speaker=words_of(text, attribution.source),
            actors=[names[actor] for actor in attribution.speaker if actor in names],
            rank=next((ranks[actor] for actor in attribution.speaker if actor in ranks), None),
            cue=words_of(text, attribution.cue),
            quote=words_of(text, attribution.content),
            kind=attribution.kind,
            cue_type=attribution.cue_type,
            content=attribution.content,
            confidence=attribution.confidence,
            speaker_confidence=attribution.speaker_confidence,
            why=attribution.why,
            polarity=attribution.polarity,
            modality=attribution.modality,
            unnamed=unnamed.get(attribution.unnamed, nobody).name,
            body=names.get(unnamed.get(attribution.unnamed, nobody).body, ""),
            passage=words_of(
                text, passage_spans(text, (*attribution.source, *attribution.cue, *attribution.content))
            ),
        )
        for index, attribution in enumerate(annotation.attributions)
        if indices is None or index in indices
    ]
