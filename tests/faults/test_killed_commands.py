"""Killed commands, in short: ``make torture`` kills each of them many times."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.kills import attack_commands
from tools.attacks.outcome import Outcome

COMMANDS = ("import-corrections", "annotate CORPUS --output", "list, which migrates")


def test_what_is_killed_is_whole_or_can_be_done_again(tmp_path: Path) -> None:
    claims = tuple(f"onrecord {command}, killed" for command in COMMANDS)
    done = Outcome(
        "onrecord tag, killed at any moment, leaves a sound archive; it has done all or nothing", tried=1
    )
    outcomes = list(
        attack_commands(
            tmp_path,
            1,
            1,
            {done.claim: done},
            lambda claim: claim.startswith(("onrecord tag, killed", *claims)),
            article_count=30,
        )
    )
    assert [outcome.tried for outcome in outcomes] == [1] * len(COMMANDS)
    assert done not in outcomes
    assert [failure for outcome in outcomes for failure in outcome.failures] == []
