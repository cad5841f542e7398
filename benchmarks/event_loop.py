"""What keeps the event loop of the desk busy? The processor time of each step of its tasks, action by action.

usage: python -m benchmarks.event_loop [--articles N] [--limit MS] [--only WORD …]

The keys of ``ACTIONS`` are pressed one after the other on a copy of an archive of generated articles, among them
one of 200,000 words, and with notes on every tenth article. A step is what a task does until it waits again: no
key acts and nothing is painted meanwhile. Steps of more than the limit are listed, with the functions that they
were in most of the time. Processor time is that of the main thread: other programs and threads do not change it
much.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from textual.pilot import Pilot

from benchmarks import results, sample_archive
from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.terminal import garbage_collection
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen

ARTICLES = 100_000
LIMIT = 50.0
"""Milliseconds of processor time that a step may take: see the rules of the house in CONTRIBUTING.md."""
LONG_TEXT = 200_000
"""Words of the longest article."""
NOTE_INTERVAL = 10
"""How many articles share a note."""

_SAMPLE_SECONDS = 0.004
_REST_SECONDS = 0.1  # no processor time used for so long: nothing more will come
_PATIENCE = 60.0  # seconds that an action may take until the desk is at rest

ACTIONS = (
    ("start", ""),
    ("a step in the list", "j j"),
    ("to the end, to the top", "G g"),
    ("an article", "enter"),
    ("its quotes, an actor", "] ] l enter enter q q"),
    ("next and previous article", "J K"),
    ("next and previous unread", ") ("),
    ("entities, notes", "2 3 q"),
    ("search: words", "slash b a c e enter q"),
    ("search: speaker", "slash s p e a k e r : a n n enter j j j enter q q"),
    ("search: said", "slash s a i d : b a enter j j enter q q"),
    ("search: actor", "slash a c t o r : b e n enter j j q"),
    ("search: part of a word", "slash slash b a c slash enter j q"),
    ("sort", "o down enter o up enter"),
    ("groups", "O O O"),
    ("facets", "F j j enter F q"),
    ("quotes of all", "Q j j j G g enter q Q"),
    ("quotes of a search", "slash s p e a k e r : a n n space s a i d : b a enter Q j j j w w Q q"),
    ("beliefs", "B B"),
    ("dossier", "D j j G g 2 j 3 j q"),
    ("dossier, narrowed", "D slash b a enter j escape q"),
    ("reviews", "R 2 3 1 j q"),
    ("statistics", "percent_sign j j tab j q"),
    ("notes on all articles", "4 j G g slash t o d o enter j escape q"),
    ("compare", "m m C n N q escape"),
    ("mark all, invert", "asterisk tilde asterisk tilde escape"),
    ("star all, undo", "asterisk s ctrl+z escape"),
    ("read all, undo", "asterisk A ctrl+z escape"),
    ("tag all, undo", "asterisk t x y enter ctrl+z escape"),
    ("note", "a w o r d ctrl+s ctrl+z"),
    ("details", "E escape"),
    ("export", "x escape"),
    ("correct", "c escape"),
    ("versions", "V q"),
    ("save a search", "slash b a c e enter S a b enter L enter j d L q"),
    ("help, palette, command line", "question_mark q ctrl+p escape colon a escape"),
    ("jump", "semicolon escape"),
    ("widths", "greater_than_sign greater_than_sign less_than_sign less_than_sign z z"),
    ("keys", "colon e d i t underscore k e y s enter j q"),
    ("remove, undo", "d enter ctrl+z"),
    ("the long article", "slash t i t l e : e n o r m o u s enter enter"),
    ("its end and its top", "G g"),
    ("through its text", "j j space ctrl+d w w"),
    ("its quotes", "] ] ] G [ 1 j G g enter h"),
    ("its actors", "l j enter } } h"),
    ("its entities", "2 j G enter h"),
    ("its marks", "e e e e e"),
    ("find in it", "f b a c e enter n n escape"),
    ("copy in it", "v j j y"),
    ("note in it", "v w a w o r d ctrl+s 3 d h"),
    ("tag it, undo", "t x y enter ctrl+z"),
    ("bookmark in it, undo", "m a ctrl+z"),
    ("correct in it", "] c escape"),
    ("its versions", "V q"),
    ("leave it", "q q"),
)
"""What is done, in this order: a name, and Textual's names of the keys."""


class LongStep(NamedTuple):
    """A step that took longer than it may."""

    action: str
    milliseconds: float
    functions: list[str]


class LoopWatch:
    """Measures the steps of all tasks that an event loop starts from now on.

    Args:
        limit: The milliseconds that a step may take.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self.action = ""
        """What is being done."""
        self.long_steps: list[LongStep] = []
        self.longest: dict[str, float] = {}
        """The milliseconds of the longest step of each action."""
        self._step_number = 0
        self._is_in_step = False
        self._samples: Counter[str] = Counter()
        self._collecting_since: float | None = None
        self._collected_seconds = 0.0  # of the step, spent on garbage
        self._main_thread = threading.get_ident()
        gc.callbacks.append(self._time_collection)
        threading.Thread(target=self._sample, daemon=True).start()

    def make_task(
        self,
        loop: asyncio.AbstractEventLoop,
        coroutine: Coroutine[Any, Any, Any] | Generator[Any, Any, Any],
        **options: Any,
    ) -> asyncio.Task[Any]:
        """Return a task whose steps are measured: a task factory of asyncio."""
        assert isinstance(coroutine, Coroutine)
        return asyncio.Task(_MeasuredSteps(coroutine, self), loop=loop, **options)

    @contextmanager
    def step(self) -> Generator[None]:
        """Measure a step."""
        self._samples.clear()
        self._collected_seconds = 0.0
        start = time.thread_time()
        self._is_in_step = True
        try:
            yield
        finally:
            self._is_in_step = False
            milliseconds = 1000 * (time.thread_time() - start)
            self.longest[self.action] = max(milliseconds, self.longest.get(self.action, 0.0))
            if milliseconds > self._limit:
                functions = [f"{name} ({count})" for name, count in self._samples.most_common(6)]
                if self._collected_seconds > 0.01:
                    functions.insert(0, f"garbage collection ({1000 * self._collected_seconds:.0f} ms)")
                self.long_steps.append(LongStep(self.action, milliseconds, functions))

    def _time_collection(self, phase: str, _: dict[str, int]) -> None:
        if threading.get_ident() == self._main_thread:
            if phase == "start":
                self._collecting_since = time.thread_time()
            elif self._collecting_since is not None:
                self._collected_seconds += time.thread_time() - self._collecting_since

    def _sample(self) -> None:
        while True:
            time.sleep(_SAMPLE_SECONDS)
            if self._is_in_step and (frame := sys._current_frames().get(self._main_thread)):  # noqa: SLF001 - documented, for debuggers
                self._samples.update(set(_functions(frame)))


class _MeasuredSteps(Coroutine[Any, Any, Any]):
    """A coroutine whose steps are measured."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], watch: LoopWatch) -> None:
        self._coroutine = coroutine
        self._watch = watch

    def send(self, value: Any) -> Any:
        with self._watch.step():
            return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        with self._watch.step():
            return self._coroutine.throw(*error)

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()


def _functions(frame: FrameType) -> list[str]:
    """Return the function that the main thread is in, and those of onrecord around it, the innermost first."""
    functions = [_name(frame)]
    caller: FrameType | None = frame.f_back
    while caller is not None:
        if _name(caller).startswith("onrecord."):
            functions.append(_name(caller))
        caller = caller.f_back
    return functions[:5]


def _name(frame: FrameType) -> str:
    return f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}"


async def watch_desk(folder: Path, limit: float, words: list[str]) -> LoopWatch:
    """Press all keys on a desk and return what was measured.

    Args:
        folder: The archive's folder; the archive is changed.
        limit: The milliseconds that a step may take.
        words: Only actions with one of these in their names are done; all, if there are none.
    """
    watch = LoopWatch(limit)
    asyncio.get_running_loop().set_task_factory(watch.make_task)
    with Archive.open(folder) as archive:
        watch.action = "start"
        garbage_collection.pause()  # as the command does
        async with OnRecord(Settings(archive=folder), archive).run_test(size=(120, 36)) as pilot:
            await _until_at_rest(pilot)
            for name, keys in ACTIONS:
                if words and not any(word in name for word in words):
                    continue
                watch.action = name
                for key in keys.split():
                    await pilot.press(key)
                    if key == "enter":
                        await _until_at_rest(pilot)
                await _until_at_rest(pilot)
                screen, focused = pilot.app.screen, pilot.app.focused
                if not isinstance(screen, DeskScreen) or (focused and focused.id) not in ("articles", "reader"):
                    print(f"{name} ends on {screen}, {focused}", file=sys.stderr)
                print(f"{watch.longest[name]:6.0f} ms  {name}", file=sys.stderr)
    return watch


async def _until_at_rest(pilot: Pilot[None]) -> None:
    """Wait until no thread of the desk works any more."""
    deadline = time.monotonic() + _PATIENCE
    await pilot.pause()
    used = -1.0
    while time.process_time() - used > _REST_SECONDS / 20 and time.monotonic() < deadline:
        used = time.process_time()
        await asyncio.sleep(_REST_SECONDS)


def report(watch: LoopWatch) -> str:
    """Return the longest step of each action in Markdown."""
    rows = [[action, f"{milliseconds:.0f} ms"] for action, milliseconds in watch.longest.items()]
    return results.table(["action", f"longest step (≤ {LIMIT:.0f} ms)"], rows)


def report_long_steps(watch: LoopWatch) -> str:
    """Return the steps that took longer than they may, with the functions that they were in."""
    return "\n\n".join(
        "\n    ".join([f"{step.action}: {step.milliseconds:.0f} ms", *step.functions]) for step in watch.long_steps
    )


def main() -> None:
    """Watch a desk on an archive of the size on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--limit", type=float, default=LIMIT)
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD")
    arguments = parser.parse_args()
    source = sample_archive.archive(arguments.articles, annotated=True)
    with tempfile.TemporaryDirectory(dir=sample_archive.FOLDER) as parent:
        folder = sample_archive.copy(source, Path(parent) / "archive")
        with Archive.open(folder) as archive:
            draft, annotation = next(sample_archive.articles(1, length=LONG_TEXT, seed=2))
            draft.title = "Enormous"
            archive.articles.add(draft, annotation)
            ids = archive.search.ids()
            archive.notes.add_to_each(ids[::NOTE_INTERVAL], "Ask the council. #todo")
        watch = asyncio.run(watch_desk(folder, arguments.limit, arguments.only))
    print(report_long_steps(watch))
    if arguments.articles == ARTICLES and not arguments.only:
        results.write("The event loop", "python -m benchmarks.event_loop", report(watch))
    else:
        print(report(watch))


if __name__ == "__main__":
    main()
