"""A question to the index of words, written so that either database understands it.

All that goes in are tokens of ``words.py``: small letters and digits. So nothing that somebody
types is ever read as the syntax of a query.
"""

from __future__ import annotations

Both = tuple[str, ...]
"""Tokens that stand in a service together. One that ends with a star is the beginning of a word."""
Clause = tuple[Both, ...]
"""One of these fits."""
Query = tuple[Clause, ...]
"""All of these fit."""


def any_of(*tokens: str) -> Clause:
    return tuple((token,) for token in tokens)


def fts5(query: Query) -> str:
    """As the virtual table of SQLite is asked."""
    return _written(query, " AND ", " OR ", "*")


def tsquery(query: Query) -> str:
    """As PostgreSQL is asked."""
    return _written(query, " & ", " | ", ":*")


def _written(query: Query, both: str, either: str, star: str) -> str:
    return both.join(
        f"({either.join(_together(tokens, both, star) for tokens in clause)})" for clause in query
    )


def _together(tokens: Both, both: str, star: str) -> str:
    return f"({both.join(token.replace('*', star) for token in tokens)})"
