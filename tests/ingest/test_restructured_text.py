"""reStructuredText: its text, and what is said of it in fields or remarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.base.records import Draft
from onrecord.ingest import IngestError

PELICAN = """\
Harbour opens
=============

:author: Ann Lee
:author: Jan Berg
:date: 2021-04-16
:tags: port, ice

.. contents::

The *harbour* is open [1]_, see :doc:`the page <page>`, :ref:`ice` and |more|.

.. |more| replace:: all that

.. image:: ship.png
   :alt: A ship

Later
-----

- Ice
- Wind

.. include:: SECRET

.. raw:: html

   <b>bold</b>

.. [1] A note.
"""
NIKOLA = """\
.. title: Harbour opens
.. date: 2021-04-16 10:00:00 UTC
.. author: Ann Lee

The harbour is open.

So it is.
"""


def article(tmp_path: Path, content: str, name: str = "thing") -> Draft:
    (tmp_path / name).write_text(content, "utf-8")
    [draft] = ingest.read(tmp_path / name)
    return draft


def test_the_text_is_what_a_reader_sees(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words", "utf-8")
    draft = article(tmp_path, PELICAN.replace("SECRET", str(tmp_path / "secret")))
    assert draft.text == "The harbour is open, see the page, ice and all that.\n\nLater\n\n- Ice\n- Wind"


@pytest.mark.parametrize("content", [PELICAN, NIKOLA])
def test_title_author_and_day_are_read(tmp_path: Path, content: str) -> None:
    draft = article(tmp_path, content)
    assert (draft.title, draft.published) == ("Harbour opens", "2021-04-16")
    assert draft.author == ("Ann Lee, Jan Berg" if content == PELICAN else "Ann Lee")


def test_tags_are_read(tmp_path: Path) -> None:
    assert article(tmp_path, PELICAN).tags == ["port", "ice"]


def test_its_ending_tells_it_where_nothing_in_it_does(tmp_path: Path) -> None:
    content = "Harbour\n=======\n\nThe *harbour* is open.\n"
    assert article(tmp_path, content, "thing.rst").text == "The harbour is open."
    assert article(tmp_path, content, "thing.txt").text == content


def test_a_file_without_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="reStructuredText without a text"):
        article(tmp_path, ".. toctree::\n\n   a\n   b\n")
