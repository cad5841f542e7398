"""The history of places: back and forward, as in an editor."""

from __future__ import annotations

from onrecord.tui.model.places import DeskPlace, PlaceHistory, ReviewPlace

LIST = DeskPlace("", "articles", 1, 0)
TEXT = DeskPlace("", "reader", 1, 120)
OTHER_TEXT = DeskPlace("strike", "reader", 2, 0)
REVIEWS = ReviewPlace("same person", 4)


def test_one_goes_back_and_forward() -> None:
    history = PlaceHistory()
    history.leave(LIST)
    history.leave(TEXT)
    assert history.previous == TEXT
    assert history.back(REVIEWS) == TEXT
    assert history.back(TEXT) == LIST
    assert history.back(LIST) is None
    assert history.forward(LIST) == TEXT
    assert history.forward(TEXT) == REVIEWS
    assert history.forward(REVIEWS) is None


def test_a_place_where_one_is_already_is_passed_over() -> None:
    history = PlaceHistory()
    history.leave(LIST)
    history.leave(TEXT)
    assert history.back(TEXT) == LIST


def test_who_leaves_for_a_new_place_cannot_go_forward() -> None:
    history = PlaceHistory()
    history.leave(LIST)
    assert history.back(TEXT) == LIST
    history.leave(LIST)
    assert history.forward(OTHER_TEXT) is None
    assert history.back(OTHER_TEXT) == LIST


def test_a_place_is_remembered_once_where_it_was_left_last() -> None:
    history = PlaceHistory()
    for place in (LIST, TEXT, LIST):
        history.leave(place)
    assert [history.back(OTHER_TEXT), history.back(LIST), history.back(TEXT)] == [LIST, TEXT, None]


def test_a_hundred_places_are_remembered() -> None:
    history = PlaceHistory()
    for offset in range(101):
        history.leave(DeskPlace("", "reader", 1, offset))
    places = []
    current = REVIEWS
    while place := history.back(current):
        places.append(place)
        current = place  # type: ignore[assignment]
    assert len(places) == 100
    assert places[-1] == DeskPlace("", "reader", 1, 1)
