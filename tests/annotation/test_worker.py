"""The protocol of the annotating process, without a process."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from onrecord.annotation import AnnotateError, worker
from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError, receive_message, send_message, serve
from onrecord.base.records import Annotation


class Annotator:
    """Stands for the real one: gives the text back as the annotator's name, or fails as the text says."""

    def annotate(self, text: str, language: str) -> Annotation:
        if text == "refused":
            raise AnnotateError("Not this text.")
        if text == "broken":
            raise ValueError("no idea")
        return Annotation(annotator=text, language=language)


def conversation(monkeypatch: pytest.MonkeyPatch, *texts: str) -> tuple[list[bytes], list[str | None]]:
    """Return the answers to texts, and the models that were loaded."""
    models: list[str | None] = []

    def load(model: str | None) -> Annotator:
        models.append(model)
        return Annotator()

    monkeypatch.setattr("onrecord.annotation.load", load)
    incoming, outgoing = io.BytesIO(), io.BytesIO()
    for text in texts:
        send_message(incoming, b"nn")
        send_message(incoming, text.encode("utf-8", "surrogatepass"))
    incoming.seek(0)
    serve(incoming, outgoing, "some_model")
    outgoing.seek(0)
    answers = []
    while outgoing.tell() < len(outgoing.getvalue()):
        answers.append(receive_message(outgoing))
    return answers, models


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


def test_texts_are_answered_in_order_by_one_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, models = conversation(monkeypatch, "one", "half \ud83d", "")
    annotations = [msgspec.msgpack.decode(answer[1:], type=Annotation) for answer in answers if answer[:1] == b"+"]
    assert len(answers) == len(annotations) + 1, "msgpack has no lone surrogates: that one is refused"
    assert [annotation.annotator for annotation in annotations] == ["one", ""]
    assert [annotation.language for annotation in annotations] == ["nn", "nn"]
    assert models == ["some_model"]


def test_no_model_is_loaded_before_there_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conversation(monkeypatch) == ([], [])


def test_a_text_that_fails_is_answered_with_a_sentence_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, models = conversation(monkeypatch, "refused", "broken", "fine")
    assert answers[0] == b"!Not this text."
    assert answers[1] == b"!The annotator failed on this text (ValueError: no idea)."
    assert answers[2][:1] == b"+"
    assert models == ["some_model"]


def test_it_ends_where_nobody_takes_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("onrecord.annotation.load", lambda model: Annotator())
    incoming = io.BytesIO()
    for message in (b"", b"one", b"", b"two"):
        send_message(incoming, message)
    incoming.seek(0)
    serve(incoming, Closed(), None)
    assert [receive_message(incoming), receive_message(incoming)] == [b"", b"two"], "what comes after is not read"


class Process:
    """Stands for a process that gives this answer, or has ended where there is none."""

    def __init__(self, answer: bytes | None) -> None:
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO()
        if answer is not None:
            send_message(self.stdout, answer)
        self.stdout.seek(0)
        self.was_killed = False

    def kill(self) -> None:
        self.was_killed = True

    def wait(self) -> None:
        assert self.was_killed


def started(monkeypatch: pytest.MonkeyPatch, *answers: bytes | None) -> tuple[list[Process], list[list[str]]]:
    """Let Popen give processes with these answers; return them and the commands that start them."""
    processes = [Process(answer) for answer in answers]
    waiting, commands = iter(processes), []

    def popen(command: list[str], **options: Any) -> Process:
        assert options["stderr"] == subprocess.DEVNULL
        commands.append(command)
        return next(waiting)

    monkeypatch.setattr(subprocess, "Popen", popen)
    return processes, commands


def test_the_answer_is_an_annotation_and_the_process_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b"+" + msgspec.msgpack.encode(Annotation(annotator="4"))
    (process,), commands = started(monkeypatch, answer)
    annotator = BackgroundAnnotator("my_model")
    assert annotator.annotate("Hé", "fr") == Annotation(annotator="4")
    process.stdin.seek(0)
    assert [receive_message(process.stdin), receive_message(process.stdin)] == [b"fr", "Hé".encode()]
    process.stdout.seek(0)
    annotator.annotate("again")
    assert commands == [[sys.executable, "-P", "-m", "onrecord.annotation.worker", "my_model"]]
    assert not process.was_killed


def test_without_a_model_the_process_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    _, commands = started(monkeypatch, b"!No.")
    with pytest.raises(BackgroundError):
        BackgroundAnnotator().annotate("text")
    assert commands[0][-1] == ""


def test_the_sentence_of_the_process_is_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    (process,), _ = started(monkeypatch, "!Not this – text.".encode())
    with pytest.raises(BackgroundError, match=r"^Not this – text\.$"):
        BackgroundAnnotator().annotate("text")
    assert not process.was_killed


def test_a_process_that_has_ended_is_replaced_by_the_next_text(monkeypatch: pytest.MonkeyPatch) -> None:
    (ended, _), commands = started(monkeypatch, None, b"+" + msgspec.msgpack.encode(Annotation()))
    annotator = BackgroundAnnotator()
    with pytest.raises(BackgroundError, match="was stopped"):
        annotator.annotate("text")
    assert ended.was_killed
    assert annotator.annotate("text") == Annotation()
    assert len(commands) == 2


def test_stopping_twice_or_before_the_start_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    (process,), _ = started(monkeypatch, b"!No.")
    annotator = BackgroundAnnotator()
    annotator.stop()
    with pytest.raises(BackgroundError):
        annotator.annotate("text")
    annotator.stop()
    annotator.stop()
    assert process.was_killed


def test_none_is_started_once_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    (process,), commands = started(monkeypatch, b"!No.")
    annotator = BackgroundAnnotator()
    with pytest.raises(BackgroundError, match="No"):
        annotator.annotate("text")
    annotator.close()
    assert process.was_killed
    with pytest.raises(BackgroundError, match="was stopped"):
        annotator.annotate("text")
    assert len(commands) == 1


def test_a_process_that_cannot_start_is_an_error_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(subprocess, "Popen", fail)
    with pytest.raises(BackgroundError, match="cannot be started: no memory"):
        BackgroundAnnotator().annotate("text")


def test_the_process_is_one_that_runs_this_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", worker.__name__, "no_such_model"],
        input=b"\0\0\0\0\0\0\0\2en" + b"\0\0\0\0\0\0\0\4text",
        capture_output=True,
        check=True,
    )
    answer = receive_message(io.BytesIO(done.stdout))
    assert answer.startswith(b"!The spaCy model 'no_such_model' is not installed.")
    assert len(done.stdout) == 8 + len(answer)
