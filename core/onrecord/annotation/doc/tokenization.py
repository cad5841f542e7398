"""Words that stand together without a blank: what spaCy's tokenizer leaves in one piece, in texts from the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.util import compile_infix_regex, compile_prefix_regex

if TYPE_CHECKING:
    from spacy.language import Language

_BESIDE_MARKS = (
    r"(?<=[^\W_])[.,:;!?…–—](?=[“”‘\"][^\W\d_])",
    r"(?<=[\w.,:;!?…)–—-])[“”](?=\w)",
    r"(?<=[^\W\d_][.,:;!?])[\"‘](?=[^\W\d_])",
)
"""A quotation mark between two words, and what ends the first of them: ``said,“Look``, ``word.”He``."""

_BEFORE_NAMES = (r"-{1,3}(?=[A-Z])",)
"""A dash that opens a line or an aside: ``-Mr. Brandt said``."""

_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks that do not break a line, or are of another width. spaCy would make each a word of its own."""

_TURNED = re.compile(r"(?<=\w)‘(?=(?:s|t|d|m|re|ve|ll)\b)|(?<=\bO)‘(?=[A-Z])")
"""The mark that opens a quotation, where an apostrophe should be: ``Trump‘s``."""


def split_at_marks(nlp: Language) -> None:
    """Let a pipeline's tokenizer part what marks and dashes part, if it is spaCy's own; others are left alone."""
    tokenizer = nlp.tokenizer
    infixes, prefixes = nlp.Defaults.infixes, nlp.Defaults.prefixes
    if infixes is not None and hasattr(tokenizer, "infix_finditer"):
        tokenizer.infix_finditer = compile_infix_regex([*infixes, *_BESIDE_MARKS]).finditer
    if prefixes is not None and hasattr(tokenizer, "prefix_search"):
        tokenizer.prefix_search = compile_prefix_regex([*prefixes, *_BEFORE_NAMES]).search


def with_plain_characters(text: str) -> str:
    """The text, character for character, with plain blanks, and apostrophes where turned marks stand for them."""
    return _TURNED.sub("’", _BLANKS.sub(" ", text))
