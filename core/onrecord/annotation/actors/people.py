"""Cluster people by their names: full names first, then single words, as ``Kovacs`` or ``Mrs. Kovacs``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from spacy.tokens import Doc, Span

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import Gender, load_lexicon, person_names
from onrecord.annotation.lexicon.name_span import is_title
from onrecord.base.name_keys import PersonName, is_particle, may_be_same_person, parse_person_name

_NamedCluster = tuple[PersonName, ActorCluster]


class PersonClusterer:
    """The people of an article by the parts of their names.

    Args:
        registry: Where their clusters are added.
    """

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._by_last_name: dict[str, list[_NamedCluster]] = defaultdict(list)
        self._by_first_name: dict[str, list[_NamedCluster]] = defaultdict(list)
        self._by_middle_name: dict[str, list[_NamedCluster]] = defaultdict(list)
        self._filed: set[tuple[PersonName, int]] = set()
        """The full names, with the ids of their clusters, that are in these three, each once."""
        self._by_title: dict[str, dict[Gender, ActorCluster]] = defaultdict(dict)
        """Last name → gender of the title → who is called so and fits nobody with a full name."""

    def add_people(self, named_ents: Iterable[tuple[str, Span]]) -> None:
        """Add all mentions of people by name, those of one person to one cluster.

        Args:
            named_ents: The display name of each entity, and the entity.
        """
        named_ents = list(named_ents)
        single_words: list[tuple[str, Span]] = []
        full_names = _full_names_by_tail({name for name, _ in named_ents})
        for name, ent in named_ents:
            if parse_person_name(name).is_full:
                cluster = self._cluster_of_full_name(parse_person_name(full_names.get(name, name)))
                self._add_mention(cluster, name, ent)
            else:
                single_words.append((name, ent))
        titles = _bearers_by_title(self._registry, self._by_last_name)
        # Titles first: one may be of somebody whose full name is never given, who then may bear the bare name too.
        bare = []
        for name, ent in single_words:
            bearer = self._only_bearer(parse_person_name(name), title_before(ent.doc, ent.start), titles)
            if bearer is not None:
                self._add_mention(bearer, name, ent)
            elif title_gender(ent) is None:
                bare.append((name, ent))
            else:
                self._add_mention(self._cluster_of_titled(parse_person_name(name).last, ent), name, ent)
        self._name_by_titles()
        holders = {last: self._holder(last) for last in {parse_person_name(name).last for name, _ in bare}}
        for name, ent in bare:
            last = parse_person_name(name).last
            self._add_mention(holders[last] or self._registry.get_or_add("person", last, ""), name, ent)

    def _add_mention(self, cluster: ActorCluster, name: str, ent: Span) -> None:
        cluster.names[name] += 1
        if gender := person_names.gender_of(name):
            cluster.name_genders[gender] += 1
        cluster.has_unisex_name |= parse_person_name(name).first in load_lexicon()["either"]
        if gender := title_gender(ent):
            cluster.title_genders[gender] += 1
        self._registry.add_mention(cluster, ent.start, ent.end)

    def _cluster_of_full_name(self, name: PersonName) -> ActorCluster:
        """Return the one person whose full name is compatible, else a new one."""
        last = name.last.split()[-1]
        same = {
            id(cluster): cluster
            for earlier_name, cluster in self._by_last_name[last]
            if may_be_same_person(name, earlier_name)
        }
        cluster = next(iter(same.values())) if len(same) == 1 else self._registry.add(ActorCluster("person"))
        if (name, id(cluster)) in self._filed:
            return cluster
        self._filed.add((name, id(cluster)))
        self._by_last_name[last].append((name, cluster))
        self._by_first_name[name.first].append((name, cluster))
        for word in (*name.middle, *name.last.split()[:-1]):
            if len(word) > 1:
                self._by_middle_name[word].append((name, cluster))
        return cluster

    def _cluster_of_titled(self, last: str, ent: Span) -> ActorCluster:
        """Return who is meant by a title and a last name.

        ``Mr. Kovacs`` is no woman, though Anna Kovacs alone has a full name.
        """
        gender = title_gender(ent)
        candidates = [
            bearer for bearer in self._bearers(last) if bearer.gender in (gender, None) or bearer.has_unisex_name
        ]
        if len(candidates) == 1:
            return candidates[0]
        if candidates or gender is None:
            return self._registry.get_or_add("person", last, "")
        titled = self._registry.get_or_add("person", f"{gender} {last}", "")
        return self._by_title[last].setdefault(gender, titled)

    def _only_bearer(
        self, name: PersonName, title: str, titles: Mapping[tuple[str, str], Mapping[int, ActorCluster]]
    ) -> ActorCluster | None:
        """Return the only one of several namesakes who is a junior or has this title: ``Lee Jr.``, ``Dr. Lee``.

        Args:
            name: A surname, perhaps with a generation.
            title: The title before it, or nothing.
            titles: Who is called by a title and a surname together with a first name.
        """
        namesakes = self._bearers(name.last)
        if len(namesakes) < 2:
            return None
        if name.generation:
            bearers = {
                id(cluster): cluster
                for full_name, cluster in self._by_last_name[name.last.split()[-1]]
                if full_name.generation == name.generation
            }
        else:
            bearers = dict(titles.get((title, name.last), {}))
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def _name_by_titles(self) -> None:
        """Show those who only have a title by it, ``Mr. Kovacs``, unless they hold the bare name."""
        for last, titled_clusters in self._by_title.items():
            holder = self._holder(last)
            for titled in titled_clusters.values():
                if titled is not holder:
                    _prepend_titles(self._registry, titled)

    def _holder(self, last: str) -> ActorCluster | None:
        """Return who is called by the last name alone, if only one person can be.

        That is the only bearer with a full name, unless somebody with a title is called so more often.
        """
        bearers, titled_clusters = self._bearers(last), list(self._by_title[last].values())
        if len(bearers) == 1 and all(
            titled.names.total() <= bearers[0].names.total() for titled in titled_clusters
        ):
            return bearers[0]
        return titled_clusters[0] if len(titled_clusters) == 1 else None

    def _bearers(self, word: str) -> list[ActorCluster]:
        """Return those whose full name ends with a word; if there are none, begins with it; if none, has it."""
        name = PersonName("", (), word)
        return (
            _matching(name, self._by_last_name[word.split()[-1]], person_names.matches_surname)
            or _matching(name, self._by_first_name[word], person_names.matches_first_name)
            or _matching(name, self._by_middle_name[word.split()[-1]], person_names.matches_middle_name)
        )


def title_before(doc: Doc, start: int) -> str:
    """Return the title before a name in lower case, without its full stop; empty if there is none."""
    index = start - 1
    if index > 0 and doc[index].text == ".":
        index -= 1
    return doc[index].lower_.rstrip(".") if index >= 0 and is_title(doc[index].text) else ""


def _bearers_by_title(
    registry: ActorRegistry, by_last_name: Mapping[str, Sequence[_NamedCluster]]
) -> dict[tuple[str, str], dict[int, ActorCluster]]:
    """Return by title and last name those before whose full names the title stands: ``Dr. Ann Lee``.

    Where several have the name, ``Dr. Lee`` is the only one of them who was called doctor.
    """
    bearers: dict[tuple[str, str], dict[int, ActorCluster]] = defaultdict(dict)
    for last, named_clusters in by_last_name.items():
        for _, cluster in named_clusters:
            for start, _ in cluster.mentions:
                if title := title_before(registry.doc, start):
                    bearers[title, last][id(cluster)] = cluster
    return bearers


def title_gender(ent: Span) -> Gender | None:
    """Return the gender that the title before a name tells; none in ``Mr. and Mrs. Kovacs``, who are two."""
    lex, doc = load_lexicon(), ent.doc
    title = doc[ent.start - 1].lower_.rstrip(".") if ent.start and doc[ent.start - 1].pos_ != "VERB" else ""
    if ent.start > 2 and doc[ent.start - 2].lower_ in ("and", "&") and is_title(doc[ent.start - 3].text):
        return None
    return "male" if title in lex["male"] else "female" if title in lex["female"] else None


def _prepend_titles(registry: ActorRegistry, cluster: ActorCluster) -> None:
    """Name somebody with the title before each mention: ``Mr. Kovacs``, who is not ``Mrs. Kovacs``."""
    cluster.names.clear()
    for start, end in cluster.mentions:
        cluster.names[" ".join(registry.doc[start - 1 : end].text.split())] += 1


def _full_names_by_tail(names: set[str]) -> dict[str, str]:
    """Return the one longer name for each double surname: ``López Obrador`` → ``Andrés Manuel López Obrador``."""
    longer: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = name.split()
        for start in range(1, len(words) - 1):
            longer[" ".join(words[start:])].add(name)
    lex = load_lexicon()
    return {
        name: next(iter(longer[name]))
        for name in names & longer.keys()
        if len(longer[name]) == 1 and (lex.gender(first := name.split()[0]) is None or is_particle(first))
    }


def _matching(
    name: PersonName, bearers: list[_NamedCluster], matches: Callable[[PersonName, PersonName], bool]
) -> list[ActorCluster]:
    """Return the clusters, each once, one of whose full names a short name matches."""
    return list({id(cluster): cluster for full_name, cluster in bearers if matches(name, full_name)}.values())
