"""Articles in groups: by day and by source, in the order of the groups and of the list."""

from __future__ import annotations

import pytest
from small_archive import small_archive

from onrecord.archive.search import grouping
from onrecord.archive.search.grouping import ArticleGroup, group_articles
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Draft

ARTICLES = (
    ("2024-03-02", "wire"),
    ("2024-03-01", "Herald"),
    ("2024-03-02", "Herald"),
    ("2024-03-02", ""),
    ("2024-03-03", "WIRE"),
    ("", "wire"),
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    drafts = [
        Draft(title=f"{n}", text=f"text {n}", published=day, source=source)
        for n, (day, source) in enumerate(ARTICLES)
    ]
    return small_archive(tmp_path_factory.mktemp("grouping"), drafts)


@pytest.fixture(params=[5_000, 0], ids=["by id", "by index"])
def _max_looked_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_MAX_LOOKED_UP", request.param)


@pytest.mark.usefixtures("_max_looked_up")
def test_days_come_newest_first(connection: Connection) -> None:
    assert group_articles(connection, [4, 2, 1, 3], "day", oldest=False) == [
        ArticleGroup("2024-03-02", [4, 1, 3]),
        ArticleGroup("2024-03-01", [2]),
    ]


@pytest.mark.usefixtures("_max_looked_up")
def test_days_come_oldest_first_on_request(connection: Connection) -> None:
    groups = group_articles(connection, [5, 3, 2], "day", oldest=True)
    assert [group.key for group in groups] == ["2024-03-01", "2024-03-02", "2024-03-03"]


@pytest.mark.usefixtures("_max_looked_up")
@pytest.mark.parametrize(
    ("oldest", "days"), [(False, ["2024-03-03", "2024-03-01", ""]), (True, ["2024-03-01", "2024-03-03", ""])]
)
def test_articles_without_a_day_come_last(connection: Connection, oldest: bool, days: list[str]) -> None:
    assert [group.key for group in group_articles(connection, [6, 5, 2], "day", oldest=oldest)] == days


@pytest.mark.usefixtures("_max_looked_up")
@pytest.mark.parametrize("oldest", [False, True])
def test_sources_are_in_the_order_of_the_alphabet_without_case(connection: Connection, oldest: bool) -> None:
    groups = group_articles(connection, [5, 4, 3, 2, 1], "source", oldest=oldest)
    assert [(group.key.lower(), group.ids) for group in groups] == [
        ("herald", [3, 2]),
        ("wire", [5, 1]),
        ("", [4]),
    ]


@pytest.mark.usefixtures("_max_looked_up")
def test_articles_that_are_gone_are_left_out(connection: Connection) -> None:
    assert group_articles(connection, [99, 2], "day", oldest=False) == [ArticleGroup("2024-03-01", [2])]
    assert group_articles(connection, [], "day", oldest=False) == []


def test_up_to_the_limit_articles_are_looked_up_by_id(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    monkeypatch.setattr(grouping, "_MAX_LOOKED_UP", 2)
    group_articles(connection, [1, 2], "day", oldest=False)
    group_articles(connection, [1, 2, 3], "day", oldest=False)
    connection.set_trace_callback(None)
    assert ["WHERE" in statement for statement in statements] == [True, False]


def test_other_groups_are_refused(connection: Connection) -> None:
    with pytest.raises(ArchiveError, match="cannot be grouped by “month”; they can by day, source"):
        group_articles(connection, [1], "month", oldest=False)
