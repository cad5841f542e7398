"""People by their names: the full ones first, then who is called by one word, ``Kovacs`` or ``Mrs. Kovacs``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from spacy.tokens import Span

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.lexicon import Gender, load_lexicon, person_names
from onrecord.annotation.lexicon.name_span import is_title
from onrecord.annotation.lexicon.person_names import PersonName
from onrecord.base.name_keys import is_particle


class PersonClusterer:
    """The people of an article, by the parts of their names."""

    def __init__(self, registry: ActorRegistry) -> None:
        self._registry = registry
        self._by_last: dict[str, list[tuple[PersonName, ActorCluster]]] = defaultdict(list)
        self._by_first: dict[str, list[tuple[PersonName, ActorCluster]]] = defaultdict(list)
        self._titled: dict[str, dict[Gender, ActorCluster]] = defaultdict(dict)

    def gather(self, named: Iterable[tuple[str, Span]]) -> None:
        """Add those whom names mean: each as an actor is called, and where it stands."""
        short: list[tuple[str, Span]] = []
        named = list(named)
        tails = _tails({text for text, _ in named})
        for text, ent in named:
            if person_names.parse(text).is_full:
                self._meet(text, ent, self._full(person_names.parse(tails.get(text, text))))
            else:
                short.append((text, ent))
        # A title may tell of somebody whose full name the article never gives, and then the bare name may be his.
        titled = [(text, ent) for text, ent in short if title_gender(ent) is not None]
        bare = [(text, ent) for text, ent in short if title_gender(ent) is None]
        for text, ent in titled:
            self._meet(text, ent, self._called(person_names.parse(text).last, ent))
        for last, owns in self._titled.items():
            holder = self._holder(last)
            for own in owns.values():
                if own is not holder:
                    _with_title(self._registry, own)
        holders = {last: self._holder(last) for last in {person_names.parse(text).last for text, _ in bare}}
        for text, ent in bare:
            last = person_names.parse(text).last
            self._meet(text, ent, holders[last] or self._registry.get_or_add("person", last, ""))

    def _meet(self, text: str, ent: Span, cluster: ActorCluster) -> None:
        cluster.names[text] += 1
        if gender := person_names.gender_of(text):
            cluster.name_genders[gender] += 1
        cluster.has_unisex_name |= person_names.parse(text).first in load_lexicon()["either"]
        if gender := title_gender(ent):
            cluster.title_genders[gender] += 1
        self._registry.add_mention(cluster, ent.start, ent.end)

    def _full(self, name: PersonName) -> ActorCluster:
        """The one who has this full name."""
        last = name.last.split()[-1]
        same = {
            id(cluster): cluster for other, cluster in self._by_last[last] if person_names.compatible(name, other)
        }
        cluster = next(iter(same.values())) if len(same) == 1 else self._registry.add(ActorCluster("person"))
        self._by_last[last].append((name, cluster))
        self._by_first[name.first].append((name, cluster))
        return cluster

    def _called(self, last: str, ent: Span) -> ActorCluster:
        """Who is called so with a title: ``Mr. Kovacs`` is no woman, though Anna Kovacs alone has a full name."""
        gender = title_gender(ent)
        fitting = [one for one in self._bearers(last) if one.gender in (gender, None) or one.has_unisex_name]
        if len(fitting) == 1:
            return fitting[0]
        if fitting or gender is None:
            return self._registry.get_or_add("person", last, "")
        own = self._registry.get_or_add("person", f"{gender} {last}", "")
        return self._titled[last].setdefault(gender, own)

    def _holder(self, last: str) -> ActorCluster | None:
        """Who is called by the one word alone, if that can be but one.

        That is the only one who has a full name, unless somebody is called so with a title and more often.
        """
        bearers, owns = self._bearers(last), list(self._titled[last].values())
        if len(bearers) == 1 and all(own.names.total() <= bearers[0].names.total() for own in owns):
            return bearers[0]
        return owns[0] if len(owns) == 1 else None

    def _bearers(self, last: str) -> list[ActorCluster]:
        """Those who have a full name that ends with the one word, or else begins with it."""
        name = PersonName("", (), last)
        called = _fitting(name, self._by_last[last.split()[-1]], person_names.matches_surname)
        return called or _fitting(name, self._by_first[last], person_names.matches_first_name)


def title_gender(ent: Span) -> Gender | None:
    """What the title before a name tells; nothing in ``Mr. and Mrs. Kovacs``, who are two."""
    known, doc = load_lexicon(), ent.doc
    title = doc[ent.start - 1].lower_.rstrip(".") if ent.start else ""
    if ent.start > 2 and doc[ent.start - 2].lower_ in ("and", "&") and is_title(doc[ent.start - 3].text):
        return None
    return "male" if title in known["male"] else "female" if title in known["female"] else None


def _with_title(registry: ActorRegistry, cluster: ActorCluster) -> None:
    """Call somebody ``Mr. Kovacs``, who is not ``Mrs. Kovacs``; the article has no better name for either."""
    cluster.names.clear()
    for start, end in cluster.mentions:
        cluster.names[" ".join(registry.doc[start - 1 : end].text.split())] += 1


def _tails(names: set[str]) -> dict[str, str]:
    """Double surnames alone → the one name that ends so: ``López Obrador`` → ``Andrés Manuel López Obrador``."""
    longer: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = name.split()
        for at in range(1, len(words) - 1):
            longer[" ".join(words[at:])].add(name)
    known = load_lexicon()
    return {
        name: next(iter(longer[name]))
        for name in names & longer.keys()
        if len(longer[name]) == 1 and (known.gender(first := name.split()[0]) is None or is_particle(first))
    }


def _fitting(
    name: PersonName, full: list[tuple[PersonName, ActorCluster]], fits: Callable[[PersonName, PersonName], bool]
) -> list[ActorCluster]:
    return list({id(cluster): cluster for other, cluster in full if fits(name, other)}.values())
