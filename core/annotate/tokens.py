"""Words that stand together without a blank: what spaCy's tokenizer leaves in one piece, in texts from the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.util import compile_infix_regex

if TYPE_CHECKING:
    from spacy.language import Language

_BESIDE_MARKS = (
    r"(?<=[^\W_])[.,:;!?…–—](?=[“”‘\"][^\W\d_])",
    r"(?<=[\w.,:;!?…)–—-])[“”](?=\w)",
    r"(?<=[^\W\d_][.,:;!?])[\"‘](?=[^\W\d_])",
)
"""A quotation mark between two words, and what ends the first of them: ``said,“Look``, ``word.”He``."""

_TURNED = re.compile(r"(?<=\w)‘(?=(?:s|t|d|m|re|ve|ll)\b)|(?<=\bO)‘(?=[A-Z])")
"""The mark that opens a quotation, where an apostrophe should be: ``Trump‘s``."""


def part_at_marks(nlp: Language) -> None:
    """Let a pipeline's tokenizer part what quotation marks part; it must be spaCy's own, others are left alone."""
    tokenizer = nlp.tokenizer
    infixes = nlp.Defaults.infixes
    if infixes is not None and hasattr(tokenizer, "infix_finditer"):
        tokenizer.infix_finditer = compile_infix_regex([*infixes, *_BESIDE_MARKS]).finditer


def with_apostrophes(text: str) -> str:
    """The text, character for character, with apostrophes where turned marks stand for them."""
    return _TURNED.sub("’", text)
