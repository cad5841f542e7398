"""What the documents name exists: links, paths, modules, names of the code, commands and their options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import typer.main

from docs import walkthrough
from onrecord.cli import app

ROOT = Path(__file__).parents[1]
SOURCE_ROOTS = (ROOT, ROOT / "core" / "onrecord", ROOT / "tui" / "onrecord")
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "training" / "card.md",
        ROOT / "core/onrecord/annotation/neural/MODEL_CARD.md",
        ROOT / "core/onrecord/annotation/lexicon/SOURCES.md",
    ]
)
CODE_FOLDERS = ("core", "tui", "tests", "tools", "training", "benchmarks", "docs")
NAMES_OF_OTHERS = {"DataTable", "ListView"}
"""Names of Textual that the documents mention and no module uses."""
BUILT_FOLDERS = ("build/", "dist/", "onrecord/resources")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_OUTPUT = re.compile(r"<!-- output: [a-z-]+ -->\n```text\n.*?\n```", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
_MODULE = re.compile(r"(?:onrecord|benchmarks|tools|training|docs)(?:\.\w+)+")
_NAME = re.compile(r"[A-Za-z]\w*(?:_\w+|[a-z][A-Z]\w*)")
_SUFFIXES = (".py", ".md", ".tcss", ".tsv", ".onnx", ".toml")


def each_document(argument: str = "document") -> pytest.MarkDecorator:
    """Return the mark that runs a test once for each document."""
    return pytest.mark.parametrize(argument, DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def code_words(document: Path) -> list[str]:
    """Return what stands in backticks within the sentences of a document."""
    return _CODE.findall(_FENCE.sub("", document.read_text(encoding="utf-8")))


def command_lines(document: Path) -> Iterator[str]:
    """Yield the command lines of a document: those in backticks, and the lines of code blocks."""
    page = _OUTPUT.sub("", document.read_text(encoding="utf-8"))
    yield from code_words(document)
    for language, block in _FENCE.findall(page):
        if language in ("", "sh", "console"):
            yield from (line.strip() for line in block.splitlines())


@cache
def repository_paths() -> frozenset[str]:
    """Return every file and folder of the sources, relative to the root of the repository."""
    paths = (
        path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts
    )
    return frozenset(path.relative_to(ROOT).as_posix() for path in paths)


@cache
def source_words() -> frozenset[str]:
    """Return every word of the Python sources and of pyproject.toml."""
    files = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)]
    texts = (path.read_text(encoding="utf-8") for path in [*files, ROOT / "pyproject.toml"])
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def is_path_of_ours(word: str) -> bool:
    """Return whether a word in backticks claims to be a file or folder of the repository."""
    if not _PATH.fullmatch(word) or word.startswith(BUILT_FOLDERS):
        return False
    first, slash, _ = word.partition("/")
    return (word.endswith(_SUFFIXES) and word not in _SUFFIXES) or bool(
        slash and any((root / first).is_dir() for root in SOURCE_ROOTS)
    )


def exists(word: str) -> bool:
    """Return whether a path exists, from the root, from a source root, or as the end of a path in the sources."""
    path = word.rstrip("/")
    if any(any(root.glob(path)) for root in SOURCE_ROOTS):
        return True
    return any(fnmatchcase(known, f"*/{path}") for known in repository_paths())


def module_exists(dotted: str) -> bool:
    """Return whether a dotted name is a module of ours, or a name that occurs in one."""
    parts = dotted.removeprefix("onrecord.").split(".")
    for count in range(len(parts), 0, -1):
        for root in SOURCE_ROOTS:
            base = root.joinpath(*parts[:count])
            module = base.with_suffix(".py")
            if base.is_dir() and count == len(parts):
                return True
            if module.is_file():
                words = set(re.findall(r"\w+", module.read_text(encoding="utf-8")))
                return set(parts[count:]) <= words
    return False


@each_document()
def test_links_lead_to_files_and_headings(document: Path) -> None:
    page = _FENCE.sub("", document.read_text(encoding="utf-8"))
    for link in _LINK.findall(page):
        if link.startswith(("http:", "https:")):
            continue
        target, _, heading = link.partition("#")
        path = document.parent / target if target else document
        assert path.exists(), link
        if heading:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings], link


@each_document()
def test_paths_exist(document: Path) -> None:
    assert [word for word in code_words(document) if is_path_of_ours(word) and not exists(word)] == []


@each_document()
def test_modules_and_their_names_exist(document: Path) -> None:
    words = [word for word in code_words(document) if _MODULE.fullmatch(word) and not is_path_of_ours(word)]
    assert [word for word in words if not module_exists(word)] == []


@each_document()
def test_names_of_the_code_occur_in_it(document: Path) -> None:
    dotted = [word for word in code_words(document) if re.fullmatch(r"[\w.]+", word) and not is_path_of_ours(word)]
    names = [name for word in dotted for name in word.split(".") if _NAME.fullmatch(name)]
    assert [name for name in names if name not in source_words() | NAMES_OF_OTHERS] == []


@each_document()
def test_commands_exist(document: Path) -> None:
    problems = [problem for line in command_lines(document) if (problem := command_problem(line))]
    assert problems == []


def command_problem(line: str) -> str:
    """Return what is wrong with a command line of a document; an empty text if nothing is."""
    command = line.partition(" #")[0].partition(" | ")[0].strip()
    if match := re.match(r"make ([a-z]+)\b", command):
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return "" if match[1] in targets else f"no such target: {line}"
    if match := re.match(r"python -m ([\w.]+)", command):
        return "" if is_program(match[1]) else f"no such module: {line}"
    if match := re.match(r"python (\S+\.py)", command):
        return "" if (ROOT / match[1]).is_file() else f"no such program: {line}"
    if re.match(r"onrecord( |$)", command):
        return onrecord_problem(shlex.split(command)[1:], line)
    return ""


def is_program(module: str) -> bool:
    """Return whether ``python -m`` can run a module of ours, or it is none of ours."""
    if module in ("pip", "venv", "build"):
        return True
    return module == "onrecord" or module_exists(module)


def onrecord_problem(words: list[str], line: str) -> str:
    """Return what is wrong with the words after ``onrecord``."""
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    name = next((word for word in words if not word.startswith("-")), None)
    if name is None or name == "COMMAND":
        command = group
    elif name not in commands:
        return f"no such command: {line}"
    else:
        command = commands[name]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    given = [word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)]
    unknown = [option for option in given if option not in options]
    return f"no option {', '.join(unknown)}: {line}" if unknown else ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("onrecord doctor --repair", ""),
        ("onrecord docter", "no such command: onrecord docter"),
        ("onrecord doctor --mend", "no option --mend: onrecord doctor --mend"),
        ("make test", ""),
        ("make tests", "no such target: make tests"),
        ("python -m benchmarks.quotes --first 3", ""),
        ("python -m benchmarks.quoted", "no such module: python -m benchmarks.quoted"),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(line: str, problem: str) -> None:
    assert command_problem(line) == problem


def test_paths_and_modules_that_do_not_exist_are_noticed() -> None:
    assert is_path_of_ours("core/onrecord/base/record.py")
    assert not exists("core/onrecord/base/record.py")
    assert exists("base/records.py")
    assert exists("core/onrecord/annotation")
    assert not module_exists("onrecord.base.record")
    assert module_exists("onrecord.base.records.Draft")
    assert not module_exists("onrecord.base.records.Drafts")


def test_the_walkthrough_shows_what_the_annotator_produces() -> None:
    page = walkthrough.PAGE.read_text(encoding="utf-8")
    blocks = walkthrough.outputs()
    assert walkthrough.is_current(page, blocks), "make it anew: python -m docs.walkthrough"
    assert sorted(walkthrough.block_names(page)) == sorted(blocks)


@pytest.mark.parametrize(
    ("shown", "is_current"), [("0.93  Ann", True), ("0.96  Ann", True), ("0.80  Ann", False), ("0.93  Bob", False)]
)
def test_an_output_may_differ_in_the_rounding_of_a_confidence_alone(shown: str, is_current: bool) -> None:
    page = f"<!-- output: model -->\n```text\n{shown}\n```\n"
    assert walkthrough.is_current(page, {"model": "0.93  Ann"}) is is_current


def test_the_model_card_says_what_its_template_says() -> None:
    template = (ROOT / "training" / "card.md").read_text(encoding="utf-8")
    card = (ROOT / "core/onrecord/annotation/neural/MODEL_CARD.md").read_text(encoding="utf-8")
    pattern = "".join(
        ".+?" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", template)
    )
    assert re.fullmatch(pattern, card, re.DOTALL)
