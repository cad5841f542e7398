"""From names to figures: who is named in an article, every one once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from spacy.tokens import Doc, Span

from core.annotate import bodies, people
from core.annotate.figures import Cast, Figure
from core.annotate.lexicon import key, lexicon
from core.annotate.metonymy import acts

_PLACES = frozenset({"GPE", "LOC", "FAC"})


def gather(doc: Doc) -> Cast:
    """The figures that the Doc's entities name. Groups, countries, organisations, then people."""
    cast = Cast(doc)
    by_label: dict[str, list[Span]] = defaultdict(list)
    for ent in doc.ents:
        by_label["PLACE" if ent.label_ in _PLACES else ent.label_].append(ent)
    _people(cast, by_label["PERSON"])
    _places(cast, by_label["PLACE"])
    _organisations(cast, by_label["ORG"])
    _groups(cast, by_label["NORP"])
    return cast


def name_of(span: Span) -> str:
    """The words of a name as an actor is called: on one line, and not in capitals when only a heading is."""
    text = " ".join(span.text.split())
    if text.isupper() and len(text) > 5 and " " in text:
        return text.title()
    return text


# ---- people


def _people(cast: Cast, ents: list[Span]) -> None:
    full: list[tuple[people.PersonName, Figure]] = []
    short: list[tuple[people.PersonName, Span]] = []
    for ent in ents:
        name = people.parse(name_of(ent))
        if not name.is_full:
            short.append((name, ent))
            continue
        same = [figure for other, figure in full if people.compatible(name, other)]
        figure = same[0] if len({id(figure) for figure in same}) == 1 else None
        if figure is None:
            figure = cast.add(Figure("person"))
        full.append((name, figure))
        _name(cast, figure, ent)
    unknown: dict[str, Figure] = {}
    for name, ent in short:
        bearers = _bearers(name, ent, full)
        if len(bearers) == 1:
            figure = bearers[0]
        else:
            figure = unknown.get(name.last) or unknown.setdefault(name.last, cast.add(Figure("person")))
        _name(cast, figure, ent)
    for figure in cast.figures:
        figure.name = _person_name(figure)


def _bearers(name: people.PersonName, ent: Span, full: list[tuple[people.PersonName, Figure]]) -> list[Figure]:
    """Those whom the one word may mean. A title before it may tell which of two it is."""
    for fits in (people.called, people.familiar):
        found = {id(figure): figure for other, figure in full if fits(name, other)}
        if len(found) > 1 and (gender := _title_gender(ent)):
            found = {at: figure for at, figure in found.items() if figure.gender in (gender, None)}
        if found:
            return list(found.values())
    return []


def _title_gender(ent: Span) -> str | None:
    if ent.start == 0:
        return None
    title = ent.doc[ent.start - 1].lower_.rstrip(".")
    return "male" if title in lexicon()["male"] else "female" if title in lexicon()["female"] else None


def _name(cast: Cast, figure: Figure, ent: Span) -> None:
    text = name_of(ent)
    figure.names[text] += 1
    if gender := people.gender_of(text):
        figure.genders[gender] += 1
    cast.mention(figure, ent.start, ent.end)


def _person_name(figure: Figure) -> str:
    full = [name for name in figure.names if people.parse(name).is_full] or list(figure.names)
    return max(full, key=lambda name: (figure.names[name], len(name)))


# ---- places, countries and their governments


def _places(cast: Cast, ents: list[Span]) -> None:
    known = lexicon()
    countries: dict[str, Figure] = {}
    places: dict[str, Figure] = {}
    for ent in ents:
        text = name_of(ent)
        entry = known.find(text, "country", "capital")
        if entry is not None and (entry.sort == "country" or acts(ent)):
            figure = _country(cast, countries, entry.of)
            if entry.sort == "capital":
                figure.metonyms.append(text)
                cast.mention(figure, ent.start, ent.end, "metonym")
            else:
                figure.names[text] += 1
                cast.mention(figure, ent.start, ent.end)
            continue
        place = places.get(key(text)) or places.setdefault(key(text), cast.add(Figure("place", text)))
        place.names[text] += 1
        cast.mention(place, ent.start, ent.end)


def _country(cast: Cast, countries: dict[str, Figure], name: str) -> Figure:
    return countries.get(name) or countries.setdefault(name, cast.add(Figure("country", name)))


# ---- organisations and seats of power


def _organisations(cast: Cast, ents: list[Span]) -> None:
    known = lexicon()
    countries = {figure.name: figure for figure in cast.figures if figure.type == "country"}
    found: dict[str, Figure] = {}
    for ent in ents:
        text = name_of(ent)
        seat = known.find(text, "seat")
        if seat is not None and seat.of in _country_names():
            figure = _country(cast, countries, seat.of)
            figure.metonyms.append(text)
            cast.mention(figure, ent.start, ent.end, "metonym")
            continue
        identity = seat.of if seat else bodies.identity(text)
        figure = found.get(identity) or found.setdefault(identity, cast.add(Figure("organisation", text)))
        figure.names[text] += 1
        cast.mention(figure, ent.start, ent.end)
    for fits in (bodies.abbreviates, bodies.shortens):
        _join_organisations(cast, list(found.values()), fits)
    for figure in found.values():
        figure.name = max(figure.names, key=lambda name: (not name.isupper(), figure.names[name], len(name)))


def _join_organisations(cast: Cast, figures: list[Figure], fits: Callable[[str, str], bool]) -> None:
    for short in figures:
        longer = {
            id(figure): figure
            for figure in figures
            if figure is not short
            and figure in cast.figures
            and any(fits(a, b) for a in short.names for b in figure.names)
        }
        if len(longer) == 1 and short in cast.figures:
            cast.join(next(iter(longer.values())), short)


def _country_names() -> frozenset[str]:
    return lexicon().country_names


# ---- groups


def _groups(cast: Cast, ents: list[Span]) -> None:
    groups: dict[str, Figure] = {}
    for ent in ents:
        if not _is_people(ent):
            continue
        text = name_of(ent)
        figure = groups.get(key(text)) or groups.setdefault(key(text), cast.add(Figure("group", text)))
        figure.names[text] += 1
        cast.mention(figure, ent.start, ent.end)


def _is_people(ent: Span) -> bool:
    """Whether a word like ``Russians`` stands for people, not as an adjective before another noun."""
    last = ent[-1]
    if last.tag_ in ("NNS", "NNPS"):
        return last.dep_ not in ("compound", "amod")
    return (
        last.dep_ in ("nsubj", "dobj", "pobj", "conj") and ent.start > 0 and ent.doc[ent.start - 1].lower_ == "the"
    )
