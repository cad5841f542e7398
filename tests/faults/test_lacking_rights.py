"""Archives to which rights or room are lacking, in short: ``make torture`` runs more commands on more of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.attacks.permissions import attack_file_sizes, attack_permissions
from tools.attacks.sample import Sample


def test_what_may_be_read_is_read_and_the_rest_is_said(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_permissions(tmp_path / "rights", sample, every=10)
    if outcome.reason:
        pytest.skip(outcome.reason)
    assert outcome.failures == []
    assert outcome.tried == 14


def test_where_no_file_may_grow_a_change_is_done_or_refused_whole(sample: Sample, tmp_path: Path) -> None:
    outcome = attack_file_sizes(tmp_path / "sizes", sample, every=12)
    if outcome.reason:
        pytest.skip(outcome.reason)
    assert outcome.failures == []
    assert outcome.tried == 2
