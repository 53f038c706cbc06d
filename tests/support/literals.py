"""Finds text in the source that a user sees and that bypasses gettext."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]{2,}")
_WRAPPERS = ("str", "one_line", "sanitize", "Text", "Content", "join", "format", "strip", "list")
"""Calls whose arguments are shown."""

_SINKS: Mapping[str, tuple[int | str, ...]] = {
    "notify": (0, "title"),
    "warn": (0,),
    "say": (0,),
    "_say": (0,),
    "tell": (0,),
    "_tell": (0,),
    "tell_once": (0,),
    "_complain": (0,),
    "show_note": (0,),
    "show": (0, 1, 2, 3, 4),
    "update": (0,),
    "text.append": (0,),
    "ask": (0,),
    "input": (0,),
    "Static": (0,),
    "Label": (0,),
    "Checkbox": (0,),
    "Tick": (0,),
    "Segment": (0,),
    "Question": (0, 1, "yes", "no"),
    "TextQuestion": (0, "question", "enter"),
    "Unsaved": (0, 1),
    "ConflictDialog": (0,),
    "LineList": (1,),
    "ListLine": (0, 1, 2),
    "Choice": (0, 1),
    "LineInput": (0, "hint"),
    "SystemCommand": (0, 1),
    "Command": (3, 4, "title", "tooltip", "hint"),
    "Problem": (1,),
    "ArgumentParser": ("description", "epilog"),
    "add_argument": ("help",),
    "add": ("help",),
    "add_parser": ("help", "description"),
}
"""Functions that show text, with the arguments that they show, by position or name."""

_INTERNAL_ERRORS = frozenset(
    (
        *("ArithmeticError", "AssertionError", "AttributeError", "EOFError", "ImportError"),
        *("IndexError", "KeyError", "LookupError", "NotImplementedError", "RuntimeError"),
        *("StopIteration", "SystemExit", "TypeError"),
    )
)
"""Exceptions whose text no user sees."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text that bypasses gettext.

    Attributes:
        line: Where, from 1.
        text: The text.
    """

    line: int
    text: str


def untranslated(source: str) -> list[Literal]:
    """Return the texts of a module that are shown without gettext, in order."""
    found = {
        literal
        for scope, node in _nodes(ast.parse(source))
        for shown in _shown(node)
        for literal in _Literals(_assigned(scope)).of(shown)
    }
    return sorted(found, key=lambda literal: (literal.line, literal.text))


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield every node with the function or module that it is in."""
    queue: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while queue:
        scope, node = queue.pop()
        yield scope, node
        inner = node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        queue += [(inner, child) for child in ast.iter_child_nodes(node)]


def _shown(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that a statement or call shows to the user."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        if _name(node.exc.func) not in _INTERNAL_ERRORS:
            yield from node.exc.args
    elif isinstance(node, ast.Call):
        places = _SINKS.get(_name(node.func), ())
        yield from (arg for at, arg in enumerate(node.args) if at in places)
        yield from (keyword.value for keyword in node.keywords if keyword.arg in places)
    elif isinstance(node, ast.Dict):  # metadata of settings
        yield from (
            value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and key.value == "help"
        )


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """Return the values that names are assigned in a function or module."""
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values.setdefault(name, []).append(value)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                values.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=parts)):
                for target, value in zip(names, parts, strict=False):
                    if isinstance(target, ast.Name):
                        values.setdefault(target.id, []).append(value)
    return values


class _Literals:
    """Finds the literals in shown expressions of one function."""

    def __init__(self, assigned: Mapping[str, list[ast.expr]]) -> None:
        self._assigned = assigned
        self._seen: set[str] = set()

    def of(self, node: ast.expr) -> Iterator[Literal]:
        """Yield the literals in an expression, and in the values of its names."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and _WORD.search(node.value):
                yield Literal(node.lineno, node.value)
            return
        for part in self._parts(node):
            yield from self.of(part)

    def _parts(self, node: ast.expr) -> Sequence[ast.expr]:
        """Return the parts of an expression that are shown."""
        match node:
            case ast.Name(id=name) if name not in self._seen:
                self._seen.add(name)
                return self._assigned.get(name, ())
            case ast.Call(func=func, args=args) if _name(func) in _WRAPPERS:
                return [*args, func.value] if isinstance(func, ast.Attribute) else args
            case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.List(elts=parts):
                return parts
            case ast.FormattedValue(value=value) | ast.Starred(value=value):
                return [value]
            case ast.IfExp(body=body, orelse=other) | ast.BinOp(left=body, right=other):
                return [body, other]
        return ()


def _name(function: ast.expr) -> str:
    """Return the name of what is called; of `text.append` both parts."""
    match function:
        case ast.Attribute(value=ast.Name(id="text"), attr="append"):
            return "text.append"
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
