"""Who said what: the component ``onrecord_quotes``, with the model or with the rules alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.doc.extensions import need_parse
from onrecord.annotation.doc.prefetch import ahead
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural import model as reader
from onrecord.annotation.quotes import rules as quotes
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.ensemble import Ensemble
from onrecord.annotation.quotes.work_titles import is_work_title
from onrecord.base.records import Attribution, Span, words_of

Annotator = Literal["model", "rules"]

_WORD = re.compile(r"\w+")
_BESIDE = frozenset("a an the his her its their my our new and then".split())
"""What may stand beside the title of a work and the word for the work."""
_NOBODY = frozenset({"it", "there", "that", "which", "what"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_KEYS = {"NOUN": "{}.n", "ADJ": "{}.a"}


@Language.factory(
    "onrecord_quotes",
    default_config={"annotator": None},
    requires=["token.dep", "token.pos", "token.lemma"],
    assigns=["doc._.attributions"],
)
def onrecord_quotes(nlp: Language, name: str, annotator: Annotator | None) -> Quotes:
    """Sets ``doc._.attributions``: source, cue and content of each, without speakers.

    ``annotator`` is "model", "rules", or None for the model where it is installed and else the rules. Raises
    AnnotateError if the model is asked for and cannot be loaded.
    """
    return Quotes(annotator)


class Quotes:
    """The component. ``annotator`` tells who reads: "model" or "rules"."""

    def __init__(self, annotator: Annotator | None = None) -> None:
        self.annotator: Annotator = annotator or ("model" if reader.exists() else "rules")
        if self.annotator == "model":
            reader.load()

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Reads Docs in batches; the model reads one batch while the pipeline prepares the next."""
        if self.annotator == "rules":
            for doc in stream:
                need_parse(doc, "onrecord_quotes")
                doc.user_data.pop(reader.KEPT, None)
                doc._.attributions = quotes.extract_attributions(doc)
                yield doc
            return
        model = reader.load()

        def begin(docs: list[Doc]) -> tuple[list[reader.ModelOutput | None], reader.Begun]:
            for doc in docs:
                need_parse(doc, "onrecord_quotes")
            kept = [doc.user_data.pop(reader.KEPT, None) for doc in docs]
            unread = model.pieces([doc for doc, read in zip(docs, kept, strict=True) if read is None])
            return kept, model.begin(unread, [None] * len(unread))

        def finish(begun: tuple[list[reader.ModelOutput | None], reader.Begun]) -> list[reader.ModelOutput]:
            reads = iter(model.finish(begun[1]))
            return [next(reads) if read is None else read for read in begun[0]]

        for doc, read in ahead(stream, batch_size, begin, finish):
            doc._.attributions = attributions(doc, model.readings(doc.text, read.pieces, read.found))
            yield doc


def attributions(doc: Doc, found: Sequence[reader.ModelAttribution]) -> list[Attribution]:
    """The attributions of a parsed text that the model has read, in the order of their first content."""
    if not len(doc):
        return []
    rules = quotes.RuleExtractor(doc, load_cues())
    seen = {
        token: item
        for item in rules.certain_candidates
        for span in item.cue
        for token in _tokens(rules.tree, *span)
    }
    readings = (_reading(rules, seen, item) for item in found)
    joined = Ensemble(rules.text, (reading for reading in readings if not _names_works(rules, reading)))
    joined.split_labelled(rules.labelled_candidates)
    joined.split_by_cue(rules.certain_candidates)
    joined.complete_quotations(rules.quotations)
    joined.add_missed_speech(rules.certain_candidates)
    for utterance in rules.uncued_utterances:
        spans = [(quotation.start, quotation.end) for quotation in utterance.quotations]
        joined.attach_uncued(spans, rules.paragraphs[utterance.paragraph][0])
    return sorted(
        (rules.to_attribution(reading) for reading in joined.candidates), key=lambda item: item.content[0]
    )


def _reading(
    rules: quotes.RuleExtractor, seen: Mapping[int, AttributionCandidate], found: reader.ModelAttribution
) -> AttributionCandidate:
    """What the model found, with the words by which the lexicon tells what the cue reports.

    ``seen`` are the certain readings of the rules by the tokens of their cues. Where the model has no source, as
    for who begins a text, theirs or the cue's subject is.
    """
    tree, cues = rules.tree, rules.cues
    tokens = [token for span in found.cue for token in _tokens(tree, *span)]
    anchor = max(bisect_right(tree.starts, found.anchor) - 1, 0)
    words = [_word(tree, token) for token in (anchor, *tokens)]
    known = (word for word in words if word in cues.types or f"{word}.v" in cues.types)
    rule = next((seen[token] for token in tokens if token in seen), None)
    given = found.source or (rule.source if rule is not None else _subject(tree, anchor, found.content))
    given = _without_neighbour(tree, given, anchor)
    source = [token for span in given for token in _tokens(tree, *span)]
    heads = [tree.lemma[token] for token in source if tree.head[token] not in source or tree.head[token] == token]
    return AttributionCandidate(
        source=given,
        cue=found.cue,
        content=found.content,
        cue_key="say" if rules.text[found.anchor] == ":" else next(known, words[0]),
        source_lemma=heads[0] if heads else "",
        confidence=found.confidence,
        why=_why(rules.text, found, rule.why if rule is not None else ""),
    )


def _names_works(rules: quotes.RuleExtractor, reading: AttributionCandidate) -> bool:
    """Whether the content is no more than titles of works with what one is, and the cue no word of saying.

    ``sang the song “Imagine” and then “Yesterday”``; but ``called the film “Disgrace”``, and ``sang “Imagine”``
    as well: what somebody sings are his words in PolNeAR.
    """
    cues, text = rules.cues, rules.text
    inside = rules.quotations_in(reading.content)
    if not any(is_work_title(text, quotation, cues.works, handled=False) for quotation in inside):
        return False
    if reading.cue_key not in cues.work_verbs and cues.type_of(reading.cue_key) == "speech":
        return False
    if not rules.only_names_works(reading.cue_key, reading.content):
        return False
    beside = (
        word.group().lower()
        for start, end in reading.content
        for word in _WORD.finditer(text, start, end)
        if not any(quotation.start <= word.start() < quotation.end for quotation in inside)
    )
    return all(word in _BESIDE or word in cues.works or word.removesuffix("s") in cues.works for word in beside)


def _subject(tree: DependencyTree, verb: int, content: Sequence[Span]) -> list[Span]:
    """Who does what a verb says, if the verb has a subject of its own before it and outside of the content."""
    subject = tree.child(verb, "nsubj")
    if subject is None or tree.lower[subject] in _NOBODY:
        return []
    phrase = tree.phrase(subject, before=verb)
    if phrase is None:
        return []
    start, end = tree.chars(phrase)
    if any(start < right and left < end for left, right in content):
        return []
    return [(start, end)]


def _without_neighbour(tree: DependencyTree, source: list[Span], verb: int) -> list[Span]:
    """The source without a name that happens to stand before it: in a message to the paper *she* said."""
    tokens = [token for span in source for token in _tokens(tree, *span)]
    if len(source) != 1 or len(tokens) < 2 or tree.lower[tokens[-1]] not in _PRONOUNS:
        return source
    own = tree.child(verb, "nsubj") == tokens[-1] and tree.lower[tokens[-2]] not in ("and", "or", ",", "nor")
    return [tree.chars((tokens[-1], tokens[-1] + 1))] if own else source


def _why(text: str, found: reader.ModelAttribution, rule: str) -> str:
    """What made the model's reading, in words: the model alone, or a rule that sees the same."""
    if rule:
        return f"the model and the marks: {rule}"
    if not found.cue:
        return "the model, without a cue"
    return f"the model, by “{words_of(text, found.cue)}”"


def _word(tree: DependencyTree, token: int) -> str:
    """A token's key in the lexicon of cues."""
    lemma = tree.lemma[token]
    if tree.lower[token] == "according":
        return "according_to"
    particle = tree.child(token, "prt")
    if particle is not None:
        return f"{lemma}_{tree.lower[particle]}"
    return _KEYS.get(tree.pos[token], "{}").format(lemma)


def _tokens(tree: DependencyTree, start: int, end: int) -> range:
    return range(bisect_right(tree.ends, start), bisect_left(tree.starts, end))
