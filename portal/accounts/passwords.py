"""Password hashing with argon2id."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106's second choice
MIN_LENGTH, MAX_LENGTH = 10, 200
# Verified against when there is no account, so that both answers take the same time.
_NOBODY = _hasher.hash(secrets.token_bytes(32))
# Long enough and yet the first that anybody tries. The pauses after failed tries do the rest.
_WORDS = """
    0123456789 1234567890 12345678910 1q2w3e4r5t 9876543210 abcd123456 adgangskode1 adgangskode123
    iloveyou123 kodeord123 kodeord1234 letmein123 passw0rd123 password10 password12 password123
    password1234 qwerty12345 qwerty123456 qwertyuiop qwertyuiopå sommer2024 sommer2025 sommer2026
    velkommen1 velkommen123 welcome123
"""
_COMMON = frozenset(_WORDS.split())


def hash_password(password: str) -> str:
    """The hash to store."""
    return _hasher.hash(_bytes(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _NOBODY, _bytes(password)) and bool(stored)
    except (Argon2Error, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Whether a stranger would try it early: a common one, a few characters over and over, or what
    everybody knows of the person (`about`: name, address)."""
    plain = "".join(password.casefold().split())
    known = {"".join(text.casefold().split()) for text in about}
    known |= {text.split("@")[0] for text in known}
    return plain in _COMMON or plain in known or len(set(plain)) < 4


def _bytes(password: str) -> bytes:
    # 'å' has two spellings in Unicode, and which one is typed depends on the machine. Whatever
    # else arrives is no reason for an exception.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
