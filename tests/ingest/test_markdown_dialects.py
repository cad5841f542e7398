"""Markdown of other programs: what they write before the text, and the marks that only they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_by_hand import read_one, write

from onrecord.base.records import Draft
from onrecord.ingest import IngestError

URL = "https://post.example/2021/harbour"
ARTICLE = Draft(
    title="Harbour opens",
    text="It opened.",
    author="Ann Lee, Bo Dahl",
    published="2021-04-16",
    url=URL,
    tags=["harbour", "trade"],
)


@pytest.mark.parametrize(
    "content",
    [
        f'+++\ntitle = "Harbour opens"\ndate = 2021-04-16T08:00:00Z\nauthors = ["Ann Lee", "Bo Dahl"]\nurl = "{URL}"\n'
        'tags = ["harbour", "trade"]\ntext = ""\n+++\n\nIt opened.\n',
        f'---\ntitle = "Harbour opens"\ndate = "2021-04-16"\nauthor = "Ann Lee, Bo Dahl"\nurl = "{URL}"\n'
        'tags = ["harbour", "trade"]\n---\nIt opened.',
        f"---\nlayout: post\ntitle: Harbour opens\ndate: 2021-04-16 08:00:00 +0200\nauthors: [Ann Lee, Bo Dahl]\nurl: {URL}\n"
        "tags: harbour trade\n---\nIt {% include x.html %}opened.",
        f'{{\n"title": "Harbour opens",\n"date": "2021-04-16",\n"author": "Ann Lee, Bo Dahl",\n"url": "{URL}",\n'
        '"tags": ["harbour", "trade"]\n}\n\nIt opened.',
        f'```json\n{{\n"title": "Harbour opens",\n"published": "2021-04-16",\n"author": "Ann Lee, Bo Dahl",\n"url": "{URL}",\n'
        '"tags": ["harbour", "trade"]\n}\n```\n\nIt opened.',
        f"---\ntitle: |\n  Harbour opens\nauthor: |\n  Ann Lee, Bo Dahl\ntags:\n  - harbour\n  - trade\ndate_saved: 2021-05-01\n"
        f"date_published: 2021-04-16 02:00:00\nurl: {URL}\n---\n# Harbour opens\n\nIt opened.",
        f"# Harbour opens\n\n![cover](https://a.example/a.png)\n\n## Metadata\n- Author: [[Ann Lee]], [[Bo Dahl]]\n"
        f"- Full Title: Harbour opens\n- Published: 2021-04-16\n- Document Tags: #harbour #trade\n- URL: {URL}\n\n"
        "## Full Document\nIt opened.",
    ],
    ids="hugo bulletty jekyll json fence omnivore readwise".split(),
)
def test_what_programs_write_before_the_text_is_understood(tmp_path: Path, content: str) -> None:
    assert read_one(write(tmp_path / "a.md", content)) == ARTICLE


def test_the_web_clipper_names_the_address_as_source(tmp_path: Path) -> None:
    content = (
        f'---\ntitle: "Harbour opens"\nsource: "{URL}"\nauthor:\n  - "[[Ann Lee]]"\n  - "[[Bo Dahl]]"\n'
        "published: 2021-04-16\ncreated: 2021-05-01\ntags: [harbour, trade]\n---\nIt opened."
    )
    assert read_one(write(tmp_path / "a.md", content)) == Draft(
        title="Harbour opens", text="It opened.", source="post.example", author="Ann Lee, Bo Dahl",
        published="2021-04-16", url=URL, tags=["harbour", "trade"],
    )  # fmt: skip


def test_the_day_of_clipping_is_taken_where_no_other_is(tmp_path: Path) -> None:
    assert (
        read_one(write(tmp_path / "a.md", "---\ncreated: 2021-04-16\n---\nIt opened.")).published == "2021-04-16"
    )


def test_pandoc_writes_title_author_and_day_behind_percent_signs(tmp_path: Path) -> None:
    draft = read_one(
        write(tmp_path / "a.md", "% Harbour opens\n% Ann Lee; Bo Dahl\n% 16 April 2021\n\nIt opened.")
    )
    assert (draft.title, draft.author, draft.published, draft.text) == (
        "Harbour opens", "Ann Lee, Bo Dahl", "2021-04-16", "It opened.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("[[Ann Lee|Ann]] and [[Bo Dahl]] came.", "Ann and Bo Dahl came."),
        ("It ==opened== on Friday.", "It opened on Friday."),
        ("It opened.%% mine %%", "It opened."),
        ("> [!quote] From the statement\n> It opened.", "From the statement\n\nIt opened."),
        ("It opened.[^1]\n\n[^1]: A note.", "It opened.\n\nA note."),
        ("It opened. ^block1", "It opened."),
        ("![a picture](a.png)\n\n![[other note]]\n\nIt opened.", "It opened."),
        ("1 == 2 and 3 == 4", "1 == 2 and 3 == 4"),
        ('{{< figure src="a.png" >}}\n\nIt opened.', "It opened."),
        ("> ## Excerpt\n> Ships.\n\n---\nIt opened.\n\n> Ann Lee said so.", "It opened.\n\nAnn Lee said so."),
        ("It opened.\n\n - Note: mine\n\nShips came.", "It opened.\n\nShips came."),
    ],
)
def test_marks_of_obsidian_are_no_text(tmp_path: Path, body: str, text: str) -> None:
    assert read_one(write(tmp_path / "a.md", body)).text == text


def test_omnivore_names_the_original_below_the_headline(tmp_path: Path) -> None:
    content = f"---\ntitle: Harbour opens\n---\n\n# Harbour opens\n#Omnivore\n\n[Read on Omnivore](https://o.example)\n[Read Original]({URL})\n\nIt opened."
    draft = read_one(write(tmp_path / "a.md", content))
    assert (draft.text, draft.url) == ("It opened.", URL)


def test_marked_passages_are_left_out_where_the_whole_text_is_there(tmp_path: Path) -> None:
    head = "# Harbour opens\n\n## Metadata\n- Author: Ann Lee\n\n"
    whole = read_one(
        write(tmp_path / "a.md", f"{head}## Full Document\nIt opened. Ships came.\n\n## Highlights\n- It opened.")
    )
    assert whole.text == "It opened. Ships came."
    assert read_one(write(tmp_path / "b.md", f"{head}## Highlights\n- It opened.")).text == "- It opened."


def test_front_matter_with_a_mistake_is_told(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="its front matter is no TOML"):
        read_one(write(tmp_path / "a.md", "+++\ntitle = Harbour\n+++\nIt opened."))


@pytest.mark.parametrize("length", [99_985, 100_000])
def test_front_matter_has_a_length(tmp_path: Path, length: int) -> None:
    file = write(tmp_path / "long.md", f"---\nnote: {'x' * length}\n---\nIt opened.")
    if length < 100_000:
        assert read_one(file).text == "It opened."
    else:
        with pytest.raises(IngestError, match="its front matter is longer than 100,000 characters; shorten it"):
            read_one(file)
