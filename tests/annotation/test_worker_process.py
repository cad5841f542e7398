"""The annotating process: it answers, it is stopped, it ends with its parent."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from patience import wait_until

from onrecord.annotation.worker import BackgroundAnnotator, BackgroundError


@pytest.fixture
def background() -> Iterator[BackgroundAnnotator]:
    annotator = BackgroundAnnotator()
    yield annotator
    annotator.stop()


def test_it_annotates_any_text_and_again_after_a_stop(background: BackgroundAnnotator) -> None:
    annotation = background.annotate("Ann Adler said it was late.")
    assert [entity.span for entity in annotation.entities] == [(0, 9)]
    assert background.annotate("").entities == []
    assert background.annotate("half a surrogate: \ud83d").annotator
    background.stop()
    assert background.annotate("Ann Adler left.").entities


def test_stopping_frees_the_one_who_waits(background: BackgroundAnnotator) -> None:
    def stop_once_it_runs() -> None:
        wait_until(lambda: background._process is not None)
        background.stop()

    stopping = threading.Thread(target=stop_once_it_runs)
    stopping.start()
    with pytest.raises(BackgroundError, match="stopped"):  # without the stop it would return an annotation
        background.annotate("Ann Adler said it was late. " * 20_000)
    stopping.join()


def test_a_model_that_is_not_there_is_named() -> None:
    background = BackgroundAnnotator("xx_no_such_model")
    with pytest.raises(BackgroundError, match="xx_no_such_model"):
        background.annotate("Anything.")
    background.stop()


def test_the_process_ends_with_its_parent() -> None:
    program = (
        "from onrecord.annotation.worker import BackgroundAnnotator as B; import os, signal\n"
        "b = B(); b.annotate('x'); print(b._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    child = int(done.stdout)
    wait_until(lambda: subprocess.run(["kill", "-0", str(child)], capture_output=True, check=False).returncode)
