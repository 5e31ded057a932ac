"""Settings: typed, frozen, read once from a TOML file and the environment, checked at start."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guides import paths

CONFIG_NAME = "guides.toml"


class SettingsWrong(Exception):
    """A setting cannot be used. The message names it, and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to another.

    Each can stand in the configuration file under its own name, or in the environment as
    ``GUIDES_`` and its name in capitals; the environment wins. Lists are separated by colons there.
    """

    data_dir: Path = Path("var")
    """Database, printed sheets that are kept, and local plugins."""
    database: str = ""
    """SQLAlchemy URL. Empty: SQLite in the data folder."""
    organisation: str = ""
    """Name of the organisation, as pages and sheets show it."""
    plugins: tuple[str, ...] = ()
    """Ids of the bundled plugins that are switched on."""
    plugin_dirs: tuple[Path, ...] = ()
    """Folders with local plugins, besides ``plugins`` in the data folder."""
    public_url: str = ""
    """Address under which people reach this site: sheets then carry a QR code."""
    leave_url: str = "https://www.bbc.co.uk/weather"
    """Where "Leave this site" goes: a page that anybody might be reading."""
    print_workers: int = 2
    """Processes that make PDFs."""
    print_seconds: int = 30
    """A sheet that takes longer is given up."""
    cache_bytes: int = 200_000_000
    """Room for sheets that were printed before."""
    proxies: int = 0
    """How many proxies stand in front and are trusted to say who asked, and over https or not."""
    trusted_hosts: tuple[str, ...] = ()
    """Names under which the site answers. Empty: any."""
    master_key: str = ""
    """File with the master key. Empty: no accounts, and nothing about a person is kept."""
    keyring: str = ""
    """SQLAlchemy URL of the keyring. Empty: SQLite, ``keyring.db`` in the data folder."""
    audit_head: str = ""
    """File with the head of the audit chain, best on another disk. Empty: in the data folder."""
    safe_mode: bool = False
    """Start with toolkits only: no plugin runs. For finding out what is wrong."""

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data_dir / 'guides.db'}"

    @property
    def keyring_url(self) -> str:
        return self.keyring or f"sqlite:///{self.data_dir / 'keyring.db'}"

    @property
    def audit_head_file(self) -> Path:
        return Path(self.audit_head) if self.audit_head else self.data_dir / "audit-head.json"

    @property
    def packs_dir(self) -> Path:
        """Toolkits that were taken as packs, released apart from the program."""
        return self.data_dir / "toolkits"

    @property
    def added_dir(self) -> Path:
        """Plugins that were added with ``guides plugin add``, and what was switched on or off."""
        return self.data_dir / "added"

    @property
    def removed_dir(self) -> Path:
        """Plugins that were removed, until they are purged."""
        return self.data_dir / "removed"

    @property
    def local_plugin_dirs(self) -> tuple[Path, ...]:
        return (self.data_dir / "plugins", *self.plugin_dirs)


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from the file, then the environment, then what is given here.

    The file is ``$GUIDES_CONFIG``, or ``guides.toml`` in the current folder, or in a checkout
    the one at its top.

    Raises:
        SettingsWrong: when the file cannot be read or a setting cannot be used.
    """
    env = os.environ if environment is None else environment
    config = _config_file(env)
    values = _from_file(config) if config else {}
    base = config.parent if config else Path.cwd()
    for field in fields(Settings):
        if (text := env.get(f"GUIDES_{field.name.upper()}")) is not None:
            values[field.name] = _from_text(field.name, text)
    values.update(given)
    return _checked(values, base)


def _config_file(env: Mapping[str, str]) -> Path | None:
    if named := env.get("GUIDES_CONFIG"):
        path = Path(named)
        if not path.is_file():
            raise SettingsWrong(f"GUIDES_CONFIG names {path}, but there is no such file.")
        return path.resolve()
    places = [Path.cwd()] + ([paths.CHECKOUT] if paths.IN_CHECKOUT else [])
    return next((p / CONFIG_NAME for p in places if (p / CONFIG_NAME).is_file()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsWrong(f"{path} cannot be read: {error}") from error
    known = {field.name for field in fields(Settings)}
    for name in values:
        if name not in known:
            raise SettingsWrong(
                f'{path}: "{name}" is not a setting. Known are: {", ".join(sorted(known))}.'
            )
    return values


def _from_text(name: str, text: str) -> Any:
    if name in _NUMBERS:
        return int(text) if text.isascii() and text.isdigit() else text
    if name in _SWITCHES:
        return _WORDS.get(text.strip().lower(), text)
    if name in _LISTS:
        return [part for part in text.split(os.pathsep) if part]
    return text


_NUMBERS = {"print_workers", "print_seconds", "cache_bytes", "proxies"}
_SWITCHES = {"safe_mode"}
_WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
_LISTS = {"plugins", "plugin_dirs", "trusted_hosts"}


def _checked(values: dict[str, Any], base: Path) -> Settings:
    for name, value in values.items():
        if wanted := _unfit(name, value):
            raise SettingsWrong(f"The setting {name} is {value!r}; it must be {wanted}.")
    for name in _LISTS & values.keys():
        values[name] = tuple(str(part) for part in values[name])
    values["data_dir"] = (base / values.get("data_dir", "var")).resolve()
    values["plugin_dirs"] = tuple((base / p).resolve() for p in values.get("plugin_dirs", ()))
    for name in ("public_url", "leave_url"):
        url = values.get(name)
        if url is not None and not (name == "public_url" and url == "") and not _is_address(url):
            raise SettingsWrong(f"The setting {name} is {url!r}; write it with https:// in front.")
    if "public_url" in values:
        values["public_url"] = values["public_url"].rstrip("/")
    return Settings(**values)


def _unfit(name: str, value: object) -> str:
    """What a setting must be, when it is not; otherwise nothing."""
    if name in _NUMBERS:
        least = 0 if name == "proxies" else 1
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= least
        return "" if whole else f"a number of at least {least}"
    if name in _SWITCHES:
        return "" if isinstance(value, bool) else "true or false (in the environment 1 or 0)"
    if name in _LISTS:
        return "" if isinstance(value, list | tuple) else "a list"
    return "" if isinstance(value, str | Path) else "text"


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
