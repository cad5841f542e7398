"""Fixtures of all tests of the archive."""

from __future__ import annotations

import pytest

from onrecord.archive.query import regex


@pytest.fixture(autouse=True)
def patient_expressions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give regular expressions more time than any needs, so that none is given up on a busy machine."""
    monkeypatch.setattr(regex, "TIMEOUT", 600.0)
