"""Files, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.files.models import Attachment, File
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl


class FilesFeature:
    """Files on objects."""

    @hookimpl
    def ready(self, app: Flask) -> None:
        """The words of the templates."""
        from portal.files import words

        words.init_app(app)

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """Giving files out and taking them in."""
        from portal.files import changing, views

        assert changing.bp is views.bp  # their routes are on one blueprint
        return [views.bp]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Sweeping, and reading the text of files."""
        from portal.files.jobs import SWEEP, sweep_files
        from portal.files.reading.services import READ, READ_MISSING, read_file, read_missing

        return {SWEEP: sweep_files, READ: read_file, READ_MISSING: read_missing}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """A few times a day."""
        from portal.files.jobs import SWEEP
        from portal.files.reading.services import READ_MISSING

        return [
            Schedule(SWEEP, dt.timedelta(hours=6)),
            Schedule(READ_MISSING, dt.timedelta(hours=6)),
        ]

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """What hung on it goes too."""
        from portal.files.services import detach_all

        detach_all(session, kind, object_id)

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The files a person has brought."""
        rows = session.scalars(
            select(Attachment).where(Attachment.added_by_id == user.id).order_by(Attachment.id)
        )
        files = [
            {"name": row.name, "title": row.title, "on": row.kind, "added": row.added_at}
            for row in rows
        ]
        sent = session.scalars(select(File).where(File.uploader_id == user.id).order_by(File.id))
        uploads = [{"name": one.original_name, "added": one.created_at} for one in sent]
        found = {"files": files, "uploads": uploads}
        return {name: value for name, value in found.items() if value}

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Forgets who brought what."""
        from portal.files.services import forget_person

        forget_person(session, user.id)


feature = FilesFeature()
