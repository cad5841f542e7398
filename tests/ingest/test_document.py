"""From bytes to clean text: where each limit lies, which encoding wins, what is said of an unknown failure."""

from __future__ import annotations

import io

import charset_normalizer
import pytest

from onrecord.base.errors import OnRecordError
from onrecord.ingest import IngestError, document, gate
from onrecord.ingest.document import Document, clean, decode, unreadable


def document_of(data: bytes) -> Document:
    return Document("name", io.BufferedReader(io.BytesIO(data)))


@pytest.mark.parametrize(
    "data",
    [
        b"\x01" * 30 + b"a" * 70,
        b"\0" + b"a" * 99,
        b"\x01\xe9" + b"a" * 98,
        b"a" * 100 + b"\x01" * 100,  # behind the sample
        b"\x01" * 30 + b"a" * 70 + b"\x01",
    ],
)
def test_a_few_control_characters_are_text(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_SAMPLE", 100)
    assert decode(data, "name", "latin-1") == data.decode("latin-1")


@pytest.mark.parametrize(
    "data", [b"\x01" * 31 + b"a" * 69, b"\0\0" + b"a" * 98, b"\x01\x01\xe9" + b"a" * 97, b"\0\xe9\x01" + b"a" * 97]
)
def test_one_control_character_more_is_binary(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_SAMPLE", 100)
    with pytest.raises(IngestError, match="binary"):
        decode(data, "name", "latin-1")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("é".encode(), "latin-1", "é"),
        (b"\x93No\x94", "latin-1", "“No”"),
        (b"\x93No\x94", "us-ascii", "“No”"),
        (b"\xed\xe5\xf2", "cp1251", "нет"),
        (b"\xed\xe5\xf2", "iso-8859-2", "íĺň"),
    ],
)
def test_utf8_comes_before_the_encoding_that_a_server_names(data: bytes, encoding: str, text: str) -> None:
    assert decode(data, "name", encoding) == text


def test_one_broken_place_for_ten_letters_is_marked_and_for_fewer_another_encoding_is_taken() -> None:
    assert decode("é".encode() * 9 + b"a\xe9", "name") == "é" * 9 + "a\ufffd"
    assert "\ufffd" not in decode("é".encode() * 8 + b"a\xe9", "name")
    assert "\ufffd" not in decode("é".encode() * 8 + b"\x7f\xe9", "name")


def test_marks_of_windows_within_utf8_are_mended_and_other_bytes_are_not() -> None:
    assert decode("“é".encode() + b"\x93No\x94"[:2], "name") == "“é“N"
    assert decode("é".encode() * 2 + b"\x93No\x94", "name") == "éé“No”"
    assert "éé" not in decode("é".encode() * 2 + b"\xe9\xe8n", "name")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    words = "The harbour is open – at last."
    assert decode(words.encode(encoding), "name") == words
    assert document_of(words.encode(encoding)).opening.decode() == words


def test_japanese_in_escapes_is_read() -> None:
    assert decode("港が開いた。".encode("iso2022_jp"), "name") == "港が開いた。"


def test_an_encoding_is_guessed_from_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = []

    def no_matches(sample: bytes) -> charset_normalizer.CharsetMatches:
        samples.append(sample)
        return charset_normalizer.CharsetMatches()

    monkeypatch.setattr(document, "_SAMPLE", 100)
    monkeypatch.setattr(charset_normalizer, "from_bytes", no_matches)
    with pytest.raises(IngestError, match="name: in no encoding that can be recognised; save it as UTF-8"):
        decode(b"\xe9" * 200, "name")
    assert samples == [b"\xe9" * 100]


def test_an_article_of_just_the_limit_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LIMIT", 100)
    assert document_of(b"a" * 100).text() == "a" * 100
    with pytest.raises(IngestError, match="larger than"):
        document_of(b"a" * 101).text()


def test_the_head_is_still_to_be_read() -> None:
    source = document_of(b"words")
    assert source.head == b"words"
    assert source.text() == "words"


def test_clean_text_has_line_feeds_and_no_unpaired_surrogates() -> None:
    assert clean("\ufeffa\r\nb\rc\0\ud800\ufeff") == "a\nb\nc\ufffd\ufeff"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            RecursionError(),
            "nested too deeply, or holding itself; make it simpler, or save its text as a .txt file",
        ),
        (MemoryError(), "too big for the memory of this machine; split it"),
        (
            OSError(5, "Input/output error"),
            "it cannot be read (Input/output error); look whether it is still there",
        ),
        (OSError("odd"), "it cannot be read (odd); look whether it is still there"),
        (
            KeyError("odd"),
            "no article can be made of it (KeyError: 'odd'); save its text as a .txt file and add that",
        ),
    ],
)
def test_an_unknown_failure_is_told_of_its_source(error: Exception, reason: str) -> None:
    failures: list[IngestError] = []
    with gate("name", failures.append):
        raise error
    assert [(failure.name, failure.reason, failure.__cause__) for failure in failures] == [("name", reason, error)]
    assert unreadable(error) == reason


def test_a_known_failure_is_told_as_it_is_and_one_of_something_else_goes_on() -> None:
    failures: list[IngestError] = []
    error = IngestError("line", "empty")
    with gate("name", failures.append):
        raise error
    assert failures == [error]
    with pytest.raises(OnRecordError, match="archive"), gate("name", failures.append):
        raise OnRecordError("archive")
    assert failures == [error]
