"""Compressed files: their articles, texts and records, and what is said of damaged ones."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.ingest import IngestError

LINES = b'{"id": "a", "text": "One."}\n{"id": "b", "text": "  Two \\n"}\n'


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_corpus_may_be_compressed(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    file.write_bytes(compress(LINES))
    articles = list(ingest.corpus_articles(file))
    assert [(article.row, article.id, article.text) for article in articles] == [
        (1, "a", "One."),
        (2, "b", "  Two \n"),
    ]


def test_compressed_texts_have_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    file.write_bytes(gzip.compress(LINES))
    assert list(ingest.texts(file)) == [("a", "One."), ("b", "  Two \n")]


def test_rows_are_named_with_the_file_and_what_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    file.write_bytes(gzip.compress(LINES + b'{"id": "c"}\n'))
    failures: list[IngestError] = []
    assert len(list(ingest.corpus_articles(file, failed=failures.append))) == 2
    (failure,) = failures
    assert str(failure).startswith(f"{file}: corpus.jsonl, ")


def test_a_corpus_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    file.write_bytes(gzip.compress(LINES)[:-6])
    failures: list[IngestError] = []
    list(ingest.corpus_articles(file, failed=failures.append))
    assert ["damaged archive" in str(failure) for failure in failures] == [True]


def test_a_compressed_folder_of_files_is_no_corpus(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("a.jsonl")
        member.size = len(LINES)
        archive.addfile(member, io.BytesIO(LINES))
    file = tmp_path / "corpus.tar.gz"
    file.write_bytes(gzip.compress(packed.getvalue()))
    with pytest.raises(IngestError, match="a corpus is Parquet or JSON Lines"):
        list(ingest.corpus_articles(file))
    assert [draft.text for draft in ingest.read(file)] == ["One.", "  Two \n"]
