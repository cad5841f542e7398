"""Suggestions of names that may belong to one actor: which pairs, how likely, and what settles them."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import pytest
from archive_cast import article, people
from small_archive import add_appearance, add_form, empty_archive, small_archive

from onrecord.archive.indexing.appearances import ALIAS, ROLE
from onrecord.archive.reviews import suggestions, surname_bearers
from onrecord.archive.reviews.suggestions import same_person_reviews, settled_reviews, suspected_name_reviews
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import Review, ReviewKind
from onrecord.base.records import Correction, CorrectionKind


@pytest.fixture
def connection() -> Connection:
    return empty_archive()


def suggested(connection: Connection) -> list[tuple[str, str, float, str]]:
    return [(review.subject, review.other, review.score, review.why) for review in same_person_reviews(connection)]


# ---- pairs


def test_a_bare_surname_is_that_of_the_actor_who_nearly_always_has_it(connection: Connection) -> None:
    add_form(connection, 1, "ada berg", articles=9)
    add_form(connection, 2, "bo berg", articles=1)
    add_form(connection, 3, "berg", quarter=8000)
    assert suggested(connection) == [("Berg", "Ada Berg", 0.57, "the same surname")]
    connection.execute("UPDATE forms SET articles = 2 WHERE id = 2")
    assert suggested(connection) == []


def test_a_bare_surname_that_is_an_actors_already_is_not_suggested(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 3, "berg", actor_id=1, quarter=8000)
    assert suggested(connection) == []


def test_a_bare_surname_in_general_is_not_suggested(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 3, "berg", quarter=-1)
    assert suggested(connection) == []


def test_a_bare_surname_needs_a_person_of_that_name(connection: Connection) -> None:
    add_form(connection, 1, "berg shipping", type="organisation", last="berg")
    add_form(connection, 2, "ada van berg")
    add_form(connection, 3, "berg", quarter=8000)
    assert suggested(connection) == [("Berg", "Ada Van Berg", 0.6, "the same surname")]
    connection.execute("UPDATE forms SET quarter = 8000, known = 9 WHERE id = 2")
    assert suggested(connection) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("ada m berg", "ada k berg", (0.1, "the same first and last name")),
        ("ada m berg", "ada mia berg", (0.5, "the same first and last name")),
        ("ada berg", "a berg", (0.5, "an initial")),
        ("katharina berg", "katarina berg", (0.471, "similar first names")),
        ("katharina bergmann", "katharina bergman", (0.648, "similar spellings")),
        ("jon berg", "john berg", (0.429, "similar first names")),
        ("carina berg", "karin berg", (0.364, "similar first names")),
        ("abcde berg", "abcxy berg", (0.3, "similar first names")),  # a ratio of 60
        ("abcdefg berg", "abcdxyz berg", None),  # a ratio of 57
        ("ada berg", "olaf berg", None),
        ("ada berg", "ada lind", None),
    ],
)
def test_people_of_one_surname_are_suggested_by_their_first_names(
    connection: Connection, first: str, second: str, expected: tuple[float, str] | None
) -> None:
    add_form(connection, 1, first, articles=2)
    add_form(connection, 2, second)
    assert [(score, why) for _, _, score, why in suggested(connection)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("first", "second", "type_", "score"),
    [
        ("harbour authority", "harbour authorities", "organisation", 0.444),
        ("kyiv oblast", "kyiv oblasts", "place", 0.478),
        ("torvik", "torvikk", "place", 0.462),
        ("nato", "nat", "organisation", None),  # too short
        ("harbour authority", "airport authority", "organisation", None),
        ("torvik", "borvik", "place", None),  # another beginning
    ],
)
def test_names_are_suggested_by_their_spelling(
    connection: Connection, first: str, second: str, type_: str, score: float | None
) -> None:
    add_form(connection, 1, first, type=type_, articles=2)
    add_form(connection, 2, second, type=type_)
    assert [(score, why) for _, _, score, why in suggested(connection)] == (
        [(score, "similar spellings")] if score else []
    )


def test_one_name_with_two_types_is_suggested(connection: Connection) -> None:
    add_form(connection, 1, "georgia", type="country", articles=2)
    add_form(connection, 2, "georgia", type="person", quarter=-1)
    add_form(connection, 3, "georgia street", type="place")
    assert suggested(connection) == [("Georgia", "Georgia", 0.45, "the same name, as country and as person")]
    (review,) = same_person_reviews(connection)
    assert review.question == "Is Georgia (person) the same as Georgia (country)?"


def test_an_abbreviation_is_suggested_for_those_that_are_called_by_it(connection: Connection) -> None:
    add_form(connection, 1, "northern air transport office", type="organisation")
    add_form(connection, 2, "nato", type="organisation", name="NATO")
    add_form(connection, 3, "nato", type="place", name="NATO", quarter=5)
    connection.execute("INSERT INTO linked VALUES ('nato', 1, 1)")
    assert suggested(connection) == [
        ("NATO", "Northern Air Transport Office", 0.4, "an article uses the abbreviation for it")
    ]
    connection.execute("UPDATE forms SET known = 1 WHERE id = 2")
    assert suggested(connection) == []


def test_forms_that_no_article_has_any_more_are_not_suggested(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 2, "a berg", articles=0)
    assert suggested(connection) == []


def test_actors_that_were_separated_are_not_suggested(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 2, "a berg")
    connection.execute("INSERT INTO parted VALUES ('person|a berg', 'person|ada berg')")
    assert suggested(connection) == []
    connection.execute("UPDATE parted SET node = other, other = node")
    assert suggested(connection) == []
    connection.execute("UPDATE parted SET node = 'person|bo berg'")
    assert len(suggested(connection)) == 1


def test_hidden_actors_are_not_suggested(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 2, "a berg")
    connection.execute("INSERT INTO given VALUES ('person|a berg', '', '', 1)")
    assert suggested(connection) == []


def test_two_actors_are_suggested_once_for_the_likeliest_reason(connection: Connection) -> None:
    add_form(connection, 1, "jon berg", articles=3)
    add_form(connection, 2, "john berg", articles=2)
    assert suggested(connection) == [("John Berg", "Jon Berg", 0.429, "similar first names")]
    add_form(connection, 3, "j berg", actor_id=2)
    assert suggested(connection) == [("John Berg", "Jon Berg", 0.5, "an initial")]


def test_the_likeliest_pairs_are_weighed(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, key in enumerate(("ada berg", "a berg", "georgia", "torvik", "torvikk"), 1):
        add_form(connection, number, key, type="person" if "berg" in key else "place")
    assert [score for _, _, score, _ in suggested(connection)] == [0.5, 0.462]
    monkeypatch.setattr(suggestions, "_MAX_WEIGHED_PAIRS", 1)
    assert [score for _, _, score, _ in suggested(connection)] == [0.5]


# ---- what else speaks for a pair


@pytest.fixture
def two_bergs(connection: Connection) -> Connection:
    """Ada Berg in article 1 of day 5, A. Berg in articles 2 and 3 of days 6 and 7."""
    add_form(connection, 1, "ada berg")
    add_form(connection, 2, "a berg", articles=2)
    for number in range(3, 15):
        add_form(connection, number, f"other{number} person{number * 7}")
    for form, article_id, day in ((1, 1, 5), (2, 2, 6), (2, 3, 7)):
        add_appearance(connection, form, article_id, day=day)
    return connection


def call(connection: Connection, form: int, text: str, sort: int = ROLE) -> None:
    connection.execute("INSERT OR IGNORE INTO words (sort, text) VALUES (?, ?)", (sort, text))
    connection.execute(
        "INSERT INTO called SELECT ?, id, 0, 1 FROM words WHERE text = ? AND sort = ?", (form, text, sort)
    )


def put_in_company(connection: Connection, **companions: list[int]) -> None:
    for article_name, forms in companions.items():
        connection.execute("INSERT INTO casts VALUES (?, ?)", (int(article_name[-1]), array("I", forms).tobytes()))


def test_a_review_has_the_newest_articles_and_both_answers(two_bergs: Connection) -> None:
    (review,) = same_person_reviews(two_bergs)
    assert (review.subject, review.other, review.score) == ("Ada Berg", "A Berg", 0.5)
    assert (review.article, review.other_article) == (1, 3)
    answer: dict[str, Any] = {"name": "Ada Berg", "type": "person", "to": "A Berg", "to_type": "person"}
    assert review.accept == Correction(kind="join", **answer)
    assert review.reject == Correction(kind="split", **answer)


def test_a_shared_title_speaks_for_a_pair(two_bergs: Connection) -> None:
    call(two_bergs, 1, "Harbour Mistress")
    call(two_bergs, 2, "harbour mistress")
    call(two_bergs, 1, "Countess")
    call(two_bergs, 2, "Countess")
    assert suggested(two_bergs) == [("Ada Berg", "A Berg", 0.8, "an initial, both “harbour mistress”")]


def test_a_title_of_one_word_or_another_name_does_not(two_bergs: Connection) -> None:
    for text, sort in (("Countess", ROLE), ("The Lady", ALIAS)):
        call(two_bergs, 1, text, sort)
        call(two_bergs, 2, text, sort)
    assert suggested(two_bergs) == [("Ada Berg", "A Berg", 0.5, "an initial")]


@pytest.mark.parametrize(
    ("companions", "score", "why"),
    [
        ([], 0.5, "an initial"),
        ([3], 0.52, "an initial, one named beside both"),
        ([3, 4], 0.54, "an initial, 2 named beside both"),
        (list(range(3, 15)), 0.7, "an initial, 12 named beside both"),
    ],
)
def test_shared_company_speaks_for_a_pair(
    two_bergs: Connection, companions: list[int], score: float, why: str
) -> None:
    put_in_company(two_bergs, article_1=[1, *companions], article_3=[2, *companions])
    assert suggested(two_bergs)[0][2:] == (score, why)


def test_being_in_one_article_is_no_shared_company(two_bergs: Connection) -> None:
    add_appearance(two_bergs, 2, 1, day=5, number=1)
    put_in_company(two_bergs, article_1=[1, 2])
    assert suggested(two_bergs)[0][2:] == (0.5, "an initial")


def test_the_score_is_at_most_one(two_bergs: Connection) -> None:
    call(two_bergs, 1, "Harbour Mistress")
    call(two_bergs, 2, "Harbour Mistress")
    two_bergs.execute(
        "UPDATE forms SET key = 'katharina bergmann', bare = 'katharina bergmann', last = 'bergmann' WHERE id = 1"
    )
    two_bergs.execute(
        "UPDATE forms SET key = 'katharina bergman', bare = 'katharina bergman', last = 'bergman' WHERE id = 2"
    )
    companions = list(range(3, 15))
    put_in_company(two_bergs, article_1=[1, *companions], article_3=[2, *companions])
    assert suggested(two_bergs)[0][2] == 1.0


# ---- bare surnames, article by article


def test_a_surname_of_several_is_reviewed_by_article(tmp_path: Path) -> None:
    archive = small_archive(
        tmp_path,
        [
            article(1, "2024-03-01", people("Ada Berg")),
            article(2, "2024-03-02", people("Bo Berg")),
            article(3, "2024-03-03", people("Berg")),
            article(4, "2024-03-04", people("Berg")),
        ],
    )
    by_article = [review for review in same_person_reviews(archive) if review.subject == "Berg"]
    assert sorted((review.article, review.other) for review in by_article) == [(3, "Ada Berg"), (4, "Ada Berg")]


def test_so_many_articles_are_reviewed_the_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surname_bearers, "MAX_ARTICLES", 1)
    names = ("Ada Berg", "Bo Berg", "Berg", "Berg")
    archive = small_archive(
        tmp_path, [article(number, f"2024-03-0{number}", people(name)) for number, name in enumerate(names, 1)]
    )
    assert [review.article for review in same_person_reviews(archive) if review.subject == "Berg"] == [4]


# ---- suspected names


def suspecting(tmp_path: Path, *corrections: Correction) -> Connection:
    ada = [(("Ada Berg", "person"), {"suspected": ["Bergg"]})]
    plain = people("Ada Berg")
    return small_archive(
        tmp_path,
        [article(1, "2024-03-01", ada), article(2, "2024-03-02", ada), article(3, "2024-03-03", plain)],
        corrections=corrections,
    )


def test_a_suspected_name_that_is_a_part_of_the_name_is_called_so(tmp_path: Path) -> None:
    ada = [(("Ada Berg", "person"), {"suspected": ["Berg"]})]
    (review,) = suspected_name_reviews(small_archive(tmp_path, [article(1, "2024-03-01", ada)]))
    assert (review.score, review.why) == (1, "a part of their name, in 1 article")


def test_a_suspected_name_is_reviewed_in_its_newest_article(tmp_path: Path) -> None:
    archive = suspecting(tmp_path)
    (review,) = suspected_name_reviews(archive)
    assert (review.question, review.subject, review.other) == ("Is “Bergg” Ada Berg?", "Bergg", "Ada Berg")
    assert (review.score, review.why, review.article) == (0.889, "similar spelling, in 2 articles", 2)
    assert review.accept == Correction(kind="join", name="Bergg", type="person", to="Ada Berg", to_type="person")
    assert review.reject == Correction(kind="split", name="Bergg", type="person", to="Ada Berg", to_type="person")
    text = archive.execute("SELECT text FROM searchable WHERE id = 2").fetchone()[0]
    assert [text[slice(*span)] for span in review.spans] == ["Bergg"]


@pytest.mark.parametrize(("kind", "reviewed"), [("join", False), ("split", False), ("rename", True)])
def test_a_suspected_name_that_was_decided_is_not_reviewed(
    tmp_path: Path, kind: CorrectionKind, reviewed: bool
) -> None:
    archive = suspecting(tmp_path, Correction(kind=kind, name="bergg", to="ada berg"))
    assert bool(suspected_name_reviews(archive)) is reviewed


# ---- what is settled


def review(kind: ReviewKind, name: str, to: str, article: int | None = None) -> Review:
    answer = Correction(kind="join", article=article, name=name, type="person", to=to, to_type="person")
    return Review(kind=kind, question="", subject=name, other=to, why="", score=1, accept=answer, reject=answer)


@pytest.fixture(scope="module")
def people_archive(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """Ada, Bo, Carl and Dora Berg; some pairs of them were decided about."""
    return small_archive(
        tmp_path_factory.mktemp("settled"),
        [article(1, "2024-03-01", people("Ada Berg", "Bo Berg", "Carl Berg", "Dora Berg", "Berg"))],
        corrections=[
            Correction(kind="join", name="Ada Berg", type="person", to="Bo Berg", to_type="person"),
            Correction(kind="split", name="Ada Berg", type="person", to="Carl Berg", to_type="person"),
            Correction(kind="join", article=1, name="Berg", type="person", to="Dora Berg", to_type="person"),
            Correction(kind="wording", name="one two", to="three four", accepted=False),
        ],
    )


@pytest.mark.parametrize(
    ("asked", "is_settled"),
    [
        (review("same person", "Ada Berg", "Bo Berg"), True),
        (review("same person", "ADA BERG", "bo berg"), True),
        (review("same person", "Bo Berg", "Ada Berg"), True),  # they are one actor now
        (review("same person", "Ada Berg", "Carl Berg"), True),
        (review("same person", "Bo Berg", "Carl Berg"), True),  # as Bo is Ada now
        (review("same person", "Ada Berg", "Dora Berg"), False),
        (review("same person", "Berg", "Dora Berg", article=1), True),
        (review("same person", "Berg", "Carl Berg", article=1), False),
        (review("suspected name", "Bo Berg", "Ada Berg"), False),
        (review("suspected name", "Ada Berg", "Bo Berg"), True),
        (review("suspected name", "Adda", "Ada Berg"), False),
        (review("wording", "one two", "three four"), True),
        (review("wording", "three four", "one two"), True),
        (review("wording", "one two", "five six"), False),
    ],
)
def test_a_review_is_settled_by_its_own_answer_or_that_of_others(
    people_archive: Connection, asked: Review, is_settled: bool
) -> None:
    assert settled_reviews(people_archive, [asked]) == ({0} if is_settled else set())


def test_settled_reviews_are_given_by_position(people_archive: Connection) -> None:
    open_review, settled = (
        review("same person", "Ada Berg", "Dora Berg"),
        review("wording", "one two", "three four"),
    )
    assert settled_reviews(people_archive, [settled, open_review, settled]) == {0, 2}
    assert settled_reviews(people_archive, []) == set()


def test_a_review_of_a_hidden_actor_is_settled(tmp_path: Path) -> None:
    asked = review("same person", "Ada Berg", "Bo Berg")
    articles = [article(1, "2024-03-01", people("Ada Berg", "Bo Berg"))]
    assert settled_reviews(small_archive(tmp_path, articles), [asked]) == set()
    hidden = Correction(kind="hide", name="Bo Berg", type="person")
    assert settled_reviews(small_archive(tmp_path / "2", articles, corrections=[hidden]), [asked]) == {0}
