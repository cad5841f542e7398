"""Turn what the model read into candidates for attributions, and choose between them and those of the rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.judge import OUTPUTS, Judge, shipped_judge
from onrecord.annotation.quotes.judge_features import FeatureReader
from onrecord.annotation.quotes.proposals import Proposal, ProposalMaker
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.selection import select
from onrecord.annotation.quotes.word_index import WordIndex
from onrecord.annotation.quotes.work_titles import is_work_title
from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.annotation.text.spans import ClaimedSpans
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Attribution, Span, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WHOLE_CLAUSE_SHARE = 0.65
"""How probable a whole clause must be against a part of it, to be taken instead."""

_TITLE_NEIGHBOURS = frozenset("a an the his her its their my our new and then".split())
"""What may stand beside the title of a work and the word for the work."""
_EXPLETIVES = frozenset({"it", "there", "that", "which", "what"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_KEY_FORMS = {"NOUN": "{}.n", "ADJ": "{}.a"}


def merge_attributions(doc: Doc, model_attributions: Sequence[ModelAttribution]) -> list[Attribution]:
    """Return the attributions of a parsed text that the model has read, in the order of their first content."""
    rules = RuleExtractor(doc, load_cues())
    word_index = WordIndex(rules.text)
    judge = shipped_judge()
    proposals = make_proposals(rules, word_index, model_attributions)
    probabilities = judge.probabilities(FeatureReader(rules, word_index, proposals).table())
    chosen = choose(word_index, proposals, probabilities, judge)
    return rules.records(with_all_paragraphs(rules.quotations, chosen))


def make_proposals(
    rules: RuleExtractor, word_index: WordIndex, model_attributions: Sequence[ModelAttribution]
) -> list[Proposal]:
    """Return all readings of a text's attributions.

    Args:
        rules: What the rules make of the text.
        word_index: Its words.
        model_attributions: What the model read.
    """
    rule_candidates = {
        token: candidate for candidate in rules.certain_candidates for token in rules.tree.tokens_in(candidate.cue)
    }
    readings = [(to_candidate(rules, rule_candidates, item), item) for item in model_attributions]
    return ProposalMaker(rules, word_index).proposals(
        reading for reading in readings if not only_has_titles(rules, reading[0])
    )


def choose(
    word_index: WordIndex, proposals: Sequence[Proposal], probabilities: NDArray[np.float32], judge: Judge
) -> list[AttributionCandidate]:
    """Return the candidates of the proposals that the judge takes, with their confidence.

    A few words that two of them share go to the more probable one.

    Args:
        word_index: The words of the text.
        proposals: All readings.
        probabilities: What the judge says of each, columns as OUTPUTS has them.
        judge: The judge.
    """
    chosen = select([proposal.words for proposal in proposals], judge.expected_gains(probabilities).tolist())
    chosen = with_whole_clauses(proposals, probabilities[:, OUTPUTS.index("exact")].tolist(), chosen)
    certainty = probabilities[:, OUTPUTS.index("attribution")].tolist()
    taken: set[int] = set()
    candidates: list[AttributionCandidate] = []
    for index in sorted(chosen, key=lambda index: -certainty[index]):
        proposal = proposals[index]
        free_words = proposal.words - taken
        taken |= proposal.words
        candidates.append(
            replace(
                proposal.candidate,
                content=word_index.parts(proposal.candidate.content, free_words),
                confidence=judge.confidence(certainty[index]),
            )
        )
    return candidates


def with_whole_clauses(
    proposals: Sequence[Proposal], exact_probabilities: Sequence[float], chosen: Sequence[int]
) -> list[int]:
    """Return the indices of what was chosen, contents that stop within a clause exchanged for the whole clause.

    Annotators end “he said it works, which surprised us” at the comma about as often as not. Readers want to see
    all that was said, so the whole clause is taken where it is nearly as probable.

    Args:
        proposals: All readings.
        exact_probabilities: How probable it is that the content of each is right to the word.
        chosen: The indices of those that were chosen.
    """
    taken = frozenset(chain.from_iterable(proposals[index].words for index in chosen))
    extended: dict[int, list[int]] = {}
    for index, proposal in enumerate(proposals):
        if proposal.form == "extended":
            extended.setdefault(id(proposal.model), []).append(index)

    def is_better(other: int, index: int) -> bool:
        whole, part = proposals[other], proposals[index]
        return (
            whole.words > part.words
            and whole.source_words == part.source_words
            and not (whole.words - part.words) & taken
            and exact_probabilities[other] >= WHOLE_CLAUSE_SHARE * exact_probabilities[index]
        )

    return [
        max(
            (other for other in extended.get(id(proposals[index].model), ()) if is_better(other, index)),
            key=lambda other: exact_probabilities[other],
            default=index,
        )
        for index in chosen
    ]


def with_all_paragraphs(
    quotations: Sequence[Quotation], candidates: Sequence[AttributionCandidate]
) -> list[AttributionCandidate]:
    """Give those who close or open a quotation its other paragraphs, which nobody else has.

    A quotation of several paragraphs is opened in each and closed in the last, where its speaker often stands. The
    judge has seen too few of them to learn this convention. Who closes it comes before who opens it.

    Args:
        quotations: The outermost quotations, in order.
        candidates: What the judge chose.
    """
    claimed = ClaimedSpans()
    for candidate in candidates:
        claimed.add(candidate.content)
    whole: list[AttributionCandidate] = []
    for candidate in candidates:
        earlier = _earlier_paragraphs(quotations, claimed, candidate.content[0][0])
        claimed.add(earlier)
        whole.append(replace(candidate, content=[*earlier, *candidate.content]) if earlier else candidate)
    for index, candidate in enumerate(whole):
        later = _later_paragraphs(quotations, claimed, candidate.content[-1][1])
        claimed.add(later)
        if later:
            whole[index] = replace(candidate, content=[*candidate.content, *later])
    return whole


def _earlier_paragraphs(quotations: Sequence[Quotation], claimed: ClaimedSpans, start: int) -> list[Span]:
    """Return the quotations that go on in the one that begins at a place, and that nobody has."""
    number = bisect_left(quotations, (start,))
    earlier: list[Span] = []
    if number < len(quotations) and quotations[number].start == start:
        while number and quotations[number - 1].continued and not claimed.overlaps([quotations[number - 1].inner]):
            number -= 1
            earlier.insert(0, (quotations[number].start, quotations[number].end))
    return earlier


def _later_paragraphs(quotations: Sequence[Quotation], claimed: ClaimedSpans, end: int) -> list[Span]:
    """Return the rest of the quotation in which a content ends and those in which it goes on, if they are free."""
    number = bisect_left(quotations, (end,)) - 1
    later: list[Span] = []
    while 0 <= number < len(quotations) - 1 and quotations[number].continued:
        rest = (end, quotations[number].end)
        if claimed.overlaps([rest, quotations[number + 1].inner]):
            break
        if rest[0] < rest[1]:
            later.append(rest)
        number += 1
        later.append((quotations[number].start, quotations[number].end))
        end = quotations[number].end
    return later


def to_candidate(
    rules: RuleExtractor, rule_candidates: Mapping[int, AttributionCandidate], attribution: ModelAttribution
) -> AttributionCandidate:
    """Return what the model read, with the key under which the lexicon has the cue.

    Where the model has no source, as for who begins a text, it is that of the rules or the subject of the cue.

    Args:
        rules: What the rules make of the text.
        rule_candidates: The certain candidates of the rules, by the token indices of their cues.
        attribution: What the model read.
    """
    tree, cues = rules.tree, rules.cues
    cue_tokens = tree.tokens_in(attribution.cue)
    anchor = max(bisect_right(tree.starts, attribution.anchor) - 1, 0)
    keys = [cue_key(tree, token) for token in (anchor, *cue_tokens)]
    known_keys = (key for key in keys if cues.has_type(key))
    rule = next((rule_candidates[token] for token in cue_tokens if token in rule_candidates), None)
    source = attribution.source
    if not source:
        source = rule.source if rule is not None else subject_before(tree, anchor, attribution.content)
    source = pronoun_alone(tree, source, anchor)
    heads = tree.heads(tree.tokens_in(source))
    return AttributionCandidate(
        source=source,
        cue=attribution.cue,
        content=attribution.content,
        cue_key="say" if rules.text[attribution.anchor] == ":" else next(known_keys, keys[0]),
        source_lemma=tree.lemma[heads[0]] if heads else "",
        confidence=attribution.anchor_probability * attribution.content_probability,
        why=_explanation(rules.text, attribution.cue, rule.why if rule is not None else ""),
    )


def only_has_titles(rules: RuleExtractor, candidate: AttributionCandidate) -> bool:
    """Return whether the content is no more than titles of works, and the cue no word of saying.

    Beside the titles there may be words for what they are.

    It is so in ``sang the song “Imagine” and then “Yesterday”``, but not in ``called the film “Disgrace”``, nor in
    ``sang “Imagine”``: what somebody sings are their words in PolNeAR.
    """
    cues, text = rules.cues, rules.text
    quotations = rules.quotations_in(candidate.content)
    if not any(is_work_title(text, quotation, cues.works, has_work_verb=False) for quotation in quotations):
        return False
    if candidate.cue_key not in cues.work_verbs and cues.type_of(candidate.cue_key) == "speech":
        return False
    if not rules.only_names_works(candidate.cue_key, candidate.content):
        return False
    words_outside = (
        word.group().lower()
        for start, end in candidate.content
        for word in WORD.finditer(text, start, end)
        if not any(quotation.start <= word.start() < quotation.end for quotation in quotations)
    )
    return all(
        word in _TITLE_NEIGHBOURS or word in cues.works or word.removesuffix("s") in cues.works
        for word in words_outside
    )


def subject_before(tree: DependencyTree, verb: int, content: Sequence[Span]) -> list[Span]:
    """Return the subject of a verb (a token index), if it stands before the verb and outside of the content."""
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.lower[subject] in _EXPLETIVES:
        return []
    phrase = tree.phrase(subject, before=verb)
    if phrase is None:
        return []
    start, end = tree.chars(phrase)
    if any(start < content_end and content_start < end for content_start, content_end in content):
        return []
    return [(start, end)]


def pronoun_alone(tree: DependencyTree, source: list[Span], verb: int) -> list[Span]:
    """Return a source without a name that happens to stand before it: in a message to the paper *she* said."""
    tokens = tree.tokens_in(source)
    if len(source) != 1 or len(tokens) < 2 or tree.lower[tokens[-1]] not in _PRONOUNS:
        return source
    is_subject = tree.child(verb, "nsubj") == tokens[-1]
    is_alone = tree.lower[tokens[-2]] not in ("and", "or", ",", "nor")
    return [tree.chars((tokens[-1], tokens[-1] + 1))] if is_subject and is_alone else source


def _explanation(text: str, cue: list[Span], rule: str) -> str:
    """Return in words what decided: the model alone, or a rule that sees the same."""
    if rule:
        return f"the model and the marks: {rule}"
    if not cue:
        return "the model, without a cue"
    return f"the model, by “{words_of(text, cue)}”"


def cue_key(tree: DependencyTree, token: int) -> str:
    """Return the key of a token in the lexicon of cues: ``say``, ``rule_out``, ``claim.n``."""
    lemma = tree.lemma[token]
    if tree.lower[token] == "according":
        return "according_to"
    particle = tree.child(token, "prt")
    if particle is not None:
        return f"{lemma}_{tree.lower[particle]}"
    return _KEY_FORMS.get(tree.pos[token], "{}").format(lemma)
