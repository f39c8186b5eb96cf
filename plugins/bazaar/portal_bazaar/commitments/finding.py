"""The education whose page is asked for, and who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.api import current_actor, db

from ..attendance.visitors import current_visitor
from ..card.entrance import announced_or_404, to_sign_in
from ..models import InvitedEducation
from . import rules


def of_education(view: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a view the education of its address and who writes; others are shown the way in, or
    404 for what is not their own."""

    @wraps(view)
    def found(bazaar_id: int, education_id: int, **rest: Any) -> Any:
        one = _education(bazaar_id, education_id)
        return view(*one, **rest) if isinstance(one, tuple) else one

    return found


def _education(bazaar_id: int, education_id: int) -> Any:
    """(the education, who writes), or where to go instead; 404 for what is not one's own."""
    session, actor = db.session(), current_actor()
    bazaar = announced_or_404(session, bazaar_id)
    visitor = current_visitor(session, bazaar)
    education = session.scalar(
        select(InvitedEducation)
        .where(InvitedEducation.id == min(education_id, 2**31))
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .options(joinedload(InvitedEducation.unit), joinedload(InvitedEducation.bazaar))
    )
    writer = rules.writer_of(session, actor, visitor, education) if education else None
    if education is None or writer is None:
        if visitor is None and not actor.is_signed_in:
            return to_sign_in(bazaar)
        abort(404)
    return education, writer
