"""What this area answers to the hooks."""

from __future__ import annotations

from sqlalchemy.orm import Session


def demo(session: Session) -> None:
    """The demo's workshops, on the demo's fact sheets; without them there are none."""
    from .loader import load_workshops

    load_workshops(session)
