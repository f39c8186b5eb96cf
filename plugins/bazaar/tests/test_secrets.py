"""What nobody else may learn or do: tried as somebody who wants to."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_bazaar.areas import AREAS
from portal_bazaar.attendance import data, registering
from portal_bazaar.card import codes
from portal_bazaar.day import links
from portal_bazaar.models import (
    CardChange,
    CardDifference,
    CardEntry,
    CardOperation,
    Commitment,
    DayLink,
    Visitor,
)
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Model, now, saved, service
from portal.testing.sessions import token_of


def _written(session: Session, visitor: Any, stand: Any) -> None:
    """A line with everything that the card keeps of somebody's words."""
    entry = CardEntry(
        visitor_id=visitor.id, stand_id=stand.id, visited_at=now(), note="Canary", interest=2
    )
    entry.differences = [CardDifference(field="note", value="Canary", origin="paper")]
    change = CardChange(
        visitor_id=visitor.id, stand_id=stand.id, field="note", before="Canary", after="Canary"
    )
    done = CardOperation(visitor_id=visitor.id, client_id="1" * 36, stand_id=stand.id)
    session.add_all([entry, change, done])
    session.commit()


def _kept(session: Session) -> list[Any]:
    session.expire_all()
    return [
        session.scalar(select(func.count()).select_from(one))
        for one in (CardEntry, CardDifference, CardChange, CardOperation)
    ]


def test_no_words_of_who_is_erased_stay_beside_the_card(
    session: Session, bazaar: Any, visitor: Any, stand: Any, make: Any
) -> None:
    user, fair = make.user(), bazaar()
    shown = stand(fair)
    _written(session, visitor(fair, user), shown)
    guest = visitor(fair, name="Bo Guest")
    _written(session, guest, shown)
    # As the portal erases: all areas, in their order.
    list(AREAS.answers("erase_user", session, user))
    session.commit()
    assert _kept(session) == [2, 1, 1, 1]
    data.forget(session, [guest])
    session.commit()
    assert _kept(session) == [2, 0, 0, 0]
    assert "Canary" not in "".join(session.scalars(select(CardEntry.note)))


def test_a_badge_that_was_seen_and_a_known_address_sign_nobody_in(
    app: Any, bazaar: Any, visitor: Any
) -> None:
    fair = bazaar()
    visitor(fair, name="Guest 1", email="guest1@guest.example")
    phone, page = app.test_client(), f"/bazaar/{fair.id}/in"
    form = {"number": 1, "second": "guest1@guest.example"}
    form["csrf_token"] = token_of(phone.get(page).text)
    assert phone.post(f"{page}/badge", data=form).status_code == 422
    assert phone.get(f"/bazaar/{fair.id}/card").status_code == 303


def test_a_mail_to_the_wrong_address_signs_nobody_in_once_it_is_mended(
    app: Any, session: Session, bazaar: Any, visitor: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest", email="wrong@guest.example")
    address = links.make_link(session, guest).split("//", 1)[1].partition("/")[2]
    session.commit()
    stranger = app.test_client()
    assert stranger.get(f"/{address}").status_code == 200
    same = {"education": None, "function": "other", "name": "Bo Guest"}
    registering.change(session, SYSTEM, guest, email="wrong@guest.example", **same)
    session.commit()
    assert stranger.get(f"/{address}").status_code == 200
    registering.change(session, SYSTEM, guest, email="right@guest.example", **same)
    session.commit()
    found = stranger.get(f"/{address}")
    assert (found.status_code, "Bo Guest" in found.text) == (404, False)
    assert session.scalar(select(func.count(DayLink.id))) == 1


def test_nobody_moves_who_comes_already_by_naming_them_as_a_substitute(
    session: Session, bazaar: Any, education: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    fair = bazaar()
    mine, theirs = education(fair), education(fair)
    person, other = sign_in(), make.user()
    me = visitor(fair, make.session.get(type(other), person.id), education=mine)
    comes = visitor(fair, other, education=theirs, function="leader")
    guest = visitor(fair, name="Bo Guest", email="bo@guest.example", education=theirs)
    address = f"/bazaar/{fair.id}/register/substitute"
    for form in (
        {"user": other.email},
        {"name": "Canary", "email": other.email},
        {"name": "Canary", "email": "BO@guest.example"},
    ):
        assert person.post(address, form).status_code == 200, form
        session.expire_all()
        assert (comes.education_id, comes.function) == (theirs.id, "leader")
        assert (guest.name, guest.education_id) == ("Bo Guest", theirs.id)
        assert me.cancelled_at is None
    # Who had said no may come instead after all.
    registering.cancel(session, SYSTEM, comes)
    session.commit()
    assert person.post(address, {"user": other.email}).status_code == 303
    session.expire_all()
    assert (comes.cancelled_at, comes.wish_education_id) == (None, mine.id)


def test_who_left_the_education_reads_its_drafts_and_their_history_no_longer(
    session: Session, bazaar: Any, education: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    fair = bazaar()
    ours, theirs = education(fair), education(fair)
    person = sign_in()
    visitor(fair, make.session.get(type(make.user()), person.id), education=ours)
    address = f"/bazaar/{fair.id}/takes-home/{ours.id}"
    assert person.post(f"{address}/new", {"practice": "Canary", "stand_id": ""}).status_code == 303
    made = session.scalar(select(Commitment.id))
    history = f"/history/bazaar_commitment/{made}/"
    assert "Canary" in person.page(history)
    form = {"education": theirs.id, "function": "other"}
    assert person.post(f"/bazaar/{fair.id}/register", form).status_code == 303
    assert person.get(address).status_code == 404
    assert person.get(history).status_code == 404


def test_a_code_of_a_planned_bazaar_says_nothing(
    app: Any, bazaar: Any, stand: Any, sign_in: Any
) -> None:
    fair = bazaar("Canary fair", status="planned", starts_at=now() + dt.timedelta(hours=1))
    token = codes.stand_token(stand(fair, "Canary stand"))
    for reader in (app.test_client(), sign_in()):
        for page in (
            f"/bazaar/s/{token}",
            f"/bazaar/{fair.id}/card",
            f"/bazaar/{fair.id}/card/state",
            f"/bazaar/{fair.id}/in",
            f"/bazaar/{fair.id}/register",
            f"/bazaar/{fair.id}/plan",
            f"/bazaar/{fair.id}/pitches",
            f"/bazaar/{fair.id}/takes-home",
        ):
            found = reader.get(page)
            assert "Canary" not in found.text, page
            assert found.status_code in (302, 404), page


def test_a_card_of_another_bazaar_is_not_reached_through_this_one(
    session: Session, bazaar: Any, education: Any, visitor: Any, stand: Any, sign_in: Any, make: Any
) -> None:
    person = sign_in()
    user = make.session.get(type(make.user()), person.id)
    mine, other = bazaar(organisers=[user]), bazaar()
    stranger = visitor(other, name="Canary", education=education(other))
    shown = stand(other, "Canary stand")
    _written(session, stranger, shown)
    entry = session.scalar(select(CardEntry.id))
    difference = session.scalar(select(CardDifference.id))
    home = f"/bazaar/{mine.id}/manage"
    for page in (
        f"{home}/cards/{stranger.id}",
        f"{home}/visitors/{stranger.id}",
        f"{home}/codes/{shown.id}",
        f"{home}/codes/{shown.id}.svg",
        f"/bazaar/{mine.id}/stands/{shown.id}",
        f"/bazaar/{mine.id}/takes-home/{stranger.education_id}",
        f"/bazaar/{mine.id}/print/badges/{stranger.id}.pdf",
        f"/bazaar/{other.id}/takes-home/{stranger.education_id}",
    ):
        assert person.get(page).status_code == 404, page
    own = education(mine)
    me = visitor(mine, user, education=own)
    for page in (
        f"{home}/cards/{stranger.id}/state",
        f"{home}/cards/{me.id}/settle/{difference}",
        f"{home}/day/badge/{stranger.id}",
        f"/bazaar/{mine.id}/door/{stranger.id}/in",
        f"/bazaar/{mine.id}/card/settle/{difference}",
        f"/bazaar/{mine.id}/takes-home/{own.id}/pick/{entry}",
    ):
        assert person.post(page, {}).status_code == 404, page
    session.expire_all()
    assert session.scalar(select(Visitor.checked_in_at).where(Visitor.id == stranger.id)) is None


def test_what_is_planned_again_is_wished_by_nobody_and_who_cancelled_shares_no_name(
    session: Session,
    bazaar: Any,
    education: Any,
    visitor: Any,
    stand: Any,
    sign_in: Any,
    make: Any,
) -> None:
    from portal_bazaar.commitments.wishing import wishes

    keeper = sign_in()
    fair = bazaar()
    shown = stand(fair, keepers=[make.session.get(type(make.user()), keeper.id)])
    session.add(Commitment(education_id=education(fair).id, practice="Canary", handed_in_at=now()))
    guest = visitor(fair, name="Canary Guest", shares_name=True)
    _written(session, guest, shown)
    page = f"/bazaar/{fair.id}/stands/{shown.id}"
    assert "Canary Guest" in keeper.page(page)
    assert [one.text for one in wishes(session)] == ["Canary"]
    registering.cancel(session, SYSTEM, guest)
    fair.status = "planned"
    session.commit()
    assert "Canary" not in keeper.page(page)
    assert list(wishes(session)) == []


def test_notes_are_the_visitors_own_also_on_the_organisers_page_of_a_card(
    session: Session, bazaar: Any, visitor: Any, stand: Any, sign_in: Any, make: Any
) -> None:
    from portal_bazaar.card import own_data

    person = sign_in()
    user = make.session.get(type(make.user()), person.id)
    fair = bazaar(organisers=[user])
    guest, shown = visitor(fair, name="Bo Guest"), stand(fair)
    _written(session, guest, shown)
    difference = session.scalar(select(CardDifference.id))
    address = f"/bazaar/{fair.id}/manage/cards/{guest.id}"
    page = person.page(address)
    assert shown.title in page
    assert "Canary" not in page
    # What is on the form is changed, and the note stays as it is, whatever is sent.
    form = {"base": "1", "interest": "3", "was_interest": "2", "note": "", "was_note": "x"}
    assert person.post(f"{address}/{shown.id}", form).status_code == 303
    assert person.post(f"{address}/settle/{difference}", {"use": "use"}).status_code == 404
    session.expire_all()
    assert session.execute(select(CardEntry.interest, CardEntry.note)).one() == (3, "Canary")
    # Taken off the card it is in the trace, for the visitor to write it again.
    assert person.post(f"{address}/{shown.id}/remove").status_code == 303
    assert "Canary" not in person.page(address)
    assert "Canary" not in str(own_data.export_user(session, user))
    assert "Canary" in session.scalars(select(CardChange.before)).all()


def _sheet(session: Session, title: str, **values: Any) -> int:
    """A fact sheet that everybody who is signed in may see, unless `values` say otherwise."""
    sheets = service("factsheets.sheets")
    if sheets is None:
        pytest.skip("no fact sheets here")
    texts = {"challenge": f"Challenge of {title}"}
    made = sheets.draft(
        session,
        SYSTEM,
        title=title,
        builds_on_id=None,
        unit_id=None,
        sections=texts,
        responsible_id=None,
    )
    values = {"status": "published", "visibility": "everyone", "published_at": now(), **values}
    table = Model.metadata.tables["factsheets_sheet"]
    session.execute(update(table).where(table.c.id == made).values(**values))
    everyone = values["visibility"] == "everyone"  # a draft by mistake, too: the page asks itself
    saved(session, "factsheet", made, {"everyone"} if everyone else {"user:0"})
    session.commit()
    return int(made)


def test_guests_read_a_stand_and_its_sheet_only_if_everybody_may(
    app: Any, session: Session, bazaar: Any, stand: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    fair, elsewhere = bazaar(), bazaar()
    keeper = make.user("Kim Keeper", email="canary-keeper@test.example")
    open_, some, draft, old = (
        _sheet(session, "Open sheet"),
        _sheet(session, "Canary some", visibility="people"),
        _sheet(session, "Canary draft", status="draft", published_at=None),
        _sheet(session, "Canary old", status="archived"),
    )
    texts = {
        "summary": "What it is about",
        "hands_on": "Try the cards",
        "needs": "Canary needs",
        "invitation": "Canary invitation",
        "reason": "Canary reason",
    }
    shown = stand(fair, "Shown", keepers=[keeper, "Gry Guest"], sheet_id=open_, **texts)
    closed = [
        stand(fair, f"Own words {one}", sheet_id=one, summary="Own") for one in (some, draft, old)
    ]
    nameless = stand(fair, "Nameless", keepers=["Canary"])
    nameless.keepers[0].name = ""
    hidden = [stand(fair, "Canary", status=one) for one in ("proposed", "invited", "declined")]
    foreign = stand(elsewhere, "Canary")
    sharer = visitor(fair, name="Canary Visitor", shares_name=True)
    _written(session, sharer, shown)
    me = visitor(fair, name="Bo Guest", badge=90)
    session.commit()
    address = f"/bazaar/{fair.id}/stand"
    stranger = app.test_client()
    assert "Shown" not in stranger.get(f"{address}/{shown.id}").text
    assert stranger.get(f"{address}/{shown.id}").location.startswith(f"/bazaar/{fair.id}/in")
    guest, own = app.test_client(), f"/bazaar/b/{codes.badge_token(me)}"
    guest.set_cookie("portal_language", "en")
    guest.post(own, data={"csrf_token": token_of(guest.get(own).text)})
    page = guest.get(f"{address}/{shown.id}").text
    for words in (
        "What it is about", "Try the cards", "Open sheet", "Challenge of Open sheet", "Kim Keeper",
        "Gry Guest",
    ):  # fmt: skip
        assert words in page, words
    assert "Canary" not in page
    assert "canary-keeper" not in page
    assert "gry.guest@" not in page
    for one in (*closed, nameless):
        answer = guest.get(f"{address}/{one.id}")
        assert (answer.status_code, "anary" in answer.text) == (200, False), one.title
    for one in (*hidden, foreign):
        assert guest.get(f"{address}/{one.id}").status_code == 404
    for bad in ("0", "99999999999999999999", "-1", "x"):
        assert guest.get(f"{address}/{bad}").status_code == 404
    # It opens nothing else: not the colleagues' page, not the sheet, not another bazaar's.
    for shut in (f"/bazaar/{fair.id}/stands/{shown.id}", f"/factsheets/{open_}"):
        assert "/login" in guest.get(shut).location
    assert "Shown" in guest.get(f"/bazaar/{fair.id}/plan").text
    assert guest.get(f"/bazaar/{elsewhere.id}/stand/{foreign.id}").status_code == 303
    # Who has an account reads the stand as the portal shows it.
    to = sign_in().get(f"{address}/{shown.id}")
    assert to.location == f"/bazaar/{fair.id}/stands/{shown.id}"
    # Whoever cancelled reads nothing.
    registering.cancel(session, SYSTEM, me)
    session.commit()
    assert guest.get(f"{address}/{shown.id}").status_code == 303


def test_who_stands_on_the_list_of_a_planned_bazaar_reads_nothing_of_it_yet(
    session: Session,
    bazaar: Any,
    visitor: Any,
    stand: Any,
    education: Any,
    make: Any,
    sign_in: Any,
) -> None:
    user, organiser = make.user(), make.user()
    fair = bazaar("Canary fair", status="planned", organisers=[organiser])
    ours, shown = education(fair), stand(fair, "Canary stand")
    visitor(fair, user, education=ours)
    visitor(fair, organiser)
    person, address = sign_in(user), f"/bazaar/{fair.id}"
    pages = ("card", "card/state", "takes-home", f"takes-home/{ours.id}", f"stand/{shown.id}")
    for page in pages:
        assert person.get(f"{address}/{page}").status_code == 404, page
    assert sign_in(organiser).get(f"{address}/card").status_code == 200
    fair.status = "announced"
    session.commit()
    assert person.get(f"{address}/card").status_code == 200


def test_who_has_an_account_answers_for_nobody_else_on_a_phone_that_is_theirs_for_the_day(
    session: Session, bazaar: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    fair = bazaar(starts_at=now() + dt.timedelta(hours=1))
    guest, person = visitor(fair, name="Gerda Guest"), sign_in(make.user("Ulla User"))
    address = f"/bazaar/{fair.id}/register"
    form = {"number": guest.badge, "second": links.make_code(session, guest)}
    session.commit()
    assert person.post(f"/bazaar/{fair.id}/in/badge", form).status_code == 303
    assert "Gerda Guest" not in person.page(address)
    assert person.post(f"{address}/cancel").status_code == 404
    assert person.post(f"{address}/phones").status_code == 404
    session.expire_all()
    assert guest.cancelled_at is None
    assert person.post(address, {"education": "0", "function": "other"}).status_code == 303
    assert person.post(f"{address}/cancel").status_code == 303
    session.expire_all()
    assert guest.cancelled_at is None


def test_who_types_anothers_address_at_a_tablet_changes_nothing_about_them(
    app: Any, session: Session, bazaar: Any, visitor: Any, education: Any, make: Any, sign_in: Any
) -> None:
    organiser, user = make.user(), make.user(email="known@test.example")
    fair = bazaar(organisers=[organiser])
    ours, theirs = education(fair), education(fair)
    guest = visitor(fair, name="Gerda", email="gerda@test.example", education=ours)
    known = visitor(fair, user, education=ours, function="teacher")
    away = visitor(fair, name="Away", education=theirs, function="leader")
    page = sign_in(organiser).post(f"/bazaar/{fair.id}/manage/day/tablets", {"name": "A"}).text
    link = re.findall(r'href="http://[^/"]+(/bazaar/d/[^"]+)"', page)[0]
    tablet, door = app.test_client(), f"/bazaar/{fair.id}/door"
    form = {"csrf_token": token_of(tablet.get(link).text)}
    assert tablet.post(link, data=form).location == door
    form |= {"name": "Hacked", "education": str(theirs.id), "function": "other"}
    for address, email in (("new", guest.email), (f"{away.id}/instead", user.email)):
        form |= {"csrf_token": token_of(tablet.get(door).text), "email": email}
        assert tablet.post(f"{door}/{address}", data=form).status_code == 303
    session.expire_all()
    assert (guest.name, guest.education_id, guest.function) == ("Gerda", ours.id, "other")
    assert (known.education_id, known.wish_education_id, known.function) == (
        ours.id,
        None,
        "teacher",
    )
    assert guest.checked_in_at and known.checked_in_at and away.cancelled_at
