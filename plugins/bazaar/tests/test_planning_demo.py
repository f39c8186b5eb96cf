"""The demo's bazaars: made without a mail, on whatever of the demo's people is there."""

from __future__ import annotations

from typing import Any

from portal_bazaar.demo import planning
from portal_bazaar.models import Bazaar, Keeper, Lesson, PlanTask, Stand, Visitor
from sqlalchemy import func, select
from sqlalchemy.orm import Session


def test_both_bazaars(session: Session, make: Any, mails: Any) -> None:
    """One to come, that is announced, and one that was held; codes and keepers are whole."""
    samira = make.user("Samira", email="organiser@demo.example")
    make.user("Mikkel", email="ambassador@demo.example")
    planning.load_bazaars(session)
    session.commit()
    now, before = planning.bazaar_named(session, "now"), planning.bazaar_named(session, "before")
    assert now is not None
    assert before is not None
    assert now.copied_from_id == before.id
    assert now.title != before.title
    assert samira.id in {one.user_id for one in now.organisers}
    for model, least in (
        (Bazaar, 2),
        (Stand, 24),
        (PlanTask, 11),
        (Lesson, 3),
        (Keeper, 5),
        (Visitor, 4),
    ):
        assert (session.scalar(select(func.count()).select_from(model)) or 0) >= least, model
    confirmed = session.scalars(select(Stand).where(Stand.status == "confirmed")).all()
    assert len({(one.bazaar_id, one.number) for one in confirmed}) == len(confirmed)
    assert all(one.short_code for one in confirmed)
    assert mails() == []
