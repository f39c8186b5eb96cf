"""Leaving, as a feature among the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import click
from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.database import db
from portal.jobs.handlers import JobContext, Schedule
from portal.leaving.holdings import Holding
from portal.leaving.models import Departure, LeftThing, State
from portal.notices.topics import NoticeTopic
from portal.plugins.spec import hookimpl
from portal.references.kinds import ObjectKind
from portal.web.parts import NavigationItem, Waiting


class LeavingFeature:
    """Who leaves, what was theirs, and units that end."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Gives the entries of the audit trail their words."""
        from portal.audit.words import name_actions
        from portal.leaving.words import ACTIONS, FACTS

        name_actions(ACTIONS, facts=FACTS)

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages of leaving, returning and erasing, and of what is left behind."""
        from portal.leaving import views, views_left, views_person

        # Their routes are on the blueprint of `views`.
        assert views_left.bp is views_person.bp is views.bp
        return [views.bp]

    @hookimpl
    def commands(self) -> Iterable[click.Command]:
        """`portal units`."""
        from portal.leaving.cli import units

        return [units]

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """The list that successors are sent to."""
        return [
            ObjectKind(
                name="departure",
                title=_l("Handover"),
                plural=_l("Handovers"),
                icon="box-arrow-in-right",
                model=Departure,
                label=lambda departure: departure.user.name,
                url=lambda departure_id: url_for("leaving.page", departure_id=departure_id),
            )
        ]

    @hookimpl
    def notice_topics(self) -> Iterable[NoticeTopic]:
        """That one has taken something over."""
        from portal.leaving.telling import TOPICS

        return TOPICS

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """Who leaves, for who manages accounts."""
        if "accounts.manage" not in actor.permissions:
            return []
        url = url_for("leaving.index")
        return [NavigationItem(_l("Who leaves"), url, "box-arrow-right", "admin", 15)]

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """What nobody keeps, for administrators and leaders."""
        from portal.leaving.left_behind import concerns, count_left

        session = db.session()
        if not concerns(session, actor):
            return []
        count = count_left(session, actor)
        if not count:
            return []
        title = ngettext(
            "%(num)s thing of somebody who left", "%(num)s things of people who left", count
        )
        text = _l("Nobody keeps them now. Give them to somebody")
        return [Waiting(title, url_for("leaving.left"), text, "inbox", "amber", order=60)]

    @hookimpl
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        """The coming events they organise."""
        from portal.leaving.events import holdings

        return holdings(session, user)

    @hookimpl
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        """Somebody else organises them."""
        from portal.leaving.events import hand_over

        hand_over(session, user, successor, holdings)

    @hookimpl
    def object_saved(self, session: Session, kind: str, object_id: int) -> None:
        """What was left behind may be somebody's now; an account may be open again."""
        from portal.jobs.queue import enqueue
        from portal.leaving.jobs import LOOK

        if kind == "person":
            _opened_again(session, object_id)
            return
        rows = session.scalars(
            select(LeftThing.departure_id)
            .where(
                LeftThing.kind == kind,
                LeftThing.object_id == object_id,
                LeftThing.successor_id.is_(None),
            )
            .distinct()
        )
        for departure_id in rows.all():
            enqueue(session, LOOK, {"departure": departure_id})

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """It is nobody's, and needs nobody."""
        rows = session.scalars(
            select(LeftThing).where(LeftThing.kind == kind, LeftThing.object_id == object_id)
        )
        for row in rows.all():
            session.delete(row)

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Leaving at midnight, large handovers, names, drafts."""
        from portal.leaving.jobs import HANDLERS

        return HANDLERS

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Hourly."""
        from portal.leaving.jobs import SCHEDULES

        return SCHEDULES

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """When they leave or left, what was given to whom, what they took over and decided."""
        from portal.leaving.exporting import export_user

        return export_user(session, user)

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Their own departures go; what they decided and took over stays without the name."""
        from portal.leaving.exporting import erase_user

        erase_user(session, user)


def _opened_again(session: Session, user_id: int) -> None:
    from portal.leaving.returning import returned

    departure = session.scalar(
        select(Departure)
        .join(User, User.id == Departure.user_id)
        .where(Departure.user_id == user_id, Departure.state == State.DONE, User.active)
    )
    if departure is not None:
        returned(session, departure)


feature = LeavingFeature()
