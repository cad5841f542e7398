"""The search for the cue of a quotation, on sentences parsed by hand."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.cue_search import CueSearch
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.rules import quoted_tokens
from onrecord.annotation.quotes.utterance import QuotationGroup, Utterance
from onrecord.annotation.text.quotation_marks import find_paragraphs, find_quotations, outermost

VERBS = frozenset({"say", "add", "ask", "laugh", "warn", "tell"})


class Search:
    """The search in a text, for its quotations by their order: those from ``first`` to ``last`` are one group."""

    def __init__(self, sentences: str) -> None:
        doc = make_doc(sentences)
        self.text = doc.text
        self.tree = DependencyTree(doc)
        self.paragraphs = find_paragraphs(self.text)
        self.quotations = outermost(find_quotations(self.text))
        is_quoted = quoted_tokens(self.tree, self.quotations)
        self.cue_search = CueSearch(self.tree, self.text, self.paragraphs, self.quotations, is_quoted, VERBS)

    def group(self, first: int = 0, last: int = 0) -> QuotationGroup:
        quotations = self.quotations[first : last + 1]
        paragraph = next(i for i, (_, end) in enumerate(self.paragraphs) if end > quotations[0].start)
        start, end = self.paragraphs[paragraph]
        previous = self.quotations[first - 1].end if first and self.quotations[first - 1].end > start else start
        following = self.quotations[last + 1].start if last + 1 < len(self.quotations) else end
        return QuotationGroup(
            quotations, paragraph, (previous, quotations[0].start), (quotations[-1].end, min(following, end))
        )

    def before(self, first: int = 0, *, used_token: int = -1) -> tuple[str | None, str, str] | None:
        return self.shown(self.cue_search.before(self.group(first, first), used_token))

    def after(self, first: int = 0, *, is_near: bool = False) -> tuple[str | None, str, str] | None:
        return self.shown(self.cue_search.after(self.group(first, first), is_near=is_near))

    def unmarked(self, utterance: Utterance | None) -> list[str]:
        assert utterance is not None
        return [self.text[start:end] for start, end in utterance.unmarked]

    def shown(self, utterance: Utterance | None) -> tuple[str | None, str, str] | None:
        """Return source, cue and reason of an utterance."""
        if utterance is None:
            return None
        assert utterance.cue is not None
        doc = self.tree.doc
        source = None if utterance.source is None else doc[slice(*utterance.source)].text
        return source, doc[slice(*utterance.cue)].text, utterance.why


def before(sentences: str) -> tuple[str | None, str, str] | None:
    return Search(sentences).before()


def after(sentences: str, *, is_near: bool = False) -> tuple[str | None, str, str] | None:
    return Search(sentences).after(is_near=is_near)


def said_before(source: str | None = "He", cue: str = "said") -> tuple[str | None, str, str]:
    return source, cue, f"“{cue.split()[-1]}” before the quotation"


def said_after(source: str | None = "he", cue: str = "said") -> tuple[str | None, str, str]:
    return source, cue, f"“{cue.split()[-1]}” after the quotation"


IT_RAINS = "“ It/PRP/nsubj/rains rains/VBZ/ccomp/said"


# How quotations end


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("“No,” he said.", True),
        ("“No?” he said.", True),
        ("“No –” he said.", True),
        ("“No”, he said.", True),
        ("“No.” He said.", False),
        ("“No” he said.", False),
        ("“He said ‘no,’” he said.", True),
    ],
)
def test_a_comma_at_the_end_of_a_quotation_announces_its_cue(text: str, expects: bool) -> None:
    words = " ".join(f"{word}/NN/dep" if number else f"{word}/NN/ROOT" for number, word in enumerate(text.split()))
    search = Search(words)
    assert search.text == text
    assert search.cue_search.expects_cue_after(search.group()) == expects


# Cues before quotations


@pytest.mark.parametrize("mark", [":", ","])
def test_a_verb_of_speech_before_a_quotation_is_its_cue(mark: str) -> None:
    assert before(f"He/PRP/nsubj/said said/VBD/ROOT {mark} “ No . ”") == said_before()


def test_a_sentence_that_ends_before_a_quotation_is_no_cue() -> None:
    assert before("He/PRP/nsubj/said said/VBD/ROOT . “ No . ”") is None
    assert before("He/PRP/nsubj/said said/VBD/ROOT ? “ No . ”") is None


def test_only_the_last_clause_before_a_quotation_counts() -> None:
    assert before("He/PRP/nsubj/said said/VBD/ROOT ; today/NN/dep/said : “ No . ”") == (
        "today",
        ":",
        "name and colon",
    )
    assert before("He/PRP/nsubj/said said/VBD/ROOT ; today/NN/dep/said , “ No . ”") is None


def test_a_dash_ends_a_clause_before_a_colon_only() -> None:
    clouds = "He/PRP/nsubj/said said/VBD/ROOT clouds/NNS/dobj/said {dash} Anna/NNP/dep/said {mark} “ No . ”"
    assert before(clouds.format(dash="–", mark=":")) == ("Anna", ":", "name and colon")
    assert before(clouds.format(dash="–", mark=",")) == said_before()


def test_a_cue_is_looked_for_within_forty_tokens() -> None:
    def padded(count: int) -> str:
        return f"He/PRP/nsubj/said said/VBD/ROOT {'so/RB/advmod/said ' * count}: “ No . ”"

    assert before(padded(38)) == said_before()
    assert before(padded(39)) is None


def test_a_token_that_is_used_is_no_cue_again() -> None:
    search = Search("“ Yes , ” he/PRP/nsubj/said said/VBD/ROOT , “ no . ”")
    assert search.before(1) == said_before("he")
    assert search.before(1, used_token=5) is None
    assert search.before(1, used_token=4) == said_before("he")


def test_a_paragraph_above_that_ends_with_a_colon_or_a_comma_has_the_cue() -> None:
    above = "He/PRP/nsubj/said said/VBD/ROOT {mark}\n\n“ No/UH/ROOT . ”"
    assert before(above.format(mark=":")) == said_before()
    assert before(above.format(mark=",")) == said_before()
    assert before(above.format(mark=".")) is None
    search = Search(above.format(mark=":"))
    assert search.before(used_token=0) is None


def test_a_quotation_at_the_start_of_the_text_has_nothing_before_it() -> None:
    assert before("“ No/UH/ROOT . ”") is None


def test_a_second_quotation_of_a_paragraph_has_not_the_cue_above() -> None:
    search = Search("He/PRP/nsubj/said said/VBD/ROOT :\n\n“ No/UH/ROOT . ” “ Never . ”")
    assert search.before(0) == said_before()
    assert search.before(1) is None


def test_before_a_colon_any_verb_with_a_subject_is_a_cue() -> None:
    sentence = "He/PRP/{dep}/smiled smiled/VBD/ROOT {mark} “ No . ”"
    assert before(sentence.format(dep="nsubj", mark=":")) == said_before(cue="smiled")
    assert before(sentence.format(dep="nsubj", mark=",")) is None
    assert before(sentence.format(dep="dep", mark=":")) == ("He", "smiled:", "name and colon")


def test_a_verb_of_speech_wins_over_a_later_verb() -> None:
    assert (
        before("He/PRP/nsubj/said said/VBD/ROOT as/IN/mark/left she/PRP/nsubj/left left/VBD/advcl/said : “ No . ”")
        == said_before()
    )


def test_the_last_of_two_verbs_of_speech_is_the_cue() -> None:
    assert before(
        "He/PRP/nsubj/said said/VBD/ROOT and/CC/cc/said she/PRP/nsubj/added added/VBD/conj/said : “ No . ”"
    ) == said_before("she", "added")


def test_a_cue_takes_in_the_auxiliaries_right_before_it() -> None:
    assert before("He/PRP/nsubj/said has/VBZ/aux/said not/RB/neg/said said/VBN/ROOT : “ No . ”") == said_before(
        cue="has not said"
    )
    assert before("had/VBD/aux/said He/PRP/nsubj/said said/VBN/ROOT : “ No . ”") == said_before()


@pytest.mark.parametrize(
    ("between", "quotation", "has_cue"),
    [
        ("it/PRP/nsubj/was was/VBD/ccomp/said bad/JJ/acomp/was , ", "“ A/DT/dep/said disgrace . ”", False),
        ("that/IN+SCONJ/mark/said ", "“ it/PRP/dep/said was . ”", False),
        ("that/IN+SCONJ/mark/said ", "“ It/PRP/dep/said was . ”", True),
        ("that/IN+PRON/dobj/said ", "“ it/PRP/dep/said was . ”", True),
        ("when/WRB/advmod/said leaving/VBG/advcl/said , ", "“ it/PRP/dep/said was . ”", True),
        ("of/IN/prep/said those/DT/pobj/of left/VBN/acl/those , ", "“ it/PRP/dep/said was . ”", True),
        ("and/CC/cc/said left/VBD/conj/said , ", "“ it/PRP/dep/said was . ”", False),
        ("and/CC/cc/said left/VBD/conj/said , ", "“ It/PRP/dep/said was . ”", True),
        ("had/VBD/aux/said , ", "“ it/PRP/dep/said was . ”", True),
    ],
)
def test_words_between_a_cue_and_a_quotation_may_be_what_is_said(
    between: str, quotation: str, has_cue: bool
) -> None:
    assert before(f"He/PRP/nsubj/said said/VBD/ROOT {between}{quotation}") == (said_before() if has_cue else None)


def test_a_source_behind_its_verb() -> None:
    assert before("So/RB/dep/said said/VBD/ROOT old/JJ/amod/Berg Berg/NNP/nsubj/said : “ No . ”") == said_before(
        "old Berg"
    )


def test_a_verb_without_a_subject_has_the_words_before_it() -> None:
    assert before("Anna/NNP/compound/Berg Berg/NNP/dep/said said/VBD/ROOT : “ No . ”") == said_before("Anna Berg")
    assert before("Often/RB/dep/said said/VBD/ROOT : “ No . ”") == said_before(None)
    assert before("Often/RB/dep/said said/VBD/ROOT , “ No . ”") is None


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Anna/NNP/compound/Berg Berg/NNP/ROOT on/IN/prep/Berg trade/NN/pobj/on", "Anna Berg"),
        (", Berg/NNP/ROOT", "Berg"),
        ("•/VB+VERB/dep/Berg Berg/NNP/ROOT", "Berg"),
        ("Berg/NNP/ROOT , who/WP/nsubj/rows rows/VBZ/relcl/Berg/row", "Berg"),
        ("On/IN/ROOT trade/NN/pobj/On", None),
        ("Often/RB/ROOT", None),
        ("a/NN/ROOT b c d e f g h", "a b c d e f g h"),
        ("a/NN/ROOT b c d e f g h i", None),
    ],
)
def test_a_name_before_a_colon_is_a_label(words: str, label: str | None) -> None:
    utterance = before(f"{words} : “ No . ”")
    assert (None if utterance is None else utterance[0]) == label
    assert before(f"{words} , “ No . ”") is None


def unmarked_before(rest: str) -> list[str]:
    search = Search(f"He/PRP/nsubj/said said/VBD/ROOT : “ We/PRP/dep/said meet ” {rest}")
    return search.unmarked(search.cue_search.before(search.group(), -1))


@pytest.mark.parametrize(
    ("rest", "unmarked"),
    [
        ("to/TO/aux/stop stop/VB/xcomp/said “ wars ” .", [" to stop “wars”"]),
        ("to/TO/aux/stop stop/VB/xcomp/said “ wars ” and/CC/cc/said “ all ” .", [" to stop “wars” and “all”"]),
        ("to/TO/aux/stop stop/VB/xcomp/said wars .", []),
        ("To/TO/aux/stop stop/VB/xcomp/said “ wars ” .", []),
        ("and/CC/cc/said . so/RB/dep/said “ wars ” .", []),
        ("and/CC/cc/said she/PRP/nsubj/said “ wars ” .", []),
        ("and/CC/cc/said it/PRP/nsubjpass/said “ wars ” .", []),
        ("and/CC/cc/said added/VBD/conj/said “ wars ” .", []),
        (
            "to/TO/aux/stop stop/VB/xcomp/said “ wars ” and/CC/cc/said she/PRP/nsubj/said “ all ” .",
            [" to stop “wars”"],
        ),
    ],
)
def test_a_sentence_may_go_on_with_more_quotations(rest: str, unmarked: list[str]) -> None:
    search = Search(f"He/PRP/nsubj/said said/VBD/ROOT : “ We/PRP/dep/said meet ” {rest}")
    group = search.group()
    group.after = (group.after[0], len(search.text))
    assert search.unmarked(search.cue_search.before(group, -1)) == unmarked


def test_a_sentence_goes_on_up_to_the_limit_of_its_group() -> None:
    search = Search("He/PRP/nsubj/said said/VBD/ROOT : “ We/PRP/dep/said meet ” to/TO/dep/said “ wars ” .")
    assert search.unmarked(search.cue_search.before(search.group(), -1)) == []


# Cues after quotations


def test_a_verb_of_speech_after_a_quotation_is_its_cue() -> None:
    assert after("“ No , ” he/PRP/nsubj/said said/VBD/ROOT .") == said_after()
    assert after("“ No , ” he/PRP/nsubj/smiled smiled/VBD/ROOT .") is None
    assert after("“ No , ” said/VBD/ROOT old/JJ/amod/Berg Berg/NNP/nsubj/said .") == said_after("old Berg")


def test_a_noun_of_that_form_is_no_cue() -> None:
    assert after("“ No , ” he/PRP/nsubj/ask the/DT/det/ask ask/NN/ROOT .") is None


def test_only_the_clause_after_a_quotation_counts() -> None:
    for end in (".", ";", "!", "?"):
        assert after(f"“ No , ” today/NN/dep/said {end} he/PRP/nsubj/said said/VBD/ROOT .") is None
    assert after("“ No , ” today/NN/dep/said , he/PRP/nsubj/said said/VBD/ROOT .") == said_after()
    assert after("“ No/UH/ROOT , ”\n\nhe/PRP/nsubj/said said/VBD/ROOT .") is None


def test_a_cue_after_is_looked_for_within_forty_tokens_or_eight() -> None:
    def padded(count: int) -> str:
        return f"“ No , ” he/PRP/nsubj/said {'so/RB/advmod/said ' * count}said/VBD/ROOT ."

    assert after(padded(38)) == ("he", "so " * 38 + "said", "“said” after the quotation")
    assert after(padded(39)) is None
    assert after(padded(6), is_near=True) == ("he", "so " * 6 + "said", "“said” after the quotation")
    assert after(padded(7), is_near=True) is None


def test_a_near_cue_stands_right_after_the_quotation() -> None:
    assert after("“ No , ” well/UH/dep/said he/PRP/nsubj/said said/VBD/ROOT .", is_near=True) == said_after()
    two = "“ No , ” well/UH/dep/said now/UH/dep/said he/PRP/nsubj/said said/VBD/ROOT ."
    assert after(two, is_near=True) is None
    assert after(two) == said_after()
    conjunction = "“ No , ” and/CC/cc/said he/PRP/nsubj/said said/VBD/ROOT ."
    assert after(conjunction, is_near=True) is None
    assert after(conjunction) == said_after()


def test_according_to_is_a_cue() -> None:
    sentence = "“ No , ” {according}/VBG/ROOT {to}/IN/prep/{according} the/DT/det/army army/NN/pobj/{to} ."
    assert after(sentence.format(according="according", to="to")) == ("the army", "according to", "according to")
    assert after(sentence.format(according="owing", to="to")) is None
    assert after(sentence.format(according="according", to="with")) is None
    assert after("“ No , ” according/VBG/ROOT to/IN/prep/according .") is None
    assert after("“ No , ” according/VBG/ROOT") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # The man who said so left: the verb describes him.
        ("“ No . ” Men/NNS/nsubj/left who/WP/nsubj/said said/VBD/relcl/Men left/VBD/ROOT .", None),
        ("“ No , ” Men/NNS/nsubj/left who/WP/nsubj/said said/VBD/relcl/Men left/VBD/ROOT .", None),
        (
            "“ No , ” Men/NNS/nsubj/left now/RB/advmod/said said/VBD/relcl/Men left/VBD/ROOT .",
            said_after("Men", "now said"),
        ),
        (
            "“ No , ” Men/NNS/nsubj/left now/RB/advmod/said said/VBN/acl/Men left/VBD/ROOT .",
            said_after("Men", "now said"),
        ),
        ("“ No , ” Men/NNS/nsubj/left now/RB/advmod/say say/VB/acl/Men left/VBD/ROOT .", None),
        ("“ No . ” Men/NNS/nsubj/left now/RB/advmod/said said/VBD/relcl/Men left/VBD/ROOT .", None),
        (
            "“ No , ” Men/NNS/nsubj/left now/RB/advmod/said said/VBD/conj/left left/VBD/ROOT .",
            said_after("Men", "now said"),
        ),
    ],
)
def test_a_verb_that_describes_a_noun_is_no_cue(
    sentence: str, expected: tuple[str | None, str, str] | None
) -> None:
    assert after(sentence) == expected


def test_a_verb_right_after_the_quotation_describes_nothing() -> None:
    assert after("“ No . ” Men/NNS/nsubj/left said/VBD/relcl/Men left/VBD/ROOT .") == said_after("Men")


@pytest.mark.parametrize("word", ["and/CC/cc", "as/IN+SCONJ/mark", "of/IN/prep", "to/TO/aux"])
def test_where_the_sentence_goes_on_only_a_plain_verb_is_a_cue(word: str) -> None:
    sentence = "“ No , ” {word}/{verb} he/PRP/nsubj/{verb} {verb}/VBD/ROOT/{verb}/{lemma} ."
    assert after(sentence.format(word=word, verb="said", lemma="say")) == said_after()
    assert after(sentence.format(word=word, verb="laughed", lemma="laugh")) is None
    assert after(sentence.format(word="so/RB/dep", verb="laughed", lemma="laugh")) == said_after(cue="laughed")


@pytest.mark.parametrize(
    ("end", "rest", "has_cue"),
    [
        (".", "that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/said", False),
        (",", "that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/said", False),
        (",", ", it/PRP/nsubj/rains rains/VBZ/ccomp/said", True),
        (",", "that/IN/mark/rains rains/VBZ/ccomp/said", True),
        (",", "it/PRP/nsubj/rain rain/NN/ccomp/said", True),
        (".", "that/IN/mark/rains rains/VBZ/ccomp/said", False),
        (".", "the/DT/det/driver driver/NN/dobj/said", False),
        (",", "the/DT/det/driver driver/NN/dobj/said", True),
        (".", "go/VB/xcomp/said", False),
        (".", "today/NN/npadvmod/said", True),
        (".", "“ it/PRP/dep/said ” ", True),
    ],
)
def test_a_verb_that_reports_something_else_is_no_cue(end: str, rest: str, has_cue: bool) -> None:
    assert after(f"“ No {end} ” he/PRP/nsubj/said said/VBD/ROOT {rest} .") == (said_after() if has_cue else None)


def test_what_stands_before_the_verb_or_in_marks_is_not_what_it_reports() -> None:
    assert after("“ No . ” it/PRP/dobj/said he/PRP/nsubj/said said/VBD/ROOT .") == said_after()
    search = Search("“ No . ” he/PRP/nsubj/said said/VBD/ROOT : “ it/PRP/dobj/said ”")
    group = search.group()
    group.after = (group.after[0], len(search.text))
    assert search.shown(search.cue_search.after(group, is_near=False)) == said_after()


@pytest.mark.parametrize(("count", "has_cue"), [(3, True), (4, False)])
def test_without_punctuation_a_cue_stands_within_four_tokens(count: int, has_cue: bool) -> None:
    words = "so/RB/dep/said " * count
    sentence = f"“ No{{end}} ” he/PRP/nsubj/said {words}said/VBD/ROOT ."
    assert after(sentence.format(end="")) == (said_after() if has_cue else None)
    for end in (" ,", " .", " …", " ?"):
        assert after(sentence.format(end=end)) == said_after()
    assert after(sentence.replace("”", "” ,").format(end="")) == said_after()


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("“ No , ” his/PRP$/poss/son son/NN/nsubj/said , now/RB/advmod/said , said/VBD/ROOT .", "his son"),
        ("“ No , ” Berg/NNP/dep/said said/VBD/ROOT .", "Berg"),
        ("“ No , ” said/VBD/ROOT Berg/NNP/dep/said .", "Berg"),
        ("“ No , ” said/VBD/ROOT now/RB/advmod/said .", None),
        ("He/PRP/nsubj/came said/VBD/dep/came , “ No , ” came/VBD/ROOT added/VBN/conj/came .", None),
        ("“ No , ” he/PRP/nsubj/came came/VBD/ROOT and/CC/cc/came added/VBD/conj/came .", "he"),
    ],
)
def test_the_source_of_a_cue_after_a_quotation(sentence: str, source: str | None) -> None:
    utterance = after(sentence)
    assert (None if utterance is None else utterance[0]) == source


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Anna/NNP/compound/Berg Berg/NNP/dep/said", "Anna Berg"),
        ("Berg/NNP/dep/said , often/RB/advmod/said had/VBD/aux/said", "Berg"),
        ("Berg/NNP/dep/said who/WP/nsubj/left left/VBD/relcl/Berg", "Berg who left"),
        ("Berg/NNP/dep/said left/VBD/dep/said", None),
        ("if/IN+SCONJ/mark/said Berg/NNP/dep/said", None),
        ("engineer/NN+VERB/dep/said Berg/NNP/dep/said", "engineer Berg"),
        ("a/DT/dep/said " + "x " * 24, "a " + "x " * 23 + "x"),
        ("a/DT/dep/said " + "x " * 25, None),
        ("the/DT/dep/said", None),
    ],
)
def test_the_words_before_a_verb_that_may_be_its_source(words: str, source: str | None) -> None:
    utterance = after(f"“ No , ” {words} said/VBD/ROOT .")
    assert (None if utterance is None else utterance[0]) == source


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Anna/NNP/compound/Berg Berg/NNP/dep/said on/IN/prep/said Monday/NNP/pobj/on", "Anna Berg"),
        ("Berg/NNP/dep/said , who/WP/nsubj/left left/VBD/relcl/Berg", "Berg, who left"),
        ("Skelly/RB/dep/said", "Skelly"),
        ("skelly/RB/dep/said", None),
        ("engineer/NN+VERB/dep/said Paul/NNP/dep/said", "engineer Paul"),
        ("runs/NNS+VERB/dep/said often/RB/dep/said", None),
        ("the/DT/dep/said", None),
        ("and/CC/cc/said Berg/NNP/conj/said", None),
    ],
)
def test_the_words_after_a_verb_that_may_be_its_source(words: str, source: str | None) -> None:
    utterance = after(f"“ No , ” said/VBD/ROOT {words} .")
    assert (None if utterance is None else utterance[0]) == source


def unmarked_after(sentences: str, first: int = 0) -> list[str]:
    search = Search(sentences)
    return search.unmarked(search.cue_search.after(search.group(first, first), is_near=False))


@pytest.mark.parametrize(
    ("sentence", "unmarked"),
    [
        (
            "All/DT/dep/said of/IN/dep/said it/PRP/dep/said is/VBZ/dep/said “ bad , ” she/PRP/nsubj/said said/VBD/ROOT .",
            ["All of it is"],
        ),
        (
            "Yes/UH/dep/said . All/DT/dep/said is/VBZ/dep/said “ bad , ” she/PRP/nsubj/said said/VBD/ROOT .",
            ["All is"],
        ),
        ("Yes/UH/dep/said : “ bad , ” she/PRP/nsubj/said said/VBD/ROOT .", []),
        ("Yes/UH/dep/said . “ bad , ” she/PRP/nsubj/said said/VBD/ROOT .", []),
        ("“ Bad , ” she/PRP/nsubj/said said/VBD/ROOT .", []),
        ("“ Bad ” for/IN/dep/said all/DT/dep/said , she/PRP/nsubj/said said/VBD/ROOT .", ["for all"]),
        ("“ Bad ” for/IN/dep/said all/DT/dep/said she/PRP/nsubj/said said/VBD/ROOT .", []),
        ("“ Bad , ” For/IN/dep/said all/DT/dep/said , she/PRP/nsubj/said said/VBD/ROOT .", []),
        (
            "All/DT/dep/said is/VBZ/dep/said “ bad ” for/IN/dep/said all/DT/dep/said , said/VBD/ROOT she/PRP/nsubj/said .",
            ["All is", "for all"],
        ),
    ],
)
def test_a_quotation_may_be_a_part_of_a_sentence_that_is_said(sentence: str, unmarked: list[str]) -> None:
    assert unmarked_after(sentence) == unmarked
