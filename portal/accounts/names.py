"""What people are called."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User


def people_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of the people with these ids, of those who have left too, in one query.

    Not narrowed: for pages whose readers see already who takes part.
    """
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return dict(rows.all())
