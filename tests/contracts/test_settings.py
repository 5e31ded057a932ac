"""Settings: from the file, from the environment, and in words when they are wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guides.app import create_app
from guides.settings import CONFIG_NAME, Settings, SettingsWrong, read_settings


def _config(folder: Path, text: str) -> dict[str, str]:
    """An environment that names a file with these settings."""
    path = folder / CONFIG_NAME
    path.write_text(text, encoding="utf-8")
    return {"GUIDES_CONFIG": str(path)}


def test_from_the_file(tmp_path: Path) -> None:
    found = read_settings(
        _config(
            tmp_path,
            'organisation = "Riverside"\nplugins = ["riverside"]\nprint_workers = 3\n'
            'public_url = "https://guides.example/"\ntrusted_hosts = ["guides.example"]\n',
        )
    )
    assert found == Settings(
        data_dir=tmp_path / "var",
        organisation="Riverside",
        plugins=("riverside",),
        print_workers=3,
        public_url="https://guides.example",
        trusted_hosts=("guides.example",),
    )


def test_the_environment_wins(tmp_path: Path) -> None:
    named = _config(
        tmp_path, 'organisation = "File"\nplugins = ["riverside"]\nprint_seconds = 10\n'
    )
    found = read_settings(
        {
            **named,
            "GUIDES_ORGANISATION": "Environment",
            "GUIDES_PLUGINS": f"one{os.pathsep}two",
            "GUIDES_PRINT_SECONDS": "20",
        }
    )
    assert found.organisation == "Environment"
    assert found.plugins == ("one", "two")
    assert found.print_seconds == 20


def test_an_empty_value_switches_a_list_off(tmp_path: Path) -> None:
    named = _config(tmp_path, 'plugins = ["riverside"]\n')
    assert read_settings({**named, "GUIDES_PLUGINS": ""}).plugins == ()


@pytest.mark.parametrize(
    ("text", "is_on"), [("1", True), ("true", True), ("YES", True), ("0", False), ("", False)]
)
def test_safe_mode_is_switched_on_for_one_start(tmp_path: Path, text: str, is_on: bool) -> None:
    assert read_settings({**_config(tmp_path, ""), "GUIDES_SAFE_MODE": text}).safe_mode is is_on


def test_what_a_program_gives_wins_over_both(tmp_path: Path) -> None:
    named = {**_config(tmp_path, 'organisation = "File"\n'), "GUIDES_ORGANISATION": "Environment"}
    assert read_settings(named, organisation="Given").organisation == "Given"


def test_folders_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a service started from anywhere finds the same data."""
    (tmp_path / "etc").mkdir()
    monkeypatch.chdir(tmp_path)
    named = _config(
        tmp_path / "etc", 'data_dir = "../data"\nplugin_dirs = ["local", "/srv/plugins"]\n'
    )
    found = read_settings(named)
    assert found.data_dir == tmp_path / "data"
    assert found.plugin_dirs == (tmp_path / "etc" / "local", Path("/srv/plugins"))
    assert found.local_plugin_dirs[0] == tmp_path / "data" / "plugins"
    assert found.database_url == f"sqlite:///{tmp_path / 'data' / 'guides.db'}"


def test_a_file_in_the_current_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _config(tmp_path, 'organisation = "Here"\n')
    monkeypatch.chdir(tmp_path)
    assert read_settings({}).organisation == "Here"


WRONG_IN_A_FILE = [
    ("print_workers = 0", "print_workers", "a number"),
    ("proxies = -1", "proxies", "a number"),
    ("print_workers = true", "print_workers", "a number"),
    ('print_seconds = "30"', "print_seconds", "a number"),
    ("cache_bytes = 1.5", "cache_bytes", "a number"),
    ('plugins = "riverside"', "plugins", "a list"),
    ("organisation = 7", "organisation", "text"),
    ('trusted_hosts = "guides.example"', "trusted_hosts", "a list"),
    ('public_url = "guides.example"', "public_url", "https://"),
    ('leave_url = "javascript:go()"', "leave_url", "https://"),
    ('leave_url = ""', "leave_url", "https://"),
    ("safe_mode = 1", "safe_mode", "true or false"),
    ('safe_mode = "yes"', "safe_mode", "true or false"),
    ('organization = "Riverside"', "organization", "organisation"),
    ("organisation = Riverside", CONFIG_NAME, "line 1"),
]


@pytest.mark.parametrize(("text", "named", "mend"), WRONG_IN_A_FILE)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, text: str, named: str, mend: str) -> None:
    """Which setting, and what to write."""
    with pytest.raises(SettingsWrong) as wrong:
        read_settings(_config(tmp_path, text))
    assert named in str(wrong.value)
    assert mend in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("PRINT_WORKERS", "two", "a number"),
        ("PRINT_WORKERS", "-1", "a number"),
        ("PRINT_WORKERS", "٣", "a number"),
        ("CACHE_BYTES", "1e9", "a number"),
        ("PUBLIC_URL", "//guides.example", "https://"),
        ("SAFE_MODE", "maybe", "1 or 0"),
    ],
)
def test_what_is_wrong_in_the_environment_is_said(
    tmp_path: Path, name: str, value: str, mend: str
) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        read_settings({**_config(tmp_path, ""), f"GUIDES_{name}": value})
    assert name.lower() in str(wrong.value)
    assert mend in str(wrong.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    with pytest.raises(SettingsWrong, match="no such file") as wrong:
        read_settings({"GUIDES_CONFIG": str(missing)})
    assert str(missing) in str(wrong.value)


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / CONFIG_NAME
    path.write_bytes('organisation = "Café"'.encode("cp1252"))
    with pytest.raises(SettingsWrong, match="cannot be read"):
        read_settings({"GUIDES_CONFIG": str(path)})


def test_the_command_line_says_it_without_a_traceback(tmp_path: Path) -> None:
    env = {**os.environ, "GUIDES_PRINT_WORKERS": "many"}
    command = [sys.executable, "-m", "guides", "stages"]
    done = subprocess.run(
        command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith("The setting print_workers is 'many'")
    assert "Traceback" not in done.stderr


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(AttributeError):
        Settings().organisation = "x"  # type: ignore[misc]


def test_making_the_application_touches_no_database(tmp_path: Path) -> None:
    """Nor anything else: a server's workers start at the same moment, and none may be first."""
    data = tmp_path / "var"
    app = create_app(Settings(data_dir=data, database="postgresql://nobody@db.invalid/none"))
    assert not data.exists()
    assert app.test_client().get("/stop/waiting-and-support").status_code == 200
    assert not data.exists()
    assert not list(tmp_path.iterdir())


def test_every_setting_is_in_the_manual(checkout: Path) -> None:
    """docs/for-operators.md lists each with its name in the environment and its default."""
    text = (checkout / "docs" / "for-operators.md").read_text(encoding="utf-8")
    rows = {
        cells[0].strip("`"): cells[1:]
        for line in text.splitlines()
        if line.startswith("| `")
        and len(cells := [c.strip() for c in line.strip("| ").split("|")]) == 4
    }
    fields = Settings.__dataclass_fields__
    assert set(rows) == set(fields)
    for name, (environment, default, what) in rows.items():
        assert environment == f"`GUIDES_{name.upper()}`"
        assert what
        value = fields[name].default
        if default in ("none", "empty", "any"):
            assert not value
        else:
            assert default == f"`{str(value).lower() if value is False else value}`"
