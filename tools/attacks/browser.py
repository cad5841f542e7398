"""``onrecord serve``: those without its token get nothing, readers with it get nothing of the machine."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
from yarl import URL

from onrecord.tui.looks.keymap import ACTIONS
from tools.attacks.commands import content_of
from tools.attacks.outcome import Outcome
from tools.attacks.sample import Sample

PATIENCE = 120.0
"""Seconds after which nothing more is expected, on a busy machine."""

_SILENCE = 1.0
_A_DEED = 3.0
"""Seconds in which a desk shows what a key has done, if it shows anything."""

_READERS = 10
_REFUSAL = "The address needs the token"
_COOKIE = "onrecord_token"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

_PATHS = (
    "/", "/ws", "/static/", "/static/js/textual.js", "/download/x", "//", "/..", "/static/../../desk_server.py",
    "/static/%2e%2e/%2e%2e/server.py", "/static/..%2f..%2fserver.py", "/static/....//server.py",
    "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/..\\..\\server.py", "/%00", "/static/%00",
    "/archive.db", "/?token", "/?token=", "/?token=&token=x", "/ws?token=x", "/?TOKEN=x", "/?token[]=x", "/\u00e9",
)  # fmt: skip
"""What is asked for."""

_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Cookie": f"{_COOKIE}=wrong"},
    {"Cookie": f"{_COOKIE}="},
    {"Cookie": f"{_COOKIE}=%00; {_COOKIE}=x"},
    {"Authorization": "Bearer x"},
    {"Host": "evil.example"},
    {"Host": "evil.example", "Origin": "http://evil.example"},
    {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1"},
    {"X-HTTP-Method-Override": "GET", "X-Original-URL": "/"},
)
"""With what it is asked for."""


class ServedDesk(NamedTuple):
    """A server of the desk.

    Attributes:
        url: Its address, without a slash at its end.
        token: What it asks of readers.
        process: Its process.
        home: The folder of who serves, where readers may write nothing.
    """

    url: str
    token: str
    process: subprocess.Popen[str]
    home: Path

    def desk_count(self) -> int:
        """Return how many desks of readers run."""
        listed = subprocess.run(["/bin/ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        return sum("onrecord.entry.served" in line and str(self.home) in line for line in listed.splitlines())


@contextmanager
def served_desk(home: Path, sample: Sample, *options: str) -> Iterator[ServedDesk]:
    """Serve a copy of an archive from a folder that need not be there."""
    (home / "news").mkdir(parents=True)
    shutil.copy(sample.file, home / "news" / "archive.db")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "onrecord",
        "serve",
        "--archive",
        str(home / "news"),
        "--port",
        str(port),
        *options,
    ]
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home),
        "ONRECORD_CONFIG": str(home / "c"),
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home, env=environment) as process:
        assert process.stdout is not None
        url, _, token = re.findall(r"http://\S+", process.stdout.readline())[0].partition("/?token=")
        try:
            yield ServedDesk(url, token, process, home)
        finally:
            process.kill()


def attack_door(folder: Path, sample: Sample, every: int = 1) -> Outcome:
    """Ask a server for everything without its token; ``every`` asks only each first of so many."""
    outcome = Outcome("Without its token onrecord serve gives nothing, whatever is asked for and however")
    with served_desk(folder, sample) as served:
        asyncio.run(_attack_door(served, outcome, every))
    return outcome


async def _attack_door(served: ServedDesk, outcome: Outcome, every: int) -> None:
    asked = [(method, path, headers) for path in _PATHS for headers in _HEADERS for method in ("GET", "POST")]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        for method, path, headers in asked[::every]:
            url = URL(f"{served.url}{path}", encoded=True)
            async with session.request(method, url, headers=headers, allow_redirects=False) as answer:
                text = await answer.text(errors="replace")
                is_refused = answer.status in (400, 403, 404, 405) and "Set-Cookie" not in answer.headers
                is_silent = served.token not in text and (answer.status != 403 or text.startswith(_REFUSAL))
                outcome.count("" if is_refused and is_silent else f"{method} {path} {headers}: {answer.status}")
        right = {"Cookie": f"{_COOKIE}={served.token}"}
        for headers, may_read in (
            (right, True),
            (right | {"Origin": served.url}, True),
            (right | {"Origin": "http://evil.example"}, False),
            (right | {"Origin": "null"}, False),
            (right | {"Origin": served.url.replace("127.0.0.1", "localhost")}, False),
            ({"Origin": served.url}, False),
        ):
            outcome.count(
                "" if await _opens(session, served.url, headers) is may_read else f"a socket with {headers}"
            )


async def _opens(session: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> bool:
    try:
        async with session.ws_connect(f"{url}/ws", headers=headers):
            return True
    except aiohttp.WSServerHandshakeError:
        return False


def attack_from_browser(folder: Path, sample: Sample, *options: str, every: int = 1) -> Outcome:
    """Do at the desk, as a reader in a browser, all that it can do, with what would touch the machine.

    Args:
        folder: A folder that need not be there.
        sample: A sound archive.
        options: Options of the server: ``--write`` or none.
        every: Does only the first of so many deeds.
    """
    what = "nothing of the machine but the archive" if options else "neither the machine nor the archive"
    outcome = Outcome(
        f"Whatever a reader in a browser does changes {what} ({' '.join(options) or 'without --write'})"
    )
    with served_desk(folder, sample, *options) as served:
        before = content_of(folder / "news")
        asyncio.run(_attack_from_browser(served, outcome, _deeds(folder)[::every]))
        if not options:
            outcome.count("" if content_of(folder / "news") == before else "the archive has changed")
    return outcome


def _deeds(folder: Path) -> list[str]:
    """Return keys that would write a file, start a program or change something."""
    proof = folder / "proof"
    return [
        f"|touch {proof}\r",
        *(f":{name} touch {proof}\r" for name in ("pipe", "pipe_list", "pipe list")),
        *(f":export {proof}{ending}\r" for ending in (".csv", ".jsonl", ".db", ".xlsx", ".parquet", ".md", "")),
        f"x\r\x15{proof}\r",
        *(f":{action.name.replace('_', ' ')}\r\r" for action in ACTIONS if action.name != "quit"),
        *(f"{key}\r" for key in "tasuExdWyYPSAUmM%CVRD4c!"),
        f"D\rx{proof}\r",
        f"a$(touch {proof})\x13",
    ]


async def _attack_from_browser(served: ServedDesk, outcome: Outcome, deeds: Sequence[str]) -> None:
    headers = {"Cookie": f"{_COOKIE}={served.token}"}
    before, waiting = _files(served.home), deque(deeds)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        while waiting:
            async with session.ws_connect(f"{served.url}/ws?width=120&height=36", headers=headers) as desk:
                if not await _look(desk):
                    outcome.count("a desk shows nothing")
                    return
                while waiting and not desk.closed:
                    deed = waiting.popleft()
                    for keys in (*deed, "\x1b", "\x1b"):
                        await desk.send_str(json.dumps(["stdin", keys]))
                    await _look(desk, patience=_A_DEED)
                    new = _files(served.home) - before
                    outcome.count(f"{deed!r}: {sorted(new)}" if new else "")


async def _look(desk: aiohttp.ClientWebSocketResponse, patience: float = PATIENCE) -> str:
    """Return what a desk shows until it is silent; ``patience`` is how long its first sign may take."""
    shown, ends = "", time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            message = await desk.receive(timeout=_SILENCE if shown else patience)
        except TimeoutError:
            break
        if not isinstance(message.data, bytes):
            break
        shown += _ESCAPES.sub("", message.data.decode(errors="replace"))
    return shown


def _files(home: Path) -> set[str]:
    """Return the files of who serves, without those that SQLite keeps beside an archive."""
    return {str(file) for file in home.rglob("*") if not file.name.startswith("archive.db")}


def attack_readers(folder: Path, sample: Sample) -> Outcome:
    """Let ten readers come and go without a word, and end the server while they read."""
    outcome = Outcome("Of readers who go, and of a server that ends, no desk is left")
    for end in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        with served_desk(folder / end.name, sample) as served:
            outcome.count(asyncio.run(_come_and_go(served)))
            left = asyncio.run(_come_and_go(served, end))
            outcome.count(f"{end.name}: {left}" if left else "")
    return outcome


async def _come_and_go(served: ServedDesk, end: signal.Signals | None = None) -> str:
    """Open desks, and let their readers vanish, or the server end while they read; return which desks are left."""
    headers = {"Cookie": f"{_COOKIE}={served.token}"}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        desks = [await session.ws_connect(f"{served.url}/ws", headers=headers) for _ in range(_READERS)]
        shown = await asyncio.gather(*map(_look, desks))  # at once: who does not read is cut off
        if not all(shown):
            return f"only {sum(map(bool, shown))} of {_READERS} readers see something"
        if end is not None:
            served.process.send_signal(end)
            return await asyncio.to_thread(_left, served)
    return await asyncio.to_thread(_left, served)


def _left(served: ServedDesk) -> str:
    """Wait for the desks of readers to end; return how many do not."""
    ends = time.monotonic() + PATIENCE
    while (count := served.desk_count()) and time.monotonic() < ends:
        time.sleep(0.2)
    return f"{count} desks are left" if count else ""
