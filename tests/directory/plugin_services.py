"""Services that a plugin of the demo site brings: what addresses call them."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from guides.directory.from_plugin import listing_of
from guides.plugins.registry import View


def service_of_a_plugin(view: View) -> str:
    """The id of one that everybody may see."""
    service = next(each for each in view.services if each.visibility == "public")
    return str(uuid5(uuid5(NAMESPACE_URL, f"plugin:{service.plugin}"), listing_of(service).key))
