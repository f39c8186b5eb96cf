"""The bazaar as an event, to be taken into one's own calendar from its page. It has no guests:
who comes is registered, and answers there."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Event,
    EventStatus,
    cancel_event,
    change_event,
    events_of,
    plain_text,
    schedule_event,
)

from ..models import Bazaar
from ..vocabulary import KIND, BazaarStatus


def event_of(session: Session, bazaar: Bazaar) -> Event | None:
    """The event that stands; None where the bazaar is not announced."""
    found = events_of(session, KIND, [bazaar.id])[bazaar.id]
    return next((one for one in found if one.status == EventStatus.CONFIRMED), None)


def keep_event(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """Call after time, place or status changed: the event follows. Nobody is written to."""
    event = event_of(session, bazaar)
    if bazaar.status == BazaarStatus.PLANNED:
        if event is not None:
            cancel_event(session, actor, event, mail=False)
        return
    fields: dict[str, Any] = {
        "title": bazaar.title,
        "place": ", ".join(filter(None, [bazaar.place, bazaar.address]))[:200],
        "description": plain_text(bazaar.summary)[:2_000],
        "starts_at": bazaar.starts_at,
        "ends_at": bazaar.ends_at,
    }
    if event is None:
        schedule_event(session, actor, KIND, bazaar.id, mail=False, **fields)
    else:
        change_event(session, actor, event, mail=False, **fields)
