"""The data of the lexicon: no doubles, nothing that no code reads, and a source for every file."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.annotation.lexicon import DATA_FOLDER, load_lexicon

ANNOTATION = DATA_FOLDER.parent
DATA_FILES = sorted(path.name for path in DATA_FOLDER.iterdir() if path.suffix in (".json", ".toml", ".tsv"))


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA_FOLDER / name).read_text(encoding="utf-8"))


def doubles(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


@cache
def names_by_module() -> dict[Path, set[str]]:
    """Module of the annotator → the names by which it reads groups."""
    return {path: set(names_read(path)) for path in ANNOTATION.rglob("*.py")}


def names_read(path: Path) -> Iterator[str]:
    """The names by which a module's code reads groups: in brackets, or one after another in a loop."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)
        elif isinstance(node, ast.comprehension | ast.For) and isinstance(node.iter, ast.Tuple):
            yield from (str(item.value) for item in node.iter.elts if isinstance(item, ast.Constant))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "pop":
            yield from (str(item.value) for item in node.args if isinstance(item, ast.Constant))


@pytest.mark.parametrize("group", sorted(toml("words.toml")))
def test_a_group_of_words_has_no_doubles_and_is_read(group: str) -> None:
    words = toml("words.toml")[group]
    assert doubles(words if isinstance(words, list) else words.split()) == []
    readers = [path for path, names in names_by_module().items() if group in names]
    assert readers, f"no code reads the group {group}"


def test_a_group_that_no_code_reads_would_be_seen(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""about towards"""\nx = lexicon["read"]\nall(lexicon[g] for g in ("looped",))\n')
    assert set(names_read(module)) == {"read", "looped"}


def test_cues_have_no_doubles() -> None:
    lists = toml("cues.toml")
    twice = {
        (section, word_class): doubles(words.split())
        for section, classes in lists.items()
        for word_class, words in classes.items()
    }
    assert {name: words for name, words in twice.items() if words} == {}


def test_names_of_organisations_and_places_have_no_doubles() -> None:
    organisations = toml("organisations.toml")
    assert doubles(name for kind in organisations.values() for names in kind for name in names) == []
    for text in toml("places.toml").values():
        assert doubles(name.strip() for name in re.split(r"[|\n]", text) if name.strip()) == []


def test_first_names_have_one_gender() -> None:
    first_names = json.loads((DATA_FOLDER / "first_names.json").read_text(encoding="utf-8"))
    assert doubles(f"{first_names['male']} {first_names['female']}".split()) == []


def test_frames_have_no_doubles() -> None:
    lines = (DATA_FOLDER / "frames.tsv").read_text(encoding="utf-8").splitlines()
    assert doubles(line.partition("\t")[0] for line in lines if not line.startswith("#")) == []


@pytest.mark.parametrize("name", DATA_FILES)
def test_every_file_has_its_source(name: str) -> None:
    rows = [line for line in (DATA_FOLDER / "SOURCES.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    (row,) = [row for row in rows if row.startswith(f"| {name} |")]
    _, _, description, source, _ = (cell.strip() for cell in row.split("|"))
    assert description
    assert source


def test_every_source_has_its_file() -> None:
    rows = (DATA_FOLDER / "SOURCES.md").read_text(encoding="utf-8").splitlines()
    names = [row.split("|")[1].strip() for row in rows if row.startswith("| ")][1:]
    assert sorted(names) == DATA_FILES


def test_names_that_are_ordinary_words_are_in_the_lexicon() -> None:
    lexicon = load_lexicon()
    names = {entry.name for entries in lexicon.entries.values() for entry in entries}
    assert sorted(lexicon.ambiguous - names) == []
