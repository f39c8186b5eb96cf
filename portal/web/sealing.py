"""Links that speak for themselves: what stands in them is sealed with the portal's secret."""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

LONGEST = 2_000


def seal(purpose: str, *facts: int | str | None) -> str:
    """What a link in a mail ends in. `purpose` begins with the plugin's name: what is sealed for
    one is nothing to another."""
    return str(_serializer(purpose).dumps([*facts]))


def unseal(purpose: str, token: str, number: int) -> list[Any] | None:
    """The facts that were sealed, `number` of them; None for what was not sealed here for this.

    Whether they are still true is for whoever asks: a seal does not run out.
    """
    try:
        found = _serializer(purpose).loads(token[:LONGEST])
    except BadSignature:
        return None
    return found if isinstance(found, list) and len(found) == number else None


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=purpose)
