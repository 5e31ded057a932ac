"""A page of documentation: its headings, its examples, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Example:
    """A fenced block. ``language`` is the first word behind the fence."""

    path: Path
    line: int
    language: str
    text: str
    heading: str

    @property
    def place(self) -> str:
        return f"{self.path.name}:{self.line}"


@dataclass(frozen=True)
class Doc:
    path: Path
    text: str

    @classmethod
    def at(cls, path: Path) -> Doc:
        return cls(path, path.read_text(encoding="utf-8"))

    @property
    def tokens(self) -> list[Token]:
        return _PARSER.parse(self.text)

    @property
    def examples(self) -> Iterator[Example]:
        """Every fenced block, with the heading it stands under."""
        heading = ""
        tokens = self.tokens
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                heading = tokens[at + 1].content
            elif token.type == "fence":
                line = (token.map or [0])[0] + 1
                language = (token.info.split() or [""])[0]
                yield Example(self.path, line, language, token.content, heading)

    @property
    def headings(self) -> list[str]:
        tokens = self.tokens
        return [tokens[at + 1].content for at, t in enumerate(tokens) if t.type == "heading_open"]

    @property
    def anchors(self) -> set[str]:
        """The names that its headings have as parts of an address, as GitHub makes them."""
        names: set[str] = set()
        for heading in self.headings:
            name = re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
            number = 1
            while name in names:
                name = f"{name.removesuffix(f'-{number - 1}')}-{number}"
                number += 1
            names.add(name)
        return names

    @property
    def links(self) -> Iterator[str]:
        """Where its links and pictures lead."""
        for token in self.tokens:
            for child in token.children or ():
                if child.type in ("link_open", "image"):
                    yield cast(str, child.attrs.get("href") or child.attrs.get("src", ""))
            if token.type in ("html_block", "html_inline"):
                yield from re.findall(r'(?:href|src)="([^"]+)"', token.content)
