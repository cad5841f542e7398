"""Split words that stand together without a blank, as spaCy's tokenizer leaves them in texts from the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.util import compile_infix_regex, compile_prefix_regex

if TYPE_CHECKING:
    from spacy.language import Language

_MARK_INFIXES = (
    r"(?<=[^\W_])[.,:;!?…–—](?=[“”‘\"][^\W\d_])",
    r"(?<=[\w.,:;!?…)–—-])[“”](?=\w)",
    r"(?<=[^\W\d_][.,:;!?])[\"‘](?=[^\W\d_])",
)
"""A quotation mark between two words, and what ends the first of them: ``said,“Look``, ``word.”He``."""

_DASH_PREFIXES = (r"-{1,3}(?=[A-Z])",)
"""A dash that opens a line or an aside: ``-Mr. Brandt said``."""

_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks that do not break a line, or are of another width. spaCy would make each a word of its own."""

_TURNED_APOSTROPHE = re.compile(r"(?<=\w)‘(?=(?:s|t|d|m|re|ve|ll)\b)|(?<=\bO)‘(?=[A-Z])")
"""The mark that opens a quotation, where an apostrophe should be: ``Trump‘s``."""


def split_at_marks(nlp: Language) -> None:
    """Let the tokenizer of a pipeline split words at quotation marks and dashes.

    A tokenizer that is not spaCy's own is left as it is.
    """
    tokenizer = nlp.tokenizer
    infixes, prefixes = nlp.Defaults.infixes, nlp.Defaults.prefixes
    if infixes is not None and hasattr(tokenizer, "infix_finditer"):
        tokenizer.infix_finditer = compile_infix_regex([*infixes, *_MARK_INFIXES]).finditer
    if prefixes is not None and hasattr(tokenizer, "prefix_search"):
        tokenizer.prefix_search = compile_prefix_regex([*prefixes, *_DASH_PREFIXES]).search


def with_plain_characters(text: str) -> str:
    """Return the text, character for character, with plain blanks, and apostrophes for turned marks."""
    return _TURNED_APOSTROPHE.sub("’", _BLANKS.sub(" ", text))
