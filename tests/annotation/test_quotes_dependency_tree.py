from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns, make_doc

from onrecord.annotation.quotes.dependency_tree import DependencyTree


def tree_of(sentences: str) -> DependencyTree:
    return DependencyTree(make_doc(sentences))


def at(tree: DependencyTree, word: str, number: int = 1) -> int:
    return [token.i for token in tree.doc if token.text == word][number - 1]


def head_and_dep(tree: DependencyTree, word: str) -> tuple[str, str]:
    token = at(tree, word)
    return tree.doc[tree.head[token]].text, tree.dep[token]


def words(tree: DependencyTree, tokens: tuple[int, int] | None) -> str | None:
    return None if tokens is None else tree.doc[tokens[0] : tokens[1]].text


# The parse as lists


def test_the_columns_are_those_of_the_doc() -> None:
    doc = make_doc("Berg/NNP/nsubj/said said/VBD/ROOT so/RB/advmod/said .", ents={"Berg": "PERSON"})
    tree = DependencyTree(doc)
    assert len(tree) == 4
    assert (tree.lemma, tree.lower) == (["Berg", "say", "so", "."], ["berg", "said", "so", "."])
    assert (tree.pos[:3], tree.tag[:3]) == (["PROPN", "VERB", "ADV"], ["NNP", "VBD", "RB"])
    assert (tree.dep, tree.head) == (["nsubj", "ROOT", "advmod", "punct"], [1, 1, 1, 1])
    assert tree.children == [[], [0, 2, 3], [], []]
    assert tree.ent == ["PERSON", "", "", ""]
    assert (tree.starts, tree.ends) == ([0, 5, 10, 12], [4, 9, 12, 13])
    assert tree.chars((0, 2)) == (0, 9)


def test_without_a_parse_every_token_is_a_root() -> None:
    tree = DependencyTree(doc_of_columns(["He", "said"]))
    assert (tree.head, tree.children, tree.subtrees) == ([0, 1], [[], []], [(0, 1), (1, 2)])


def test_an_empty_doc_has_no_offsets() -> None:
    tree = DependencyTree(doc_of_columns([]))
    assert (len(tree), tree.starts, tree.ends, tree.subtrees) == (0, [], [], [])


def test_a_subtree_reaches_from_its_first_to_its_last_token() -> None:
    tree = tree_of(
        "The/DT/det/man man/NN/nsubj/said of/IN/prep/man peace/NN/pobj/of said/VBD/ROOT that/IN/mark/fails "
        "it/PRP/nsubj/fails fails/VBZ/ccomp/said"
    )
    assert [words(tree, subtree) for subtree in tree.subtrees] == [
        "The",
        "The man of peace",
        "of peace",
        "peace",
        "The man of peace said that it fails",
        "that",
        "it",
        "that it fails",
    ]


@pytest.mark.parametrize(
    ("tokens", "stripped"),
    [
        ((0, 7), (0, 4)),  # He (Berg),”.
        ((1, 6), (2, 3)),  # stripped of its opening one, a bracket is not closed inside
        ((2, 7), (2, 3)),
        ((4, 7), None),
        ((3, 3), None),
    ],
)
def test_punctuation_is_stripped_off_both_ends(tokens: tuple[int, int], stripped: tuple[int, int] | None) -> None:
    tree = tree_of("He/PRP/ROOT ( Berg/NNP/appos/He ) , ” .")
    assert tree.strip_punctuation(tokens) == stripped


def test_white_space_and_square_brackets_are_stripped_like_punctuation() -> None:
    tree = tree_of("so/RB/advmod/it [ it/PRP/ROOT ] ¶/_SP/dep/it")
    assert tree.strip_punctuation((1, 5)) == (2, 3)
    assert tree.strip_punctuation((0, 5)) == (0, 4)


def test_the_first_child_with_one_of_the_dependencies() -> None:
    tree = tree_of("He/PRP/nsubj/gave gave/VBD/ROOT us/PRP/dative/gave it/PRP/dobj/gave")
    assert tree.child(1, "dobj", "dative") == 2
    assert tree.child(1, "prep") is None
    assert tree.child(0, "nsubj") is None


# Corrections of the parse


def test_an_as_phrase_hangs_on_the_passive_verb_and_not_on_its_agent() -> None:
    tree = tree_of(
        "He/PRP/nsubjpass/described was/VBD/auxpass/described described/VBN/ROOT by/IN/agent/described "
        "friends/NNS/pobj/by as/IN/prep/friends a/DT/det/man man/NN/pobj/as"
    )
    assert head_and_dep(tree, "as") == ("described", "prep")
    assert tree.children[at(tree, "friends")] == []
    assert words(tree, tree.subtrees[at(tree, "friends")]) == "friends"


@pytest.mark.parametrize(("preposition", "dep"), [("as", "prep"), ("with", "agent")])
def test_other_phrases_stay_where_they_are(preposition: str, dep: str) -> None:
    tree = tree_of(
        f"He/PRP/nsubjpass/described was/VBD/auxpass/described described/VBN/ROOT by/IN/{dep}/described "
        f"friends/NNS/pobj/by {preposition}/IN/prep/friends a/DT/det/man man/NN/pobj/{preposition}"
    )
    assert head_and_dep(tree, preposition) == ("friends", "prep")


SECOND_VERB = (
    "He/PRP/nsubj/says says/VBZ/ROOT it/PRP/nsubj/{clause} {clause}/{tag}/ccomp/says and/CC/cc/{clause} "
    "adds/VBZ/conj/{clause} {rest}"
)
THAT_CLAUSE = "that/IN/mark/must it/PRP/nsubj/must must/MD/ccomp/adds"


def test_a_second_verb_of_another_tense_hangs_on_the_first_if_it_has_a_clause() -> None:
    tree = tree_of(SECOND_VERB.format(clause="failed", tag="VBD", rest=THAT_CLAUSE))
    assert head_and_dep(tree, "adds") == ("says", "conj")
    assert head_and_dep(tree, "and") == ("says", "cc")
    assert words(tree, tree.subtrees[at(tree, "failed")]) == "it failed"
    subject = tree.subject(at(tree, "adds"))
    assert subject is not None
    assert tree.doc[subject.token].text == "He"


@pytest.mark.parametrize(
    ("tag", "rest"),
    [
        ("VBZ", THAT_CLAUSE),  # says it fails and adds: of one tense, so it is what fails that adds
        ("VBD", "money/NN/dobj/adds"),  # no clause of its own
        ("VBD", THAT_CLAUSE + " she/PRP/nsubj/adds"),  # a subject of its own
    ],
)
def test_a_second_verb_of_the_clause_stays_in_it(tag: str, rest: str) -> None:
    tree = tree_of(SECOND_VERB.format(clause="fails", tag=tag, rest=rest))
    assert head_and_dep(tree, "adds") == ("fails", "conj")


INFINITIVE = (
    "He/PRP/nsubj/wants wants/{tag}/ROOT to/TO/aux/win win/{form}/xcomp/wants and/CC/cc/win adds/{second}/conj/win "
    "money/NN/dobj/adds"
)


@pytest.mark.parametrize("form", ["VB", "VBG"])
def test_a_finite_verb_is_never_the_second_of_an_infinitive_or_a_participle(form: str) -> None:
    tree = tree_of(INFINITIVE.format(tag="VBZ", form=form, second="VBZ"))
    assert head_and_dep(tree, "adds") == ("wants", "conj")


@pytest.mark.parametrize(
    ("tag", "form", "second"),
    [
        ("VBZ", "VB", "VB"),  # wants to win and add money
        ("VBD", "VB", "VBZ"),  # no verb of its tense above
        ("VBZ", "VBN", "VBZ"),  # no infinitive, and no clause either
    ],
)
def test_a_second_verb_stays_where_it_may_belong(tag: str, form: str, second: str) -> None:
    tree = tree_of(INFINITIVE.format(tag=tag, form=form, second=second))
    assert head_and_dep(tree, "adds") == ("win", "conj")


def test_a_second_verb_is_raised_only_to_a_verb_before_its_clause() -> None:
    tree = tree_of("Win/VB/csubj/helps and/CC/cc/Win adds/VBZ/conj/Win money/NN/dobj/adds helps/VBZ/ROOT")
    assert head_and_dep(tree, "adds") == ("Win", "conj")


@pytest.mark.parametrize(("depth", "head"), [(8, "wants"), (9, "v8")])
def test_a_second_verb_looks_eight_verbs_up(depth: int, head: str) -> None:
    infinitives = " ".join(f"v{n}/VB/xcomp/{f'v{n - 1}' if n else 'wants'}" for n in range(depth))
    last = f"v{depth - 1}"
    sentence = f"He/PRP/nsubj/wants wants/VBZ/ROOT {infinitives} and/CC/cc/{last} adds/VBZ/conj/{last}"
    assert head_and_dep(tree_of(sentence), "adds") == (head, "conj")


MAIN_VERB = (
    "A/DT/det/spokesman spokesman/NN/{dep} after/IN/prep/spokesman lunch/NN/pobj/after called/{tag}/acl/lunch "
    "us/PRP/dobj/lunch help/VB/advcl/lunch"
)


def test_a_finite_verb_that_seems_to_describe_a_noun_is_the_main_verb() -> None:
    tree = tree_of(MAIN_VERB.format(dep="ROOT", tag="VBD"))
    assert head_and_dep(tree, "called") == ("called", "ROOT")
    assert head_and_dep(tree, "spokesman") == ("called", "nsubj")
    assert head_and_dep(tree, "us") == ("called", "dobj")
    assert head_and_dep(tree, "help") == ("called", "xcomp")
    assert tree.children[at(tree, "called")] == [at(tree, "spokesman"), at(tree, "us"), at(tree, "help")]
    assert tree.children[at(tree, "lunch")] == []


def test_a_participle_describes_its_noun() -> None:
    tree = tree_of(MAIN_VERB.format(dep="ROOT", tag="VBN"))
    assert head_and_dep(tree, "called") == ("lunch", "acl")


def test_a_sentence_with_a_verb_keeps_it() -> None:
    tree = tree_of(MAIN_VERB.format(dep="nsubj/spoke", tag="VBD") + " spoke/VBD/ROOT")
    assert head_and_dep(tree, "called") == ("lunch", "acl")
    tree = tree_of("Spoke/VBD/ROOT " + MAIN_VERB.format(dep="nsubj/Spoke", tag="VBD"))
    assert head_and_dep(tree, "called") == ("lunch", "acl")


# Subjects


def subject(tree: DependencyTree, verb: str) -> tuple[str, str] | None:
    verb_subject = tree.subject(at(tree, verb))
    return None if verb_subject is None else (tree.doc[verb_subject.token].text, verb_subject.relation)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He/PRP/nsubj/saying saying/VBD/ROOT", ("He", "own")),
        ("It/PRP/nsubjpass/saying was/VBD/auxpass/saying saying/VBN/ROOT", ("It", "own")),
        ("He/PRP/nsubj/wants wants/VBZ/ROOT to/TO/aux/saying saying/VB/xcomp/wants", ("He", "xcomp")),
        ("He/PRP/nsubj/left left/VBD/ROOT saying/VBG/advcl/left", ("He", "advcl")),
        ("He/PRP/nsubj/came came/VBD/ROOT and/CC/cc/came saying/VBD/conj/came", ("He", "conj")),
        ("He/PRP/nsubj/met met/VBD/ROOT boys/NNS/dobj/met saying/VBG/acl/boys", ("boys", "acl")),
        (
            "He/PRP/nsubj/met met/VBD/ROOT boys/NNS/dobj/met always/RB/advmod/saying saying/VBD/relcl/boys",
            ("boys", "relcl"),
        ),
        (
            "He/PRP/nsubj/saw saw/VBD/ROOT her/PRP$/poss/plan plan/NN/dobj/saw to/TO/aux/saying saying/VB/acl/plan",
            ("her", "poss"),
        ),
        (
            "He/PRP/nsubj/made made/VBD/ROOT plans/NNS/dobj/made to/TO/aux/saying saying/VB/acl/plans",
            ("He", "acl"),
        ),
        (
            "He/PRP/nsubj/asked asked/VBD/ROOT her/PRP/dobj/asked to/TO/aux/saying saying/VB/xcomp/asked",
            ("her", "control"),
        ),
        ("To/TO/aux/saying saying/VB/xcomp/pleases pleases/VBZ/ROOT her/PRP/dobj/pleases", None),
        ("Saying/VBG/csubj/hurts hurts/VBZ/ROOT saying/VB/xcomp/hurts", ("Saying", "xcomp")),
        ("saying/VBG/csubj/hurts hurts/VBZ/ROOT", None),
        ("Go/VB/ROOT", None),
    ],
)
def test_the_subject_of_a_verb(sentence: str, expected: tuple[str, str] | None) -> None:
    verb = "Go" if sentence.startswith("Go") else "saying"
    assert subject(tree_of(sentence), verb) == expected


@pytest.mark.parametrize(
    ("words_before", "noun_dep", "expected"),
    [
        ("statement/NN", "dobj/issued", ("He", "acl")),
        ("house/NN", "dobj/issued", ("house", "acl")),
        ("house/NN", "dobj/issued ,/,/punct/issued", ("He", "acl")),
        ("statement/NN", "conj/issued", ("statement", "acl")),
        ("statement/NN", "nsubj/issued ,/,/punct/issued", ("statement", "acl")),
    ],
)
def test_a_participle_may_only_seem_to_describe_the_noun_before_it(
    words_before: str, noun_dep: str, expected: tuple[str, str]
) -> None:
    noun = words_before.partition("/")[0]
    tree = tree_of(f"He/PRP/nsubj/issued issued/VBD/ROOT {words_before}/{noun_dep} saying/VBG/acl/{noun}")
    assert subject(tree, "saying") == expected


@pytest.mark.parametrize("participle", ["said/VBN/acl/statement/say", "thinking/VBG/acl/statement/think"])
def test_only_a_present_participle_of_a_verb_of_speech_is_detached(participle: str) -> None:
    tree = tree_of(f"He/PRP/nsubj/issued issued/VBD/ROOT statement/NN/dobj/issued {participle}")
    assert subject(tree, participle.partition("/")[0]) == ("statement", "acl")


def test_a_subject_is_looked_for_through_eight_clauses() -> None:
    def nested(depth: int) -> str:
        clauses = " ".join(f"v{n}/VB/advcl/{f'v{n - 1}' if n else 'wants'}" for n in range(depth))
        return f"He/PRP/nsubj/wants wants/VBZ/ROOT {clauses}"

    assert subject(tree_of(nested(7)), "v6") == ("He", "advcl")
    assert subject(tree_of(nested(8)), "v7") is None


# Phrases

PHRASE = (
    "the/DT/det/boy old/JJ/amod/boy boy/NN/nsubj/left , of/IN/prep/boy Bern/NNP/pobj/of saying/VBG/acl/boy so/RB/advmod/saying "
    "left/VBD/ROOT"
)


@pytest.mark.parametrize(
    ("before", "after", "phrase"),
    [
        (None, None, "the old boy, of Bern"),
        (4, None, "the old boy"),
        (2, None, None),
        (3, 1, "old boy"),
        (None, 2, "boy, of Bern"),
        (None, 3, None),
    ],
)
def test_a_phrase_is_cut_and_leaves_participle_clauses_out(
    before: int | None, after: int | None, phrase: str | None
) -> None:
    tree = tree_of(PHRASE)
    assert words(tree, tree.phrase(at(tree, "boy"), before=before, after=after)) == phrase


@pytest.mark.parametrize("clause", ["said/VBN/acl/boy", "saying/VBG/relcl/boy"])
def test_a_phrase_keeps_other_clauses(clause: str) -> None:
    tree = tree_of(f"the/DT/det/boy boy/NN/nsubj/left {clause} left/VBD/ROOT")
    assert words(tree, tree.phrase(1)) == f"the boy {clause.partition('/')[0]}"
