"""Several programs that come to one thing at once, in short: ``make torture`` lets them come more often."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.at_once import attack_at_once

RUSHES = (
    "add, the same files",
    "list, which migrates",
    "restore-backup, beside who writes",
    "note, after a repair was cut off",
    "note, beside the log of another file",
)


def test_nobody_fails_and_nothing_is_lost(tmp_path: Path) -> None:
    outcomes = list(attack_at_once(tmp_path, 1, 1, RUSHES))
    assert [outcome.tried for outcome in outcomes] == [1] * len(RUSHES)
    assert [failure for outcome in outcomes for failure in outcome.failures] == []
