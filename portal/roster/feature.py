"""Lists of people and units, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl
from portal.web.parts import NavigationItem

if TYPE_CHECKING:
    import click


class RosterFeature:
    """Import and export of people and units."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Words for the trail."""
        from portal.roster.words import name_things

        name_things()

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages."""
        from portal.roster import views, views_preview

        assert views_preview.bp is views.bp
        return [views.bp]

    @hookimpl
    def commands(self) -> Iterable[click.Command]:
        """`portal people`, `portal units`."""
        from portal.roster.cli import people, units

        return [people, units]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """For who may import either."""
        from portal.roster.services import PERMISSIONS

        if not actor.permissions & set(PERMISSIONS.values()):
            return []
        url = url_for("roster.index")
        return [
            NavigationItem(_l("Import and export"), url, "file-earmark-spreadsheet", "admin", 25)
        ]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Batches, invitations, what comes every day."""
        from portal.roster import jobs
        from portal.roster.services import TOPIC

        return {TOPIC: jobs.apply, jobs.INVITE: jobs.invite, jobs.DAILY: jobs.daily}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Once a day."""
        return [Schedule("roster.daily", dt.timedelta(days=1))]

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """From when until when, where a file said so, and what the person imported."""
        from portal.roster.own_data import roster_data

        return roster_data(session, user)


feature = RosterFeature()
