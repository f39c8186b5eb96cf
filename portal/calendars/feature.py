"""The calendar, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.calendars.models import CalendarFeed, Event, EventGuest
from portal.plugins.spec import hookimpl
from portal.web.parts import Card


class CalendarFeature:
    """Events of objects, and who is invited."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """The words of the templates."""
        from portal.calendars.words import day_and_time, when

        app.jinja_env.filters.update(
            # On a narrow page the time must not break at its hyphen.
            event_when=lambda event: when(event).replace("-", "\u2011"),
            event_short=day_and_time,
        )

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The calendar, and its address."""
        from portal.calendars import views

        return [views.bp]

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """The next three events, where there are any."""
        from portal.calendars.mine import next_ones
        from portal.database import db

        events = next_ones(db.session, actor)
        if not events:
            return []
        return [Card("portal/calendars/card.html", {"events": events}, area="side", order=30)]

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """Its events go too."""
        from portal.calendars.services import forget_events

        forget_events(session, kind, object_id)

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The person's invitations, the events they organise, whether there is a feed."""
        guests = session.execute(
            select(Event.title, Event.starts_at, EventGuest.status)
            .join(EventGuest, EventGuest.event_id == Event.id)
            .where(EventGuest.user_id == user.id)
            .order_by(Event.starts_at)
        )
        organised = session.execute(
            select(Event.title, Event.starts_at)
            .where(Event.organiser_id == user.id)
            .order_by(Event.starts_at)
        )
        feed = session.scalar(
            select(CalendarFeed.created_at).where(CalendarFeed.user_id == user.id)
        )
        found: dict[str, Any] = {
            "invitations": [
                {"title": title, "starts": starts, "answer": status}
                for title, starts, status in guests
            ],
            "organised": [{"title": title, "starts": starts} for title, starts in organised],
        }
        if feed is not None:
            found["calendar_address_made"] = feed
        return {name: value for name, value in found.items() if value}

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Invitations and the feed go; events stay, without their organiser."""
        session.execute(delete(EventGuest).where(EventGuest.user_id == user.id))
        session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user.id))
        for event in session.scalars(select(Event).where(Event.organiser_id == user.id)):
            event.organiser_id = None


feature = CalendarFeature()
