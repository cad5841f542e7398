"""Parsed texts written by hand, for tests of a single rule: no model, so each takes less than a millisecond.

One line is one sentence, one word of it one token, written ``word/TAG/dependency/head/lemma``::

    make_doc('''
        Anna/NNP/compound/Berg Berg/NNP/nsubj/said said/VBD/ROOT that/IN/mark/fails it/PRP/nsubj/fails
        fails/VBZ/ccomp/said/fail .

        He/PRP/nsubj/left left/VBD/ROOT/left/leave .
    ''')

- A line that begins with white space deeper than the first line's goes on with the sentence above it; an empty
  line is a paragraph break (a token of its own, as spaCy's tokenizer makes it).
- The head is a word of the same sentence, ``word#2`` for its second occurrence. Without a head a token hangs on
  the root of its sentence.
- What is left out has a default: punctuation has its own tag and the dependency ``punct``, everything else the
  tag ``NN`` and the dependency ``dep``; the lemma is the word in lower case (of a proper noun, the word), or what
  ``LEMMAS`` says.
- The coarse part of speech follows from tag and dependency; ``TAG+POS`` overrides it: ``had/VBD+AUX``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent

from spacy.lang.en import English
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab, create_vocab

LEMMAS = {
    "'s": "'s",
    "added": "add",
    "am": "be",
    "are": "be",
    "asked": "ask",
    "been": "be",
    "being": "be",
    "called": "call",
    "had": "have",
    "has": "have",
    "is": "be",
    "said": "say",
    "saying": "say",
    "says": "say",
    "told": "tell",
    "was": "be",
    "were": "be",
    "wrote": "write",
}
"""Lemmas of the verbs that most sentences of tests have; others are written in the sentence."""

_COARSE = {
    "CC": "CCONJ",
    "CD": "NUM",
    "DT": "DET",
    "EX": "PRON",
    "IN": "ADP",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "JJS": "ADJ",
    "MD": "AUX",
    "NN": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "NNS": "NOUN",
    "PDT": "DET",
    "POS": "PART",
    "PRP": "PRON",
    "PRP$": "PRON",
    "RB": "ADV",
    "RBR": "ADV",
    "RBS": "ADV",
    "RP": "ADP",
    "TO": "PART",
    "UH": "INTJ",
    "VB": "VERB",
    "VBD": "VERB",
    "VBG": "VERB",
    "VBN": "VERB",
    "VBP": "VERB",
    "VBZ": "VERB",
    "WDT": "PRON",
    "WP": "PRON",
    "WP$": "PRON",
    "WRB": "SCONJ",
    "_SP": "SPACE",
    "$": "SYM",
}
_PUNCTUATION = {
    "“": "``",
    "‘": "``",
    "”": "''",
    '"': "''",
    "(": "-LRB-",
    ")": "-RRB-",
    ":": ":",
    ";": ":",
    "–": ":",
}
_NO_SPACE_BEFORE = frozenset(".,:;!?)]”%…") | {"'s", "’s", "n't", "n’t", "'"}
_NO_SPACE_AFTER = frozenset("([“‘$")
_BREAK = "\n\n"


def make_doc(
    sentences: str,
    *,
    ents: Mapping[str, str] | None = None,
    vocab: Vocab | None = None,
) -> Doc:
    """Return the Doc of sentences in the notation above.

    Args:
        sentences: One sentence a line.
        ents: Words of the text → label of the entity that they are, at each place where they stand.
        vocab: The vocabulary to use, a new one by default.
    """
    rows: list[tuple[str, str, str, str, str, int]] = []
    for sentence in _sentences(sentences):
        rows += _rows(sentence, len(rows))
    words, tags, pos, deps, lemmas, heads = (list(column) for column in zip(*rows, strict=True))
    return doc_of_columns(
        [str(word) for word in words],
        heads=[int(head) for head in heads],
        deps=[str(dep) for dep in deps],
        tags=[str(tag) for tag in tags],
        pos=[str(coarse) for coarse in pos],
        lemmas=[str(lemma) for lemma in lemmas],
        ents=ents,
        vocab=vocab,
    )


def doc_of_columns(
    words: Sequence[str],
    *,
    heads: Sequence[int] | None = None,
    deps: Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    pos: Sequence[str] | None = None,
    lemmas: Sequence[str] | None = None,
    spaces: Sequence[bool] | None = None,
    ents: Mapping[str, str] | None = None,
    vocab: Vocab | None = None,
) -> Doc:
    """Return the Doc of these columns; without ``spaces``, words are set as English sets them.

    Args:
        words: The tokens.
        heads: For each token the index of its head; a root's is its own.
        deps: For each token its dependency.
        tags: For each token its tag of the Penn Treebank.
        pos: For each token its coarse part of speech.
        lemmas: For each token its lemma.
        spaces: For each token whether a space follows.
        ents: Words of the text → label of the entity that they are, at each place where they stand.
        vocab: The vocabulary to use, a new one by default.
    """
    doc = Doc(
        vocab or create_vocab("en", English.Defaults),  # an empty Vocab knows no lower case, digits or spaces
        words=list(words),
        spaces=list(spaces) if spaces is not None else _spaces(words),
        heads=list(heads) if heads is not None else None,
        deps=list(deps) if deps is not None else None,
        tags=list(tags) if tags is not None else None,
        pos=list(pos) if pos is not None else None,
        lemmas=list(lemmas) if lemmas is not None else None,
    )
    doc.ents = tuple(_entities(doc, ents or {}))
    return doc


def _sentences(sentences: str) -> list[list[str]]:
    """The sentences as lists of written tokens; a paragraph break is a token at the end of the one before."""
    written: list[list[str]] = []
    for line in dedent(sentences).strip().split("\n"):
        if not line.strip():
            written[-1].append(f"{_BREAK}/_SP")
        elif line[0].isspace():
            written[-1] += line.split()
        else:
            written.append(line.split())
    return written


def _rows(sentence: Sequence[str], offset: int) -> list[tuple[str, str, str, str, str, int]]:
    """Each token's word, tag, coarse part of speech, dependency, lemma and head, an index into the Doc."""
    parts = [token.split("/") + [""] * (5 - len(token.split("/"))) for token in sentence]
    words = [part[0] for part in parts]
    roots = [index for index, part in enumerate(parts) if part[2] == "ROOT"]
    if len(parts) > 1 and len(roots) != 1:
        raise ValueError(f"{len(roots)} roots in {' '.join(words)}")
    root = roots[0] if roots else 0
    rows = []
    for index, (word, tag, dep, head, lemma) in enumerate(parts):
        is_punctuation = not tag and not any(character.isalnum() for character in word)
        tag, _, coarse = tag.partition("+")
        tag = tag or (_PUNCTUATION.get(word, word if word in ".," else ".") if is_punctuation else "NN")
        if index == root:
            dep = dep or "ROOT"
        dep = dep or ("punct" if is_punctuation else "dep")
        coarse = coarse or _coarse(tag, dep, is_punctuation=is_punctuation)
        lemma = lemma or LEMMAS.get(word.lower()) or (word if coarse == "PROPN" else word.lower())
        target = _position(words, head) if head and dep != "ROOT" else root
        rows.append((word, tag, coarse, dep, lemma, offset + target))
    return rows


def _coarse(tag: str, dep: str, *, is_punctuation: bool) -> str:
    if is_punctuation:
        return "PUNCT"
    if dep in ("aux", "auxpass") and tag.startswith("VB"):
        return "AUX"
    if dep == "mark" and tag == "IN":
        return "SCONJ"
    return _COARSE.get(tag, "PUNCT")


def _position(words: Sequence[str], head: str) -> int:
    word, _, number = head.partition("#")
    positions = [index for index, candidate in enumerate(words) if candidate == word]
    if not positions or (len(positions) > 1 and not number):
        raise ValueError(f"{head} is {len(positions)} times in {' '.join(words)}")
    return positions[int(number or 1) - 1]


def _spaces(words: Sequence[str]) -> list[bool]:
    spaces = []
    straight_is_open = False
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        opens = word in _NO_SPACE_AFTER
        if word == '"':
            straight_is_open = opens = not straight_is_open
        closes_next = after in _NO_SPACE_BEFORE or (after == '"' and straight_is_open)
        is_edge = not after or word.isspace() or after.isspace()
        spaces.append(not (opens or closes_next or is_edge))
    return spaces


def _entities(doc: Doc, ents: Mapping[str, str]) -> list[Span]:
    entities = []
    for words, label in ents.items():
        start = doc.text.find(words)
        if start < 0:
            raise ValueError(f"{words} is not in {doc.text}")
        while start >= 0:
            span = doc.char_span(start, start + len(words), label=label)
            if span is None:
                raise ValueError(f"{words} is no whole tokens")
            entities.append(span)
            start = doc.text.find(words, start + len(words))
    return entities
