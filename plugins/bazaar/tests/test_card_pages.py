"""The card's pages without a script, and whose card they show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from portal_bazaar.card import codes
from portal_bazaar.models import CardEntry, Stand
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now


@pytest.fixture
def fair(bazaar: Any, stand: Any, sign_in: Any, visitor: Any) -> Any:
    """A bazaar with three stands and one visitor, signed in."""

    class Fair:
        bazaar: Any
        stands: list[Any]

    fair = Fair()
    fair.bazaar = bazaar()
    fair.stands = [stand(fair.bazaar, title) for title in ("Voice", "Silence", "Bowl")]
    fair.person = sign_in()
    from portal.api import User, db

    fair.visitor = visitor(fair.bazaar, db.session.get(User, fair.person.id))
    fair.address = f"/bazaar/{fair.bazaar.id}/card"
    return fair


def lines(session: Session, visitor: Any) -> dict[int, CardEntry]:
    found = session.scalars(select(CardEntry).where(CardEntry.visitor_id == visitor.id))
    return {one.stand_id: one for one in found}


def test_a_scanned_stand_is_put_on_the_card(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    address = codes.stand_path(voice)
    page = fair.person.page(address)
    assert "Voice" in page and "Put on the card" in page
    assert lines(session, fair.visitor) == {}, "opening an address writes nothing"
    for _twice in range(2):
        response = fair.person.post(address)
        assert response.status_code == 303
        assert response.location.endswith(f"/card#stand-{voice.id}")
    assert list(lines(session, fair.visitor)) == [voice.id]
    assert lines(session, fair.visitor)[voice.id].source == "code"


def test_typed_and_chosen(fair: Any, session: Session) -> None:
    voice, silence, _bowl = fair.stands
    add = fair.address + "/add"
    assert fair.person.post(add, {"short": f" {voice.short_code.lower()} "}).status_code == 303
    assert fair.person.post(add, {"stand": str(silence.id)}).status_code == 303
    found = lines(session, fair.visitor)
    assert {one.source for one in found.values()} == {"short_code", "list"}
    for bad in ({"short": "nope"}, {"short": "\0"}, {"stand": "9" * 30}, {"stand": "x"}, {}):
        response = fair.person.post(add, bad)
        assert response.status_code == 422, bad
    assert 'value="nope"' in fair.person.post(add, {"short": "nope"}).text
    assert len(lines(session, fair.visitor)) == 2


def test_a_line_is_saved_and_taken_off(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    fair.person.post(fair.address + "/add", {"stand": str(voice.id)})
    typed = {
        "base": "1",
        "interest": "3",
        "expectation": " Try it\r\nafter Christmas\0 ",
        "wants_workshop": "1",
        "note": "<b>ask Ane</b>",
    }
    assert fair.person.post(f"{fair.address}/{voice.id}", typed).status_code == 303
    line = lines(session, fair.visitor)[voice.id]
    assert (line.interest, line.expectation) == (3, "Try it\nafter Christmas")
    assert line.wants_workshop and line.note == "<b>ask Ane</b>"
    page = fair.person.page(fair.address)
    assert "<b>ask" not in page and "&lt;b&gt;ask Ane" in page
    too_long = {**typed, "base": str(line.version), "note": "x" * 5000}
    response = fair.person.post(f"{fair.address}/{voice.id}", too_long)
    assert response.status_code == 422 and "x" * 5000 in response.text
    stale = fair.person.post(f"{fair.address}/{voice.id}/remove", {"base": "1", "sure": "1"})
    assert stale.status_code == 303 and lines(session, fair.visitor), "written on since"
    asked = fair.person.post(f"{fair.address}/{voice.id}/remove", {"base": str(line.version)})
    assert asked.status_code == 200 and "What you wrote about Voice goes with it" in asked.text
    sure = {"base": str(line.version), "sure": "1"}
    fair.person.post(f"{fair.address}/{voice.id}/remove", sure)
    assert lines(session, fair.visitor) == {}


def test_two_forms_lose_nothing_unseen(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    fair.person.post(fair.address + "/add", {"stand": str(voice.id)})
    here = f"{fair.address}/{voice.id}"
    fair.person.post(here, {"base": "1", "expectation": "first words"})
    # The other tab still shows the empty line: its words win, the first stay beside them.
    fair.person.post(here, {"base": "1", "expectation": "second words"})
    # And one that changed nothing but the interest takes nothing back.
    was = {"was_expectation": "", "expectation": "", "interest": "2"}
    fair.person.post(here, {"base": "1", **was})
    line = lines(session, fair.visitor)[voice.id]
    assert (line.expectation, line.interest) == ("second words", 2)
    assert [one.value for one in line.differences] == ["first words"]
    page = fair.person.page(fair.address)
    assert "first words" in page and "Keep both" in page
    address = f"{fair.address}/settle/{line.differences[0].id}"
    assert fair.person.post(address, {"use": "both"}).status_code == 303
    line = lines(session, fair.visitor)[voice.id]
    assert line.expectation == "second words\nfirst words"
    assert "Keep both" not in fair.person.page(fair.address).split("<template")[0]


def test_handed_in_before_the_bazaar_has_begun_one_is_told(
    fair: Any, bazaar: Any, visitor: Any, session: Session
) -> None:
    """It would be a slip mostly: what is seen there could not be put on it."""
    from portal.api import User

    address = fair.address + "/hand-in"
    assert "has not begun" in fair.person.page(address)
    state = fair.person.client.get(fair.address + "/state").get_json()
    assert state["starts"] == int(fair.bazaar.starts_at.timestamp() * 1000)
    assert state["hour"] and state["day"]
    running = bazaar(starts_at=now() - dt.timedelta(minutes=1))
    visitor(running, session.get(User, fair.person.id))
    assert "has not begun" not in fair.person.page(f"/bazaar/{running.id}/card/hand-in")


def test_handed_in_it_stays_as_it_is(fair: Any, session: Session) -> None:
    voice, silence, _bowl = fair.stands
    fair.person.post(fair.address + "/add", {"stand": str(voice.id)})
    assert "1 stand on your card" in fair.person.page(fair.address + "/hand-in")
    fair.person.post(fair.address + "/hand-in")
    assert "Your card is handed in" in fair.person.page(fair.address)
    assert fair.person.post(fair.address + "/add", {"stand": str(silence.id)}).status_code == 422
    fair.person.post(f"{fair.address}/{voice.id}", {"note": "too late"})
    assert [one.note for one in lines(session, fair.visitor).values()] == [""]
    assert "An organiser can still change it" in fair.person.page(codes.stand_path(silence))


@pytest.mark.parametrize("how", ["closed", "late"])
def test_a_card_closes_with_the_bazaar_and_its_time(fair: Any, session: Session, how: str) -> None:
    if how == "closed":
        fair.bazaar.status = "closed"
    else:
        fair.bazaar.cards_until = now() - dt.timedelta(minutes=1)
    session.commit()
    response = fair.person.post(fair.address + "/add", {"stand": str(fair.stands[0].id)})
    assert response.status_code == 422
    assert lines(session, fair.visitor) == {}


def test_somebody_elses_card_is_not_there(
    fair: Any, session: Session, sign_in: Any, client: Any, bazaar: Any, stand: Any
) -> None:
    voice = fair.stands[0]
    fair.person.post(fair.address + "/add", {"stand": str(voice.id)})
    fair.person.post(f"{fair.address}/{voice.id}", {"base": "1", "note": "CANARY"})
    for someone in (sign_in("staff"), sign_in("editor")):
        for address in (fair.address, fair.address + "/state", codes.stand_path(voice)):
            response = someone.get(address)
            assert response.status_code == (200 if address.endswith("/state") else 303)
            assert "CANARY" not in response.text and "Voice" not in response.text
    assert client.get(fair.address + "/state").json["visitor"] is None
    planned = bazaar("SECRET", status="planned")
    hidden = stand(planned, "SECRET")
    for address in (f"/bazaar/{planned.id}/card", codes.stand_path(hidden)):
        response = client.get(address)
        assert response.status_code == 404 and "SECRET" not in response.text
    assert client.get("/bazaar/99999999999999999999/card").status_code == 404


@pytest.mark.parametrize("reason", ["forged", "renewed", "foreign", "over"])
def test_a_wrong_code_says_what_to_do(
    fair: Any, session: Session, bazaar: Any, stand: Any, client: Any, reason: str
) -> None:
    voice: Stand = fair.stands[0]
    token = codes.stand_token(voice)
    if reason == "forged":
        token = token[:-1] + ("2" if token[-1] != "2" else "3")
    elif reason == "renewed":
        voice.code_version += 1
    elif reason == "foreign":
        token = codes.stand_token(stand(bazaar()))
    else:
        other = bazaar(starts_at=now() - dt.timedelta(days=20))
        token = codes.stand_token(stand(other))
    session.commit()
    page = fair.person.page(f"/bazaar/s/{token}")
    assert "list" in page.split('role="alert"')[1][:600] or reason == "over"
    assert "Put on the card" in page, "the way on is right there"
    assert fair.person.post(f"/bazaar/s/{token}").status_code == 303
    assert lines(session, fair.visitor) == {}
    assert client.get(f"/bazaar/s/{token}").status_code in (303, 404)


def test_strange_requests_get_words_and_no_trace(fair: Any) -> None:
    for address in ("/bazaar/s/%00", "/bazaar/s/" + "z" * 3000, "/bazaar/0/card", "/bazaar/card"):
        assert fair.person.get(address).status_code in (200, 302, 303, 404)
    for path in ("/0", "/99999999", "/settle/1", "/99999999999999999999/remove"):
        assert fair.person.post(fair.address + path, {"base": "-1"}).status_code in (303, 404)
