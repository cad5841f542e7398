"""Bare surnames with several bearers: which of them is suggested for an article, and why."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from archive_cast import article
from small_archive import small_archive

from onrecord.archive.reviews.surname_bearers import Bearer, SurnameMention, name_correction, surname_reviews
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import ArchiveActor, Review
from onrecord.base.records import Correction, CorrectionKind

JOE = ArchiveActor(id=1, name="Joe Berg", type="person", names=["Joe Berg", "J. Berg"])
IDA = ArchiveActor(id=2, name="Ida Berg", type="person", names=["Ida Berg"])


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """In article 1 Berg is a vice president, in article 2 just Berg."""
    return small_archive(
        tmp_path_factory.mktemp("bearers"),
        [
            article(1, "2024-03-01", [(("Berg", "person"), {"roles": ["Vice President"]})]),
            article(2, "2024-03-02", [(("Olaf Lind", "person"), {}), (("Berg", "person"), {})]),
        ],
    )


def bearers(
    joe: float = 0.6,
    ida: float = 0.4,
    *,
    titles: Collection[str] = (),
    companions: Collection[int] = (),
) -> list[Bearer]:
    """Joe and Ida with their shares; titles and companions are Ida's."""
    return [Bearer(JOE, joe, set(), set()), Bearer(IDA, ida, set(titles), set(companions))]


def reviews(connection: Connection, mention: SurnameMention, candidates: list[Bearer]) -> list[Review]:
    return list(surname_reviews(connection, [mention], candidates))


def test_the_bearer_with_the_larger_share_is_suggested(connection: Connection) -> None:
    (review,) = reviews(connection, SurnameMention(2, 1, set()), bearers())
    assert (review.question, review.subject, review.other) == (
        "Is Berg in this article Joe Berg?",
        "Berg",
        "Joe Berg",
    )
    assert (review.kind, review.article, review.score) == ("same person", 2, 0.38)
    assert review.why == "the same surname, which others have too"
    assert review.accept == Correction(
        kind="join", article=2, name="Berg", type="person", to="Joe Berg", to_type="person"
    )
    assert review.reject == Correction(
        kind="split", article=2, name="Berg", type="person", to="Joe Berg", to_type="person"
    )
    text = connection.execute("SELECT text FROM searchable WHERE id = 2").fetchone()[0]
    assert {text[slice(*span)] for span in review.spans} == {"Berg"}


def test_a_title_outweighs_a_share(connection: Connection) -> None:
    (review,) = reviews(connection, SurnameMention(1, 0, set()), bearers(titles={"vice president"}))
    assert (review.other, review.score) == ("Ida Berg", 0.62)
    assert review.why == "the same surname, which others have too, “Vice President”"
    (review,) = reviews(connection, SurnameMention(1, 0, set()), bearers(titles={"president"}))
    assert review.other == "Joe Berg"


@pytest.mark.parametrize(
    ("companions", "suggested", "score"),
    [({7}, "Joe Berg", 0.38), ({7, 8}, "Ida Berg", 0.42), ({5, 7, 8, 9, 6, 4}, "Ida Berg", 0.52)],
)
def test_company_counts_up_to_four(
    connection: Connection, companions: set[int], suggested: str, score: float
) -> None:
    mention = SurnameMention(2, 1, {4, 5, 6, 7, 8, 9})
    (review,) = reviews(connection, mention, bearers(companions=companions))
    assert (review.other, review.score) == (suggested, score)


def test_company_is_named_as_a_reason(connection: Connection) -> None:
    (review,) = reviews(connection, SurnameMention(2, 1, {7, 8, 3}), bearers(0, 1, companions={7, 8, 9}))
    assert review.why == "the same surname, which others have too, 2 named beside them elsewhere"


@pytest.mark.parametrize("kind", ["join", "split"])
def test_what_was_decided_is_not_suggested(tmp_path: Path, kind: CorrectionKind) -> None:
    decided = Correction(kind=kind, article=1, name="Berg", to="Joe Berg")
    archive = small_archive(
        tmp_path, [article(1, "2024-03-01", [(("Olaf Lind", "person"), {}), (("Berg", "person"), {})])]
    )
    mention = SurnameMention(1, 1, set())
    assert len(reviews(archive, mention, bearers())) == 1
    archive = small_archive(
        tmp_path / "decided",
        [article(1, "2024-03-01", [(("Olaf Lind", "person"), {}), (("Berg", "person"), {})])],
        corrections=[decided],
    )
    assert [review.other for review in reviews(archive, mention, bearers()) if review.subject == "Berg"] == []


def test_articles_that_are_gone_or_shorter_now_are_passed_over(connection: Connection) -> None:
    assert reviews(connection, SurnameMention(99, 0, set()), bearers()) == []
    assert reviews(connection, SurnameMention(2, 2, set()), bearers()) == []


def test_a_correction_names_the_actor_as_articles_do() -> None:
    renamed = ArchiveActor(id=1, name="The Countess", type="person", names=["Ada Berg", "A. Berg"])
    assert name_correction("split", "Berg", "group", renamed) == Correction(
        kind="split", name="Berg", type="group", to="Ada Berg", to_type="person"
    )
