from __future__ import annotations

import pytest

from onrecord.annotation.quotes.speaker_labels import SpeakerLabel, speaker_labels
from onrecord.annotation.text.quotation_marks import find_paragraphs


def labels(text: str, *names: str) -> list[tuple[int, str, str]]:
    """Return paragraph, name and content of the labels, a line a paragraph; ``names`` are the known ones."""
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return [
        (label.paragraph, text[slice(*label.name)], "\n".join(text[start:end] for start, end in label.content))
        for label in speaker_labels(text, find_paragraphs(text), spans)
    ]


def test_a_title_with_a_known_name_before_its_colon_is_a_label() -> None:
    text = "Berg: Rain is near\nIt is cold."
    assert labels(text, "Berg") == [(0, "Berg", "Rain is near")]
    assert labels(text) == []
    assert speaker_labels(text, find_paragraphs(text), [(0, 4)]) == [
        SpeakerLabel(0, (0, 4), (4, 5), [(6, 18)], is_turn=False)
    ]


@pytest.mark.parametrize(("start", "end", "count"), [(2, 9, 1), (4, 9, 0), (0, 1, 1)])
def test_a_known_name_has_to_overlap_the_label(start: int, end: int, count: int) -> None:
    text = "Berg: Rain is near\nIt is cold."
    assert len(speaker_labels(text, find_paragraphs(text), [(start, end)])) == count


@pytest.mark.parametrize(("end", "count"), [(1, 0), (2, 1)])
def test_a_known_name_that_ends_where_the_label_begins_is_another(end: int, count: int) -> None:
    text = "“Berg: Rain is near\nIt is cold."
    assert len(speaker_labels(text, find_paragraphs(text), [(0, end)])) == count


def test_a_title_with_a_name_that_comes_again_is_a_label() -> None:
    assert labels("Berg: Rain is near\nBerg left.") == [(0, "Berg", "Rain is near")]
    assert labels("Berg: Rain is near\nBerger left.") == []
    assert labels("Berg: Rain, says Berg, is near") == []


def test_the_name_may_come_again_right_behind_the_content() -> None:
    text = "Berg: Rain is near.Berg left."
    assert len(speaker_labels(text, [(0, 19), (19, 29)], [])) == 1
    assert len(speaker_labels(text, [(0, 23), (23, 29)], [])) == 0


def test_three_labels_below_the_title_make_a_transcript() -> None:
    lines = ["BERG: Rain is near.", "HOLT: It is cold.", "Ann: We will see."]
    text = "The talk\n" + "\n".join(lines)
    assert [(paragraph, name) for paragraph, name, _ in labels(text)] == [(1, "BERG"), (2, "HOLT"), (3, "Ann")]
    assert labels("\n".join(lines)) == []
    assert [paragraph for paragraph, _, _ in labels("\n".join([*lines, lines[0]]))] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Berg: Rain is near", "Berg"),
        ("Anna van den Berg: Rain is near", "Anna van den Berg"),
        ("Anna unter Berg: Rain is near", None),
        ("Anna van Berg: Rain is near", "Anna van Berg"),
        ("“Anna Berg: Rain is near", "Anna Berg"),
        ("– Anna Berg: Rain is near", "Anna Berg"),
        ("Anna Berg on trade: Rain is near", "Anna Berg"),
        ("Anna Berg (Bern): Rain is near", "Anna Berg"),
        ("Anna Berg : Rain is near", "Anna Berg"),
        ("Anna Berg:Rain is near", None),
        ("anna Berg: Rain is near", None),
        ("B C D E F G H: Rain is near", "B C D E F G H"),
        ("B C D E F G H I: Rain is near", None),
        ("Berg: Rain is", None),  # fewer than three words
        ("Berg: Rain is a", None),  # a single letter is no word here
        ("The Latest: Rain is near", None),
        ("Follow Berg: Rain is near", "Follow Berg"),
        ("Photos: Rain is near", None),
        ("Berg Updates: Rain is near", None),
        ("BERG (" + "x" * 60 + "): Rain is near", "BERG"),
        ("BERG (" + "x" * 61 + "): Rain is near", None),
    ],
)
def test_what_may_stand_before_the_colon(line: str, name: str | None) -> None:
    names = [name] if name else [line.partition(":")[0]]
    assert [label[1] for label in labels(f"{line}\nIt is cold.", *names)] == ([name] if name else [])


@pytest.mark.parametrize(
    ("behind", "count"),
    [
        (", mayor of Bern", 1),
        (", mayor, Bern – on trade (rising)", 1),
        (", mayor (of Bern, since March", 1),
        (", " + "x" * 80, 1),
        (", " + "x" * 81, 0),
        (", mayor" * 15, 1),
        (", Berg" * 25 + " “", 0),  # with two ways to take each comma this would take years
    ],
)
def test_an_office_or_an_aside_may_stand_behind_the_name_of_a_turn(behind: str, count: int) -> None:
    turns = f"Anna Berg{behind}: It rains here.\nBo Lund: It does not.\nAnna Berg: It does.\nBo Lund: No, no."
    assert len([label for label in labels(f"Rain\n{turns}") if label[1].startswith("Anna")]) == count + 1


@pytest.mark.parametrize(("length", "count"), [(197, 1), (198, 0)])
def test_a_label_ends_within_two_hundred_characters(length: int, count: int) -> None:
    name = "B" * length
    assert len(labels(f"{name}: Rain is near\nIt is cold.", name)) == count


TALK = """{0}: Rain is near.

{1}: How near?

{0}: Ten miles.

It comes from the sea.

{1}: Thank you."""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("BERG", "HOLT"),
        ("BB", "ST"),
        ("Q", "A"),
        ("ANNA BERG, HARBOUR MASTER (ph)", "HOLT (voice-over)"),
        ("Anna Berg, master of the harbour", "Ben Holt – reporter"),
        ("[02:50:05] BERG", "[02:51] HOLT"),
        ("**Berg**", "**Holt**"),
        ("De La BERG", "McHOLT"),
    ],
)
def test_a_dialogue_has_turns_that_go_on_to_the_next_label(first: str, second: str) -> None:
    text = TALK.format(first, second)
    label_records = speaker_labels(text, find_paragraphs(text), [])
    turns = ["Rain is near.", "How near?", "Ten miles.\nIt comes from the sea.", "Thank you."]
    assert [content for _, _, content in labels(text)] == turns
    assert all(label.is_turn for label in label_records)
    names = {text[slice(*label.name)] for label in label_records}
    assert len(names) == 2
    assert all(f"{name}" in first or name in second for name in names)


def test_a_dialogue_may_have_no_blank_behind_its_colons() -> None:
    text = TALK.format("BB", "ST").replace(": ", ":")
    assert [content for _, _, content in labels(text)][:2] == ["Rain is near.", "How near?"]
    assert labels("Score\n\nBerg: 3\n\nHolt: 2\n\nBerg:3-2") == []


def test_a_colon_in_bold_belongs_to_the_label() -> None:
    text = TALK.format("**Berg:**", "**Holt:**").replace(":**:", ":**")
    assert [content for _, _, content in labels(text)][:2] == ["Rain is near.", "How near?"]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Mr. BERG.", "Ms. McHOLT (rising).", 4),
        ("The PRESIDENT.—", "Mr. HOLT.—", 4),
        ("Mr. Berg.", "Ms. Holt.", 0),
        ("Q.", "A.", 4),
        ("B.", "A.", 0),
    ],
)
def test_records_of_courts_and_parliaments_have_full_stops_or_dashes(first: str, second: str, count: int) -> None:
    text = TALK.replace("{0}:", "{0}").replace("{1}:", "{1}").format(first, second)
    assert len(labels(text)) == count


def test_stage_directions_are_no_words_of_a_turn() -> None:
    text = TALK.format("BERG", "HOLT").replace(
        "It comes from the sea.", "(LAUGHTER)\n\n[07:00:03]\n\nFrom the sea."
    )
    assert labels(text)[2][2] == "Ten miles.\nFrom the sea."
    spoken = text.replace("(LAUGHTER)", "(Laughter) Yes.")
    assert labels(spoken)[2][2] == "Ten miles.\n(Laughter) Yes.\nFrom the sea."


def test_the_last_turn_is_no_longer_than_the_longest_before() -> None:
    text = TALK.format("BERG", "HOLT") + "\n\nGoodbye.\n\nThe rain came at nine."
    assert labels(text)[-1][2] == "Thank you.\nGoodbye."


def test_where_one_speaker_has_labels_a_question_is_the_others() -> None:
    text = "How near?\n\nBerg: Near.\n\nHow far?\n\nBerg: Ten miles.\n\nThe sea?\n\nBerg: The sea."
    assert [content for _, _, content in labels(text)] == ["Near.", "Ten miles.", "The sea."]
    two = text.replace("Berg: Ten", "Holt: Ten")
    assert [content for _, _, content in labels(two)] == ["Near.\nHow far?", "Ten miles.\nThe sea?", "The sea."]


def test_labels_of_which_none_comes_again_are_no_turns() -> None:
    text = "Voices\n\nAnn Berg, baker: Rain is near.\n\nMoss.\n\nBen Holt, smith: It is cold.\n\nEva Dahl: It is late."
    label_records = speaker_labels(text, find_paragraphs(text), [])
    assert [(text[slice(*label.content[0])], len(label.content), label.is_turn) for label in label_records] == [
        ("Rain is near.", 1, False),
        ("It is cold.", 1, False),
        ("It is late.", 1, False),
    ]


def test_a_title_with_a_colon_is_no_turn() -> None:
    talk = TALK.format("BERG", "HOLT")
    assert labels(f"Berg: Rain is near\n\n{talk}", "Berg")[0] == (0, "Berg", "Rain is near")
    assert labels(f"Berg: Is rain near?\n\nThey met.\n\nThey spoke:\n\n{talk}", "Berg")[0][2] == "Is rain near?"
    assert labels(f"Berg: Is rain near?\n\nWell?\n\n{talk}", "Berg")[0][2] == "Is rain near?\nWell?"


def test_tables_of_results_are_no_dialogue() -> None:
    assert labels("Results\n\nBowling: Berg 7-0, Holt 4-0.\n\nFall: 1-21, 2-52.\n\nBowling: Holt 6-2.") == []


@pytest.mark.parametrize(
    ("title", "count"),
    [("Rain is near: Berg", 1), ("Rain is near – Berg", 1), ("Rain is near: Holt", 0), ("Rain is near: berg", 0)],
)
def test_a_title_may_end_with_who_says_it(title: str, count: int) -> None:
    headline_labels = [
        (name, content) for _, name, content in labels(f"{title}\n\nMayor Berg spoke on Monday.", "Mayor Berg")
    ]
    assert headline_labels == [("Berg", "Rain is near")] * count


def test_a_digest_has_its_transcript_and_its_titles_make_none() -> None:
    talk = TALK.format("BERG", "HOLT")
    alone = labels(f"The talk\n\n{talk}")
    prose = "It is cold.\n\nIt is late."
    title = "Poll: Many Voters Want Their Quay Back{}\n\n"
    titles = [f"{title.format(end)}{prose}" for end in ("", ".", "")]
    digest = "\n\n".join(["News of the day", titles[0], talk, titles[1], titles[2]])
    assert [content for _, _, content in labels(digest)][:-1] == [content for _, _, content in alone][:-1]
    assert [name for _, name, _ in labels(digest)] == ["BERG", "HOLT", "BERG", "HOLT"]
    assert labels(digest)[-1][2] == "Thank you."
    between = "\n\n".join(["Poll: many stay away", "It is cold."])
    assert labels(f"News\n\n{talk}\n\n{between}\n\n{talk}")[3][2] == "Thank you."


def test_a_title_with_a_colon_ends_as_no_sentence_or_has_capitals_throughout() -> None:
    lines = ["BERG: {}", "It is cold.", "HOLT: Near.", "BERG: Far.", "HOLT: Ten."]
    count = {
        title: len(labels("Talk\n\n" + "\n\n".join(lines).format(title)))
        for title in (
            "Rain comes from the sea",
            "Rain comes from the sea.",
            "Rain Comes From Seas Here.",
            "Rain comes:",
        )
    }
    assert list(count.values()) == [3, 4, 3, 4]


def test_turns_that_nobody_wrote_with_full_stops_are_no_titles() -> None:
    lines = ["BERG: yes we know that", "it comes from the sea", "HOLT: how near", "BERG: ten miles"]
    assert [name for _, name, _ in labels("Talk\n\n" + "\n\n".join(lines))] == ["BERG", "HOLT", "BERG"]
    lines[1] += "."
    assert labels("Talk\n\n" + "\n\n".join(lines)) == []


@pytest.mark.parametrize(("paragraphs", "count"), [(9, 6), (10, 4)])
def test_many_paragraphs_without_a_label_end_a_transcript(paragraphs: int, count: int) -> None:
    turns = "BERG: Near.\n\nHOLT: Far.\n\nBERG: Ten.\n\nHOLT: More."
    between = "\n\n".join(["It is cold."] * paragraphs)
    assert len(labels(f"Talk\n\n{turns}\n\n{between}\n\nMOSS: No.\n\nMOSS: Yes.")) == count


def test_long_answers_belong_to_an_interview() -> None:
    answer = "\n\n".join(["It is cold."] * 12)
    turn = f"Q: Well?\n\nA: {answer}\n\n"
    assert len(labels(f"Talk\n\n{turn * 3}")) == 6


@pytest.mark.parametrize(
    ("above", "heading", "is_content"),
    [
        ("It is cold.", "A late start", False),
        ("It is cold.", "It is late.", True),
        ("It is cold.", "a late start", True),
        ("It is cold", "A late start", True),
        ("It is cold.", "A" * 100, False),
        ("It is cold.", "A" * 101, True),
    ],
    ids=["a heading", "a sentence", "a small letter", "without full stops", "a long heading", "too long"],
)
def test_a_heading_between_two_turns_belongs_to_neither(above: str, heading: str, is_content: bool) -> None:
    talk = f"HOLT: Far?\n\nBERG: {above}\n\n{heading}\n\nHOLT: Ten?\n\nBERG: More."
    assert labels(f"Talk\n\n{talk}")[1][2] == (f"{above}\n{heading}" if is_content else above)


@pytest.mark.parametrize(("speaker", "is_content"), [("MOSS", False), ("HOLT", True)])
def test_a_heading_ends_a_dialogue_below_which_others_speak(speaker: str, is_content: bool) -> None:
    first = "HOLT: Far?\n\nBERG: Near.\n\nHOLT: Ten?\n\nBERG: More."
    talk = f"{first}\n\nA late start\n\nIt is cold.\n\n{speaker}: Well?\n\n{speaker}: No."
    assert labels(f"Talk\n\n{talk}")[3][2] == ("More.\nA late start\nIt is cold." if is_content else "More.")


def test_somebody_new_in_a_first_exchange_begins_no_other_dialogue() -> None:
    talk = "BERG: See.\n\nThree things\n\nBoats.\n\nHOLT: Why?\n\nBERG: More."
    assert labels(f"Talk\n\n{talk}")[0][2] == "See.\nThree things\nBoats."
