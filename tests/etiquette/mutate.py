"""Breaks the rules of etiquette one at a time and looks whether a row of the tables notices.

`python -m tests.etiquette.mutate` tries every break and names those that no row noticed, with the words as they are
and as they were broken; `python -m tests.etiquette.mutate rejection` only those of one module. A break is a comparison
turned round or moved by one, a condition dropped or denied, a number or a span of time changed.
"""

import ast
import copy
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.etiquette import test_rules, test_stories, test_wishes

MODULES = ("answering", "decide", "gate", "materials", "offer", "on_demand", "passing", "rejection", "scheduling")

_TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_LATER = 3
"""By how much a number is made larger: enough to be seen past a weekend."""


@dataclass(frozen=True, kw_only=True)
class Break:
    """One way to break a module.

    Attributes:
        module: its name in assistant.etiquette.
        function: where, "" for a constant of the module.
        before: the words as they are.
        after: the words as broken.
        tree: the broken module.
    """

    module: str
    function: str
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return f"{self.module}.{self.function}: {self.before}  =>  {self.after}"


def breaks(module: str) -> Iterator[Break]:
    """Yield every break of a module."""
    tree = ast.parse(Path(_loaded(module).__file__ or "").read_text(encoding="utf-8"))
    for index, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.expr):
            for broken in _broken(node):
                whole = copy.deepcopy(tree)
                target = next(one for at, one in enumerate(ast.walk(whole)) if at == index)
                _Exchange(target, broken).visit(whole)
                yield Break(
                    module=module,
                    function=_function(tree, node),
                    before=ast.unparse(node),
                    after=ast.unparse(broken),
                    tree=ast.fix_missing_locations(whole),
                )


def _broken(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=[one]):
            for turned in _TURNED[type(one)]:
                yield ast.Compare(left=node.left, ops=[turned()], comparators=node.comparators)
        case ast.BoolOp():
            yield from _without_one(node)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.Constant(value=bool() | int() as value):
            yield ast.Constant(value=not value if isinstance(value, bool) else value + _LATER)
        case ast.BinOp(op=ast.Add() | ast.Sub()) if "timedelta" in ast.unparse(node.right) or "_" in ast.unparse(node):
            yield node.left


def _without_one(node: ast.BoolOp) -> Iterator[ast.expr]:
    for dropped in node.values:
        rest = [one for one in node.values if one is not dropped]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)


class _Exchange(ast.NodeTransformer):
    """Puts one expression in the place of another."""

    def __init__(self, old: ast.AST, new: ast.expr) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else super().visit(node)


def _function(tree: ast.Module, node: ast.expr) -> str:
    inside = [
        one.name
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and one.lineno <= node.lineno <= (one.end_lineno or 0)
    ]
    return inside[-1] if inside else ""


def is_noticed(one: Break) -> bool:
    """Whether a row of any table fails while the module is broken."""
    with _in_place(one):
        return any(not _passes(row) for row in _rows(one.module))


@cache
def _rows(module: str) -> tuple[Callable[[], None], ...]:
    """Return every row as a call, the tables that are likeliest to notice first."""
    tables = {
        "rules": (test_rules.ROWS, test_rules.test_the_decision_is_that_of_a_careful_person),
        "stories": (test_stories.ROWS, test_stories.test_time_makes_due_what_a_careful_person_would_write),
        "wishes": (test_wishes.ROWS, test_wishes.test_a_wish_is_fulfilled_with_manners),
    }
    first = {"passing": "stories", "on_demand": "wishes"}.get(module, "rules")
    order = [first, *(name for name in tables if name != first)]
    return tuple(_call(law, row.values) for name in order for row in tables[name][0] for law in [tables[name][1]])


def _call(law: Callable[..., None], values: tuple[Any, ...]) -> Callable[[], None]:
    return lambda: law(*(copy.deepcopy(value) for value in values))


def _passes(row: Callable[[], None]) -> bool:
    try:
        row()
    except Exception:  # a break may raise anything, which is noticed too
        return False
    return True


@contextmanager
def _in_place(one: Break) -> Iterator[None]:
    """Run the broken code behind the same functions, so that whoever imported them has it too."""
    module = _loaded(one.module)
    broken = dict(vars(module))
    exec(compile(one.tree, f"<{one.name}>", "exec"), broken)
    kept: dict[str, Any] = {}
    codes: dict[FunctionType, CodeType] = {}
    for name, value in broken.items():
        old = vars(module).get(name)
        if isinstance(value, FunctionType) and isinstance(old, FunctionType) and value.__module__ == module.__name__:
            codes[old], old.__code__ = old.__code__, value.__code__
        elif value is not old and not isinstance(value, type | FunctionType) and name != "__builtins__":
            kept[name] = old
            setattr(module, name, value)
    try:
        yield
    finally:
        for function, code in codes.items():
            function.__code__ = code
        for name, value in kept.items():
            setattr(module, name, value)


def unnoticeable() -> set[str]:
    """Return the names of breaks that no row can notice; unnoticed.txt says why."""
    lines = (Path(__file__).parent / "unnoticed.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if "  =>  " in line}


def _loaded(module: str) -> ModuleType:
    return importlib.import_module(f"assistant.etiquette.{module}")


def main(modules: list[str]) -> int:
    """Try all; name what no row noticed."""
    tried, unnoticed, known = 0, 0, unnoticeable()
    for module in modules or MODULES:
        for one in breaks(module):
            tried += 1
            if one.name not in known and not is_noticed(one):
                unnoticed += 1
                print(one.name, flush=True)
    print(f"{tried} breaks; {unnoticed} were not noticed, beside those of unnoticed.txt.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
