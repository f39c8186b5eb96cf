"""Telling those who follow a sheet, or one of its tags, that it was published or changed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Notice, NoticeTopic, notify_followers

from ..models import FactSheet
from ..vocabulary import Status

CHANGED = "factsheets.changed"
KEY_PUBLISHED, KEY_CHANGED = "published", "changed"


def tell_followers(
    session: Session, actor: Actor, kind: str, sheet: FactSheet, action: str
) -> None:
    """Tells them after `saved`, of a published sheet alone: a draft is its owners' own, and what
    is archived nobody waits for. It is published once; after that it changes."""
    if sheet.status == Status.PUBLISHED and action in ("published", "edited"):
        key = KEY_PUBLISHED if action == "published" else KEY_CHANGED
        notify_followers(session, actor, CHANGED, kind, sheet.id, tags=sheet.tags, key=key)


def _words(notice: Notice) -> Any:
    if notice.key == KEY_PUBLISHED:
        if notice.by:
            return _("%(name)s published the fact sheet.", name=notice.by)
        return _("The fact sheet was published.")
    if notice.by:
        return _("%(name)s changed the fact sheet.", name=notice.by)
    return _("The fact sheet was changed.")


TOPICS = (
    NoticeTopic(
        CHANGED,
        _l("News of fact sheets and tags I follow"),
        _words,
        icon="file-earmark-text",
    ),
)
