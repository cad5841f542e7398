"""Who is who across the archive: joining that does not depend on the order, and what the reader sets right."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_cast import NAMES, Who, article, invented, people, snapshot, standing
from archive_frozen import HERE, thaw
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive import AmbiguousActor, Archive, NoSuchActor, NoSuchCorrection
from onrecord.archive.indexing.actor_merging import PROMINENT, quarter_of, quarter_period
from onrecord.base.anchors import anchor_at
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.name_keys import name_key
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft, Entity


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def fill(archive: Archive, articles: list[tuple[Draft, Annotation]]) -> list[int]:
    return [archive.articles.add(draft, annotation).id for draft, annotation in articles]


def by_key(archive: Archive, wanted_key: str) -> tuple[str, str]:
    """Who stands for a form, whatever its quarter."""
    (found,) = {known for (_, key_, *_), known in standing(archive).items() if key_ == wanted_key}
    return found


def annotation_of(archive: Archive, id_: int) -> Annotation:
    annotation = archive.annotations.get(id_)
    assert annotation is not None
    return annotation


def name_of(archive: Archive, id_: int) -> str:
    """What the first actor of an article is called across articles."""
    actor = archive.actors.of_annotation(id_, "a1")
    assert actor is not None
    return actor.name


# ---- joining


def test_one_full_name_is_one_person(archive: Archive) -> None:
    fill(archive, [article(n, "2021-04-0" + str(n), people("Ágnes Brandt", "Tomas Okoye")) for n in range(1, 4)])
    first, second = archive.actors.most_quoted()
    assert (first.name, first.articles, first.said, first.named) == ("Tomas Okoye", 3, 3, 6) or (
        first.name, second.name) == ("Ágnes Brandt", "Tomas Okoye")  # fmt: skip
    assert first.articles == second.articles == 3


def test_middle_names_are_the_person_without_until_two_contradict(archive: Archive) -> None:
    fill(
        archive,
        [article(1, "2021-04-01", people("John Smith")), article(2, "2021-04-02", people("John Q. Smith"))],
    )
    assert by_key(archive, "john q smith") == by_key(archive, "john smith") == ("person", "john smith")
    (third,) = fill(archive, [article(3, "2021-04-03", people("John R. Smith"))])
    assert {known for _, known in standing(archive).values()} == {"john smith", "john q smith", "john r smith"}
    archive.articles.remove([third])
    assert by_key(archive, "john q smith") == ("person", "john smith")


def test_a_surname_alone_is_the_one_who_is_prominent_at_that_time(archive: Archive) -> None:
    fill(archive, [article(0, "2021-04-20", people("Merkel"))])
    fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, PROMINENT)])
    assert by_key(archive, "merkel") == ("person", "merkel")
    fill(archive, [article(9, "2021-03-20", people("Angela Merkel"))])
    assert by_key(archive, "merkel") == ("person", "angela merkel")
    (actor,) = archive.actors.called("Angela Merkel")
    assert actor.articles == PROMINENT + 1
    # Two years later nobody has been told by the full name.
    fill(archive, [article(10, "2023-04-20", people("Merkel"))])
    assert [actor.name for actor in archive.actors.called("Merkel")] == ["Angela Merkel", "Merkel"]


def test_who_bears_a_surname_is_meant_also_where_something_else_is_called_so(archive: Archive) -> None:
    others: list[Who] = [("Merkel", "place"), ("Merkel Bridge", "place")]
    fill(
        archive,
        [
            article(1, "2021-04-20", people("Angela Merkel")),
            article(2, "2021-04-21", [(actor, {}) for actor in others]),
        ],
    )
    assert [actor.name for actor in archive.actors.called("merkel")] == ["Angela Merkel", "Merkel"]
    assert [actor.name for actor in archive.actors.called("Merkel Bridge")] == ["Merkel Bridge"]
    assert [actor.name for actor in archive.actors.called("angela")] == ["Angela Merkel"]


@pytest.mark.parametrize(
    ("counts", "name"),
    [((1, 1), "Oleksandr Havrylov"), ((2, 1), "Oleksandr Havryliv"), ((1, 2), "Oleksandr Havrylov")],
)
def test_who_is_joined_has_one_name_in_articles_and_in_the_dossier(
    archive: Archive, counts: tuple[int, int], name: str
) -> None:
    spellings = ("Oleksandr Havryliv", "Oleksandr Havrylov")
    casts = [spelling for spelling, count in zip(spellings, counts, strict=True) for _ in range(count)]
    fill(archive, [article(n, f"2021-04-0{n}", people(cast)) for n, cast in enumerate(casts, 1)])
    (review,) = archive.reviews.pending("same person")
    archive.corrections.apply(review.accept)

    def shown_names() -> set[str]:
        ids = archive.search.ids()
        annotations = [archive.annotations.get(id_) for id_ in ids]
        in_articles = {actor.name for annotation in annotations if annotation for actor in annotation.actors}
        return in_articles | {archive.dossiers.get(spelling).actor.name for spelling in spellings}

    assert shown_names() == {name}
    # The other spelling becomes the more frequent one: the name stays.
    other = next(spelling for spelling in spellings if spelling != name)
    fill(archive, [article(n, f"2021-05-0{n}", people(other)) for n in range(5, 9)])
    assert shown_names() == {name}


def test_the_beginning_of_a_name_stands_for_the_only_one_who_begins_so(archive: Archive) -> None:
    fill(archive, [article(1, "2021-04-20", people("Angela Merkel", "Angus Mercer", "Tom Brandt"))])
    assert archive.dossiers.get("brand").actor.name == "Tom Brandt"
    assert archive.dossiers.get("angela mer").actor.name == "Angela Merkel"
    with pytest.raises(AmbiguousActor) as caught:
        archive.dossiers.get("mer")
    assert {candidate.name for candidate in caught.value.candidates} == {"Angela Merkel", "Angus Mercer"}
    for nobody in ("rand", "", '"', "*"):
        assert archive.actors.beginning_with(nobody) == []
        with pytest.raises(NoSuchActor):
            archive.dossiers.get(nobody)


def test_a_surname_alone_is_nobodys_when_two_bear_it(archive: Archive) -> None:
    fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, 6)])
    fill(archive, [article(7, "2021-05-09", people("Merkel")), article(8, "2021-05-10", people("Ulrich Merkel"))])
    assert by_key(archive, "merkel") == ("person", "merkel")
    (review,) = [review for review in archive.reviews.pending("same person") if review.subject == "Merkel"]
    assert (review.other, review.article, review.accept.article) == ("Angela Merkel", 6, 6)
    archive.corrections.apply(review.reject)
    assert not [review for review in archive.reviews.pending("same person") if review.subject == "Merkel"]
    archive.corrections.apply(review.accept)
    assert archive.actors.called("Angela Merkel")[0].articles == 6


def test_a_title_tells_which_of_two_a_surname_alone_is(archive: Archive) -> None:
    vice = {"roles": ["Vice President"]}
    fill(archive, [article(n, f"2021-05-0{n}", [(("Joe Biden", "person"), vice)]) for n in range(1, 4)])
    fill(archive, [article(4, "2021-05-04", people("Hunter Biden"))])
    (titled, bare) = fill(
        archive,
        [article(5, "2021-05-05", [(("Biden", "person"), vice)]), article(6, "2021-05-05", people("Biden"))],
    )
    assert archive.actors.of_annotation(titled, "a1") == archive.actors.called("Joe Biden")[0]
    assert name_of(archive, bare) == "Biden"
    fill(archive, [article(7, "2021-05-04", [(("Hunter Biden", "person"), vice)])])
    assert name_of(archive, titled) == "Biden"


def test_an_abbreviation_is_the_one_organisation_that_is_called_so(archive: Archive) -> None:
    whole = ("North Atlantic Treaty Organization", "organisation")
    fill(archive, [article(1, "2021-04-01", [(("NATO", "organisation"), {})])])
    fill(archive, [article(2, "2021-04-02", [(whole, {"aliases": ["NATO"]})])])
    assert by_key(archive, "nato") == ("organisation", "north atlantic treaty organization")
    other = ("Northern Air Transport Office", "organisation")
    fill(archive, [article(3, "2021-04-02", [(other, {"aliases": ["NATO"]})])])
    assert by_key(archive, "nato") == ("organisation", "nato")


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_the_order_of_articles_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    articles = [invented(chance, number) for number in range(chance.randint(2, 14))]
    decided = [correction(chance) for _ in range(chance.randint(0, 3))]
    found = []
    for turn in range(2):
        order = list(articles)
        chance.shuffle(order)
        with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
            half = len(order) // 2 if turn else 0
            fill(archive, order[:half])
            for one in decided:
                archive.corrections.apply(one)
            fill(archive, order[half:])
            state = snapshot(archive)
            found.append(
                {part: state[part] for part in ("forms", "spelled", "called", "linked", "joined", "found")}
            )
    assert found[0] == found[1]


def correction(chance: random.Random, article: int | None = None) -> Correction:
    one, other = chance.sample(NAMES, 2)
    kind: Any = chance.choice(["join", "split", "rename", "hide", "type"])
    to = {"rename": "Somebody Else", "type": "group", "hide": ""}.get(kind, other[0])
    return Correction(kind=kind, article=article, name=one[0], type=one[1], to=to, to_type=other[1])


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_what_is_kept_in_step_is_what_is_made_anew(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        ids = fill(archive, [invented(chance, number) for number in range(chance.randint(2, 8))])
        corrections: list[int] = []
        for step in range(chance.randint(1, 10)):
            chosen = chance.choice([*ids, 1000])
            match chance.randrange(7):
                case 0:
                    ids += fill(archive, [invented(chance, 100 + step)])
                case 1:
                    archive.articles.remove([chosen])
                case 2:
                    archive.articles.restore([chosen])
                case 3 if archive.articles.get_many([chosen]):
                    archive.articles.update([chosen], published=f"2022-0{chance.randint(1, 9)}-01")
                case 4 if corrections:
                    archive.corrections.withdraw(corrections.pop(chance.randrange(len(corrections))))
                case 5 if archive.articles.get_many([chosen]):
                    corrections.append(archive.corrections.apply(correction(chance, chosen)).id)
                    ids = [one for one in ids if one != chosen]  # removing it would take the correction along
                case 6:
                    corrections.append(archive.corrections.apply(correction(chance)).id)
        before = snapshot(archive)
        assert archive.maintenance.check() == []
        archive.maintenance.reindex()
        assert snapshot(archive) == before


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_nobody_is_joined_by_an_ambiguous_surname_alone(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        fill(archive, [invented(chance, number) for number in range(20)])
        state = snapshot(archive)
        seen = [(form[1], row[0]) for form, *row in state["appearances"] if form[0] == "person" and form[2] == 0]
        alone = {form: known for form, _, known, *_ in state["forms"] if form[0] == "person" and form[2] > 0}
        called = [(form[1], text, day) for form, (_, text), day, _ in state["called"] if form[2] == 0]
        for (_, name, quarter, title), known in alone.items():
            first, last = quarter_period(quarter)
            bearers = {who.split()[0] for who, day in seen if who.split()[-1] == name and first <= day <= last}
            if len(bearers) != 1 and known[1] != name:
                titled = [
                    who.split()[0]
                    for who, text, day in called
                    if who.split()[-1] == name and name_key(text) == title and first <= day <= last
                ]
                assert title
                assert titled.count(known[1].split()[0]) > 0.8 * len(titled)
            assert known[1].split()[-1] == name


def test_quarters_follow_each_other() -> None:
    day = 737_000
    for day in range(737_000, 737_800):
        first, last = quarter_period(quarter_of(day))
        assert first <= day <= last
        assert quarter_of(day + 1) - quarter_of(day) in (0, 1)


# ---- corrections


def test_a_correction_everywhere_and_its_withdrawal(archive: Archive) -> None:
    fill(
        archive,
        [article(1, "2021-04-01", people("Volodymyr Zelensky")), article(2, "2021-04-02", people("Dzerensky"))],
    )
    before, annotation = snapshot(archive), archive.annotations.get(2)
    stored = archive.corrections.apply(
        Correction(kind="join", name="Dzerensky", type="person", to="Volodymyr Zelensky", to_type="person")
    )
    (actor,) = archive.actors.called("zelensky")
    assert (actor.name, actor.articles, sorted(actor.names)) == (
        "Volodymyr Zelensky", 2, ["Dzerensky", "Volodymyr Zelensky"],
    )  # fmt: skip
    corrected = archive.annotations.get(2)
    assert corrected
    assert corrected.actors[0].name == "Volodymyr Zelensky"
    assert corrected.actors[0].aliases == ["Dzerensky"]
    assert archive.annotations.uncorrected(2) == annotation
    assert [quote.actors for quote in archive.quotes.find()] == [["Volodymyr Zelensky"], ["Volodymyr Zelensky"]]
    assert archive.corrections.withdraw(stored.id) == stored
    assert snapshot(archive) == before
    assert archive.annotations.get(2) == annotation
    assert archive.corrections.apply(stored) == stored
    assert len(archive.actors.called("zelensky")[0].names) == 2
    with pytest.raises(NoSuchCorrection):
        archive.corrections.withdraw(stored.id + 1)


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_withdrawing_is_as_if_nothing_had_been_decided(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder)) as archive:
        ids = fill(archive, [invented(chance, number) for number in range(5)])
        readings = [archive.annotations.get(id_) for id_ in ids]
        before = snapshot(archive)
        decided = [
            archive.corrections.apply(correction(chance, chance.choice([None, *ids]))).id
            for _ in range(chance.randint(1, 5))
        ]
        for id_ in ids:  # still sound: every speaker and entity has its actor
            annotation = archive.annotations.get(id_)
            assert annotation
            actors = {actor.id for actor in annotation.actors}
            assert len(actors) == len(annotation.actors)
            assert all(set(each.speaker) <= actors for each in annotation.attributions)
            assert all(entity.actor is None or entity.actor in actors for entity in annotation.entities)
        chance.shuffle(decided)
        for id_ in decided:
            archive.corrections.withdraw(id_)
        assert snapshot(archive) == before
        assert [archive.annotations.get(id_) for id_ in ids] == readings


def test_a_suspected_name_is_accepted_or_rejected(archive: Archive) -> None:
    zelensky = ("Volodymyr Zelensky", "person")
    ids = fill(archive, [article(1, "2021-04-01", [(zelensky, {"suspected": ["Dzerensky"]})])])
    (review,) = archive.reviews.pending("suspected name")
    text = archive.articles.text(ids[0])
    assert (review.subject, review.other, review.article) == ("Dzerensky", "Volodymyr Zelensky", ids[0])
    assert [text[slice(*span)] for span in review.spans] == ["Dzerensky"]
    accepted = archive.corrections.apply(review.accept)
    annotation = archive.annotations.get(ids[0])
    assert annotation
    assert (annotation.actors[0].aliases, annotation.actors[0].suspected) == (["Dzerensky"], [])
    assert list(archive.reviews.pending("suspected name")) == []
    archive.corrections.withdraw(accepted.id)
    archive.corrections.apply(review.reject)
    annotation = archive.annotations.get(ids[0])
    assert annotation
    assert [actor.name for actor in annotation.actors] == ["Volodymyr Zelensky", "Dzerensky"]
    assert [text[slice(*span)] for span in annotation.actors[1].mentions] == ["Dzerensky"]
    assert list(archive.reviews.pending("suspected name")) == []


def test_a_decision_for_one_article_holds_there_alone(archive: Archive) -> None:
    ids = fill(archive, [article(n, "2021-04-01", people("John Smith", "Anna Smith")) for n in (1, 2)])
    archive.corrections.apply(
        Correction(kind="join", article=ids[0], name="Anna Smith", type="person", to="John Smith")
    )
    assert [actor.name for actor in annotation_of(archive, ids[0]).actors] == ["John Smith"]
    assert len(annotation_of(archive, ids[1]).actors) == 2
    assert [actor.articles for actor in archive.actors.called("Anna Smith")] == [1]
    # Another reading of the same text is corrected too.
    reading = archive.annotations.uncorrected(ids[0])
    assert reading
    archive.annotations.store(ids[0], reading)
    assert [actor.name for actor in annotation_of(archive, ids[0]).actors] == ["John Smith"]


def test_another_speaker_stays_with_his_quote_when_the_text_moves(archive: Archive) -> None:
    draft, annotation = article(1, "2021-04-01", people("John Smith", "Anna Smith"))
    (id_,) = fill(archive, [(draft, annotation)])
    anchor = anchor_at(draft.text, annotation.attributions[0].content[0])
    archive.corrections.apply(
        Correction(kind="speaker", article=id_, to="Tomas Okoye", to_type="person", anchor=anchor)
    )
    assert [quote.actors for quote in archive.quotes.find()] == [["Tomas Okoye"], ["Anna Smith"]]
    assert [quote.index for quote in archive.quotes.find('speaker:"tomas okoye"')] == [0]
    assert archive.actors.called("Tomas Okoye")[0].said == 1
    moved = "A line before.\n\n" + draft.text
    archive.articles.update([id_], text=moved)
    shifted = Annotation(
        attributions=[
            type(each)(
                source=[(a + 16, b + 16) for a, b in each.source],
                cue=[],
                content=[(a + 16, b + 16) for a, b in each.content],
                kind=each.kind,
                speaker=each.speaker,
            )
            for each in annotation.attributions
        ],
        actors=annotation.actors,
        annotator="2 test",
    )
    archive.annotations.store(id_, shifted)
    assert [quote.actors for quote in archive.quotes.find()] == [["Tomas Okoye"], ["Anna Smith"]]


def test_names_types_and_nobodies(archive: Archive) -> None:
    ids = fill(archive, [article(1, "2021-04-01", people("John Smith", "Vellin Rovers"))])
    archive.corrections.apply(Correction(kind="rename", name="John Smith", type="person", to="Johnny Smith"))
    archive.corrections.apply(Correction(kind="type", name="Vellin Rovers", type="person", to="organisation"))
    assert {(actor.name, actor.type) for actor in archive.actors.most_quoted()} == {
        ("Johnny Smith", "person"), ("Vellin Rovers", "organisation"),
    }  # fmt: skip
    assert archive.actors.called("Johnny Smith")[0].names == ["John Smith"]
    # A name that the reader gave can be decided about like any other.
    archive.corrections.apply(Correction(kind="hide", name="Johnny Smith", type="person"))
    assert [actor.name for actor in archive.actors.most_quoted()] == ["Vellin Rovers"]
    annotation = archive.annotations.get(ids[0])
    assert annotation
    assert [actor.name for actor in annotation.actors] == ["Vellin Rovers"]
    assert [each.speaker for each in annotation.attributions] == [[], ["a2"]]


def test_labels_here_and_everywhere(archive: Archive) -> None:
    articles = [article(n, "2021-04-01", people("John Smith")) for n in (1, 2)]
    ids = fill(archive, articles)
    anchor = anchor_at(articles[0][0].text, articles[0][1].entities[0].span)
    here = archive.corrections.apply(Correction(kind="label", article=ids[0], to="ORG", anchor=anchor))
    assert [entity.label for entity in annotation_of(archive, ids[0]).entities] == ["ORG", "PERSON"]
    archive.corrections.withdraw(here.id)
    archive.corrections.apply(Correction(kind="label", to="", anchor=anchor))
    assert [annotation_of(archive, id_).entities for id_ in ids] == [[], []]


def test_searches_follow_who_is_nobody_or_of_another_type_everywhere(archive: Archive) -> None:
    ids = fill(archive, [article(n, "2021-04-01", people("John Smith", "Vellin Rovers")) for n in (1, 2)])
    fields = ("actor", "about", "person", "org", "place")

    def fields_with(name: str) -> list[str]:
        answers = {field: archive.search.ids(f'{field}:"{name}"', "oldest") for field in fields}
        assert all(articles in ([], ids) for articles in answers.values())
        assert {field for field in fields[:4] if archive.search.ids(f"{field}:/{name}$/")} == set(
            filter(answers.get, fields[:4])
        )
        return [field for field in fields if answers[field]]

    assert fields_with("John Smith") == fields_with("Vellin Rovers") == ["actor", "about", "person"]
    typed = archive.corrections.apply(
        Correction(kind="type", name="Vellin Rovers", type="person", to="organisation")
    )
    assert fields_with("Vellin Rovers") == ["actor", "about", "org"]
    assert archive.search.ids("person:rovers or org:rovers", "oldest") == ids
    assert archive.search.ids("person:rovers") == archive.search.ids("-org:rovers") == []
    hidden = archive.corrections.apply(Correction(kind="hide", name="Vellin Rovers", type="organisation"))
    assert [actor.name for actor in archive.actors.most_quoted()] == ["John Smith"]
    assert fields_with("Vellin Rovers") == ["person"]  # the words are still those of a person
    assert archive.search.ids("-actor:rovers", "oldest") == ids
    assert fields_with("John Smith") == ["actor", "about", "person"]
    archive.corrections.withdraw(hidden.id)
    archive.corrections.withdraw(typed.id)
    assert fields_with("Vellin Rovers") == ["actor", "about", "person"]


def test_searches_follow_what_words_are_everywhere(archive: Archive) -> None:
    text = "Vellin Bay is wide. Vellin is small. They read the “Vellin Post”."
    spans = {words: (text.index(words), text.index(words) + len(words)) for words in ("Vellin Bay", "Vellin Post")}
    spans["Vellin"] = (20, 26)
    labels = {"Vellin Bay": "LOC", "Vellin": "LOC", "Vellin Post": "WORK_OF_ART"}
    entities = [Entity(span=spans[words], label=label) for words, label in labels.items()]
    draft = Draft(title="A town", text=text, published="2021-04-01")
    (id_,) = fill(archive, [(draft, Annotation(entities=entities, annotator="1 test"))])

    def label(words: str, to: str) -> int:
        return archive.corrections.apply(Correction(kind="label", to=to, anchor=anchor_at(text, spans[words]))).id

    def fields_with(name: str) -> list[str]:
        return [field for field in ("person", "org", "place") if archive.search.ids(f'{field}:"{name}"') == [id_]]

    assert (fields_with("vellin bay"), fields_with("vellin post")) == (["place"], [])
    ours = [label("Vellin Bay", "ORG"), label("Vellin Post", "ORG"), label("Vellin", "")]
    assert (fields_with("vellin bay"), fields_with("vellin post"), fields_with("vellin")) == (
        ["org"],
        ["org"],
        ["org"],
    )
    assert archive.search.ids("place:vellin") == []
    label("Vellin Bay", "PERSON")
    assert (fields_with("vellin bay"), fields_with("vellin")) == (["person"], ["person", "org"])
    for one in ours[1:]:
        archive.corrections.withdraw(one)
    assert fields_with("vellin") == ["person", "place"]


def test_a_split_undoes_the_joins_between(archive: Archive) -> None:
    fill(archive, [article(1, "2021-04-01", people("Ann One", "Ben Two", "Cid Three"))])
    join = Correction(kind="join", name="Ann One", type="person", to="Ben Two", to_type="person")
    archive.corrections.apply(join)
    archive.corrections.apply(
        Correction(kind="join", name="Ben Two", type="person", to="Cid Three", to_type="person")
    )
    assert len(archive.actors.most_quoted()) == 1
    archive.corrections.apply(
        Correction(kind="split", name="Ann One", type="person", to="Cid Three", to_type="person")
    )
    assert len(archive.actors.most_quoted()) == 2
    archive.corrections.apply(join)
    assert len(archive.actors.most_quoted()) == 1 or by_key(archive, "ann one") == ("person", "ben two")


# ---- dossiers


def test_a_dossier_has_what_he_says_and_what_is_said_of_him(archive: Archive) -> None:
    roles = [(("Ágnes Brandt", "person"), {"roles": ["Harbour Mistress"], "aliases": ["Ms Brandt"]})]
    fill(archive, [article(1, "2021-03-02", [*roles, *people("Tomas Okoye")], "Wire")])
    fill(archive, [article(2, "2021-04-16", people("Ágnes Brandt", "Ira Quill"), "Daily")])
    dossier = archive.dossiers.get("brandt")
    assert dossier.actor.name == "Ágnes Brandt"
    assert (dossier.said, dossier.told, dossier.articles) == (2, 2, [2, 1])
    assert [(each.text, each.first, each.last) for each in dossier.names] == [
        ("Ágnes Brandt", "2021-03-02", "2021-04-16"), ("Ms Brandt", "2021-03-02", "2021-03-02"),
    ]  # fmt: skip
    assert [each.text for each in dossier.titles] == ["Harbour Mistress"]
    assert [(each.key, each.named, each.said) for each in dossier.months] == [("2021-03", 3, 1), ("2021-04", 2, 1)]
    assert {each.key: each.articles for each in dossier.sources} == {"Wire": 1, "Daily": 1}
    assert {each.actor.name for each in dossier.beside} == {"Tomas Okoye", "Ira Quill"}
    assert [quote.published for quote in archive.dossiers.quotes_by(dossier)] == ["2021-04-16", "2021-03-02"]
    assert [quote.article for quote in archive.dossiers.quotes_by(dossier, 1, 1)] == [1]
    assert [quote.actors for quote in archive.dossiers.quotes_about(dossier)] == [["Ira Quill"], ["Tomas Okoye"]]
    early = archive.dossiers.get(dossier.actor, "before:2021-04")
    assert (early.articles, early.said, [each.text for each in early.titles]) == ([1], 1, ["Harbour Mistress"])


def test_beliefs_are_beside_what_he_says_and_in_his_dossier_on_request(archive: Archive) -> None:
    cast = people("Ágnes Brandt", "Ira Quill")
    fill(archive, [article(1, "2021-03-02", cast), article(2, "2021-04-16", cast, cue_type="belief")])
    dossier = archive.dossiers.get("brandt")
    assert dossier.actor.said == 1
    assert (dossier.said, dossier.told, dossier.more) == (1, 1, (1, 1))
    assert [each.said for each in dossier.months] == [1, 0]
    assert [quote.article for quote in archive.dossiers.quotes_by(dossier)] == [1]
    assert [quote.article for quote in archive.dossiers.quotes_about(dossier)] == [1]
    whole = archive.dossiers.get("brandt", asides=True)
    assert (whole.said, whole.told, whole.more) == (2, 2, (1, 1))
    assert [(quote.article, quote.cue_type) for quote in archive.dossiers.quotes_by(whole)] == [
        (2, "belief"),
        (1, "speech"),
    ]
    assert [quote.article for quote in archive.dossiers.quotes_about(whole)] == [2, 1]


def test_a_name_alone_and_beside_the_full_one_is_one_name(archive: Archive) -> None:
    whole = [(("Angela Merkel", "person"), {"aliases": ["Merkel"]})]
    fill(archive, [article(n, f"2021-05-0{n}", whole) for n in range(1, 4)])
    fill(archive, [article(7, "2021-05-09", people("Merkel"))])
    names = archive.dossiers.get("angela merkel").names
    assert [(each.text, each.last, each.articles) for each in names] == [
        ("Merkel", "2021-05-09", 4),
        ("Angela Merkel", "2021-05-03", 3),
    ]


def test_names_that_several_or_none_have(archive: Archive) -> None:
    fill(archive, [article(1, "2021-04-01", people("John Smith", "Anna Smith"))])
    with pytest.raises(AmbiguousActor) as caught:
        archive.dossiers.get("smith")
    assert {actor.name for actor in caught.value.candidates} == {"John Smith", "Anna Smith"}
    with pytest.raises(NoSuchActor):
        archive.dossiers.get("nobody")
    assert archive.dossiers.get("john smith").actor.name == "John Smith"


def test_who_somebody_of_an_article_is(archive: Archive) -> None:
    ids = fill(
        archive,
        [article(1, "2021-04-01", people("John Q. Smith")), article(2, "2021-04-02", people("John Smith"))],
    )
    actor = archive.actors.of_annotation(ids[0], "a1")
    assert isinstance(actor, ArchiveActor)
    assert actor.articles == 2
    assert archive.actors.of_annotation(ids[0], "a9") is None


def test_actors_of_what_a_query_finds(archive: Archive) -> None:
    fill(
        archive,
        [
            article(1, "2021-04-01", people("John Smith")),
            article(2, "2022-04-02", people("Anna Smith", "John Smith")),
        ],
    )
    assert [(actor.name, actor.said) for actor in archive.actors.most_quoted(limit=1)] == [("John Smith", 2)]
    actors = archive.actors.most_quoted("before:2022")
    assert [(actor.name, actor.said, actor.articles) for actor in actors] == [("John Smith", 1, 1)]


# ---- searches


def test_a_search_for_a_name_finds_the_actor_under_his_others(archive: Archive) -> None:
    ids = fill(
        archive,
        [
            article(1, "2021-04-01", people("Volodymyr Zelensky")),
            article(2, "2021-04-02", people("Dzerensky", "Ira Quill")),
        ],
    )
    assert archive.search.ids("actor:zelensky") == [ids[0]]
    join = Correction(kind="join", name="Dzerensky", type="person", to="Volodymyr Zelensky", to_type="person")
    archive.corrections.apply(join)
    assert archive.search.ids("actor:zelensky") == [ids[1], ids[0]]
    assert (
        archive.search.ids('about:"volodymyr zelensky"')
        == archive.search.ids("person:zelensk*")
        == [ids[1], ids[0]]
    )
    assert archive.search.ids("-actor:zelensky") == []
    assert [quote.article for quote in archive.quotes.find("speaker:zelensky")] == [ids[1], ids[0]]
    assert [quote.index for quote in archive.quotes.find("speaker:zelensky said:quill")] == [0]
    assert archive.search.hits("actor:zelensky", "Dzerensky left.") == [(0, 9)]
    archive.corrections.apply(Correction(kind="rename", name="Ira Quill", type="person", to="The Spokeswoman"))
    assert archive.search.ids("actor:spokeswoman") == [ids[1]]


def test_a_surname_alone_is_found_by_the_full_name_only_where_it_is_his(archive: Archive) -> None:
    ids = fill(archive, [article(n, f"2021-05-0{n}", people("Angela Merkel")) for n in range(1, 6)])
    alone = fill(archive, [article(7, "2021-05-09", people("Merkel"))])
    assert archive.search.ids('actor:"angela merkel"') == [*alone, *reversed(ids)]
    fill(archive, [article(8, "2021-05-10", people("Ulrich Merkel"))])
    assert archive.search.ids('actor:"angela merkel"') == list(reversed(ids))


# ---- the same words


def test_the_same_words_in_several_articles_are_one_quote(archive: Archive) -> None:
    def said(number: int, words: str, who: str, cue: str = "said") -> tuple[Draft, Annotation]:
        text = f"Report {number}. “{words},” {who} {cue}."
        start = text.index("“")
        end = text.index("”") + 1
        quote = Attribution(
            source=[(end + 1, end + 1 + len(who))],
            cue=[(end + 2 + len(who), end + 2 + len(who) + len(cue))],
            content=[(start, end)],
            kind="direct",
            speaker=["a1"],
        )
        actor = Actor(id="a1", name=who, type="person", mentions=[(end + 1, end + 1 + len(who))])
        draft = Draft(title=f"Report {number}", text=text, published=f"2021-04-0{number}", source=f"Wire {number}")
        return draft, Annotation(attributions=[quote], actors=[actor], annotator="1 test")

    ids = fill(
        archive,
        [
            said(
                1,
                "The port of Vellin must open again before the winter comes and the ice closes it",
                "Ágnes Brandt",
            ),
            said(2, "The port of Vellin must open before the winter comes and the ice closes it", "Ágnes Brandt"),
            said(
                3,
                "The port of Vellin must open again before the winter comes and the ice closes it",
                "Tomas Okoye",
            ),
            said(4, "Nobody has asked the dockers what they think of the winter and of the ice", "Ira Quill"),
        ],
    )
    places = archive.quotes.occurrences(ids[0], 0)
    assert [place.quote.article for place in places] == ids[:3]
    assert [place.alike == 1 for place in places] == [True, False, True]
    (missing,) = places[1].missing
    assert places[0].quote.quote[slice(*missing)] == "again"
    assert places[1].changed == []
    assert [place.differs for place in places] == [[], ["wording"], ["speaker"]]
    first, last = archive.quotes.get_many([(ids[0], 0), (ids[3], 0)])
    assert archive.quotes.article_counts([last, first]) == [1, 3]
    assert archive.quotes.occurrences(ids[3], 0)[1:] == []
    assert archive.quotes.occurrences(ids[3], 7) == []
    reviews = list(archive.reviews.pending("wording"))
    assert [review.differs for review in reviews] == [["wording", "speaker"], ["speaker"]]
    archive.corrections.apply(reviews[0].reject)
    assert list(archive.reviews.pending("wording")) == [reviews[1]]
    archive.corrections.apply(reviews[1].accept)
    assert list(archive.reviews.pending("wording")) == []


# ---- archives of earlier versions


def test_an_earlier_archive_knows_who_is_who_when_it_is_opened(tmp_path: Path) -> None:
    thaw((HERE / "version_1.sql").read_text("utf-8"), tmp_path / "archive.db")
    with Archive.open(tmp_path) as archive:
        before = snapshot(archive)
        assert archive.dossiers.get("brandt").said
        archive.maintenance.reindex()
        assert snapshot(archive) == before
