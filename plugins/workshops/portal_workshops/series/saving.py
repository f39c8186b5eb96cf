"""Telling the portal that a series is another than before."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import Actor, saved

from ..models import Series
from ..permissions import audience
from ..vocabulary import SERIES_KIND


def series_saved(session: Session, actor: Actor, series: Series, action: str = "") -> None:
    """Call after the series, or who may see it, has changed; the history calls it `action`."""
    session.flush()
    saved(session, SERIES_KIND, series.id, audience(session, series), actor=actor, action=action)
