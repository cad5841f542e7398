"""The protocol of the annotating process, without a process."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
import pytest

from onrecord.annotation import AnnotateError, worker
from onrecord.annotation.worker import (
    BackgroundAnnotator,
    BackgroundError,
    BatchAnswer,
    ProcessEnded,
    SentText,
    receive_message,
    send_message,
    serve,
)
from onrecord.base.processors import thread_limits
from onrecord.base.records import Annotation


@pytest.fixture(autouse=True)
def freezings(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Nothing of the tests' own process is frozen; the calls are counted."""
    calls: list[None] = []
    monkeypatch.setattr("gc.freeze", lambda: calls.append(None))
    return calls


class Annotator:
    """Stands for the real one: gives the text back as the annotator's name, or fails as the text says."""

    def annotate(self, text: str, language: str) -> Annotation:
        if text == "refused":
            raise AnnotateError("Not this text.")
        if text == "broken":
            raise ValueError("no idea")
        return Annotation(annotator=text, language=language)

    def annotate_articles(self, articles: Iterable[tuple[str, str]]) -> Iterator[Annotation]:
        return (self.annotate(*article) for article in articles)


def conversation(
    monkeypatch: pytest.MonkeyPatch, *batches: list[str]
) -> tuple[list[BatchAnswer], list[str | None]]:
    """Return the answers to batches of texts, and the models that were loaded."""
    models: list[str | None] = []

    def load(model: str | None) -> Annotator:
        models.append(model)
        return Annotator()

    monkeypatch.setattr("onrecord.annotation.load", load)
    return answers_to(*batches), models


def answers_to(*batches: list[str]) -> list[BatchAnswer]:
    incoming, outgoing = io.BytesIO(), io.BytesIO()
    for batch in batches:
        send_message(incoming, encoded(batch))
    incoming.seek(0)
    serve(incoming, outgoing, "some_model")
    outgoing.seek(0)
    answers = []
    while outgoing.tell() < len(outgoing.getvalue()):
        answers.append(msgspec.msgpack.decode(receive_message(outgoing), type=BatchAnswer))
    return answers


def encoded(batch: list[str]) -> bytes:
    """Return a batch of texts in Nynorsk as it is sent."""
    return msgspec.msgpack.encode([SentText("nn", text.encode("utf-8", "surrogatepass")) for text in batch])


def test_a_message_is_its_length_and_its_content() -> None:
    stream = io.BytesIO()
    send_message(stream, b"abc")
    send_message(stream, b"")
    assert stream.getvalue() == b"\0\0\0\0\0\0\0\3abc" + b"\0" * 8
    stream.seek(0)
    assert [receive_message(stream), receive_message(stream)] == [b"abc", b""]


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 10])
def test_a_message_that_is_cut_off_is_none(cut: int) -> None:
    with pytest.raises(EOFError):
        receive_message(io.BytesIO(b"\0\0\0\0\0\0\0\3abc"[:cut]))


def test_batches_are_answered_in_order_by_one_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, models = conversation(monkeypatch, ["one", "two"], [], [""])
    assert [[outcome.annotator for outcome in answer.outcomes] for answer in answers] == [["one", "two"], [], [""]]  # type: ignore[union-attr]
    assert answers[0].outcomes[0].language == "nn"  # type: ignore[union-attr]
    assert models == ["some_model"]


def test_an_annotation_that_cannot_be_sent_is_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    [answer], _ = conversation(monkeypatch, ["half \ud83d", "fine"])  # MessagePack has no lone surrogates
    assert str(answer.outcomes[0]).startswith("The annotator failed on this text (UnicodeEncodeError: ")
    assert answer.outcomes[1] == Annotation(annotator="fine", language="nn")


def test_no_model_is_loaded_before_there_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conversation(monkeypatch) == ([], [])


def test_a_text_that_fails_is_answered_with_a_sentence_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, models = conversation(monkeypatch, ["refused", "fine", "broken"], ["fine"])
    fine = Annotation(annotator="fine", language="nn")
    failure = "The annotator failed on this text (ValueError: no idea)."
    assert answers == [BatchAnswer(["Not this text.", fine, failure]), BatchAnswer([fine])]
    assert models == ["some_model"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (AnnotateError("Install it."), "Install it."),
        (RuntimeError("half \ud83d"), "The annotator cannot be loaded (RuntimeError: half ?)."),
    ],
)
def test_an_annotator_that_cannot_be_loaded_fails_the_batch_not_its_texts(
    monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def load(model: str | None) -> Annotator:
        raise error

    monkeypatch.setattr("onrecord.annotation.load", load)
    assert answers_to(["one"], []) == [BatchAnswer(failure=sentence)] * 2


def test_what_is_loaded_is_never_searched_for_garbage(
    monkeypatch: pytest.MonkeyPatch, freezings: list[None]
) -> None:
    conversation(monkeypatch, ["one"], ["two"])
    assert len(freezings) == 1


def test_it_ends_where_nobody_takes_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("onrecord.annotation.load", lambda model: Annotator())
    incoming = io.BytesIO()
    for text in ("one", "two"):
        send_message(incoming, encoded([text]))
    incoming.seek(0)
    serve(incoming, Closed(), None)
    assert receive_message(incoming) == encoded(["two"]), "what comes after is not read"


class Process:
    """Stands for a process that gives this answer, or has ended where there is none."""

    def __init__(self, answer: BatchAnswer | None) -> None:
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO()
        if answer is not None:
            send_message(self.stdout, msgspec.msgpack.encode(answer))
        self.stdout.seek(0)
        self.was_killed = False

    def kill(self) -> None:
        self.was_killed = True

    def wait(self) -> None:
        assert self.was_killed


class Started(NamedTuple):
    """What was started: processes, their command lines, and what is added to the environment of each."""

    processes: list[Process]
    commands: list[list[str]]
    settings: list[dict[str, str]]


def started(monkeypatch: pytest.MonkeyPatch, *answers: BatchAnswer | None) -> Started:
    """Let Popen give processes with these answers."""
    outcome = Started([Process(answer) for answer in answers], [], [])
    waiting = iter(outcome.processes)

    def popen(command: list[str], **options: Any) -> Process:
        assert options["stderr"] == subprocess.DEVNULL
        outcome.commands.append(command)
        outcome.settings.append(dict(options["env"].items() - os.environ.items()))
        return next(waiting)

    monkeypatch.setattr(subprocess, "Popen", popen)
    return outcome


def test_the_answer_is_an_annotation_and_the_process_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, BatchAnswer([Annotation(annotator="4")]))
    [process] = start.processes
    annotator = BackgroundAnnotator("my_model", niceness=5)
    assert annotator.annotate("Hé", "fr") == Annotation(annotator="4")
    process.stdin.seek(0)
    assert msgspec.msgpack.decode(receive_message(process.stdin)) == [["fr", "Hé".encode()]]
    process.stdout.seek(0)
    annotator.annotate("again")
    assert start.commands == [[sys.executable, "-P", "-m", "onrecord.annotation.worker", "my_model", "5"]]
    assert start.settings == [{}]
    assert not process.was_killed


def test_the_process_is_bound_to_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, BatchAnswer([Annotation()]))
    BackgroundAnnotator(threads=97).annotate("text")
    assert start.settings == [thread_limits(97)]
    assert start.commands[0][-2:] == ["", "0"], "without a model the process chooses"


def test_the_sentence_of_the_process_is_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, BatchAnswer(["Not this – text."]), BatchAnswer(failure="No model."))
    with pytest.raises(BackgroundError, match=r"^Not this – text\.$"):
        BackgroundAnnotator().annotate("text")
    with pytest.raises(BackgroundError, match=r"^No model\.$"):
        BackgroundAnnotator().annotate_batch([])
    assert not start.processes[0].was_killed


def test_a_process_that_has_ended_is_replaced_by_the_next_text(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, None, BatchAnswer([Annotation()]))
    annotator = BackgroundAnnotator()
    with pytest.raises(ProcessEnded, match="was stopped"):
        annotator.annotate("text")
    assert start.processes[0].was_killed
    assert annotator.annotate("text") == Annotation()
    assert len(start.commands) == 2


def test_stopping_twice_or_before_the_start_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, BatchAnswer(["No."]))
    annotator = BackgroundAnnotator()
    annotator.stop()
    with pytest.raises(BackgroundError):
        annotator.annotate("text")
    annotator.stop()
    annotator.stop()
    assert start.processes[0].was_killed


def test_none_is_started_once_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    start = started(monkeypatch, BatchAnswer(["No."]))
    annotator = BackgroundAnnotator()
    with pytest.raises(BackgroundError, match="No"):
        annotator.annotate("text")
    annotator.close()
    assert start.processes[0].was_killed
    with pytest.raises(ProcessEnded, match="was stopped"):
        annotator.annotate("text")
    assert len(start.commands) == 1


def test_a_process_that_cannot_start_is_an_error_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(subprocess, "Popen", fail)
    with pytest.raises(BackgroundError, match="cannot be started: no memory"):
        BackgroundAnnotator().annotate("text")


def test_the_process_is_one_that_runs_this_module() -> None:
    incoming = io.BytesIO()
    send_message(incoming, encoded(["text"]))
    done = subprocess.run(
        [sys.executable, "-m", worker.__name__, "no_such_model", "0"],
        input=incoming.getvalue(),
        capture_output=True,
        check=True,
    )
    answer = receive_message(io.BytesIO(done.stdout))
    assert len(done.stdout) == 8 + len(answer)
    failure = msgspec.msgpack.decode(answer, type=BatchAnswer).failure
    assert failure.startswith("The spaCy model 'no_such_model' is not installed.")
