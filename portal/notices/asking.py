"""Questions of the templates' buttons."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import db
from portal.notices.following import TAG, clean_tag, follows
from portal.notices.models import Follow
from portal.web.requests import current_actor


def is_followed(kind: str, object_id: int) -> bool:
    """Whether the reader follows an object."""
    return follows(db.session, current_actor(), kind, object_id)


def is_tag_followed(tag: str) -> bool:
    """Whether the reader follows a tag."""
    statement = select(Follow.id).where(
        Follow.user_id == current_actor().user_id,
        Follow.kind == TAG,
        Follow.tag == clean_tag(tag),
    )
    return db.session.scalar(statement) is not None
