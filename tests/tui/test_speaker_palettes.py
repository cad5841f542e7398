"""The colours of speakers stay apart, also for readers who see fewer colours.

The three kinds of colour blindness are simulated as Machado, Oliveira and Fernandes do (2009, severity 1.0), and
differences are those of CIE 1976 in L*a*b*: 2.3 is just noticeable.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from test_themes import contrast
from textual.color import Color

from onrecord.base.records import Actor
from onrecord.tui.looks.themes import DARK, LIGHT
from onrecord.tui.text.actor_colours import SPEAKER_DARK, SPEAKER_LIGHT, distinct_initials

Rows = tuple[tuple[float, float, float], ...]

VISIONS: dict[str, Rows] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "full vision": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
TO_XYZ: Rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def times(rows: Rows, values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(weight * value for weight, value in zip(row, values, strict=True)) for row in rows)


def lab(colour: str, vision: Rows) -> tuple[float, float, float]:
    parts = Color.parse(colour).normalized
    linear = tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    seen = tuple(min(max(part, 0.0), 1.0) for part in times(vision, linear))
    ratios = (value / white for value, white in zip(times(TO_XYZ, seen), WHITE, strict=True))
    x, y, z = (ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116 for ratio in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(first: str, second: str, vision: Rows) -> float:
    pairs = zip(lab(first, vision), lab(second, vision), strict=True)
    return float(sum((left - right) ** 2 for left, right in pairs) ** 0.5)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("palette", [SPEAKER_DARK, SPEAKER_LIGHT], ids=["dark", "light"])
def test_any_two_speakers_stay_apart(palette: tuple[str, ...], vision: str) -> None:
    nearest = min(difference(first, second, VISIONS[vision]) for first, second in combinations(palette, 2))
    assert nearest >= 15


def test_the_difference_is_that_of_the_standard() -> None:
    assert difference("#ffffff", "#000000", VISIONS["full vision"]) == pytest.approx(100, abs=0.1)
    assert difference("#8a5400", "#6b6100", VISIONS["deuteranopia"]) < 15


@pytest.mark.parametrize(
    ("theme", "palette"), [(DARK, SPEAKER_DARK), (LIGHT, SPEAKER_LIGHT)], ids=["dark", "light"]
)
def test_speakers_can_be_read_on_the_page_and_in_the_row_of_the_cursor(
    theme: object, palette: tuple[str, ...]
) -> None:
    page, primary = Color.parse(theme.background), Color.parse(theme.primary)  # type: ignore[attr-defined]
    row = page.blend(primary, 0.28)
    assert min(contrast(Color.parse(colour), page) for colour in palette) >= 4.5
    assert min(contrast(Color.parse(colour), row) for colour in palette) >= 4.5


def test_initials_that_meet_get_another_letter() -> None:
    actors = [
        Actor(id=f"a{number}", name=name, type="person")
        for number, name in enumerate(("Ava DuVernay", "Angela Davis", "Karl Marx", "NATO"))
    ]
    assert list(distinct_initials(actors).values()) == ["ADu", "ADa", "KM", "NAT"]
