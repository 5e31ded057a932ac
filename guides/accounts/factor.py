"""The second factor: six digits of an authenticator app, each good once; recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
import segno

from guides.accounts.domain import RECOVERY_CODES

STEP_SECONDS = 30
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for each other."""


def new_secret() -> str:
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether it can be one of :func:`new_secret`: it comes back by way of a form."""
    return re.fullmatch(r"[A-Z2-7]{32}", text) is not None


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to: this one, the one before or the one after."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    totp, here = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in (here, here - 1, here + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def digits(secret: str, now: datetime) -> str:
    """What an authenticator with this secret shows at a moment."""
    return str(pyotp.TOTP(secret).at(now))


def drawing(secret: str, name: str, site: str) -> str:
    """The secret as a QR code (a ``data:`` address), for the app to look at."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)
    return str(segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, border=2))


def recovery_codes() -> list[str]:
    """Codes for the day on which the phone is lost. Each is good once."""
    return ["-".join(letters(5) for _ in range(2)) for _ in range(RECOVERY_CODES)]


def letters(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def hashed(code: str) -> str:
    """A code as it is kept. Codes are long and random, so a fast hash is enough."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
