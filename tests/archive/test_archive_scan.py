"""The index's answers against a plain look at every article, for any query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive import Archive, parse
from onrecord.archive.query.ast import And, Comparison, Node, Not, Or, Pattern, Query, Term, leaves
from onrecord.archive.search import plan, snippets
from onrecord.base.records import Actor, Annotation, Article, Attribution, Draft, Note

WORDS = ("red", "Réd", "rede", "line", "Blue", "x-ray")
texts = st.lists(st.sampled_from((*WORDS, "\n", ".")), min_size=1, max_size=8).map(" ".join)


class Whole:
    """An article with all that belongs to it."""

    def __init__(self, article: Article, text: str, notes: list[Note], annotation: Annotation) -> None:
        self.article = article
        self.text = text
        self.fields = {
            "title": article.title,
            "text": text,
            "note": "\n".join(f"{note.body}\n" + "\n".join(note.tags) for note in notes),
            "tags": "\n".join(article.tags),
            "source": article.source,
            "author": article.author,
        }
        self.tags = [*article.tags, *(tag for note in notes for tag in note.tags)]
        names = {actor.id: actor.name for actor in annotation.actors}
        self.quotes = [
            {
                "said": text[slice(*quote.content[0])],
                "speaker": names[quote.speaker[0]],
                "kind": quote.kind,
                "cue": quote.cue_type,
            }
            for quote in annotation.attributions
        ]
        self.names = [(actor.name, actor.type) for actor in annotation.actors]


def plain_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(char for char in decomposed if not unicodedata.combining(char)))


def holds(leaf: Term | Pattern, text: str) -> bool:
    if isinstance(leaf, Pattern):
        return bool(text) and re.search(leaf.pattern, text, re.IGNORECASE | re.MULTILINE) is not None
    wanted, there = plain_words(leaf.value), plain_words(text)
    for at in range(len(there) - len(wanted) + 1):
        piece = there[at : at + len(wanted)]
        if piece[:-1] == wanted[:-1] and (
            piece[-1] == wanted[-1] or (leaf.prefix and piece[-1].startswith(wanted[-1]))
        ):
            return True
    return False


def about_quotes(node: Node) -> bool:
    match node:
        case Term(field) | Pattern(field):
            return field in ("said", "speaker", "kind", "cue")
        case Or(nodes):
            return all(map(about_quotes, nodes))
    return False


def quote_holds(node: Node, quote: dict[str, str]) -> bool:
    match node:
        case Or(nodes):
            return any(quote_holds(child, quote) for child in nodes)
        case And(nodes):
            return all(quote_holds(child, quote) for child in nodes)
        case Not(child):
            return not quote_holds(child, quote)
        case Term() | Pattern():
            return holds(node, quote[node.field])
    raise TypeError(node)


COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">": int.__gt__,
    ">=": int.__ge__,
    "<": int.__lt__,
    "<=": int.__le__,
    "=": int.__eq__,
}


def together(nodes: tuple[Node, ...], whole: Whole) -> bool:
    """What is said about quotes side by side is about one quote."""
    wanted = [child for child in nodes if about_quotes(child)]
    unwanted = [child for child in nodes if isinstance(child, Not) and about_quotes(child.node)]
    if not wanted:
        return all(matches(child, whole) for child in nodes)
    about_one = [*wanted, *unwanted]
    return any(all(quote_holds(child, quote) for child in about_one) for quote in whole.quotes) and all(
        matches(child, whole) for child in nodes if child not in about_one
    )


def matches(node: Node, whole: Whole) -> bool:
    article = whole.article
    match node:
        case And(nodes):
            return together(nodes, whole)
        case Or(nodes):
            return any(matches(child, whole) for child in nodes)
        case Not(child):
            return not matches(child, whole)
        case Comparison("age", sign, number):
            age = (date.today() - date.fromisoformat((article.published + "-01")[:10])).days
            return COMPARE[sign](age, number)
        case Comparison(field, sign, number):
            return COMPARE[sign](getattr(article, field), number)
        case Term("tag", value, prefix=prefix):
            tags = [" ".join(plain_words(tag)) for tag in whole.tags]
            return any(tag.startswith(value) if prefix else tag == value for tag in tags)
        case Pattern("tag"):
            return any(holds(node, tag) for tag in whole.tags)
        case Term("actor") | Pattern("actor"):
            return any(holds(node, name) for name, _ in whole.names)
        case Term("person") | Pattern("person"):
            return any(holds(node, name) for name, kind in whole.names if kind == "person")
        case Term("is", value):
            return article.read == (value == "read")
        case Term("has", value):
            return bool({"note": article.notes, "tag": whole.tags, "source": article.source}[value])
        case Term("after" | "before" as field, value):
            return (article.published >= value) == (field == "after")
        case Term("date", value):
            return article.published.startswith(value) and len(article.published) >= len(value)
        case Term() | Pattern() if about_quotes(node):
            return any(quote_holds(node, quote) for quote in whole.quotes)
        case Term("") | Pattern(""):
            return any(holds(node, whole.fields[field]) for field in ("title", "text", "note", "tags"))
        case Term(field) | Pattern(field):
            return holds(node, whole.fields[field])
    raise TypeError(node)


def quotes_meant(query: Query, whole: Whole) -> list[int]:
    """Which quotes of an article a query over quotes means."""
    nodes = query.node.nodes if isinstance(query.node, And) else (query.node,) if query.node else ()
    about_one = [
        node for node in nodes if not isinstance(node, And) and all(about_quotes(leaf) for leaf in leaves(node))
    ]
    rest = tuple(node for node in nodes if node not in about_one)
    if not together(rest, whole):
        return []
    return [
        number for number, quote in enumerate(whole.quotes) if all(quote_holds(each, quote) for each in about_one)
    ]


# What is asked

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
# Built from pieces that Python's own expressions understand alike.
pieces = st.sampled_from(
    (
        "red",
        "re",
        "d",
        "line",
        "x-ray",
        "ray",
        " ",
        "  ?",
        r"\b",
        r"\s",
        "é",
        "e?",
        "[rb]",
        ".",
        "(l|x)",
        "(d li)?",
        "^",
    )
)
patterns = st.lists(pieces, min_size=1, max_size=5).map("".join)
quote_terms: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, st.sampled_from(("said", "speaker")), phrases, st.just(True), st.booleans()),
    st.builds(Pattern, st.sampled_from(("said", "speaker")), patterns),
    st.builds(Term, st.just("kind"), st.sampled_from(("direct", "indirect"))),
    st.builds(Term, st.just("cue"), st.sampled_from(("speech", "belief"))),
)
terms: st.SearchStrategy[Node] = st.one_of(
    st.builds(
        Term,
        st.sampled_from(("", "", "title", "text", "note", "source", "author", "actor", "person")),
        phrases,
        st.just(True),
        st.booleans(),
    ),
    st.builds(
        Pattern,
        st.sampled_from(("", "title", "text", "note", "source", "author", "tag", "actor", "person")),
        patterns,
    ),
    st.builds(Term, st.just("tag"), st.sampled_from(("red", "blue", "re")), st.just(False), st.booleans()),
    st.builds(Term, st.just("is"), st.sampled_from(("read", "unread"))),
    st.builds(Term, st.just("has"), st.sampled_from(("note", "tag", "source"))),
    st.builds(
        Term, st.sampled_from(("after", "before", "date")), st.sampled_from(("2024", "2024-02", "2024-02-03"))
    ),
    st.builds(
        Comparison,
        st.sampled_from(("words", "quotes", "notes")),
        st.sampled_from(list(COMPARE)),
        st.integers(0, 5),
    ),
    st.builds(
        Comparison,
        st.just("age"),
        st.sampled_from(list(COMPARE)),
        st.sampled_from([(date.today() - date(2024, 2, 3)).days + more for more in (-1, 0, 1)]),
    ),
    quote_terms,
    st.lists(quote_terms, min_size=2, max_size=2).map(lambda nodes: Or(tuple(nodes))),
)


def combined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        children.map(lambda node: node.node if isinstance(node, Not) else Not(node)),
    )


queries = st.recursive(terms, combined, max_leaves=6)
kinds = st.sampled_from(("direct", "indirect"))
wholes = st.fixed_dictionaries(
    {
        "title": texts,
        "text": texts,
        "source": st.one_of(st.just(""), phrases),
        "author": phrases,
        "published": st.sampled_from(("2023-12-31", "2024-02-03", "2024-02")),
        "tags": st.lists(st.sampled_from(("Red", "blue", "red line")), max_size=2),
        "notes": st.lists(st.tuples(texts, st.lists(st.sampled_from(("blue", "x")), max_size=1)), max_size=2),
        "names": st.lists(phrases, min_size=2, max_size=2),
        "quotes": st.lists(
            st.tuples(
                st.integers(0, 10),
                st.integers(0, 40),
                st.sampled_from("ab"),
                kinds,
                st.sampled_from(("speech", "belief")),
            ),
            max_size=3,
        ),
        "read": st.booleans(),
    }
)


def put_in(archive: Archive, number: int, one: dict[str, Any]) -> Whole:
    text = f"{one['text']} {number}"
    draft = {name: one[name] for name in ("title", "source", "author", "published", "tags")}
    article = archive.articles.add(Draft(text=text, **draft)).id
    annotation = Annotation(
        actors=[
            Actor(id="a", name=one["names"][0], type="person"),
            Actor(id="b", name=one["names"][1], type="group"),
        ],
        attributions=[
            Attribution(source=[], cue=[], content=[(start, end)], kind=kind, speaker=[speaker], cue_type=cue)
            for start, end, speaker, kind, cue in one["quotes"]
        ],
        annotator="1",
    )
    archive.annotations.store(article, annotation)
    notes = [archive.notes.add(article, body, tags=tags) for body, tags in one["notes"]]
    archive.articles.update([article], read=one["read"])
    return Whole(archive.articles.get(article), text, notes, annotation)


def test_the_indexes_answer_as_a_plain_look_does(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    # Without waiting for the disk: what is tested is not durability.
    archive.database.storage.connection().execute("PRAGMA synchronous = OFF")

    @settings(max_examples=60)
    @given(st.lists(wholes, min_size=1, max_size=4), st.lists(queries, min_size=4, max_size=12))
    def check(stored: list[dict[str, Any]], asked: list[Node]) -> None:
        archive.articles.remove(archive.search.ids())
        added = [put_in(archive, number, one) for number, one in enumerate(stored)]
        everything = {whole.article.id: whole for whole in added}
        for node in asked:
            query = str(node)
            # Which actors of several articles are one is another question.
            meant = archive.search.resolve(query)
            assert meant.node is not None
            expected = {article for article, whole in everything.items() if matches(meant.node, whole)}
            assert set(archive.search.ids(query)) == expected, query
            assert archive.search.count(query) == len(expected)
            best = archive.search.ids(query, "best")
            assert sorted(best) == sorted(expected), query
            assert archive.search.ids(query, "best", 2) == best[:2], query
            assert bool(archive.search.explain(query)) == (not expected)
            ids = archive.quotes.ids(query, "oldest")
            listed = {
                (article, number) for article, whole in everything.items() for number in quotes_meant(meant, whole)
            }
            assert set(ids) == listed, query
            assert archive.quotes.ids(query, "oldest", limit=2) == ids[:2]
            assert [(quote.article, quote.index) for quote in archive.quotes.get_many(ids)] == list(ids)
        assert archive.maintenance.check() == []

    check()
    archive.close()


@settings(max_examples=100)
@given(
    texts, st.lists(st.builds(Term, st.just(""), phrases, st.just(True), st.booleans()), min_size=1, max_size=3)
)
def test_marks_stand_where_a_plain_look_finds_the_words(text: str, looked: list[Term]) -> None:
    match, _ = plan.highlighted_terms(parse(" or ".join(map(str, looked))))
    assert match is not None
    spans = snippets.highlight_spans(match, text)
    assert bool(spans) == any(holds(term, text) for term in looked)
    tokens = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    marked = {token for token in tokens if any(start <= token[0] and token[1] <= end for start, end in spans)}
    expected = set()
    for term in looked:
        length = len(plain_words(term.value))
        for at in range(len(tokens) - length + 1):
            piece = text[tokens[at][0] : tokens[at + length - 1][1]]
            if holds(term, piece):
                expected |= set(tokens[at : at + length])
    assert marked == expected


@settings(max_examples=300)
@given(queries, st.sampled_from((None, "newest", "title")))
def test_a_query_is_the_same_when_it_was_written_and_read(node: Node, sort: str | None) -> None:
    query = Query(node, sort)
    once = parse(str(query))
    # Groups of one kind within each other stay groups; what is read is what was written.
    assert once == query
    assert str(once) == str(query)
