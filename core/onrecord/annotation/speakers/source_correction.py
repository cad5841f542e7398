"""Put sources right where the words beside the cue show who speaks: in passives, and with a name next to the cue.

The model knows what sources look like, but not always whose words they are: who *was told* something has not said
it, and of three speakers in a row it may give the second one's words to the third.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from spacy.tokens import Doc, Span, Token

from onrecord.annotation.actors.roles import is_role_noun
from onrecord.annotation.coref.pronoun_context import SUBJECTS
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.speakers.assignment import token_spans
from onrecord.base.records import Attribution

_SPEAKING_SUBJECTS = frozenset({"quote", "cite", "hear", "see"})
"""Lemmas of verbs whose passive subject does speak: ``Lee was quoted as saying``."""
_QUOTING_VERBS = frozenset({"quote", "cite", "report"})
_HEARERS_FOLLOW = frozenset({"tell", "inform", "remind", "assure", "warn"})
"""Lemmas of verbs behind which a name is whom the words are said to: ``“No,” told Lee``."""
_MARKS = frozenset({"”", "’", "''", '"', "»", "'"})
_OPENING_MARKS = frozenset({"“", "‘", "``", '"', "«", "'"})
_IMPERSONAL = frozenset({"there", "that", "which", "what"})
"""Subjects that say nothing. An *it* that says something is a body or a paper: *it* said, *it* warned."""
_TIME_LABELS = frozenset({"DATE", "TIME"})
_ARTICLE_PREPOSITIONS = frozenset({"in"})
_DASHES = frozenset({"—", "–", "--", "-"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LONGEST_DATELINE = 12
"""Tokens of the longest dateline."""
_LONGEST_NAME = 8
"""Tokens of the longest name, with its titles, that may stand beside a cue."""


def correct_sources(doc: Doc, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions with the sources that their passive cues or the names beside their cues demand.

    No source begins with a dateline. A quotation with its own cue and name becomes an attribution of its own.
    """
    cues = {
        token.i for attribution in attributions for span in token_spans(doc, attribution.cue) for token in span
    }
    corrected: list[Attribution] = []
    for attribution in (_without_dateline(doc, attribution) for attribution in attributions):
        corrected += (_correct_source(doc, part) for part in _split_by_cues(doc, attribution, cues))
    return sorted(corrected, key=lambda attribution: attribution.content[0]) if corrected else []


def _correct_source(doc: Doc, attribution: Attribution) -> Attribution:
    cue = [token for span in token_spans(doc, attribution.cue) for token in span]
    verbs = [token for token in cue if token.pos_ == "VERB"]
    if (verb := _passive_verb(verbs)) is not None:
        return _with_agent(doc, attribution, verb)
    if len(verbs) == 1 and attribution.kind != "indirect":
        name = _adjacent_name(verbs[0])
        if name is not None and not _overlaps(doc, attribution, name):
            return _with_source(attribution, name)
    if len(verbs) == 1 and (quoted := _quoted_object(verbs[0])) is not None:
        return _with_source(attribution, quoted)
    subject = _subject(verbs[0]) if verbs and not attribution.source else None
    if subject is None or any(start <= subject.start_char < end for start, end in attribution.content):
        return attribution
    return _with_source(attribution, subject)


def _quoted_object(verb: Token) -> Span | None:
    """Return whom somebody quotes, for the ``saying`` in ``The paper cited Lee as saying``."""
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lemma_ not in _QUOTING_VERBS:
        return None
    person = next((child for child in quoting.children if child.dep_ == "dobj" and child.i < verb.i), None)
    return verb.doc[person.left_edge.i : person.i + 1] if person is not None else None


def _with_source(attribution: Attribution, words: Span | None) -> Attribution:
    source = [(words.start_char, words.end_char)] if words is not None else []
    return msgspec.structs.replace(attribution, source=source)


def _subject(verb: Token) -> Span | None:
    """Return the subject of a verb of saying, or of the verb of saying to which it is joined.

    ``Lee said that … and added that …``.
    """
    cues = load_cues()
    while cues.type_of_verb(verb.lemma_) == "speech":
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i < verb.i and child.lower_ not in _IMPERSONAL:
                return verb.doc[child.left_edge.i : child.right_edge.i + 1]
        if verb.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in verb.children):
            return None
        verb = verb.head
    return None


# ---- datelines


def _without_dateline(doc: Doc, attribution: Attribution) -> Attribution:
    """Return an attribution whose source does not begin with where the news is from: ``London — Ann Lee, 30,``.

    A dash that another one follows sets off an apposition: ``London — the capital — said``.
    """
    tokens = next(iter(token_spans(doc, attribution.source[:1])), None)
    if tokens is None or not _begins_line(tokens[0]):
        return attribution
    dashes = [token.i for token in tokens if token.text in _DASHES and token.nbor(-1).whitespace_]
    if len(dashes) != 1 or not 0 < dashes[0] - tokens.start <= min(_LONGEST_DATELINE, len(tokens) - 2):
        return attribution
    rest = doc[dashes[0] + 1 : tokens.end]
    is_in_capitals = tokens[0].is_upper and len(tokens[0]) > 1
    # A place that is not known as one is told by the person behind the dash.
    if tokens[0].ent_type_ not in _PLACE_LABELS and not is_in_capitals and rest[0].ent_type_ != "PERSON":
        return attribution
    source = [(rest.start_char, rest.end_char), *attribution.source[1:]]
    return msgspec.structs.replace(attribution, source=source)


def _begins_line(token: Token) -> bool:
    return token.i == 0 or "\n" in token.nbor(-1).text


# ---- several speakers in one reading


def _split_by_cues(doc: Doc, attribution: Attribution, cues: AbstractSet[int]) -> Iterator[Attribution]:
    """Yield an attribution, and before it those of its quotations that have a cue and a name of their own.

    ``“No,” said Lee. “Rain,” said Kim``, which was read as Lee's as a whole.

    Args:
        doc: The article.
        attribution: The attribution.
        cues: The token indices of all cues that were read.
    """
    content = list(attribution.content)
    if attribution.kind == "direct" and len(content) > 1:
        for span in token_spans(doc, attribution.content):
            verb = next((token for token in _beside(doc, span) if token.i not in cues), None)
            name = _adjacent_name(verb) if verb is not None else None
            if verb is not None and name is not None and len(content) > 1:
                content.remove((span.start_char, span.end_char))
                yield msgspec.structs.replace(
                    attribution,
                    source=[(name.start_char, name.end_char)],
                    cue=[(verb.idx, verb.idx + len(verb))],
                    content=[(span.start_char, span.end_char)],
                )
    yield msgspec.structs.replace(attribution, content=content)


def _beside(doc: Doc, quotation: Span) -> Iterator[Token]:
    """Yield the verbs of saying behind a quotation: ``“…,” said``, ``“…,” Ann Lee said``."""
    cues = load_cues()
    index = quotation.end
    while index < len(doc) and (doc[index].is_punct or doc[index].text in _MARKS) and not doc[index].is_space:
        index += 1
    for token in doc[index : index + _LONGEST_NAME]:
        if token.pos_ == "VERB" and cues.type_of_verb(token.lemma_) == "speech":
            yield token
        if not _may_be_in_name(token):
            return


# ---- passives


def _passive_verb(verbs: Sequence[Token]) -> Token | None:
    """Return the verb of saying in the passive that a cue ends with: ``was warned``, ``described by Lee as``.

    Not ``was prompted to say``, whose subject speaks.
    """
    if not verbs or verbs[-1].tag_ not in ("VBN", "VBD") or verbs[-1].lemma_ in _SPEAKING_SUBJECTS:
        return None
    verb = verbs[-1]
    if load_cues().type_of_verb(verb.lemma_) not in ("speech", "attitude"):
        return None
    return verb if _receiver(verb) is not None else None


def _receiver(verb: Token) -> Token | None:
    """Return the noun for whom a passive verb is said to or about: its subject, or what it describes."""
    for clause in (verb, *_coordinating_verbs(verb)):
        children = list(clause.children)
        if any(child.dep_ in ("nsubj", "csubj") for child in children):
            return None
        subject = next((child for child in children if child.dep_ == "nsubjpass"), None)
        if subject is not None:
            return subject
    return verb.head if verb.dep_ == "acl" and _agent(verb) is not None else None


def _coordinating_verbs(verb: Token) -> Iterator[Token]:
    """Yield the verbs to which a participle is joined: ``booed`` of ``was booed and told``."""
    while verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD"):
        verb = verb.head
        yield verb


def _with_agent(doc: Doc, attribution: Attribution, verb: Token) -> Attribution:
    """Return an attribution with the agent of a passive as its source, and with none if the text has no agent."""
    receiver = _receiver(verb)
    if receiver is None or (
        attribution.source and not _overlaps(doc, attribution, doc[receiver.i : receiver.i + 1])
    ):
        return attribution
    content = [span for span in attribution.content if not span[0] <= receiver.idx < span[1]]
    is_quoted = bool(content) and all(text_of(doc)[start] in _OPENING_MARKS for start, _ in content)
    return msgspec.structs.replace(
        _with_source(attribution, _agent(verb) or _author(verb)),
        content=content if is_quoted else attribution.content,
    )


def _agent(verb: Token) -> Span | None:
    """Return the words behind the ``by`` of a passive, also where it hangs on what somebody is called."""
    named = [child for child in verb.children if child.dep_ in ("oprd", "dobj", "attr")]
    for child in (*verb.children, *(below for noun in named for below in noun.children)):
        if child.lower_ == "by" and child.i > verb.i:
            noun = next((noun for noun in child.children if noun.dep_ in ("pobj", "pcomp")), None)
            return verb.doc[noun.left_edge.i : noun.right_edge.i + 1] if noun is not None else None
    return None


def _author(verb: Token) -> Span | None:
    """Return the words for a document in which a passive stands: ``In a column by Lee, Kim is scolded``."""
    for child in verb.lefts:
        if child.lower_ in _ARTICLE_PREPOSITIONS:
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lower_ in load_lexicon()["documents"]:
                    return verb.doc[noun.left_edge.i : noun.right_edge.i + 1]
    return None


# ---- names beside the cue


def _adjacent_name(verb: Token) -> Span | None:
    """Return the name that stands between a quotation and its cue, or right behind or before both.

    ``“…,” said Ann Lee``, ``“…,” Ann Lee said``, ``Ann Lee said: “…”``.
    """
    doc = verb.doc
    if _follows_quotation(doc, verb.i) and verb.lemma_ not in _HEARERS_FOLLOW:
        end = verb.i + 1
        while end < len(doc) and end - verb.i <= _LONGEST_NAME and _may_be_in_name(doc[end]):
            end += 1
        return _as_name(doc, verb.i + 1, end)
    start = verb.i
    while start > 0 and verb.i - start <= _LONGEST_NAME and _may_be_in_name(doc[start - 1]):
        start -= 1
    begins_clause = doc[start].is_sent_start or start == 0 or doc[start - 1].is_space
    if _follows_quotation(doc, start) or (begins_clause and _precedes_quotation(verb)):
        return _as_name(doc, start, verb.i)
    return None


def _as_name(doc: Doc, start: int, end: int) -> Span | None:
    """Return a range of tokens if it ends as a name does and nothing behind it says whose or which it is."""
    if (
        start == end
        or doc[end - 1].pos_ != "PROPN"
        or any(token.ent_type_ in _TIME_LABELS for token in doc[start:end])
    ):
        return None
    return doc[start:end] if end == len(doc) or doc[end].tag_ not in ("POS", "NN", "NNS", "CC") else None


def _may_be_in_name(token: Token) -> bool:
    return token.pos_ == "PROPN" or is_role_noun(token)


def _follows_quotation(doc: Doc, index: int) -> bool:
    """Return whether a closing mark stands before a token, with a comma at most between."""
    index -= 1
    if index >= 0 and doc[index].text in (",", "."):
        index -= 1
    return index > 0 and doc[index].text in _MARKS and not doc[index - 1].is_space


def _precedes_quotation(verb: Token) -> bool:
    """Return whether a colon or a comma and an opening mark follow a verb."""
    after = [token.text for token in verb.doc[verb.i + 1 : verb.i + 3]]
    return len(after) == 2 and after[0] in (":", ",") and after[1] in _OPENING_MARKS


def _overlaps(doc: Doc, attribution: Attribution, words: Span) -> bool:
    """Return whether the source of an attribution shares a token with other words."""
    return any(span.start < words.end and words.start < span.end for span in token_spans(doc, attribution.source))
