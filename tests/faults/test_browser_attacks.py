"""The desk in a browser, in short: ``make torture`` asks for more, does more and lets more readers come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.attacks.sample import Sample

pytest.importorskip("textual_serve", reason="needs onrecord[serve]")

from tools.attacks.browser import attack_door, attack_from_browser


def test_without_the_token_a_server_gives_nothing(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_door(tmp_path / "door", sample, every=25)
    assert outcome.failures == []
    assert outcome.tried == 24


def test_a_reader_in_a_browser_changes_nothing(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_from_browser(tmp_path / "reader", sample, every=60)
    assert outcome.failures == []
    assert outcome.tried == 4
