"""Kinds whose rows say their own words to the search."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy.orm import Session

from portal.access.models import Audience
from portal.api import Event, HitDetails, Says, details_of, documents_of, now

DAY = dt.date(2026, 11, 21)


def event(session: Session, title: str, number: int) -> Event:
    found = Event(
        kind="event_kind",
        object_id=number,
        uid=f"{title}@test",
        title=title,
        starts_at=now(),
        ends_at=now(),
        timezone="UTC",
    )
    session.add(found)
    session.flush()
    return found


def test_a_document_for_each_row_that_may_be_found(app: Flask, session: Session) -> None:
    shown, hidden, other = (event(session, title, 1) for title in ("Fair", "Secret", "Other"))
    session.add(Audience(kind="fair", object_id=shown.id, label="everyone"))
    session.flush()
    documents = documents_of(
        "fair",
        Event,
        "/fair/{id}",
        lambda one: Says(["Stalls", None, "", "Hall"], (word for word in ("booth", "")), DAY),
        where=[Event.title != "Secret"],
    )

    (found,) = documents(session, [shown.id, hidden.id])

    assert found.key == ("fair", str(shown.id))
    assert (found.title, found.url) == ("Fair", f"/fair/{shown.id}")
    assert (found.body, found.keywords, found.date) == ("Stalls\nHall", "booth", DAY)
    assert found.audience == frozenset({"everyone"})
    (unseen,) = documents(session, [other.id])
    assert unseen.audience == frozenset()  # nobody finds it


def test_details_of_each_row(session: Session) -> None:
    one, two = event(session, "Fair", 1), event(session, "Market", 2)

    found = details_of(Event, lambda row: HitDetails(row.title))(session, [one.id, two.id])

    assert found == {one.id: HitDetails("Fair"), two.id: HitDetails("Market")}
