"""A small archive with something of everything, to be attacked in copies."""

from __future__ import annotations

import pytest

from tools.attacks.sample import Sample, write_archive


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write_archive(tmp_path_factory.mktemp("sample"), 12, length=60)
