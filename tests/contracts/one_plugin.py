"""A plugin with code, in a folder of its own, as an outsider would write it."""

from __future__ import annotations

from pathlib import Path

NAME = "My Town Welcome"


def written(parent: Path, code: str, plugin_id: str = "my-town") -> Path:
    """The folder of a plugin whose ``plugin.py`` is this."""
    folder = parent / plugin_id
    folder.mkdir()
    (folder / "plugin.toml").write_text(
        f'id = "{plugin_id}"\napi = 0\nversion = "1.0"\nname = "{NAME}"\nlanguages = ["en"]\n',
        encoding="utf-8",
    )
    (folder / "plugin.py").write_text(code, encoding="utf-8")
    return folder
