"""The desk in a terminal: what it sends for hostile names, and random keys; ``make torture`` goes further."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.sample import Sample
from tools.attacks.terminal import HOSTILE, SHORT_WALK, attack_escapes, attack_keys, attack_soak, harmful


def test_what_steers_a_terminal_is_told_from_what_textual_sends() -> None:
    assert harmful("\x1b[38;2;1;2;3mred\x1b[0m\x1b[2;5H\x1b[?25l\x1b]22;default\x07\r\n\t") == []
    assert harmful("\x1b]52;c;cGxhaW4=\x07") == []  # plain words are copied
    for name in ("\x1bc", "\x1b]2;T\x07", "\x1bP1q", "\x9b2J", "\u202e", "\x08", "\x1b]52;c;G2M=\x07"):
        assert harmful(f"a{name}b")
    assert len(harmful(HOSTILE)) > 8


def test_no_name_reaches_the_terminal_as_it_is(tmp_path: Path) -> None:
    outcome = attack_escapes(tmp_path, SHORT_WALK)
    assert outcome.failures == []
    assert outcome.tried == len(SHORT_WALK)


def test_random_keys_do_not_end_the_desk(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_keys(tmp_path, sample.file, 200, seed=5)
    assert outcome.failures == []
    assert outcome.tried >= 200


def test_reading_on_leaves_the_desk_as_large_as_it_was(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_soak(tmp_path / "read", sample.file, minutes=0.02, seed=5, rest=0)
    assert outcome.failures == []
    assert outcome.tried == 1
