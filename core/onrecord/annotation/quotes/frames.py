"""What a parse offers as attributions: each word that may be a cue, with what may be its content and source.

Offers are many and mostly wrong; ``lexicon.cues`` says how likely each is, from their features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from onrecord.annotation.quotes.complements import Complement, complements_of
from onrecord.annotation.quotes.dependency_tree import DependencyTree, Subject
from onrecord.base.records import Span

_SLOTS = frozenset(
    {"ccomp", "xcomp", "dobj", "prep", "oprd", "advcl", "dative", "attr", "acomp", "npadvmod", "acl"}
)
_NOUN_SLOTS = frozenset({"prep", "acl", "ccomp", "relcl"})
_BE_SLOTS = frozenset({"ccomp", "attr", "xcomp"})
_AROUND = frozenset({"parataxis", "advcl", "ccomp"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "advmod"})
_ADJUNCTS = frozenset({"prep", "pcomp", "npadvmod", "dative"})
_RAISING = frozenset({"appear", "seem", "look", "sound", "tend", "happen"})
_BY = frozenset({"prep:by", "prep:from", "prep:among"})
_HEARD = frozenset(
    {"tell", "ask", "inform", "remind", "warn", "assure", "notify", "advise", "persuade", "convince"}
)
_LONGEST_RUN = 3
_MOST_SLOTS = 12
_HIGHEST_CLIMB = 6
_NAMED = {"PERSON": "person", "ORG": "org", "GPE": "gpe", "NORP": "norp"}
_SPEAKER_OR_HEARER = frozenset({"i", "we", "you", "me", "us", "my", "our", "your"})


class Frame(NamedTuple):
    """A possible attribution, in tokens: ``head`` is the cue's main word, the other positions are ranges.

    ``word`` is the cue's key in the lexicon (``say``, ``point_out``, ``claim.n``), ``pattern`` how cue and
    content hang together, ``features`` what the lexicon weighs, and ``is_marked`` tells whether words of the
    content stand in quotation marks.
    """

    head: int
    word: str
    pattern: str
    source: Span | None
    source_head: int | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    features: tuple[str, ...]
    is_marked: bool


@dataclass(slots=True)
class _Cue:
    """A word that may be a cue, with the words that belong to it, who may be its source, and its features."""

    token: int
    word: str
    spans: tuple[Span, ...]
    features: tuple[str, ...]
    source: int | None = None
    relation: str = "none"

    def by(self, source: int | None, relation: str) -> _Cue:
        return _Cue(self.token, self.word, self.spans, self.features, source, relation)

    def up_to(self, start: int) -> tuple[Span, ...]:
        """The cue's words with the preposition before its content: talked about."""
        last = self.spans[-1][1]
        return (
            (*self.spans, (start - 1, start))
            if start > last + 1
            else (*self.spans[:-1], (self.spans[-1][0], start))
        )


class FrameExtractor:
    """Finds the frames of one text whose cues stand outside quotation marks.

    ``nouns`` are the keys of nouns and adjectives that can be cues, ``quoted`` tells of each token whether it
    stands in quotation marks, ``type_of`` what a cue's key reports.
    """

    def __init__(
        self, tree: DependencyTree, quoted: Sequence[bool], nouns: frozenset[str], type_of: Callable[[str], str]
    ) -> None:
        self.tree = tree
        self.quoted = quoted
        self.marked = [0, *accumulate(quoted)]  # tokens in quotation marks before each
        self.nouns = nouns
        self.type_of = type_of

    def __iter__(self) -> Iterator[Frame]:
        tree = self.tree
        for token, pos in enumerate(tree.pos):
            if self.quoted[token]:
                continue
            if pos == "VERB":
                if tree.lower[token] == "according":
                    yield from self._according(token)
                else:
                    yield from self._verb(token)
            elif pos == "NOUN":
                if (key := f"{tree.lemma[token]}.n") in self.nouns:
                    yield from self._noun(token, key)
            elif pos == "ADJ" and (key := f"{tree.lemma[token]}.a") in self.nouns:
                yield from self._noun(token, key)

    def _verb(self, token: int) -> Iterator[Frame]:
        tree = self.tree
        word = tree.lemma[token]
        particle = tree.child(token, "prt")
        if particle is not None:
            word = f"{word}_{tree.lower[particle]}"
        patient = tree.child(token, "nsubjpass")
        agent = tree.child(token, "agent")
        by = tree.child(agent, "pobj") if agent is not None else None
        is_passive = patient is not None or by is not None or tree.child(token, "auxpass") is not None
        subject = tree.subject(token)
        cue = _Cue(token, word, self._cue_spans(token, particle), self._verb_features(token, word, is_passive))
        slots = complements_of(tree, token, _SLOTS)[:_MOST_SLOTS]

        if by is not None:
            readings = [cue.by(by, "agent")]
        elif is_passive and subject is not None and subject.relation == "own":
            readings = [cue.by(subject.token, "passive"), cue]
        else:
            readings = [cue.by(*subject) if subject is not None else cue]
        if patient is None and is_passive and tree.dep[token] in ("acl", "relcl"):
            patient = tree.head[token]
        for reading in readings:
            for first in range(len(slots)):
                for last in range(first, min(len(slots), first + _LONGEST_RUN)):
                    run = slots[first : last + 1]
                    if run[0].short in _ADJUNCTS and any(slot.short == "ccomp" for slot in run[1:]):
                        continue  # said on Monday that …: the day is no part of what is said
                    yield from self._frame(reading, run, slots[:first], slots[last + 1 :])
            if reading.relation in ("none", "agent") and patient is not None:
                yield from self._with_patient(reading, slots, patient)
        if word in _RAISING and subject is not None and subject.relation == "own" and subject.token < token:
            yield from self._with_patient(cue, slots, subject.token)
        yield from self._around(cue, subject)

    def _with_patient(self, cue: _Cue, slots: list[Complement], patient: int) -> Iterator[Frame]:
        """The subject is a part of the content: He is expected to win; rain seems to come."""
        span = self.tree.phrase(patient, before=cue.token)
        if span is not None:
            if cue.word in _HEARD and any(slot.short == "ccomp" for slot in slots):
                return  # was told that …: who was told is no part of it
            for last in range(-1, min(len(slots), 2)):
                yield from self._frame(cue, slots[: last + 1], [], slots[last + 1 :], span)

    def _around(self, cue: _Cue, subject: Subject | None) -> Iterator[Frame]:
        """The clause that a cue is put into or after: “Rain, he said, will come”; “as he said”."""
        tree, token = self.tree, cue.token
        speaker = cue.by(*subject) if subject is not None else cue
        for child in tree.children[token]:
            if tree.dep[child] == "ccomp" and child < token:
                start, end = tree.edges[child]
                content = tree.trim((start, min(end, token)))
                if content is not None:
                    yield self._made(speaker, "clause before", (content,), child)
        head, dep = tree.head[token], tree.dep[token]
        if head == token or dep not in _AROUND or tree.pos[head] not in ("VERB", "AUX"):
            return
        own = tree.child(token, "nsubj")
        mark = tree.child(token, "mark")
        if own is None or (dep == "advcl" and mark is None):
            return
        pieces = self._without(tree.edges[head], tree.edges[token])
        if pieces:
            name = f"put into {dep}{':' + tree.lower[mark] if mark is not None else ''}"
            yield self._made(cue.by(own, "own"), name, pieces, head)

    def _according(self, token: int) -> Iterator[Frame]:
        tree = self.tree
        to = tree.child(token, "prep")
        by = tree.child(to, "pobj") if to is not None else None
        if to is None or by is None:
            return
        cue = _Cue(token, "according_to", ((token, to + 1),), ("w=according_to",), by, "own")
        own = tree.edges[token]
        head = tree.head[token]
        climbed = "own"
        seen: set[tuple[Span, ...]] = set()
        for _ in range(_HIGHEST_CLIMB):
            pieces = self._without(tree.edges[head], own)
            if pieces and pieces not in seen:
                seen.add(pieces)
                extra = (f"climb={climbed}", f"first={own[0] == tree.edges[head][0]}")
                yield self._made(cue, "according to", pieces, head, extra)
            climbed = tree.dep[head]
            if tree.head[head] == head:
                return
            head = tree.head[head]

    def _without(self, whole: Span, part: Span) -> tuple[Span, ...]:
        pieces = [self.tree.trim((whole[0], part[0])), self.tree.trim((part[1], whole[1]))]
        return tuple(piece for piece in pieces if piece is not None)

    def _noun(self, token: int, word: str) -> Iterator[Frame]:
        tree = self.tree
        is_noun = word.endswith(".n")
        slots = complements_of(tree, token, _NOUN_SLOTS if is_noun else _SLOTS)
        head, dep = tree.head[token], tree.dep[token]
        source, relation, spans, governor = self._owner(token, slots)
        features = [f"w={word}", f"d={dep}"]
        if governor:
            features += [f"gov={governor}", f"gov={governor}|{word}"]
        cue = _Cue(token, word, spans, tuple(features), source, relation)
        if dep in ("acomp", "attr") and tree.pos[head] == "AUX":
            slots = sorted([*slots, *complements_of(tree, head, _SLOTS)], key=lambda slot: slot.start)
        slots = [slot for slot in slots if slot.start > token][:_MOST_SLOTS]
        for first, slot in enumerate(slots):
            if slot.name != relation:
                yield from self._frame(cue, [slot], slots[:first], slots[first + 1 :])
        if dep == "nsubj" and tree.lemma[head] == "be" and head > token:
            of = next((slot for slot in slots if slot.name == "prep:of"), None)
            if relation == "none" and of is not None:
                cue = cue.by(tree.child(of.token, "pobj"), "of")
            cue.spans = ((token, token + 1), (head, head + 1))
            for slot in complements_of(tree, head, _BE_SLOTS):
                yield from self._frame(
                    cue, [slot._replace(name=f"be:{slot.name}", short=f"be:{slot.short}")], [], []
                )

    def _owner(self, token: int, slots: list[Complement]) -> tuple[int | None, str, tuple[Span, ...], str]:
        """Whose claim, fear or support a noun is: source, relation, the cue's words, the verb that brings it."""
        tree = self.tree
        head, dep = tree.head[token], tree.dep[token]
        alone = ((token, token + 1),)
        if (owner := tree.child(token, "poss")) is not None:
            return owner, "poss", alone, ""
        source: int | None = None
        relation, spans, governor = "none", alone, ""
        verb: int | None = None
        if dep in ("dobj", "attr", "acomp", "oprd") and tree.pos[head] in ("VERB", "AUX") and head < token:
            verb, governor = head, tree.lemma[head]
        elif dep == "pobj" and tree.pos[tree.head[head]] == "VERB" and tree.head[head] < head:
            verb = tree.head[head]
            governor = f"{tree.lemma[verb]}_{tree.lower[head]}"
        if verb is not None:
            subject = tree.subject(verb)
            if subject is not None and subject.token < verb:
                source, relation = subject.token, dep
                spans = ((self._cue_spans(verb, None)[0][0], token + 1),)
        for slot in slots:
            if slot.name in _BY and (by := tree.child(slot.token, "pobj")) is not None:
                return by, slot.name, alone, governor
        if source is None:
            for child in tree.children[token]:
                if tree.dep[child] in ("amod", "compound") and tree.ent[child]:
                    return child, "compound", alone, governor
        return source, relation, spans, governor

    def _cue_spans(self, token: int, particle: int | None) -> tuple[Span, ...]:
        tree = self.tree
        first = token
        while first > 0 and tree.head[first - 1] == token and tree.dep[first - 1] in _AUXILIARIES:
            first -= 1
        if particle == token + 1:
            return ((first, particle + 1),)
        if particle is not None and particle > token:
            return ((first, token + 1), (particle, particle + 1))
        return ((first, token + 1),)

    def _verb_features(self, token: int, word: str, is_passive: bool) -> tuple[str, ...]:
        tree = self.tree
        found = [f"w={word}", f"tag={tree.tag[token]}", f"d={tree.dep[token]}"]
        for child in tree.children[token]:
            if child > token:
                break
            if tree.dep[child] == "neg":
                found.append("neg")
            elif tree.dep[child] == "aux":
                found.append(f"aux={tree.lemma[child]}")
        if is_passive:
            found += ["passive", f"passive|{word}"]
        head = tree.head[token]
        if tree.dep[token] in ("xcomp", "ccomp") and head != token:
            found.append(f"under={tree.lemma[head]}")
        return tuple(found)

    def _frame(
        self,
        cue: _Cue,
        run: list[Complement],
        before: list[Complement],
        after: list[Complement],
        patient: Span | None = None,
    ) -> Iterator[Frame]:
        """The frame whose content is a run of slots, after the patient if there is one."""
        short = "+".join(slot.short for slot in run)
        long = "+".join(slot.name for slot in run)
        content: list[Span] = []
        spans = cue.spans
        if run:
            trimmed = self.tree.trim((run[0].start, run[-1].end))
            if trimmed is None:
                return
            content.append(trimmed)
            if run[0].short in ("prep", "pcomp"):
                spans = cue.up_to(run[0].start)
        if patient is not None:
            short, long = f"subject+{short}", f"subject+{long}"
            content.insert(0, patient)
        word = cue.word
        extra = [f"skip={slot.short}" for slot in before] + [f"skip={slot.short}|{word}" for slot in before]
        extra += [f"rest={slot.short}" for slot in after]
        if after:
            extra.append(f"rest={after[0].name}|{word}")
        extra += [f"f={long}", f"f={long}|{word}"]
        yield self._made(cue, short, tuple(content), run[0].token if run else None, tuple(extra), spans)

    def _made(
        self,
        cue: _Cue,
        pattern: str,
        content: tuple[Span, ...],
        head: int | None,
        extra: tuple[str, ...] = (),
        spans: tuple[Span, ...] = (),
    ) -> Frame:
        """A frame with its features. ``head`` is the content's main word."""
        tree, token, word, relation = self.tree, cue.token, cue.word, cue.relation
        source = self._source(cue, content)
        who = ["s=none"] if cue.source is None else self._who(cue.source)
        inside = sum(self.marked[last] - self.marked[first] for first, last in content)
        length = sum(last - first for first, last in content)
        marks = "none" if not inside else "all" if inside >= 0.8 * length else "some"
        kind = self.type_of(word)
        features = [
            "bias",
            f"p={pattern}",
            f"p={pattern}|{word}",
            f"p={pattern}|t={kind}",
            f"rel={relation}",
            f"p={pattern}|rel={relation}",
            f"marks={marks}",
            f"marks={marks}|p={pattern}",
            f"marks={marks}|t={kind}",
            f"len={min(length, 24) // 3}",
            *cue.features,
            *extra,
            *who,
            f"{who[0]}|p={pattern}",
            f"{who[0]}|{word}",
            f"{who[0]}|t={kind}",
            "left" if content[-1][0] < token else "right",
        ]
        if head is not None:
            pos = tree.pos[head]
            features += [f"h={pos}", f"h={tree.lemma[head]}", f"ht={tree.tag[head]}|p={pattern}"]
            if pos in ("NOUN", "PROPN", "PRON"):
                features.append(f"h{self._who(head)[0]}")
        return Frame(
            token, word, pattern, source, cue.source, spans or cue.spans, content, tuple(features), inside > 0
        )

    def _source(self, cue: _Cue, content: tuple[Span, ...]) -> Span | None:
        """The phrase of the source, cut where cue or content begin."""
        tree, token, source = self.tree, cue.token, cue.source
        if source is None:
            return None
        span = tree.phrase(source, before=token) if source < token else tree.phrase(source, after=token + 1)
        if span is not None:
            for first, last in content:
                if span[0] < last and first < span[1]:
                    span = tree.trim((span[0], first)) if span[0] < first else None
                    if span is None:
                        break
        return span

    def _who(self, token: int) -> list[str]:
        tree = self.tree
        pos = tree.pos[token]
        if pos == "PRON":
            lower = tree.lower[token]
            return ["s=12" if lower in _SPEAKER_OR_HEARER else f"s={lower}"]
        if tree.ent[token] in _NAMED:
            return [f"s={_NAMED[tree.ent[token]]}"]
        if pos == "PROPN":
            return ["s=name"]
        return ["s=noun", f"s={tree.lemma[token]}"]
