"""Archives as SQL, so that those of earlier versions stay what they were: ``version_1.sql`` and later ones.

``python -m tests.archive.archive_frozen > tests/archive/version_N.sql`` writes one of the present version.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
HEADER = ("page_size", "application_id", "user_version")
MALFORMED = [
    "2 documents of corrections are not as they should be (1: Invalid enum value 'alias' - at `$.kind`; "
    "2: Expected `str`, got `array` - at `$.to`). onrecord doctor --repair saves what can be used."
]
"""What ``check`` says of the corrections of these archives, which are of another form."""


def dump(file: Path) -> Iterator[str]:
    """The statements that make the same archive again, full-text indexes included."""
    connection = sqlite3.connect(file)
    for name in HEADER:
        yield f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
    objects = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY rowid").fetchall()
    virtual = [name for _, name, sql in objects if sql and sql.startswith("CREATE VIRTUAL")]
    shadows = {f"{name}_{part}" for name in virtual for part in ("data", "idx", "content", "docsize", "config")}
    # The tables behind a full-text index are made with it.
    yield from (f"{sql};" for _, name, sql in objects if sql and name not in shadows and "sqlite_" not in name)
    for kind, name, _ in objects:
        if kind != "table" or name in virtual:
            continue
        yield f'DELETE FROM "{name}";'
        joined = " || ', ' || ".join(
            f'quote("{row[1]}")' for row in connection.execute(f'PRAGMA table_info("{name}")')
        )
        for (values,) in connection.execute(f'SELECT {joined} FROM "{name}"'):
            yield f'INSERT INTO "{name}" VALUES ({values});'
    connection.close()


def thaw(sql: str, file: Path) -> None:
    """Make the archive that these statements are."""
    connection = sqlite3.connect(file)
    connection.executescript(f"PRAGMA journal_mode = WAL; BEGIN; {sql} COMMIT;")
    connection.close()


def fill(folder: Path) -> None:
    """An archive with something of everything."""
    import msgspec
    from archive_sample import ANNOTATION, BANK, STRIKE, TEXT

    from onrecord.archive import Archive
    from onrecord.base.records import Anchor, Draft, hash_text

    with Archive.open(folder) as archive:
        strike = archive.articles.add(STRIKE, ANNOTATION).id
        bank = archive.articles.add(BANK).id
        start = TEXT.index("the talks had failed")
        anchor = Anchor(exact="the talks had failed", prefix="said ", start=start, end=start + 20)
        archive.notes.add(strike, "Compare with *last* year. Ågot’s café.", anchor, tags=["check"])
        archive.notes.add(strike, "Who is the harbour mistress?")
        archive.notes.add(bank, "Rates: 4 %, 🙂")
        archive.articles.tag([bank], add=["economy", "Zürich"])
        archive.articles.update([strike], read=True, starred=True, position=40)
        again = msgspec.structs.replace(ANNOTATION, annotator="0 older", text_hash=hash_text(TEXT + " Again."))
        older = archive.articles.add(
            Draft(title="“Älter” – half a pair \ud83d", text=TEXT + " Again.", tags=["old"]), again
        ).id
        gone = archive.articles.add(Draft(title="Gone", text="What was removed can come back.", tags=["gone"])).id
        archive.notes.add(gone, "A note on what is gone")
        corrections = archive.database.table("corrections")
        corrections.insert({"article": strike, "kind": "alias", "actor": "Tomas Okoye", "name": "Okoyo"})
        corrections.insert({"article": older, "kind": "speaker", "span": [3, 9], "to": ["Ágnes Brandt"]})
        archive.articles.remove([gone])
        shelf = archive.database.table("shelf")
        shelf.insert_multiple([{"name": "two", "list": [1, None, 2.5]}, {"name": "one", "deep": {"er": True}}])


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory() as place:
        fill(Path(place))
        print("\n".join(dump(Path(place) / "archive.db")))
