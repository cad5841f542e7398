"""The installed desk in a terminal: what it sends, and whether keys of any kind end it."""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.feeds import Feed
from onrecord.base.records import Actor, Annotation, Attribution, Draft
from tools.attacks.outcome import Outcome

HOSTILE = (
    "x\x1bc\x1b]2;OWNED\x1b\\\x1b]52;c;eA==\x07\x1bP1q\x1b\\\x9b2J\x9d2;OWNED\x9c\x90q\x9c\u202e\u2066y\x7f\x08"
)
"""A name that resets a terminal, sets its title and its clipboard, and turns the direction of writing."""

_SILENCE = 0.4
"""Seconds without output after which the desk counts as idle."""

_LAST_LOOKS = 4

_SENT = re.compile(
    r"\x1b\[[0-9;:]*[mHJKXd]|\x1b\[\?[0-9;]*[hl]|\x1b\[\?[0-9;]*\$p|\x1b\[[<>=?][0-9;]*u|\x1b\[[0-9]*[Gnct]"
    r"|\x1b\[[0-9]*[ABCD]|\x1b[DM]|\x1b\[[0-9;]* q|\x1b7|\x1b8|\x1b\[>[0-9]*[mq]|\x1b\]22;[a-z-]*\x07"
)
"""The sequences that the desk sends: colours, places, steps over what is there, modes, the pointer, and questions
about the terminal."""
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""What is copied to the clipboard."""
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

KEYS = [
    *"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789/?][}{.,;:-+*=<>|&%",
    *("\r", "\t", "\x1b", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[Z", " ", "\x7f"),
    *("\x10", "\x13", "\x15", "\x1a", "\x1b[H", "\x1b[F"),
]
"""What hands type, but for q, which leaves, and ctrl+c and ctrl+q."""


_READING_ROUND = [
    *"jjjkkGg]][[}}{{JJKstuiF?",
    "\r",
    "\t",
    "\x1b",
    "\x1b",
    "\x1b[6~",
    "\x1b[5~",
    "/mark",
    "\x15",
    "D",
    "h",
    "l",
]
"""What somebody types who reads on: through the list, the text, the sidebar, the search, a dossier."""

_REST = 5.0
"""Seconds without a key before memory is measured: the desk collects garbage when nobody has typed for two."""

_MOST_GROWTH = 40 * 2**20
"""Bytes by which the memory of the desk may grow: what it remembers of articles that were open."""


class DeskProcess:
    """The desk on an archive, in a terminal of its own."""

    def __init__(self, folder: Path, config: Path, *, prelude: str = "") -> None:
        """Start the desk.

        Args:
            folder: The folder of the archive.
            config: The config file, which need not be there.
            prelude: Python that is run before the desk starts.
        """
        self.output = bytearray()
        self.status: int | None = None
        # Where these are set they count for more than the size of the terminal.
        sizes = ("COLUMNS", "LINES")
        environment = {
            **{name: value for name, value in os.environ.items() if name not in sizes},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "ONRECORD_CONFIG": str(config),
        }
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
            code = f"{prelude}\nfrom onrecord.entry.main import main; main()"
            os.execve(sys.executable, [sys.executable, "-c", code, "--archive", str(folder)], environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.is_running():
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._terminal)

    def is_running(self) -> bool:
        """Return whether the desk has not ended; its exit status is then ``status``."""
        if self.status is None:
            process, status = os.waitpid(self._process, os.WNOHANG)
            if process:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def memory(self) -> int:
        """Return how many bytes of memory the desk itself has, without the processes that it has started."""
        status = Path(f"/proc/{self._process}/status").read_text("ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def type(self, keys: str) -> None:
        """Send keys in one piece."""
        os.write(self._terminal, keys.encode())

    def see(self, words: str, timeout: float = 300.0) -> None:
        """Let the desk paint its screen anew until words are on it, for it sends only cells that differ.

        Raises:
            TimeoutError: If they do not come.
        """
        ends = time.monotonic() + timeout
        while time.monotonic() < ends:
            self.type("\x0c")
            if words in self.read():
                return
        raise TimeoutError(f"“{words}” is not on the screen")

    def read(self, until: str = "", timeout: float = 300.0) -> str:
        """Read what the desk sends until a text is there, or without one until nothing comes any more.

        Returns:
            What was sent since the last call.
        """
        start, ends = len(self.output), time.monotonic() + timeout
        while time.monotonic() < ends:
            ready, _, _ = select.select([self._terminal], [], [], _SILENCE)
            if ready:
                try:
                    self.output += os.read(self._terminal, 65536)
                except OSError:  # it has ended
                    break
            elif not until or not self.is_running():
                break
            if until and until in self.output[start:].decode(errors="replace"):
                break
        return self.output[start:].decode(errors="replace")


def harmful(output: str) -> list[str]:
    """Return what in the output of the desk no part of Textual has sent on purpose, with what is around it."""
    rest = _SENT.sub("", _COPIED.sub("", output)) + "".join(copied_texts(output))
    return [repr(rest[max(match.start() - 20, 0) : match.end() + 20]) for match in _STEERING.finditer(rest)]


def copied_texts(output: str) -> list[str]:
    """Return what the desk has put on the clipboard by its output."""
    return [base64.b64decode(match[1]).decode(errors="replace") for match in _COPIED.finditer(output)]


def write_hostile_archive(folder: Path) -> None:
    """Write an archive in which everything that has a name has one that steers terminals."""
    text = f"Minister {HOSTILE} said: “The harbour {HOSTILE} is open.” It did not rain.\n\nNo more.\n"
    start, said = text.index(HOSTILE), text.index("said")
    span, content = (start, start + len(HOSTILE)), (text.index("“"), text.index("”") + 1)
    annotation = Annotation(
        actors=[Actor(id="a1", name=HOSTILE, type="person", roles=[HOSTILE], mentions=[span])],
        attributions=[
            Attribution(source=[span], cue=[(said, said + 5)], content=[content], kind="direct", speaker=["a1"])
        ],
        annotator=version(),
    )
    with Archive.open(folder) as archive:
        for number in range(3):
            draft = Draft(title=HOSTILE, text=f"{text}{number}", source=HOSTILE, author=HOSTILE, tags=[HOSTILE])
            article = archive.articles.add(draft, annotation).id
            archive.notes.add(article, f"A {HOSTILE} note.")
        archive.articles.update(
            [1], text=f"{text} It was {HOSTILE} before.", url=f"https://post.example/{HOSTILE}"
        )
        archive.notes.add(2, f"#{HOSTILE} #plain", tags=[HOSTILE])
        archive.saved_searches.save(f"z{HOSTILE}", "harbour")
        archive.feeds.add([Feed(url=f"http://127.0.0.1:9/{HOSTILE}", name=HOSTILE)])


SHORT_WALK = ["\r", "\t", "\r", "]", "c", "\x1b", "F", "\r", "\x1b", "D"]
"""Keys that lead to the open article, the actor chosen, a facet and the dossier."""

WALK = [
    *SHORT_WALK,
    *("\t", "\r", "\x1b", "\x1b", "}", "y", "1", "2", "3", "4", "Q", "Q", "L", "\r", "\x1b"),
    *(
        "/in:nothere\r",
        "\x1b",
        "/harbour\r",
        "\r",
        "t",
        "\x1b",
        "a",
        "\x1b",
        "R",
        "\x1b",
        "S",
        "\x1b",
        "o",
        "\x1b",
    ),
    *("\x1b", "?", "\x1b", "\x10", "har", "\x1b", "i", "\x1b", "J", "K"),
    *("g", "m", "m", "C", "\x1b", "V", "\x1b", "%", "j", "\x1b", "4", "j", "/pwn", "\x1b", "\x1b", "O", "O", "O"),
    *(
        ":tag x\t",
        "\x1b",
        ":tag \t",
        "\t",
        "\x1b",
        ":dossier \t",
        "\t",
        "\r",
        "\x1b",
        ":search speaker:\t",
        "\x1b",
    ),
    *(":search source:x\t", "\x1b", ":search tag:\t", "\t", "\r", "\x1b", "\x1b", ":nosuch", "\x1b", "\x1b"),
    *("E", "\t", "\x1b", "x", "\t", "\x1b", "|", "cat\r", "j", "\x1b", "|", "nosuchprogram\r", "\x1b", "\x1b"),
    *(
        ":pipe_list\r",
        "cat\r",
        "\x1b",
        "R",
        "1",
        "j",
        "2",
        "j",
        "3",
        "j",
        "\x1b",
        "\r",
        "ma",
        "'",
        "\x1b",
        ";",
        "\x1b",
    ),
    *(
        "vwwwwwy",
        "\x1b",
        "vwww",
        "a",
        "\x1b",
        "D",
        "p",
        "\x1b",
        "2",
        "3",
        "j",
        "/tag:\t",
        "\x1b",
        "x",
        "\x1b",
        "P",
    ),
    *(":edit_keys\r", "/pw", "\x1b", "\x1b", "/source:\t", "\t", "\r", "\x1b", "/in:z\t", "\r", "\x1b"),
    *("L", "j", "i", "\x1b", "\x05", "\x1b", "h", "Q", "j", "\r", "O", "Q", "u", "s", "\x1a", "y", "Y", "\x19"),
]
"""Keys that lead through the panes and dialogs of the desk."""


def attack_escapes(folder: Path, keys: Iterable[str] = WALK) -> Outcome:
    """Walk through the desk on an archive of hostile names, and look at each byte that it sends."""
    outcome = Outcome("The desk sends no escape sequence of an article, whatever pane or dialog shows it")
    write_hostile_archive(folder / "hostile")
    with DeskProcess(folder / "hostile", folder / "config.toml") as terminal:
        terminal.read(until="x␛c")
        for key in keys:
            terminal.type(key)
            findings = harmful(terminal.read())
            outcome.count(f"after {key!r}: {findings[:3]}" if findings else "")
        if not terminal.is_running():
            outcome.failures.append("the desk has ended")
    return outcome


def attack_keys(folder: Path, archive: Path, count: int, seed: int) -> Outcome:
    """Type random keys in bursts; the desk must go on, or be left as one leaves it, by its palette.

    Args:
        folder: Where the archive's folder is copied to.
        archive: The file of an archive.
        count: How many keys are typed.
        seed: Where the random numbers begin.
    """
    outcome = Outcome(f"No keys end the desk with a failure, in bursts of one to eight (seed {seed})")
    rng = random.Random(seed)
    (folder / "typed").mkdir(parents=True)
    (folder / "typed" / "archive.db").write_bytes(archive.read_bytes())
    with Archive.open(folder / "typed") as opened:
        title = opened.articles.get(opened.search.ids()[0]).title[:8]
    typed: list[str] = []
    with DeskProcess(folder / "typed", folder / "config.toml") as terminal:
        terminal.read(until=title)
        while len(typed) < count and terminal.is_running():
            burst = rng.choices(KEYS, k=rng.randint(1, 8))
            typed += burst
            terminal.type("".join(burst))
            if rng.random() < 0.3:
                terminal.read(timeout=1)
        for _ in range(_LAST_LOOKS):  # until it has acted on all of them; a blinking cursor never falls silent
            terminal.read(timeout=5)
        ended = not terminal.is_running()
        outcome.tried = len(typed)
        if ended and terminal.status:
            end = terminal.output[-600:].decode(errors="replace")
            outcome.failures.append(f"seed {seed}: ended with {terminal.status} after {typed[-40:]}: {end!r}")
    return outcome


def attack_soak(folder: Path, archive: Path, minutes: float, seed: int, rest: float = _REST) -> Outcome:
    """Read on at the desk for some time, and measure its memory once it stands, and at the end.

    Args:
        folder: Where the archive's folder is copied to.
        archive: The file of an archive.
        minutes: How long.
        seed: Where the random numbers begin.
        rest: Seconds without a key before each measurement.
    """
    rng = random.Random(seed)
    folder.mkdir(exist_ok=True)
    (folder / "archive.db").write_bytes(archive.read_bytes())
    with Archive.open(folder) as opened:
        title = opened.articles.get(opened.search.ids()[0]).title[:8]
    key_count = 0
    with DeskProcess(folder, folder / "config.toml") as terminal:
        terminal.read(until=title)
        for keys in _READING_ROUND:  # what is imported on first use is there before it is measured
            terminal.type(keys)
            terminal.read(timeout=5)
        time.sleep(rest)
        at_start, ends = terminal.memory(), time.monotonic() + minutes * 60
        while time.monotonic() < ends and terminal.is_running():
            terminal.type(rng.choice(_READING_ROUND))
            terminal.read(timeout=1)
            key_count += 1
        time.sleep(rest)
        is_running = terminal.is_running()
        at_end = terminal.memory() if is_running else 0
    sizes = f"{at_start / 2**20:.0f} MB at the start, {at_end / 2**20:.0f} MB at the end"
    outcome = Outcome(
        f"{minutes:g} minutes of reading, with {key_count:,} keys, leave the desk at most "
        f"{_MOST_GROWTH // 2**20} MB larger ({sizes})"
    )
    is_small = is_running and at_end - at_start <= _MOST_GROWTH
    outcome.count("" if is_small else f"seed {seed}: it has {at_end:,} bytes, status {terminal.status}")
    return outcome
