"""The installed command in processes of its own: pipes, signals, the model, and what it imports."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import PATIENCE, wait_until

from onrecord.annotation import SUPPORTED_LANGUAGES, version
from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.base.settings import resource

HEAVY = (
    "spacy",
    "trafilatura",
    "lark",
    "dateparser",
    "babel",
    "thinc",
    "numpy",
    "yaml",
    "urllib3",
    "charset_normalizer",
)
COMMAND = [sys.executable, "-m", "onrecord"]

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts ``onrecord`` on an archive of this test alone, with pipes, the last of which may be another."""
    environment = os.environ | {
        "ONRECORD_ARCHIVE": str(tmp_path / "news"),
        "ONRECORD_CONFIG": str(tmp_path / "none.toml"),
    }

    def run(*arguments: str | Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )

    return run


def articles(count: int) -> str:
    text = "Minister Ann Lee said that harbour {} would open. “It is time,” she added."
    return "".join(
        json.dumps({"title": f"Harbour {number}", "text": text.format(number)}) + "\n" for number in range(count)
    )


def test_add_annotates_and_so_do_the_seed_and_texts_that_pass_through(start: Start, tmp_path: Path) -> None:
    seed = next(resource("seeds").glob("*.txt"))
    out, err = start("add", "--seed").communicate(timeout=PATIENCE)
    assert (out[:7], err) == (b"1 added", b"")
    with Archive.open(tmp_path / "news") as archive:
        stored = archive.annotations.get(1)
        assert stored is not None
        assert stored.attributions
        assert archive.articles.get_many([1])[0].quotes == sum(
            said.cue_type == "speech" for said in stored.attributions
        )

    lines = (
        json.dumps({"id": "s", "text": seed.read_text("utf-8")})
        + "\nno line\n"
        + '{"id": 7, "text": "He left."}\n'
    )
    process = start("annotate", "-", "--format", "jsonl")
    out, err = process.communicate(lines.encode(), timeout=PATIENCE)
    assert process.returncode == 1
    assert err.startswith(b"standard input, line 2: ")
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], second["id"]) == ("s", 7)
    assert set(first) >= {"entities", "attributions", "actors"}
    assert first["attributions"][0].keys() >= {"source", "cue", "content", "kind", "speaker", "via", "confidence"}
    assert first["actors"][0].keys() >= {
        "id",
        "name",
        "type",
        "aliases",
        "suspected",
        "roles",
        "metonyms",
        "mentions",
    }


def test_annotate_takes_what_is_not_annotated(start: Start, tmp_path: Path) -> None:
    process = start("add", "-", "--no-annotate")
    process.communicate(articles(3).encode(), timeout=PATIENCE)
    assert start("annotate").communicate(timeout=PATIENCE)[0] == b"Annotated 3 articles.\n"
    assert start("annotate").communicate(timeout=PATIENCE)[0] == b"Annotated 0 articles.\n"
    with Archive.open(tmp_path / "news") as archive:
        assert all(article.annotator for article in archive.articles.get_many(archive.search.ids()))


def test_interrupted_in_the_middle_it_keeps_what_is_stored(start: Start, tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(articles(600))
    process = start("add", tmp_path / "many.jsonl")
    file = tmp_path / "news" / "archive.db"

    def is_in_the_middle() -> bool:
        assert process.poll() is None
        if not file.exists():
            return False
        with Archive.open(tmp_path / "news") as archive:
            return archive.maintenance.statistics().annotated > 0

    wait_until(is_in_the_middle)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    assert b"stays stored" in err
    assert b"Traceback" not in err
    with Archive.open(tmp_path / "news") as archive:
        assert archive.search.count() == 600
        assert archive.maintenance.check() == []


def test_killed_in_the_middle_of_two_jobs_it_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    start("add", "-", "--no-annotate").communicate(articles(600).encode(), timeout=PATIENCE)
    process = start("annotate", "--jobs", "2")

    def annotated() -> int:
        with Archive.open(tmp_path / "news") as archive:
            return archive.maintenance.statistics().annotated

    wait_until(annotated)
    lists_of_children = Path(f"/proc/{process.pid}/task").glob("*/children")  # none where there is no /proc
    workers = [Path("/proc", worker) for children in lists_of_children for worker in children.read_text().split()]
    process.kill()
    process.wait()
    wait_until(lambda: not any(worker.exists() for worker in workers))
    before = annotated()
    assert 0 < before < 600
    with Archive.open(tmp_path / "news") as archive:
        pending = archive.annotations.pending(version(), SUPPORTED_LANGUAGES)
        assert len(pending) == 600 - before
        archive.articles.remove(pending[50:])  # more than 50 would show nothing else
    remaining = len(pending[:50])
    out, err = start("annotate", "--jobs", "1").communicate(timeout=PATIENCE)
    assert (out, err) == (f"Annotated {remaining} article{'s' * (remaining > 1)}.\n".encode(), b"")
    assert annotated() == before + remaining
    with Archive.open(tmp_path / "news") as archive:
        assert archive.maintenance.check() == []


def test_a_pipe_that_closes_early_is_no_error(start: Start, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        long = "opens " * 20
        for _ in archive.articles.add_many(
            Draft(title=f"Harbour {number} {long}", text=f"Text {number}") for number in range(3000)
        ):
            pass
    for command in (["list"], ["list", "--format", "jsonl"], ["export", "--format", "jsonl"]):
        process = start(*command)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=PATIENCE) == 141


def test_a_bar_is_for_terminals_alone(start: Start, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(f"Article {number}\n\nText of it.")
    files = sorted(tmp_path.glob("*.txt"))
    keyboard, terminal = pty.openpty()
    process = start("add", "--no-annotate", *files, stderr=terminal)
    out, _ = process.communicate(timeout=PATIENCE)
    os.close(terminal)
    assert b"Adding" in os.read(keyboard, 65536)
    os.close(keyboard)
    assert out.startswith(b"8 added")
    _, err = start("add", "--no-annotate", *files).communicate(timeout=PATIENCE)
    assert err == b""


def loaded(code: str, tmp_path: Path) -> set[str]:
    """The modules that are loaded after this code."""
    program = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    environment = os.environ | {
        "ONRECORD_ARCHIVE": str(tmp_path / "news"),
        "ONRECORD_CONFIG": str(tmp_path / "none"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_the_desk_starts_without_heavy_libraries_and_commands(tmp_path: Path) -> None:
    modules = loaded("import onrecord.entry.main, onrecord.tui.app, onrecord.terminal.failures", tmp_path)
    assert "onrecord.tui.screens.desk" in modules
    assert modules.isdisjoint([*HEAVY, "typer", "onrecord.cli"])


def test_what_the_first_list_does_not_need_is_imported_after_it(tmp_path: Path) -> None:
    modules = loaded("import onrecord.entry.main, onrecord.tui.app", tmp_path)
    second_step = ("screens.desk.workbench", "model.saved_counts", "widgets.saved_list", "widgets.article_view")
    assert modules.isdisjoint(f"onrecord.tui.{name}" for name in second_step)


FIRST_LIST = {
    "": ["archive", "opening"],
    "indexing": ["fulltext", "index_rows", "newest_index"],
    "maintenance": ["index_steps", "migrations"],
    "parts": ["annotation_store", "article_search", "article_store"],
    "query": ["ast", "dates", "parser", "query_errors"],
    "schema": ["annotation_codec", "document_forms", "documents", "record_errors", "record_rows", "tables"],
    "search": [
        *("article_ids", "cancellation", "execute", "expand_names", "expand_prefixes", "id_set", "name_terms"),
        *("newest_articles", "newest_rows"),
        *("plan", "query_runner", "saved_searches"),
    ],
    "storage": [
        *("damage_marker", "errors", "rows", "sqlite_storage", "tinydb_conditions", "tinydb_private"),
        *("stale_log", "steps", "tinydb_table"),
    ],
}
"""The modules of the archive that the desk's first list needs. One more makes every start of the desk slower."""


def test_the_first_list_loads_no_other_modules_of_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Harbour", text="It opened."))
    code = "\n".join(
        (
            "import os, onrecord.tui.app, onrecord.tui.model.article_listing as article_listing",
            "from pathlib import Path",
            "from onrecord.archive import Archive",
            "with Archive.open(Path(os.environ['ONRECORD_ARCHIVE'])) as archive:",
            "    listing = article_listing.first_articles(archive, None, article_listing.Arrangement())",
            "    assert len(archive.articles.get_many(listing.ids)) == 1",
        )
    )
    modules = loaded(code, tmp_path)
    packages = {f"onrecord.archive.{package}".rstrip(".") for package in FIRST_LIST}
    expected = packages | {f"{package}.{name}" for package in packages for name in FIRST_LIST[package[17:]]}
    assert {module for module in modules if module.startswith("onrecord.archive")} == expected
    assert modules.isdisjoint([*HEAVY, "rapidfuzz"])


def test_the_whole_desk_is_imported_without_what_few_sessions_use(tmp_path: Path) -> None:
    code = "\n".join(
        (
            "import os, onrecord.tui.app, onrecord.tui.screens.desk.workbench",
            "from pathlib import Path",
            "from onrecord.annotation import version",
            "from onrecord.archive import Archive",
            "with Archive.open(Path(os.environ['ONRECORD_ARCHIVE'])) as archive:",
            "    archive.maintenance.statistics()",
            "version()",
        )
    )
    modules = loaded(code, tmp_path)
    assert "onrecord.archive.maintenance.health_check" in modules
    rarely_used = ("onrecord.archive.maintenance.backup", "onrecord.archive.maintenance.tinydb_json")
    assert modules.isdisjoint([*HEAVY, *rarely_used, "onrecord.export", "email", "importlib.metadata"])


def test_commands_start_without_heavy_libraries(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Harbour", text="It opened."))
    code = "sys.argv = ['onrecord', 'list']\nimport onrecord.entry.main\ntry: onrecord.entry.main.main()\nexcept SystemExit: pass"
    modules = loaded(code, tmp_path)
    assert "onrecord.cli.articles" in modules
    assert modules.isdisjoint([*HEAVY, "textual"])


@pytest.mark.parametrize(
    ("closed", "arguments", "status", "said"),
    [
        ([0], ["add", "-", "--no-annotate"], 1, b"standard input: empty"),
        ([0], ["note", "1", "-"], 1, b"The note is empty"),
        ([0, 1], ["list"], 0, b""),
        ([0, 1, 2], ["list"], 0, b""),
    ],
)
def test_a_program_without_standard_streams_runs(
    closed: list[int], arguments: list[str], status: int, said: bytes, news: Path
) -> None:
    def close_streams() -> None:
        for descriptor in closed:
            os.close(descriptor)

    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments, "--archive", news],
        capture_output=True,
        check=False,
        preexec_fn=close_streams,
    )
    assert (ran.returncode, said in ran.stderr) == (status, True), ran.stderr
    assert b"internal error" not in ran.stderr
    assert b"Traceback" not in ran.stderr
