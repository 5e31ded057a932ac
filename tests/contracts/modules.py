"""The package as a graph: every module with what it imports, read from the syntax trees.

Nothing is imported to find this out, so that a planted sample can be judged as well.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

Graph = dict[str, "Module"]


@dataclass(frozen=True)
class Import:
    """``target`` is a module of the graph where there is one, otherwise the name as written."""

    target: str
    line: int


@dataclass(frozen=True)
class Module:
    """One file. Imports inside functions count: they are arrows too."""

    name: str
    path: Path
    lines: int
    imports: tuple[Import, ...]

    @property
    def folder(self) -> str:
        """The feature's folder: ``sheets`` of ``guides.sheets.views``; "" at the top."""
        parts = self.name.split(".")[1:]
        return parts[0] if len(parts) > 1 or (parts and self.path.stem == "__init__") else ""

    @property
    def file(self) -> str:
        """The furniture: ``views`` of ``guides.sheets.views``; a store may be a folder."""
        return "store" if ".store." in self.name else self.name.rpartition(".")[2]

    def at(self, found: Import) -> str:
        return f"{self.path}:{found.line}: {self.name} imports {found.target}"


def read_package(top: Path, package: str = "guides") -> Graph:
    """Every module of ``top/package``, by its dotted name."""
    names = {_name(path, top): path for path in sorted((top / package).rglob("*.py"))}
    return {name: _read(name, path, names.keys()) for name, path in names.items()}


def read_file(path: Path, known: Graph) -> Module:
    """A single file that belongs to no package, such as a plugin's ``plugin.py``."""
    return _read(path.stem, path, known.keys())


def _name(path: Path, top: Path) -> str:
    parts = path.relative_to(top).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(name: str, path: Path, known: Container[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = tuple(_imports(ast.parse(text, str(path)), package, known))
    return Module(name, path, len(text.splitlines()), found)


def _imports(tree: ast.AST, package: str, known: Container[str]) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(_known(alias.name, known), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            for alias in node.names:
                yield Import(_known(f"{base}.{alias.name}", known, base), node.lineno)
        elif isinstance(node, ast.Call) and _imports_by_name(node):
            named = node.args[0]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                yield Import(_known(named.value, known), node.lineno)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _known(name: str, known: Container[str], otherwise: str = "") -> str:
    """``from guides.lint import rules`` names a module; ``from guides.api import Case`` a class."""
    return name if name in known else otherwise or name


def _imports_by_name(node: ast.Call) -> bool:
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("import_module", "__import__") and bool(node.args)


def loops(graph: Graph) -> list[list[str]]:
    """Groups of modules that reach each other: strongly connected components (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for arrow in graph[name].imports:
            to = arrow.target
            if to == name or to not in graph:
                continue
            if to not in order:
                visit(to)
                lowest[name] = min(lowest[name], lowest[to])
            elif to in stack:
                lowest[name] = min(lowest[name], order[to])
        if lowest[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in graph:
        if name not in order:
            visit(name)
    return found
