"""The gender that a first name suggests by its ending, where no list has it."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache, lru_cache

from onrecord.annotation.lexicon.lexicon import load_lexicon
from onrecord.base.name_keys import parse_person_name

MAX_ENDING = 4
"""Letters of the longest ending by which a first name is judged that is in no list."""
MAX_LOG_ODDS = 3.0
"""Log odds that no name exceeds: a man may be called Maria."""


def female_log_odds(name: str) -> float:
    """Return the log odds that a woman bears a name, from -MAX_LOG_ODDS to MAX_LOG_ODDS.

    The first name counts; of a single word, which may be a surname, that word. Held out, endings tell the gender
    of 85 % of the names in the list, and of 91 % of those four fifths for which the odds are at least e to 1.
    """
    parts = parse_person_name(name)
    first_name = (parts.first or parts.last).split("-")[0].strip(".")
    return _first_name_log_odds(first_name)


@lru_cache(maxsize=1 << 12)
def _first_name_log_odds(first_name: str) -> float:
    """Return the log odds of a first name: certain by the list, else by its endings, smoothed by shorter ones."""
    if (gender := load_lexicon().gender(first_name)) is not None:
        return MAX_LOG_ODDS if gender == "female" else -MAX_LOG_ODDS
    female_share = 0.5
    female_counts, male_counts = _ending_counts()
    for length in range(1, MAX_ENDING + 1):
        ending = first_name[-length:]
        count = female_counts[ending] + male_counts[ending]
        female_share = (female_counts[ending] + MAX_ENDING * female_share) / (count + MAX_ENDING)
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, math.log(female_share / (1 - female_share))))


@cache
def _ending_counts() -> tuple[Counter[str], Counter[str]]:
    """Return by ending how many first names of women and how many of men in the list have it."""
    counts: dict[str, Counter[str]] = {"female": Counter(), "male": Counter()}
    for name, gender in load_lexicon().genders.items():
        counts[gender].update({name[-length:] for length in range(1, MAX_ENDING + 1)})
    return counts["female"], counts["male"]
