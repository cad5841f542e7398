"""Input that no command can use, in short: ``make torture`` gives them more of it."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.bad_input import attack_input
from tools.attacks.sample import Sample


def test_bad_input_is_refused_in_a_sentence(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_input(tmp_path / "input", sample, 12, seed=6)
    assert outcome.failures == []
    assert outcome.tried == 12
