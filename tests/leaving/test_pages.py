"""The pages of leaving, of what is left behind, of returning and erasing."""

import json

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.clock import today
from portal.leaving.models import Departure, LeftThing, State

FAR = 99999999999999999999


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


def test_the_preview_says_what_would_be_without_anybody(make, write, admin):
    unit = make.unit("Matematik")
    make.user("Ida Leder", units=[unit], function="leader")
    leaver = make.user("Bo Holm", roles=["staff"], units=[unit])
    write(leaver, "Mandagsbrevet")
    page = admin.page(f"/admin/accounts/{leaver.id}/leaving")
    assert "Mandagsbrevet" in page
    assert "Likely: Ida Leder (Matematik)" in " ".join(page.split())


def test_what_is_not_shared_with_the_administrator_has_no_title(make, write, admin):
    leaver = make.user(roles=["staff"])
    write(leaver, "Hemmeligheden", draft=True)
    page = admin.page(f"/admin/accounts/{leaver.id}/leaving")
    assert "Hemmeligheden" not in page
    assert "Not shared with you" in page


def test_leaving_from_the_page_and_returning(session, make, write, admin):
    unit = make.unit("Matematik")
    leaver = make.user("Bo Holm", roles=["staff"], units=[unit])
    successor = make.user("Ane Krog", roles=["staff"])
    given, kept = write(leaver, "Givet"), write(leaver, "Beholdt")
    answer = admin.post(
        f"/admin/accounts/{leaver.id}/leaving",
        {
            "leaves_on": today().isoformat(),
            "everything": successor.id,
            f"thing-factsheet.{kept.id}.owner": "0",
            "drafts": "keep",
        },
    )
    departure = session.scalars(select(Departure)).one()
    assert answer.location == f"/leaving/{departure.id}"
    page = admin.page(f"/leaving/{departure.id}")
    assert "Givet" in page and "1 thing has nobody" in page
    assert "Beholdt" in admin.page("/leaving")
    assert "Bo Holm" in admin.page("/admin/leaving")
    assert "things of people who left" in admin.page("/") or "1 thing of somebody" in admin.page(
        "/"
    )

    page = admin.page(f"/admin/accounts/{leaver.id}/return")
    assert "1 thing stays with Ane Krog" in page and "1 thing that nobody took" in page
    admin.post(f"/admin/accounts/{leaver.id}/return", {"functions": "y"})
    session.expire_all()
    assert leaver.active and [one.unit_id for one in leaver.memberships] == [unit.id]
    assert departure.state == State.RETURNED
    assert session.scalars(select(LeftThing.title)).all() == ["Givet"]
    assert given.responsible_id == successor.id


def test_an_account_opened_another_way_is_a_return_too(session, make, write, leave, admin):
    leaver = make.user(roles=["staff"])
    write(leaver)
    departure = leave(leaver)
    admin.post(f"/admin/accounts/{leaver.id}/enable")
    session.expire_all()
    assert (leaver.active, departure.state) == (True, State.RETURNED)
    assert session.scalars(select(LeftThing.id)).all() == []


def test_a_planned_departure_is_shown_changed_and_taken_back(session, make, admin):
    leaver = make.user("Bo Holm")
    address = f"/admin/accounts/{leaver.id}/leaving"
    later = today().replace(year=today().year + 1).isoformat()
    admin.post(address, {"leaves_on": later, "everything": "", "drafts": "keep"})
    assert "Planned for" in admin.page(address)
    assert "Planned for" in admin.page(f"/admin/accounts/{leaver.id}")
    admin.post(address + "/cancel")
    assert session.scalars(select(Departure.state)).all() == [State.CANCELLED]
    admin.post(address + "/cancel")  # again: says so, and nothing else


def test_giving_what_was_left_behind(session, make, write, leave, admin):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    leave(leaver)
    row = session.scalars(select(LeftThing)).one()
    page = admin.post("/leaving", {"successor": successor.id}).text
    assert "Tick the things to give." in page
    page = admin.post("/leaving", {"thing": row.id}).text
    assert "Choose who takes over." in page and "checked" in page
    admin.post("/leaving", {"thing": row.id, "successor": successor.id})
    session.expire_all()
    assert sheet.responsible_id == successor.id
    assert "Nothing is left behind" in admin.page("/leaving")


@pytest.mark.parametrize("who", ["staff", "editor", None])
def test_nobody_else_gets_in(make, sign_in, who):
    person, user = sign_in(who), make.user()
    for page in (f"/admin/accounts/{user.id}/leaving", f"/admin/accounts/{user.id}/erase"):
        assert person.get(page).status_code == 403
    assert person.get("/leaving").status_code == 404
    assert person.post(f"/admin/accounts/{user.id}/data").status_code == 403


def test_who_manages_accounts_cannot_let_go_who_may_more(make, sign_in):
    from portal.access.models import Role, RolePermission
    from portal.database import db

    db.session.add(
        Role(key="hr", name="HR", permissions=[RolePermission(permission="accounts.manage")])
    )
    db.session.commit()
    person = sign_in("hr")
    boss = make.user(roles=["admin"])
    make.user(roles=["admin"])
    for page in ("leaving", "return", "erase"):
        assert person.get(f"/admin/accounts/{boss.id}/{page}").status_code == 403
    assert person.post(f"/admin/accounts/{boss.id}/data").status_code == 403


def test_erasing_takes_the_address_typed(session, make, write, leave, admin):
    leaver = make.user("Bo Holm", roles=["staff"])
    user_id, email = leaver.id, leaver.email
    write(leaver)
    address = f"/admin/accounts/{user_id}/erase"
    assert "Let the person leave first" in admin.page(address)
    leave(leaver)
    assert "What goes for good" in admin.page(address)
    page = admin.post(address, {"typed": "somebody@else.example"}).text
    assert f"Write the address {email}" in page
    assert session.get(User, user_id) is not None
    assert admin.post(address, {"typed": email.upper()}).status_code == 303
    session.expire_all()
    assert session.get(User, user_id) is None
    assert session.scalars(select(Departure.id)).all() == []
    trail = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.erased")).one()
    assert (trail.object_id, trail.detail) == (user_id, {})
    assert email not in json.dumps([one.detail for one in session.scalars(select(AuditEntry))])


def test_an_administrator_takes_out_what_is_kept_and_the_trail_says_so(session, make, admin):
    user = make.user("Bo Holm")
    page = admin.post(f"/admin/accounts/{user.id}/data").text
    assert "What is kept about Bo Holm" in page and user.email in page
    answer = admin.post(f"/admin/accounts/{user.id}/data", {"form": "json"})
    assert json.loads(answer.text)["person"]["email"] == user.email
    taken = select(AuditEntry.object_id).where(AuditEntry.action == "person.data_taken")
    assert session.scalars(taken).all() == [user.id, user.id]


def test_nonsense_is_answered(make, write, admin):
    leaver = make.user(roles=["staff"])
    sheet = write(leaver)
    for number in (0, FAR, 2**31 - 1):
        for page in ("leaving", "return", "erase"):
            assert admin.get(f"/admin/accounts/{number}/{page}").status_code == 404
        assert admin.get(f"/leaving/{number}").status_code == 404
        assert admin.post(f"/admin/accounts/{number}/leaving/cancel").status_code == 404
    for page in ("-1", "x", FAR):
        assert admin.get(f"/leaving?page={page}").status_code in (200, 404)
        assert admin.get(f"/admin/leaving?page={page}").status_code in (200, 404)
    address = f"/admin/accounts/{leaver.id}/leaving"
    for sent in (
        {},
        {"leaves_on": "yesterday"},
        {"leaves_on": "9999-12-31", "drafts": "keep"},
        {"leaves_on": "0001-01-01", "drafts": "keep"},
        {"leaves_on": today().isoformat(), "everything": FAR, "drafts": "\x00"},
        {"leaves_on": today().isoformat(), "everything": leaver.id, "drafts": "keep"},
        {"leaves_on": today().isoformat(), "drafts": "burn"},
        {"leaves_on": today().isoformat(), f"thing-factsheet.{sheet.id}.owner": 2**31 - 1},
    ):
        answer = admin.post(address, sent)
        assert answer.status_code == 200, sent
        assert "Nothing has happened yet" in answer.text, sent
    for sent in ({"thing": FAR}, {"thing": "x", "successor": "x"}, {"successor": FAR}):
        assert admin.post("/leaving", sent).status_code == 200


def test_lists_take_a_constant_number_of_queries(make, write, leave, admin, count_queries):
    def queries(address):
        admin.page(address)
        with count_queries() as found:
            admin.page(address)
        return len(found)

    leaver = make.user(roles=["staff"])
    write(leaver, "Et")
    address = f"/admin/accounts/{leaver.id}/leaving"
    few = queries(address)
    for number in range(8):
        write(leaver, f"Ark {number}")
    assert queries(address) <= few + 1
    other = make.user(roles=["staff"])
    write(other)
    leave(other)
    few = queries("/leaving")
    leave(leaver)
    assert queries("/leaving") <= few + 1


@pytest.mark.parametrize("sent", [FAR, "x", "-1", "0x1"])
@pytest.mark.parametrize("field", ["everything", "group-factsheet.owner"])
def test_a_choice_that_cannot_be_read_lets_nobody_leave(session, make, admin, field, sent):
    leaver = make.user("Bo Holm", roles=["staff"])
    answer = admin.post(
        f"/admin/accounts/{leaver.id}/leaving",
        {"leaves_on": today().isoformat(), "drafts": "keep", field: sent},
    )
    assert answer.status_code == 200 and "no open account" in answer.text
    assert session.scalars(select(Departure)).all() == []
