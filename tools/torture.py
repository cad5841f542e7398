"""Attacks every promise many times, and writes into benchmarks/RESULTS.md how often it held.

usage: python -m tools.torture [--damages N] [--kills N] [--keys N] [--seed N]

Damaged files are read and repaired, commands killed, the desk is walked through with hostile names and typed at
random. The tests in tests/faults do the same in short. Takes most of an hour; ends with 1 if a promise did not
hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import results
from tools.attacks.damage import attack_bits, attack_files
from tools.attacks.kills import attack_commands
from tools.attacks.outcome import Outcome
from tools.attacks.sample import write_archive
from tools.attacks.terminal import attack_escapes, attack_keys


def main() -> None:
    """Run all attacks, and print and write what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--damages", type=int, default=250, help="damaged copies, and flipped bits")
    parser.add_argument("--kills", type=int, default=100, help="kills of each command")
    parser.add_argument("--keys", type=int, default=10_000, help="random keys, with each of three seeds")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-torture-") as folder:
        outcomes = []
        for outcome in _attacks(Path(folder), arguments):
            print(f"{outcome.held:>6} of {outcome.tried:<6} {outcome.claim}", flush=True)
            for failure in outcome.failures[:20]:
                print(f"       {failure}", flush=True)
            outcomes.append(outcome)
    rows = [[outcome.claim, str(outcome.tried), str(outcome.held)] for outcome in outcomes]
    command = (
        f"python -m tools.torture --damages {arguments.damages} --kills {arguments.kills} "
        f"--keys {arguments.keys} --seed {arguments.seed}"
    )
    results.write("Faults", command, results.table(["claim", "tried", "held"], rows))
    sys.exit(any(outcome.failures for outcome in outcomes))


def _attacks(folder: Path, arguments: argparse.Namespace) -> Iterator[Outcome]:
    sample = write_archive(folder / "sample", 60)
    yield attack_bits(folder / "bits", sample, arguments.damages, arguments.seed)
    (folder / "copies").mkdir()
    yield from attack_files(folder / "copies", sample, arguments.damages, arguments.seed)
    yield from attack_commands(folder / "killed", sample, arguments.kills, arguments.seed)
    yield attack_escapes(folder)
    for seed in range(arguments.seed, arguments.seed + 3):
        yield attack_keys(folder / f"keys-{seed}", sample.file, arguments.keys, seed)


if __name__ == "__main__":
    main()
