"""A new plugin: a filled example that works, with its first test, ready to be changed."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from guides import paths
from guides.packs.plugins import PluginWrong
from guides.toolkit.toml_file import ID

STARTERS = paths.BUNDLED_PLUGINS / "_starters"
THEIR_ID, THEIR_NAME = "your-plugin", "Your organisation"
"""What stands in the starters for the names of the new plugin."""
NAME = re.compile(r"[^\W_][\w .,'&()/-]{0,79}")
"""It is written into files of several kinds, so it holds no quotes, backslashes or braces."""


def new_plugin(name: str, into: Path, code: bool) -> Path:
    """Write the folder of a new plugin. ``name`` is its id, or a name that an id is made of.

    Raises:
        PluginWrong: when the name will not do, something is there already, or it cannot be written.
    """
    if not NAME.fullmatch(name):
        raise PluginWrong(
            f"{name!a} cannot be a name. Use letters, digits and spaces, and begin with a letter."
        )
    plugin_id = "-".join(re.findall(r"[a-z0-9]+", name.replace("'", "").lower()))
    if not ID.fullmatch(plugin_id):
        raise PluginWrong(
            f"No id can be made of {name!a}: it needs letters from a to z. "
            'Write one, such as "my-town", and put your own name into plugin.toml.'
        )
    shown = name if name != plugin_id else name.replace("-", " ").title()
    folder = into / plugin_id
    if folder.exists():
        raise PluginWrong(f"{folder} is there already. Choose another name, or take it away.")
    try:
        into.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=into, prefix=".new-"))
        try:
            for kind in ("data", "code") if code else ("data",):
                _fill(STARTERS / kind, aside, plugin_id, shown)
            aside.chmod(0o755)
            aside.rename(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        raise PluginWrong(f"{folder} cannot be written ({error.strerror}).") from error
    return folder


def _fill(starter: Path, folder: Path, plugin_id: str, name: str) -> None:
    for source in sorted(starter.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            target = folder / source.relative_to(starter)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text("utf-8")
            text = text.replace(THEIR_ID, plugin_id).replace(THEIR_NAME, name)
            target.write_text(text, encoding="utf-8")
