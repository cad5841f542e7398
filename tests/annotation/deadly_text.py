"""Texts that end or occupy the process that annotates them, for tests of who supervises such processes."""

from __future__ import annotations

from pathlib import Path

DEADLY = "deadly to annotators"
ENDLESS = "endless for annotators"

_SITECUSTOMIZE = f"""
import os, signal, sys, time
if "onrecord.annotation.worker" in sys.orig_argv:
    from onrecord.annotation.pipeline import Annotator
    annotate_articles = Annotator.annotate_articles
    def annotate_or_end(self, articles, *options):
        articles = list(articles)
        if any({DEADLY!r} in text for text, _ in articles):
            os.kill(os.getpid(), signal.SIGKILL)
        while any({ENDLESS!r} in text for text, _ in articles):
            time.sleep(1)
        return annotate_articles(self, articles, *options)
    Annotator.annotate_articles = annotate_or_end
"""


def make_deadly(folder: Path) -> dict[str, str]:
    """Return the environment in which a text with DEADLY kills the annotating process, and one with ENDLESS hangs it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_SITECUSTOMIZE)
    return {"PYTHONPATH": str(folder)}
