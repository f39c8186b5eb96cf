"""Who keeps address and phone to themselves keeps them from the lists of a bazaar, too."""

from __future__ import annotations

from typing import Any

from portal_bazaar.models import Visitor
from portal_bazaar.planning.setup import services as rules
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.testing.sessions import Person

SECRET = "kept.secret@school.example"


def _hiding(session: Session, make: Any) -> Any:
    user = make.user("Kaja Kept", email=SECRET)
    user.contact_hidden = True
    session.commit()
    return user


def _files(person: Person, fair: Any) -> dict[str, str]:
    addresses = [
        f"/bazaar/{fair.id}/manage/visitors.csv",
        f"/bazaar/{fair.id}/manage/stands/list.csv",
        *(
            f"/bazaar/{fair.id}/manage/setup/{name}.csv"
            for name in ("stands", "people", "educations")
        ),
    ]
    return {address: person.page(address) for address in addresses}


def test_organisers_take_out_the_addresses_they_may_see(
    session: Session,
    make: Any,
    sign_in: Any,
    bazaar: Any,
    stand: Any,
    education: Any,
    visitor: Any,
) -> None:
    organiser, kept, open_one = make.user(), _hiding(session, make), make.user("Odin Open")
    fair = bazaar(organisers=[organiser])
    stand(fair, keepers=[kept, open_one])
    education(fair, delegate_id=kept.id)
    visitor(fair, kept)
    visitor(fair, open_one)
    person = sign_in(organiser)
    for address, text in _files(person, fair).items():
        assert SECRET not in text, address
        assert "Kaja Kept" in text or "educations" in address, address
        assert open_one.email in text or "educations" in address, address
    # Nor is the address confirmed to who guesses it.
    visitors = f"/bazaar/{fair.id}/manage/visitors?q="
    assert "Kaja Kept" not in person.page(visitors + SECRET)
    assert "Kaja Kept" in person.page(f"{visitors}Kaja")
    assert "Odin Open" in person.page(visitors + open_one.email)
    # Whoever maintains accounts sees it there, too.
    admin = make.user(roles=["admin"])
    for address, text in _files(sign_in(admin), fair).items():
        assert SECRET in text, address


def test_a_list_without_the_address_is_brought_in_again_and_changes_nothing(
    session: Session,
    make: Any,
    sign_in: Any,
    bazaar: Any,
    stand: Any,
    education: Any,
    visitor: Any,
) -> None:
    organiser, kept = make.user(), _hiding(session, make)
    fair = bazaar(organisers=[organiser])
    stand(fair, keepers=[kept])
    education(fair, delegate_id=kept.id)
    visitor(fair, kept, function="other")
    person = sign_in(organiser)
    data = person.get(f"/bazaar/{fair.id}/manage/setup/bazaar.xlsx").data
    actor = make.actor_of(organiser)
    upload = rules.read_setup(session, actor, fair, "bazaar.xlsx", data)
    plan = rules.plan_of(session, actor, upload)
    assert [one.mistakes for one in plan.plans.values()] == [[], [], []]
    assert plan.steps == []
    # A number of nobody is a mistake, not a guest.
    text = "Name,E-mail\nNina Nobody,#999999\nKaja Kept,#" + str(kept.id)
    upload = rules.read_setup(session, actor, fair, "people.csv", text.encode())
    plan = rules.plan_of(session, actor, upload)
    assert [one.row for one in plan.plans["people"].mistakes] == [2]
    assert plan.steps == []
    session.rollback()
    assert len(session.scalars(select(Visitor)).all()) == 1


def test_a_guest_without_a_name_is_not_called_by_their_address(
    session: Session, make: Any, sign_in: Any, bazaar: Any, stand: Any
) -> None:
    organiser, address = make.user(), "gry.gaest@guest.example"
    fair = bazaar(organisers=[organiser])
    made = stand(fair, keepers=["Gry Gaest"])
    made.keepers[0].name = ""
    session.commit()
    anybody = sign_in()
    for page in ("", "/stands", f"/stands/{made.id}", "/pitches", "/display.csv"):
        assert address not in anybody.page(f"/bazaar/{fair.id}{page}"), page
    # Nor does a search tell who guesses it.
    assert made.title not in anybody.page(f"/bazaar/{fair.id}/stands?q={address}")
    assert made.title in anybody.page(f"/bazaar/{fair.id}/stands?q={made.title}")
    assert address in sign_in(organiser).page(f"/bazaar/{fair.id}/stands/{made.id}")
