"""Where words of the interface are asked for: read from templates and syntax trees, not guessed.

An id that is put together (``'standing-' ~ one.standing``, ``f"nation-{n}"``) becomes a pattern
with a star in the place of what varies.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

IN_TEMPLATES = {"t", "words"}
IN_PYTHON = {"word", "word_pair", "Unfit", "Told"}


@dataclass(frozen=True)
class Use:
    """``word`` is an id, or a pattern with stars; "*" alone when the id comes from elsewhere."""

    word: str
    place: str
    holes: frozenset[str] | None
    """What is given to fill in; None where that cannot be read from the call."""


def in_templates(folder: Path) -> Iterator[Use]:
    environment = Environment()  # nothing is rendered with it
    for path in sorted(folder.rglob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in IN_TEMPLATES and call.args:
                holes = None if call.dyn_kwargs else frozenset(k.key for k in call.kwargs)
                if call.node.name == "words":
                    holes = frozenset()
                for word in _jinja(call.args[0]):
                    yield Use(word, f"{path.name}:{call.lineno}", holes)


def _jinja(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const):
        yield str(node.value)
    elif isinstance(node, nodes.CondExpr):
        yield from _jinja(node.expr1)
        yield from _jinja(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Concat):
        yield "".join("".join(_jinja(part)) for part in node.nodes)
    else:
        yield "*"


def in_python(folder: Path) -> Iterator[Use]:
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                yield from _in_function(function, path)


def _in_function(function: ast.FunctionDef, path: Path) -> Iterator[Use]:
    given = {argument.arg for argument in (*function.args.posonlyargs, *function.args.args)}
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "coded":
            for word in _coded(*call.args):
                yield Use(word, f"{path.name}:{call.lineno}", frozenset())
        if isinstance(call, ast.Call) and call.args and _called(call) in IN_PYTHON:
            asked = call.args[0]
            if isinstance(asked, ast.Name):
                if asked.id in given:
                    continue  # passed on: the caller is looked at
                words = list(_assigned(function, asked.id))
            else:
                words = list(_python(asked))
            holes = frozenset(k.arg for k in call.keywords if k.arg is not None)
            unknown = any(k.arg is None for k in call.keywords)
            for word in words or ["*"]:
                yield Use(word, f"{path.name}:{call.lineno}", None if unknown else holes)


def _coded(start: ast.expr, *codes: ast.expr) -> Iterator[str]:
    """``coded("client-reads-", profile.reads)``: how the ids begin, and what varies."""
    for before in _python(start):
        for code in codes:
            for after in list(_python(code)) or ["*"]:
                yield before + after


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    # A name by itself may be anything, unless it is the name of a class.
    return call.func.id if isinstance(call.func, ast.Name) and call.func.id[0].isupper() else ""


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[str]:
    """What a local name can be."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets = [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
            if name in targets:
                yield from _python(node.value)


def _python(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _python(node.body)
        yield from _python(node.orelse)
    elif isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _python(part)


def error_names(path: Path) -> set[str]:
    """The kinds of error that ``guides/web/errors.py`` has a page for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[object] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_page":
            for argument in node.args[1:2]:
                found |= {c.value for c in ast.walk(argument) if isinstance(c, ast.Constant)}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_WORDS":
            found |= {v.value for v in ast.walk(node.value) if isinstance(v, ast.Constant)}
    return {name for name in found if isinstance(name, str)}
