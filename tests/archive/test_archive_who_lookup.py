"""What the archive tells of an actor: dossiers, searches by their names, and the same words in several articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_cast import article, people, snapshot
from archive_frozen import HERE, thaw
from archive_who import archive, fill

from onrecord.archive import AmbiguousActor, Archive, NoSuchActor
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft

__all__ = ["archive"]

# ---- dossiers


def test_a_dossier_has_what_he_says_and_what_is_said_of_him(archive: Archive) -> None:
    roles = [(("Ágnes Brandt", "person"), {"roles": ["Harbour Mistress"], "aliases": ["Ms Brandt"]})]
    fill(archive, [article(1, "2021-03-02", [*roles, *people("Tomas Okoye")], "Wire")])
    fill(archive, [article(2, "2021-04-16", people("Ágnes Brandt", "Ira Quill"), "Daily")])
    dossier = archive.dossiers.get("brandt")
    assert dossier.actor.name == "Ágnes Brandt"
    assert (dossier.said, dossier.said_about, dossier.articles) == (2, 2, [2, 1])
    assert [(each.text, each.first, each.last) for each in dossier.names] == [
        ("Ágnes Brandt", "2021-03-02", "2021-04-16"), ("Ms Brandt", "2021-03-02", "2021-03-02"),
    ]  # fmt: skip
    assert [each.text for each in dossier.titles] == ["Harbour Mistress"]
    assert [(each.key, each.named, each.said) for each in dossier.months] == [("2021-03", 3, 1), ("2021-04", 2, 1)]
    assert {each.key: each.articles for each in dossier.sources} == {"Wire": 1, "Daily": 1}
    assert {each.actor.name for each in dossier.beside} == {"Tomas Okoye", "Ira Quill"}
    assert [quote.published for quote in archive.dossiers.quotes_by(dossier)] == ["2021-04-16", "2021-03-02"]
    assert [quote.article for quote in archive.dossiers.quotes_by(dossier, 1, 1)] == [1]
    assert [quote.actors for quote in archive.dossiers.quotes_about(dossier)] == [["Ira Quill"], ["Tomas Okoye"]]
    early = archive.dossiers.get(dossier.actor, "before:2021-04")
    assert (early.articles, early.said, [each.text for each in early.titles]) == ([1], 1, ["Harbour Mistress"])


def test_beliefs_are_beside_what_he_says_and_in_his_dossier_on_request(archive: Archive) -> None:
    cast = people("Ágnes Brandt", "Ira Quill")
    fill(archive, [article(1, "2021-03-02", cast), article(2, "2021-04-16", cast, cue_type="belief")])
    dossier = archive.dossiers.get("brandt")
    assert dossier.actor.said == 1
    assert (dossier.said, dossier.said_about, dossier.more) == (1, 1, (1, 1))
    assert [each.said for each in dossier.months] == [1, 0]
    assert [quote.article for quote in archive.dossiers.quotes_by(dossier)] == [1]
    assert [quote.article for quote in archive.dossiers.quotes_about(dossier)] == [1]
    whole = archive.dossiers.get("brandt", asides=True)
    assert (whole.said, whole.said_about, whole.more) == (2, 2, (1, 1))
    assert [(quote.article, quote.cue_type) for quote in archive.dossiers.quotes_by(whole)] == [
        (2, "belief"),
        (1, "speech"),
    ]
    assert [quote.article for quote in archive.dossiers.quotes_about(whole)] == [2, 1]


def test_a_name_alone_and_beside_the_full_one_is_one_name(archive: Archive) -> None:
    whole = [(("Angela Merkel", "person"), {"aliases": ["Merkel"]})]
    fill(archive, [article(n, f"2021-05-0{n}", whole) for n in range(1, 4)])
    fill(archive, [article(7, "2021-05-09", people("Merkel"))])
    names = archive.dossiers.get("angela merkel").names
    assert [(each.text, each.last, each.articles) for each in names] == [
        ("Merkel", "2021-05-09", 4),
        ("Angela Merkel", "2021-05-03", 3),
    ]


def test_names_that_several_or_none_have(archive: Archive) -> None:
    fill(archive, [article(1, "2021-04-01", people("John Smith", "Anna Smith"))])
    with pytest.raises(AmbiguousActor) as caught:
        archive.dossiers.get("smith")
    assert {actor.name for actor in caught.value.candidates} == {"John Smith", "Anna Smith"}
    with pytest.raises(NoSuchActor):
        archive.dossiers.get("nobody")
    assert archive.dossiers.get("john smith").actor.name == "John Smith"


def test_who_somebody_of_an_article_is(archive: Archive) -> None:
    ids = fill(
        archive,
        [article(1, "2021-04-01", people("John Q. Smith")), article(2, "2021-04-02", people("John Smith"))],
    )
    actor = archive.actors.of_annotation(ids[0], "a1")
    assert isinstance(actor, ArchiveActor)
    assert actor.articles == 2
    assert archive.actors.of_annotation(ids[0], "a9") is None


def test_actors_of_what_a_query_finds(archive: Archive) -> None:
    fill(
        archive,
        [
            article(1, "2021-04-01", people("John Smith")),
            article(2, "2022-04-02", people("Anna Smith", "John Smith")),
        ],
    )
    assert [(actor.name, actor.said) for actor in archive.actors.most_quoted(limit=1)] == [("John Smith", 2)]
    actors = archive.actors.most_quoted("before:2022")
    assert [(actor.name, actor.said, actor.articles) for actor in actors] == [("John Smith", 1, 1)]


# ---- searches


def test_a_search_for_a_name_finds_the_actor_under_his_others(archive: Archive) -> None:
    ids = fill(
        archive,
        [
            article(1, "2021-04-01", people("Volodymyr Zelensky")),
            article(2, "2021-04-02", people("Dzerensky", "Ira Quill")),
        ],
    )
    assert archive.search.ids("actor:zelensky") == [ids[0]]
    join = Correction(kind="join", name="Dzerensky", type="person", to="Volodymyr Zelensky", to_type="person")
    archive.corrections.apply(join)
    assert archive.search.ids("actor:zelensky") == [ids[1], ids[0]]
    assert (
        archive.search.ids('about:"volodymyr zelensky"')
        == archive.search.ids("person:zelensk*")
        == [ids[1], ids[0]]
    )
    assert archive.search.ids("-actor:zelensky") == []
    assert [quote.article for quote in archive.quotes.find("speaker:zelensky")] == [ids[1], ids[0]]
    assert [quote.index for quote in archive.quotes.find("speaker:zelensky said:quill")] == [0]
    assert archive.search.hits("actor:zelensky", "Dzerensky left.") == [(0, 9)]
    archive.corrections.apply(Correction(kind="rename", name="Ira Quill", type="person", to="The Spokeswoman"))
    assert archive.search.ids("actor:spokeswoman") == [ids[1]]


def test_a_surname_alone_is_found_by_the_full_name_only_where_it_is_his(archive: Archive) -> None:
    ids = fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, 6)])
    alone = fill(archive, [article(7, "2021-05-09", people("Merkel"))])
    assert archive.search.ids('actor:"angela merkel"') == [*alone, *reversed(ids)]
    fill(archive, [article(8, "2021-05-10", people("Ulrich Merkel"))])
    assert archive.search.ids('actor:"angela merkel"') == list(reversed(ids))


# ---- the same words


def test_the_same_words_in_several_articles_are_one_quote(archive: Archive) -> None:
    def said(number: int, words: str, who: str, cue: str = "said") -> tuple[Draft, Annotation]:
        text = f"Report {number}. “{words},” {who} {cue}."
        start = text.index("“")
        end = text.index("”") + 1
        quote = Attribution(
            source=[(end + 1, end + 1 + len(who))],
            cue=[(end + 2 + len(who), end + 2 + len(who) + len(cue))],
            content=[(start, end)],
            kind="direct",
            speaker=["a1"],
        )
        actor = Actor(id="a1", name=who, type="person", mentions=[(end + 1, end + 1 + len(who))])
        draft = Draft(title=f"Report {number}", text=text, published=f"2021-04-0{number}", source=f"Wire {number}")
        return draft, Annotation(attributions=[quote], actors=[actor], annotator="1 test")

    ids = fill(
        archive,
        [
            said(
                1,
                "The port of Vellin must open again before the winter comes and the ice closes it",
                "Ágnes Brandt",
            ),
            said(2, "The port of Vellin must open before the winter comes and the ice closes it", "Ágnes Brandt"),
            said(
                3,
                "The port of Vellin must open again before the winter comes and the ice closes it",
                "Tomas Okoye",
            ),
            said(4, "Nobody has asked the dockers what they think of the winter and of the ice", "Ira Quill"),
        ],
    )
    places = archive.quotes.occurrences(ids[0], 0)
    assert [place.quote.article for place in places] == ids[:3]
    assert [place.alike == 1 for place in places] == [True, False, True]
    (missing,) = places[1].missing
    assert places[0].quote.quote[slice(*missing)] == "again"
    assert places[1].changed == []
    assert [place.differs for place in places] == [[], ["wording"], ["speaker"]]
    first, last = archive.quotes.get_many([(ids[0], 0), (ids[3], 0)])
    assert archive.quotes.article_counts([last, first]) == [1, 3]
    assert archive.quotes.occurrences(ids[3], 0)[1:] == []
    assert archive.quotes.occurrences(ids[3], 7) == []
    reviews = list(archive.reviews.pending("wording"))
    assert [review.differs for review in reviews] == [["wording", "speaker"], ["speaker"]]
    archive.corrections.apply(reviews[0].reject)
    assert list(archive.reviews.pending("wording")) == [reviews[1]]
    archive.corrections.apply(reviews[1].accept)
    assert list(archive.reviews.pending("wording")) == []


# ---- archives of earlier versions


def test_an_earlier_archive_knows_who_is_who_when_it_is_opened(tmp_path: Path) -> None:
    thaw((HERE / "version_1.sql").read_text("utf-8"), tmp_path / "archive.db")
    with Archive.open(tmp_path) as archive:
        before = snapshot(archive)
        assert archive.dossiers.get("brandt").said
        archive.maintenance.reindex()
        assert snapshot(archive) == before
