"""Notices, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.jobs.handlers import JobContext, Schedule
from portal.notices.models import Follow, Notice, NoticeChoice
from portal.plugins.spec import hookimpl


class NoticesFeature:
    """What concerns a person, and how they are told."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Whether the reader follows something, for the button."""
        from portal.notices.asking import is_followed, is_tag_followed

        app.jinja_env.globals.update(is_followed=is_followed, is_tag_followed=is_tag_followed)

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The page, and following."""
        from portal.notices import views

        return [views.bp]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Mails and digests."""
        from portal.notices.jobs import DIGEST, MAIL, ROUND, go_round, mail_one, send_digest

        return {MAIL: mail_one, ROUND: go_round, DIGEST: send_digest}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Hourly; the job knows which hour is the digest's."""
        from portal.notices.jobs import ROUND

        return [Schedule(ROUND, dt.timedelta(hours=1))]

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """Nobody follows it any longer. Notices stay, and lead to its tombstone."""
        from portal.notices.following import forget_follows

        forget_follows(session, kind, object_id)

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The person's notices, choices, and what they follow."""
        notices = session.scalars(
            select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)
        )
        choices = session.scalars(select(NoticeChoice).where(NoticeChoice.user_id == user.id))
        follows = session.scalars(select(Follow).where(Follow.user_id == user.id))
        found: dict[str, Any] = {
            "notices": [
                {"topic": one.topic, "at": one.created_at, "read": one.read_at} for one in notices
            ],
            "notice_choices": {one.topic: one.channel for one in choices},
            "follows": [one.tag or f"{one.kind} {one.object_id}" for one in follows],
        }
        return {name: value for name, value in found.items() if value}

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Their own go; in others' notices their name is no longer given."""
        for model in (Notice, NoticeChoice, Follow):
            session.execute(delete(model).where(model.user_id == user.id))
        session.execute(update(Notice).where(Notice.actor_id == user.id).values(actor_id=None))


feature = NoticesFeature()
