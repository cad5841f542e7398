"""Errors about records that are missing or ambiguous, each a sentence for the user."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.archive.storage.errors import ArchiveError
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.field_limits import excess


class NoSuchArticle(ArchiveError):
    """No article has this id."""

    def __init__(self, article: int) -> None:
        super().__init__(f"There is no article {article} in the archive.")
        self.article = article


class NoSuchNote(ArchiveError):
    """No note has this id."""

    def __init__(self, note: int) -> None:
        super().__init__(f"There is no note {note} in the archive.")
        self.note = note


class NoSuchFeed(ArchiveError):
    """There is no feed of this name or address."""

    def __init__(self, words: str, names: list[str]) -> None:
        import difflib

        similar = difflib.get_close_matches(words, names, 1)
        hint = f" Did you mean “{similar[0]}”?" if similar else ""
        super().__init__(f"There is no feed “{words}” in the archive.{hint}")


class NoSuchActor(ArchiveError):
    """There is no actor of this name or id."""


class AmbiguousActor(ArchiveError):
    """Several actors may be meant by a name: ``candidates``, the most quoted first."""

    def __init__(self, name: str, candidates: list[ArchiveActor]) -> None:
        names = ", ".join(f"{candidate.name} ({candidate.type})" for candidate in candidates[:5])
        more = " …" if len(candidates) > 5 else ""
        super().__init__(f"“{name}” may be several: {names}{more}. Say the whole name, or of which type.")
        self.candidates = candidates


class NoSuchCorrection(ArchiveError):
    """There is no correction with this id."""

    def __init__(self, correction: int) -> None:
        super().__init__(f"There is no correction {correction} in the archive.")
        self.correction = correction


class FieldTooLong(ArchiveError):
    """Something beside a text is longer than it may be; ``reason`` says what and by how much."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason[0].upper()}{reason[1:]}. Shorten it; nothing was stored.")
        self.reason = reason


def check_lengths(fields: Mapping[str, object]) -> None:
    """Raise FieldTooLong if one of some fields of a record is too long."""
    if reason := excess(fields):
        raise FieldTooLong(reason)
