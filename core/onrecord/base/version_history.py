"""The versions of an article as a history: when each came, and what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.base.records import ArticleVersion, count_words
from onrecord.base.text_changes import ChangeKind, TextChange, text_changes


@dataclass(frozen=True)
class VersionStep:
    """A version and the one before it.

    Attributes:
        number: The place of the version, from 1.
        since: When it came, as an ISO time in UTC.
        version: The version.
        before: The version that it replaced, None for the first.
    """

    number: int
    since: str
    version: ArticleVersion
    before: ArticleVersion | None = None

    @cached_property
    def changes(self) -> list[TextChange]:
        """What it changed in the text; all of it is unchanged in the first version."""
        return text_changes((self.before or self.version).text, self.version.text)

    @cached_property
    def word_count(self) -> int:
        """How many words the text of the version has."""
        return count_words(self.version.text)

    @cached_property
    def _changed_words(self) -> Counter[ChangeKind]:
        words: Counter[ChangeKind] = Counter()
        for change in self.changes:
            words[change.kind] += count_words(change.text)
        return words

    def count(self, kind: ChangeKind) -> int:
        """Return how many words of the text were removed or added."""
        return self._changed_words[kind]

    def prepare(self) -> None:
        """Compare the texts and count their words, which is only done once."""
        _ = self.word_count, self._changed_words


def version_steps(added: str, versions: Sequence[ArticleVersion]) -> list[VersionStep]:
    """Return the history of an article, the first version first.

    Args:
        added: When the article was added, as an ISO time in UTC.
        versions: Its versions, the newest last.
    """
    since = [added, *(version.replaced for version in versions)]
    before = [None, *versions]
    return [
        VersionStep(number, since[number - 1], version, before[number - 1])
        for number, version in enumerate(versions, start=1)
    ]
