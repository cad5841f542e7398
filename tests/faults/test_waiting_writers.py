"""Writers beside long changes, in short: ``make torture`` lets them wait for more articles."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.waiting import attack_waiting


def test_nobody_is_refused(tmp_path: Path) -> None:
    outcomes = list(attack_waiting(tmp_path, 200))
    assert len(outcomes) == 6
    assert [failure for outcome in outcomes for failure in outcome.failures if "waited" not in failure] == []
