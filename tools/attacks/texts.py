"""Texts that no newspaper prints: the annotator reads them all, and in a time that grows as they do."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Iterator, Mapping

from benchmarks.sample_archive import drafts
from onrecord import annotation
from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Annotation, Span
from tools.attacks.outcome import Outcome

_STRANGE = "\0\x1b\u202e\u200b\ud800\ufffd“”‘’\"'()[]:;—–…\n\t 😀𝔸é中"

_ENDLESS: Mapping[str, Callable[[int, random.Random], str]] = {
    "he said that": lambda count, _: "he said that " * count,
    "names with commas": lambda count, _: "Smith, " * count,
    "names with and": lambda count, _: "John Smith and " * count,
    "opened quotation marks": lambda count, _: "“a " * count,
    "brackets": lambda count, _: "(" * count,
    "one word": lambda count, _: "x" * (8 * count),
    "base 64": lambda count, rng: base64.encodebytes(rng.randbytes(8 * count)).decode(),
    "line feeds": lambda count, _: "a\n" * count,
}
_SIZE = 1500
_MOST = 3.0
"""How many times as long a text twice as long may take; the square would be four."""


def attack_texts(count: int, seed: int) -> Outcome:
    """Annotate texts with pieces cut out, doubled and replaced."""
    outcome = Outcome("A damaged text is annotated, and no span lies outside of it")
    annotator, rng = annotation.load(), random.Random(seed)
    for number, draft in enumerate(drafts(count, 60, seed=seed)):
        text = _damaged(draft.text, rng)
        try:
            spans = list(_spans(annotator.annotate(text, "en")))
        except Exception as error:
            outcome.count(f"seed {seed}, number {number}: {type(error).__name__}: {error}")
        else:
            outside = [span for span in spans if not 0 <= span[0] <= span[1] <= len(text)]
            outcome.count(f"seed {seed}, number {number}: {outside}" if outside else "")
    return outcome


def attack_endless_texts(seed: int) -> Outcome:
    """Annotate texts without end or structure, and the same twice as long."""
    outcome = Outcome("A text twice as long takes no three times as long, also where no sentence ends")
    annotator = annotation.load()
    annotator.annotate("Rain is near.", "en")
    for name, make in _ENDLESS.items():
        short, long = (_seconds(annotator, make(size, random.Random(seed))) for size in (_SIZE, 2 * _SIZE))
        outcome.count(f"{name}: {short:.1f} s and {long:.1f} s" if long > _MOST * short + 0.5 else "")
    return outcome


def _seconds(annotator: Annotator, text: str) -> float:
    start = time.process_time()
    annotator.annotate(text, "en")
    return time.process_time() - start


def _damaged(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 8)):
        start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        end = min(end, start + rng.choice([1, 5, 200]))
        piece = rng.choice(["", text[start:end] * 2, "".join(rng.choices(_STRANGE, k=rng.randint(1, 6)))])
        text = text[:start] + piece + text[end:]
    return text


def _spans(read: Annotation) -> Iterator[Span]:
    yield from (entity.span for entity in read.entities)
    for attribution in read.attributions:
        yield from (*attribution.source, *attribution.cue, *attribution.content)
    for actor in read.actors:
        yield from actor.mentions
