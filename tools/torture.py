"""Attacks every promise many times, and writes into benchmarks/RESULTS.md how often it held.

usage: python -m tools.torture [--only GROUP …] [--damages N] [--documents N] [--kills N] [--times N] [--inputs N]
       [--keys N] [--texts N] [--articles N] [--minutes N] [--seed N] [--go-on] [--commands NAME …]

Damaged files are read and repaired, commands killed, the desk is walked through with hostile names and typed at
random. The tests in tests/faults do the same in short. All groups together take hours; it ends with 1 if a promise
did not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks import results
from tools.attacks.at_once import attack_at_once
from tools.attacks.bad_input import attack_input
from tools.attacks.browser import attack_door, attack_from_browser, attack_readers
from tools.attacks.crowd import attack_together
from tools.attacks.damage import attack_bits, attack_files
from tools.attacks.folders import attack_full, attack_names, attack_newer
from tools.attacks.hostile_sources import attack_sources
from tools.attacks.kills import attack_commands
from tools.attacks.malformed import attack_documents
from tools.attacks.outcome import Outcome
from tools.attacks.permissions import attack_file_sizes, attack_permissions, attack_small_disks
from tools.attacks.printed import attack_clipboard, attack_printing, attack_spreadsheets
from tools.attacks.sample import Sample, write_archive
from tools.attacks.system_calls import attack_calls, attack_syncs
from tools.attacks.terminal import attack_escapes, attack_keys, attack_soak
from tools.attacks.texts import attack_endless_texts, attack_texts
from tools.attacks.waiting import attack_waiting

Attack = Callable[[Path, Sample, argparse.Namespace], Iterable[Outcome]]
"""Attacks in an empty folder, with a small archive and the arguments of the command line."""


def main() -> None:
    """Run the attacks, and print and write what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=_GROUPS, default=list(_GROUPS), metavar="GROUP")
    parser.add_argument("--damages", type=int, default=250, help="damaged copies, and flipped bits")
    parser.add_argument("--documents", type=int, default=200, help="documents of another form")
    parser.add_argument("--kills", type=int, default=100, help="kills of each command")
    parser.add_argument("--times", type=int, default=100, help="how often several come to the same thing at once")
    parser.add_argument("--inputs", type=int, default=500, help="command lines with bad input")
    parser.add_argument("--keys", type=int, default=10_000, help="random keys, with each of three seeds")
    parser.add_argument("--texts", type=int, default=3_000, help="damaged texts")
    parser.add_argument("--articles", type=int, default=100_000, help="articles changed while others write")
    parser.add_argument(
        "--minutes", type=float, default=10, help="how long the desk is read on at, and many use one archive"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--go-on",
        action="store_true",
        help="keep the rows of RESULTS.md, and kill commands as often as these lack",
    )
    parser.add_argument(
        "--commands", nargs="+", metavar="NAME", help="kill these commands only, and keep the rows of the others"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-torture-") as folder:
        sample = write_archive(Path(folder, "sample"), 60)
        outcomes = [
            outcome for group in arguments.only for outcome in _run(group, Path(folder, group), sample, arguments)
        ]
    sys.exit(any(outcome.failures for outcome in outcomes))


def _run(group: str, folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    """Run the attacks of a group, and write its section of RESULTS.md."""
    folder.mkdir()
    attack, options = _GROUPS[group]
    keeps_rows = arguments.go_on or arguments.commands
    rows = {row[0]: row for row in results.rows(_section(group))} if keeps_rows else {}
    chosen = " ".join(f"--{option} {getattr(arguments, option)}" for option in (*options, "seed"))
    command = f"python -m tools.torture --only {group} {chosen}"
    for outcome in attack(folder, sample, arguments):
        print(f"{outcome.held:>6} of {outcome.tried:<6} {outcome.claim}", flush=True)
        for failure in outcome.failures[:20]:
            print(f"       {failure}", flush=True)
        claim = f"{outcome.claim} (not tried here: {outcome.reason})" if outcome.reason else outcome.claim
        rows[claim] = [claim, f"{outcome.tried:,}", f"{outcome.held:,}"]
        results.store(_section(group), command, results.table(["claim", "tried", "held"], list(rows.values())))
        yield outcome


def _section(group: str) -> str:
    return f"Faults: {group}"


def _attack_kills(folder: Path, _: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    rows = results.rows(_section("kills")) if arguments.go_on else []
    earlier = {row[0]: _earlier(*row) for row in rows}

    def is_wanted(claim: str) -> bool:
        return any(claim.startswith(f"onrecord {name}, killed") for name in arguments.commands)

    yield from attack_commands(
        folder, arguments.kills, arguments.seed, earlier, is_wanted if arguments.commands else None
    )


def _earlier(claim: str, tried: str, held: str) -> Outcome:
    """Return what a row of RESULTS.md tells of an attack."""
    tried_count, held_count = (int(number.replace(",", "")) for number in (tried, held))
    failures = ["in an earlier run"] * (tried_count - held_count)
    return Outcome(claim, tried_count, failures)


def _attack_damages(folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_bits(folder / "bits", sample, arguments.damages, arguments.seed)
    yield from attack_files(folder, sample, arguments.damages, arguments.seed)


def _attack_documents(folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield from attack_documents(folder / "documents", sample, arguments.documents, arguments.seed)


def _attack_at_once(folder: Path, _: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield from attack_at_once(folder, arguments.times, arguments.seed)


def _attack_keys(folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    for seed in range(arguments.seed, arguments.seed + 3):
        yield attack_keys(folder / str(seed), sample.file, arguments.keys, seed)


def _attack_soak(folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_soak(folder / "read", sample.file, arguments.minutes, arguments.seed)


def _attack_folders(folder: Path, sample: Sample, _: argparse.Namespace) -> Iterator[Outcome]:
    for attack in (
        attack_names,
        attack_newer,
        attack_full,
        attack_permissions,
        attack_small_disks,
        attack_file_sizes,
    ):
        yield attack(folder / attack.__name__, sample)


def _attack_escapes(folder: Path, _: Sample, __: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_escapes(folder)
    yield attack_printing(folder / "printing")
    yield attack_spreadsheets(folder / "cells")
    yield attack_clipboard(folder / "clipboard")


def _attack_browser(folder: Path, sample: Sample, _: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_door(folder / "door", sample)
    yield attack_from_browser(folder / "reading", sample)
    yield attack_from_browser(folder / "writing", sample, "--write")
    yield attack_readers(folder / "readers", sample)


def _attack_input(folder: Path, sample: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_input(folder / "input", sample, arguments.inputs, arguments.seed)


def _attack_system_calls(folder: Path, sample: Sample, _: argparse.Namespace) -> Iterator[Outcome]:
    for attack in (attack_syncs, attack_calls):
        yield attack(folder / attack.__name__, sample)


def _attack_texts(_: Path, __: Sample, arguments: argparse.Namespace) -> Iterator[Outcome]:
    yield attack_endless_texts(arguments.seed)
    yield attack_texts(arguments.texts, arguments.seed)


_GROUPS: dict[str, tuple[Attack, tuple[str, ...]]] = {
    "damages": (_attack_damages, ("damages",)),
    "documents": (_attack_documents, ("documents",)),
    "kills": (_attack_kills, ("kills",)),
    "waiting": (lambda folder, _, arguments: attack_waiting(folder, arguments.articles), ("articles",)),
    "folders": (_attack_folders, ()),
    "at-once": (_attack_at_once, ("times",)),
    "browser": (_attack_browser, ()),
    "input": (_attack_input, ("inputs",)),
    "system-calls": (_attack_system_calls, ()),
    "texts": (_attack_texts, ("texts",)),
    "escapes": (_attack_escapes, ()),
    "sources": (lambda folder, _, __: attack_sources(folder / "sources"), ()),
    "together": (lambda folder, _, arguments: [attack_together(folder, arguments.minutes)], ("minutes",)),
    "keys": (_attack_keys, ("keys",)),
    "soak": (_attack_soak, ("minutes",)),
}
"""The groups of attacks, with the options that each heeds."""


if __name__ == "__main__":
    main()
