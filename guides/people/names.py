"""Code names: two plain things of nature and a number. They say nothing about anybody."""

from __future__ import annotations

import secrets

WORDS = (
    "ALDER", "AMBER", "ASPEN", "BADGER", "BEECH", "BIRCH", "BRAMBLE", "BROOK", "CEDAR", "CHERRY",
    "CLOVER", "COMET", "CORAL", "CURLEW", "DAISY", "DUNE", "ELM", "FALCON", "FERN", "FINCH",
    "FLINT", "GORSE", "HARBOUR", "HAZEL", "HEATHER", "HERON", "HOLLY", "ISLAND", "IVY", "JUNIPER",
    "KESTREL", "KINGFISHER", "LANTERN", "LARCH", "LARK", "LINDEN", "MAPLE", "MARTEN", "MEADOW",
    "MERLIN", "MOSS", "NETTLE", "OAK", "ORCHARD", "OSPREY", "OTTER", "PEBBLE", "PINE", "PLOVER",
    "POPLAR", "POPPY", "PUFFIN", "QUARTZ", "REED", "RIVER", "ROBIN", "ROWAN", "SEDGE", "SKYLARK",
    "SORREL", "SPARROW", "SPRUCE", "STARLING", "SWALLOW", "SWIFT", "TEAL", "THISTLE", "THRUSH",
    "TULIP", "VALLEY", "VIOLET", "WALNUT", "WILLOW", "WREN", "YARROW",
)  # fmt: skip
PRACTICE = "PRACTICE"


def code_name(*, practice: bool = False) -> str:
    """A new one, such as KESTREL-42; somebody else may have it already."""
    word = PRACTICE if practice else secrets.choice(WORDS)
    return f"{word}-{secrets.randbelow(900) + 100 if practice else secrets.randbelow(990) + 10}"
