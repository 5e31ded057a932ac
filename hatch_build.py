"""Ship the data folders inside the wheel, as ``guides/_shipped/…``.

In a checkout, ``toolkits/``, ``plugins/``, ``templates/`` and ``fonts/`` stand beside the
package. In an installed copy they must be inside it, because everyday names like these may
not lie about in site-packages. ``guides.paths`` finds them in both places.

This is a hook and not a ``force-include`` table because that table holds for editable installs
too: there it would leave a second copy in site-packages, which nobody updates.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("toolkits", "plugins", "templates", "fonts", "fonts.conf")


class ShipDataFolders(BuildHookInterface):  # type: ignore[type-arg]
    """Found by hatchling, because it is the only build hook in this file."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to a real wheel; ``version`` is "standard" or "editable"."""
        if version == "editable":
            return
        for name in SHIPPED:
            source = Path(self.root, name)
            if not source.exists():
                # A wheel without its content would install, start, and have nothing to print.
                raise FileNotFoundError(f"{source} is missing, and the wheel cannot do without it")
            build_data["force_include"][str(source)] = f"guides/_shipped/{name}"
