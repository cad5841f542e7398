"""Damaged files, in short: ``make torture`` damages more of them."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.damage import DAMAGES, attack_bits, attack_files
from tools.attacks.sample import Sample


def test_each_kind_of_damage_is_read_and_repaired(sample: Sample, tmp_path: Path) -> None:
    for outcome in attack_files(tmp_path, sample, len(DAMAGES), seed=3):
        assert outcome.failures == []
        assert outcome.tried == len(DAMAGES)


def test_a_flipped_bit_is_noticed(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_bits(tmp_path / "bits", sample, 12, seed=3)
    assert outcome.failures == []
    assert outcome.tried >= 10
