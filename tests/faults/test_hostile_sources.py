"""Hostile files, pages and feeds, and what is printed of hostile names, in short: ``make torture`` tries all of them."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.hostile_sources import attack_sources
from tools.attacks.printed import attack_printing, attack_spreadsheets


def test_hostile_sources_cost_no_other(tmp_path: Path) -> None:
    outcomes = attack_sources(tmp_path / "hostile", every=30)
    assert [outcome.failures for outcome in outcomes] == [[], [], []]
    assert [outcome.tried for outcome in outcomes] == [3, 1, 1]


def test_hostile_names_are_printed_as_they_look(tmp_path: Path) -> None:
    outcome = attack_printing(tmp_path / "printed", every=9)
    assert outcome.failures == []
    assert outcome.tried == 6


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    outcome = attack_spreadsheets(tmp_path / "cells", every=4)
    assert outcome.failures == []
    assert outcome.tried == 4
