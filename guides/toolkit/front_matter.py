"""Settings at the head of a Markdown file."""

from __future__ import annotations


def split_settings(text: str) -> tuple[str, str]:
    """Settings and body. Blank lines stand in for what was cut, so that line numbers stay true."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "+++":
        return "", text
    for at in range(1, len(lines)):
        if lines[at].strip() == "+++":
            return "\n" + "\n".join(lines[1:at]), "\n" * (at + 1) + "\n".join(lines[at + 1 :])
    return "", text
