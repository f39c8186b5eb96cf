"""The door: checking in, walk-ins, substitutes, tablets, the list on paper."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_bazaar.card.codes import badge_address, badge_token
from portal_bazaar.day import door
from portal_bazaar.models import CardEntry, Device, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now
from portal.testing.sessions import token_of


@pytest.fixture
def fair(bazaar: Any, make: Any) -> Any:
    """A bazaar and its organiser."""

    class Fair:
        organiser = make.user()
        bazaar_ = bazaar(organisers=[organiser])
        id = bazaar_.id
        door = f"/bazaar/{bazaar_.id}/door"
        manage = f"/bazaar/{bazaar_.id}/manage/day"

    return Fair


@pytest.fixture
def tablet(app: Any, fair: Any, sign_in: Any) -> Any:
    """A browser that was paired as a shared tablet."""
    page = sign_in(fair.organiser).post(f"{fair.manage}/tablets", {"name": "Door A"})
    assert page.status_code == 200
    link = re.search(r'href="http://[^/"]+(/bazaar/d/[^"]+)"', page.text)
    assert link is not None
    client = app.test_client()
    token = token_of(client.get(link.group(1)).text)
    answer = client.post(link.group(1), data={"csrf_token": token})
    assert answer.location == fair.door

    class Tablet:
        address = link.group(1)

        @staticmethod
        def get(address: str) -> Any:
            return client.get(address)

        @staticmethod
        def post(address: str, **data: Any) -> Any:
            token = token_of(client.get(fair.door).text)
            return client.post(address, data={**data, "csrf_token": token})

    return Tablet


def test_a_few_letters_find_the_person_and_one_button_checks_them_in(
    session: Session, fair: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    bo = visitor(fair.bazaar_, make.user("Bodil Ærø-Madsen"))
    visitor(fair.bazaar_, make.user("Anders Bo"))
    person = sign_in(fair.organiser)
    for letters in ("bod", "aero", "BODIL Æ", "madsen", "#1", "1"):
        page = person.page(f"{fair.door}/found?q={letters.replace('#', '%23')}")
        assert "Bodil" in page, letters
        assert "Anders" not in page, letters
    assert "Bodil" not in person.page(f"{fair.door}/found?q=b")
    assert "0 of 2 are here" in person.page(fair.door)
    assert person.post(f"{fair.door}/{bo.id}/in").status_code == 303
    assert "1 of 2 are here" in person.page(fair.door)
    assert person.get(f"{fair.door}/count").json == {
        "here": 1,
        "expected": 2,
        "words": "1 of 2 are here",
    }
    person.post(f"{fair.door}/{bo.id}/in")
    assert "here already" in person.page(fair.door)
    person.post(f"{fair.door}/{bo.id}/out")
    session.refresh(bo)
    assert bo.checked_in_at is None


def test_a_scanned_badge_checks_in_at_once_and_a_void_one_does_not(
    session: Session, fair: Any, bazaar: Any, visitor: Any, sign_in: Any
) -> None:
    bo, foreign = visitor(fair.bazaar_, name="Bo"), visitor(bazaar(), name="Foreign")
    person = sign_in(fair.organiser)
    person.post(f"{fair.door}/scan", {"q": badge_address(bo)})
    session.refresh(bo)
    assert bo.checked_in_at is not None
    bo.checked_in_at = None
    old = badge_address(bo)
    bo.badge_version += 1
    session.commit()
    for bad in (old, badge_address(foreign), "http://elsewhere.example/bazaar/b/zzz", "x" * 400):
        answer = person.post(f"{fair.door}/scan", {"q": bad})
        assert answer.status_code == 303
        assert person.get(answer.location).status_code == 200
    session.refresh(bo)
    session.refresh(foreign)
    assert (bo.checked_in_at, foreign.checked_in_at) == (None, None)
    # The organiser's own phone that scans a badge comes to the door, not onto the card.
    answer = person.get(f"/bazaar/b/{badge_token(bo)}")
    assert answer.location.startswith(fair.door)
    assert "Bo" in person.page(answer.location)


def test_walk_ins_with_and_without_an_account(
    session: Session, fair: Any, education: Any, make: Any, sign_in: Any
) -> None:
    unit = make.unit()
    invited, user = education(fair.bazaar_, unit), make.user(units=[unit])
    person = sign_in(fair.organiser)
    new = f"{fair.door}/new"
    assert person.post(new, {"education": "0", "function": "other"}).status_code == 200
    assert person.post(new, {"name": "Bo", "email": "x", "education": "0"}).status_code == 200
    assert session.scalar(select(Visitor)) is None
    values = {"user": user.email, "education": "0", "function": "other"}
    assert person.post(new, values).status_code == 303
    values = {"name": "Bo Guest", "education": invited.id, "function": "teacher"}
    assert person.post(new, values).status_code == 303
    first, second = session.scalars(select(Visitor).order_by(Visitor.id)).all()
    assert (first.user_id, first.education_id, first.function) == (user.id, invited.id, "teacher")
    assert (second.name, second.education_id, second.badge) == ("Bo Guest", invited.id, 2)
    assert all(one.checked_in_at and one.came_as == "walk_in" for one in (first, second))


def test_a_substitute_at_the_door_takes_the_seat(
    session: Session, fair: Any, education: Any, visitor: Any, sign_in: Any
) -> None:
    invited = education(fair.bazaar_)
    away = visitor(fair.bazaar_, name="Away", education=invited, function="leader")
    person = sign_in(fair.organiser)
    address = f"{fair.door}/{away.id}/instead"
    assert "Away" in person.page(address)
    assert person.post(address, {"name": "Instead"}).status_code == 303
    session.expire_all()
    other = session.scalar(select(Visitor).where(Visitor.substitute_for_id == away.id))
    assert other is not None
    assert (other.function, other.education_id) == ("leader", invited.id)
    assert other.checked_in_at is not None
    assert away.cancelled_at is not None


def test_who_is_missing_per_education(
    fair: Any, education: Any, visitor: Any, make: Any, session: Session
) -> None:
    nursing = education(fair.bazaar_, make.unit("Nursing"))
    here = visitor(fair.bazaar_, name="Here", education=nursing, checked_in_at=now())
    missing = visitor(fair.bazaar_, name="Missing", education=nursing)
    guest = visitor(fair.bazaar_, name="Guest")
    found = door.groups(session, fair.bazaar_)
    assert [(one.name, one.here, one.missing) for one in found] == [
        ("Nursing", [here], [missing]),
        ("", [], [guest]),
    ]


def test_a_tablet_keeps_the_door_and_sees_nothing_else(
    session: Session, fair: Any, bazaar: Any, stand: Any, visitor: Any, make: Any, tablet: Any
) -> None:
    user = make.user("Canary Colleague", email="canary@test.example")
    bo, shown = visitor(fair.bazaar_, user), stand(fair.bazaar_, short_code="1234")
    assert "Canary" in tablet.get(f"{fair.door}/found?q=can").text
    assert "canary@test.example" not in tablet.get(f"{fair.door}/found?q=can").text
    assert tablet.post(f"{fair.door}/{bo.id}/in").status_code == 303
    session.refresh(bo)
    assert bo.checked_in_at is not None
    # Short codes onto the card of who has no phone.
    answer = tablet.post(f"{fair.door}/codes", badge=str(bo.badge), code="1234 zzzz")
    assert answer.status_code == 200
    entry = session.scalar(select(CardEntry))
    assert entry is not None
    assert (entry.stand_id, entry.visitor_id, entry.source) == (shown.id, bo.id, "short_code")
    assert 'value="zzzz"' in answer.text
    # Nobody is offered the portal's people, and everything else is closed.
    assert "data-people" not in tablet.get(f"{fair.door}/new").text
    elsewhere = bazaar()
    for address in (
        "/",
        "/bazaar/",
        f"/bazaar/{fair.id}",
        f"/bazaar/{fair.id}/manage/attendance",
        f"/bazaar/{fair.id}/manage/visitors.csv",
        f"{fair.manage}",
        f"{fair.manage}/list",
    ):
        answer = tablet.get(address)
        assert answer.status_code == 302, address
        assert "/login" in answer.location
    assert tablet.get(f"/bazaar/{elsewhere.id}/door").status_code == 404
    assert tablet.get(f"/bazaar/{fair.id}/card").status_code == 303


def test_a_tablet_tells_nobody_the_code_of_a_badge_that_is_there_already(
    session: Session, fair: Any, visitor: Any, make: Any, tablet: Any, sign_in: Any
) -> None:

    def told(page: str) -> bool:
        notes = re.findall(r'class="vb-note blue.*?</p>', page, re.S)
        return any(re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b", note) for note in notes)

    user = make.user(email="known@test.example")
    visitor(fair.bazaar_, user)
    away = visitor(fair.bazaar_, name="Away")
    form = {"name": "X", "email": "KNOWN@test.example", "education": "0", "function": "other"}
    for address in (f"{fair.door}/new", f"{fair.door}/{away.id}/instead"):
        assert tablet.post(address, **form).status_code == 303
        shown = tablet.get(fair.door).text
        assert user.name in shown
        assert not told(shown)
    # Nor to who types the address of a colleague who is on no list, or of a guest who cancelled:
    # a code would be a way into the drafts of their education, and into their card.
    make.user(email="colleague@test.example")
    visitor(fair.bazaar_, name="Gone", email="gone@test.example", cancelled_at=now())
    for email in ("Colleague@test.example", "gone@test.example"):
        assert tablet.post(f"{fair.door}/new", **{**form, "email": email}).status_code == 303
        assert not told(tablet.get(fair.door).text), email
    # Who is new has to be told: there is no code on a badge that is written by hand.
    assert tablet.post(f"{fair.door}/new", **{**form, "email": "new@test.example"}).location
    new = session.scalars(select(Visitor).order_by(Visitor.id.desc())).first()
    assert new is not None
    assert told(tablet.get(fair.door).text)
    organiser = sign_in(fair.organiser)
    assert organiser.post(f"{fair.door}/new", form).status_code == 303
    assert told(organiser.page(fair.door))


def test_a_tablet_is_paired_once_ends_by_itself_and_when_told_to(
    app: Any, session: Session, fair: Any, sign_in: Any, tablet: Any
) -> None:
    assert app.test_client().get(tablet.address).status_code == 404
    device = session.scalars(select(Device)).one()
    assert device.ends_at <= fair.bazaar_.ends_at + dt.timedelta(days=1)
    person = sign_in(fair.organiser)
    ends = device.ends_at
    device.ends_at = now() - dt.timedelta(seconds=1)
    session.commit()
    assert tablet.get(fair.door).status_code == 404
    device.ends_at = ends
    session.commit()
    assert tablet.get(fair.door).status_code == 200
    assert person.post(f"{fair.manage}/tablets/{device.id}/end").status_code == 303
    assert tablet.get(fair.door).status_code == 404


def test_somebody_signed_in_does_not_become_a_tablet(
    session: Session, fair: Any, sign_in: Any
) -> None:
    person = sign_in(fair.organiser)
    page = person.post(f"{fair.manage}/tablets", {"name": "Door A"})
    link = re.search(r'href="http://[^/"]+(/bazaar/d/[^"]+)"', page.text)
    assert link is not None
    assert "Sign out first" in person.page(link.group(1))
    assert person.post(link.group(1)).location == link.group(1)
    assert session.scalars(select(Device)).one().paired_at is None
    # Too late is too late.
    session.scalars(select(Device)).one().pair_until = now()
    session.commit()
    assert person.get(link.group(1)).status_code == 404


def test_the_page_with_a_tablets_link_loaded_again_makes_no_second_tablet(
    app: Any, session: Session, fair: Any, sign_in: Any, tablet: Any
) -> None:
    """A new link for the one that waits; one that is paired already is another tablet."""
    person, links = sign_in(fair.organiser), []
    for _time in range(2):
        page = person.post(f"{fair.manage}/tablets", {"name": "Door A"}).text
        links += re.findall(r'href="http://[^/"]+(/bazaar/d/[^"]+)"', page)
    paired = [one.paired_at is not None for one in session.scalars(select(Device))]
    assert sorted(paired) == [False, True]
    stranger = app.test_client()
    assert [stranger.get(link).status_code for link in links] == [404, 200]
    assert tablet.get(fair.door).status_code == 200


@pytest.mark.parametrize("name", ["", " \x00 ", "x" * 81])
def test_a_tablet_needs_a_name(name: str, session: Session, fair: Any, sign_in: Any) -> None:
    answer = sign_in(fair.organiser).post(f"{fair.manage}/tablets", {"name": name})
    assert answer.status_code == 422
    assert session.scalar(select(Device)) is None


def test_the_door_is_closed_to_everybody_else(
    app: Any, fair: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    one = visitor(fair.bazaar_, name="Canary Guest")
    for who in (sign_in(make.user()), app.test_client()):
        for page in ("", "/found?q=can", "/count", "/new", "/codes", f"/{one.id}/instead"):
            answer = who.get(fair.door + page)
            assert answer.status_code == 404, page
            assert "Canary" not in answer.text
    stranger = sign_in(make.user())
    for page in ("/scan", f"/{one.id}/in", f"/{one.id}/out", "/new", "/codes"):
        assert stranger.post(fair.door + page).status_code == 404, page


def test_the_list_on_paper_is_whole_and_in_danish_order(
    session: Session, fair: Any, visitor: Any, sign_in: Any
) -> None:
    for name in ("Åse", "Zenia", "Ærø", "Anne", "Øjvind"):
        visitor(fair.bazaar_, name=name)
    visitor(fair.bazaar_, name="Gone", cancelled_at=now())
    rows = door.paper_rows(session, fair.bazaar_)
    assert [one.name for one in rows] == ["Anne", "Zenia", "Ærø", "Øjvind", "Åse"]
    page = sign_in(fair.organiser).page(f"{fair.manage}/list")
    assert page.index("Anne") < page.index("Zenia") < page.index("Åse")


def test_a_lost_badge_is_void_and_the_visitor_keeps_the_number(
    session: Session, fair: Any, visitor: Any, sign_in: Any
) -> None:
    bo = visitor(fair.bazaar_, name="Bo")
    old, number = badge_token(bo), bo.badge
    assert sign_in(fair.organiser).post(f"{fair.manage}/badge/{bo.id}").status_code == 303
    session.refresh(bo)
    assert badge_token(bo) != old
    assert bo.badge == number


def test_the_pages_cost_the_same_with_400_people(
    session: Session, fair: Any, education: Any, make: Any, sign_in: Any, count_queries: Any
) -> None:
    invited = [education(fair.bazaar_) for _number in range(15)]
    session.add_all(
        Visitor(
            bazaar_id=fair.id,
            name=f"Guest {number}",
            badge=number,
            education_id=invited[number % 15].id,
        )
        for number in range(1, 401)
    )
    session.commit()
    person = sign_in(fair.organiser)
    for address in (f"{fair.door}?q=guest", f"{fair.door}/found?q=gu", fair.manage):
        person.page(address)
        with count_queries() as queries:
            person.page(address)
        assert len(queries) <= 40, (address, len(queries))
