"""The facts of a dossier: what is folded away, how a fact is drawn, and what a choice does."""

from __future__ import annotations

import pytest
from list_sample import ListApp

from onrecord.base.archive_records import ArchiveActor, Companion, DatedName, Dossier, Tally
from onrecord.tui.widgets.dossier_lists import FactList, FoldedFacts, fact_rows, period

LEE = ArchiveActor(id=1, name="Ann Lee", type="person", names=["Ann Lee"], named=9, said=5, articles=4)
PORT = ArchiveActor(id=2, name="Port\x1b", type="organisation", names=["Port"], named=3, said=1, articles=2)


def names(count: int) -> list[DatedName]:
    return [
        DatedName(text=f"Name {number}", first="2020-01-02", last="2021-03-04", articles=number)
        for number in range(count)
    ]


DOSSIER = Dossier(
    actor=LEE,
    names=names(2),
    beside=[Companion(actor=PORT, articles=1200)],
    sources=[Tally(key="Wire", named=8, said=4, articles=3), Tally(key="", named=2, said=0, articles=1)],
    months=[Tally(key="2021-03", named=6, said=3, articles=2), Tally(key="2021-04", named=4, said=1, articles=2)],
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2015-04-01", "2016-09-30", "Apr 2015 – Sep 2016"),
        ("2015-04-01", "2015-04-30", "Apr 2015"),
        ("2015-04-01", "", "Apr 2015"),
        ("", "2015-04-01", "Apr 2015"),
        ("", "", ""),
    ],
)
def test_a_period_has_its_months(first: str, last: str, words: str) -> None:
    assert period(first, last) == words


@pytest.mark.parametrize(("count", "shown_count", "folded"), [(6, 6, 0), (7, 7, 0), (8, 6, 2)])
def test_many_facts_of_a_kind_are_folded(count: int, shown_count: int, folded: int) -> None:
    dossier = Dossier(actor=LEE, names=names(count))
    rows = fact_rows(dossier)
    assert rows[: 1 + shown_count] == ["Names", *names(count)[:shown_count]]
    assert rows[1 + shown_count :] == ([FoldedFacts("Names", folded)] if folded else [])
    assert fact_rows(dossier, frozenset(["Names"])) == ["Names", *names(count)]
    assert fact_rows(dossier, frozenset(["Titles"])) == rows


def test_the_newest_month_comes_first() -> None:
    rows = fact_rows(DOSSIER)
    assert rows[-3:] == ["Months", *reversed(DOSSIER.months)]
    assert [row for row in rows if isinstance(row, str)] == ["Names", "Named with", "Sources", "Months"]


async def drawn(dossier: Dossier, width: int) -> list[str]:
    """Return all lines of the list at a width."""
    list_ = FactList()
    async with ListApp(list_).run_test(size=(60, 30)):
        list_.show(dossier)
        lines = [line for index in range(list_.count()) for line in list_.draw(index, width)]
        return ["".join(segment.text for segment in line) for line in lines]


async def test_each_kind_of_fact_has_its_row() -> None:
    assert await drawn(DOSSIER, 50) == [
        " Names",
        "   Name 0                 Jan 2020 – Mar 2021    0",
        "   Name 1                 Jan 2020 – Mar 2021    1",
        "",
        " Named with",
        " → Port␛                                     1,200",
        "",
        " Sources                               named  said",
        "   Wire                     ██████████     8     4",
        "   no source                ██▌            2     0",
        "",
        " Months                                named  said",
        "   Apr 2021                 ██████▋        4     1",
        "   Mar 2021                 ██████████     6     3",
    ]


async def test_a_long_name_has_its_period_on_a_line_of_its_own() -> None:
    dossier = Dossier(actor=LEE, names=names(1))
    period_line = "Jan 2020 – Mar 2021    0"
    assert await drawn(dossier, 34) == [" Names", f"   Name 0 {period_line}"]
    assert await drawn(dossier, 33) == [" Names", "   Name 0", f"{period_line:>33}"]


async def test_a_fold_opens_in_its_place_and_stays_open_for_the_same_actor() -> None:
    list_ = FactList()
    app = ListApp(list_)
    async with app.run_test(size=(50, 30), message_hook=app.hear) as pilot:
        list_.show(Dossier(actor=LEE, names=names(12)))
        await pilot.pause()
        list_.cursor = 7
        list_.choose_highlighted()
        await pilot.pause()
        assert (list_.count(), list_.cursor) == (13, 7)
        list_.show(Dossier(actor=LEE, names=names(12)))
        assert (list_.count(), list_.cursor) == (13, 7)
        list_.show(Dossier(actor=PORT, names=names(12)))
        assert (list_.count(), list_.cursor) == (8, 1)
        assert app.said() == []


async def test_who_is_named_beside_them_is_gone_to() -> None:
    list_ = FactList()
    app = ListApp(list_)
    async with app.run_test(size=(50, 30), message_hook=app.hear) as pilot:
        list_.show(DOSSIER)
        await pilot.pause()
        list_.choose(4)
        list_.choose(1)
        await pilot.pause()
        assert app.said() == [FactList.Chosen(PORT)]
