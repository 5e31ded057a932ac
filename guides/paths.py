"""Where the things that are not code stand: beside the package, or inside the wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
_SHIPPED = PACKAGE / "_shipped"

SHIPPED = _SHIPPED if _SHIPPED.is_dir() else CHECKOUT
"""In a wheel the folders were copied into the package; in a checkout they stand at the top."""

IN_CHECKOUT = SHIPPED is CHECKOUT

TOOLKITS = SHIPPED / "toolkits"
BUNDLED_PLUGINS = SHIPPED / "plugins"
TEMPLATES = SHIPPED / "templates"
STATIC = TEMPLATES / "static"
FONTS = SHIPPED / "fonts"
FONTS_CONF = SHIPPED / "fonts.conf"
MIGRATIONS = PACKAGE / "storage" / "migrations"
