"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views

    return [views.bp]
