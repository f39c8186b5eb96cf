"""What was done to many at once is taken back at once, and no more than that."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_bazaar.models import PitchSlot, PlanTask, Shift, Stand
from portal_bazaar.stands import pitching, undo
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import PortalError


@pytest.fixture
def fair(make: Any, bazaar: Any, stand: Any, sign_in: Any) -> Any:
    """(bazaar, its organiser, who is signed in)."""
    ane = make.user("Ane")
    one = bazaar(organisers=[ane], status="planned")
    for number in range(4):
        stand(one, f"Stand {number}", keepers=[make.user()])
    return one, ane, sign_in(ane)


def undo_url(page: str) -> str:
    """Where the toast's button leads."""
    found = re.search(r'action="([^"]*/undo[^"]*)"', page)
    assert found, "no way back"
    return found.group(1).replace("&amp;", "&")


def count(session: Session, model: Any) -> int:
    """How many rows there are."""
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_filling_is_undone_in_one_click(session: Session, fair: Any) -> None:
    """Pitches and shifts go together; what was changed by hand since stays; twice is once."""
    one, _ane, me = fair
    url = f"/bazaar/{one.id}/manage/pitches"
    me.post(f"{url}/fill", {})
    assert count(session, PitchSlot) == 4
    assert count(session, Shift) > 0
    kept = session.scalars(select(PitchSlot).order_by(PitchSlot.id)).first()
    assert kept is not None
    kept_id = kept.id
    me.post(f"{url}/{kept_id}", {"keeper": str(kept.keeper_id), "minutes": "7"})
    back = undo_url(me.page(url))
    assert me.post(back, {}).status_code == 303
    assert [slot.id for slot in session.scalars(select(PitchSlot))] == [kept_id]
    assert count(session, Shift) == 0
    me.post(f"{url}/fill", {})
    assert me.post(back, {}).status_code == 303  # of the first time: too late
    assert count(session, PitchSlot) == 4


def test_who_does_not_organise_undoes_nothing(
    session: Session, make: Any, fair: Any, sign_in: Any
) -> None:
    """Nor with the token of another bazaar."""
    one, _ane, me = fair
    me.post(f"/bazaar/{one.id}/manage/pitches/fill", {})
    token = undo.last(session, one, undo.FILL)
    assert token
    other = sign_in(make.user()).post(f"/bazaar/{one.id}/manage/stands/undo/{token}", {})
    assert other.status_code in (403, 404)
    assert me.post(f"/bazaar/{one.id}/manage/stands/undo/x", {}).status_code == 303
    assert count(session, PitchSlot) == 4


def test_rows_are_lifted_again(session: Session, fair: Any) -> None:
    """A stand that was moved since stays where it is."""
    one, _ane, me = fair
    url = f"/bazaar/{one.id}/manage/plan"
    me.post(f"{url}/rows", {})
    back = undo_url(me.page(url))
    session.expire_all()
    first, *rest = session.scalars(select(Stand).order_by(Stand.id)).all()
    me.post(f"{url}/{first.id}", {"x": "7", "y": "9"})
    me.post(back, {})
    session.expire_all()
    assert (first.x, first.y) == (7, 9)
    assert {(one.x, one.y) for one in rest} == {(None, None)}


def test_numbers_come_back(session: Session, fair: Any) -> None:
    """As they were; not where somebody has given another since."""
    one, _ane, me = fair
    stands = session.scalars(select(Stand).order_by(Stand.id)).all()
    for number, stand in zip((19, 13, 15, 11), stands, strict=True):
        stand.number = number
    session.commit()
    url = f"/bazaar/{one.id}/manage/stands"
    me.post(f"{url}/number-anew", {})
    session.expire_all()
    assert sorted(stand.number or 0 for stand in stands) == [1, 2, 3, 4]
    me.post(undo_url(me.page(f"{url}/")), {})
    session.expire_all()
    assert [stand.number for stand in stands] == [19, 13, 15, 11]
    me.post(f"{url}/number-anew", {})
    session.expire_all()
    token = undo.last(session, one, undo.NUMBERS)
    stands[0].number = 77
    session.commit()
    assert me.post(f"{url}/undo/{token}", {}).status_code == 303
    session.expire_all()
    assert stands[0].number == 77


def test_the_usual_plan_is_taken_back(session: Session, fair: Any) -> None:
    """What somebody has worked on stays."""
    one, _ane, me = fair
    url = f"/bazaar/{one.id}/manage/tasks"
    me.post(f"{url}/usual", {})
    assert count(session, PlanTask) == 11
    page = me.page(url)
    first = session.scalars(select(PlanTask).order_by(PlanTask.id)).first()
    assert first is not None
    me.post(f"{url}/{first.id}/done", {})
    me.post(undo_url(page), {})
    session.expire_all()
    assert [task.id for task in session.scalars(select(PlanTask))] == [first.id]
    assert me.post(f"{url}/usual/undo?tasks=x,-1,99999999999999999999,", {}).status_code == 303


def test_nothing_filled_is_nothing_to_undo(session: Session, make: Any, bazaar: Any) -> None:
    """No button then; and a step that is gone says so."""
    one = bazaar(organisers=[make.user()])
    pitching.fill(session, make.actor("organiser"), one)
    assert undo.last(session, one, undo.FILL) == ""
    undo.keep(session, one, undo.FILL, slots=[], shifts=[])
    with pytest.raises(PortalError):
        undo.take_back(session, make.actor("organiser"), one, "other")


def test_many_that_were_confirmed_are_what_they_were(
    session: Session, make: Any, fair: Any, stand: Any, mails: Any
) -> None:
    """Proposed and invited, without their new numbers; one that got a pitch meanwhile stays, and
    who was told too early is told."""
    one, _ane, me = fair
    new = [
        stand(one, f"New {status}", status=status, number=None, keepers=[make.user()])
        for status in ("proposed", "invited", "proposed")
    ]
    ids = [row.id for row in new]
    session.commit()
    url = f"/bazaar/{one.id}/manage/stands/"
    me.post(f"{url}bulk", {"stand": [str(row) for row in ids]})
    back = undo_url(me.page(url))
    session.expire_all()
    confirmed = session.scalars(select(Stand).where(Stand.id.in_(ids)).order_by(Stand.id)).all()
    assert {row.status for row in confirmed} == {"confirmed"}
    part = next(row for row in confirmed[0].bazaar.parts if row.kind == "pitches")
    session.add(PitchSlot(part_id=part.id, stand_id=ids[2]))
    session.commit()
    assert me.post(back, {}).status_code == 303
    session.expire_all()
    found = session.scalars(select(Stand).where(Stand.id.in_(ids)).order_by(Stand.id)).all()
    assert [row.status for row in found] == ["proposed", "invited", "confirmed"]
    assert [row.number is None for row in found] == [True, True, False]
    assert sum("is not confirmed yet" in mail for mail in mails()) == 2
