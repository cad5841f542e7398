"""Model and rules joined, on readings made by hand."""

from __future__ import annotations

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.ensemble import Ensemble
from onrecord.annotation.text.quotation_marks import find_quotations, outermost
from onrecord.base.records import Span


def candidate(
    text: str, content: str, *, source: str = "", cue: str = "", why: str = "model"
) -> AttributionCandidate:
    def spans(words: str) -> list[Span]:
        return [(text.index(part), text.index(part) + len(part)) for part in words.split("|") if part]

    return AttributionCandidate(spans(source), spans(cue), spans(content), "say", "", 0.9, why)


def contents(text: str, ensemble: Ensemble) -> list[str]:
    return ["|".join(text[start:end] for start, end in item.content) for item in ensemble.candidates]


def test_the_rest_of_a_quotation_goes_to_who_has_much_of_it() -> None:
    text = "“We will win this game,” said Ann. “Never,” said Bob."
    ensemble = Ensemble(text, [candidate(text, "We will win", source="Ann", cue="said")])
    ensemble.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, ensemble) == ["“We will win this game,”"]


def test_a_quotation_that_is_hardly_touched_is_left() -> None:
    text = "“We will win this game and many more after it,” said Ann."
    ensemble = Ensemble(text, [candidate(text, "We")])
    ensemble.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, ensemble) == ["We"]


def test_words_of_another_are_never_taken() -> None:
    text = "“Bob said that it rained and that it was cold,” said Ann."
    inner = candidate(text, "it rained", source="Bob", cue="Bob said")
    outer = candidate(text, "and that it was cold", source="Ann")
    ensemble = Ensemble(text, [inner, outer])
    ensemble.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, ensemble) == ["it rained", "that|and that it was cold"]


def test_speech_that_the_model_passed_over_is_added() -> None:
    text = "“We will win,” said Ann. “Never,” said Bob."
    bob = candidate(text, "“Never,”", source="Bob", why="marks")
    ensemble = Ensemble(text, [candidate(text, "“We will win,”", source="Ann", cue="said")])
    ensemble.add_missed_speech([bob, candidate(text, "“We will win,”", source="Ann", why="marks")])
    assert contents(text, ensemble) == ["“We will win,”", "“Never,”"]
    assert [item.why for item in ensemble.candidates] == ["model", "marks"]


def test_speech_behind_a_cue_that_the_model_knows_is_added_to_it() -> None:
    text = "“We will win,” Ann said, “this very year.”"
    ensemble = Ensemble(text, [candidate(text, "“We will win,”", source="Ann", cue="said")])
    ensemble.add_missed_speech(
        [candidate(text, "“We will win,”|“this very year.”", source="Ann", cue="said", why="marks")]
    )
    assert contents(text, ensemble) == ["“We will win,”"], "half of it was known already"
    ensemble.add_missed_speech([candidate(text, "“this very year.”", source="Ann", cue="said", why="marks")])
    assert contents(text, ensemble) == ["“We will win,”|“this very year.”"]


def test_floating_speech_goes_to_who_spoke_before_it_in_the_paragraph() -> None:
    text = "Ann hesitates.\n\nBob said that it rains. “It is cold.”"
    ensemble = Ensemble(text, [candidate(text, "it rains", source="Bob", cue="said")])
    quotation = text.index("“"), len(text)
    ensemble.attach_uncued([quotation], text.index("“"))
    assert contents(text, ensemble) == ["it rains"]
    ensemble.attach_uncued([quotation], text.index("Bob"))
    assert contents(text, ensemble) == ["it rains. “It is cold.”"]
    ensemble.attach_uncued([quotation], text.index("Bob"))
    assert contents(text, ensemble) == ["it rains. “It is cold.”"]


def test_what_the_model_read_is_not_changed() -> None:
    text = "“We will win,” said Ann."
    mine = candidate(text, "We will")
    ensemble = Ensemble(text, [mine])
    ensemble.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, ensemble) == ["“We will win,”"]
    assert mine.content == [(1, 8)]


def test_passages_with_names_of_their_own_are_parted() -> None:
    text = "“We will win.” – Ann\n“We will lose.” – Bob\n“Who knows?” – Eve"
    run_together = candidate(text, "“We will win.”|“We will lose.”", source="Ann")
    signed = [
        candidate(text, "“We will win.”", source="Ann", why="name"),
        candidate(text, "“We will lose.”", source="Bob", why="name"),
    ]
    ensemble = Ensemble(text, [run_together, candidate(text, "“Who knows?”", source="Eve")])
    ensemble.split_labelled([*signed, candidate(text, "“Who knows?”", source="Eve", why="name")])
    assert sorted(contents(text, ensemble)) == ["“We will lose.”", "“We will win.”", "“Who knows?”"]
    assert sorted(item.why for item in ensemble.candidates) == ["model", "name", "name"]


def test_what_is_left_of_a_parted_reading_stays_its_own() -> None:
    text = "He speaks of rain. “We will win.” – Ann\n“We will lose.” – Bob"
    ensemble = Ensemble(
        text, [candidate(text, "of rain|“We will win.”|“We will lose.”", source="He", cue="speaks")]
    )
    ensemble.split_labelled(
        [candidate(text, f"“We will {word}.”", source=name) for word, name in (("win", "Ann"), ("lose", "Bob"))]
    )
    assert sorted(contents(text, ensemble)) == ["of rain", "“We will lose.”", "“We will win.”"]


def test_a_single_passage_with_a_name_of_its_own_is_split_off_only_from_somebody_else() -> None:
    text = "“We will win.” – Ann says. “We will lose.”"
    run_together = candidate(text, "“We will win.”|“We will lose.”", source="Ann", cue="says")
    ensemble = Ensemble(text, [run_together])
    ensemble.split_labelled([candidate(text, "“We will win.”", source="Ann", why="name")])
    assert contents(text, ensemble) == ["“We will win.”|“We will lose.”"]
    other = Ensemble(text, [candidate(text, "“We will win.”|“We will lose.”", source="says")])
    other.split_labelled([candidate(text, "“We will win.”", source="Ann", why="name")])
    assert contents(text, other) == ["“We will lose.”", "“We will win.”"]
    nobody = Ensemble(text, [candidate(text, "“We will win.”|“We will lose.”")])
    nobody.split_labelled([candidate(text, "“We will win.”", source="Ann", why="name")])
    assert contents(text, nobody) == ["“We will win.”|“We will lose.”"]


def test_passages_that_the_model_has_left_are_not_split_off() -> None:
    text = "“We will win.” – Ann\n“We will lose.” – Bob"
    ensemble = Ensemble(text, [])
    ensemble.split_labelled(
        [candidate(text, "“We will win.”", source="Ann"), candidate(text, "“We will lose.”", source="Bob")]
    )
    assert contents(text, ensemble) == []


WHO = "“Who?” asked Ann. “I,” whispered Bob."


def test_what_somebody_else_says_is_split_off_by_its_cue() -> None:
    ensemble = Ensemble(WHO, [candidate(WHO, "“Who?”|“I,”", source="Ann", cue="asked")])
    ensemble.split_by_cue([candidate(WHO, "“I,”", source="Bob", cue="whispered", why="marks")])
    assert contents(WHO, ensemble) == ["“Who?”", "“I,”"]
    assert [item.why for item in ensemble.candidates] == ["model", "marks"]


def test_what_the_same_source_says_is_not_split_off() -> None:
    for source in ("Ann", ""):
        ensemble = Ensemble(WHO, [candidate(WHO, "“Who?”|“I,”", source=source, cue="asked")])
        ensemble.split_by_cue([candidate(WHO, "“I,”", source="Ann", cue="whispered", why="marks")])
        assert contents(WHO, ensemble) == ["“Who?”|“I,”"]


def test_a_content_that_would_be_lost_is_not_split_off() -> None:
    ensemble = Ensemble(WHO, [candidate(WHO, "“I,”", source="Ann", cue="asked")])
    ensemble.split_by_cue([candidate(WHO, "“I,”", source="Bob", cue="whispered", why="marks")])
    assert [item.why for item in ensemble.candidates] == ["model"]


def test_a_cue_that_the_model_has_splits_nothing_off() -> None:
    own = Ensemble(WHO, [candidate(WHO, "“Who?”|“I,”", source="Ann", cue="whispered")])
    own.split_by_cue([candidate(WHO, "“I,”", source="Bob", cue="whispered")])
    assert contents(WHO, own) == ["“Who?”|“I,”"]
    others = Ensemble(WHO, [candidate(WHO, "“Who?”|“I,”", source="Ann"), candidate(WHO, "Bob", cue="whispered")])
    others.split_by_cue([candidate(WHO, "“I,”", source="Bob", cue="whispered")])
    assert contents(WHO, others) == ["“Who?”|“I,”", "Bob"]


def test_what_nobody_has_is_not_split_off() -> None:
    ensemble = Ensemble(WHO, [candidate(WHO, "“Who?”", source="Ann", cue="asked")])
    ensemble.split_by_cue(
        [candidate(WHO, "“I,”", source="Bob", cue="whispered"), candidate(WHO, "", source="Bob")]
    )
    assert contents(WHO, ensemble) == ["“Who?”"]


def test_a_fifth_of_a_quotation_gets_the_rest() -> None:
    text = "“One two three four five,” said Ann."
    for content, expected in (("One", "“One two three four five,”"), ("", "")):
        ensemble = Ensemble(text, [candidate(text, content, source="Ann", cue="said")])
        ensemble.complete_quotations(outermost(find_quotations(text)))
        assert contents(text, ensemble) == ([expected] if expected else [])
    longer = text.replace("five", "five six")
    ensemble = Ensemble(longer, [candidate(longer, "One", source="Ann", cue="said")])
    ensemble.complete_quotations(outermost(find_quotations(longer)))
    assert contents(longer, ensemble) == ["One"]


def test_the_rest_of_a_quotation_goes_to_who_has_most_of_it() -> None:
    text = "“One two three four five,” said Ann."
    ensemble = Ensemble(text, [candidate(text, "One", source="Ann"), candidate(text, "three four", cue="said")])
    ensemble.complete_quotations(outermost(find_quotations(text)))
    assert contents(text, ensemble) == ["One", "two three four five"]


def test_speech_is_added_where_more_than_half_of_it_is_free() -> None:
    text = "“One two three four,” said Ann."
    for content, count in (("One", 2), ("One two", 1)):
        ensemble = Ensemble(text, [candidate(text, content)])
        ensemble.add_missed_speech([candidate(text, "“One two three four,”", source="Ann", cue="said")])
        assert len(ensemble.candidates) == count


def test_what_is_added_takes_no_word_of_a_source_or_a_cue() -> None:
    text = "“One two three four,” said Ann."
    ensemble = Ensemble(text, [candidate(text, "said", source="two", cue="four")])
    ensemble.add_missed_speech([candidate(text, "“One two three four,”", source="Ann")])
    assert contents(text, ensemble) == ["said", "One|three"]


def test_speech_with_an_unknown_cue_is_a_candidate_of_its_own() -> None:
    text = "“One,” said Ann. “Two,” said Bob."
    ensemble = Ensemble(text, [candidate(text, "“One,”", source="Ann", cue="said")])
    ensemble.add_missed_speech([candidate(text, "“Two,”", source="Bob", cue="Bob", why="marks")])
    assert [item.why for item in ensemble.candidates] == ["model", "marks"]
    assert ensemble.candidates[1].source == [(text.index("Bob"), text.index("Bob") + 3)]


def test_uncued_speech_goes_to_the_nearest_content_or_cue_before_it() -> None:
    text = "Ann said it rains. Bob smiled. “It is cold.”"
    content = [(text.index("“"), len(text))]
    near = Ensemble(text, [candidate(text, "it rains", cue="said"), candidate(text, "Ann", cue="smiled")])
    near.attach_uncued(content, 0)
    assert contents(text, near) == ["it rains", "Ann|“It is cold.”"]
    taken = Ensemble(text, [candidate(text, "it rains", cue="said"), candidate(text, "It is cold")])
    taken.attach_uncued(content, 0)
    assert contents(text, taken) == ["it rains", "It is cold"]
    nobody = Ensemble(text, [])
    nobody.attach_uncued(content, 0)
    assert contents(text, nobody) == []


def test_contents_of_two_paragraphs_are_not_joined() -> None:
    text = "Ann said: “One.”\n“Two.”"
    ensemble = Ensemble(text, [candidate(text, "“One.”", source="Ann", cue="said")])
    ensemble.add_missed_speech([candidate(text, "“Two.”", cue="said")])
    assert contents(text, ensemble) == ["“One.”|“Two.”"]


def test_a_candidate_without_content_is_none() -> None:
    text = "Ann said so."
    ensemble = Ensemble(text, [candidate(text, "", source="Ann", cue="said")])
    assert ensemble.candidates == []
