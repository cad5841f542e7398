"""What is not sure, for the reader to decide: the most likely first, each with what says yes and what says no."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import forms_in
from onrecord.archive.indexing.appearances import ROLE, SUSPECTED
from onrecord.archive.indexing.corrected_annotations import all_everywhere, of_article, own_reading
from onrecord.archive.indexing.name_forms import form_of, may_be_called
from onrecord.archive.reviews import surname_bearers as bearers_
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import alike, compatible, key, parse
from onrecord.base.records import Annotation, ArchiveActor, Correction, Review, Span

NEAR = 85
"""rapidfuzz's ratio from which on two full names may be one name in two spellings."""

_BLOCK = 60
_WEIGHED = 400
_LIKELY = 8
"""Bearers of a surname that are weighed, those in most articles."""


class Pair(NamedTuple):
    """Two forms, or what stands for them, that may be one actor's. ``guess`` is how likely, from 0 to 1, as far as
    the names tell.
    """

    one: int
    other: int
    why: str
    guess: float


class Row(NamedTuple):
    """A form that appears in articles."""

    id: int
    known: int
    type: str
    key: str
    bare: str
    last: str
    quarter: int
    articles: int


# ---- the same person?


def same_person(connection: Connection) -> list[Review]:
    """Actors of the archive that may be one."""
    rows = [
        Row(*row)
        for row in connection.execute(
            "SELECT id, known, type, key, bare, last, quarter, articles FROM forms WHERE articles > 0 "
            "ORDER BY articles DESC, id"
        )
    ]
    pairs: dict[tuple[int, int], Pair] = {}
    known = {row.id: row.known for row in rows}
    for pair in (*_surnames(rows), *_first_names(rows), *_spellings(rows), *_types(rows), *_letters(connection)):
        sides = known.get(pair.one, pair.one), known.get(pair.other, pair.other)
        sides = min(sides, sides[::-1])
        if sides[0] != sides[1] and (sides not in pairs or pairs[sides].guess < pair.guess):
            pairs[sides] = pair
    parted = set(connection.execute("SELECT node, other FROM parted"))
    likely = sorted(pairs.items(), key=lambda each: -each[1].guess)[:_WEIGHED]
    people = {one.id: one for one in lookup.records(connection, [id_ for sides, _ in likely for id_ in sides])}
    found = [
        _review(connection, people[one], people[other], pair)
        for (one, other), pair in likely
        if one in people and other in people and not _is_parted(connection, parted, one, other)
    ]
    found += _in_articles(connection, rows)
    return sorted(found, key=lambda review: (-review.score, review.one, review.other))


def _bearers(rows: list[Row]) -> Iterator[tuple[Row, dict[int, float]]]:
    """Surnames alone that are nobody's yet, with the actors who may be called so and their shares."""
    full: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.type == "person" and row.quarter == 0:
            full[row.last].append(row)
    taken = {row.known for one in full.values() for row in one}
    for row in rows:
        if row.quarter > 0 and row.known not in taken:
            fitting = [one for one in full[row.last][:_BLOCK] if may_be_called(row.key, parse(one.key))]
            counts: Counter[int] = Counter()
            for one in fitting:
                counts[one.known] += one.articles
            if counts:
                yield row, {known: count / counts.total() for known, count in counts.most_common()}


def _surnames(rows: list[Row]) -> Iterator[Pair]:
    """Surnames alone that nearly always are one's, with him."""
    for row, bearers in _bearers(rows):
        known, share = next(iter(bearers.items()))
        if share >= bearers_.DOMINANT:
            yield Pair(row.id, known, "the same surname", 0.3 + 0.3 * share)


def _in_articles(connection: Connection, rows: list[Row]) -> list[Review]:
    """Surnames alone that several bear, article by article."""
    known = {row.id: row.known for row in rows}
    found: list[Review] = []
    left = bearers_.ARTICLES
    for row, shares in _bearers(rows):
        if next(iter(shares.values())) >= bearers_.DOMINANT or left <= 0:
            continue
        whom = [
            bearers_.Bearer(actor, shares[actor.id], _titles(connection, actor), _company(connection, actor))
            for actor in lookup.records(connection, list(shares)[:_LIKELY])
        ]
        places = [
            bearers_.Place(article, number, {known[form] for form in forms_in(blob) if form in known})
            for article, number, blob in connection.execute(
                "SELECT article, number, forms FROM appearances JOIN casts USING (article) "
                "WHERE form = ? ORDER BY day DESC, article DESC LIMIT ?",
                (row.id, left),
            )
        ]
        left -= len(places)
        if whom:
            found += bearers_.reviews(connection, places, whom)
    return found


def _first_names(rows: list[Row]) -> Iterator[Pair]:
    """People of one surname whose first names are near, or initials of each other."""
    by_last: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.type == "person" and row.quarter == 0 and len(by_last[row.last]) < _BLOCK:
            by_last[row.last].append(row)
    for block in by_last.values():
        for one, other in combinations(block, 2):
            first, second = parse(one.key), parse(other.key)
            if first.last != second.last:
                continue
            if first.first == second.first:
                guess = 0.5 if compatible(first, second) else 0.1
                yield Pair(one.id, other.id, "the same first and last name", guess)
            elif alike(first.first, second.first):
                yield Pair(one.id, other.id, "an initial", 0.5)
            elif (near := fuzz.ratio(first.first, second.first)) >= 60:
                yield Pair(one.id, other.id, "first names that are near", near / 200)


def _spellings(rows: list[Row]) -> Iterator[Pair]:
    """Full names in spellings that are near."""
    blocks: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.quarter == 0:
            words = row.bare.split()
            block = (row.type, words[0], words[-1][:3]) if len(words) > 1 else (row.type, row.bare[:5])
            if len(blocks[block]) < _BLOCK:
                blocks[block].append(row)
    for rows_ in blocks.values():
        for one, other in combinations(rows_, 2):
            near = fuzz.ratio(one.bare, other.bare)
            if near >= NEAR and one.bare != other.bare and min(len(one.bare), len(other.bare)) > 4:
                likely = 150 if one.type == "person" else 200
                yield Pair(one.id, other.id, "spellings that are near", near / likely)


def _types(rows: list[Row]) -> Iterator[Pair]:
    """The same name as that of a person, an organisation, a place."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.quarter <= 0:
            by_key[row.key].append(row)
    for block in by_key.values():
        for one, other in combinations(block[:_BLOCK], 2):
            if one.type != other.type:
                yield Pair(one.id, other.id, f"one name, as {one.type} and as {other.type}", 0.45)


def _letters(connection: Connection) -> Iterator[Pair]:
    """Abbreviations that several organisations are called by."""
    sql = (
        "SELECT short.id, linked.form, linked.articles FROM linked "
        "JOIN forms AS whole ON whole.id = linked.form "
        "JOIN forms AS short ON short.key = linked.short AND short.type = whole.type AND short.articles > 0 "
        "WHERE short.known <> whole.known AND whole.articles > 0"
    )
    for short, form, _ in connection.execute(sql):
        yield Pair(short, form, "an article that calls it so", 0.4)


def _is_parted(connection: Connection, parted: set[tuple[str, str]], one: int, other: int) -> bool:
    nodes = [[member.node for member in lookup.members(connection, [id_]).get(id_, [])] for id_ in (one, other)]
    return any((a, b) in parted or (b, a) in parted for a in nodes[0] for b in nodes[1])


def _review(connection: Connection, one: ArchiveActor, other: ArchiveActor, pair: Pair) -> Review:
    one, other = sorted((one, other), key=lambda each: (" " in each.name, each.articles, each.id))
    roles = _titles(connection, one) & _titles(connection, other)
    company = _company(connection, one) & _company(connection, other)
    shared = len(company - {one.id, other.id})
    why = [pair.why]
    if roles:
        why.append(f"both “{min(roles, key=len)}”")
    if shared:
        why.append(f"{shared} named beside both" if shared > 1 else "one named beside both")
    score = min(1.0, pair.guess + (0.3 if roles else 0) + min(0.2, 0.02 * shared))
    return Review(
        kind="same person",
        question=f"Is {one.name} ({one.type}) the same as {other.name} ({other.type})?",
        one=one.name,
        other=other.name,
        why=", ".join(why),
        score=round(score, 3),
        accept=bearers_.decision("join", one.names[0], one.type, other),
        reject=bearers_.decision("split", one.names[0], one.type, other),
        article=_newest(connection, one),
        other_article=_newest(connection, other),
    )


def _newest(connection: Connection, actor: ArchiveActor) -> int:
    row = connection.execute(
        "SELECT article FROM appearances WHERE form IN (SELECT id FROM forms WHERE known = ?) "
        "ORDER BY day DESC, article DESC LIMIT 1",
        (actor.id,),
    ).fetchone()
    return row[0] if row else 0


def _titles(connection: Connection, actor: ArchiveActor) -> set[str]:
    """The titles of an actor that say of whom: ``Ukrainian President``, not ``President`` alone."""
    rows = connection.execute(
        "SELECT DISTINCT text FROM called JOIN words ON words.id = word "
        "WHERE form IN (SELECT id FROM forms WHERE known = ?) AND sort = ?",
        (actor.id, ROLE),
    )
    return {text.casefold() for (text,) in rows if " " in text}


def _company(connection: Connection, actor: ArchiveActor) -> set[int]:
    """Whom one meets in some of the articles of an actor."""
    rows = connection.execute(
        "SELECT forms FROM casts WHERE article IN (SELECT article FROM appearances "
        "WHERE form IN (SELECT id FROM forms WHERE known = ?) LIMIT 50)",
        (actor.id,),
    )
    forms = {form for (blob,) in rows for form in forms_in(blob)}
    known = connection.execute(
        "SELECT DISTINCT known FROM forms WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(forms)),)
    )
    return {id_ for (id_,) in known}


# ---- suspected names


def suspected(connection: Connection) -> list[Review]:
    """Names that occur once in an article and are near to that of an actor."""
    decided = {(key(one.name), key(one.to)) for one in all_everywhere(connection) if one.kind in ("join", "split")}
    found = []
    rows = connection.execute(
        "SELECT form, text, max(day), sum(called.articles) FROM called JOIN words ON words.id = word "
        "WHERE sort = ? GROUP BY form, word ORDER BY 4 DESC, 3 DESC",
        (SUSPECTED,),
    ).fetchall()
    for form, text, day, articles in rows:
        (known,) = connection.execute("SELECT known FROM forms WHERE id = ?", (form,)).fetchone()
        for actor in lookup.records(connection, [known]):
            if any((key(text), key(name)) in decided for name in (actor.name, *actor.names)):
                continue
            article, spans = _suspicion(connection, form, text, day)
            if not article:
                continue
            near = max(fuzz.ratio(key(text), word) for word in key(actor.name).split())
            found.append(
                Review(
                    kind="suspected name",
                    question=f"Is “{text}” {actor.name}?",
                    one=text,
                    other=actor.name,
                    why=f"near in letters, in {articles} article{'s' if articles > 1 else ''}",
                    score=round(near / 100, 3),
                    accept=bearers_.decision("join", text, actor.type, actor),
                    reject=bearers_.decision("split", text, actor.type, actor),
                    article=article,
                    spans=spans,
                )
            )
    return sorted(found, key=lambda review: (-review.score, review.one))


def _suspicion(connection: Connection, form: int, text: str, day: int) -> tuple[int, list[Span]]:
    """An article of that day in which the name is suspected, and where it stands there."""
    rows = connection.execute(
        "SELECT article, number FROM appearances WHERE form = ? AND day = ? ORDER BY article DESC", (form, day)
    ).fetchall()
    for article, number in rows:
        reading = own_reading(connection, article)
        if reading and text in _suspected_of(reading[1], number):
            spans = reading[1].actors[number].mentions
            return article, [span for span in spans if key(reading[0][slice(*span)]) == key(text)]
    return 0, []


def _suspected_of(annotation: Annotation, number: int) -> list[str]:
    actors = annotation.actors[number : number + 1]
    return [" ".join(name.split()) for actor in actors for name in actor.suspected]


# ---- what is decided


def settled(connection: Connection, reviews: Sequence[Review]) -> set[int]:
    """See ``Archive.settled``."""
    everywhere = all_everywhere(connection)
    parted = set(connection.execute("SELECT node, other FROM parted"))
    return {at for at, review in enumerate(reviews) if _is_settled(connection, review, everywhere, parted)}


def _is_settled(
    connection: Connection, review: Review, everywhere: list[Correction], parted: set[tuple[str, str]]
) -> bool:
    accept = review.accept
    if review.kind == "wording":
        words = {accept.name, accept.to}
        return any(one.kind == "wording" and {one.name, one.to} == words for one in everywhere)
    here = everywhere if accept.article is None else of_article(connection, accept.article)
    names = key(accept.name), key(accept.to)
    if any(one.kind in ("join", "split") and (key(one.name), key(one.to)) == names for one in here):
        return True
    ones = _standing(connection, accept.name, accept.type)
    others = _standing(connection, accept.to, accept.to_type)
    if not ones or not others or review.kind == "suspected name":
        return False
    if ones <= others or any(_is_parted(connection, parted, one, other) for one in ones for other in others):
        return True
    return not (lookup.records(connection, list(ones)) and lookup.records(connection, list(others)))


def _standing(connection: Connection, name: str, type_: str) -> set[int]:
    """Whom the archive takes those for whom articles call so."""
    form = form_of(name, type_)
    sql = "SELECT known FROM forms WHERE key = ? AND type = ? AND articles > 0"
    return {known for (known,) in connection.execute(sql, (form.key, form.type))} if form else set()
