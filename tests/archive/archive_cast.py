"""Articles in which made-up people act, as the annotator would read them."""

from __future__ import annotations

import random
from typing import Any

from onrecord.archive import Archive
from onrecord.archive.indexing.actor_index import decode_form_ids
from onrecord.base.records import Actor, Annotation, Attribution, CueType, Draft, Entity, QuoteKind, Span

Who = tuple[str, Any]
"""A name, and an ActorType."""


def article(
    number: int,
    published: str,
    cast: list[tuple[Who, dict[str, Any]]],
    source: str = "Wire",
    kind: QuoteKind = "indirect",
    cue_type: CueType = "speech",
) -> tuple[Draft, Annotation]:
    """An article in which everybody of the cast is named once, and says something that speaks of the next one.

    What is beside a name are fields of his Actor.
    """
    text = f"Report {number} from Vellin.\n\n"
    names = [name for (name, _), _ in cast]
    mentions: dict[int, list[Span]] = {at: [] for at in range(len(cast))}
    attributions = []
    for at, name in enumerate(names):
        start = len(text)
        text += f"{name} said that "
        mentions[at].append((start, start + len(name)))
        content = len(text)
        of = (at + 1) % len(cast)
        text += f"{names[of]} was late in case {number}"
        mentions[of].append((content, content + len(names[of])))
        attributions.append(
            Attribution(
                source=[mentions[at][-1] if of != at else (start, start + len(name))],
                cue=[(start + len(name) + 1, start + len(name) + 5)],
                content=[(content, len(text))],
                kind=kind,
                cue_type=cue_type,
                speaker=[f"a{at + 1}"],
            )
        )
        text += ".\n"
    for at, (_, fields) in enumerate(cast):
        for other in (*fields.get("aliases", ()), *fields.get("suspected", ())):
            mentions[at].append((len(text), len(text) + len(other)))
            text += f"{other} left.\n"
    actors = [
        Actor(id=f"a{at + 1}", name=name, type=type_, mentions=sorted(mentions[at]), **fields)
        for at, ((name, type_), fields) in enumerate(cast)
    ]
    entities = [Entity(span=span, label="PERSON", actor=actor.id) for actor in actors for span in actor.mentions]
    draft = Draft(title=f"Report {number}", text=text, published=published, source=source)
    return draft, Annotation(entities=entities, attributions=attributions, actors=actors, annotator="1 test")


def people(*names: str) -> list[tuple[Who, dict[str, Any]]]:
    """A cast of people who have nothing but their names."""
    return [((name, "person"), {}) for name in names]


def snapshot(archive: Archive) -> dict[str, Any]:
    """All that the archive keeps of who is who, without the ids of rows."""
    with archive.database.storage.reading() as connection:
        node = {
            id_: (type_, key, quarter, title)
            for id_, type_, key, quarter, title in connection.execute(
                "SELECT id, type, key, quarter, title FROM forms"
            )
        }
        words = {id_: (sort, text) for id_, sort, text in connection.execute("SELECT * FROM words")}
        return {
            "forms": sorted(
                (node[id_], node[base], node[known], *rest)
                for id_, base, known, *rest in connection.execute(
                    "SELECT id, base, known, name, named, said, articles FROM forms WHERE articles > 0"
                )
            ),
            "appearances": sorted(
                (node[form], *rest)
                for form, *rest in connection.execute(
                    "SELECT form, day, article, number, named, said, told, aside, told_aside FROM appearances"
                )
            ),
            "casts": sorted(
                (article_, [node[form] for form in decode_form_ids(blob)])
                for article_, blob in connection.execute("SELECT article, forms FROM casts")
            ),
            "spelled": sorted((node[form], *rest) for form, *rest in connection.execute("SELECT * FROM spelled")),
            "called": sorted(
                (node[form], words[word], *rest)
                for form, word, *rest in connection.execute("SELECT form, word, day, articles FROM called")
            ),
            "linked": sorted(
                (short, node[form], articles)
                for short, form, articles in connection.execute("SELECT short, form, articles FROM linked")
            ),
            "joined": sorted(connection.execute("SELECT * FROM joined")),
            "parted": sorted(connection.execute("SELECT * FROM parted")),
            "given": sorted(connection.execute("SELECT * FROM given")),
            "labelled": sorted(connection.execute("SELECT * FROM labelled")),
            "sketched": sorted(connection.execute("SELECT * FROM sketched")),
            "shared": sorted(connection.execute("SELECT * FROM shared")),
            "worded": sorted(
                (*rest, node[speaker] if speaker else None)
                for *rest, speaker in connection.execute("SELECT quote, words, cue, speaker FROM worded")
            ),
            "found": sorted(
                node[id_]
                for (id_,) in connection.execute("SELECT rowid FROM forms_search WHERE forms_search MATCH 'smith'")
                if id_ in {row[0] for row in connection.execute("SELECT id FROM forms WHERE articles > 0")}
            ),
        }


def standing(archive: Archive) -> dict[tuple[str, str, int, str], tuple[str, str]]:
    """Each form that appears, with the form that stands for it."""
    return {form: known[:2] for form, _, known, *_ in snapshot(archive)["forms"]}


NAMES: list[Who] = [
    ("John Smith", "person"), ("J. Smith", "person"), ("Smith", "person"), ("Anna Smith", "person"),
    ("John Q. Smith", "person"), ("John R. Smith", "person"), ("Angela Merkel", "person"), ("Merkel", "person"),
    ("NATO", "organisation"), ("North Atlantic Treaty Organization", "organisation"),
    ("Northern Air Transport Office", "organisation"), ("Germany", "country"), ("Smith", "organisation"),
]  # fmt: skip


def invented(chance: random.Random, number: int) -> tuple[Draft, Annotation]:
    """An article with some of ``NAMES``."""
    cast: list[tuple[Who, dict[str, Any]]] = []
    for who in chance.sample(NAMES, chance.randint(1, 5)):
        fields: dict[str, Any] = {}
        if who[1] == "organisation" and " " in who[0] and chance.random() < 0.5:
            fields["aliases"] = ["NATO"]
        if who[1] == "person" and chance.random() < 0.3:
            fields["roles"] = [chance.choice(["Chancellor", "Harbour Mistress"])]
        if " " in who[0] and who[1] == "person" and chance.random() < 0.2:
            fields["suspected"] = [who[0].split()[-1][:-1] + "x"]
        cast.append((who, fields))
    day = f"2021-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    cue_type: CueType = chance.choice(["speech", "speech", "belief"])
    return article(number, day, cast, kind=chance.choice(["direct", "indirect"]), cue_type=cue_type)
