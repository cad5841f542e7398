"""What is known before a text is read: names of countries and bodies, and the words for people and for speech."""

from onrecord.annotation.lexicon.lexicon import (
    DATA_FOLDER,
    ENTITY_LABELS,
    EntryKind,
    Gender,
    Lexicon,
    LexiconEntry,
    load_lexicon,
)

__all__ = ["DATA_FOLDER", "ENTITY_LABELS", "EntryKind", "Gender", "Lexicon", "LexiconEntry", "load_lexicon"]
