"""What organisers do to cards: with a trace, and nobody else does."""

from __future__ import annotations

from typing import Any

import pytest
from portal_bazaar.card import codes, merging, organising, services
from portal_bazaar.card.operations import Edit
from portal_bazaar.models import CardChange, CardEntry, PaperCard
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import User, now


@pytest.fixture
def fair(bazaar: Any, stand: Any, visitor: Any, sign_in: Any, session: Session) -> Any:
    """A bazaar with its organiser, three stands and a visitor whose card has one line."""

    class Fair:
        pass

    fair: Any = Fair()
    fair.organiser, fair.person = sign_in(), sign_in()
    fair.bazaar = bazaar(organisers=[session.get(User, fair.organiser.id)])
    fair.stands = [stand(fair.bazaar, title) for title in ("Voice", "Silence", "Bowl")]
    fair.visitor = visitor(fair.bazaar, session.get(User, fair.person.id))
    entry = services.new_entry(fair.visitor, fair.stands[0], "code", now())
    session.add(entry)
    session.flush()
    merging.merge(entry, {"expectation": Edit("from the phone", 1), "interest": Edit(1, 1)}, "p", 1)
    session.commit()
    fair.page = f"/bazaar/{fair.bazaar.id}/manage/cards/{fair.visitor.id}"
    fair.paper = f"/bazaar/{fair.bazaar.id}/manage/paper"
    return fair


def line(session: Session, fair: Any, place: int = 0) -> CardEntry | None:
    return organising.line_of(session, fair.visitor, fair.stands[place].id)


def test_an_organiser_changes_a_card_that_was_handed_in(fair: Any, session: Session) -> None:
    fair.visitor.card_handed_in_at = now()
    session.commit()
    assert "from the phone" in fair.organiser.page(fair.page)
    stand_id = fair.stands[0].id
    typed = {
        "base": "2",
        "interest": "3",
        "was_interest": "1",
        "expectation": "from the phone",
        "was_expectation": "from the phone",
    }
    assert fair.organiser.post(f"{fair.page}/{stand_id}", typed).status_code == 303
    assert fair.organiser.post(f"{fair.page}/add", {"stand": "2"}).status_code == 303
    assert fair.organiser.post(f"{fair.page}/add", {"stand": "77"}).status_code == 422
    entry = line(session, fair)
    assert entry is not None and entry.interest == 3
    changes = session.scalars(select(CardChange).order_by(CardChange.id)).all()
    assert [(one.field, one.before, one.after) for one in changes] == [
        ("interest", 1, 3),
        ("visited", False, True),
    ]
    shown = fair.person.page(f"/bazaar/{fair.bazaar.id}/card")
    assert "What the organisers changed" in shown and fair.organiser.name in shown
    assert "Maybe → We will" in shown
    fair.organiser.post(f"{fair.page}/{stand_id}/remove")
    assert line(session, fair) is None
    assert "from the phone" in fair.person.page(f"/bazaar/{fair.bazaar.id}/card"), "in the trace"
    fair.organiser.post(f"{fair.page}/state", {"to": "open"})
    session.refresh(fair.visitor)
    assert fair.visitor.card_handed_in_at is None


def test_a_card_by_its_address_is_there_for_organisers_only(
    fair: Any, session: Session, sign_in: Any, bazaar: Any, visitor: Any
) -> None:
    moderator = sign_in()
    from portal_bazaar.models import Organiser

    session.add(Organiser(bazaar_id=fair.bazaar.id, user_id=moderator.id, role="moderator"))
    session.commit()
    others = (fair.person, moderator, sign_in("staff"), sign_in("editor"))
    for someone in others:
        response = someone.get(fair.page)
        assert response.status_code == 404 and "from the phone" not in response.text
        for path in ("/add", f"/{fair.stands[0].id}", f"/{fair.stands[0].id}/remove", "/state"):
            assert someone.post(fair.page + path, {"stand": "2"}).status_code == 404
        assert someone.get(fair.paper).status_code in (403, 404)
    # A visitor of another bazaar by this one's address.
    elsewhere = visitor(bazaar(), session.get(User, fair.person.id))
    address = f"/bazaar/{fair.bazaar.id}/manage/cards/{elsewhere.id}"
    assert fair.organiser.get(address).status_code == 404
    for address in ("/0", "/99999999999999999999"):
        assert fair.organiser.get(fair.page.rsplit("/", 1)[0] + address).status_code == 404


def test_paper_joins_the_phone(fair: Any, session: Session) -> None:
    badge, code = fair.visitor.badge, fair.stands[1].short_code
    page = fair.organiser.page(f"{fair.paper}?number={badge}")
    assert fair.person.name in page and "1 stand is on the card already" in page
    keyed = {
        "stand-0": "1",
        "interest-0": "4",
        "expectation-0": "from the paper",
        "workshop-0": "1",
        "stand-1": code,
        "interest-1": "2",
        "handed_in": "1",
    }
    for _again in range(2):
        response = fair.organiser.post(f"{fair.paper}/{fair.visitor.id}", keyed)
        assert response.status_code == 303
    entry, silence = line(session, fair), line(session, fair, 1)
    assert entry is not None and silence is not None
    # The phone's words stay, the paper's stand beside them; what was empty is filled.
    assert (entry.expectation, entry.interest, entry.wants_workshop) == ("from the phone", 1, True)
    found = sorted((one.field, one.value, one.origin) for one in entry.differences)
    assert found == [("expectation", "from the paper", "paper"), ("interest", 3, "paper")]
    assert (silence.interest, silence.source) == (1, "paper")
    session.refresh(fair.visitor)
    assert fair.visitor.card_handed_in_at is not None
    assert len(session.scalars(select(PaperCard)).all()) == 1
    shown = fair.organiser.page(fair.page)
    assert "from the paper" in shown and "On the paper card stands" in shown
    address = f"{fair.page}/settle/{entry.differences[0].id}"
    assert fair.organiser.post(address, {"use": "use"}).status_code == 303


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"stand-0": "99"}, "No stand has that number"),
        ({"stand-0": "1", "stand-1": "01"}, "stands there twice"),
        ({"stand-0": "1", "interest-0": "7"}, "Write 1, 2, 3 or 4"),
        ({"expectation-0": "kept words"}, "No stand has that number"),
        ({}, "key in the first stand"),
        ({"stand-0": "\0", "interest-0": "=1+1"}, "No stand has that number"),
    ],
)
def test_a_row_that_cannot_be_says_so(
    fair: Any, session: Session, row: dict[str, str], words: str
) -> None:
    response = fair.organiser.post(f"{fair.paper}/{fair.visitor.id}", row)
    assert response.status_code == 422 and words in response.text
    if "expectation-0" in row:
        assert "kept words" in response.text
    assert session.scalars(select(PaperCard)).all() == []


@pytest.mark.parametrize("number", ["0", "77", "x", "9" * 30, "\0", "-1"])
def test_a_number_that_no_badge_has(fair: Any, number: str) -> None:
    assert "No badge has that number" in fair.organiser.page(f"{fair.paper}?number={number}")


def test_renewing_a_code(fair: Any, session: Session) -> None:
    stand = fair.stands[0]
    before, short = codes.stand_path(stand), stand.short_code
    address = f"/bazaar/{fair.bazaar.id}/manage/codes/{stand.id}"
    assert codes.stand_address(stand) in fair.organiser.page(address)
    assert "<svg" in fair.organiser.page(address + ".svg")
    assert before in fair.organiser.page(f"/bazaar/{fair.bazaar.id}/manage/codes")
    assert fair.person.post(address).status_code == 403
    assert fair.organiser.post(address).status_code == 303
    session.refresh(stand)
    assert stand.short_code != short
    assert "new code" in fair.person.page(before)
    assert "Put on the card" in fair.person.page(codes.stand_path(stand))


def test_what_is_kept_of_a_person(fair: Any, session: Session) -> None:
    from portal_bazaar.card import own_data

    organising.add_line(session, _actor(session, fair), fair.visitor, fair.stands[2])
    person = session.get(User, fair.person.id)
    assert person is not None
    found = own_data.export_user(session, person)
    assert found["Dance cards"][0]["Expected at home"] == "from the phone"
    assert len(found["Changes to dance cards"]) == 1
    organiser = session.get(User, fair.organiser.id)
    assert organiser is not None
    assert len(own_data.export_user(session, organiser)["Changes made to others' dance cards"]) == 1
    own_data.erase_user(session, organiser)
    assert session.scalars(select(CardChange.by_id)).all() == [None]
    own_data.erase_user(session, person)
    assert session.scalars(select(CardEntry)).all() == []


def _actor(session: Session, fair: Any) -> Any:
    from portal.api import actor_for

    return actor_for(session, session.get(User, fair.organiser.id))


def test_it_waits_on_the_front_page(fair: Any, session: Session) -> None:
    assert "dance card" not in fair.person.page("/")
    fair.bazaar.starts_at = now()
    session.commit()
    assert "Your dance card" in fair.person.page("/")
