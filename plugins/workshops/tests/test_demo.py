"""The demo's workshops: made without a mail, on whatever of its people and sheets is there."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

import pytest
from portal_workshops.demo import loader
from portal_workshops.models import Adoption, Series
from portal_workshops.series.services import seat_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, service

CONTENT = tomllib.loads(loader.SOURCE.read_text("utf-8"))


@pytest.fixture
def demo(session: Session, make: Any, sheet: Any, monkeypatch: Any) -> dict[str, Any]:
    """The demo, on people, units and sheets of the same names."""
    if service("factsheets.sheets") is None:
        pytest.skip("the demo of the workshops stands on fact sheets")
    names: dict[str, None] = {}
    units = {}
    for row in CONTENT["series"]:
        names.update(dict.fromkeys(row["facilitators"]))
        for education in row["educations"]:
            units[education["unit"]] = make.unit(education["unit"], kind="education")
            people = [education.get("leader"), *education.get("people", [])]
            names.update(dict.fromkeys([*people, *education.get("waiting", [])]))
    people = {name: make.user(name, email=f"{name}@demo.example") for name in filter(None, names)}
    for row in CONTENT["series"]:
        sheet(row["origin"])
    monkeypatch.setattr(loader, "demo_units", lambda _session: units)
    loader.load_workshops(session)
    session.commit()
    return people


def test_it_is_whole_and_nobody_gets_a_mail(
    session: Session, demo: dict[str, Any], mails: Any
) -> None:
    rows = session.scalars(select(Series).order_by(Series.id)).all()
    assert Counter(row.status for row in rows) == {"done": 1, "running": 1, "open": 1}
    for row in rows:
        held = [one.seat_number for one in row.seats if one.seat_number is not None]
        assert sorted(held) == list(range(1, len(held) + 1))
        assert len(held) <= row.capacity
        assert all(half.starts_at.weekday() < 5 for half in row.half_days)
        assert row.sheet_id is not None
    waits = seat_of(rows[-1], demo["staff"].id)
    assert waits is not None
    assert waits.status == "waiting"
    assert {one.status for one in session.scalars(select(Adoption))} == {"in_use", "dropped"}
    assert mails() == []


def test_the_canvas_says_something_on_every_page(session: Session, demo: dict[str, Any]) -> None:
    from portal_workshops.canvas.services import design_of

    running = session.scalars(select(Series).where(Series.status == "running")).one()
    found = design_of(session, running.participations[0], SYSTEM)
    assert len(found.stakeholders) == len(CONTENT["canvas"]["stakeholders"])
    assert [one.text for one in found.codex][:1] == ["Svar, der bruges"]
    assert found.pitch and found.codex_text
    assert [len(step.user_ids) for step in found.steps] == [1, 2]
    assert found.signs


def test_it_stands_on_an_empty_portal_too(session: Session) -> None:
    loader.load_workshops(session)
    session.commit()
    for row in session.scalars(select(Series)):
        assert row.seats == []


def test_a_round_waits_for_the_click_that_proposes_groups(
    session: Session, make: Any, sheet: Any, mails: Any
) -> None:
    from portal_workshops.groups.solving import what_is_missing
    from portal_workshops.models import Plan

    row = CONTENT["round"]
    make.user("organiser", email="organiser@demo.example", roles=["organiser"])
    unit = make.unit("Læreruddannelsen", kind="education")
    for title in row["practices"]:
        sheet(title)
    wishing = {one["who"] for one in CONTENT["wishes"] if one.get("origin") in row["practices"]}
    for name in sorted(wishing):
        make.user(name, email=f"{name}@demo.example", units=[unit])
    loader.load_workshops(session)
    session.commit()
    plan = session.scalars(select(Plan)).one()
    assert {one.title for one in plan.practices} == set(row["practices"])
    assert {one.user.name for one in plan.people} >= wishing
    assert len(plan.dates) == len(row["days"])
    assert [one for one in plan.people if one.answered_at is None] == plan.people[-1:]
    assert what_is_missing(plan) == []
    assert mails() == []
