"""How soon does a key act for ten readers in browsers at once?

usage: python -m benchmarks.readers [--readers N] [--keys N] [--articles N]

``onrecord serve`` shows a generated archive to so many readers, each with a web socket as a browser has it. All of
them move through the list, a key a second each and not at the same moment. Measured is the time from a key until
its desk has sent the first frame after it, over the network of this machine; one reader alone is the rival.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from benchmarks import results, sample_archive

PORT = 8799
PAUSE = 1.0  # seconds between the keys of a reader
PATIENCE = 120.0


def main() -> None:
    """Measure one reader and many, and write the table to RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    folder = sample_archive.archive(options.articles)
    command = [sys.executable, "-m", "onrecord", "serve", "--archive", str(folder), "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        printed = re.search(r"(http\S+)/\?token=(\S+)", server.stdout.readline())
        assert printed is not None, "the server has not started"
        origin, token = printed.groups()
        rows = [asyncio.run(row(origin, token, readers, options.keys)) for readers in (1, options.readers)]
        server.terminate()
    body = f"{options.articles:,} articles, {options.keys} keys a reader.\n\n" + results.table(
        ["readers", "key to frame, ms: median", "95 of 100", "memory of a desk, MiB"], rows
    )
    results.write("Readers in browsers", "python -m benchmarks.readers", body)


async def row(origin: str, token: str, readers: int, keys: int) -> list[str]:
    """Return the cells of so many readers."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookies={"onrecord_token": token}, cookie_jar=jar) as session:
        all_ready = asyncio.Barrier(readers)
        measured = await asyncio.gather(*(read(session, origin, keys, all_ready) for _ in range(readers)))
    seconds = [each for of_reader in measured for each in of_reader]
    return [
        f"{readers}",
        f"{median(seconds) * 1000:.0f}",
        f"{quantiles(seconds, n=20)[-1] * 1000:.0f}",
        f"{max(memory for memory in desk_memories.values()):.0f}",
    ]


desk_memories: dict[int, float] = {}
"""The most memory that each desk has taken, in MiB, by its process."""


def note_memories() -> None:
    """Look how much memory each desk has taken."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            status = (process / "status").read_text("ascii")
        except OSError:  # it has ended meanwhile
            continue
        if command.startswith(sys.executable.encode()) and b"onrecord.entry.served" in command:
            desk_memories[int(process.name)] = int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) / 1024


async def read(session: aiohttp.ClientSession, origin: str, keys: int, all_ready: asyncio.Barrier) -> list[float]:
    """Return how long each key of a reader took, in seconds."""
    async with desk(session, origin) as socket:
        await until_quiet(socket)
        await all_ready.wait()
        seconds = []
        for _ in range(keys):
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
            await drain(socket)
            began = time.perf_counter()
            await socket.send_str(json.dumps(["stdin", "j"]))
            await socket.receive(timeout=PATIENCE)
            seconds.append(time.perf_counter() - began)
        await all_ready.wait()
        note_memories()
    return seconds


@asynccontextmanager
async def desk(session: aiohttp.ClientSession, origin: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Yield the web socket of a desk that has just been opened."""
    address = f"{origin}/ws?width=120&height=36"
    async with session.ws_connect(address, headers={"Origin": origin}, max_msg_size=0) as socket:
        await socket.receive(timeout=PATIENCE)
        yield socket


async def until_quiet(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Take frames until none has come for some seconds: the desk stands."""
    while await drain(socket, 3.0):
        pass


async def drain(socket: aiohttp.ClientWebSocketResponse, wait: float = 0.001) -> bool:
    """Take the frames that come within ``wait`` seconds of each other; return whether there were any."""
    has_frames = False
    while True:
        try:
            await socket.receive(timeout=wait)
        except TimeoutError:
            return has_frames
        has_frames = True


if __name__ == "__main__":
    main()
