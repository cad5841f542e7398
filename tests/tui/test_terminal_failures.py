"""How the program ends when something fails, and garbage collection at its start."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Iterator

import pytest

from onrecord.base.errors import OnRecordError
from onrecord.terminal import garbage_collection
from onrecord.terminal.failures import exit_with_message

SENTENCES = [
    (OnRecordError("There is no\x1b such article."), "onrecord: There is no␛ such article.\n"),
    (
        OSError(errno.ENOSPC, "No space left", "news.db"),
        "onrecord: The system refused news.db: No space left. Check that there is room, and that you may write "
        "there.\n",
    ),
    (
        OSError(errno.EIO, "Input error"),
        "onrecord: The system refused: Input error. Check that there is room, and that you may write there.\n",
    ),
    (
        OSError("odd"),
        "onrecord: An internal error, OSError: odd. With --debug there is a traceback.\n",
    ),
    (
        ValueError("nine"),
        "onrecord: An internal error, ValueError: nine. With --debug there is a traceback.\n",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
def test_an_error_is_a_sentence(error: Exception, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving, exit_with_message(debug=False):
        raise error
    assert leaving.value.code == 1
    assert capsys.readouterr() == ("", sentence)


def test_debug_has_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="nine"), exit_with_message(debug=True):
        raise ValueError("nine")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("debug", [True, False])
def test_errors_that_are_reported_elsewhere_pass(debug: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="nine"), exit_with_message(debug=debug, through=(ValueError,)):
        raise ValueError("nine")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("debug", [True, False])
def test_an_interrupt_is_no_failure(debug: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving, exit_with_message(debug=debug):
        raise KeyboardInterrupt
    assert leaving.value.code == 130
    assert capsys.readouterr().err == "onrecord: interrupted; what is stored already stays stored.\n"


def test_a_reader_that_is_gone_ends_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as output:
        monkeypatch.setattr("sys.stdout", output)
        os.close(reading)
        with pytest.raises(SystemExit) as leaving, exit_with_message(debug=True):
            raise BrokenPipeError
        assert leaving.value.code == 141
        output.write("nobody reads this")  # and it is no error when it is flushed


def test_without_a_failure_nothing_happens(capsys: pytest.CaptureFixture[str]) -> None:
    with exit_with_message(debug=False):
        pass
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def collection() -> Iterator[None]:
    """Leaves garbage collection as it was."""
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


@pytest.mark.usefixtures("collection")
def test_garbage_is_collected_again_after_the_start() -> None:
    garbage_collection.pause()
    assert not gc.isenabled()
    garbage_collection.resume()
    assert gc.isenabled()
    assert gc.get_threshold() == (5000, 20, 6)
    assert gc.get_freeze_count() > 0
