"""The model's entities, put right: the component ``onrecord_entities``.

spaCy reads each sentence by itself. Here the article is read as a whole: by the head that shares the encoder with
the quotations, which spaCy's reading is only one hint for, and by the lexicon; or without the head by what the
lexicon knows, how the lines are written, and what the same name is called elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from onrecord.annotation.doc.prefetch import ahead
from onrecord.annotation.lexicon import ENTITY_LABELS, load_lexicon
from onrecord.annotation.lexicon.name_span import NAME_LABELS, NameSpan, trim
from onrecord.annotation.ner import table_rows
from onrecord.annotation.ner.consistency import filter_titles, relabel_surnames, unify_labels, unify_person_labels
from onrecord.annotation.ner.labels import merge_names
from onrecord.annotation.ner.person_spans import complete_person_names
from onrecord.annotation.neural import entity_features
from onrecord.annotation.neural import model as reader
from onrecord.annotation.text.line_types import TextLine, classify_lines

Annotator = Literal["model", "rules"]
_Seen = tuple[Doc, list[TextLine], list[NameSpan]]

_PREFIXES = frozenset({"pro", "anti", "non", "ex", "un"})


@Language.factory(
    "onrecord_entities", default_config={"annotator": None}, requires=["doc.ents"], assigns=["doc.ents"]
)
def create_entities(nlp: Language, name: str, annotator: Annotator | None) -> Entities:
    """The factory of the component.

    ``annotator`` is "model", "rules", or None for the model where it is installed and else the rules. Raises
    AnnotateError if the model is asked for and cannot be loaded.
    """
    return Entities(nlp, annotator)


class Entities:
    """Replaces ``doc.ents`` by better ones. Entities that are no names (dates, sums) stay as they are.

    ``annotator`` tells who reads: "model" or "rules".
    """

    def __init__(self, nlp: Language, annotator: Annotator | None = None) -> None:
        self._nlp = nlp
        has_model = (annotator == "model" or reader.exists()) and reader.load().names
        self.annotator: Annotator = annotator or ("model" if has_model else "rules")
        self._matcher = PhraseMatcher(nlp.vocab)
        known = load_lexicon()
        spelled = [
            (
                spelling,
                f"?{ENTITY_LABELS[entry.kind]}" if entry.name in known.ambiguous else ENTITY_LABELS[entry.kind],
            )
            for entries in known.entries.values()
            for entry in entries
            for spelling in _spellings(entry.name)
        ]
        docs = (nlp.make_doc(spelling) for spelling, _ in spelled)
        for (_, label), doc in zip(spelled, docs, strict=True):
            self._matcher.add(label, [doc])

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Reads Docs in batches; the model reads one batch while the pipeline prepares the next."""
        seen = ((doc, list(classify_lines(doc.text)), self.known(doc)) for doc in stream)
        if self.annotator == "rules":
            for doc, lines, known in seen:
                yield _with(doc, _by_rules(doc, lines, known))
            return
        model = reader.load()

        def begin(batch: list[_Seen]) -> reader.Begun:
            told = [entity_features.read(*item) if len(item[0]) else None for item in batch]
            return model.begin(model.pieces([doc for doc, _, _ in batch]), told)

        shares = self._is_before_quotes()
        for (doc, lines, known), read in ahead(seen, batch_size, begin, model.finish):
            if shares:
                doc.user_data[reader.KEPT] = read
            known = _combined(list(_of_datelines(doc, lines)), known)
            names = relabel_surnames(doc, unify_person_labels(doc, merge_names(doc, known, read.names or ())))
            yield _with(doc, complete_person_names(doc, filter_titles(doc, lines, names)))

    def _is_before_quotes(self) -> bool:
        """Whether a component comes that needs what the model makes of the texts besides names."""
        components = [component for _, component in self._nlp.pipeline]
        after = self._nlp.pipe_names[components.index(self) + 1 :] if self in components else []
        return any(self._nlp.get_pipe_meta(name).factory == "onrecord_quotes" for name in after)

    def known(self, doc: Doc) -> list[NameSpan]:
        """The names that the lexicon knows; a label like ``?ORG`` is for one that is an ordinary word as well."""
        found = [NameSpan(start, end, doc.vocab.strings[label]) for label, start, end in self._matcher(doc)]
        found.sort(key=lambda name: (name.start, -name.end, name.label.startswith("?")))
        longest: list[NameSpan] = []
        for name in found:
            if not longest or name.start >= longest[-1].end:
                longest.append(_with_prefix(doc, trim(doc, name) or name))
        return longest


def _with(doc: Doc, names: list[NameSpan]) -> Doc:
    """The Doc with these names, and with its entities of other kinds where no name is."""
    taken = bytearray(len(doc))
    for name in names:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    doc.ents = (
        *(Span(doc, name.start, name.end, name.label) for name in names),
        *(ent for ent in doc.ents if ent.label_ not in NAME_LABELS and not any(taken[ent.start : ent.end])),
    )
    return doc


def _by_rules(doc: Doc, lines: list[TextLine], known: list[NameSpan]) -> list[NameSpan]:
    names = _combined(known, _of_model(doc, lines))
    names = _combined(table_rows.names_in_tables(doc, lines), names)
    names = _combined(list(_of_datelines(doc, lines)), names)
    return complete_person_names(doc, unify_labels(doc, lines, names))


def _with_prefix(doc: Doc, name: NameSpan) -> NameSpan:
    """``pro-Russian`` is one name."""
    if name.label == "NORP" and name.start > 1 and doc[name.start - 1].text == "-":
        prefix = doc[name.start - 2]
        if prefix.lower_ in _PREFIXES and not prefix.whitespace_:
            return NameSpan(name.start - 2, name.end, name.label, name.certain)
    return name


def _spellings(name: str) -> set[str]:
    return {name, name.replace("'", "’"), name.removeprefix("The "), name.upper() if len(name) > 3 else name}


def _of_model(doc: Doc, lines: list[TextLine]) -> Iterator[NameSpan]:
    """The model's names, apart where one runs over the end of a line that is no prose."""
    ends = {line.end for line in lines if not line.joined}
    for ent in doc.ents:
        if ent.label_ not in NAME_LABELS:
            continue
        breaks = [token.i for token in ent if "\n" in token.text and not ends.isdisjoint(_newlines(token))]
        for start, end in pairwise([ent.start, *breaks, ent.end]):
            name = trim(doc, NameSpan(start, end, ent.label_))
            if name is not None:
                yield name


def _newlines(token: Token) -> list[int]:
    return [token.idx + at for at, char in enumerate(token.text) if char == "\n"]


def _of_datelines(doc: Doc, lines: list[TextLine]) -> Iterator[NameSpan]:
    for line in lines:
        for span in (line.city, line.region):
            tokens = doc.char_span(*span, alignment_mode="contract") if span else None
            if tokens:
                yield NameSpan(tokens.start, tokens.end, "GPE")


def _combined(sure: list[NameSpan], likely: Iterator[NameSpan] | list[NameSpan]) -> list[NameSpan]:
    """Names that do not overlap. A sure one stands, but inside a longer likely one it only helps to label it.

    A sure name with a label like ``?ORG`` needs a likely one in the same place.
    """
    by_token = {at: name for name in sure for at in range(name.start, name.end)}
    out: list[NameSpan] = []
    used: set[NameSpan] = set()
    for name in likely:
        inside = {by_token[at] for at in range(name.start, name.end) if at in by_token}
        if not inside:
            out.append(name)
            continue
        first = min(inside)
        if len(inside) == 1 and (first.start, first.end) == (name.start, name.end):
            out.append(NameSpan(name.start, name.end, first.label.lstrip("?"), certain=True))
        elif all(other.start >= name.start and other.end <= name.end for other in inside) and name.label in (
            "PERSON",
            "ORG",
            "FAC",
        ):
            out.append(name)
        else:
            continue
        used |= inside
    out += (
        NameSpan(name.start, name.end, name.label, certain=True)
        for name in sure
        if name not in used and not name.label.startswith("?")
    )
    return sorted(out)
