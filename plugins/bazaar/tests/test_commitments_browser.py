"""An education's page on a phone, and collecting live, in a real browser."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from portal_bazaar.models import CardEntry, Visitor
from sqlalchemy.orm import Session

from portal.api import now, own_session
from portal.testing.browser import press, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def fair(
    session: Session, make: Any, bazaar: Any, stand: Any, education: Any, visitor: Any, sign_in: Any
) -> Any:
    """A bazaar that is going on, in plain values: a row that is read would open a transaction."""
    one = bazaar(starts_at=now() - dt.timedelta(hours=2))
    school, user = education(one), make.user()
    leader = visitor(one, user, education=school, function="leader", checked_in_at=now())
    place = stand(one, "Svar med stemmen")
    session.add(
        CardEntry(
            visitor_id=leader.id,
            stand_id=place.id,
            visited_at=now(),
            edits={},
            interest=3,
            expectation="Prøve efter jul",
        )
    )
    found = SimpleNamespace(
        url=f"/bazaar/{one.id}",
        school=school.id,
        visitor=leader.id,
        leader=sign_in(user),
        organiser=sign_in("organiser"),
    )
    session.commit()
    session.close()
    return found


def test_from_the_card_to_handed_in_on_a_phone(fair: Any, visit: Any) -> None:
    page = visit(fair.leader, f"{fair.url}/takes-home/{fair.school}", width=390)
    assert violations(page) == []
    press(page, ".bazaar-voices button")
    assert page.text_content(".bazaar-practice") == "Prøve efter jul"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    press(page, f"form[action$='/takes-home/{fair.school}/hand-in'] button")
    assert page.locator(".bazaar-commitment .vb-tag.green").count() == 1
    assert violations(page) == []


def test_what_comes_in_shows_without_reload(fair: Any, visit: Any) -> None:
    from playwright.sync_api import expect

    page = visit(fair.organiser, f"{fair.url}/manage/collecting?by=themes")
    assert violations(page) == []
    number = page.locator(".bazaar-numbers dd.num").nth(2)
    assert number.text_content() == "0"
    page.focus("th a")
    with own_session() as session:
        row = session.get_one(Visitor, fair.visitor)
        row.card_handed_in_at, row.version = now(), row.version + 1
    expect(number).to_have_text("1")
    assert page.evaluate("document.activeElement.matches('th a')"), "the focus was lost"
