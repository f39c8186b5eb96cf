"""An education that has taken a practice home, and a clock that can be moved."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.api import today

CANARY = "kanariefugl"


@pytest.fixture
def clock(monkeypatch):
    """Stops the clock of adoptions at noon; `clock(days=3)` moves it on, `clock(hour=3)` says
    what time of day it is."""
    from portal_workshops.adoption import asking, services

    from portal.api import at_hour

    first, moved, noon = today(), dt.timedelta(), dt.time(12)

    def forward(hour: int | None = None, **far: Any) -> None:
        nonlocal moved
        moved += dt.timedelta(**far)
        day = first + moved
        moment = at_hour(day, dt.time(hour) if hour is not None else noon)
        for module in (asking, services):
            monkeypatch.setattr(module, "now", lambda: moment)
            monkeypatch.setattr(module, "today", lambda: day)

    forward()
    return forward


@pytest.fixture
def workshop(session, make, sheet):
    """An education with a leader and a teacher in a series, and the origin's owner."""
    from portal_workshops.series.services import add_education, create_series

    class Workshop:
        owner = make.user("Olga Owner", roles=["staff"])
        leader = make.user("Lea Leader", roles=["leader"])
        teacher = make.user("Tea Teacher", roles=["staff"])
        unit = make.unit("Pædagog", parent=make.unit("UC Fjordby"))
        origin = sheet("Vejledning i grupper", author=owner, responsible_id=owner.id)

    it = Workshop()
    planner = make.actor("organiser")
    it.series = create_series(session, planner, it.origin.id, title="Vejledning")
    it.part = add_education(session, planner, it.series, it.unit, [it.teacher], leader=it.leader)
    it.series.status = "open"
    session.commit()
    return it


@pytest.fixture
def designed(monkeypatch, workshop):
    """What the group has made on its canvas."""
    from portal_workshops.adoption import services
    from portal_workshops.canvas.services import Design, Element, Sign, Stakeholder, Step, Word

    made = Design(
        title="Vejledning hos os",
        practice="Vi vejleder i grupper på fire.",
        pitch="Fire kloge hoveder er bedre end et.",
        review=today() + dt.timedelta(days=60),
        codex=(Word("Mod", 3, "Vi tør spørge"),),
        elements=(
            Element("1", "Grupper på fire", "keep", ""),
            Element("2", "Ugentligt", "adapt", "hver anden uge"),
            Element("3", "Logbog", "leave", "for meget skriveri"),
        ),
        steps=(
            Step("a", "Danne grupper", (workshop.teacher.id,), "", today() + dt.timedelta(days=20)),
            Step("b", "Tale med praktikken", (), "studieadministrationen", None),
        ),
        signs=(Sign("Færre falder fra", "tal fra kontoret"),),
        stakeholders=(Stakeholder("Studerende", "near"), Stakeholder("Ministeriet", "far")),
    )
    monkeypatch.setattr(services, "design_of", lambda *_arguments: made)
    return made


@pytest.fixture
def adoption(session, make, workshop, designed):
    """The practice, taken home by the teacher."""
    from portal_workshops.adoption import services

    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    session.commit()
    return made
