"""Mails, mailboxes and pages saved as MHTML: their text, who sent it and when, and what is attached."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from documents_by_hand import PARAGRAPHS, TEXT, page, read_all, read_one, write

from onrecord.base.records import Draft
from onrecord.ingest import IngestError


def mail(text: str = TEXT, html: str = "") -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Press Office <press@torvik.example>"
    message["To"] = "desk@post.example"
    message["Subject"] = "The harbour – open"
    message["Date"] = "Fri, 16 Apr 2021 23:30:00 -0700"
    message["MIME-Version"] = "1.0"
    if text:
        message.set_content(text, cte="quoted-printable")
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def test_a_mail_has_its_text_subject_sender_and_day(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a.eml", mail().as_bytes())) == Draft(
        title="The harbour – open",
        text=TEXT + "\n",
        source="torvik.example",
        author="Press Office",
        published="2021-04-16",
    )


def test_a_picture_that_is_attached_is_no_text(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)), maintype="image", subtype="png", filename="a.png"
    )
    assert read_one(write(tmp_path / "a.eml", message.as_bytes())).text == TEXT + "\n"


def test_the_page_of_a_mail_is_read_where_it_says_as_much_as_the_plain_text(tmp_path: Path) -> None:
    message = mail("Read this mail in your browser.", page())
    assert read_one(write(tmp_path / "a.eml", message.as_bytes())).text == TEXT
    message = mail(TEXT, "<p>Your program shows no text.</p>")
    assert read_one(write(tmp_path / "b.eml", message.as_bytes())).text == TEXT + "\n"
    assert read_one(write(tmp_path / "c.eml", mail("", "<div>Short.</div>").as_bytes())).text == "Short."


def test_a_signature_is_left_out_and_marks_of_quoting_too(tmp_path: Path) -> None:
    message = mail("It is open.\n\n> We ask when it opens.\n> That is all.\n\n-- \nPress Office\nTorvik\n")
    assert read_one(write(tmp_path / "a.eml", message.as_bytes())).text == (
        "It is open.\n\nWe ask when it opens.\nThat is all.\n\n"
    )


def test_attached_mails_and_documents_are_articles_of_their_own(tmp_path: Path) -> None:
    message = mail("See what is attached.")
    message.add_attachment(mail("What was forwarded."))
    message.add_attachment(
        b"{\\rtf1\\ansi The statement.}", maintype="application", subtype="rtf", filename="statement.rtf"
    )
    drafts, failures, _ = read_all(write(tmp_path / "a.eml", message.as_bytes()))
    assert [draft.text.strip() for draft in drafts] == [
        "See what is attached.",
        "What was forwarded.",
        "The statement.",
    ]
    assert failures == []


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("From: a@b.example\nSubject: News\nDate: Fri, 16 Apr 2021 08:00:00 +0200\n\n", "a mail without a text"),
        (
            'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--',
            "an encrypted mail",
        ),
    ],
)
def test_a_mail_without_words_is_refused(tmp_path: Path, message: str, reason: str) -> None:
    with pytest.raises(IngestError, match=f"{reason}.*; "):
        read_one(write(tmp_path / "a.eml", message))


def test_apple_mail_counts_the_bytes_before_a_mail_and_writes_facts_behind_it(tmp_path: Path) -> None:
    data = mail().as_bytes()
    emlx = str(len(data)).encode() + b"\n" + data + b"<?xml version='1.0'?><plist>flags</plist>"
    assert read_one(write(tmp_path / "a.emlx", emlx)).text == TEXT + "\n"


def test_each_mail_of_a_mailbox_is_an_article_and_an_empty_one_is_told(tmp_path: Path) -> None:
    begin = b"From press@torvik.example Fri Apr 16 10:00:00 2021\n"
    mails = [mail("From here on it is open.").as_bytes().replace(b"\r\n", b"\n"), mail("Second.").as_bytes()]
    escaped = mails[0].replace(b"\nFrom here", b"\n>From here")
    box = begin + escaped + b"\n" + begin + b"Subject: none\nMessage-ID: <1@a>\n\n\n" + begin + mails[1]
    drafts, failures, _ = read_all(write(tmp_path / "mails", box))
    assert [draft.text.strip() for draft in drafts] == ["From here on it is open.", "Second."]
    assert [failure.name for failure in failures] == [f"{tmp_path / 'mails'}: mail 2"]


def test_a_page_saved_as_mhtml_is_a_page_with_its_address(tmp_path: Path) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://post.example/harbour"
    message["Subject"] = "Harbour"
    message["MIME-Version"] = "1.0"
    message.set_content(page(), subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    draft = read_one(write(tmp_path / "a.mhtml", message.as_bytes()))
    assert (draft.title, draft.url, draft.source) == (
        "Harbour opens again",
        "https://post.example/harbour",
        "post.example",
    )
    assert draft.text.split("\n\n") == list(PARAGRAPHS)


def test_a_mail_that_carries_another_has_its_own_text(tmp_path: Path) -> None:
    inner = mail("", page())
    inner.add_attachment(b"{\\rtf1 A report.}", maintype="text", subtype="rtf", filename="report.rtf")
    outer = mail("See below.")
    outer.add_attachment(inner)
    drafts, failures, _ = read_all(write(tmp_path / "a.eml", outer.as_bytes()))
    assert [draft.text for draft in drafts] == ["See below.\n", TEXT, "A report."]
    assert not failures


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "an encrypted mail; "),
        ("It is open.\n", ""),
    ],
)
def test_an_encrypted_text_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    _, failures, _ = read_all(write(tmp_path / "a.eml", mail(content).as_bytes()))
    assert [reason in str(failure) for failure in failures] == ([True] if reason else [])


def test_a_report_of_a_mail_server_is_no_article(tmp_path: Path) -> None:
    report = (
        mail().as_bytes().replace(b"Content-Type: text/plain", b"Content-Type: multipart/report; boundary=b; x")
    )
    _, [failure], _ = read_all(write(tmp_path / "a.eml", report))
    assert "a report of a mail server" in failure.reason
