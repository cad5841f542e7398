"""The desk as served: in a headless Chromium where there is one, and to ten readers at once."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from harbour_sample import harbour_annotation
from patience import PATIENCE

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Draft

pytest.importorskip("textual_serve", reason="needs onrecord[serve]")

HARBOUR = "Minister Ann Lee said on Friday: “The harbour is open.” She thinks that trade will grow.\n"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address, with its token, at which an archive of two annotated articles is served."""
    with Archive.open(tmp_path / "news") as archive:
        for day, title, place in ((2, "Harbour opens", "harbour"), (1, "Water is scarce", "well")):
            text = HARBOUR.replace("harbour", place)
            annotation = harbour_annotation(text, f"“The {place} is open.”")
            draft = Draft(title=title, text=text, published=f"2021-04-0{day}", language="en")
            archive.articles.add(draft, msgspec.structs.replace(annotation, annotator=version()))
    server, printed = serve(tmp_path / "news")
    with server:
        yield printed
        server.terminate()


def serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Serve an archive at a port that nobody else has, and return the process with the address that it prints."""
    command = [sys.executable, "-m", "onrecord", "serve", "--archive", str(folder), "--port"]
    for _ in range(10):  # another process may take the port before the server does
        server = subprocess.Popen([*command, str(free_port())], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        if printed := re.search(r"http://\S+", server.stdout.readline()):
            return server, printed.group()
        server.communicate()
    pytest.fail("No port stays free.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Shown:
    """All that a desk has painted so far, without what steers a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.text += ESCAPES.sub("", frame.decode("utf-8", "replace"))


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def test_in_chromium_it_opens_reads_and_searches(address: str, tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="drives the browser")
    program = chromium()
    if program is None:
        pytest.skip("no Chromium is installed")
    shown, asked = Shown(), list[str]()
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: socket.on("framereceived", shown.take))

        def wait_for(words: str) -> None:
            until = time.monotonic() + PATIENCE
            while words not in shown.text:
                assert time.monotonic() < until, f"{words!r} is not shown"
                page.wait_for_timeout(50)

        wrong = page.goto(re.sub("token=.*", "token=wrong", address))
        assert wrong is not None
        assert wrong.status == 403
        page.goto(address)
        assert "token" not in page.url
        wait_for("The harbour is open.")
        page.wait_for_selector(".xterm-helper-textarea:focus")
        shown.text = ""
        page.keyboard.type("/scarce")
        wait_for("Articles 1")
        wait_for("The well is open.")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.type("s")
        wait_for("The archive is only read here.")
        picture = page.screenshot(path=tmp_path / "desk.png")
        browser.close()
    assert len(picture) > 10_000, "something is painted"
    origin = address.partition("/?")[0]
    assert [url for url in asked if not url.startswith((origin, "data:"))] == [], "nobody else is asked"


async def test_ten_readers_at_once_have_their_own_desks(address: str) -> None:
    import aiohttp

    origin, _, token = address.partition("/?token=")

    async def read(session: aiohttp.ClientSession, number: int) -> str:
        shown = Shown()
        async with session.ws_connect(f"{origin}/ws?width=120&height=36", headers={"Origin": origin}) as socket:

            async def wait_for(words: str) -> None:
                while words not in shown.text:
                    message = await socket.receive(timeout=PATIENCE)
                    assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)
                    shown.take(message.data)

            await wait_for("The harbour is open.")
            for key in f"/reader{number}":
                await socket.send_str(json.dumps(["stdin", key]))
            await wait_for(f"reader{number}")
        return shown.text

    cookies: dict[str, Any] = {"onrecord_token": token}
    async with aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        desks = await asyncio.gather(*(read(session, number) for number in range(10)))
    for number, desk in enumerate(desks):
        others = [other for other in range(10) if other != number and f"reader{other}" in desk]
        assert others == []
