"""Keeping words that are not saved, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.autosave.models import Draft
from portal.database import db
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl
from portal.web.parts import Waiting

TIDY = "autosave.tidy"
ON_FRONT_PAGE = 3


class AutosaveFeature:
    """Nobody loses what they typed."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """Where words are sent, and one's drafts."""
        from portal.autosave.views import bp

        return [bp]

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """Words that were typed and not saved, on whatever device."""
        from flask import url_for

        from portal.autosave.listing import rows
        from portal.autosave.services import open_drafts

        found = rows(open_drafts(db.session(), actor))
        for row in found[:ON_FRONT_PAGE]:
            text = _("Typed at %(time)s and not saved yet", time=row.at)
            text = f"{row.about}. {text}" if row.about else text
            yield Waiting(row.title, row.url or url_for("autosave.index"), text, "pencil-square")
        if len(found) > ON_FRONT_PAGE:
            text = _("Typed and not saved yet")
            more = _("%(number)s more drafts", number=len(found) - ON_FRONT_PAGE)
            yield Waiting(more, url_for("autosave.index"), text, "pencil-square", order=101)

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Forgetting what nobody came back for."""
        from portal.autosave.services import tidy

        return {TIDY: tidy}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Once a day."""
        return [Schedule(TIDY, dt.timedelta(days=1))]

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The words of a person that are not saved."""
        drafts = session.scalars(
            select(Draft).where(Draft.user_id == user.id, Draft.closed_at.is_(None))
        )
        return {
            "drafts": [
                {"form": one.key, "at": one.updated_at, "words": one.payload.get("fields", [])}
                for one in drafts
            ]
        }

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """They go with the account."""
        session.execute(delete(Draft).where(Draft.user_id == user.id))


feature = AutosaveFeature()
