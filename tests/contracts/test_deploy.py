"""What is in deploy/ is written as its readers want it, and keeps its walls."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from guides.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
WALLS = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "DynamicUser": "yes",
    "UMask": "0077",
    "CapabilityBoundingSet": "",
    "IPAddressDeny": "any",
    "LimitCORE": "0",
}
MOST_EXPOSED = 2.0
"""Of ten, by systemd's own scale; a service without walls has 9.6."""


def _text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _bare(name: str) -> str:
    return "\n".join(line.split("#", 1)[0] for line in _text(name).splitlines())


def _service(unit: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text(encoding="utf-8"))
    return dict(parser["Service"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_keeps_its_walls_and_gets_its_key_from_outside(unit: Path) -> None:
    found = _service(unit)
    assert {name: found.get(name) for name in WALLS} == WALLS
    assert found["LoadCredential"].startswith("master-key:/etc/")
    assert "GUIDES_MASTER_KEY=%d/master-key" in unit.read_text("utf-8")
    assert found["StateDirectoryMode"] == "0700"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_a_unit_and_finds_it_closed(unit: Path, tmp_path: Path) -> None:
    own = tmp_path / unit.name  # the program is not where it will be: any other stands in for it
    own.write_text(unit.read_text("utf-8").replace("/opt/asylum-guides/bin/guides", "/bin/true"))
    seen = _analyze("verify", "--man=no", str(own))
    assert (seen.returncode, unit.name in seen.stderr) == (0, False), seen.stderr
    rated = _analyze("security", "--offline=yes", str(own))
    exposed = re.search(r"exposure level for \S+ ([\d.]+)", rated.stdout)
    assert exposed, rated.stderr
    assert float(exposed[1]) <= MOST_EXPOSED


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_understands_the_hour(tmp_path: Path) -> None:
    (when,) = re.findall(r"OnCalendar=(.+)", _text("asylum-guides-backup.timer"))
    assert _analyze("calendar", when).returncode == 0


def _analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_settings_that_are_named_are_settings() -> None:
    known = {f"GUIDES_{name.upper()}" for name in Settings.__dataclass_fields__} | {"GUIDES_CONFIG"}
    for path in DEPLOY.iterdir():
        named = set(re.findall(r"\bGUIDES_[A-Z_]+", path.read_text("utf-8")))
        assert named <= known, path.name


def test_the_container_is_nobodys_and_holds_no_secret() -> None:
    lines = [line.split(None, 1) for line in _bare("Containerfile").splitlines() if line.strip()]
    stages = [line[1] for line in lines if line[0] == "FROM"]
    assert len(stages) == 2
    assert all("slim" in stage for stage in stages)
    said = [line for line in lines if line[0] in ("USER", "CMD", "HEALTHCHECK")]
    assert ["USER", "10001:10001"] in said
    assert [line[0] for line in said].index("USER") == 0
    assert "/readyz" in _bare("Containerfile")
    assert "--read-only" in _text("Containerfile")
    assert not re.search(r"COPY.*(master|\.key)", _bare("Containerfile"))
    ignored = (DEPLOY.parent / ".containerignore").read_text("utf-8").split()
    assert {"var", ".git", ".venv"} <= set(ignored)


def _braces(text: str) -> int:
    depth = 0
    for sign in re.sub(r'"[^"]*"|\{[\w.]+\}', "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    return depth


def test_nginx_ends_tls_and_keeps_no_list_of_visits() -> None:
    text = _bare("nginx.conf")
    assert _braces(text) == 0
    assert len(re.findall(r"^server \{", text, re.M)) == len(re.findall("access_log off;", text))
    assert not re.search(r"access_log (?!off)", text)
    assert "TLSv1.2 TLSv1.3" in text
    for name in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {name};" in text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert not [line for line in lines if line[-1] not in ";{}"]


@pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx here")
def test_nginx_understands_it(tmp_path: Path) -> None:
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
    files = {"-keyout": tmp_path / "privkey.pem", "-out": tmp_path / "fullchain.pem"}
    made = [word for option, file in files.items() for word in (option, str(file))]
    subprocess.run([*certificate, *made], check=True, capture_output=True)
    text = _text("nginx.conf")
    text = text.replace("/etc/letsencrypt/live/guides.example.org", str(tmp_path))
    text = text.replace("/var/log/nginx", str(tmp_path))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    text += "\n".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path}/nginx.pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    seen = subprocess.run(
        ["nginx", "-t", "-c", str(config), "-p", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert seen.returncode == 0, seen.stderr


def test_caddy_writes_no_list_of_visits() -> None:
    text = _bare("Caddyfile")
    assert _braces(text) == 0
    assert "reverse_proxy 127.0.0.1:8000" in text
    assert not re.search(r"^\tlog\b(?! default)", text, re.M)
    assert "tls internal" not in text


@pytest.mark.skipif(not shutil.which("caddy"), reason="there is no Caddy here")
def test_caddy_understands_it() -> None:
    seen = subprocess.run(
        ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert seen.returncode == 0, seen.stderr
