"""Signing in for the day: by badge, by mail, by number; and what a stranger learns."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_bazaar.attendance.registering import cancel, change
from portal_bazaar.card.codes import badge_token
from portal_bazaar.day import links
from portal_bazaar.day.badges import print_anew
from portal_bazaar.models import Attendance, DayLink, DaySignIn, Visitor
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Model, now
from portal.testing.sessions import token_of


class Phone:
    """A phone that is nobody's account."""

    def __init__(self, app: Any) -> None:
        self.client = app.test_client()
        self.client.set_cookie("portal_language", "en")

    def get(self, address: str) -> Any:
        """Opens a page."""
        return self.client.get(address)

    def post(self, address: str, page: str, **data: Any) -> Any:
        """Sends a form of `page`."""
        token = token_of(self.client.get(page).text)
        return self.client.post(address, data={**data, "csrf_token": token})


@pytest.fixture
def phone(app: Any) -> Any:
    """Phones."""
    return lambda: Phone(app)


def _mine(phone: Any, fair: Any) -> str:
    """The page that only the visitor sees."""
    answer = phone.get(f"/bazaar/{fair.id}/register")
    return str(answer.text) if answer.status_code == 200 else ""


def test_the_code_on_the_badge_signs_a_phone_in_with_one_button(
    bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest")
    mine, address = phone(), f"/bazaar/b/{badge_token(guest)}"
    assert "Bo Guest" in mine.get(address).text
    assert _mine(mine, fair) == ""
    answer = mine.post(address, address)
    assert (answer.status_code, answer.location) == (303, f"/bazaar/{fair.id}/card")
    assert "Bo Guest" in _mine(mine, fair)
    # Opened again, it is no question any longer.
    assert mine.get(address).location.endswith("/card")
    # It opens nothing else of the portal.
    for page in ("/", "/bazaar/", f"/bazaar/{fair.id}", f"/bazaar/{fair.id}/manage/attendance"):
        assert "/login" in mine.get(page).location, page
    assert mine.get(f"/bazaar/{fair.id}/door").status_code == 404


def test_a_badge_printed_anew_ends_the_old_one_and_its_phones(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest")
    old, mine = f"/bazaar/b/{badge_token(guest)}", phone()
    mine.post(old, old)
    assert _mine(mine, fair)
    code = links.make_code(session, guest)
    print_anew(session, SYSTEM, guest)
    session.commit()
    assert _mine(mine, fair) == ""
    page = f"/bazaar/{fair.id}/in"
    assert phone().post(f"{page}/badge", page, number="1", second=code).status_code == 422
    found = mine.get(old)
    assert found.status_code == 404
    assert "Bo Guest" not in found.text
    new = f"/bazaar/b/{badge_token(guest)}"
    assert mine.post(new, new).status_code == 303


def test_forged_foreign_cancelled_and_late_badges_sign_nobody_in(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest, gone = visitor(fair, name="Canary Guest"), visitor(fair, name="Canary Gone")
    cancel(session, SYSTEM, gone)
    over = bazaar(starts_at=now() - dt.timedelta(days=9))
    late = visitor(over, name="Canary Late")
    token = badge_token(guest)
    session.commit()
    for bad in (token[:-1] + "z", "x" * 300, "0", badge_token(gone), badge_token(late)):
        answer = phone().get(f"/bazaar/b/{bad}")
        assert answer.status_code == 404, bad
        assert "Canary" not in answer.text
    mine = phone()
    assert mine.post(f"/bazaar/b/{badge_token(gone)}", f"/bazaar/{fair.id}/in").status_code == 404
    assert _mine(mine, fair) == ""


def test_a_mailed_link_signs_one_phone_in_and_is_used_up(
    session: Session, bazaar: Any, visitor: Any, phone: Any, mails: Any, work: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest", email="bo@guest.example", language="en")
    mine, page = phone(), f"/bazaar/{fair.id}/in"
    answer = mine.post(f"{page}/mail", page, email=" BO@guest.example ")
    assert answer.status_code == 303
    known = mine.get(answer.location).text
    other = mine.post(f"{page}/mail", page, email="nobody@guest.example")
    assert mine.get(other.location).text == known
    sent = mails()
    assert len(sent) == 1
    address = re.search(r"http://[^/]+(/bazaar/in/\S+)", sent[0])
    assert address is not None
    link = address.group(1)
    # A scanner of mails opens it: nothing is used up.
    assert phone().get(link).status_code == 200
    assert session.scalar(select(DayLink.used_at)) is None
    assert mine.post(link, link).status_code == 303
    assert "Bo Guest" in _mine(mine, fair)
    second = phone()
    assert second.get(link).location == page
    assert second.post(link, page).status_code == 404
    assert _mine(second, fair) == ""
    # Printed anew, the badge ends every phone, and every link that waits in a mail stays good.
    print_anew(session, SYSTEM, guest)
    session.commit()
    assert _mine(mine, fair) == ""


def _jobs(session: Session) -> int:
    session.expire_all()
    jobs = Model.metadata.tables["portal_job"].c
    wanted = select(func.count(jobs.id)).where(jobs.topic == links.ASKED, jobs.done_at.is_(None))
    return session.scalar(wanted) or 0


def test_however_often_one_asks_one_mail_is_under_way_and_three_in_three_hours(
    session: Session, bazaar: Any, visitor: Any, phone: Any, mails: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest", email="bo@guest.example")
    mine, page = phone(), f"/bazaar/{fair.id}/in"
    for expected in (1, 2, 3, 3):
        for _time in range(6):
            answer = mine.post(f"{page}/mail", page, email="BO@guest.example")
            assert answer.status_code == 303
        assert _jobs(session) == 1
        assert len(mails()) == expected
    # A job that was lost holds nobody up for long.
    guest.link_asked_at = now() - dt.timedelta(minutes=16)
    session.commit()
    mine.post(f"{page}/mail", page, email="bo@guest.example")
    assert _jobs(session) == 1


def test_addresses_that_are_on_no_list_leave_nothing_behind_and_hinder_nobody(
    session: Session,
    bazaar: Any,
    visitor: Any,
    phone: Any,
    mails: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fair, moment = bazaar(), now()
    monkeypatch.setattr(links, "now", lambda: moment)
    visitor(fair, name="Bo Guest", email="bo@guest.example")
    gone = visitor(fair, name="Gone", email="gone@guest.example", cancelled_at=now())
    mine, page = phone(), f"/bazaar/{fair.id}/in"
    token = token_of(mine.get(page).text)

    def ask(email: str) -> int:
        form = {"email": email, "csrf_token": token}
        return int(mine.client.post(f"{page}/mail", data=form).status_code)

    for number in range(60):
        assert ask(f"nobody{number}@guest.example") == 303
    assert ask(gone.email) == 303
    assert _jobs(session) == 1
    for bad in ("\x00nobody@guest.example", "x" * 254, "%", "' or 1=1 --", "@", "bø@gæst.example"):
        assert ask(bad) == 303
    assert ask("y" * 255) == 422
    assert len(mails()) <= 1
    assert ask("bo@guest.example") == 303
    assert [one.count("bo@guest.example") > 0 for one in mails()] == [True]


def test_400_behind_one_address_each_get_their_mail(
    session: Session, bazaar: Any, phone: Any, work: Any
) -> None:
    fair = bazaar()
    emails = [f"guest{number}@guest.example" for number in range(400)]
    session.add_all(
        Visitor(bazaar_id=fair.id, name=f"Guest {number}", email=email, badge=number + 1)
        for number, email in enumerate(emails)
    )
    session.commit()
    for email in emails:
        links.ask(session, fair, email)
        links.ask(session, fair, email)
    session.commit()
    assert _jobs(session) == 400
    work()
    assert session.scalar(select(func.count(DayLink.id))) == 400


def test_the_number_needs_a_code_that_is_not_on_the_badge(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest", email="bo@guest.example")
    other = visitor(fair, name="Ida Guest")
    page = f"/bazaar/{fair.id}/in"
    for write in (str, str.lower, lambda code: f" {code.replace('-', '')} "):
        code = links.make_code(session, guest)
        session.commit()
        mine = phone()
        answer = mine.post(f"{page}/badge", page, number=f"#{guest.badge}", second=write(code))
        assert answer.status_code == 303
        assert _mine(mine, fair)
    # Once only; nobody else's; a new one voids the old; half an hour.
    first = links.make_code(session, guest)
    late = links.make_code(session, other)
    session.execute(update(DayLink).where(DayLink.visitor_id == other.id).values(expires_at=now()))
    second = links.make_code(session, guest)
    session.commit()
    mine = phone()
    answers = [
        mine.post(f"{page}/badge", page, number=number, second=typed)
        for number, typed in (
            ("1", code), ("1", first), ("2", late), ("2", second), ("1", "bo@guest.example"),
            ("1", badge_token(guest)), ("999", second), ("999999999999", "\x00"),
        )
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [422] * 8
    texts = {re.search(r'id="second-error".*?</div>', one.text, re.S).group() for one in answers}  # type: ignore[union-attr]
    assert len(texts) == 1, "whoever guesses learns which numbers there are"
    assert phone().post(f"{page}/badge", page, number="1", second=second).status_code == 303


def test_guessing_pauses_the_number_until_the_door_tells_a_new_code(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest, other = visitor(fair, name="Bo Guest"), visitor(fair, name="Ida Guest")
    codes = [links.make_code(session, one) for one in (guest, other)]
    session.commit()
    page = f"/bazaar/{fair.id}/in"
    mine = phone()
    for _time in range(5):
        mine.post(f"{page}/badge", page, number="1", second="aaa-aaa")
    # The right code is not taken now either, however the number is written.
    for number in ("1", "#1", "01"):
        answer = mine.post(f"{page}/badge", page, number=number, second=codes[0])
        assert answer.status_code == 422, number
        assert "Too many tries" in answer.text
    # From the same address everybody else comes in, and so does the badge itself.
    mine = phone()
    assert mine.post(f"{page}/badge", page, number="2", second=codes[1]).status_code == 303
    own = f"/bazaar/b/{badge_token(guest)}"
    assert phone().post(own, own).status_code == 303
    fresh = links.make_code(session, guest)
    session.commit()
    assert phone().post(f"{page}/badge", page, number="1", second=fresh).status_code == 303


def test_phones_are_seen_and_ended_by_the_visitor_and_by_organisers(
    session: Session, bazaar: Any, visitor: Any, phone: Any, make: Any, sign_in: Any
) -> None:
    organiser = make.user()
    fair = bazaar(organisers=[organiser])
    guest, other = visitor(fair, name="Bo Guest"), visitor(fair, name="Ida Guest")
    own, hers = (f"/bazaar/b/{badge_token(one)}" for one in (guest, other))
    mine, thief, ida = phone(), phone(), phone()
    mine.post(own, own)
    assert "End all but this one" not in _mine(mine, fair)
    # Signed in once more it is the same phone.
    mine.post(own, f"/bazaar/{fair.id}/register")
    thief.post(own, own)
    ida.post(hers, hers)
    assert session.scalar(select(func.count(DaySignIn.id))) == 3
    assert "End all but this one" in _mine(mine, fair)
    page = f"/bazaar/{fair.id}/register"
    assert mine.post(f"{page}/phones", page).status_code == 303
    assert (_mine(thief, fair), bool(_mine(mine, fair))) == ("", True)
    person = sign_in(organiser)
    edit = f"/bazaar/{fair.id}/manage/visitors/{guest.id}"
    assert "with the badge" in person.page(edit)
    end = f"/bazaar/{fair.id}/manage/day/phones/{guest.id}/end"
    for stranger in (sign_in(), sign_in(make.user())):
        assert stranger.post(end).status_code == 403
    assert person.post(end).status_code == 303
    assert _mine(mine, fair) == ""
    assert "Ida Guest" in _mine(ida, fair)
    # Signed out is ended, for a cookie that somebody kept, too.
    kept = ida.client.get_cookie(f"bazaar-{fair.id}")
    assert kept is not None
    ida.post(f"/bazaar/{fair.id}/out", page)
    ida.client.set_cookie(f"bazaar-{fair.id}", kept.value)
    assert _mine(ida, fair) == ""


def test_a_phone_signed_in_by_mail_ends_with_the_address_it_was_mailed_to(
    app: Any, session: Session, bazaar: Any, visitor: Any, phone: Any, make: Any
) -> None:
    fair = bazaar()
    user = make.user()
    guest = visitor(fair, name="Bo Guest", email="wrong@guest.example")
    colleague = visitor(fair, user)
    phones = []
    for one in (guest, colleague):
        link = "/" + links.make_link(session, one).split("//", 1)[1].partition("/")[2]
        later = "/" + links.make_link(session, one).split("//", 1)[1].partition("/")[2]
        session.commit()
        mine = phone()
        assert mine.post(link, link).status_code == 303
        assert _mine(mine, fair)
        phones.append((mine, later))
    change(
        session, SYSTEM, guest, education=None, function="other", name="Bo Guest",
        email="right@guest.example",
    )  # fmt: skip
    user.email = "moved@test.example"
    session.commit()
    for mine, later in phones:
        assert _mine(mine, fair) == ""
        assert mine.get(later).status_code == 404


def test_a_code_is_told_by_organisers_alone(
    session: Session, bazaar: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    organiser = make.user()
    fair, elsewhere = bazaar(organisers=[organiser]), bazaar()
    guest, foreign = visitor(fair, name="Bo Guest"), visitor(elsewhere, name="Canary")
    address = f"/bazaar/{fair.id}/manage/day/code/{guest.id}"
    assert sign_in().post(address).status_code == 403
    person = sign_in(organiser)
    for bad in (foreign.id, "99999999999999999999"):
        assert person.post(f"/bazaar/{fair.id}/manage/day/code/{bad}").status_code == 404
    assert person.post(address, {"back": "door"}).location.endswith("/door")
    told = re.search(r"code ([0-9A-Z]{3}-[0-9A-Z]{3})", person.page(f"/bazaar/{fair.id}/door"))
    assert told is not None
    assert links.use_code(session, guest, told.group(1))


def test_400_sign_in_from_one_address_without_a_limit(
    app: Any, session: Session, bazaar: Any, phone: Any
) -> None:
    fair = bazaar()
    people = [
        Visitor(bazaar_id=fair.id, name=f"Guest {number}", badge=number) for number in range(1, 401)
    ]
    session.add_all(people)
    session.commit()
    for one in people[::5]:
        mine, own = phone(), f"/bazaar/b/{badge_token(one)}"
        assert mine.post(own, own).status_code == 303


def test_before_the_day_everybody_gets_one_link_and_latecomers_too(
    session: Session,
    bazaar: Any,
    visitor: Any,
    make: Any,
    mails: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from portal.api import JobContext, day_of, morning

    fair = bazaar()
    user = make.user()
    visitor(fair, user)
    visitor(fair, name="Bo Guest", email="bo@guest.example")
    visitor(fair, name="No Address")
    visitor(fair, name="Asked", email="asked@guest.example", asked_at=now())

    def run() -> None:
        links.run(JobContext(session, {}, now()))
        session.commit()

    run()
    assert mails() == []
    eve = day_of(fair.starts_at) - dt.timedelta(days=1)
    monkeypatch.setattr(links, "now", lambda: morning(eve) - dt.timedelta(minutes=1))
    run()
    assert mails() == []
    monkeypatch.setattr(links, "now", lambda: morning(eve))
    run()
    run()
    assert len(mails()) == 2
    # Who has no address is not waited for, and nothing was sent when nobody was left.
    assert session.scalars(links.without_link(fair)).all() == []
    sent_at = session.get_one(Attendance, fair.id).links_sent_at
    run()
    assert session.get_one(Attendance, fair.id).links_sent_at == sent_at
    visitor(fair, name="Late Guest", email="late@guest.example")
    run()
    assert len(mails()) == 3


def test_a_bazaar_that_is_not_announced_or_is_over_has_no_way_in(bazaar: Any, phone: Any) -> None:
    planned = bazaar("Canary", status="planned")
    some = bazaar("Canary", visibility="people")
    over = bazaar("Canary", starts_at=now() - dt.timedelta(days=9))
    assert phone().get(f"/bazaar/{planned.id}/in").status_code == 404
    assert phone().get(f"/bazaar/{over.id}/in").status_code == 404
    assert phone().get("/bazaar/99999999999999999999/in").status_code == 404
    assert "Canary" not in phone().get(f"/bazaar/{some.id}/in").text


def test_the_way_back_stays_within_the_bazaar(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    guest = visitor(fair, name="Bo Guest")
    page = f"/bazaar/{fair.id}/in"

    def code() -> str:
        told = links.make_code(session, guest)
        session.commit()
        return told

    for bad in ("https://evil.example/", "//evil.example", "/bazaar/\\\\evil", "/roles"):
        mine = phone()
        answer = mine.post(f"{page}/badge", page, number="1", second=code(), next=bad)
        assert answer.location == f"/bazaar/{fair.id}/card", bad
    mine = phone()
    answer = mine.post(f"{page}/badge", page, number="1", second=code(), next="/bazaar/s/abc")
    assert answer.location == "/bazaar/s/abc"


def test_signing_out_is_signing_out(bazaar: Any, visitor: Any, phone: Any) -> None:
    fair = bazaar()
    own = f"/bazaar/b/{badge_token(visitor(fair, name='Bo Guest'))}"
    mine = phone()
    mine.post(own, own)
    mine.post(f"/bazaar/{fair.id}/out", f"/bazaar/{fair.id}/register")
    assert _mine(mine, fair) == ""


def test_whoever_holds_the_badge_on_the_day_is_here(
    session: Session, bazaar: Any, visitor: Any, phone: Any
) -> None:
    today = bazaar(starts_at=now() - dt.timedelta(hours=1))
    later = bazaar()
    for fair, here in ((today, True), (later, False)):
        guest = visitor(fair, name="Bo Guest")
        own = f"/bazaar/b/{badge_token(guest)}"
        phone().post(own, own)
        session.expire_all()
        assert (guest.checked_in_at is not None) is here


def test_somebody_elses_badge_does_not_become_an_accounts(
    session: Session, bazaar: Any, visitor: Any, make: Any, sign_in: Any
) -> None:
    fair, user = bazaar(), make.user("Ane Account")
    visitor(fair, user)
    guest = visitor(fair, name="Bo Guest", email="bo@guest.example")
    person = sign_in(user)
    own = f"/bazaar/b/{badge_token(guest)}"
    link = links.make_link(session, guest).split("/bazaar", 1)[1]
    session.commit()
    for address in (own, f"/bazaar{link}"):
        page = person.page(address)
        assert "Sign out first" in page
        assert person.post(address).location == address
    assert session.scalar(select(DayLink.used_at)) is None
    assert "Ane Account" in person.page(f"/bazaar/{fair.id}/register")
    # A colleague's own badge is theirs, account or not.
    mine = session.scalars(select(Visitor).where(Visitor.user_id == user.id)).one()
    assert person.get(f"/bazaar/b/{badge_token(mine)}").location.endswith("/card")


def test_who_was_on_the_way_to_a_stand_comes_there_by_the_badge(
    bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    own = f"/bazaar/b/{badge_token(visitor(fair, name='Bo Guest'))}"
    mine = phone()
    mine.get(f"/bazaar/{fair.id}/in?next=/bazaar/s/abc")
    assert mine.post(own, own).location == "/bazaar/s/abc"
    # Once: the next sign-in leads to the card.
    mine.post(f"/bazaar/{fair.id}/out", f"/bazaar/{fair.id}/register")
    mine.get(f"/bazaar/{fair.id}/in?next=https://evil.example")
    assert mine.post(own, own).location == f"/bazaar/{fair.id}/card"


def test_who_was_on_the_way_to_a_stand_comes_there_with_the_password(
    bazaar: Any, visitor: Any, phone: Any, sign_in: Any, session: Session
) -> None:
    from portal.api import User

    fair = bazaar()
    page = phone().get(f"/bazaar/{fair.id}/in?next=/bazaar/s/abc").text
    assert 'href="/login?next=/bazaar/s/abc"' in page
    # Who is signed in with an account and not registered is led to where one registers.
    person = sign_in()
    answer = person.client.get(f"/bazaar/{fair.id}/in?next=/bazaar/s/abc")
    assert answer.location == f"/bazaar/{fair.id}/register"
    assert person.client.get(answer.location).status_code == 200
    visitor(fair, session.get(User, person.id))
    answer = person.client.get(f"/bazaar/{fair.id}/in?next=/bazaar/s/abc")
    assert answer.location == "/bazaar/s/abc"


def test_a_guest_is_shown_no_way_that_ends_at_the_sign_in(
    bazaar: Any, visitor: Any, phone: Any
) -> None:
    fair = bazaar()
    own = f"/bazaar/b/{badge_token(visitor(fair, name='Bo Guest'))}"
    mine = phone()
    mine.post(own, own)
    page = _mine(mine, fair)
    tabs = re.findall(
        r'<a href="([^"]+)"', page.split('class="bazaar-tabs', 1)[1].split("</nav>")[0]
    )
    assert len(tabs) >= 2
    for address in tabs:
        assert mine.get(address).status_code == 200, address


def test_guests_find_their_way_by_plan_and_pitches_of_their_own_bazaar_only(
    bazaar: Any, stand: Any, visitor: Any, phone: Any
) -> None:
    fair, other = bazaar(), bazaar()
    shown, hidden = stand(fair, "CANARYSHOWN", x=200, y=200), stand(fair, status="proposed")
    hidden.title = "CANARYHIDDEN"
    stand(other, "CANARYOTHER")
    own = f"/bazaar/b/{badge_token(visitor(fair, name='Bo Guest'))}"
    mine, strange = phone(), phone()
    mine.post(own, own)
    for part in ("plan", "pitches"):
        page = mine.get(f"/bazaar/{fair.id}/{part}")
        assert page.status_code == 200
        assert "CANARYHIDDEN" not in page.text
        main = page.text.split("<main", 1)[1].split("</main>")[0]
        for address in {one.split("#")[0] for one in re.findall(r'<a [^>]*?href="(/[^"]*)"', main)}:
            assert mine.get(address).status_code == 200, address
        assert mine.get(f"/bazaar/{other.id}/{part}").status_code == 404
        assert strange.get(f"/bazaar/{fair.id}/{part}").status_code in (302, 404)
    assert f"/bazaar/{fair.id}/stand/{shown.id}" in mine.get(f"/bazaar/{fair.id}/plan").text
