"""Documents of another form, in short: ``make torture`` stores more of them."""

from __future__ import annotations

from pathlib import Path

from tools.attacks.malformed import attack_documents
from tools.attacks.sample import Sample


def test_a_document_of_another_form_is_borne_named_and_saved(sample: Sample, tmp_path: Path) -> None:
    for outcome in attack_documents(tmp_path / "documents", sample, 2, seed=5):
        assert outcome.failures == []
        assert outcome.tried >= 2
