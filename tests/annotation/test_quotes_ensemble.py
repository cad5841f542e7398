"""Model and rules joined, on readings made by hand."""

from __future__ import annotations

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.ensemble import Ensemble
from onrecord.annotation.text.quotation_marks import find_quotations, outermost
from onrecord.base.records import Span


def reading(
    text: str, content: str, *, source: str = "", cue: str = "", why: str = "model"
) -> AttributionCandidate:
    def spans(words: str) -> list[Span]:
        return [(text.index(part), text.index(part) + len(part)) for part in words.split("|") if part]

    return AttributionCandidate(spans(source), spans(cue), spans(content), "say", "", 0.9, why)


def contents(text: str, join: Ensemble) -> list[str]:
    return ["|".join(text[start:end] for start, end in item.content) for item in join.candidates]


def test_the_rest_of_a_quotation_goes_to_who_has_much_of_it() -> None:
    text = "“We will win this game,” said Ann. “Never,” said Bob."
    join = Ensemble(text, [reading(text, "We will win", source="Ann", cue="said")])
    join.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, join) == ["“We will win this game,”"]


def test_a_quotation_that_is_hardly_touched_is_left() -> None:
    text = "“We will win this game and many more after it,” said Ann."
    join = Ensemble(text, [reading(text, "We")])
    join.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, join) == ["We"]


def test_words_of_another_are_never_taken() -> None:
    text = "“Bob said that it rained and that it was cold,” said Ann."
    inner = reading(text, "it rained", source="Bob", cue="Bob said")
    outer = reading(text, "and that it was cold", source="Ann")
    join = Ensemble(text, [inner, outer])
    join.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, join) == ["it rained", "that|and that it was cold"]


def test_speech_that_the_model_passed_over_is_added() -> None:
    text = "“We will win,” said Ann. “Never,” said Bob."
    bob = reading(text, "“Never,”", source="Bob", why="marks")
    join = Ensemble(text, [reading(text, "“We will win,”", source="Ann", cue="said")])
    join.add_missed_speech([bob, reading(text, "“We will win,”", source="Ann", why="marks")])
    assert contents(text, join) == ["“We will win,”", "“Never,”"]
    assert [item.why for item in join.candidates] == ["model", "marks"]


def test_speech_behind_a_cue_that_the_model_knows_is_added_to_it() -> None:
    text = "“We will win,” Ann said, “this very year.”"
    join = Ensemble(text, [reading(text, "“We will win,”", source="Ann", cue="said")])
    join.add_missed_speech(
        [reading(text, "“We will win,”|“this very year.”", source="Ann", cue="said", why="marks")]
    )
    assert contents(text, join) == ["“We will win,”"], "half of it was known already"
    join.add_missed_speech([reading(text, "“this very year.”", source="Ann", cue="said", why="marks")])
    assert contents(text, join) == ["“We will win,”|“this very year.”"]


def test_floating_speech_goes_to_who_spoke_before_it_in_the_paragraph() -> None:
    text = "Ann hesitates.\n\nBob said that it rains. “It is cold.”"
    join = Ensemble(text, [reading(text, "it rains", source="Bob", cue="said")])
    quotation = text.index("“"), len(text)
    join.attach_uncued([quotation], text.index("“"))
    assert contents(text, join) == ["it rains"]
    join.attach_uncued([quotation], text.index("Bob"))
    assert contents(text, join) == ["it rains. “It is cold.”"]
    join.attach_uncued([quotation], text.index("Bob"))
    assert contents(text, join) == ["it rains. “It is cold.”"]


def test_what_the_model_read_is_not_changed() -> None:
    text = "“We will win,” said Ann."
    mine = reading(text, "We will")
    join = Ensemble(text, [mine])
    join.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, join) == ["“We will win,”"]
    assert mine.content == [(1, 8)]


def test_passages_with_names_of_their_own_are_parted() -> None:
    text = "“We will win.” – Ann\n“We will lose.” – Bob\n“Who knows?” – Eve"
    run_together = reading(text, "“We will win.”|“We will lose.”", source="Ann")
    signed = [
        reading(text, "“We will win.”", source="Ann", why="name"),
        reading(text, "“We will lose.”", source="Bob", why="name"),
    ]
    join = Ensemble(text, [run_together, reading(text, "“Who knows?”", source="Eve")])
    join.split_labelled([*signed, reading(text, "“Who knows?”", source="Eve", why="name")])
    assert sorted(contents(text, join)) == ["“We will lose.”", "“We will win.”", "“Who knows?”"]
    assert sorted(item.why for item in join.candidates) == ["model", "name", "name"]


def test_what_is_left_of_a_parted_reading_stays_its_own() -> None:
    text = "He speaks of rain. “We will win.” – Ann\n“We will lose.” – Bob"
    join = Ensemble(text, [reading(text, "of rain|“We will win.”|“We will lose.”", source="He", cue="speaks")])
    join.split_labelled(
        [reading(text, f"“We will {word}.”", source=name) for word, name in (("win", "Ann"), ("lose", "Bob"))]
    )
    assert sorted(contents(text, join)) == ["of rain", "“We will lose.”", "“We will win.”"]
