"""The demo's bazaars: made without a mail, with and without the fact sheets."""

from __future__ import annotations

from typing import Any

import pytest
from portal_bazaar.demo import planning
from portal_bazaar.models import Bazaar, InvitedEducation, Lesson, PlanTask, Stand, Visitor
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.loader import load_organisation


@pytest.mark.slow
def test_both_bazaars(session: Session, mails: Any) -> None:
    """One to come, that is announced, and one that was held."""
    load_organisation(session, "hemmeligt-kodeord")
    planning.load_bazaars(session)
    session.commit()
    now, before = planning.bazaar_named(session, "now"), planning.bazaar_named(session, "before")
    assert now is not None
    assert before is not None
    assert now.copied_from_id == before.id
    assert now.title != before.title
    for model, least in (
        (Bazaar, 2),
        (Stand, 24),
        (PlanTask, 11),
        (Lesson, 3),
        (InvitedEducation, 20),
        (Visitor, 40),
    ):
        assert (session.scalar(select(func.count()).select_from(model)) or 0) >= least, model
    confirmed = session.scalars(select(Stand).where(Stand.status == "confirmed")).all()
    assert all(one.number and one.short_code and one.keepers for one in confirmed)
    assert mails() == []
