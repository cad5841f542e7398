"""Set parts of speech by the rules of the spaCy model: the component ``onrecord_attributes``.

spaCy's ``attribute_ruler`` tries each of some two hundred rules on each token. Nearly all of them look at one
token, and ask for a tag, a word or a dependency. So it is remembered here, for each of these values, which
rules accept it; those that hold for a token are those that accept all its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, reduce
from operator import and_
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

_PREDICATES: dict[str, Callable[[Any, Any], bool]] = {
    "IN": lambda value, wanted: value in wanted,
    "NOT_IN": lambda value, wanted: value not in wanted,
    "REGEX": lambda value, wanted: re.search(wanted, value) is not None,
}

_STRINGS = frozenset({"ORTH", "LOWER", "TAG", "POS", "DEP"})
_FLAGS = frozenset({"IS_SPACE"})

_REMEMBERED_VALUES = 1 << 16
"""How many values of an attribute are remembered at most: texts bring new words without end."""


class _Pattern(NamedTuple):
    """A pattern of a rule.

    ``conditions`` are what it asks of its one token, None if spaCy's matcher looks for it; ``place`` is the token
    of those it finds to which ``values`` are assigned, by attributes.
    """

    conditions: Mapping[str, Any] | None
    place: int
    values: Mapping[int, int]


@Language.factory(
    "onrecord_attributes",
    default_config={},
    requires=["token.tag", "token.dep"],
    assigns=["token.pos", "token.morph", "token.lemma"],
)
def make_attribute_rules(nlp: Language, name: str) -> AttributeRules:
    """Return the component that does what the pipeline's ``attribute_ruler`` does, which may be disabled."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    return AttributeRules(ruler)


class AttributeRules:
    """The component. The rules are read when the first Doc comes: a pipeline from a file has none before."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler

    @cached_property
    def _rules(self) -> RuleTable:
        return RuleTable(self._ruler)

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with the attributes that the rules assign to its tokens."""
        return self._rules.assign(doc)

    def __reduce__(self) -> tuple[type[AttributeRules], tuple[AttributeRuler]]:
        """Return what makes it again in another process."""
        return AttributeRules, (self._ruler,)


class RuleTable:
    """The rules of an attribute ruler, by the values that they accept.

    A set of patterns is a number here, with one bit for each of them; so sets are intersected in no time.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._strings = ruler.vocab.strings
        self._matcher = Matcher(ruler.vocab)
        self._patterns: list[_Pattern] = []
        rules: list[Any] = ruler.patterns
        for rule, values in zip(rules, ruler.attrs, strict=True):
            for tokens in rule["patterns"]:
                is_simple = len(tokens) == 1 and _asks_for_values(tokens[0])
                if not is_simple:
                    self._matcher.add(len(self._patterns), [tokens])
                self._patterns.append(_Pattern(tokens[0] if is_simple else None, rule["index"], values))
        names = sorted({name for pattern in self._patterns for name in pattern.conditions or ()})
        self._accepting = {name: self._acceptance(name) for name in names}
        self._attributes: list[int | str] = sorted(
            {attribute for pattern in self._patterns for attribute in pattern.values}
        )
        self._assigned = lru_cache(_REMEMBERED_VALUES)(self._assigned_values)

    def assign(self, doc: Doc) -> Doc:
        """Return the Doc with the attributes that the rules assign to its tokens."""
        if not len(doc) or not self._attributes:
            return doc
        values = doc.to_array(self._attributes).reshape(len(doc), -1)
        for index, patterns in enumerate(self._patterns_of_tokens(doc)):
            for column, value in self._assigned(patterns):
                values[index, column] = value
        return doc.from_array(self._attributes, values)  # type: ignore[arg-type]

    def _patterns_of_tokens(self, doc: Doc) -> list[int]:
        """Return for each token the set of the patterns by which something is assigned to it."""
        accepting = [map(find, doc.to_array(name).tolist()) for name, find in self._accepting.items()]
        sets = [reduce(and_, each) for each in zip(*accepting, strict=True)] or [0] * len(doc)
        for bit, start, end in self._matcher(doc, allow_missing=True) if len(self._matcher) else ():
            sets[range(start, end)[self._patterns[bit].place]] |= 1 << bit
        return sets

    def _acceptance(self, attribute: str) -> Callable[[int], int]:
        """Return what returns the set of the patterns that accept a value of this attribute, as a Doc has it."""
        indifferent = 0
        by_value: dict[Any, int] = {}
        by_predicates: list[tuple[int, Mapping[str, Any]]] = []
        for bit, pattern in enumerate(self._patterns):
            wanted = (pattern.conditions or {}).get(attribute)
            if isinstance(wanted, dict):
                by_predicates.append((1 << bit, wanted))
            elif wanted is not None:
                by_value[wanted] = by_value.get(wanted, 0) | 1 << bit
            elif pattern.conditions:
                indifferent |= 1 << bit

        @lru_cache(_REMEMBERED_VALUES)
        def accepting_patterns(key: int) -> int:
            value = key if attribute in _FLAGS else self._strings[key]
            patterns = indifferent | by_value.get(value, 0)
            return patterns + sum(pattern for pattern, wanted in by_predicates if _holds(wanted, value))

        return accepting_patterns

    def _assigned_values(self, patterns: int) -> list[tuple[int, int]]:
        """Return what a set of patterns assigns to a token: columns of ``_attributes``, and values."""
        values: dict[int, int] = {}
        for bit, pattern in enumerate(self._patterns):
            if patterns >> bit & 1:  # in the order of the rules: of two, the later one holds
                values |= pattern.values
        return [(self._attributes.index(attribute), value) for attribute, value in values.items()]


def _asks_for_values(conditions: Mapping[str, Any]) -> bool:
    """Return whether the conditions on a token are understood here."""
    return bool(conditions) and all(
        name in _FLAGS | _STRINGS and (not isinstance(wanted, dict) or _PREDICATES.keys() >= wanted.keys())
        for name, wanted in conditions.items()
    )


def _holds(predicates: Mapping[str, Any], value: str | int) -> bool:
    """Return whether all predicates hold for a value."""
    return all(_PREDICATES[name](value, argument) for name, argument in predicates.items())
