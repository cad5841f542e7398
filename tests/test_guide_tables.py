"""The guide's tables of what goes in and what comes out name all that is read and written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.export import FORMATS
from onrecord.ingest.kinds.kind_table import Kind, read_kinds

GUIDE = (Path(__file__).parents[1] / "docs" / "guide.md").read_text("utf-8")
WHAT_GOES_IN = GUIDE.partition("| what goes in |")[2].partition("\n\n")[0]
WHAT_COMES_OUT = GUIDE.partition("| what comes out |")[2].partition("\n\n")[0]


@pytest.mark.parametrize("kind", read_kinds(), ids=lambda kind: kind.name)
def test_each_kind_of_file_that_is_read_is_in_the_table(kind: Kind) -> None:
    names = re.findall(r"\b\w*[A-Z]\w*\b", kind.name) or re.findall(r"\w+", kind.name)[-1:]
    assert [name for name in names if name.lower() not in WHAT_GOES_IN.lower()] == []


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_that_is_written_is_in_the_table(form: str) -> None:
    assert f"`{form}`" in WHAT_COMES_OUT


def test_each_library_that_is_not_always_there_is_told() -> None:
    extras = {kind.extra for kind in read_kinds() if kind.needs}
    assert [extra for extra in extras if f"onrecord[{extra}]" not in GUIDE] == []
