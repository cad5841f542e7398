"""TinyDB's own tests, run on the archive's storage and tables.

The files ``test_*.py`` here are those of TinyDB 4.9.0's source distribution that go through a storage or a table,
unchanged, under its licence (LICENSE). Where they name TinyDB's classes they are given ours instead. They run
on: a table of its own in a plain file, the same through TinyDB's own Table, and three tables of an archive
with its columns, packed forms and full-text indexes.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware

from onrecord.archive.maintenance.migrations import archive_schema
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.archive.storage.tinydb_table import Database

ARCHIVE = ("texts", "annotations", "articles")
PLACES = ("own", "stock table", *ARCHIVE)

JSON_FILE = "it reads the storage's file as JSON"
OPTIONS = "it gives options of the JSON storage or json.dumps: access mode, encoding, indentation"
FOLDERS = "it is about how the JSON storage makes folders and tells that one is missing"
NO_TABLES = "it stores what are no tables of documents, or looks into the memory of TinyDB's storage in memory"
CUSTOM = "it gives a storage of its own, and our tables are for ours"
NAMES = "it expects the name of TinyDB's class or file handle in a repr"
OTHERS = "it expects no table but those it made, and an archive has its own"
KEPT = "in an archive the id of an article that is gone is given to no other"

NOT_APPLYING: dict[tuple[str, ...], dict[str, list[str]]] = {
    PLACES: {
        JSON_FILE: ["test_middlewares.test_caching_json_write"],
        OPTIONS: [
            "test_storages.test_json_kwargs",
            "test_storages.test_json_read",
            "test_storages.test_json_invalid_mode_warning",
            "test_storages.test_encoding",
            "test_tinydb.test_delete",
            "test_tinydb.test_insert_on_existing_db",
        ],
        FOLDERS: ["test_storages.test_create_dirs", "test_storages.test_json_invalid_directory"],
        NO_TABLES: [
            "test_middlewares.test_caching_write_many",
            "test_middlewares.test_caching_flush",
            "test_middlewares.test_caching_flush_manually",
            "test_middlewares.test_caching_write",
            "test_storages.test_json",
            "test_storages.test_in_memory",
        ],
        NAMES: ["test_tables.test_table_repr", "test_tinydb.test_repr"],
    },
    ("own", *ARCHIVE): {CUSTOM: ["test_storages.test_read_once", "test_storages.test_yaml"]},
    ARCHIVE: {OTHERS: ["test_tables.test_tables_list", "test_tinydb.test_drop_table"]},
    ("articles",): {
        KEPT: [
            "test_tables.test_next_id",
            "test_tables.test_truncate_table",
            "test_tinydb.test_insert_ids",
            "test_tinydb.test_insert_with_doc_id",
            "test_tinydb.test_insert_with_duplicate_doc_id",
            "test_tinydb.test_insert_multiple_with_ids",
            "test_tinydb.test_update_returns_ids",
            "test_tinydb.test_doc_ids_json",
        ]
    },
}
"""Places → why → the tests that cannot hold there. Each must fail: one that passes is an error."""


def _reason(place: str, test: str) -> str | None:
    for places, reasons in NOT_APPLYING.items():
        for reason, tests in reasons.items():
            if place in places and test in tests:
                return reason
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("place", PLACES, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            assert isinstance(item, pytest.Function)
            reason = _reason(str(item.callspec.params["place"]), f"{item.path.stem}.{item.originalname}")
            if reason:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(autouse=True)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Puts our classes where the module of the test names TinyDB's."""
    numbers = itertools.count()
    opened: weakref.WeakSet[SQLiteStorage] = weakref.WeakSet()
    of_archive: dict[str, Any] = {"schema": archive_schema()} if request.param in ARCHIVE else {}

    class OurStorage(SQLiteStorage):
        def __init__(self, path: Any = None, **options: Any) -> None:
            super().__init__(path or tmp_path / f"memory {next(numbers)}", **of_archive | options)
            opened.add(self)
            self.connection().execute("PRAGMA synchronous = OFF")

    class OurDatabase(TinyDB if request.param == "stock table" else Database):  # type: ignore[misc]
        default_storage_class = OurStorage
        default_table_name = request.param if request.param in ARCHIVE else TinyDB.default_table_name

    for name, ours in {"TinyDB": OurDatabase, "JSONStorage": OurStorage, "MemoryStorage": OurStorage}.items():
        monkeypatch.setattr(request.module, name, ours, raising=False)
    yield request.param
    for storage in opened:
        storage.close()


@pytest.fixture
def db(place: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    """As in TinyDB's own conftest."""
    with request.module.TinyDB(tmp_path / "test.db") as opened:
        opened.drop_tables()
        opened.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield opened


@pytest.fixture
def storage(place: str, request: pytest.FixtureRequest) -> CachingMiddleware:
    """As in TinyDB's own conftest."""
    middleware: CachingMiddleware = CachingMiddleware(request.module.MemoryStorage)()
    return middleware
