"""Which forms of names are one actor, on rows made by hand."""

from __future__ import annotations

from datetime import date

import pytest
from small_archive import add_appearance, add_form, empty_archive

from onrecord.archive.indexing import actor_merging
from onrecord.archive.indexing.actor_merging import (
    ALONE,
    FormChanges,
    ensure_form,
    mark_node_changed,
    quarter_of,
    quarter_period,
    rename_form,
    settle_forms,
    update_known_forms,
)
from onrecord.archive.indexing.appearances import ROLE
from onrecord.archive.indexing.name_forms import NameForm
from onrecord.archive.storage.sqlite_storage import Connection

DAY = date(2024, 5, 10).toordinal()
QUARTER = quarter_of(DAY)


@pytest.fixture
def connection() -> Connection:
    return empty_archive()


def bases(connection: Connection) -> dict[int, int]:
    return dict(connection.execute("SELECT id, base FROM forms"))


def settle(connection: Connection, *surnames: str, days: tuple[int, ...] = (DAY,)) -> None:
    changes = FormChanges()
    for surname in surnames:
        changes.people[surname].update(days)
        changes.fresh.add(surname)
    settle_forms(connection, changes)


def add_full_name(connection: Connection, form_id: int, key: str, *, articles: int = 3, day: int = DAY) -> None:
    add_form(connection, form_id, key, articles=articles)
    for number in range(articles):
        add_appearance(connection, form_id, 100 * form_id + number, day=day)


def add_title(connection: Connection, form_id: int, articles: int, day: int = DAY) -> None:
    connection.execute("INSERT OR IGNORE INTO words (id, sort, text) VALUES (1, ?, 'President')", (ROLE,))
    connection.execute(
        "INSERT INTO called (form, word, day, articles) VALUES (?, 1, ?, ?)", (form_id, day, articles)
    )


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (0, 1),
        (1, 4),
        (date(2024, 1, 1).toordinal(), 8096),
        (date(2024, 3, 31).toordinal(), 8096),
        (date(2024, 4, 1).toordinal(), 8097),
        (date(2024, 12, 31).toordinal(), 8099),
    ],
)
def test_quarters_are_counted_through(day: int, quarter: int) -> None:
    assert quarter_of(day) == quarter


def test_the_time_of_a_quarter_reaches_a_month_beyond_it() -> None:
    first, last = quarter_period(8097)
    assert date.fromordinal(first) == date(2024, 3, 1)
    assert date.fromordinal(last) == date(2024, 8, 1)
    assert quarter_period(1) == (0, 0)
    assert quarter_period(4) == (1 - 31, 1 + 91 + 31)


def test_a_form_is_inserted_once(connection: Connection) -> None:
    form = NameForm("person", "ada berg", "ada berg", "berg")
    assert ensure_form(connection, form, 0, "Ada Berg") == (1, True)
    assert ensure_form(connection, form, 0, "Other") == (1, False)
    assert ensure_form(connection, form, 7, "Ada Berg") == (2, True)
    assert ensure_form(connection, form._replace(title="dr"), 0, "Ada Berg") == (3, True)
    assert connection.execute("SELECT base, known, name FROM forms WHERE id = 1").fetchone() == (1, 1, "Ada Berg")


def test_a_renamed_form_is_found_by_its_new_name_alone(connection: Connection) -> None:
    form_id, _ = ensure_form(connection, NameForm("person", "ada berg", "ada berg", "berg"), 0, "Ada Berg")
    rename_form(connection, form_id, "Ada Bergh")
    sql = "SELECT rowid FROM forms_search WHERE forms_search MATCH ?"
    assert connection.execute(sql, ("bergh",)).fetchall() == [(form_id,)]
    assert connection.execute(sql, ("berg",)).fetchall() == []
    assert connection.execute("SELECT name FROM forms").fetchone() == ("Ada Bergh",)


def test_names_with_initials_are_the_one_without(connection: Connection) -> None:
    add_form(connection, 1, "joe r biden")
    add_form(connection, 2, "joe robinette biden")
    add_form(connection, 3, "joe biden")
    settle(connection, "biden")
    assert bases(connection) == {1: 3, 2: 3, 3: 3}


def test_the_name_without_initials_is_added_where_no_article_has_it(connection: Connection) -> None:
    add_form(connection, 1, "joe r biden")
    settle(connection, "biden")
    assert bases(connection) == {1: 2, 2: 2}
    assert connection.execute("SELECT key FROM forms WHERE id = 2").fetchone() == ("joe biden",)


def test_names_that_contradict_each_other_stay_apart(connection: Connection) -> None:
    add_form(connection, 1, "george w bush")
    add_form(connection, 2, "george h bush")
    add_form(connection, 3, "george bush")
    settle(connection, "bush")
    assert bases(connection) == {1: 1, 2: 2, 3: 3}
    connection.execute("UPDATE forms SET articles = 0 WHERE id = 2")
    settle(connection, "bush")
    assert bases(connection) == {1: 3, 2: 3, 3: 3}


def test_names_that_the_reader_parted_stay_apart(connection: Connection) -> None:
    add_form(connection, 1, "joe r biden")
    add_form(connection, 2, "joe biden")
    connection.execute("INSERT INTO parted (node, other) VALUES ('person|joe biden', 'person|joe r biden')")
    settle(connection, "biden")
    assert bases(connection) == {1: 1, 2: 2}


def add_surname(connection: Connection, title: str = "") -> int:
    add_form(connection, 9, "berg", quarter=QUARTER, title=title)
    return 9


@pytest.mark.parametrize(("articles", "is_hers"), [(2, False), (3, True)])
def test_a_surname_is_its_prominent_bearer(connection: Connection, articles: int, is_hers: bool) -> None:
    add_full_name(connection, 1, "ada berg", articles=articles)
    add_surname(connection)
    settle(connection, "berg")
    nobody = connection.execute("SELECT id FROM forms WHERE quarter = ?", (ALONE,)).fetchone()
    assert bases(connection)[9] == (1 if is_hers else nobody[0])
    assert (nobody is None) is is_hers


@pytest.mark.parametrize(("day", "is_hers"), [("2024-03-01", True), ("2024-02-29", False), ("2024-08-01", True),
                                              ("2024-08-02", False)])  # fmt: skip
def test_only_bearers_of_that_time_count(connection: Connection, day: str, is_hers: bool) -> None:
    add_full_name(connection, 1, "ada berg", day=date.fromisoformat(day).toordinal())
    add_surname(connection)
    settle(connection, "berg")
    assert (bases(connection)[9] == 1) is is_hers


def test_a_surname_with_two_bearers_is_nobodys(connection: Connection) -> None:
    add_full_name(connection, 1, "ada berg")
    add_full_name(connection, 2, "ben berg", articles=1)
    add_surname(connection)
    settle(connection, "berg")
    assert bases(connection)[9] not in (1, 2, 9)


@pytest.mark.parametrize(("others", "is_hers"), [(1, True), (2, False)])
def test_a_title_decides_between_two_bearers(connection: Connection, others: int, is_hers: bool) -> None:
    add_full_name(connection, 1, "ada berg")
    add_full_name(connection, 2, "ben berg")
    add_title(connection, 1, 9)
    add_title(connection, 2, others)
    add_surname(connection, "president")
    settle(connection, "berg")
    assert (bases(connection)[9] == 1) is is_hers


def test_another_title_decides_nothing(connection: Connection) -> None:
    add_full_name(connection, 1, "ada berg")
    add_full_name(connection, 2, "ben berg")
    add_title(connection, 1, 9)
    add_surname(connection, "mayor")
    settle(connection, "berg")
    assert bases(connection)[9] not in (1, 2)


def test_the_reader_can_part_a_surname_from_its_bearer(connection: Connection) -> None:
    add_full_name(connection, 1, "ada berg")
    add_surname(connection)
    connection.execute("INSERT INTO parted (node, other) VALUES ('person|berg', 'person|ada berg')")
    settle(connection, "berg")
    assert bases(connection)[9] != 1


def add_abbreviation(connection: Connection, *wholes: str) -> None:
    add_form(connection, 1, "nato", type="organisation")
    for form_id, whole in enumerate(wholes, 2):
        add_form(connection, form_id, whole, type="organisation")
        connection.execute("INSERT INTO linked (short, form, articles) VALUES ('nato', ?, 1)", (form_id,))


def settle_letters(connection: Connection) -> None:
    changes = FormChanges()
    changes.letters.add(("organisation", "nato"))
    settle_forms(connection, changes)


def test_an_abbreviation_is_the_one_organisation_that_bears_it(connection: Connection) -> None:
    add_abbreviation(connection, "north atlantic treaty organization")
    settle_letters(connection)
    assert bases(connection) == {1: 2, 2: 2}
    assert dict(connection.execute("SELECT id, known FROM forms")) == {1: 2, 2: 2}
    connection.execute("DELETE FROM linked")
    settle_letters(connection)
    assert bases(connection) == {1: 1, 2: 2}


def test_an_abbreviation_of_two_organisations_is_neither(connection: Connection) -> None:
    add_abbreviation(connection, "north atlantic treaty organization", "national tomato office")
    settle_letters(connection)
    assert bases(connection) == {1: 1, 2: 2, 3: 3}


def test_an_abbreviation_that_the_reader_parted_stands_alone(connection: Connection) -> None:
    add_abbreviation(connection, "north atlantic treaty organization")
    connection.execute(
        "INSERT INTO parted (node, other) "
        "VALUES ('organisation|nato', 'organisation|north atlantic treaty organization')"
    )
    settle_letters(connection)
    assert bases(connection)[1] == 1


def known(connection: Connection) -> dict[int, int]:
    return dict(connection.execute("SELECT id, known FROM forms"))


def test_known_follows_bases_and_joins_to_the_end(connection: Connection) -> None:
    for form_id, key in enumerate(("a one", "b two", "c three"), 1):
        add_form(connection, form_id, key)
    connection.execute("UPDATE forms SET base = 2 WHERE id = 1")
    connection.execute("INSERT INTO joined (node, other) VALUES ('person|b two', 'person|c three')")
    update_known_forms(connection, [1, 2])
    assert known(connection) == {1: 3, 2: 3, 3: 3}
    connection.execute("DELETE FROM joined")
    update_known_forms(connection, [3])
    assert known(connection) == {1: 2, 2: 2, 3: 3}


def test_forms_joined_in_a_ring_are_the_first_by_name(connection: Connection) -> None:
    for form_id, key in enumerate(("b two", "a one"), 1):
        add_form(connection, form_id, key)
    connection.execute(
        "INSERT INTO joined (node, other) VALUES ('person|b two', 'person|a one'), ('person|a one', 'person|b two')"
    )
    update_known_forms(connection, [1])
    assert known(connection) == {1: 2, 2: 2}


def test_a_decision_about_a_node_concerns_its_forms(connection: Connection) -> None:
    add_form(connection, 1, "ada berg")
    add_form(connection, 2, "nato", type="organisation")
    changes = FormChanges()
    mark_node_changed(connection, changes, "person|ada berg")
    mark_node_changed(connection, changes, "organisation|nato")
    mark_node_changed(connection, changes, "person|nobody")
    assert changes.moved == {1, 2}
    assert dict(changes.people) == {"berg": set()}
    assert changes.fresh == changes.decided == {"berg"}
    assert changes.letters == {("organisation", "nato")}


def test_a_change_of_articles_is_noted() -> None:
    changes = FormChanges()
    changes.note(NameForm("person", "ada berg", "ada berg", "berg"), 1, DAY, fresh=False)
    changes.note(NameForm("organisation", "nato", "nato"), 2, DAY, fresh=False)
    assert (changes.fresh_ids, changes.fresh, changes.letters) == (set(), set(), set())
    assert dict(changes.people) == {"berg": {DAY}}
    changes.note(NameForm("person", "ada berg", "ada berg", "berg"), 1, DAY + 1, fresh=True)
    changes.note(NameForm("organisation", "nato", "nato"), 2, DAY, fresh=True)
    assert (changes.fresh_ids, changes.fresh) == ({1, 2}, {"berg"})
    assert changes.letters == {("organisation", "nato")}
    assert dict(changes.people) == {"berg": {DAY, DAY + 1}}


def test_surnames_of_other_times_are_left_alone(connection: Connection) -> None:
    add_full_name(connection, 1, "ada berg")
    add_surname(connection)
    connection.execute("UPDATE forms SET base = 1 WHERE id = 1")
    changes = FormChanges()
    changes.people["berg"].add(quarter_period(QUARTER)[1] + 1)
    settle_forms(connection, changes)
    assert bases(connection)[9] == 9
    changes.people["berg"].add(quarter_period(QUARTER)[1])
    settle_forms(connection, changes)
    assert bases(connection)[9] == 1
    assert actor_merging.PROMINENT == 3
