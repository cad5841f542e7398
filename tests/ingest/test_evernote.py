"""Notes that Evernote exports: title, day, address, tags, and text without its marks."""

from __future__ import annotations

from pathlib import Path

from documents_by_hand import PARAGRAPHS, TEXT, read_all, write

from onrecord.base.records import Draft

NOTE = """\
<note><title>Harbour</title><created>20210416T100000Z</created><tag>port</tag><tag>ice</tag>
<note-attributes><author>Ann Lee</author><source-url>https://post.example/1</source-url></note-attributes>
<content><![CDATA[<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>WORDS</en-note>]]></content></note>"""


def export(*words: str) -> str:
    notes = "".join(NOTE.replace("WORDS", each) for each in words)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<en-export application="Evernote">{notes}</en-export>'


def test_each_note_is_an_article(tmp_path: Path) -> None:
    paragraphs = "".join(f"<div>{paragraph}</div>" for paragraph in PARAGRAPHS)
    [draft], [failure], _ = read_all(write(tmp_path / "a.enex", export(paragraphs, "<en-media/>")))
    draft.language = ""
    assert draft == Draft(
        title="Harbour",
        text=TEXT,
        author="Ann Lee",
        published="2021-04-16",
        url="https://post.example/1",
        tags=["port", "ice"],
    )
    assert str(failure).endswith("a.enex: Harbour: a note without a text; leave it out")
