"""Fills an empty portal with the demo's ambassadors."""

from __future__ import annotations

from sqlalchemy.orm import Session


def load_demo(session: Session) -> None:
    """Adds the list of competences and the ambassadors."""
