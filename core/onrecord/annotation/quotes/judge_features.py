"""What speaks for a proposal and what against it, as numbers for the judge."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.annotation.quotes.proposals import Proposal, jaccard
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.word_index import WordIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

Features = dict[str, float]

_LEAST_PROBABILITY = 0.001
_FORMS = ("sourced", "completed", "extended", "split", "joined", "followed")
_RULES = (
    "after the quotation",
    "before the quotation",
    "according to",
    "name and colon",
    "name under the quotation",
)
_PRONOUNS = frozenset("he she they it we i you who".split())
_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_SENTENCE_ENDS = frozenset('.!?…”"’')
_WORD_CLASSES = ("VERB", "NOUN", "ADJ", "AUX", "ADP", "PUNCT")
_CUE_TYPES = ("belief", "attitude", "document")


class FeatureReader:
    """Reads the features of the proposals of one text.

    Args:
        rules: What the rules make of the text.
        word_index: Its words.
        proposals: All its proposals: each is compared with those that it contradicts.
    """

    def __init__(self, rules: RuleExtractor, word_index: WordIndex, proposals: Sequence[Proposal]) -> None:
        self._rules = rules
        self._tree = rules.tree
        self._index = word_index
        self._proposals = proposals
        self._quotations = [(quotation, word_index.words([quotation.inner])) for quotation in rules.quotations]
        self._quotation_starts = [quotation.start for quotation in rules.quotations]
        self._quotation_of = {word: number for number, (_, words) in enumerate(self._quotations) for word in words}
        self._readings = [proposal for proposal in proposals if proposal.form == "read"]
        self._claims: dict[int, list[Proposal]] = {}
        self._cues: dict[int, list[Proposal]] = {}
        for reading in self._readings:
            for word in reading.words:
                self._claims.setdefault(word, []).append(reading)
            for word in reading.cue_words:
                self._cues.setdefault(word, []).append(reading)
        self._paragraph_starts = [start for start, _ in rules.paragraphs]

    def table(self) -> NDArray[np.float32]:
        """Return the features of all proposals: one row each, columns as FEATURE_NAMES has them."""
        rows = [self.features(proposal) for proposal in self._proposals]
        table = np.zeros((len(rows), len(FEATURE_NAMES)), dtype=np.float32)
        for number, row in enumerate(rows):
            for name, value in row.items():
                table[number, _COLUMNS[name]] = value
        return table

    def features(self, proposal: Proposal) -> Features:
        """Return the features of one proposal that are not 0."""
        return {
            **self._of_model(proposal),
            **self._of_rule(proposal),
            **self._of_others(proposal),
            **self._of_content(proposal),
            **self._of_clause(proposal),
            **self._of_source(proposal),
            **self._of_cue(proposal),
        }

    def _of_model(self, proposal: Proposal) -> Features:
        """Return what the model holds of the anchor, the content and the source."""
        model = proposal.model
        if model is None:
            return {}
        candidate = proposal.candidate
        content = model.evidence.content_probability(candidate.content)
        own_content = self._index.words(model.content)
        own_source = self._index.words(model.source)
        return {
            "model": 1.0,
            "model anchor": _logit(model.anchor_probability),
            "model content": _logit(content),
            "model own content": _logit(model.content_probability),
            "model source": _logit(model.evidence.source_probability(candidate.source)),
            "model own source": _logit(model.evidence.source_probability(model.source)),
            "model has source": float(bool(model.source)),
            "model content overlap": jaccard(proposal.words, own_content),
            "model content is whole": float(own_content <= proposal.words),
            "model source overlap": jaccard(proposal.source_words, own_source),
        }

    def _of_rule(self, proposal: Proposal) -> Features:
        """Return which rule sees the same cue or words, and how far it agrees."""
        features: Features = {f"form {proposal.form}": 1.0} if proposal.form != "read" else {}
        rule = proposal.rule
        if rule is None:
            return features
        why = rule.candidate.why
        name = next((name for name in _RULES if why.endswith(name)), "another rule")
        return features | {
            f"rule {name}": 1.0,
            "rule confidence": _logit(rule.candidate.confidence),
            "rule content overlap": jaccard(proposal.words, rule.words),
            "rule content is whole": float(rule.words <= proposal.words),
            "rule source overlap": jaccard(proposal.source_words, rule.source_words),
            "rule has source": float(bool(rule.source_words)),
            "rule same cue": float(bool(proposal.cue_words & rule.cue_words)),
            "rule and model agree": float(
                proposal.model is not None
                and proposal.words == rule.words
                and proposal.source_words == rule.source_words
            ),
        }

    def _of_others(self, proposal: Proposal) -> Features:
        """Return who else claims the words, or speaks among them."""
        rivals: dict[int, Proposal] = {}
        claimed = 0
        for word in proposal.words:
            others = [
                other
                for other in self._claims.get(word, ())
                if not _is_same_reading(proposal, other) and not other.cue_words & proposal.cue_words
            ]
            claimed += bool(others)
            rivals.update((id(other), other) for other in others)
        cues_inside = {
            id(other)
            for word in proposal.words
            for other in self._cues.get(word, ())
            if not other.cue_words & proposal.cue_words
        }
        others_of_source = [other for other in rivals.values() if not other.source_words & proposal.source_words]
        return {
            "words claimed by others": claimed / len(proposal.words),
            "rival rules": float(
                min(3, sum(other.model is None or other.rule is other for other in rivals.values()))
            ),
            "rival speakers": float(min(3, len(others_of_source))),
            "surest rival": max((_surety(other) for other in rivals.values()), default=0.0),
            "cues inside": float(min(3, len(cues_inside))),
            "same cue elsewhere": float(
                any(
                    not _is_same_reading(proposal, other)
                    for word in proposal.cue_words
                    for other in self._cues.get(word, ())
                )
            ),
            "source inside": float(bool(proposal.source_words & proposal.words)),
            "cue inside": float(bool(proposal.cue_words & proposal.words)),
        }

    def _of_content(self, proposal: Proposal) -> Features:
        """Return the form of the content: its marks, length, parts and edges."""
        words, content, text = proposal.words, proposal.candidate.content, self._rules.text
        numbers = {self._quotation_of[word] for word in words if word in self._quotation_of}
        quoted = sum(word in self._quotation_of for word in words)
        cut = sum(not self._quotations[number][1] <= words for number in numbers)
        unclosed = sum(not self._quotations[number][0].closed for number in numbers)
        start, end = content[0][0], content[-1][1]
        paragraphs = {bisect_right(self._paragraph_starts, span[0]) for span in content}
        before = text[max(0, start - 2) : start].strip()[-1:]
        first_word = text[start : start + 5].lower().lstrip("“\"'‘")
        return {
            "quoted share": quoted / len(words),
            "is direct": float(quoted >= 0.9 * len(words)),
            "is mixed": float(0 < quoted < 0.9 * len(words)),
            "quotations": float(min(4, len(numbers))),
            "cut quotations": float(min(3, cut)),
            "unclosed quotations": float(min(2, unclosed)),
            "parts": float(min(4, len(content))),
            "paragraphs": float(min(4, len(paragraphs))),
            "length": math.log(len(words)),
            "ends sentence": float(text[end - 1 : end] in _SENTENCE_ENDS or text[end : end + 1] in _SENTENCE_ENDS),
            "begins sentence": float(not before or before in _SENTENCE_ENDS),
            "begins with that": float(first_word.startswith("that ")),
            "begins with capital": float(text[start : start + 2].lstrip("“\"'‘")[:1].isupper()),
            "first paragraph": float(start < (self._rules.paragraphs[0][1] if self._rules.paragraphs else 0)),
            "sentences": float(min(5, sum(mark in text[start:end] for mark in (". ", "? ", "! ", ".” ", "\n")))),
        }

    def _of_clause(self, proposal: Proposal) -> Features:
        """Return whether the content is a whole clause, and what of its sentence or its speech is left out."""
        tree, index, candidate = self._tree, self._index, proposal.candidate
        tokens = tree.tokens_in(candidate.content)
        if not tokens:
            return {}
        heads = [token for token in tree.heads(tokens) if tree.pos[token] not in ("PUNCT", "SPACE")]
        own_words = proposal.words | proposal.source_words | proposal.cue_words
        first = min((tree.subtrees[token][0] for token in heads), default=tokens[0])
        last = max((tree.subtrees[token][1] for token in heads), default=tokens[-1] + 1)
        before = index.words([(tree.starts[first], tree.starts[tokens[0]])])
        behind = index.words([(tree.ends[tokens[-1]], tree.ends[last - 1])])
        numbers = {self._quotation_of[word] for word in proposal.words if word in self._quotation_of}
        earliest = min(numbers, default=0)
        return {
            "clauses": float(min(4, len(heads))),
            "words left behind": math.log1p(len(behind - own_words)),
            "words left before": math.log1p(len(before - own_words)),
            "continues a quotation": float(bool(earliest and self._quotations[earliest - 1][0].continued)),
            "quotations left": float(min(3, self._quotations_left(proposal, numbers))),
        }

    def _quotations_left(self, proposal: Proposal, numbers: set[int]) -> int:
        """Return how many quotations of the cue's sentence are not in the content."""
        tokens = self._tree.tokens_in(proposal.candidate.cue)
        if not tokens:
            return 0
        root = tokens[0]
        while self._tree.head[root] != root:
            root = self._tree.head[root]
        start, end = self._tree.chars(self._tree.subtrees[root])
        first, last = bisect_left(self._quotation_starts, start), bisect_left(self._quotation_starts, end)
        return sum(bool(self._quotations[number][1]) for number in range(first, last) if number not in numbers)

    def _of_source(self, proposal: Proposal) -> Features:
        """Return what the source is, and where it stands."""
        candidate = proposal.candidate
        if not candidate.source:
            return {"no source": 1.0}
        tree = self._tree
        tokens = tree.tokens_in(candidate.source)
        if not tokens:
            return {"no source": 1.0}
        head = next((token for token in tokens if not tokens[0] <= tree.head[token] <= tokens[-1]), tokens[-1])
        cue_tokens = tree.tokens_in(candidate.cue)
        features = {
            "source is pronoun": float(len(tokens) == 1 and tree.lower[tokens[0]] in _PRONOUNS),
            "source is name": float(any(tree.ent[token] in _SPEAKING_ENTITIES for token in tokens)),
            "source is person": float(any(tree.ent[token] == "PERSON" for token in tokens)),
            "source is nominal": float(tree.pos[head] in ("NOUN", "PROPN", "PRON")),
            "source is subject": float(tree.dep[head] in _SUBJECTS),
            "source is passive": float(tree.dep[head] == "nsubjpass"),
            "source is object": float(tree.dep[head] in ("dobj", "dative", "pobj")),
            "source length": math.log(len(tokens)),
            "source quoted": float(self._rules.is_quoted[head]),
        }
        if cue_tokens:
            gap = min(abs(tokens[0] - cue_tokens[-1]), abs(cue_tokens[0] - tokens[-1]))
            verb = next((token for token in cue_tokens if tree.pos[token] in ("VERB", "AUX")), None)
            subject = tree.subject(verb) if verb is not None else None
            features |= {
                "subject is source": float(subject is not None and subject.token in tokens),
                "subject is another": float(subject is not None and subject.token not in tokens),
                "subject is its own": float(subject is not None and subject.relation == "own"),
                "source distance": math.log1p(gap),
                "source beside cue": float(gap <= 2),
                "source before cue": float(tokens[0] < cue_tokens[0]),
                "source of cue": float(tree.head[head] in cue_tokens),
            }
        return features

    def _of_cue(self, proposal: Proposal) -> Features:
        """Return what the cue is, and how far from it the content stands."""
        candidate = proposal.candidate
        rules, tree = self._rules, self._tree
        tokens = tree.tokens_in(candidate.cue)
        if not tokens:
            return {"no cue": 1.0}
        anchor = next((token for token in tokens if tree.pos[token] in ("VERB", "NOUN", "ADJ")), tokens[-1])
        cue_type = rules.cues.type_of(candidate.cue_key, candidate.source_lemma)
        start, end = candidate.content[0][0], candidate.content[-1][1]
        cue_start, cue_end = candidate.cue[0][0], candidate.cue[-1][1]
        between = (cue_end, start) if cue_end <= start else (end, cue_start) if end <= cue_start else None
        distance = len(self._index.words([between])) if between and between[0] < between[1] else 0
        same_paragraph = bisect_right(self._paragraph_starts, cue_start) in {
            bisect_right(self._paragraph_starts, span[0]) for span in candidate.content
        }
        features = {
            f"cue {cue_type}": 1.0,
            f"cue {tree.pos[anchor]}": 1.0,
            "cue known": float(rules.cues.has_type(candidate.cue_key)),
            "cue direct": float(candidate.cue_key in rules.cues.direct),
            "cue length": float(min(5, len(tokens))),
            "cue participle": float(tree.tag[anchor] in ("VBG", "VBN")),
            "cue infinitive": float(tree.tag[anchor] == "VB"),
            "cue passive": float(tree.child(anchor, "auxpass") is not None),
            "cue negated": float(tree.child(anchor, "neg") is not None),
            "cue has clause": float(tree.child(anchor, "ccomp") is not None),
            "cue quoted": float(rules.is_quoted[anchor]),
            "cue before content": float(between is not None and cue_end <= start),
            "cue among content": float(between is None),
            "cue distance": math.log1p(distance),
            "cue in paragraph": float(same_paragraph),
        }
        return {name: value for name, value in features.items() if name in _COLUMNS}


def _is_same_reading(proposal: Proposal, other: Proposal) -> bool:
    """Return whether two proposals come from one reading of the model or one candidate of the rules."""
    if proposal.model is not None and proposal.model is other.model:
        return True
    return proposal.rule is not None and proposal.rule is other.rule


def _surety(proposal: Proposal) -> float:
    """Return how sure the model, or else the rule, is of its own reading."""
    if proposal.model is not None:
        return proposal.model.anchor_probability * proposal.model.content_probability
    return proposal.candidate.confidence


def _logit(probability: float) -> float:
    clipped = min(max(probability, _LEAST_PROBABILITY), 1 - _LEAST_PROBABILITY)
    return math.log(clipped / (1 - clipped))


FEATURE_NAMES: tuple[str, ...] = (
    *("model", "model anchor", "model content", "model own content", "model source", "model own source"),
    *("model has source", "model content overlap", "model content is whole", "model source overlap"),
    *(f"form {form}" for form in _FORMS),
    *(f"rule {rule}" for rule in (*_RULES, "another rule")),
    *("rule confidence", "rule content overlap", "rule content is whole", "rule source overlap"),
    *("rule has source", "rule same cue", "rule and model agree"),
    *("words claimed by others", "rival rules", "rival speakers", "surest rival", "cues inside"),
    *("same cue elsewhere", "source inside", "cue inside"),
    *("quoted share", "is direct", "is mixed", "quotations", "cut quotations", "unclosed quotations", "parts"),
    *("paragraphs", "length", "ends sentence", "begins sentence", "begins with that", "begins with capital"),
    *("first paragraph", "sentences", "clauses", "words left behind", "words left before"),
    *("continues a quotation", "quotations left"),
    *("no source", "source is pronoun", "source is name", "source is person", "source is nominal"),
    *("source is subject", "source is passive", "source is object", "source length", "source quoted"),
    *("source distance", "source beside cue", "source before cue", "source of cue"),
    *("subject is source", "subject is another", "subject is its own"),
    *("no cue", *(f"cue {cue_type}" for cue_type in _CUE_TYPES), *(f"cue {pos}" for pos in _WORD_CLASSES)),
    *("cue known", "cue direct", "cue length", "cue participle", "cue infinitive", "cue passive", "cue negated"),
    *("cue has clause", "cue quoted", "cue before content", "cue among content", "cue distance"),
    "cue in paragraph",
)
"""The features of a proposal, in the order of the judge's columns."""

_COLUMNS = {name: column for column, name in enumerate(FEATURE_NAMES)}
