"""Copying quotes, one alone or several that were gathered.

What cites them is imported when the first is copied: few sessions do.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.base.records import Article, Quote
from onrecord.base.settings import DoubtfulQuotes
from onrecord.terminal.segments import counted


class QuoteCopies:
    """Puts quotes with their citations on the clipboard."""

    def __init__(
        self,
        put_on_clipboard: Callable[[str, str], object],
        say: Callable[[str], object],
        doubtful: DoubtfulQuotes = "mark",
    ) -> None:
        """Begin with no gathered quotes.

        Args:
            put_on_clipboard: Gets a text, and what it is in words; copies it and says so.
            say: Tells the user why something is not copied.
            doubtful: What becomes of doubtful quotes.
        """
        self._put_on_clipboard = put_on_clipboard
        self._say = say
        self._doubtful: DoubtfulQuotes = doubtful
        self._gathered: list[Quote] = []

    def copy(self, quote: Quote) -> None:
        """Copy a quote alone; what was gathered is forgotten."""
        if self._is_left_out(quote):
            return
        from onrecord.export.citation import cite

        self._gathered.clear()
        self._put_on_clipboard(cite(quote), "the quote with its citation")

    def gather(self, quote: Quote) -> None:
        """Add a quote to those that were gathered, and copy all of them together."""
        if self._is_left_out(quote):
            return
        from onrecord.export.citation import cite

        is_new = all((quote.article, quote.index) != (each.article, each.index) for each in self._gathered)
        if is_new:
            self._gathered.append(quote)
        text = "\n\n".join(cite(each) for each in self._gathered)
        label = counted(len(self._gathered), "gathered quote")
        self._put_on_clipboard(text, label if is_new else f"the same {label}")

    def _is_left_out(self, quote: Quote) -> bool:
        """Return whether a quote may not be copied, and say so."""
        from onrecord.export.doubtful import LEFT_OUT, is_wanted

        if is_wanted(quote, self._doubtful):
            return False
        self._say(LEFT_OUT)
        return True

    def copy_text(self, text: str, label: str) -> None:
        """Copy a text, which ``label`` names in words."""
        self._put_on_clipboard(text, label)

    def copy_passage(self, words: str, article: Article) -> None:
        """Copy a passage of an article, with where it stands."""
        from onrecord.export.citation import cite_passage

        self._put_on_clipboard(cite_passage(words, article), "the passage with its citation")
