"""Articles given to a command: what it gets, what is shown of it, and how it is ended."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_pilot import NARROW, WIDE, ready
from list_sample import shown
from patience import PATIENCE, wait_until
from textual.pilot import Pilot
from textual.widgets import Input, Static
from waiting import until

from onrecord.archive import Archive
from onrecord.terminal import piping
from onrecord.terminal.piping import MAX_OUTPUT, PipedCommand, PipeError
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.output import OutputScreen, fitted_lines
from onrecord.tui.widgets.output_lines import OutputLines

Desk = Callable[..., OnRecord]


def python(program: str) -> str:
    """A command line that runs a program in Python."""
    return shlex.join([sys.executable, "-c", program])


def test_a_command_gets_the_texts_and_its_output_and_complaints_are_taken() -> None:
    output = PipedCommand("cat - nowhere.txt").run(["one\n", "twø\n"])
    assert output.text.startswith("one\ntwø\n")
    assert "nowhere.txt" in output.text
    assert output.status == 1
    assert not output.is_cut


def test_no_shell_reads_the_command() -> None:
    assert PipedCommand("echo $HOME ; '*' `id` $(id)").run([]).text == "$HOME ; * `id` $(id)\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [("", "no command"), ('grep "open', "not complete"), ("no-such-program -x", "no program “no-such-program”")],
)
def test_what_cannot_be_run_is_refused(line: str, reason: str) -> None:
    with pytest.raises(PipeError, match=reason):
        PipedCommand(line)


def test_a_command_that_reads_nothing_is_no_failure() -> None:
    assert PipedCommand("true").run(["x" * 1_000_000]).status == 0


def test_endless_output_is_cut_and_the_command_ended() -> None:
    output = PipedCommand("yes").run([])
    assert output.is_cut
    assert len(output.text) == MAX_OUTPUT


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("{start}; sleep 1000", -signal.SIGTERM),
        ("trap '' TERM; {start}; sleep 1000", -signal.SIGKILL),
        ("(trap '' TERM; {start}; exec sleep 1000) & wait", -signal.SIGTERM),  # what it started does not end
        ("trap '' TERM; (trap - TERM; {start}; exec sleep 1000) &", 0),  # what it started has its output
    ],
)
def test_a_command_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, status: int
) -> None:
    monkeypatch.setattr(piping, "_GRACE", 0.2)
    kill_rest = piping._kill_rest

    def kill_once_ended(group: int) -> None:
        """Keep the grace from being over before the program itself was able to end."""
        if status == -signal.SIGTERM:
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, group, os.WEXITED | os.WNOWAIT)
        kill_rest(group)

    monkeypatch.setattr(piping, "_kill_rest", kill_once_ended)
    started = tmp_path / "started"
    command = PipedCommand(shlex.join(["sh", "-c", program.format(start=f"echo > {started}")]))
    statuses: list[int] = []
    runner = threading.Thread(target=lambda: statuses.append(command.run([]).status))
    runner.start()
    wait_until(started.exists)
    command.cancel()
    runner.join(PATIENCE)
    assert statuses == [status]


def test_what_ignores_its_end_and_holds_no_output_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piping, "_GRACE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = f"(trap '' TERM; exec > {pipe}; echo started; exec sleep 1000) & wait"
    command = PipedCommand(shlex.join(["sh", "-c", program]))
    runner = threading.Thread(target=command.run, args=([],))
    runner.start()
    with pipe.open() as lines:
        assert lines.readline() == "started\n"
        command.cancel()
        assert lines.read() == ""  # the end comes when nothing holds the pipe any more
    runner.join(PATIENCE)
    assert not runner.is_alive()


def test_endless_output_is_cut_of_a_command_that_ignores_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piping, "_GRACE", 0.2)
    output = PipedCommand(shlex.join(["sh", "-c", "trap '' TERM PIPE; yes; sleep 1000"])).run([])
    assert output.is_cut
    assert output.status == -signal.SIGKILL


def test_a_command_that_is_ended_before_it_starts_does_not_start(tmp_path: Path) -> None:
    command = PipedCommand(f"touch {tmp_path / 'made'}")
    command.cancel()
    assert command.run([]).status == -15
    assert not (tmp_path / "made").exists()


def test_lines_fit_and_steer_no_terminal() -> None:
    assert fitted_lines("abcdef\n\n\tx\x1b[31m\n", 4) == ["abcd", "ef", "", "    ", "x␛[3", "1m"]


# On the desk


async def output(pilot: Pilot[None]) -> tuple[OutputLines, str]:
    """Wait for the output of a command, and return it with how the command ended."""
    await until(pilot, lambda: isinstance(pilot.app.screen, OutputScreen))
    facts = pilot.app.screen.query_one("#output-facts", Static)
    await until(pilot, lambda: str(facts.content))
    return pilot.app.screen.query_one(OutputLines), str(facts.content).strip()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_article_is_piped_and_the_output_shown(
    desk: Desk, archive: Archive, size: tuple[int, int]
) -> None:
    app = desk()
    async with app.run_test(size=size) as pilot:
        screen = await ready(pilot)
        await pilot.press("vertical_line")
        await pilot.pause()
        app.screen.query_one(Input).value = "head -1"
        await pilot.press("enter")
        lines, ending = await output(pilot)
        article = screen.articles.highlighted
        assert article is not None
        assert shown(lines)[0].strip() == archive.articles.get(article).title[: size[0] - 3]
        assert ending == "It is done."
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("vertical_line")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "head -1"  # to be run again, or changed


async def test_the_list_is_piped_as_json_lines(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        program = "import sys, json; [print(json.loads(line)['title']) for line in sys.stdin]"
        screen.workbench.pipes.run_on_list(python(program))
        lines, _ = await output(pilot)
        titles = [archive.articles.get(article).title for article in screen.articles.ids]
        assert [line.strip() for line in shown(lines)[: len(titles)]] == titles


async def test_leaving_ends_a_command_that_runs(desk: Desk, archive: Archive, tmp_path: Path) -> None:
    app = desk()
    started, ended = tmp_path / "started", tmp_path / "ended"
    program = f"trap 'echo > {ended}; exit' TERM; echo > {started}; while :; do sleep 0.01; done"
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.workbench.pipes.run(shlex.join(["sh", "-c", program]))
        await until(pilot, started.exists)
        assert shown(app.screen.query_one(OutputLines))[1].strip() == "running…"
        await pilot.press("escape")
        await until(pilot, ended.exists)
        assert isinstance(app.screen, DeskScreen)


async def test_what_cannot_be_run_is_said(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.workbench.pipes.run("no-such-program")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
        assert any("no program “no-such-program”" in notice.message for notice in app._notifications)
