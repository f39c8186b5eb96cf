"""History, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.accounts.models import User
from portal.history.models import Revision
from portal.history.reading import READ
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl

BEGIN = "history.begin"


class HistoryFeature:
    """Who changed what and when."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages of an object's history."""
        from portal.history.views import bp

        return [bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Reading the history of what one may see but not edit."""
        return [Permission(READ, _l("Read the history of all content"), roles=("editor",))]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Beginning the history of what is older than it."""
        from portal.history.jobs import begin_all

        return {BEGIN: begin_all}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Hourly: a plugin that declares fields anew is taken in soon."""
        return [Schedule(BEGIN, dt.timedelta(hours=1))]

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """What a person changed, and when; what it said belongs to the objects."""
        rows = session.scalars(
            select(Revision).where(Revision.actor_id == user.id).order_by(Revision.id)
        )
        return {
            "changes": [
                {"kind": one.kind, "object_id": one.object_id, "at": one.at, "action": one.action}
                for one in rows
            ]
        }

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """The versions stay, without the name."""
        for revision in session.scalars(select(Revision).where(Revision.actor_id == user.id)):
            revision.actor_id = None


feature = HistoryFeature()
