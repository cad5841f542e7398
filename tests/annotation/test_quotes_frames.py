"""Frames of sentences parsed by hand: shown as pattern, source, cue and content."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.frame_features import Frame
from onrecord.annotation.quotes.frames import FrameExtractor
from onrecord.annotation.quotes.rules import quoted_tokens
from onrecord.annotation.text.quotation_marks import find_quotations

NOUNS = frozenset({"claim.n", "sure.a"})
Shown = tuple[str, str | None, str, str]


def extract(sentence: str, ents: dict[str, str] | None = None) -> tuple[DependencyTree, list[Frame]]:
    doc = make_doc(sentence, ents=ents)
    tree = DependencyTree(doc)
    is_quoted = quoted_tokens(tree, find_quotations(doc.text))
    extractor = FrameExtractor(tree, is_quoted, NOUNS, lambda key: "speech" if key == "say" else "attitude")
    return tree, list(extractor.frames())


def frames(sentence: str, cue: str = "", ents: dict[str, str] | None = None) -> list[Shown]:
    """Return the frames of a sentence; with ``cue``, those whose main word that is."""
    tree, extracted = extract(sentence, ents)

    def words(ranges: tuple[tuple[int, int], ...]) -> str:
        return " | ".join(tree.doc[first:last].text for first, last in ranges)

    return [
        (frame.pattern, words((frame.source,)) if frame.source else None, words(frame.cue), words(frame.content))
        for frame in extracted
        if not cue or tree.doc[frame.cue_token].text == cue
    ]


def features(sentence: str, pattern: str, ents: dict[str, str] | None = None) -> set[str]:
    """Return the features of the only frame of a sentence that has this pattern."""
    (frame,) = [frame for frame in extract(sentence, ents)[1] if frame.pattern == pattern]
    return set(frame.features)


HE_SAID = "He/PRP/nsubj/said said/VBD/ROOT"
IT_RAINS = "it/PRP/nsubj/rains rains/VBZ/ccomp/said"


# Which words are cues


def test_a_verb_has_its_complement_as_content_and_its_subject_as_source() -> None:
    assert frames(f"{HE_SAID} {IT_RAINS} .", "said") == [("ccomp", "He", "said", "it rains")]


def test_a_frame_knows_its_words() -> None:
    (frame,) = extract(f"{HE_SAID} up/RP/prt/said no/DT/dobj/said")[1]
    assert (frame.cue_token, frame.cue_key, frame.source_head, frame.is_marked) == (1, "say_up", 0, False)
    assert (frame.source, frame.cue, frame.content) == ((0, 1), ((1, 3),), ((3, 4),))


def test_a_verb_in_quotation_marks_is_no_cue() -> None:
    assert frames(f"He/PRP/nsubj/said “ said/VBD/ROOT {IT_RAINS} ”") == []


def test_only_nouns_and_adjectives_of_the_lexicon_are_cues() -> None:
    clause = "rains/VBZ/ccomp/{}"
    assert frames(f"claim/NN/ROOT {clause.format('claim')}", "claim") == [("ccomp", None, "claim", "rains")]
    assert frames(f"hope/NN/ROOT {clause.format('hope')}", "hope") == []
    assert frames(f"sure/JJ/ROOT {clause.format('sure')}", "sure") == [("ccomp", None, "sure", "rains")]
    assert frames(f"glad/JJ/ROOT {clause.format('glad')}", "glad") == []
    assert frames(f"claim/JJ/ROOT {clause.format('claim')}", "claim") == []
    assert frames(f"sure/NN/ROOT {clause.format('sure')}", "sure") == []


# Runs of complements


def test_complements_side_by_side_are_one_content_up_to_three() -> None:
    sentence = "He/PRP/nsubj/gave gave/VBD/ROOT a/NN/dobj/gave b/NN/oprd/gave c/NN/attr/gave d/NN/acomp/gave"
    assert [(pattern, content) for pattern, _, _, content in frames(sentence)] == [
        ("dobj", "a"),
        ("dobj+oprd", "a b"),
        ("dobj+oprd+attr", "a b c"),
        ("oprd", "b"),
        ("oprd+attr", "b c"),
        ("oprd+attr+acomp", "b c d"),
        ("attr", "c"),
        ("attr+acomp", "c d"),
        ("acomp", "d"),
    ]


def test_a_run_does_not_begin_with_an_adjunct_before_a_clause() -> None:
    on_monday = "on/IN/prep/said Monday/NNP/pobj/on"
    assert frames(f"{HE_SAID} {on_monday} {IT_RAINS}", "said") == [
        ("prep", "He", "said on", "Monday"),
        ("ccomp", "He", "said", "it rains"),
    ]
    assert [pattern for pattern, *_ in frames(f"{HE_SAID} {on_monday} rain/NN/xcomp/said", "said")] == [
        "prep",
        "prep+xcomp",
        "xcomp",
    ]
    assert [pattern for pattern, *_ in frames(f"{HE_SAID} us/PRP/dobj/said {IT_RAINS}", "said")] == [
        "dobj",
        "dobj+ccomp",
        "ccomp",
    ]


def test_twelve_complements_are_looked_at() -> None:
    many = " ".join(f"w{number}/NN/dobj/said" for number in range(14))
    contents = [content for *_, content in frames(f"{HE_SAID} {many}")]
    assert "w11" in contents
    assert "w12" not in contents


def test_a_content_of_punctuation_alone_is_none() -> None:
    assert frames(f"{HE_SAID} ,/,/dobj/said") == []


# Words of the cue


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("He/PRP/nsubj/said has/VBZ/aux/said not/RB/neg/said said/VBN/ROOT no/DT/dobj/said", "has not said"),
        ("has/VBZ/aux/said He/PRP/nsubj/said said/VBN/ROOT no/DT/dobj/said", "said"),
        ("He/PRP/nsubj/said said/VBD/ROOT up/RP/prt/said no/DT/dobj/said", "said up"),
        ("He/PRP/nsubj/said said/VBD/ROOT no/DT/dobj/said up/RP/prt/said", "said | up"),
        ("He/PRP/nsubj/said up/RP/prt/said said/VBD/ROOT no/DT/dobj/said", "said"),
        ("He/PRP/nsubj/said said/VBD/ROOT of/IN/prep/said no/DT/pobj/of", "said of"),
        ("He/PRP/nsubj/said said/VBD/ROOT us/PRP/dep/said of/IN/prep/said no/DT/pobj/of", "said | of"),
        ("He/PRP/nsubj/said said/VBD/ROOT up/RP/prt/said of/IN/prep/said no/DT/pobj/of", "said up of"),
    ],
)
def test_a_cue_takes_in_auxiliaries_particle_and_preposition(sentence: str, cue: str) -> None:
    assert [shown[2] for shown in frames(sentence)] == [cue]


# Sources


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "The/DT/det/man man/NN/nsubj/said of/IN/prep/man it/PRP/pobj/of said/VBD/ROOT no/DT/dobj/said",
            "The man of it",
        ),
        ("said/VBD/ROOT the/DT/det/man man/NN/nsubj/said no/DT/dobj/said", "the man"),
        ("said/VBD/ROOT no/DT/dobj/said", None),
        ("men/NNS/ROOT said/VBD/relcl/men no/DT/dobj/said", "men"),
    ],
)
def test_the_source_is_the_phrase_of_the_subject(sentence: str, source: str | None) -> None:
    assert [shown[1] for shown in frames(sentence, "said")] == [source]


def test_the_source_is_cut_where_the_content_begins() -> None:
    sentence = "said/VBD/ROOT the/DT/det/man man/NN/nsubj/said no/DT/{dep}/{head} here/RB/advmod/man"
    assert [shown[1] for shown in frames(sentence.format(dep="dobj", head="said"))] == ["the man"]
    content_first = "said/VBD/ROOT no/DT/dobj/said here/RB/advmod/man man/NN/nsubj/said so/RB/advmod/no"
    assert [shown[1] for shown in frames(content_first)] == [None]


PASSIVE = "It/PRP/nsubjpass/said was/VBD/auxpass/said said/VBN/ROOT {} fails/VBZ/ccomp/said"


def test_the_agent_of_a_passive_is_its_source() -> None:
    assert frames(PASSIVE.format("by/IN/agent/said Berg/NNP/pobj/by"), "said") == [
        ("ccomp", "Berg", "was said", "fails"),
        ("subject+", "Berg", "was said", "It"),
        ("subject+ccomp", "Berg", "was said", "It | fails"),
    ]


def test_a_passive_without_an_agent_has_its_subject_or_nobody_as_source() -> None:
    assert frames(PASSIVE.format(""), "said") == [
        ("ccomp", "It", "was said", "fails"),
        ("ccomp", None, "was said", "fails"),
        ("subject+", None, "was said", "It"),
        ("subject+ccomp", None, "was said", "It | fails"),
    ]


def test_an_active_verb_has_no_subject_as_content() -> None:
    assert frames(PASSIVE.replace("nsubjpass", "nsubj").replace("auxpass", "aux").format(""), "said") == [
        ("ccomp", "It", "was said", "fails")
    ]


def test_who_is_addressed_is_no_part_of_the_content() -> None:
    told = "He/PRP/nsubjpass/told was/VBD/auxpass/told told/VBN/ROOT {}"
    assert "subject+ccomp" not in [pattern for pattern, *_ in frames(told.format("fails/VBZ/ccomp/told"), "told")]
    assert [pattern for pattern, *_ in frames(told.format("lies/NNS/dobj/told"))] == [
        "dobj",
        "dobj",
        "subject+",
        "subject+dobj",
    ]
    called = told.replace("told", "called")
    assert "subject+ccomp" in [
        pattern for pattern, *_ in frames(called.format("fails/VBZ/ccomp/called"), "called")
    ]


def test_the_noun_that_a_passive_describes_is_its_subject() -> None:
    sentence = "men/NNS/ROOT called/VBN/{dep}/men by/IN/agent/called Berg/NNP/pobj/by liars/NNS/oprd/called"
    assert [pattern for pattern, *_ in frames(sentence.format(dep="acl"))] == ["oprd", "subject+", "subject+oprd"]
    assert [pattern for pattern, *_ in frames(sentence.format(dep="relcl"))] == [
        "oprd",
        "subject+",
        "subject+oprd",
    ]
    assert [pattern for pattern, *_ in frames(sentence.format(dep="advcl"))] == ["oprd"]


def test_the_subject_of_a_raising_verb_is_content() -> None:
    sentence = "Rain/NN/nsubj/{verb} {verb}/VBZ/ROOT/{verb}/{lemma} come/VB/xcomp/{verb}"
    assert frames(sentence.format(verb="seems", lemma="seem"), "seems") == [
        ("xcomp", "Rain", "seems", "come"),
        ("subject+", None, "seems", "Rain"),
        ("subject+xcomp", None, "seems", "Rain | come"),
    ]
    assert frames(sentence.format(verb="wants", lemma="want"), "wants") == [("xcomp", "Rain", "wants", "come")]
    inverted = "seems/VBZ/ROOT/seems/seem rain/NN/nsubj/seems come/VB/xcomp/seems"
    assert frames(inverted, "seems") == [("xcomp", "rain", "seems", "come")]
    shared = "Rain/NN/nsubj/tries tries/VBZ/ROOT seems/VB/xcomp/tries/seem come/VB/xcomp/seems"
    assert frames(shared, "seems") == [("xcomp", "Rain", "seems", "come")]


def test_a_subject_takes_two_complements_at_most() -> None:
    sentence = "Rain/NN/nsubj/seems seems/VBZ/ROOT/seems/seem a/NN/oprd/seems b/NN/attr/seems c/NN/acomp/seems"
    assert [content for pattern, _, _, content in frames(sentence) if pattern.startswith("subject")] == [
        "Rain",
        "Rain | a",
        "Rain | a b",
    ]


# Clauses before and around


def test_a_clause_before_the_cue_is_content() -> None:
    sentence = "it/PRP/nsubj/rains rains/VBZ/{dep}/said , he/PRP/nsubj/said said/VBD/ROOT ."
    assert frames(sentence.format(dep="ccomp"), "said") == [("clause before", "he", "said", "it rains")]
    assert frames(sentence.format(dep="advcl"), "said") == []


def test_a_clause_around_the_cue_is_content_before_it_and_behind_it() -> None:
    around = "Rain/NN/nsubj/comes , he/PRP/nsubj/said said/VBD/ccomp/comes , comes/VBZ/ROOT ."
    assert frames(around, "said") == [("put into ccomp", "he", "said", "Rain | comes")]
    before = "it/PRP/nsubj/rains rains/VBZ/ccomp/said now/RB/advmod/rains , he/PRP/nsubj/said said/VBD/ROOT ."
    assert frames(before, "said") == [("clause before", "he", "said", "it rains now")]


INTO = "It/PRP/nsubj/failed failed/{tag}/ROOT , {mark} he/PRP/{subject}/said said/VBD/{dep}/failed ."


@pytest.mark.parametrize(
    ("tag", "mark", "subject", "dep", "pattern"),
    [
        ("VBD", "", "nsubj", "parataxis", "put into parataxis"),
        ("VBD", "", "nsubj", "ccomp", "put into ccomp"),
        ("VBD", "as/IN/mark/said", "nsubj", "advcl", "put into advcl:as"),
        ("VBD", "", "nsubj", "advcl", None),
        ("VBD", "", "dep", "parataxis", None),
        ("VBD", "", "nsubj", "conj", None),
        ("NN", "", "nsubj", "parataxis", None),
    ],
)
def test_a_cue_may_be_put_into_the_clause(
    tag: str, mark: str, subject: str, dep: str, pattern: str | None
) -> None:
    shown = frames(INTO.format(tag=tag, mark=mark, subject=subject, dep=dep), "said")
    assert shown == ([] if pattern is None else [(pattern, "he", "said", "It failed")])


def test_according_to_has_each_clause_above_it_as_content() -> None:
    sentence = (
        "He/PRP/nsubj/hopes hopes/VBZ/ROOT it/PRP/nsubj/failed failed/VBD/ccomp/hopes according/VBG/prep/failed "
        "to/IN/prep/according the/DT/det/army army/NN/pobj/to ."
    )
    assert frames(sentence, "according") == [
        ("according to", "the army", "according to", "it failed"),
        ("according to", "the army", "according to", "He hopes it failed"),
    ]
    assert frames(sentence.replace("according", "owing"), "according") == []
    assert frames(sentence.replace("to/IN/prep", "to/IN/dep"), "according") == []
    assert frames(sentence.replace("army/NN/pobj", "army/NN/dep"), "according") == []


def test_according_to_climbs_six_clauses() -> None:
    verbs = " ".join(f"v{n}/VB/{'ccomp/v' + str(n - 1) if n else 'ROOT'}" for n in range(8))
    sentence = f"{verbs} according/VBG/prep/v7 to/IN/prep/according him/PRP/pobj/to"
    assert [content.split()[0] for *_, content in frames(sentence, "according")] == [
        "v7",
        "v6",
        "v5",
        "v4",
        "v3",
        "v2",
    ]


def test_according_to_has_each_content_once() -> None:
    sentence = "failed/VBD/ccomp/- -/:/ROOT according/VBG/prep/failed to/IN/prep/according him/PRP/pobj/to"
    assert [content for *_, content in frames(sentence, "according")] == ["failed"]


def test_the_features_of_according_to_say_how_far_it_climbs() -> None:
    sentence = "{}failed/VBD/ROOT {}"
    phrase = "according/VBG/prep/failed to/IN/prep/according him/PRP/pobj/to"
    assert {"climb=own", "first=False"} <= features(sentence.format("", phrase), "according to")
    assert {"climb=own", "first=True"} <= features(sentence.format(phrase + " ", ""), "according to")


# Nouns and adjectives

THAT = "it/PRP/nsubj/rains rains/VBZ/acl/claim"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the owner before any other
        (
            f"his/PRP$/poss/claim claim/NN/dobj/made {THAT} by/IN/prep/claim us/PRP/pobj/by made/VBD/ROOT",
            ("his", "claim"),
        ),
        (f"Berg/NNP/nsubj/made made/VBD/ROOT a/DT/det/claim claim/NN/dobj/made {THAT}", ("Berg", "made a claim")),
        (
            f"Berg/NNP/nsubj/made has/VBZ/aux/made made/VBN/ROOT claim/NN/dobj/made {THAT}",
            ("Berg", "has made claim"),
        ),
        (f"Berg/NNP/nsubj/made made/VBD/ROOT on/IN/prep/made claim/NN/pobj/on {THAT}", ("Berg", "made on claim")),
        (f"Berg/NNP/nsubj/made claim/NN/dobj/made {THAT} made/VBD/ROOT", (None, "claim")),
        (f"made/VBD/ROOT claim/NN/dobj/made {THAT} Berg/NNP/nsubj/made", (None, "claim")),
        (f"Berg/NNP/nsubj/made made/VBD/ROOT claim/NN/npadvmod/made {THAT}", (None, "claim")),
        (f"Berg/NNP/nsubj/is is/VBZ+AUX/ROOT a/DT/det/claim claim/NN/attr/is {THAT}", ("Berg", "is a claim")),
        (f"US/NNP/compound/claim claim/NN/ROOT {THAT}", ("US", "claim")),
        (f"old/JJ/amod/claim claim/NN/ROOT {THAT}", (None, "claim")),
        (f"US/NNP/dep/claim claim/NN/ROOT {THAT}", (None, "claim")),
        (
            f"Berg/NNP/nsubj/made made/VBD/ROOT US/NNP/compound/claim claim/NN/dobj/made {THAT}",
            ("Berg", "made US claim"),
        ),
    ],
)
def test_the_source_of_a_noun(sentence: str, expected: tuple[str | None, str]) -> None:
    ents = {"US": "GPE"} if "US/" in sentence else None
    assert [shown[1:3] for shown in frames(sentence, "claim", ents) if shown[0] == "acl"] == [expected]


@pytest.mark.parametrize(
    ("preposition", "source"), [("by", "us"), ("from", "us"), ("among", "us"), ("of", "Berg")]
)
def test_a_phrase_with_by_is_the_source_and_no_content(preposition: str, source: str) -> None:
    sentence = f"Berg/NNP/nsubj/saw saw/VBD/ROOT claim/NN/dobj/saw {preposition}/IN/prep/claim us/PRP/pobj/{preposition} {THAT}"
    shown = frames(sentence, "claim")
    assert {frame[1] for frame in shown} == {source}
    assert [frame[3] for frame in shown] == (["it rains"] if source == "us" else ["us", "it rains"])


def test_each_complement_of_a_noun_is_a_content_of_its_own() -> None:
    sentence = f"claim/NN/ROOT of/IN/prep/claim rain/NN/pobj/of {THAT}"
    assert frames(sentence, "claim") == [("prep", None, "claim of", "rain"), ("acl", None, "claim", "it rains")]


def test_the_features_of_a_noun_name_the_verb_above_it() -> None:
    sentence = f"Berg/NNP/nsubj/made made/VBD/ROOT/made/make {{}}claim/NN/{{}} {THAT}"
    assert {"w=claim.n", "d=dobj", "gov=make", "gov=make|claim.n"} <= features(
        sentence.format("", "dobj/made"), "acl"
    )
    assert "gov=make_on" in features(sentence.format("on/IN/prep/made ", "pobj/on"), "acl")
    assert not any(feature.startswith("gov=") for feature in features(f"claim/NN/ROOT {THAT}", "acl"))


def test_an_adjective_after_be_has_the_complements_of_both() -> None:
    sentence = "Berg/NNP/nsubj/is is/VBZ+{pos}/ROOT sure/JJ/acomp/is fails/VBZ/ccomp/is"
    assert frames(sentence.format(pos="AUX"), "sure") == [("ccomp", "Berg", "is sure", "fails")]
    assert frames(sentence.format(pos="VERB"), "sure") == []
    before = "Berg/NNP/nsubj/is is/VBZ+AUX/ROOT now/NN/npadvmod/is sure/JJ/acomp/is of/IN/prep/sure it/PRP/pobj/of fails/VBZ/ccomp/is"
    assert [content for *_, content in frames(before, "sure")] == ["it", "fails"]


def test_a_noun_that_is_the_subject_of_be_has_what_follows_that() -> None:
    sentence = (
        "The/DT/det/claim claim/NN/nsubj/is of/IN/prep/claim Berg/NNP/pobj/of is/VBZ+AUX/ROOT fails/VBZ/ccomp/is"
    )
    assert ("be:ccomp", "Berg", "claim | is", "fails") in frames(sentence, "claim")
    owned = sentence.replace("The/DT/det", "his/PRP$/poss")
    assert ("be:ccomp", "his", "claim | is", "fails") in frames(owned, "claim")
    assert [p for p, *_ in frames(sentence.replace("is/VBZ+AUX/ROOT", "is/VBZ+AUX/ROOT/is/seem"), "claim")] == [
        "prep"
    ]
    assert [p for p, *_ in frames(sentence.replace("/nsubj/", "/dep/"), "claim")] == ["prep"]
    question = "is/VBZ+AUX/ROOT the/DT/det/claim claim/NN/nsubj/is fails/VBZ/ccomp/is"
    assert frames(question, "claim") == []
    assert "f=be:ccomp|claim.n" in features(sentence, "be:ccomp")


# Features


def test_the_features_of_a_verb() -> None:
    sentence = (
        "He/PRP/nsubj/said will/MD/aux/said not/RB/neg/said said/VB/ROOT a/NN/dobj/said b/NN/oprd/said "
        "c/NN/attr/said"
    )
    assert features(sentence, "oprd") == {
        "bias",
        "p=oprd",
        "p=oprd|say",
        "p=oprd|t=speech",
        "rel=own",
        "p=oprd|rel=own",
        "marks=none",
        "marks=none|p=oprd",
        "marks=none|t=speech",
        "len=0",
        "w=say",
        "tag=VB",
        "d=ROOT",
        "aux=will",
        "neg",
        "skip=dobj",
        "skip=dobj|say",
        "rest=attr",
        "rest=attr|say",
        "f=oprd",
        "f=oprd|say",
        "s=he",
        "s=he|p=oprd",
        "s=he|say",
        "s=he|t=speech",
        "right",
        "h=NOUN",
        "h=b",
        "ht=NN|p=oprd",
        "hs=noun",
    }


def test_the_features_of_a_passive_and_of_a_verb_under_another() -> None:
    assert {"passive", "passive|say"} <= features(PASSIVE.format(""), "subject+")
    assert "passive" not in features(f"{HE_SAID} no/DT/dobj/said", "dobj")
    under = "He/PRP/nsubj/wants wants/VBZ/ROOT/wants/want said/VB/{}/wants no/DT/dobj/said"
    assert "under=want" in features(under.format("xcomp"), "dobj")
    assert "under=want" in features(under.format("ccomp"), "dobj")
    assert not any(feature.startswith("under") for feature in features(under.format("advcl"), "dobj"))


@pytest.mark.parametrize(
    ("source", "feature"),
    [
        ("I/PRP", "s=12"),
        ("She/PRP", "s=she"),
        ("Berg/NNP", "s=person"),
        ("Bern/NNP", "s=gpe"),
        ("Tass/NNP", "s=org"),
        ("Swiss/JJ", "s=norp"),
        ("Monday/NNP", "s=name"),
        ("men/NNS", "s=men"),
    ],
)
def test_the_features_of_a_source(source: str, feature: str) -> None:
    labels = {"Berg": "PERSON", "Bern": "GPE", "Tass": "ORG", "Swiss": "NORP", "Monday": "DATE"}
    word = source.partition("/")[0]
    ents = {word: labels[word]} if word in labels else None
    sources = {
        f
        for f in features(f"{source}/nsubj/said said/VBD/ROOT no/DT/dobj/said", "dobj", ents)
        if f.startswith("s=") and "|" not in f
    }
    assert sources == ({feature} if word != "men" else {"s=noun", feature})


def test_a_frame_without_a_source_says_so() -> None:
    assert "s=none|p=dobj" in features("said/VBD/ROOT no/DT/dobj/said", "dobj")


@pytest.mark.parametrize(("count", "marks"), [(0, "none"), (1, "some"), (3, "some"), (4, "all"), (5, "all")])
def test_the_features_say_how_much_of_the_content_stands_in_marks(count: int, marks: str) -> None:
    words = " ".join(f"w{n}/NN/dep/w4" for n in range(4))
    tree = DependencyTree(make_doc(f"{HE_SAID} {words} w4/NN/dobj/said"))
    is_quoted = [False, False, *(n < count for n in range(5))]
    (frame,) = FrameExtractor(tree, is_quoted, NOUNS, lambda _: "speech").frames()
    assert {f"marks={marks}", f"marks={marks}|p=dobj", f"marks={marks}|t=speech"} <= set(frame.features)
    assert frame.is_marked == (count > 0)


@pytest.mark.parametrize(("count", "bucket"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 2), (24, 8), (30, 8)])
def test_the_features_have_the_length_of_the_content(count: int, bucket: int) -> None:
    words = " ".join(f"w{n}/NN/dep/w{count - 1}" for n in range(count - 1))
    assert f"len={bucket}" in features(f"{HE_SAID} {words} w{count - 1}/NN/dobj/said", "dobj")


def test_the_features_say_on_which_side_the_content_stands() -> None:
    assert "left" in features(
        "it/PRP/nsubj/rains rains/VBZ/ccomp/said he/PRP/nsubj/said said/VBD/ROOT", "clause before"
    )
    assert "right" in features(f"{HE_SAID} no/DT/dobj/said", "dobj")


def test_only_a_nominal_head_of_the_content_has_features_of_a_source() -> None:
    assert "hs=noun" in features(f"{HE_SAID} rain/NN/dobj/said", "dobj")
    assert not any(f.startswith("hs=") for f in features(f"{HE_SAID} go/VB/xcomp/said", "xcomp"))
