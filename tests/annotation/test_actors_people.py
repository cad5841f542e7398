"""People clustered by their names: full names, titles, single words."""

from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns
from spacy.tokens import Doc

from onrecord.annotation.actors import people
from onrecord.annotation.actors.people import PersonClusterer, title_gender
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry


def clustered(*names: str) -> ActorRegistry:
    """The registry of people who are named in this order, each in a sentence of its own; a title ends with a point.

    ``Mr. Kovacs`` is the name Kovacs with a title before it.
    """
    words: list[str] = []
    ranges: list[tuple[str, int, int]] = []
    for name in names:
        parts = name.split()
        name_parts = parts[1:] if len(parts[0]) > 2 and parts[0].endswith(".") else parts
        words += [*parts, "."]
        end = len(words) - 1
        ranges.append((" ".join(name_parts), end - len(name_parts), end))
    doc = doc_of_columns(words)
    registry = ActorRegistry(doc)
    PersonClusterer(registry).add_people((name, doc[start:end]) for name, start, end in ranges)
    return registry


def groups(*names: str) -> list[list[str]]:
    """The names of each person, sorted: one list a person."""
    return [sorted(cluster.names) for cluster in clustered(*names).clusters]


# ---- full names


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Anna Kovacs", "Anna Kovacs"], [["Anna Kovacs"]]),
        (["Anna Kovacs", "Anna M. Kovacs"], [["Anna Kovacs", "Anna M. Kovacs"]]),
        (["Anna Kovacs", "A. Kovacs"], [["A. Kovacs", "Anna Kovacs"]]),
        (["Anna Kovacs", "Eva Kovacs"], [["Anna Kovacs"], ["Eva Kovacs"]]),
        (["Anna Kovacs", "Anna Brandt"], [["Anna Kovacs"], ["Anna Brandt"]]),
        # an initial that fits two is nobody's of them
        (["Anna Kovacs", "Adam Kovacs", "A. Kovacs"], [["Anna Kovacs"], ["Adam Kovacs"], ["A. Kovacs"]]),
        # the particle may be left out between full names
        (["Anna von Brandt", "Anna Brandt"], [["Anna Brandt", "Anna von Brandt"]]),
    ],
)
def test_compatible_full_names_are_one_person(names: list[str], expected: list[list[str]]) -> None:
    assert groups(*names) == expected


def test_a_name_that_is_said_often_is_looked_into_once_a_mention(monkeypatch: pytest.MonkeyPatch) -> None:
    mentions = ["Dr. Anna Kovacs"] * 20
    starts: list[int] = []
    title_before = people.title_before

    def counted_title_before(doc: Doc, start: int) -> str:
        starts.append(start)
        return title_before(doc, start)

    monkeypatch.setattr(people, "title_before", counted_title_before)
    assert groups(*mentions) == [["Anna Kovacs"]]
    assert len(starts) == len(set(starts)) == len(mentions)


def test_a_third_form_joins_those_that_were_one_already() -> None:
    assert groups("Anna Kovacs", "Anna M. Kovacs", "A. Kovacs") == [["A. Kovacs", "Anna Kovacs", "Anna M. Kovacs"]]


# ---- double surnames


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["Andres Manuel Lopez Obrador", "Lopez Obrador"],
            [["Andres Manuel Lopez Obrador", "Lopez Obrador"]],
        ),
        # two people end so
        (
            ["Andres Manuel Lopez Obrador", "Jose Ramon Lopez Obrador", "Lopez Obrador"],
            [["Andres Manuel Lopez Obrador"], ["Jose Ramon Lopez Obrador"], ["Lopez Obrador"]],
        ),
        # a first name begins a name of its own
        (["Andres Manuel Karl Huber", "Karl Huber"], [["Andres Manuel Karl Huber"], ["Karl Huber"]]),
        # unless it is a particle
        (["David Ben Huber", "Ben Huber"], [["Ben Huber", "David Ben Huber"]]),
    ],
)
def test_a_double_surname_is_the_one_whose_name_ends_so(names: list[str], expected: list[list[str]]) -> None:
    assert groups(*names) == expected


def test_only_a_tail_of_two_words_or_more_is_a_double_surname() -> None:
    assert people._full_names_by_tail({"Maria Lopez Obrador", "Lopez Obrador", "Obrador"}) == {
        "Lopez Obrador": "Maria Lopez Obrador"
    }


# ---- single words


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Anna Kovacs", "Kovacs"], [["Anna Kovacs", "Kovacs"]]),
        (["Kovacs", "Anna Kovacs"], [["Anna Kovacs", "Kovacs"]]),
        (["Anna Kovacs", "Eva Kovacs", "Kovacs"], [["Anna Kovacs"], ["Eva Kovacs"], ["Kovacs"]]),
        (["Anna Kovacs", "Brandt", "Brandt"], [["Anna Kovacs"], ["Brandt"]]),
        # first names, where no surname is the same
        (["Anna Kovacs", "Anna"], [["Anna", "Anna Kovacs"]]),
        (["Anna Kovacs", "Eva Anna", "Anna"], [["Anna Kovacs"], ["Anna", "Eva Anna"]]),
        (["Anna Kovacs", "Anna Brandt", "Anna"], [["Anna Kovacs"], ["Anna Brandt"], ["Anna"]]),
    ],
)
def test_a_single_word_is_the_only_person_whom_it_can_mean(names: list[str], expected: list[list[str]]) -> None:
    assert groups(*names) == expected


# ---- titles


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # the title fits the one with the full name
        (["Anna Kovacs", "Mrs. Kovacs"], [["Anna Kovacs", "Kovacs"]]),
        (["Anna Kovacs", "Peter Kovacs", "Mrs. Kovacs"], [["Anna Kovacs", "Kovacs"], ["Peter Kovacs"]]),
        # it contradicts the full name
        (["Anna Kovacs", "Mr. Kovacs"], [["Anna Kovacs"], ["Mr. Kovacs"]]),
        # a name that tells no gender, or that of both, takes either title
        (["Zuzuq Kovacs", "Mr. Kovacs"], [["Kovacs", "Zuzuq Kovacs"]]),
        (["Andrea Kovacs", "Mr. Kovacs"], [["Andrea Kovacs", "Kovacs"]]),
        # two whom it fits
        (["Anna Kovacs", "Eva Kovacs", "Mrs. Kovacs"], [["Anna Kovacs"], ["Eva Kovacs"], ["Kovacs"]]),
        # nobody with a full name: two titles are two people
        (["Mr. Kovacs", "Mrs. Kovacs"], [["Mr. Kovacs"], ["Mrs. Kovacs"]]),
        (["Mr. Kovacs", "Mr. Kovacs", "Mrs. Kovacs"], [["Mr. Kovacs"], ["Mrs. Kovacs"]]),
        # one title alone holds the bare name
        (["Mr. Kovacs", "Kovacs"], [["Kovacs"]]),
        (["Mr. Kovacs"], [["Kovacs"]]),
        (["Mr. Kovacs", "Mrs. Kovacs", "Kovacs"], [["Mr. Kovacs"], ["Mrs. Kovacs"], ["Kovacs"]]),
        # a title named less often than, or as often as, the full name leaves the bare name to that
        (["Anna Kovacs", "Mr. Kovacs", "Kovacs"], [["Anna Kovacs", "Kovacs"], ["Mr. Kovacs"]]),
        # one named more often takes it
        (["Anna Kovacs", "Mr. Kovacs", "Mr. Kovacs", "Kovacs"], [["Anna Kovacs"], ["Kovacs"]]),
    ],
)
def test_a_title_tells_which_bearer_of_a_surname_is_meant(names: list[str], expected: list[list[str]]) -> None:
    assert groups(*names) == expected


def test_titles_are_read_before_bare_names_wherever_they_stand() -> None:
    assert groups("Kovacs", "Mr. Kovacs") == [["Kovacs"]]
    registry = clustered("Kovacs", "Mr. Kovacs")
    assert [cluster.mentions for cluster in registry.clusters] == [{(0, 1), (3, 4)}]


def test_a_name_with_its_title_is_counted_for_each_mention() -> None:
    registry = clustered("Anna Kovacs", "Anna Kovacs", "Anna Kovacs", "Mr. Kovacs", "Mr. Kovacs")
    assert registry.clusters[1].names == {"Mr. Kovacs": 2}


# ---- what a mention tells


def only(registry: ActorRegistry) -> ActorCluster:
    (cluster,) = registry.clusters
    return cluster


def test_each_mention_counts_its_name_and_what_it_tells_of_the_gender() -> None:
    cluster = only(clustered("Anna Kovacs", "Anna Kovacs", "Mrs. Kovacs", "Kovacs"))
    assert cluster.type == "person"
    assert cluster.names == {"Anna Kovacs": 2, "Kovacs": 2}
    assert cluster.name_genders == {"female": 2}
    assert cluster.title_genders == {"female": 1}
    assert cluster.mentions == {(0, 2), (3, 5), (7, 8), (9, 10)}
    assert not cluster.has_unisex_name


def test_a_first_name_of_men_and_women_stays_one_whatever_follows() -> None:
    assert only(clustered("Andrea Kovacs", "Kovacs")).has_unisex_name


@pytest.mark.parametrize(
    ("words", "gender"),
    [
        ("Mr. Kovacs", "male"),
        ("Mrs Kovacs", "female"),
        ("MRS. Kovacs", "female"),
        ("Dr. Kovacs", None),
        ("Kovacs", None),
        ("Mr. and Mrs. Kovacs", None),
        ("Mr. & Mrs. Kovacs", None),
        ("Anna and Mrs. Kovacs", "female"),
        ("Mr. or Mrs. Kovacs", "female"),
        ("and Mrs. Kovacs", "female"),
    ],
)
def test_a_title_tells_the_gender_of_one(words: str, gender: str | None) -> None:
    doc = doc_of_columns(words.split())
    assert title_gender(doc[len(doc) - 1 : len(doc)]) == gender


# ---- surnames of several


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ye Glane", "Ye"], [["Ye", "Ye Glane"]]),
        (["Y Glane", "Y"], [["Y Glane"], ["Y"]]),
        (["Ana Sanz Prieto", "Sanz"], [["Ana Sanz Prieto", "Sanz"]]),
        (["Ana Sanz Prieto", "Eva Sanz", "Sanz"], [["Ana Sanz Prieto"], ["Eva Sanz", "Sanz"]]),
        (["Ana S. Prieto", "S"], [["Ana S. Prieto"], ["S"]]),
    ],
)
def test_a_single_word_may_be_the_first_of_two_names(names: list[str], expected: list[list[str]]) -> None:
    assert groups(*names) == expected


def test_a_title_tells_namesakes_apart() -> None:
    assert groups("Prof. Anna Kovacs", "Adam Kovacs", "Prof. Kovacs") == [
        ["Anna Kovacs", "Kovacs"],
        ["Adam Kovacs"],
    ]
    assert groups("Prof. Anna Kovacs", "Prof. Adam Kovacs", "Prof. Kovacs") == [
        ["Anna Kovacs"],
        ["Adam Kovacs"],
        ["Kovacs"],
    ]
    assert groups("Prof. Anna Kovacs", "Adam Kovacs", "Kovacs")[-1] == ["Kovacs"]


def test_a_junior_is_the_only_one_who_is_called_so() -> None:
    assert groups("Adam Kovacs Sr.", "Adam Kovacs Jr.", "Kovacs Jr.") == [
        ["Adam Kovacs Sr."],
        ["Adam Kovacs Jr.", "Kovacs Jr."],
    ]
    assert groups("Adam Kovacs Sr.", "Adam Kovacs Jr.", "Kovacs")[-1] == ["Kovacs"]
