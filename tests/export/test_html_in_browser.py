"""The annotated page in a real browser: it loads nothing, tells speakers apart, fits a telephone, and prints."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from onrecord import export
from onrecord.base.records import Actor, Annotation, Article, Attribution
from onrecord.export import Exported

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

TITLE = "Harbour opens, Lee says"
TEXT = (
    f"{TITLE}\n\n“We open,” said Ann Lee, who leads the harbour.\n\nIt was too early, Bo Dahl held. "
    f"“{'We wait. ' * 60}”\n\n{'x' * 200}\n\n<script>document.title = 'run'</script>"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        found = [path for path in (*map(shutil.which, _NAMES), driver.chromium.executable_path) if path]
        installed = next((path for path in found if Path(path).exists()), None)
        if installed is None:
            pytest.skip("no Chromium is installed; apt install chromium, or playwright install chromium")
        # The sandbox of Chromium does not start for root, as whom tests run in containers.
        chromium = driver.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page_path(tmp_path: Path) -> Path:
    def said(speaker: str, words: str, confidence: float = 0.9) -> Attribution:
        start = TEXT.index(words)
        content = [(start, start + len(words))]
        return Attribution(
            source=[], cue=[], content=content, kind="direct", confidence=confidence, speaker=[speaker]
        )

    attributions = [said("a", "Harbour opens"), said("a", "“We open,”"), said("b", "It was too early", 0.1)]
    actors = [Actor(id="a", name="Ann Lee", type="person"), Actor(id="b", name="Bo Dahl", type="person")]
    annotation = Annotation(entities=[], attributions=attributions, actors=actors, annotator="1 test")
    item = Exported(Article(id=1, title=TITLE, url="https://post.example/1"), TEXT, annotation)
    path = tmp_path / "page.html"
    with path.open("w", encoding="utf-8") as out:
        export.write("html", [item, item], out)
    return path


@pytest.fixture
def page(browser: Browser, page_path: Path) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 360, "height": 640})
    messages: list[str] = []
    requests: list[str] = []
    tab.on("console", lambda message: messages.append(message.text))
    tab.on("pageerror", lambda error: messages.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(page_path.as_uri())
    yield tab
    assert messages == []
    assert requests == [page_path.as_uri()]
    tab.close()


def test_nothing_of_an_article_is_run(page: Page) -> None:
    assert page.title() == "Articles from onrecord"
    assert "document.title = 'run'" in page.inner_text("article")


def test_speakers_differ_in_colour_and_in_mark(page: Page) -> None:
    colour = "node => getComputedStyle(node).borderBottomColor"
    marks = page.locator("article:first-of-type p > mark")
    assert marks.all_inner_texts() == ["“We open,”①", "It was too early②"]
    assert len(set(marks.evaluate_all(f"nodes => nodes.map({colour})"))) == 2
    styles = marks.evaluate_all("nodes => nodes.map(node => getComputedStyle(node).borderBottomStyle)")
    assert styles == ["solid", "dashed"]
    assert page.locator("article:first-of-type .key li").all_inner_texts() == [
        "① Ann Lee",
        "② Bo Dahl",
        "dashed doubtful: found by a program that is not sure",
    ]


def test_the_headline_is_shown_once_with_its_quote(page: Page) -> None:
    assert page.locator("h1").first.inner_text() == "Harbour opens①, Lee says"
    assert page.locator("article:first-of-type > p:not(.facts)").first.inner_text().startswith("“We open,”")


def test_nothing_stands_out_of_a_narrow_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_screen_is_not_empty(browser: Browser, page: Page) -> None:
    empty = browser.new_page(viewport={"width": 360, "height": 640})
    assert len(page.screenshot()) > 2 * len(empty.screenshot())
    empty.close()


def test_each_article_is_printed_from_a_new_sheet(page: Page, tmp_path: Path) -> None:
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        sheets = [sheet.get_textpage().get_text_bounded() for sheet in document]
    heads = [sheet.lstrip().startswith("Harbour opens") for sheet in sheets]
    assert heads == [number in (0, len(sheets) // 2) for number in range(len(sheets))]
    assert "doubtful" in sheets[0]
