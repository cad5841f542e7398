"""Speaker labels: a name and a colon before what somebody says.

In transcripts and interviews each turn has one (“ANNA BERG, REPORTER: …”, “BB: …”, “Q. …”, “Mr. BERG. …”) and goes
on until the next; in headlines the title has one (“Berg: Rain is near”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.annotation.text.line_types import has_title_case, line_kind
from onrecord.annotation.text.words import LETTER_RUN
from onrecord.base.records import Span

_NAME_PART = r"(?:[^\W\d_a-z][\w.’'&-]*|of|the|and|de|del|la|al|van|von|der|den|bin|dos|da|&)"
_NAME = rf"[^\W\d_a-z][\w.’'&-]*(?:[ ]{_NAME_PART}){{0,6}}"
_LABEL = re.compile(
    rf"(?:[-–—•▪●*·]\s+)?[\"“]?"
    rf"(?P<name>{_NAME})(?: on [^:\n“\"]{{1,60}})?(?: ?\([^)\n]{{1,60}}\))?"
    r"[ \xa0]?(?P<colon>:)[ \t\xa0]+(?=\S)"
)
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?[\])]?"
_ASIDE = r"\ ?[(\[][^)\]\n]{1,60}[)\]]"
# Nothing of what is behind a name holds the beginning of the next: there is one way to take it apart, where there
# would be more with each comma.
_REST = rf"(?:(?!,\ |\ [-–—]\ |\ on\ |{_ASIDE})[^:\n“\"])"
_TURN = re.compile(
    rf"""(?:[-–—•▪●·>]\s+)?
    (?:{_TIME}\s*[-–—]?\s*)?
    (?P<bold>\*\*|__|\*)?[\"“]?
    (?P<name>{_NAME})
    (?:,\ {_REST}{{1,80}} | \ [-–—]\ {_REST}{{1,80}} | \ on\ {_REST}{{1,60}} | {_ASIDE})*
    [ \xa0]?(?:(?P=bold))?(?P<colon>:)(?(bold)(?:(?P=bold))?)[ \t\xa0]*(?=[^\s/\d]|\d\d?[^:\d])
    """,
    re.VERBOSE,
)
"""The label of a turn; it may have a time, bold type, an office or an aside behind the name, and no blank."""
_OFFICIAL = re.compile(
    r"""(?P<name>[QA]|(?:The|Mr|Mrs|Ms|Miss|Dr|Madam|Sir|Lord|Lady|Hon)\.?[ ]
        (?:[A-Z][\w’'-]*[ -]){0,3}[\w’'-]*[A-Z]{3,}[\w’'-]*)
    (?:[ ]\([^)\n]{1,60}\))?[ \xa0]?
    (?P<colon>\.(?:\s?[—–]|--)?|[—–])\s*(?=\S)
    """,
    re.VERBOSE,
)
"""A label with a full stop or a dash, as in records of courts and parliaments: Q. …, Mr. BERG (rising). …"""
_TITLE_END = re.compile(rf"(?P<content>[^:\n]{{8,150}}?)(?P<colon>:| [-–—]) (?P<name>{_NAME})")
_QUESTION = re.compile(r"^Q\.", re.MULTILINE)
_SENTENCE_ENDS = frozenset(".!?…-–—”\"’')]")
_PAUSES = frozenset(":;,")
"""With these a paragraph ends behind which somebody goes on."""
_STAGE_DIRECTION = re.compile(rf"[\[(][^\])]*[\])][.]?|{_TIME}|[*#_=~-]{{3,}}")
# What stands before a colon and does not speak: rubrics, forms, credits.
_RUBRIC = re.compile(
    r"(?:the |a |an |in |on |at |also |how |why |what |when |who )"
    r"|.*\b(?:update|latest|notes?|email|e-mail|mail|phone|photos?|pictures?|video|watch|listen|correction|clarification|breaking|exclusive|live|contributing"
    r"|contributors?|follow|read|more|related|sources?|analysis|opinion|review|notice|guide|briefing|newsletter|twitter|facebook"
    r"|by|edited|reporting|written|time|date|where|price|topics?|tags?|caption|file|subject|from|to|cc|re|total"
    r"|website|url|http|https|step|part|chapter|section|example|warning|tip)s?$",
    re.I,
)
_LONGEST_LABEL = 200  # characters
_LONGEST_HEADING = 100  # characters, between two turns
_LEAST_WORDS = 3  # after a label, where no label comes again
_MOST_BEFORE_ANSWER = 2  # paragraphs of a turn that begins a text
_LEAST_LABELS = 3  # paragraphs with a label that make a transcript
_LONGEST_TURNS = (10, 25)  # paragraphs, where the other turns are short and where they are long


class SpeakerLabel(NamedTuple):
    """A label and what it announces, in characters.

    Args:
        paragraph: The index of the paragraph that it begins.
        name: The name.
        colon: The colon, or what stands for it.
        content: What follows, a span for each paragraph.
        is_turn: Whether it is a turn in a transcript or an interview.
    """

    paragraph: int
    name: Span
    colon: Span
    content: list[Span]
    is_turn: bool


def speaker_labels(text: str, paragraphs: Sequence[Span], names: Sequence[Span]) -> list[SpeakerLabel]:
    """Return the speaker labels of a text.

    A label counts in a transcript, which has three below its title, or else in the title alone, if a known name is
    in it or the text has the same name again.

    Args:
        text: The text.
        paragraphs: Its paragraphs.
        names: The spans of named people and organisations.
    """
    labels = list(_candidates(text, paragraphs, (_OFFICIAL, _TURN)))
    if labels and _is_title(text, labels):
        labels.pop(0)
    stretches = _stretches(text, paragraphs, labels)
    labels = [label for stretch in stretches for label in _labels_of_transcript(text, paragraphs, stretch)]
    if labels and labels[0].paragraph == 0:
        return labels
    title = [
        label._replace(is_turn=False)
        for label in [*_candidates(text, paragraphs[:1], (_LABEL,)), *_label_at_end(text, paragraphs)]
        if _has_words(text, label) and (labels or _is_name(text, label, names))
    ]
    return title[:1] + labels


def _stretches(
    text: str, paragraphs: Sequence[Span], labels: Sequence[SpeakerLabel]
) -> Iterator[list[SpeakerLabel]]:
    """Yield the labels that may belong to one transcript, without headings that look like labels.

    A digest holds several texts, some of them interviews: the title of the next text (“Poll: Voters stay away”)
    ends a transcript, and so do many paragraphs without a label.
    """
    is_heading = {label.paragraph: _is_heading(text, paragraphs, label.paragraph) for label in labels}
    longest = _longest_turn([label for label in labels if not is_heading[label.paragraph]])
    stretch: list[SpeakerLabel] = []
    for label in labels:
        is_far = bool(stretch) and label.paragraph - stretch[-1].paragraph > longest
        if is_far or is_heading[label.paragraph]:
            yield stretch
            stretch = []
        if not is_heading[label.paragraph]:
            stretch.append(label)
    yield stretch


def _longest_turn(labels: Sequence[SpeakerLabel]) -> int:
    """Return how many paragraphs one turn may have: three times as many as three of four have at most."""
    shortest, longest = _LONGEST_TURNS
    lengths = sorted(later.paragraph - label.paragraph for label, later in pairwise(labels))
    return min(max(shortest, 3 * lengths[3 * len(lengths) // 4]), longest) if lengths else longest


def _is_heading(text: str, paragraphs: Sequence[Span], index: int) -> bool:
    """Return whether a paragraph is a heading: above a sentence without a label, and not written as one itself.

    A turn that nobody wrote with full stops (“yes we know that”) stands above others of its kind.
    """
    if index + 1 == len(paragraphs):
        return False
    (start, end), below = paragraphs[index], paragraphs[index + 1]
    is_sentence = text[end - 1] in _SENTENCE_ENDS | _PAUSES and not has_title_case(text[start:end], share=1)
    if is_sentence or text[below[1] - 1] not in _SENTENCE_ENDS:
        return False
    return not (_has_label(text, below) or _STAGE_DIRECTION.fullmatch(text, *below))


def _has_label(text: str, paragraph: Span) -> bool:
    return next(_candidates(text, [paragraph], (_OFFICIAL, _TURN)), None) is not None


def _labels_of_transcript(
    text: str, paragraphs: Sequence[Span], labels: list[SpeakerLabel]
) -> Iterable[SpeakerLabel]:
    """Return the labels of a stretch with what belongs to each, none if they make no transcript."""
    is_dialogue = _has_speaker_again(text, labels)
    if not is_dialogue:
        labels = [label for label in labels if label.paragraph > 0 and _has_words(text, label)]
    if len(labels) < _LEAST_LABELS or _are_tables(text, labels):
        return []
    return _turns(text, paragraphs, labels) if is_dialogue else labels


def _candidates(
    text: str, paragraphs: Sequence[Span], patterns: Sequence[re.Pattern[str]]
) -> Iterator[SpeakerLabel]:
    """Yield what has the form of a label at the beginning of a paragraph, with the rest of it as its content."""
    for index, (start, end) in enumerate(paragraphs):
        limit = min(end, start + _LONGEST_LABEL)
        match = next((match for pattern in patterns if (match := pattern.match(text, start, limit))), None)
        if match is None:
            continue
        is_official = match.re is _OFFICIAL
        is_initial = is_official and match["name"] == "A" and not _QUESTION.search(text, 0, start)
        if is_initial or (not is_official and _RUBRIC.match(match["name"])):
            continue
        content = [(match.end(), end)]
        yield SpeakerLabel(index, match.span("name"), match.span("colon"), content, is_turn=is_official)


def _label_at_end(text: str, paragraphs: Sequence[Span]) -> Iterator[SpeakerLabel]:
    """Yield the label at the end of a title, if the text below has its name: Rain is near: Berg."""
    match = _TITLE_END.fullmatch(text, *paragraphs[0]) if len(paragraphs) > 1 else None
    if match is not None and re.search(rf"\b{re.escape(match['name'])}\b", text[match.end() :]):
        yield SpeakerLabel(0, match.span("name"), match.span("colon"), [match.span("content")], is_turn=False)


def _is_title(text: str, labels: Sequence[SpeakerLabel]) -> bool:
    """Return whether the first label is in the title, which ends as no sentence does or has other text below."""
    if labels[0].paragraph > 0:
        return False
    is_sentence = text[labels[0].content[-1][1] - 1] in _SENTENCE_ENDS
    return not is_sentence or len(labels) == 1 or labels[1].paragraph > _MOST_BEFORE_ANSWER


def _are_tables(text: str, labels: Sequence[SpeakerLabel]) -> bool:
    """Return whether most of what follows the labels are figures, as in tables of results."""
    kinds = [line_kind(text[slice(*label.content[0])]) for label in labels]
    return 2 * kinds.count("table") > len(kinds)


def _has_words(text: str, label: SpeakerLabel) -> bool:
    return len(LETTER_RUN.findall(text, *label.content[0])) >= _LEAST_WORDS


def _has_speaker_again(text: str, labels: Sequence[SpeakerLabel]) -> bool:
    """Return whether one of the speakers has a second turn, by the last word of the name."""
    return len(_surnames(text, labels)) < len(labels)


def _surnames(text: str, labels: Iterable[SpeakerLabel]) -> set[str]:
    return {text[slice(*label.name)].split()[-1].casefold() for label in labels}


def _turns(text: str, paragraphs: Sequence[Span], labels: Sequence[SpeakerLabel]) -> Iterator[SpeakerLabel]:
    """Yield the labels of a dialogue, each with all paragraphs up to the next one; stage directions are left out.

    What follows the last label may be the narrator's again, so its turn has no more paragraphs than the longest
    one before. Where only one of two speakers has labels, a paragraph that asks is the other's.
    """
    only_speaker = len(_surnames(text, labels)) == 1
    longest = 1
    for number, label in enumerate(labels):
        is_last = number + 1 == len(labels)
        behind = min(label.paragraph + longest if is_last else labels[number + 1].paragraph, len(paragraphs))
        may_end = is_last or _is_another_dialogue(text, labels[: number + 1], labels[number + 1])
        content = list(label.content)
        for index in range(label.paragraph + 1, behind):
            start, end = paragraphs[index]
            if only_speaker and text[end - 1] == "?":
                break
            if may_end and _is_heading(text, paragraphs, index):
                break
            is_aside = _STAGE_DIRECTION.fullmatch(text, start, end) or (
                not is_last and index + 1 == behind and _is_heading_of_turn(text, paragraphs, index)
            )
            if not is_aside:
                content.append((start, end))
        longest = max(longest, len(content))
        yield label._replace(content=content, is_turn=True)


def _is_another_dialogue(text: str, labels: Sequence[SpeakerLabel], later: SpeakerLabel) -> bool:
    """Return whether somebody speaks for the first time after others have spoken with each other."""
    return _has_speaker_again(text, labels) and not _surnames(text, [later]) <= _surnames(text, labels)


def _is_heading_of_turn(text: str, paragraphs: Sequence[Span], index: int) -> bool:
    """Return whether the paragraph above a label is a heading: no sentence, and below one."""
    (start, end), (_, end_above) = paragraphs[index], paragraphs[index - 1]
    is_sentence = text[end - 1] in _SENTENCE_ENDS | _PAUSES or text[start].islower()
    return not is_sentence and end - start <= _LONGEST_HEADING and text[end_above - 1] in _SENTENCE_ENDS


def _is_name(text: str, label: SpeakerLabel, names: Sequence[Span]) -> bool:
    """Return whether a known name overlaps a label, or the text below repeats it."""
    if any(start < label.name[1] and end > label.name[0] for start, end in names):
        return True
    name = re.escape(text[slice(*label.name)])
    return re.search(rf"\b{name}\b", text[label.content[-1][1] :]) is not None
