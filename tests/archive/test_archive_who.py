"""Who is who across the archive: joining that does not depend on the order."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from archive_cast import Who, article, invented, people, snapshot, standing
from archive_who import archive, by_key, correction, fill, name_of
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive import AmbiguousActor, Archive, NoSuchActor
from onrecord.archive.indexing.actor_merging import PROMINENT, quarter_of, quarter_period
from onrecord.base.name_keys import name_key

__all__ = ["archive"]


def test_one_full_name_is_one_person(archive: Archive) -> None:
    fill(archive, [article(n, "2021-04-0" + str(n), people("Ágnes Brandt", "Tomas Okoye")) for n in range(1, 4)])
    first, second = archive.actors.most_quoted()
    assert (first.name, first.articles, first.said, first.named) == ("Tomas Okoye", 3, 3, 6) or (
        first.name, second.name) == ("Ágnes Brandt", "Tomas Okoye")  # fmt: skip
    assert first.articles == second.articles == 3


def test_middle_names_are_the_person_without_until_two_contradict(archive: Archive) -> None:
    fill(
        archive,
        [article(1, "2021-04-01", people("John Smith")), article(2, "2021-04-02", people("John Q. Smith"))],
    )
    assert by_key(archive, "john q smith") == by_key(archive, "john smith") == ("person", "john smith")
    (third,) = fill(archive, [article(3, "2021-04-03", people("John R. Smith"))])
    assert {known for _, known in standing(archive).values()} == {"john smith", "john q smith", "john r smith"}
    archive.articles.remove([third])
    assert by_key(archive, "john q smith") == ("person", "john smith")


def test_a_surname_alone_is_the_one_who_is_prominent_at_that_time(archive: Archive) -> None:
    fill(archive, [article(0, "2021-04-20", people("Merkel"))])
    fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, PROMINENT)])
    assert by_key(archive, "merkel") == ("person", "merkel")
    fill(archive, [article(9, "2021-03-20", people("Angela Merkel"))])
    assert by_key(archive, "merkel") == ("person", "angela merkel")
    (actor,) = archive.actors.called("Angela Merkel")
    assert actor.articles == PROMINENT + 1
    # Two years later nobody has been told by the full name.
    fill(archive, [article(10, "2023-04-20", people("Merkel"))])
    assert [actor.name for actor in archive.actors.called("Merkel")] == ["Angela Merkel", "Merkel"]


def test_who_bears_a_surname_is_meant_also_where_something_else_is_called_so(archive: Archive) -> None:
    others: list[Who] = [("Merkel", "place"), ("Merkel Bridge", "place")]
    fill(
        archive,
        [
            article(1, "2021-04-20", people("Angela Merkel")),
            article(2, "2021-04-21", [(actor, {}) for actor in others]),
        ],
    )
    assert [actor.name for actor in archive.actors.called("merkel")] == ["Angela Merkel", "Merkel"]
    assert [actor.name for actor in archive.actors.called("Merkel Bridge")] == ["Merkel Bridge"]
    assert [actor.name for actor in archive.actors.called("angela")] == ["Angela Merkel"]


@pytest.mark.parametrize(
    ("counts", "name"),
    [((1, 1), "Oleksandr Havrylov"), ((2, 1), "Oleksandr Havryliv"), ((1, 2), "Oleksandr Havrylov")],
)
def test_who_is_joined_has_one_name_in_articles_and_in_the_dossier(
    archive: Archive, counts: tuple[int, int], name: str
) -> None:
    spellings = ("Oleksandr Havryliv", "Oleksandr Havrylov")
    casts = [spelling for spelling, count in zip(spellings, counts, strict=True) for _ in range(count)]
    fill(archive, [article(n, f"2021-04-0{n}", people(cast)) for n, cast in enumerate(casts, 1)])
    (review,) = archive.reviews.pending("same person")
    archive.corrections.apply(review.accept)

    def shown_names() -> set[str]:
        ids = archive.search.ids()
        annotations = [archive.annotations.get(id_) for id_ in ids]
        in_articles = {actor.name for annotation in annotations if annotation for actor in annotation.actors}
        return in_articles | {archive.dossiers.get(spelling).actor.name for spelling in spellings}

    assert shown_names() == {name}
    # The other spelling becomes the more frequent one: the name stays.
    other = next(spelling for spelling in spellings if spelling != name)
    fill(archive, [article(n, f"2021-05-0{n}", people(other)) for n in range(5, 9)])
    assert shown_names() == {name}


def test_the_beginning_of_a_name_stands_for_the_only_one_who_begins_so(archive: Archive) -> None:
    fill(archive, [article(1, "2021-04-20", people("Angela Merkel", "Angus Mercer", "Tom Brandt"))])
    assert archive.dossiers.get("brand").actor.name == "Tom Brandt"
    assert archive.dossiers.get("angela mer").actor.name == "Angela Merkel"
    with pytest.raises(AmbiguousActor) as caught:
        archive.dossiers.get("mer")
    assert {candidate.name for candidate in caught.value.candidates} == {"Angela Merkel", "Angus Mercer"}
    for nobody in ("rand", "", '"', "*"):
        assert archive.actors.beginning_with(nobody) == []
        with pytest.raises(NoSuchActor):
            archive.dossiers.get(nobody)


def test_a_surname_alone_is_nobodys_when_two_bear_it(archive: Archive) -> None:
    fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, 6)])
    fill(archive, [article(7, "2021-05-09", people("Merkel")), article(8, "2021-05-10", people("Ulrich Merkel"))])
    assert by_key(archive, "merkel") == ("person", "merkel")
    (review,) = [review for review in archive.reviews.pending("same person") if review.subject == "Merkel"]
    assert (review.other, review.article, review.accept.article) == ("Angela Merkel", 6, 6)
    archive.corrections.apply(review.reject)
    assert not [review for review in archive.reviews.pending("same person") if review.subject == "Merkel"]
    archive.corrections.apply(review.accept)
    assert archive.actors.called("Angela Merkel")[0].articles == 6


def test_a_title_tells_which_of_two_a_surname_alone_is(archive: Archive) -> None:
    vice = {"roles": ["Vice President"]}
    fill(archive, [article(n, f"2021-05-0{n}", [(("Joe Biden", "person"), vice)]) for n in range(1, 4)])
    fill(archive, [article(4, "2021-05-04", people("Hunter Biden"))])
    (titled, bare) = fill(
        archive,
        [article(5, "2021-05-05", [(("Biden", "person"), vice)]), article(6, "2021-05-05", people("Biden"))],
    )
    assert archive.actors.of_annotation(titled, "a1") == archive.actors.called("Joe Biden")[0]
    assert name_of(archive, bare) == "Biden"
    fill(archive, [article(7, "2021-05-04", [(("Hunter Biden", "person"), vice)])])
    assert name_of(archive, titled) == "Biden"


def test_an_abbreviation_is_the_one_organisation_that_is_called_so(archive: Archive) -> None:
    whole = ("North Atlantic Treaty Organization", "organisation")
    fill(archive, [article(1, "2021-04-01", [(("NATO", "organisation"), {})])])
    fill(archive, [article(2, "2021-04-02", [(whole, {"aliases": ["NATO"]})])])
    assert by_key(archive, "nato") == ("organisation", "north atlantic treaty organization")
    other = ("Northern Air Transport Office", "organisation")
    fill(archive, [article(3, "2021-04-02", [(other, {"aliases": ["NATO"]})])])
    assert by_key(archive, "nato") == ("organisation", "nato")


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_the_order_of_articles_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    articles = [invented(chance, number) for number in range(chance.randint(2, 14))]
    decided = [correction(chance) for _ in range(chance.randint(0, 3))]
    found = []
    for turn in range(2):
        order = list(articles)
        chance.shuffle(order)
        with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
            half = len(order) // 2 if turn else 0
            fill(archive, order[:half])
            for one in decided:
                archive.corrections.apply(one)
            fill(archive, order[half:])
            state = snapshot(archive)
            found.append(
                {part: state[part] for part in ("forms", "spelled", "called", "linked", "joined", "found")}
            )
    assert found[0] == found[1]


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_what_is_kept_in_step_is_what_is_made_anew(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        ids = fill(archive, [invented(chance, number) for number in range(chance.randint(2, 8))])
        corrections: list[int] = []
        for step in range(chance.randint(1, 10)):
            chosen = chance.choice([*ids, 1000])
            match chance.randrange(7):
                case 0:
                    ids += fill(archive, [invented(chance, 100 + step)])
                case 1:
                    archive.articles.remove([chosen])
                case 2:
                    archive.articles.restore([chosen])
                case 3 if archive.articles.get_many([chosen]):
                    archive.articles.update([chosen], published=f"2022-0{chance.randint(1, 9)}-01")
                case 4 if corrections:
                    archive.corrections.withdraw(corrections.pop(chance.randrange(len(corrections))))
                case 5 if archive.articles.get_many([chosen]):
                    corrections.append(archive.corrections.apply(correction(chance, chosen)).id)
                    ids = [one for one in ids if one != chosen]  # removing it would take the correction along
                case 6:
                    corrections.append(archive.corrections.apply(correction(chance)).id)
        before = snapshot(archive)
        assert archive.maintenance.check() == []
        archive.maintenance.reindex()
        assert snapshot(archive) == before


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_nobody_is_joined_by_an_ambiguous_surname_alone(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        fill(archive, [invented(chance, number) for number in range(20)])
        state = snapshot(archive)
        seen = [(form[1], row[0]) for form, *row in state["appearances"] if form[0] == "person" and form[2] == 0]
        alone = {form: known for form, _, known, *_ in state["forms"] if form[0] == "person" and form[2] > 0}
        called = [(form[1], text, day) for form, (_, text), day, _ in state["called"] if form[2] == 0]
        for (_, name, quarter, title), known in alone.items():
            first, last = quarter_period(quarter)
            bearers = {who.split()[0] for who, day in seen if who.split()[-1] == name and first <= day <= last}
            if len(bearers) != 1 and known[1] != name:
                titled = [
                    who.split()[0]
                    for who, text, day in called
                    if who.split()[-1] == name and name_key(text) == title and first <= day <= last
                ]
                assert title
                assert titled.count(known[1].split()[0]) > 0.8 * len(titled)
            assert known[1].split()[-1] == name


def test_quarters_follow_each_other() -> None:
    day = 737_000
    for day in range(737_000, 737_800):
        first, last = quarter_period(quarter_of(day))
        assert first <= day <= last
        assert quarter_of(day + 1) - quarter_of(day) in (0, 1)
