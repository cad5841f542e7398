"""Damaged texts, in short: ``make torture`` reads more of them."""

from __future__ import annotations

from tools.attacks.texts import attack_texts


def test_damaged_texts_are_annotated() -> None:
    outcome = attack_texts(20, seed=4)
    assert outcome.failures == []
    assert outcome.tried == 20
