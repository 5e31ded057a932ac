"""Templates compiled once for all sites of a process: tests make many, a server makes one."""

from __future__ import annotations

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """In memory only: what can be read from a file and run, others could have written."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        # Under the checksum too: a template that was written anew is compiled anew.
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def compile_once(app: Flask) -> None:
    """Let this application use what another one of the same settings has compiled."""
    app.jinja_env.bytecode_cache = _COMPILED
