"""Put the entities of spaCy right: the component ``onrecord_entities``.

spaCy reads each sentence by itself. Here the article is read as a whole: by the entity head, for which spaCy's
entities are only one hint, and with the lexicon; or without the head by what the lexicon knows, how the lines are
written, and what the same name is called elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.annotation.components.method import Method
from onrecord.annotation.doc.prefetch import prefetch
from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon.name_span import NAME_LABELS, NameSpan
from onrecord.annotation.ner.consistency import filter_titles, relabel_surnames, unify_labels, unify_person_labels
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.ner.lexicon_matcher import LexiconMatcher
from onrecord.annotation.ner.name_context import check_in_context
from onrecord.annotation.ner.name_sources import combine_names, dateline_names, spacy_names
from onrecord.annotation.ner.person_spans import complete_person_names
from onrecord.annotation.ner.table_rows import names_in_tables
from onrecord.annotation.neural.entity_features import read_entity_features
from onrecord.annotation.neural.entity_head import NamedSpan
from onrecord.annotation.neural.model import OUTPUT_KEY, PendingBatch, is_available, load_model
from onrecord.annotation.text.line_types import TextLine, classify_lines


class _Article(NamedTuple):
    """A text with its lines and the names in it that the lexicon knows."""

    doc: Doc
    lines: list[TextLine]
    lexicon_names: list[NameSpan]


@Language.factory(
    "onrecord_entities", default_config={"annotator": None}, requires=["doc.ents"], assigns=["doc.ents"]
)
def make_entities(nlp: Language, name: str, annotator: Method | None) -> EntityAnnotator:
    """Return the component that replaces ``doc.ents`` by better ones.

    Args:
        nlp: The pipeline that the component belongs to.
        name: Its name there.
        annotator: "model", "rules", or None for the model where it is installed and else the rules.

    Raises:
        AnnotateError: If the model is asked for and cannot be loaded.
    """
    return EntityAnnotator(nlp, annotator)


class EntityAnnotator:
    """The component. Entities that are no names (dates, sums) stay as they are.

    Attributes:
        annotator: How it reads, "model" or "rules".
        find_lexicon_names: Returns the names in a Doc that the lexicon knows.
    """

    def __init__(self, nlp: Language, annotator: Method | None = None) -> None:
        self._nlp = nlp
        if annotator is None:
            annotator = "model" if is_available() and load_model().has_entity_head else "rules"
        elif annotator == "model":
            load_model()
        self.annotator: Method = annotator
        self.find_lexicon_names = LexiconMatcher(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with better entities."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Yield Docs with better entities; the model reads one batch while the pipeline prepares the next."""
        articles = (
            _Article(doc, list(classify_lines(text_of(doc))), self.find_lexicon_names(doc)) for doc in stream
        )
        return map(_annotate_by_rules, articles) if self.annotator == "rules" else self._pipe(articles, batch_size)

    def _pipe(self, articles: Iterable[_Article], batch_size: int) -> Iterator[Doc]:
        model = load_model()

        def begin(batch: list[_Article]) -> PendingBatch:
            features = [read_entity_features(*article) if len(article.doc) else None for article in batch]
            return model.begin(model.read_pieces([article.doc for article in batch]), features)

        keeps_output = self._is_before_quotations()
        for article, output in prefetch(articles, batch_size, begin, model.finish):
            if keeps_output:
                article.doc.user_data[OUTPUT_KEY] = output
            yield _annotate_by_model(article, output.names or ())

    def _is_before_quotations(self) -> bool:
        """Return whether a later component needs what the model makes of the texts besides names."""
        components = [component for _, component in self._nlp.pipeline]
        later_names = self._nlp.pipe_names[components.index(self) + 1 :] if self in components else []
        return any(self._nlp.get_pipe_meta(name).factory == "onrecord_quotes" for name in later_names)


def _annotate_by_model(article: _Article, named_spans: Iterable[NamedSpan]) -> Doc:
    doc, lines, lexicon_names = article
    certain_names = combine_names(list(dateline_names(doc, lines)), lexicon_names)
    names = relabel_surnames(doc, unify_person_labels(doc, merge_names(doc, certain_names, named_spans)))
    names = complete_person_names(doc, filter_titles(doc, lines, names))
    return set_names(doc, check_in_context(doc, names))


def _annotate_by_rules(article: _Article) -> Doc:
    doc, lines, lexicon_names = article
    names = combine_names(lexicon_names, spacy_names(doc, lines))
    names = combine_names(names_in_tables(doc, lines), names)
    names = combine_names(list(dateline_names(doc, lines)), names)
    return set_names(doc, complete_person_names(doc, unify_labels(doc, lines, names)))


def set_names(doc: Doc, names: Sequence[NameSpan]) -> Doc:
    """Give a Doc these names as entities, and keep its entities of other kinds where no name is."""
    is_taken = bytearray(len(doc))
    for name in names:
        is_taken[name.start : name.end] = b"\1" * (name.end - name.start)
    doc.ents = (
        *(Span(doc, name.start, name.end, name.label) for name in names),
        *(ent for ent in doc.ents if ent.label_ not in NAME_LABELS and not any(is_taken[ent.start : ent.end])),
    )
    return doc
