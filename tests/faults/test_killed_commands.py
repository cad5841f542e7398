"""Killed commands, in short: ``make torture`` kills each of them many times."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.kills import attack_commands

COMMANDS = ("import-corrections", "annotate CORPUS --output")


def test_what_is_killed_is_whole_or_can_be_done_again(tmp_path: Path) -> None:
    claims = tuple(f"onrecord {command}, killed" for command in COMMANDS)
    outcomes = list(attack_commands(tmp_path, 1, 1, lambda claim: claim.startswith(claims), article_count=30))
    assert [outcome.tried for outcome in outcomes] == [1] * len(COMMANDS)
    assert [failure for outcome in outcomes for failure in outcome.failures] == []
