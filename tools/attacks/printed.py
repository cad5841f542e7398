"""What commands print, export and copy of an archive in which every name is hostile."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Draft
from onrecord.export import FORMATS
from tools.attacks.commands import failure_of, run_forked
from tools.attacks.outcome import Outcome
from tools.attacks.terminal import HOSTILE, DeskProcess, copied_texts, harmful, write_hostile_archive

_NAME = HOSTILE.replace("\0", "")
"""A process can be given every character but NUL."""

_PRINTING = (
    ["list"], ["show", "1"], ["show", "1", "2", "3"], ["search", "harbour"], ["search", "harbour", "--limit", "1"],
    ["quotes"], ["quotes", "harbour"], ["actors"], ["actor", "Minister"], ["actor", "harbour"], ["entities"],
    ["stats"], ["stats", "harbour"], ["lists"], ["notes"], ["versions", "1"], ["feeds"], ["doctor"], ["restore"],
    ["tag", "1", _NAME], ["note", "1", _NAME], ["edit", "1", "--title", _NAME], ["edit", "1", "--source", _NAME],
    ["lists", "save", _NAME, "harbour"], ["lists", "forget", _NAME], ["star", "1"], ["remove", "1", "--yes"],
    ["search", _NAME], ["list", f"tag:{_NAME}"], ["list", f"in:{_NAME}"], ["show", _NAME], ["actor", _NAME],
    ["list", "--sort", _NAME], ["list", "--format", _NAME], ["add", _NAME], ["add", f"http://{_NAME}"],
    ["fetch", _NAME],
    ["feeds", "add", _NAME], ["import-corrections", _NAME], ["restore-backup", _NAME],
    ["backup", f"./{_NAME[:9]}"],
    [_NAME], [f"--{_NAME}"], ["export", "--format", _NAME], ["serve", "--host", _NAME], ["annotate", _NAME],
    *(["export", "--format", name] for name, form in FORMATS.items() if form.shape == "text"),
)  # fmt: skip
"""Commands that print names, or what they are given."""

_STARTS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", "＝1", "＋1", "－1", "＠1")
"""What a spreadsheet takes for a formula, some with what is taken off before."""
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")

_COPYING = ("y", "\x19", "Y", "]y", "\ty", "Dy", "vwwwwwy", ["|", "cat\r", "y"])
"""Keys that copy."""


def attack_printing(folder: Path, every: int = 1) -> Outcome:
    """Print everything of an archive of hostile names, and give commands such names.

    Args:
        folder: A folder that need not be there.
        every: Runs only the first of so many.
    """
    outcome = Outcome("No command prints an escape sequence of an article, or of what it is given")
    write_hostile_archive(folder / "hostile")
    for command in _PRINTING[::every]:
        place = Path(shutil.copytree(folder / "hostile", folder / "copy"))
        ran = run_forked(command, place)
        findings = harmful(ran.stdout + ran.stderr)
        failure = failure_of(ran, command, (0, 1, 2))
        outcome.count(failure or (f"{command}: {findings[:3]}" if findings else ""))
        shutil.rmtree(place)
    return outcome


def attack_spreadsheets(folder: Path, every: int = 1) -> Outcome:
    """Export what a spreadsheet takes for a formula, in every place of an article; ``every`` as for printing."""
    outcome = Outcome("No cell of an exported CSV is taken for a formula")
    for number, start in enumerate(_STARTS[::every]):
        text = f"{start.strip()} said: “{start} is a sum.”"
        at = text.index("“")
        quote = Attribution(
            source=[(0, len(start.strip()))],
            cue=[(at - 6, at - 2)],
            content=[(at + 1, len(text) - 1)],
            kind="direct",
            speaker=["a1"],
        )
        actor = Actor(id="a1", name=start, type="person", mentions=[(0, len(start.strip()))])
        annotation = Annotation(actors=[actor], attributions=[quote], annotator=version())
        place = folder / str(number)
        with Archive.open(place) as archive:
            archive.articles.add(Draft(title=start, text=text, source=start, author=start, url=start), annotation)
        ran = run_forked(["export", "--format", "csv"], place)
        rows = list(csv.reader(io.StringIO(ran.stdout, newline="")))
        formulas = [cell for row in rows for cell in row if _FORMULA.match(cell)]
        is_whole = len(rows) == 2 and not ran.returncode
        outcome.count("" if is_whole and not formulas else f"{start!r}: {formulas}, {ran.stderr}")
    return outcome


def attack_clipboard(folder: Path) -> Outcome:
    """Copy from the desk what has hostile names."""
    outcome = Outcome("What the desk copies holds no escape sequence")
    write_hostile_archive(folder / "hostile")
    for keys in _COPYING:
        with DeskProcess(folder / "hostile", folder / "config.toml") as terminal:
            terminal.read(until="x␛c")
            terminal.type("\r")
            shown = terminal.read()
            for key in keys:
                terminal.type(key)
                shown += terminal.read()
            findings = harmful(shown)
            outcome.count(f"after {keys!r}: {findings[:3]}, copied: {copied_texts(shown)[:1]}" if findings else "")
    return outcome
