"""Frames: every attribution that the parse of a text allows.

A verb, noun or adjective outside quotation marks is a cue; its complements, its passive subject or the clause
around it are the content; its subject, agent or owner is the source. Most frames are wrong: ``lexicon.cues``
weighs their features (``frame_features``), and ``rules`` takes the likeliest that do not overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from onrecord.annotation.quotes.complements import Complement, complements_of
from onrecord.annotation.quotes.dependency_tree import DependencyTree, Subject, TokenRange
from onrecord.annotation.quotes.frame_features import Frame, FrameBuilder, FrameCue

_VERB_COMPLEMENTS = frozenset(
    {"ccomp", "xcomp", "dobj", "prep", "oprd", "advcl", "dative", "attr", "acomp", "npadvmod", "acl"}
)
_NOUN_COMPLEMENTS = frozenset({"prep", "acl", "ccomp", "relcl"})
_COPULA_COMPLEMENTS = frozenset({"ccomp", "attr", "xcomp"})
_INTERRUPTED = frozenset({"parataxis", "advcl", "ccomp"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "advmod"})
_ADJUNCTS = frozenset({"prep", "pcomp", "npadvmod", "dative"})
_RAISING_VERBS = frozenset({"appear", "seem", "look", "sound", "tend", "happen"})
_SOURCE_PREPOSITIONS = frozenset({"prep:by", "prep:from", "prep:among"})
_ADDRESSING_VERBS = frozenset(
    {"tell", "ask", "inform", "remind", "warn", "assure", "notify", "advise", "persuade", "convince"}
)
_LONGEST_RUN = 3
_MOST_COMPLEMENTS = 12
_HIGHEST_CLIMB = 6  # clauses above “according to” that may be its content


class FrameExtractor:
    """Yields the frames of one text.

    Args:
        tree: The parse.
        is_quoted: For each token whether it stands in quotation marks.
        noun_keys: The keys of nouns and adjectives that can be cues.
        type_of: What a cue reports, by its key.
    """

    def __init__(
        self,
        tree: DependencyTree,
        is_quoted: Sequence[bool],
        noun_keys: frozenset[str],
        type_of: Callable[[str], str],
    ) -> None:
        self.tree = tree
        self.is_quoted = is_quoted
        self.noun_keys = noun_keys
        self._build = FrameBuilder(tree, is_quoted, type_of).build

    def frames(self) -> Iterator[Frame]:
        """Yield all frames whose cue stands outside quotation marks, by the order of their cues."""
        tree = self.tree
        for token, pos in enumerate(tree.pos):
            if self.is_quoted[token]:
                continue
            if pos == "VERB":
                if tree.lower[token] == "according":
                    yield from self._according_frames(token)
                else:
                    yield from self._verb_frames(token)
            elif pos == "NOUN":
                if (key := f"{tree.lemma[token]}.n") in self.noun_keys:
                    yield from self._noun_frames(token, key)
            elif pos == "ADJ" and (key := f"{tree.lemma[token]}.a") in self.noun_keys:
                yield from self._noun_frames(token, key)

    def according_frames(self) -> Iterator[Frame]:
        """Yield the frames of “according to” alone."""
        for token, word in enumerate(self.tree.lower):
            if word == "according" and not self.is_quoted[token]:
                yield from self._according_frames(token)

    # Verbs

    def _verb_frames(self, token: int) -> Iterator[Frame]:
        """Yield the frames of a verb: “Berg *said* that …”, “it was *denied* by Berg that …”."""
        tree = self.tree
        particle = tree.child(token, "prt")
        key = tree.lemma[token] if particle is None else f"{tree.lemma[token]}_{tree.lower[particle]}"
        patient = tree.child(token, "nsubjpass")
        by = tree.child(token, "agent")
        agent = tree.child(by, "pobj") if by is not None else None
        is_passive = patient is not None or agent is not None or tree.child(token, "auxpass") is not None
        if patient is None and is_passive and tree.dep[token] in ("acl", "relcl"):
            patient = tree.head[token]
        subject = tree.subject(token)
        cue = FrameCue(
            token, key, self._verb_words(token, particle), self._verb_features(token, key, is_passive=is_passive)
        )
        complements = complements_of(tree, token, _VERB_COMPLEMENTS)[:_MOST_COMPLEMENTS]
        for sourced in self._with_sources(cue, subject, agent, is_passive=is_passive):
            yield from self._complement_frames(sourced, complements)
            if sourced.relation in ("none", "agent") and patient is not None:
                yield from self._subject_frames(sourced, complements, patient)
        if key in _RAISING_VERBS and subject is not None and subject.relation == "own" and subject.token < token:
            yield from self._subject_frames(cue, complements, subject.token)
        yield from self._preceding_clause_frames(cue, subject)
        yield from self._surrounding_clause_frames(cue)

    def _with_sources(
        self, cue: FrameCue, subject: Subject | None, agent: int | None, *, is_passive: bool
    ) -> list[FrameCue]:
        """Return a cue with each source that it may have.

        - The agent of a passive: it was said by *Berg*.
        - A passive's own subject, or none: *Berg* was told that …; it was said that ….
        - Otherwise the subject.
        """
        if agent is not None:
            return [cue.with_source(agent, "agent")]
        if subject is None:
            return [cue]
        if is_passive and subject.relation == "own":
            return [cue.with_source(subject.token, "passive"), cue]
        return [cue.with_source(*subject)]

    def _complement_frames(self, cue: FrameCue, complements: list[Complement]) -> Iterator[Frame]:
        """Yield a frame for each run of complements side by side.

        A run does not begin with an adjunct if a clause follows in it: in “said on Monday that …” the day is no
        part of what is said; in “called on Monday for talks” it may be.
        """
        for first in range(len(complements)):
            for last in range(first, min(len(complements), first + _LONGEST_RUN)):
                run = complements[first : last + 1]
                if run[0].short in _ADJUNCTS and any(complement.short == "ccomp" for complement in run[1:]):
                    continue
                yield from self._run_frame(cue, run, complements[:first], complements[last + 1 :])

    def _subject_frames(self, cue: FrameCue, complements: list[Complement], subject: int) -> Iterator[Frame]:
        """Yield frames whose content begins with the subject: “*He* is expected *to win*”.

        Not where somebody is addressed: in “He was told that …” the hearer is no part of what is said.
        """
        span = self.tree.phrase(subject, before=cue.token)
        if span is None:
            return
        if cue.key in _ADDRESSING_VERBS and any(complement.short == "ccomp" for complement in complements):
            return
        for stop in range(min(len(complements), 2) + 1):
            yield from self._run_frame(cue, complements[:stop], [], complements[stop:], span)

    def _preceding_clause_frames(self, cue: FrameCue, subject: Subject | None) -> Iterator[Frame]:
        """Yield frames whose content is a clause before the cue: “*Rain will come*, he said”."""
        tree = self.tree
        sourced = cue if subject is None else cue.with_source(*subject)
        for child in tree.children[cue.token]:
            if tree.dep[child] == "ccomp" and child < cue.token:
                start, end = tree.subtrees[child]
                content = tree.strip_punctuation((start, min(end, cue.token)))
                if content is not None:
                    yield self._build(sourced, "clause before", (content,), child)

    def _surrounding_clause_frames(self, cue: FrameCue) -> Iterator[Frame]:
        """Yield the frame whose content is the clause around the cue.

        Acts: “*Rain*, he said, *will come*”, “*it failed*, as he said”. Not for an adverbial clause without a
        conjunction, or a cue without a subject: “he left, saying so”.
        """
        tree, token = self.tree, cue.token
        head, dep = tree.head[token], tree.dep[token]
        if head == token or dep not in _INTERRUPTED or tree.pos[head] not in ("VERB", "AUX"):
            return
        subject = tree.child(token, "nsubj")
        mark = tree.child(token, "mark")
        if subject is None or (dep == "advcl" and mark is None):
            return
        pieces = self._without(tree.subtrees[head], tree.subtrees[token])
        if pieces:
            pattern = f"put into {dep}{':' + tree.lower[mark] if mark is not None else ''}"
            yield self._build(cue.with_source(subject, "own"), pattern, pieces, head)

    def _according_frames(self, token: int) -> Iterator[Frame]:
        """Yield the frames of “according to”: each clause that it stands in may be the content."""
        tree = self.tree
        to = tree.child(token, "prep")
        source = tree.child(to, "pobj") if to is not None else None
        if to is None or source is None:
            return
        cue = FrameCue(token, "according_to", ((token, to + 1),), ("w=according_to",), source, "own")
        phrase = tree.subtrees[token]
        head = tree.head[token]
        climbed = "own"
        seen: set[tuple[TokenRange, ...]] = set()
        for _ in range(_HIGHEST_CLIMB):
            pieces = self._without(tree.subtrees[head], phrase)
            if pieces and pieces not in seen:
                seen.add(pieces)
                is_first = phrase[0] == tree.subtrees[head][0]
                yield self._build(cue, "according to", pieces, head, (f"climb={climbed}", f"first={is_first}"))
            climbed = tree.dep[head]
            if tree.head[head] == head:
                return
            head = tree.head[head]

    def _without(self, whole: TokenRange, part: TokenRange) -> tuple[TokenRange, ...]:
        """Return what is left of a range without a part of it, without punctuation at the ends."""
        pieces = [
            self.tree.strip_punctuation((whole[0], part[0])),
            self.tree.strip_punctuation((part[1], whole[1])),
        ]
        return tuple(piece for piece in pieces if piece is not None)

    def _verb_words(self, token: int, particle: int | None) -> tuple[TokenRange, ...]:
        """Return the words of a verb: with its auxiliaries right before it and its particle, wherever that is."""
        first = self._first_auxiliary(token)
        if particle == token + 1:
            return ((first, particle + 1),)
        if particle is not None and particle > token:
            return ((first, token + 1), (particle, particle + 1))
        return ((first, token + 1),)

    def _first_auxiliary(self, token: int) -> int:
        """Return the first of the auxiliaries, negations and adverbs right before a verb, or the verb."""
        tree = self.tree
        first = token
        while first > 0 and tree.head[first - 1] == token and tree.dep[first - 1] in _AUXILIARIES:
            first -= 1
        return first

    def _verb_features(self, token: int, key: str, *, is_passive: bool) -> tuple[str, ...]:
        tree = self.tree
        features = [f"w={key}", f"tag={tree.tag[token]}", f"d={tree.dep[token]}"]
        for child in tree.children[token]:
            if child > token:
                break
            if tree.dep[child] == "neg":
                features.append("neg")
            elif tree.dep[child] == "aux":
                features.append(f"aux={tree.lemma[child]}")
        if is_passive:
            features += ["passive", f"passive|{key}"]
        head = tree.head[token]
        if tree.dep[token] in ("xcomp", "ccomp") and head != token:
            features.append(f"under={tree.lemma[head]}")
        return tuple(features)

    # Nouns and adjectives

    def _noun_frames(self, token: int, key: str) -> Iterator[Frame]:
        """Yield the frames of a noun or an adjective: “his *claim* that …”, “Berg is *sure* that …”."""
        tree = self.tree
        complements = complements_of(tree, token, _NOUN_COMPLEMENTS if key.endswith(".n") else _VERB_COMPLEMENTS)
        head, dep = tree.head[token], tree.dep[token]
        cue, governor = self._owned_noun(token, key, complements)
        features = [f"w={key}", f"d={dep}"]
        if governor:
            features += [f"gov={governor}", f"gov={governor}|{key}"]
        cue = replace(cue, features=tuple(features))
        if dep in ("acomp", "attr") and tree.pos[head] == "AUX":
            complements = sorted(
                [*complements, *complements_of(tree, head, _VERB_COMPLEMENTS)],
                key=lambda complement: complement.start,
            )
        complements = [complement for complement in complements if complement.start > token][:_MOST_COMPLEMENTS]
        for index, complement in enumerate(complements):
            if complement.name != cue.relation:
                yield from self._run_frame(cue, [complement], complements[:index], complements[index + 1 :])
        if dep == "nsubj" and tree.lemma[head] == "be" and head > token:
            yield from self._copula_frames(cue, complements, head)

    def _copula_frames(self, cue: FrameCue, complements: list[Complement], copula: int) -> Iterator[Frame]:
        """Yield the frames of a noun that is the subject of “be”: “the *claim* of the army *is* that …”."""
        tree = self.tree
        of = next((complement for complement in complements if complement.name == "prep:of"), None)
        if cue.relation == "none" and of is not None:
            cue = cue.with_source(tree.child(of.token, "pobj"), "of")
        cue = replace(cue, spans=((cue.token, cue.token + 1), (copula, copula + 1)))
        for complement in complements_of(tree, copula, _COPULA_COMPLEMENTS):
            renamed = complement._replace(name=f"be:{complement.name}", short=f"be:{complement.short}")
            yield from self._run_frame(cue, [renamed], [], [])

    def _owned_noun(self, token: int, key: str, complements: list[Complement]) -> tuple[FrameCue, str]:
        """Find whose claim, fear or support a noun is. The first of these that there is:

        - Its owner: *his* claim.
        - A phrase with by, from or among: support from *the army*.
        - The subject of the verb that it is the object or the complement of: *Berg* made the claim; the verb is a
          part of the cue then.
        - A name before it: the *US* claim.

        Returns:
            The cue without features, and the lemma of the verb that it is the object of, or an empty one.
        """
        tree = self.tree
        cue = FrameCue(token, key, ((token, token + 1),), ())
        if (owner := tree.child(token, "poss")) is not None:
            return cue.with_source(owner, "poss"), ""
        verb, governor = self._governing_verb(token)
        for complement in complements:
            if complement.name in _SOURCE_PREPOSITIONS:
                source = tree.child(complement.token, "pobj")
                if source is not None:
                    return cue.with_source(source, complement.name), governor
        subject = tree.subject(verb) if verb is not None else None
        if verb is not None and subject is not None and subject.token < verb:
            spans = ((self._first_auxiliary(verb), token + 1),)
            return replace(cue, source=subject.token, relation=tree.dep[token], spans=spans), governor
        for child in tree.children[token]:
            if tree.dep[child] in ("amod", "compound") and tree.ent[child]:
                return cue.with_source(child, "compound"), governor
        return cue, governor

    def _governing_verb(self, token: int) -> tuple[int | None, str]:
        """Return the verb before a noun that the noun is an object or complement of, and its lemma.

        Where a preposition stands between them it follows the lemma: ``call_for``.
        """
        tree = self.tree
        head, dep = tree.head[token], tree.dep[token]
        if dep in ("dobj", "attr", "acomp", "oprd") and tree.pos[head] in ("VERB", "AUX") and head < token:
            return head, tree.lemma[head]
        verb = tree.head[head]
        if dep == "pobj" and tree.pos[verb] == "VERB" and verb < head:
            return verb, f"{tree.lemma[verb]}_{tree.lower[head]}"
        return None, ""

    # Frames of a cue and a content

    def _run_frame(
        self,
        cue: FrameCue,
        run: list[Complement],
        before: list[Complement],
        after: list[Complement],
        subject: TokenRange | None = None,
    ) -> Iterator[Frame]:
        """Yield the frame whose content is a run of complements, after the subject if that is a part of it.

        Args:
            cue: The cue.
            run: The complements; none if the content is the subject alone.
            before: The complements between the cue and the run.
            after: The complements behind the run.
            subject: The phrase of the subject, if it is a part of the content.
        """
        short = "+".join(complement.short for complement in run)
        long = "+".join(complement.name for complement in run)
        content: list[TokenRange] = []
        if run:
            words = self.tree.strip_punctuation((run[0].start, run[-1].end))
            if words is None:
                return
            content.append(words)
            if run[0].short in ("prep", "pcomp"):
                cue = cue.with_preposition(run[0].start - 1)
        if subject is not None:
            short, long = f"subject+{short}", f"subject+{long}"
            content.insert(0, subject)
        extra = [f"skip={complement.short}" for complement in before]
        extra += [f"skip={complement.short}|{cue.key}" for complement in before]
        extra += [f"rest={complement.short}" for complement in after]
        if after:
            extra.append(f"rest={after[0].name}|{cue.key}")
        extra += [f"f={long}", f"f={long}|{cue.key}"]
        yield self._build(cue, short, tuple(content), run[0].token if run else None, tuple(extra))
