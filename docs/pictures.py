"""Draw the pictures of the README: the desk on the seed and the tests' articles, in two themes and two sizes.

usage: python -m docs.pictures
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from onrecord.annotation import load
from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.base.settings import load as load_settings
from onrecord.ingest import read
from onrecord.tui.app import OnRecord

HERE = Path(__file__).parent
ROOT = HERE.parent
PICTURES = (
    ("desk", "onrecord-dark", (120, 36), ("enter", "right_square_bracket", "right_square_bracket")),
    ("desk-light", "onrecord-light", (120, 36), ("enter", "l", "enter", "h")),
    ("desk-narrow", "onrecord-dark", (80, 24), ("enter", "right_square_bracket")),
)


async def draw(settings: Settings, archive: Archive) -> None:
    """Draw all pictures of the desk on an archive."""
    for name, theme, size, keys in PICTURES:
        app = OnRecord(replace(settings, theme=theme), archive)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.3)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            app.save_screenshot(f"{name}.svg", path=str(HERE))


def main() -> None:
    """Annotate the articles in a temporary archive and draw the pictures."""
    annotator = load()
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "news") as archive:
        files = [*sorted((ROOT / "tests" / "articles").glob("*.md")), *(ROOT / "seeds").glob("*.txt")]
        for file in files:
            for draft in read(file):
                archive.articles.add(draft, annotator.annotate(draft.text))
        settings = load_settings(archive.folder)
        archive.folder = Path("~/news")  # the desk shows this name, not the temporary folder
        asyncio.run(draw(settings, archive))


if __name__ == "__main__":
    main()
