"""How a first name sounds that is in no list: like those of women or like those of men that end as it does."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from onrecord.annotation.lexicon.lexicon import load_lexicon
from onrecord.annotation.lexicon.person_names import parse

MAX_ENDING = 4
"""Letters at the end of a first name by which one that is in no list is weighed."""
MAX_LOG_ODDS = 3.0
"""Log odds that no name goes beyond: a man may be called Maria."""


def female_log_odds(name: str) -> float:
    """The log odds that a woman bears this name, between -MOST and MOST, by its first name.

    Of a name of one word, which may be a surname, that word is weighed. Held out, endings tell the gender of 85 %
    of the names in the list, and of 91 % of the four fifths that they tell with odds of e to 1.
    """
    parts = parse(name)
    first = (parts.first or parts.last).split("-")[0].strip(".")
    return _leaning(first)


@lru_cache(maxsize=1 << 12)
def _leaning(first: str) -> float:
    if (gender := load_lexicon().gender(first)) is not None:
        return MAX_LOG_ODDS if gender == "female" else -MAX_LOG_ODDS
    share = 0.5
    female, male = _endings()
    for length in range(1, MAX_ENDING + 1):
        end = first[-length:]
        share = (female[end] + MAX_ENDING * share) / (female[end] + male[end] + MAX_ENDING)
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, math.log(share / (1 - share))))


@lru_cache(maxsize=1)
def _endings() -> tuple[Counter[str], Counter[str]]:
    """Last letters of first names → how many women's and how many men's names in the list end so."""
    counts: dict[str, Counter[str]] = {"female": Counter(), "male": Counter()}
    for name, gender in load_lexicon().genders.items():
        counts[gender].update({name[-length:] for length in range(1, MAX_ENDING + 1)})
    return counts["female"], counts["male"]
