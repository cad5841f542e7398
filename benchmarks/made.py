"""Made articles: any number, the same for the same seed, with Zipf's frequencies of words and people who speak."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from core.records import Draft

_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo bra cle dri flo gru pla tre sni sto shu".split()
_FIRST = "Ann Ben Clara David Elena Frank Grace Hugo Irene Jonas Karin Louis Maria Nils Olga Peter".split()
_LAST = "Adler Brandt Castro Dubois Evans Fischer Garcia Haas Ivanov Jensen Keller Larsen Moreau Novak".split()
_SOURCES = "wire daily herald tribune observer courier".split()
_VOCABULARY = 30_000


def words(seed: int = 1) -> list[str]:
    """The vocabulary, the commonest word first."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(found)


def drafts(count: int, length: int = 500, seed: int = 1) -> Iterator[Draft]:
    """Articles of about ``length`` words; every one holds the word ``mark<number>x`` once, and some quotes."""
    chance = random.Random(seed)
    vocabulary = words(seed)
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    day = date(2024, 1, 1)
    for number in range(count):
        sentences: list[str] = []
        total = 0
        while total < length:
            sentence = " ".join(chance.choices(vocabulary, cum_weights=weights, k=chance.randint(8, 24)))
            total += sentence.count(" ") + 1
            if chance.random() < 0.2:
                speaker = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
                sentence = f"“{sentence.capitalize()},” {speaker} said"
            sentences.append(sentence[:1].upper() + sentence[1:] + ".")
        paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
        title = " ".join(chance.choices(vocabulary[:2000], k=7)).capitalize()
        yield Draft(
            title=title,
            text=f"mark{number}x\n\n" + "\n\n".join(paragraphs),
            source=chance.choice(_SOURCES),
            published=(day + timedelta(days=number % 700)).isoformat(),
        )
