"""Find the names of the lexicon in a text: countries, organisations and peoples, however they are spelled."""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from onrecord.annotation.lexicon import ENTITY_LABELS, load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, trim

_PREFIXES = frozenset({"pro", "anti", "non", "ex", "un"})


class LexiconMatcher:
    """Finds the names that the lexicon knows, with the pipeline's own tokenizer."""

    def __init__(self, nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab)
        lexicon = load_lexicon()
        for entries in lexicon.entries.values():
            for entry in entries:
                label = f"{'?' if entry.name in lexicon.ambiguous else ''}{ENTITY_LABELS[entry.kind]}"
                self._matcher.add(label, [nlp.make_doc(spelling) for spelling in spellings(entry.name)])

    def __call__(self, doc: Doc) -> list[NameSpan]:
        """Return the longest names at each place, none over another, in the order of the text.

        A label with a question mark, as ``?ORG``, is that of a name that is an ordinary word as well.
        """
        matches = [NameSpan(start, end, doc.vocab.strings[label]) for label, start, end in self._matcher(doc)]
        matches.sort(key=lambda name: (name.start, -name.end, name.label.startswith("?")))
        longest: list[NameSpan] = []
        for match in matches:
            if not longest or match.start >= longest[-1].end:
                longest.append(_with_prefix(doc, trim(doc, match) or match))
        return longest


def spellings(name: str) -> set[str]:
    """Return a name as texts write it: with either apostrophe, without its article, in capitals."""
    return {name, name.replace("'", "’"), name.removeprefix("The "), name.upper() if len(name) > 3 else name}


def _with_prefix(doc: Doc, name: NameSpan) -> NameSpan:
    """Return the name of a people together with a prefix before it: ``pro-Russian`` is one name."""
    if name.label == "NORP" and name.start > 1 and doc[name.start - 1].text == "-":
        prefix = doc[name.start - 2]
        if prefix.lower_ in _PREFIXES and not prefix.whitespace_:
            return NameSpan(name.start - 2, name.end, name.label, name.certain)
    return name
