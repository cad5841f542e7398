"""Who is who across the archive: what the reader sets right, and how searches follow."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from archive_cast import article, invented, people, snapshot
from archive_who import annotation_of, archive, by_key, correction, fill
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive import Archive, NoSuchCorrection
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Annotation, Correction, Draft, Entity

__all__ = ["archive"]


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
