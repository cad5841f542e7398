"""Every kind of change that tools/mutation.py makes, and what it leaves alone."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from tools.mutation import Mutation, mutations


def changes(source: str, operator: str | None = None) -> list[tuple[str, str]]:
    """Piece and replacement of each mutation of a source, of all kinds or of one."""
    return [
        (mutation.before, mutation.after)
        for mutation in mutations("module.py", dedent(source).encode())
        if operator in (None, mutation.operator)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", "(a <= b)"),
        ("a <= b", "(a < b)"),
        ("a > b", "(a >= b)"),
        ("a >= b", "(a > b)"),
        ("a == b", "(a != b)"),
        ("a != b", "(a == b)"),
        ("a in b", "(a not in b)"),
        ("a not in b", "(a in b)"),
        ("a is b", "(a is not b)"),
        ("a is not b", "(a is b)"),
    ],
)
def test_comparisons_are_swapped(before: str, after: str) -> None:
    assert changes(f"x = {before}") == [(before, after)]


def test_each_comparison_of_a_chain_is_swapped_alone() -> None:
    assert changes("x = a < b <= c") == [("a < b <= c", "(a < b < c)"), ("a < b <= c", "(a <= b <= c)")]


@pytest.mark.parametrize(("before", "after"), [("a and b", "(a or b)"), ("a or b", "(a and b)")])
def test_and_and_or_are_swapped(before: str, after: str) -> None:
    assert changes(f"x = {before}") == [(before, after)]


def test_not_is_removed() -> None:
    assert changes("x = not a") == [("not a", "a")]


def test_conditions_are_negated_and_fixed() -> None:
    fixed = [("a", "False"), ("a", "True")]
    assert changes("if a:\n    b") == [*fixed, ("a", "(not a)")]
    assert changes("x = 'b' if a else 'c'") == [*fixed, ("a", "(not a)")]


def test_a_loop_is_not_made_endless_on_purpose() -> None:
    assert changes("while a:\n    b") == [("a", "False"), ("a", "(not a)")]
    assert changes("while True:\n    b") == []


def test_conditions_of_comprehensions_are_negated() -> None:
    assert changes("x = [b for b in c if b]") == [("b", "(not b)")]


def test_a_condition_is_negated_once() -> None:
    assert changes("if not a:\n    b", "negated condition") == []
    assert changes("if a == b:\n    c", "negated condition") == []
    assert changes("if a < b:\n    c", "negated condition") == [("a < b", "(not a < b)")]


def test_a_condition_that_gives_a_name_its_value_is_not_fixed() -> None:
    assert changes("if (a := b):\n    c") == [("(a := b)", "(not (a := b))")]


def test_numbers_grow_by_one() -> None:
    assert changes("x = a[0], -1, 2.5") == [("0", "1"), ("1", "2"), ("2.5", "3.5")]
    assert changes("def f(a=1, *, b=2):\n    pass") == [("1", "2"), ("2", "3")]


def test_plus_and_minus_are_swapped() -> None:
    assert changes("x = a + b") == [("a + b", "(a - b)")]
    assert changes("x = a - b") == [("a - b", "(a + b)")]
    assert changes("x += a", "plus/minus") == [("x += a", "x -= a")]


def test_what_cannot_be_subtracted_stays_added() -> None:
    assert changes("x = a + 'b'") == []
    assert changes("x = [a] + b") == []


def test_bounds_of_slices_move_and_go() -> None:
    assert changes("x = a[b:c]") == [("b", ""), ("b", "(b + 1)"), ("c", ""), ("c", "(c + 1)")]
    assert changes("x = a[:1]") == [("1", ""), ("1", "(1 + 1)")]
    assert changes("x = a[:]") == []


@pytest.mark.parametrize(
    ("declared", "empty"),
    [
        ("", "None"),
        (" -> Article", "None"),
        (" -> str | None", "None"),
        (" -> str", "''"),
        (" -> list[str]", "[]"),
        (" -> tuple[str, ...]", "()"),
        (" -> dict[str, str]", "{}"),
        (" -> bool", "False"),
    ],
)
def test_what_a_function_returns_is_emptied(declared: str, empty: str) -> None:
    assert changes(f"def f(){declared}:\n    return a") == [("a", empty)]


def test_what_is_empty_already_stays() -> None:
    assert changes("def f() -> str:\n    return ''") == []
    assert changes("def f():\n    return None") == []
    assert changes("def f():\n    return") == []


def test_a_fixed_answer_becomes_the_other() -> None:
    assert changes("def f() -> bool:\n    return False") == [("False", "True")]


def test_calls_are_removed() -> None:
    assert changes("a.b()") == [("a.b()", "pass")]
    assert changes("async def f():\n    await a()") == [("await a()", "pass")]


def test_assignments_are_removed_where_there_is_another_value() -> None:
    assert changes("def f(a):\n    a = b") == [("a = b", "pass")]
    assert changes("def f():\n    a = b\n    a = c") == [("a = b", "pass"), ("a = c", "pass")]
    assert changes("def f(self):\n    self.a = b") == [("self.a = b", "pass")]
    assert changes("a[b] = c") == [("a[b] = c", "pass")]
    assert changes("a += b", "removed assignment") == [("a += b", "pass")]


def test_assignments_without_which_nothing_goes_on_stay() -> None:
    assert changes("a = b") == []
    assert changes("def f():\n    a = b") == []
    assert changes("class A:\n    def __init__(self):\n        self.a = b") == []


@pytest.mark.parametrize(
    "source",
    [
        '"""Docstring: 1 < 2."""',
        "x = 'a'",
        "x = f'{a + b}'",
        "x: Annotated[int, 1 + 1]",
        "def f(a: Annotated[int, 1]) -> Annotated[int, 1]:\n    pass",
        "@lru_cache(maxsize=1)\ndef f():\n    pass",
        "__all__ = sorted(a + b)",
        "if TYPE_CHECKING:\n    a()",
        "if __name__ == '__main__':\n    main()",
        "assert a < b",
        "import a",
        "logging.info(1)",
        "class A(Protocol):\n    def f(self):\n        return 1",
        "@overload\ndef f(a=1): ...",
    ],
)
def test_what_no_test_should_notice_stays(source: str) -> None:
    assert changes(source) == []


SOURCE = '''\
"""Quotes “like these” are several bytes long."""


def opening(text, quotes=("„", "“")):
    # A comment that stays.
    if text[:1] in quotes and not (
        text == "„"
    ):
        text = text[1:]
        note(text)
    return text


LEAST = 3
'''


def test_the_rest_of_the_module_stays_as_it_is() -> None:
    source = SOURCE.encode()
    for mutation in mutations("module.py", source):
        changed = mutation.apply(source)
        assert changed.startswith(source[: mutation.start])
        assert changed.endswith(source[mutation.end :])
        assert mutation.compiles(source)
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source)), mutation


def test_the_replaced_piece_is_the_one_that_is_told() -> None:
    source = SOURCE.encode()
    for mutation in mutations("module.py", source):
        piece = source[mutation.start : mutation.end].decode()
        assert ast.unparse(ast.parse(piece)) == mutation.before


def of_kind(operator: str) -> Mutation:
    return next(mutation for mutation in mutations("module.py", SOURCE.encode()) if mutation.operator == operator)


def test_lines_and_statements_are_those_of_the_source() -> None:
    condition = of_kind("and/or")
    assert (condition.lines, condition.statement) == ((6, 8), (6, 8))
    assert of_kind("removed call").lines == (10, 10)


def test_what_an_import_executes_is_told_from_what_a_call_does() -> None:
    assert of_kind("comparison").in_function
    assert not next(mutation for mutation in mutations("m.py", b"LEAST = 3")).in_function


def test_what_would_be_no_python_is_told() -> None:
    source = b"x = a\n"
    broken = Mutation("m.py", 4, 5, "constant", "a", ")", (1, 1), (1, 1), False)
    assert not broken.compiles(source)
