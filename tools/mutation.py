"""The mutations of a module: every small change that its tests should notice.

A mutation replaces one piece of the source by another; the rest, with its line numbers and comments, does not
change. There are no mutations that tests could not or should not notice: of docstrings and other strings,
annotations, decorators, ``__all__``, ``if TYPE_CHECKING``, ``if __name__ == "__main__"``, assertions, logging,
Protocols and ``@overload``. Neither are there any that must fail: removing the only assignment of a name or an
attribute that ``__init__`` sets, or changing ``+`` next to a literal that has no ``-``.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SWAPPED_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_BOUNDARIES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
"""Swapping one of these moves a boundary; swapping any other comparison negates it."""
_SWAPPED_SIGNS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_EMPTY_VALUES = {
    "bool": "False",
    "bytes": 'b""',
    "dict": "{}",
    "float": "0.0",
    "frozenset": "frozenset()",
    "int": "0",
    "list": "[]",
    "set": "set()",
    "str": '""',
    "tuple": "()",
}
"""Declared return type of a function → the value that replaces what it returns."""
_LOGGERS = {"log", "logger", "logging", "warnings", "_log", "_logger", "LOG", "LOGGER"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Mutation:
    """One change to one module.

    Args:
        path: The module, relative to the root of the repository.
        start: Where the replaced piece begins, in bytes of the source.
        end: Where it ends.
        operator: The kind of change.
        before: The piece, as ``ast.unparse`` writes it.
        after: What replaces it.
        lines: First and last line of the piece.
        statement: First and last line of its statement, without the body of a compound one.
        in_function: Whether a call executes it, not the import of the module.
    """

    path: str
    start: int
    end: int
    operator: str
    before: str
    after: str
    lines: tuple[int, int]
    statement: tuple[int, int]
    in_function: bool

    def apply(self, source: bytes) -> bytes:
        """Return the source of the module with the change."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def compiles(self, source: bytes) -> bool:
        """Return whether the changed source is still Python."""
        try:
            compile(self.apply(source), self.path, "exec")
        except (SyntaxError, ValueError):
            return False
        return True


def mutations(path: str, source: bytes) -> list[Mutation]:
    """Return all mutations of a module, in the order of the source.

    Args:
        path: The path of the module.
        source: Its text, in UTF-8.

    Raises:
        SyntaxError: It is not Python.
    """
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return sorted(set(finder.mutations))


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, source: bytes) -> None:
        self.mutations: list[Mutation] = []
        self._path = path
        self._line_starts = [0]
        for line in source.splitlines(keepends=True):
            self._line_starts.append(self._line_starts[-1] + len(line))
        self._functions: list[Function] = []
        self._depth = 0  # how many functions and lambdas are around
        self._statement = (1, 1)

    def visit(self, node: ast.AST) -> None:
        """Visit a node and its children, unless nothing in it may be changed."""
        if isinstance(node, ast.stmt):
            if _is_excluded(node):
                return
            outer, self._statement = self._statement, _header(node)
            super().visit(node)
            self._statement = outer
        else:
            super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node)

    def _visit_function(self, node: Function) -> None:
        self._visit_all(node.args.defaults)
        self._visit_all(default for default in node.args.kw_defaults if default)
        self._functions.append(node)
        self._depth += 1
        self._visit_all(node.body)
        self._depth -= 1
        self._functions.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all(node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all(node.args.defaults)
        self._depth += 1
        self.visit(node.body)
        self._depth -= 1

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Skip it: before Python 3.12 its parts have no positions."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        for index, operator in enumerate(node.ops):
            changed = copy.deepcopy(node)
            changed.ops[index] = _SWAPPED_COMPARISONS[type(operator)]()
            self._record(node, "comparison", changed)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._record(node, "and/or", changed)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._record(node, "removed not", node.operand)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in _SWAPPED_SIGNS and not _without_minus(node.left) and not _without_minus(node.right):
            changed = copy.copy(node)
            changed.op = _SWAPPED_SIGNS[type(node.op)]()
            self._record(node, "plus/minus", changed)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            self._record(node, "constant", ast.Constant(node.value + 1))

    def visit_Slice(self, node: ast.Slice) -> None:
        for bound in (node.lower, node.upper):
            if bound is None:
                continue
            self._record(bound, "slice bound", ast.BinOp(bound, ast.Add(), ast.Constant(1)))
            self._record(bound, "slice bound", None)
            if not isinstance(bound, ast.Constant):
                self.visit(bound)
        if node.step:
            self.visit(node.step)

    def visit_If(self, node: ast.If) -> None:
        self._visit_condition(node.test, ("True", "False"))
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._visit_condition(node.test, ("True", "False"))
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._visit_condition(node.test, ("False",))
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._visit_condition(condition, ())
        self.generic_visit(node)

    def _visit_condition(self, test: ast.expr, fixed: tuple[str, ...]) -> None:
        if isinstance(test, ast.Constant):
            return
        if not _negated_by_another(test):
            self._record(test, "negated condition", ast.UnaryOp(ast.Not(), test))
        if not any(isinstance(node, ast.NamedExpr) for node in ast.walk(test)):
            for value in fixed:
                self._record(test, "fixed condition", ast.Constant(value == "True"))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        empty = _empty_value(self._functions[-1], node.value)
        if ast.unparse(node.value) != ast.unparse(empty):
            self._record(node.value, "return value", empty)
        self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(value, ast.Call):
            self._record(node, "removed call", ast.Pass())
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if all(self._removable(target) for target in node.targets):
            self._record(node, "removed assignment", ast.Pass())
        self._visit_all(target for target in node.targets if not isinstance(target, ast.Name))
        self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._record(node, "removed assignment", ast.Pass())
        if type(node.op) in _SWAPPED_SIGNS and not _without_minus(node.value):
            changed = copy.copy(node)
            changed.op = _SWAPPED_SIGNS[type(node.op)]()
            self._record(node, "plus/minus", changed)
        self.visit(node.value)

    def _removable(self, target: ast.expr) -> bool:
        """Return whether the program could go on without this assignment: what it sets has a value before."""
        if isinstance(target, ast.Attribute):
            return bool(self._functions) and self._functions[-1].name != "__init__"
        if isinstance(target, ast.Name):
            return bool(self._functions) and _bindings(self._functions[-1], target.id) > 1
        if isinstance(target, ast.Tuple | ast.List):
            return all(self._removable(part) for part in target.elts)
        return isinstance(target, ast.Subscript)

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _record(self, node: ast.expr | ast.stmt, operator: str, changed: ast.expr | ast.stmt | None) -> None:
        """Record a mutation that replaces the node, or removes it."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        after = "" if changed is None else ast.unparse(ast.fix_missing_locations(changed))
        compound = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.IfExp, ast.Lambda)
        if isinstance(changed, compound):  # an operator around it may bind tighter
            after = f"({after})"
        mutation = Mutation(
            path=self._path,
            start=self._line_starts[node.lineno - 1] + node.col_offset,
            end=self._line_starts[node.end_lineno - 1] + node.end_col_offset,
            operator=operator,
            before=ast.unparse(node),
            after=after,
            lines=(node.lineno, node.end_lineno),
            statement=self._statement,
            in_function=self._depth > 0,
        )
        self.mutations.append(mutation)


def _is_excluded(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assert | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test) or ast.unparse(node.test).startswith("__name__ ==")
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    if isinstance(node, ast.ClassDef):
        return any(_last_name(base) == "Protocol" for base in node.bases)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return any(_last_name(decorator) == "overload" for decorator in node.decorator_list)
    return isinstance(node, ast.Expr) and _logs(node.value)


def _logs(value: ast.expr) -> bool:
    """Return whether it is a call such as ``logging.info(…)`` or ``self.log(…)``."""
    if not isinstance(value, ast.Call):
        return False
    names = {node.id for node in ast.walk(value.func) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(value.func) if isinstance(node, ast.Attribute)}
    return bool(names & _LOGGERS)


def _last_name(node: ast.expr) -> str:
    """Return ``overload`` for ``typing.overload``, ``Protocol`` for ``Protocol[T]``."""
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _header(node: ast.stmt) -> tuple[int, int]:
    """Return the first and last line of a statement, without its body."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    last = node.end_lineno or node.lineno
    if not body:
        return node.lineno, last
    begins = getattr(body[0], "lineno", None) or body[0].pattern.lineno
    return node.lineno, max(node.lineno, begins - 1)


def _without_minus(node: ast.expr) -> bool:
    """Return whether it is a literal that cannot be subtracted."""
    literals = (ast.JoinedStr, ast.List, ast.ListComp, ast.Tuple)
    return isinstance(node, literals) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _negated_by_another(test: ast.expr) -> bool:
    """Return whether another operator already negates this condition."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    return isinstance(test, ast.Compare) and len(test.ops) == 1 and not isinstance(test.ops[0], _BOUNDARIES)


def _empty_value(function: Function, value: ast.expr) -> ast.expr:
    """Return what replaces this value: None, or the empty value of the declared type."""
    declared = _last_name(function.returns) if function.returns else ""
    if declared == "bool" and isinstance(value, ast.Constant):
        return ast.Constant(not value.value)
    return ast.parse(_EMPTY_VALUES.get(declared, "None"), mode="eval").body


def _bindings(function: Function, name: str) -> int:
    """Count how often a function assigns a value to this name; a parameter counts as once."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters += [star for star in (arguments.vararg, arguments.kwarg) if star]
    stored = sum(node.id == name and isinstance(node.ctx, ast.Store) for node in _names(function))
    return stored + sum(parameter.arg == name for parameter in parameters)


def _names(function: Function) -> Iterator[ast.Name]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Name))
