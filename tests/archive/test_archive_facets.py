"""Facets: the counts are those of a plain look at what a query finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive
from onrecord.archive.query.query_errors import QueryError, SearchCancelled
from onrecord.archive.search import facets as counting
from onrecord.base.records import Actor, Annotation, Correction, Draft

SOURCES = ("Wire", "Herald", "", "Tribune")
TAGS = ("economy", "sport", "port")
PEOPLE = ("Agnes Brandt", "Tomas Okoye", "Irene Castro", "Hugo Larsen", "Olga Novak")
WORDS = "strike rates harbour vote match".split()
QUERIES = ("", "strike", "strike -rates", "-harbour", "is:read", "#sport or vote", "nothing", "words>3")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    chance = random.Random(3)
    with Archive.open(tmp_path_factory.mktemp("facets")) as opened:
        for number in range(80):
            words = chance.choices(WORDS, k=chance.randint(1, 5))
            draft = Draft(
                title=f"{number}",
                text=" ".join([f"n{number}", *words]),
                source=chance.choice(SOURCES),
                published=f"2024-{chance.randint(1, 6):02}-{chance.randint(1, 28):02}",
                tags=chance.sample(TAGS, chance.randint(0, 2)),
            )
            people = chance.sample(PEOPLE, chance.randint(0, 3))
            actors = [
                Actor(id=f"a{place}", name=name, type="person", mentions=[(0, 1), (1, 2)])
                for place, name in enumerate(people)
            ]
            added = opened.articles.add(draft, Annotation(actors=actors, annotator="1")).id
            opened.articles.update([added], read=chance.random() < 0.3)
        yield opened


@pytest.mark.parametrize("query", QUERIES)
def test_facets_count_all_that_is_found(archive: Archive, query: str) -> None:
    articles = archive.articles.get_many(archive.search.ids(query))
    actors: Counter[str] = Counter()
    for article in articles:
        annotation = archive.annotations.get(article.id)
        assert annotation is not None
        actors.update(actor.name for actor in annotation.actors)
    facets = archive.search.facets(query, limit=20)
    assert facets.articles == len(articles)
    assert dict(facets.actors) == actors
    assert dict(facets.sources) == Counter(article.source for article in articles if article.source)
    assert dict(facets.tags) == Counter(tag for article in articles for tag in article.tags)
    assert facets.months == sorted(Counter(article.published[:7] for article in articles).items(), reverse=True)
    for counts in (facets.actors, facets.sources, facets.tags):
        assert [count for _, count in counts] == sorted((count for _, count in counts), reverse=True)


def test_facets_are_few(archive: Archive) -> None:
    facets = archive.search.facets(limit=2)
    whole = archive.search.facets(limit=20)
    assert facets.sources == whole.sources[:2]
    assert facets.actors == whole.actors[:2]
    assert facets.tags == whole.tags[:2]
    assert len(facets.months) == 2


def test_facets_stop_and_complain(archive: Archive) -> None:
    with pytest.raises(SearchCancelled):
        archive.search.facets("strike", is_cancelled=lambda: True)
    with pytest.raises(QueryError):
        archive.search.facets("tag:")


@pytest.mark.parametrize(
    "query", ["", "strike", "strik* -rates", "title:/1/", "actor:castro", "#sport", "is:read"]
)
def test_of_very_many_articles_the_first_can_be_counted_alone(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    everything = archive.search.ids(query)
    monkeypatch.setattr(counting, "FIRST_COUNTED", len(everything))
    assert archive.search.first_facets(query, limit=20) is None
    monkeypatch.setattr(counting, "FIRST_COUNTED", 9)
    facets = archive.search.first_facets(query, limit=20)
    if query in ("title:/1/", "#sport", "is:read"):
        assert facets is None
        return
    assert facets is not None
    assert facets.articles == 9
    months = Counter(article.published[:7] for article in archive.articles.get_many(everything[:9]))
    assert dict(facets.months) == months


def test_who_is_hidden_is_not_counted_among_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "FIRST_COUNTED", 1)
    with Archive.open(tmp_path) as archive:
        actor = Actor(id="a1", name="Olga Novak", type="person", mentions=[(0, 4)])
        for text in ("Olga", "Olga again"):
            archive.articles.add(Draft(title="x", text=text), Annotation(actors=[actor], annotator="1"))
        assert archive.search.first_facets("actor:novak") is not None
        archive.corrections.apply(Correction(kind="hide", name="Olga Novak", type="person"))
        assert archive.search.first_facets("actor:novak") is None
