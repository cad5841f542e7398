"""Make annotations.jsonl again: the annotations of the articles in this folder, as today's annotator reads them.

usage: python -m tests.articles.annotate
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from onrecord.annotation import load
from onrecord.ingest import read

HERE = Path(__file__).parent


def main() -> None:
    annotator = load()
    with (HERE / "annotations.jsonl").open("wb") as out:
        for file in sorted(HERE.glob("*.md")):
            for draft in read(file):
                line = {"id": file.name, "annotation": annotator.annotate(draft.text)}
                out.write(msgspec.json.encode(line) + b"\n")


if __name__ == "__main__":
    main()
