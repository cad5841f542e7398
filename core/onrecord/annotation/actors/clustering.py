"""From names to figures: who is named in an article, every one once."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc, Span

from onrecord.annotation.actors.collectives import gather_collectives, is_one_of, ministries
from onrecord.annotation.actors.metonymy import acts
from onrecord.annotation.actors.people import Persons
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import organisation_names, person_names
from onrecord.annotation.lexicon.lexicon import key, lexicon

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BRACKETS = dict.fromkeys(map(ord, "[]"))
_UNION = "European Union"
_OF_THE_UNION = frozenset(
    {_UNION, "European Commission", "European Parliament", "European Council", "European Court of Justice"}
)


def gather(doc: Doc) -> ActorRegistry:
    """The figures that the Doc's entities name."""
    cast = ActorRegistry(doc)
    by_label: dict[str, list[Span]] = defaultdict(list)
    heads = {ent.text for ent in doc.ents if _heads_administration(ent)}
    for ent in doc.ents:
        label = "PERSON" if ent.label_ == "ORG" and ent.text in heads else ent.label_
        by_label["PLACE" if label in _PLACES else label].append(ent)
    _people(cast, by_label["PERSON"])
    _places(cast, by_label["PLACE"])
    gather_collectives(cast)
    _organisations(cast, by_label["ORG"])
    _groups(cast, by_label["NORP"])
    return cast


def _heads_administration(ent: Span) -> bool:
    """``the Obama administration``: the word before it is a person's name, whatever it was taken for."""
    doc = ent.doc
    after = doc[ent.end].text if ent.end < len(doc) else ""
    return len(ent) == 1 and after == "administration" and lexicon().find(ent.text) is None


def name_of(span: Span) -> str:
    """The words of a name as an actor is called: on one line, without an editor's brackets, and not in capitals
    when only a heading is.
    """
    text = " ".join(span.text.translate(_BRACKETS).split())
    if text.isupper() and len(text) > 5 and (" " in text or (span.label_ == "GPE" and lexicon().is_city(text))):
        return text.title()
    return text


# ---- people


def _people(cast: ActorRegistry, ents: list[Span]) -> None:
    Persons(cast).gather((name_of(ent), ent) for ent in ents)
    for figure in cast.figures:
        figure.name = _person_name(figure)


def _person_name(figure: ActorCluster) -> str:
    full = [name for name in figure.names if person_names.parse(name).is_full] or list(figure.names)
    full = [name for name in full if not any(other.endswith(f" {name}") for other in full)]
    return max(full, key=lambda name: (figure.names[name], len(name)))


# ---- places, countries and their governments


def _places(cast: ActorRegistry, ents: list[Span]) -> None:
    known = lexicon()
    of_union = _names_union(cast.doc)
    for ent in ents:
        text = name_of(ent)
        entry = known.find(text, "country", "capital")
        if entry is None or (entry.sort != "country" and not acts(ent)):
            place = known.find(text, "place")
            name = place.of if place else text
            figure = cast.one("place", key(name), name)
        elif entry.sort == "capital" and entry.of == "Belgium" and of_union:
            figure = cast.one("organisation", organisation_names.identity(_UNION), _UNION)
        else:
            figure = cast.country(entry.of)
        if entry is not None and entry.sort == "capital" and figure.type != "place":
            figure.metonyms.append(text)
        else:
            figure.names[text] += 1
        cast.mention(figure, ent.start, ent.end)


def _names_union(doc: Doc) -> bool:
    """Whether Brussels may only mean the European Union: the article names one of its bodies and not Belgium."""
    known = lexicon()
    if any((entry := known.find(ent.text, "country", "demonym")) and entry.of == "Belgium" for ent in doc.ents):
        return False
    return any(ent.label_ == "ORG" and organisation_names.identity(ent.text) in _OF_THE_UNION for ent in doc.ents)


# ---- organisations and seats of power


def _organisations(cast: ActorRegistry, ents: list[Span]) -> None:
    known = lexicon()
    found = {id(figure): figure for figure in cast.figures if figure.type == "organisation"}
    named = [ent for ent in ents if (figure := cast.at(ent.root.i)) is None or id(figure) not in found]
    for ent in named + [cast.doc[start:end] for start, end in ministries(cast)]:
        text = name_of(ent)
        seat = known.find(text, "seat")
        if seat is not None and seat.of in known.country_names:
            figure = _government(cast, seat.of) or cast.country(seat.of)
            figure.metonyms.append(text)
            cast.mention(figure, ent.start, ent.end)
            continue
        identity = seat.of if seat else organisation_names.identity(text)
        figure = cast.one("organisation", identity, text)
        found[id(figure)] = figure
        figure.names[text] += 1
        cast.mention(figure, ent.start, ent.end)
    _join_bracketed(cast, ents)
    _join_short_forms(cast, [figure for figure in found.values() if figure in cast.figures])
    for figure in found.values():
        names = figure.names
        figure.name = max(
            names, key=lambda name: (not name.isupper(), names[name], len(name)), default=figure.name
        )


def _join_bracketed(cast: ActorRegistry, ents: list[Span]) -> None:
    """``University of La Laguna (ULL)``: the article itself says what the letters stand for."""
    doc, known = cast.doc, lexicon()
    for ent in ents:
        if len(ent) < 2 or ent.end + 2 >= len(doc) or doc[ent.end].text != "(" or doc[ent.end + 2].text != ")":
            continue
        letters = doc[ent.end + 1].text
        if sum(char.isupper() for char in letters) < 2 or known.find(letters, "country", "place"):
            continue
        full, short = cast.at(ent.root.i), cast.at(ent.end + 1)
        if full is None or short is None or full is short or {full.type, short.type} != {"organisation"}:
            continue
        cast.join(full, short)


def _join_short_forms(cast: ActorRegistry, figures: list[ActorCluster]) -> None:
    """Join abbreviations and short forms to the one organisation of the article whose they can be."""
    by_form: dict[str, dict[int, ActorCluster]] = defaultdict(dict)
    for figure in figures:
        for form in {form for name in figure.names for form in organisation_names.short_forms(name)}:
            by_form[form][id(figure)] = figure
    for short in figures:
        forms = {form for name in short.names for form in organisation_names.as_short_form(name)}
        longer = {at: figure for form in forms for at, figure in by_form[form].items() if figure is not short}
        if len(longer) == 1 and short in cast.figures and (figure := next(iter(longer.values()))) in cast.figures:
            cast.join(figure, short)


def _government(cast: ActorRegistry, country: str) -> ActorCluster | None:
    """The one administration that the article names by its head, where its seat is the White House."""
    named = [f for f in cast.figures if f.type == "organisation" and f.name.endswith(" administration")]
    return named[0] if country == "United States" and len(named) == 1 else None


# ---- groups


def _groups(cast: ActorRegistry, ents: list[Span]) -> None:
    for ent in ents:
        if not _is_people(ent):
            continue
        text = name_of(ent)
        figure = cast.one("group", key(text), text)
        figure.names[text] += 1
        cast.mention(figure, ent.start, ent.end)


def _is_people(ent: Span) -> bool:
    """Whether a word like ``Russians`` stands for people, not as an adjective before another noun.

    ``the Dutch`` are people, ``the Dane`` is one of them.
    """
    last = ent[-1]
    if last.tag_ in ("NNS", "NNPS"):
        return last.dep_ not in ("compound", "amod")
    return (
        last.dep_ in ("nsubj", "dobj", "pobj", "conj")
        and ent.start > 0
        and ent.doc[ent.start - 1].lower_ == "the"
        and not is_one_of(ent.text)
    )
