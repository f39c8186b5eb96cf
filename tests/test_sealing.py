"""What is sealed in a mail's link comes back for the same purpose only, and unchanged."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.api import seal, unseal


def test_what_was_sealed_comes_back(app: Flask) -> None:
    token = seal("lending.return", 7, None, "å@b.dk")

    assert unseal("lending.return", token, 3) == [7, None, "å@b.dk"]
    assert unseal("lending.ask", token, 3) is None
    assert unseal("lending.return", token, 2) is None


@pytest.mark.parametrize("token", ["", "x", "W10.abc", "\x00", "a" * 100_000, "WzEsMV0.æøå"])
def test_what_was_not_sealed_is_nothing(app: Flask, token: str) -> None:
    assert unseal("lending.return", token, 2) is None


def test_a_letter_changed_breaks_the_seal(app: Flask) -> None:
    token = seal("lending.return", 7, 8)

    for place in (0, len(token) // 2):
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert unseal("lending.return", forged, 2) is None


def test_another_portal_seals_otherwise(app: Flask) -> None:
    token = seal("lending.return", 7, 8)
    app.secret_key = "another"

    assert unseal("lending.return", token, 2) is None
