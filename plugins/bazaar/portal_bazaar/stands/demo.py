"""The demo's stands, which the planning made: on the floor plan, in rounds and shifts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import SYSTEM

from ..demo.planning import bazaar_named
from .floor import place_in_rows
from .pitching import fill


def load(session: Session) -> None:
    """Both bazaars as an organiser would leave them."""
    for name in ("now", "before"):
        bazaar = bazaar_named(session, name)
        if bazaar is not None:
            place_in_rows(session, SYSTEM, bazaar)
            fill(session, SYSTEM, bazaar)
