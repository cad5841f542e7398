"""Suggestions for the user to review: names that may belong to one actor, the most likely first."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from onrecord.archive.actors import lookup
from onrecord.archive.indexing.actor_index import decode_form_ids
from onrecord.archive.indexing.appearances import ROLE, SUSPECTED
from onrecord.archive.indexing.corrected_annotations import (
    all_general_corrections,
    article_corrections,
    load_indexed_annotation,
)
from onrecord.archive.indexing.name_forms import name_form
from onrecord.archive.reviews import surname_bearers as bearers_
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor, Review
from onrecord.base.name_keys import may_be_same_given_name, may_be_same_person, name_key, parse_person_name
from onrecord.base.records import Annotation, Correction, Span

MIN_NAME_RATIO = 85
"""The rapidfuzz ratio from which on two full names may be spellings of one."""

_MAX_BLOCK_SIZE = 60
_MAX_WEIGHED_PAIRS = 400
_MAX_BEARERS = 8
"""Bearers of a surname that are weighed, those in most articles."""


class ActorPair(NamedTuple):
    """Two forms, or actors, that may be one actor.

    Args:
        first: The id of the first form.
        second: The id of the second form.
        reason: What suggests it, in a few words for the user.
        likelihood: How likely it is judging by the names, from 0 to 1.
    """

    first: int
    second: int
    reason: str
    likelihood: float


class FormCount(NamedTuple):
    """A form of a name that appears in articles.

    Args:
        id: The id of the form.
        actor_id: The id of its actor.
        type: Its ActorType.
        key: The normalised name.
        bare: The key without titles and initials.
        last: The surname, for people.
        quarter: 0 for a full name; for a bare surname the quarter in which it was written, or -1 for any.
        articles: How many articles have it.
    """

    id: int
    actor_id: int
    type: str
    key: str
    bare: str
    last: str
    quarter: int
    articles: int


# ---- actors that may be one


def same_person_reviews(connection: Connection) -> list[Review]:
    """Return reviews of actors that may be one, the most likely first."""
    rows = [
        FormCount(*row)
        for row in connection.execute(
            "SELECT id, known, type, key, bare, last, quarter, articles FROM forms WHERE articles > 0 "
            "ORDER BY articles DESC, id"
        )
    ]
    pairs: dict[tuple[int, int], ActorPair] = {}
    actor_of_form = {row.id: row.actor_id for row in rows}
    for pair in (
        *_surname_pairs(rows),
        *_first_name_pairs(rows),
        *_spelling_pairs(rows),
        *_type_pairs(rows),
        *_abbreviation_pairs(connection),
    ):
        actor_ids = actor_of_form.get(pair.first, pair.first), actor_of_form.get(pair.second, pair.second)
        actor_ids = min(actor_ids, actor_ids[::-1])
        if actor_ids[0] != actor_ids[1] and (
            actor_ids not in pairs or pairs[actor_ids].likelihood < pair.likelihood
        ):
            pairs[actor_ids] = pair
    separated = set(connection.execute("SELECT node, other FROM parted"))
    likeliest = sorted(pairs.items(), key=lambda entry: -entry[1].likelihood)[:_MAX_WEIGHED_PAIRS]
    all_ids = [actor_id for actor_ids, _ in likeliest for actor_id in actor_ids]
    actors_by_id = {actor.id: actor for actor in lookup.load_actors(connection, all_ids)}
    reviews = [
        _review(connection, actors_by_id[first], actors_by_id[second], pair)
        for (first, second), pair in likeliest
        if first in actors_by_id
        and second in actors_by_id
        and not _are_separated(connection, separated, first, second)
    ]
    reviews += _reviews_by_article(connection, rows)
    return sorted(reviews, key=lambda review: (-review.score, review.subject, review.other))


def _surname_bearers(rows: list[FormCount]) -> Iterator[tuple[FormCount, dict[int, float]]]:
    """Yield bare surnames that belong to no actor yet, each with its possible bearers.

    Bearers are given by id with their share of the articles that name one of them in full, the largest first.
    """
    full_names: dict[str, list[FormCount]] = defaultdict(list)
    for row in rows:
        if row.type == "person" and row.quarter == 0:
            full_names[row.last].append(row)
    claimed = {row.actor_id for form in full_names.values() for row in form}
    for row in rows:
        if row.quarter > 0 and row.actor_id not in claimed:
            bearer_forms = [
                form
                for form in full_names[row.last][:_MAX_BLOCK_SIZE]
                if row.key in parse_person_name(form.key).surnames
            ]
            counts: Counter[int] = Counter()
            for form in bearer_forms:
                counts[form.actor_id] += form.articles
            if counts:
                yield row, {actor_id: count / counts.total() for actor_id, count in counts.most_common()}


def _surname_pairs(rows: list[FormCount]) -> Iterator[ActorPair]:
    """Yield bare surnames with the actor who has nearly all articles of the name."""
    for row, shares in _surname_bearers(rows):
        actor_id, share = next(iter(shares.items()))
        if share >= bearers_.DOMINANT_SHARE:
            yield ActorPair(row.id, actor_id, "the same surname", 0.3 + 0.3 * share)


def _reviews_by_article(connection: Connection, rows: list[FormCount]) -> list[Review]:
    """Return reviews of bare surnames that several actors may have, article by article."""
    actor_of_form = {row.id: row.actor_id for row in rows}
    reviews: list[Review] = []
    articles_left = bearers_.MAX_ARTICLES
    for row, shares in _surname_bearers(rows):
        if next(iter(shares.values())) >= bearers_.DOMINANT_SHARE or articles_left <= 0:
            continue
        bearers = [
            bearers_.Bearer(actor, shares[actor.id], _titles(connection, actor), _company(connection, actor))
            for actor in lookup.load_actors(connection, list(shares)[:_MAX_BEARERS])
        ]
        mentions = [
            bearers_.SurnameMention(
                article,
                number,
                {actor_of_form[form] for form in decode_form_ids(encoded_forms) if form in actor_of_form},
            )
            for article, number, encoded_forms in connection.execute(
                "SELECT article, number, forms FROM appearances JOIN casts USING (article) "
                "WHERE form = ? ORDER BY day DESC, article DESC LIMIT ?",
                (row.id, articles_left),
            )
        ]
        articles_left -= len(mentions)
        if bearers:
            reviews += bearers_.surname_reviews(connection, mentions, bearers)
    return reviews


def _first_name_pairs(rows: list[FormCount]) -> Iterator[ActorPair]:
    """Yield people of one surname whose first names are similar, or one an initial of the other."""
    by_last: dict[str, list[FormCount]] = defaultdict(list)
    for row in rows:
        if row.type == "person" and row.quarter == 0 and len(by_last[row.last]) < _MAX_BLOCK_SIZE:
            by_last[row.last].append(row)
    for block in by_last.values():
        for first_row, second_row in combinations(block, 2):
            first_name, second_name = parse_person_name(first_row.key), parse_person_name(second_row.key)
            if first_name.last != second_name.last:
                continue
            if first_name.first == second_name.first:
                guess = 0.5 if may_be_same_person(first_name, second_name) else 0.1
                yield ActorPair(first_row.id, second_row.id, "the same first and last name", guess)
            elif may_be_same_given_name(first_name.first, second_name.first):
                yield ActorPair(first_row.id, second_row.id, "an initial", 0.5)
            elif (ratio := fuzz.ratio(first_name.first, second_name.first)) >= 60:
                yield ActorPair(first_row.id, second_row.id, "similar first names", ratio / 200)


def _spelling_pairs(rows: list[FormCount]) -> Iterator[ActorPair]:
    """Yield full names that may be spellings of one."""
    blocks: dict[tuple[str, ...], list[FormCount]] = defaultdict(list)
    for row in rows:
        if row.quarter == 0:
            words = row.bare.split()
            block = (row.type, words[0], words[-1][:3]) if len(words) > 1 else (row.type, row.bare[:5])
            if len(blocks[block]) < _MAX_BLOCK_SIZE:
                blocks[block].append(row)
    for block_rows in blocks.values():
        for first_row, second_row in combinations(block_rows, 2):
            ratio = fuzz.ratio(first_row.bare, second_row.bare)
            if (
                ratio >= MIN_NAME_RATIO
                and first_row.bare != second_row.bare
                and min(len(first_row.bare), len(second_row.bare)) > 4
            ):
                divisor = 150 if first_row.type == "person" else 200
                yield ActorPair(first_row.id, second_row.id, "similar spellings", ratio / divisor)


def _type_pairs(rows: list[FormCount]) -> Iterator[ActorPair]:
    """Yield forms of one name with different types: a person, an organisation, a place."""
    by_key: dict[str, list[FormCount]] = defaultdict(list)
    for row in rows:
        if row.quarter <= 0:
            by_key[row.key].append(row)
    for block in by_key.values():
        for first_row, second_row in combinations(block[:_MAX_BLOCK_SIZE], 2):
            if first_row.type != second_row.type:
                yield ActorPair(
                    first_row.id,
                    second_row.id,
                    f"the same name, as {first_row.type} and as {second_row.type}",
                    0.45,
                )


def _abbreviation_pairs(connection: Connection) -> Iterator[ActorPair]:
    """Yield abbreviations with the organisations that articles call by them."""
    sql = (
        "SELECT short.id, linked.form, linked.articles FROM linked "
        "JOIN forms AS whole ON whole.id = linked.form "
        "JOIN forms AS short ON short.key = linked.short AND short.type = whole.type AND short.articles > 0 "
        "WHERE short.known <> whole.known AND whole.articles > 0"
    )
    for short_id, whole_id, _ in connection.execute(sql):
        yield ActorPair(short_id, whole_id, "an article uses the abbreviation for it", 0.4)


def _are_separated(connection: Connection, separated: set[tuple[str, str]], first_id: int, second_id: int) -> bool:
    node_lists = [
        [member.node for member in lookup.load_forms(connection, [actor_id]).get(actor_id, [])]
        for actor_id in (first_id, second_id)
    ]
    return any(
        (first_node, second_node) in separated or (second_node, first_node) in separated
        for first_node in node_lists[0]
        for second_node in node_lists[1]
    )


def _review(connection: Connection, first: ArchiveActor, second: ArchiveActor, pair: ActorPair) -> Review:
    first, second = sorted((first, second), key=lambda actor: (" " in actor.name, actor.articles, actor.id))
    shared_titles = _titles(connection, first) & _titles(connection, second)
    shared_company = _company(connection, first) & _company(connection, second)
    shared_count = len(shared_company - {first.id, second.id})
    reasons = [pair.reason]
    if shared_titles:
        reasons.append(f"both “{min(shared_titles, key=len)}”")
    if shared_count:
        reasons.append(f"{shared_count} named beside both" if shared_count > 1 else "one named beside both")
    score = min(1.0, pair.likelihood + (0.3 if shared_titles else 0) + min(0.2, 0.02 * shared_count))
    return Review(
        kind="same person",
        question=f"Is {first.name} ({first.type}) the same as {second.name} ({second.type})?",
        subject=first.name,
        other=second.name,
        why=", ".join(reasons),
        score=round(score, 3),
        accept=bearers_.name_correction("join", bearers_.written_name(first), first.type, second),
        reject=bearers_.name_correction("split", bearers_.written_name(first), first.type, second),
        article=_newest_article(connection, first),
        other_article=_newest_article(connection, second),
    )


def _newest_article(connection: Connection, actor: ArchiveActor) -> int:
    row = connection.execute(
        "SELECT article FROM appearances WHERE form IN (SELECT id FROM forms WHERE known = ?) "
        "ORDER BY day DESC, article DESC LIMIT 1",
        (actor.id,),
    ).fetchone()
    return row[0] if row else 0


def _titles(connection: Connection, actor: ArchiveActor) -> set[str]:
    """Return the titles of an actor that are specific: ``Ukrainian President``, not ``President`` alone."""
    rows = connection.execute(
        "SELECT DISTINCT text FROM called JOIN words ON words.id = word "
        "WHERE form IN (SELECT id FROM forms WHERE known = ?) AND sort = ?",
        (actor.id, ROLE),
    )
    return {text.casefold() for (text,) in rows if " " in text}


def _company(connection: Connection, actor: ArchiveActor) -> set[int]:
    """Return the ids of the actors that appear in some of an actor's articles."""
    rows = connection.execute(
        "SELECT forms FROM casts WHERE article IN (SELECT article FROM appearances "
        "WHERE form IN (SELECT id FROM forms WHERE known = ?) LIMIT 50)",
        (actor.id,),
    )
    forms = {form for (encoded_forms,) in rows for form in decode_form_ids(encoded_forms)}
    rows = connection.execute(
        "SELECT DISTINCT known FROM forms WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(forms)),)
    )
    return {actor_id for (actor_id,) in rows}


# ---- suspected names


def suspected_name_reviews(connection: Connection) -> list[Review]:
    """Return reviews of names that occur once in an article and resemble an actor's, the most likely first."""
    decided_pairs = {
        (name_key(correction.name), name_key(correction.to))
        for correction in all_general_corrections(connection)
        if correction.kind in ("join", "split")
    }
    reviews = []
    rows = connection.execute(
        "SELECT form, text, max(day), sum(called.articles) FROM called JOIN words ON words.id = word "
        "WHERE sort = ? GROUP BY form, word ORDER BY 4 DESC, 3 DESC",
        (SUSPECTED,),
    ).fetchall()
    for form, text, day, articles in rows:
        (actor_id,) = connection.execute("SELECT known FROM forms WHERE id = ?", (form,)).fetchone()
        for actor in lookup.load_actors(connection, [actor_id]):
            if any((name_key(text), name_key(name)) in decided_pairs for name in (actor.name, *actor.names)):
                continue
            article, spans = _suspected_mentions(connection, form, text, day)
            if not article:
                continue
            ratio = max(fuzz.ratio(name_key(text), word) for word in name_key(actor.name).split())
            likeness = "a part of their name" if ratio == 100 else "similar spelling"
            reviews.append(
                Review(
                    kind="suspected name",
                    question=f"Is “{text}” {actor.name}?",
                    subject=text,
                    other=actor.name,
                    why=f"{likeness}, in {articles:,} article{'s' if articles > 1 else ''}",
                    score=round(ratio / 100, 3),
                    accept=bearers_.name_correction("join", text, actor.type, actor),
                    reject=bearers_.name_correction("split", text, actor.type, actor),
                    article=article,
                    spans=spans,
                )
            )
    return sorted(reviews, key=lambda review: (-review.score, review.subject))


def _suspected_mentions(connection: Connection, form: int, text: str, day: int) -> tuple[int, list[Span]]:
    """Return an article of the day in which the name is suspected, and its spans there; 0 if there is none."""
    rows = connection.execute(
        "SELECT article, number FROM appearances WHERE form = ? AND day = ? ORDER BY article DESC", (form, day)
    ).fetchall()
    for article, number in rows:
        text_and_annotation = load_indexed_annotation(connection, article)
        if text_and_annotation and text in _suspected_names(text_and_annotation[1], number):
            spans = text_and_annotation[1].actors[number].mentions
            return article, [
                span for span in spans if name_key(text_and_annotation[0][slice(*span)]) == name_key(text)
            ]
    return 0, []


def _suspected_names(annotation: Annotation, number: int) -> list[str]:
    actors = annotation.actors[number : number + 1]
    return [" ".join(name.split()) for actor in actors for name in actor.suspected]


# ---- reviews that are settled


def settled_reviews(connection: Connection, reviews: Sequence[Review]) -> set[int]:
    """Return the positions of reviews that are settled by now, by their own answer or by that of others."""
    everywhere = all_general_corrections(connection)
    separated = set(connection.execute("SELECT node, other FROM parted"))
    return {
        index for index, review in enumerate(reviews) if _is_settled(connection, review, everywhere, separated)
    }


def _is_settled(
    connection: Connection, review: Review, everywhere: list[Correction], separated: set[tuple[str, str]]
) -> bool:
    accept = review.accept
    if review.kind == "wording":
        words = {accept.name, accept.to}
        return any(
            correction.kind == "wording" and {correction.name, correction.to} == words for correction in everywhere
        )
    corrections = everywhere if accept.article is None else article_corrections(connection, accept.article)
    names = name_key(accept.name), name_key(accept.to)
    if any(
        correction.kind in ("join", "split") and (name_key(correction.name), name_key(correction.to)) == names
        for correction in corrections
    ):
        return True
    first_ids = _actor_ids(connection, accept.name, accept.type)
    second_ids = _actor_ids(connection, accept.to, accept.to_type)
    if not first_ids or not second_ids or review.kind == "suspected name":
        return False
    if first_ids <= second_ids or any(
        _are_separated(connection, separated, correction, second_id)
        for correction in first_ids
        for second_id in second_ids
    ):
        return True
    return not (
        lookup.load_actors(connection, list(first_ids)) and lookup.load_actors(connection, list(second_ids))
    )


def _actor_ids(connection: Connection, name: str, actor_type: str) -> set[int]:
    """Return the ids of the archive's actors that have this name and type."""
    form = name_form(name, actor_type)
    sql = "SELECT known FROM forms WHERE key = ? AND type = ? AND articles > 0"
    return {actor_id for (actor_id,) in connection.execute(sql, (form.key, form.type))} if form else set()
