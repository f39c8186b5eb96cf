"""The pages of the administration: list, files, inviting, changing, closing."""

from __future__ import annotations

import csv
import html
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.accounts.links import INVITATION
from portal.accounts.models import Token, User
from portal.accounts.services import find_user
from portal.database import now
from portal.testing.forms import form_values

from .conftest import PASSWORD

LIST = "/admin/accounts"


@pytest.fixture
def people(make, session):
    """A small institution: Ane leads, Åge teaches below, Bo is disabled, Zoe was never here."""
    top = make.unit("Højskolen", kind="institution")
    below = make.unit("Læreruddannelsen", parent=top)
    found = {
        "ane": make.user("Ane Holm", email="ane@skole.dk", roles=["leader"], units=[top]),
        "age": make.user("Åge Bak", email="aage@skole.dk", roles=["staff"], units=[below]),
        "bo": make.user("Bo Friis", email="bo@skole.dk", roles=["staff"], active=False),
        "zoe": make.user("Zoe Lund", email="zoe@skole.dk"),
    }
    for key in ("ane", "age", "bo"):
        found[key].last_seen_at = now()
    found["top"], found["below"] = top, below
    session.commit()
    return found


@pytest.fixture
def admin(sign_in):
    return sign_in("admin", name="Øjvind Admin")


def names(page, people):
    """The people in the page, in its order."""
    shown = {person.name for key, person in people.items() if isinstance(person, User)}
    return sorted((name for name in shown if f">{name}</a>" in page), key=page.index)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ane Holm", "Bo Friis", "Zoe Lund", "Åge Bak"]),
        ("sort=-name", ["Åge Bak", "Zoe Lund", "Bo Friis", "Ane Holm"]),
        ("sort=email", ["Åge Bak", "Ane Holm", "Bo Friis", "Zoe Lund"]),
        ("q=åge", ["Åge Bak"]),
        ("q=AAGE", ["Åge Bak"]),
        ("q=skole.dk+bak", ["Åge Bak"]),
        ("q=%25", []),
        ("state=disabled", ["Bo Friis"]),
        ("state=never", ["Zoe Lund"]),
        ("state=active&role=leader", ["Ane Holm"]),
        ("state=disabled&state=never", ["Bo Friis", "Zoe Lund"]),
        ("role=staff", ["Bo Friis", "Åge Bak"]),
        ("role=nonsense", []),
    ],
)
def test_the_list_is_filtered_and_sorted(admin, people, query, expected):
    assert names(admin.page(f"{LIST}?{query}"), people) == expected


def test_a_unit_takes_those_below_along(admin, people):
    assert names(admin.page(f"{LIST}?unit={people['top'].id}"), people) == ["Ane Holm", "Åge Bak"]
    assert names(admin.page(f"{LIST}?unit={people['below'].id}"), people) == ["Åge Bak"]


def test_who_was_never_here_comes_last_either_way(admin, people):
    for sort in ("seen", "-seen"):
        assert names(admin.page(f"{LIST}?sort={sort}"), people)[-1] == "Zoe Lund"


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "unit=99999999999999999999&unit=-1&unit=x",
        "sort=nonsense",
        "sort=--name",
        "q=%00",
        "q=" + "x" * 5000,
        "state=&role=&unit=",
        "&".join(f"role=r{n}" for n in range(200)),
        "%ff=%ff",
    ],
)
def test_no_address_is_an_error_page(admin, people, query):
    admin.page(f"{LIST}?{query}")
    assert admin.get(f"{LIST}/export.csv?{query}").status_code == 200


def test_an_empty_list_says_so_and_leads_on(admin):
    page = admin.page(f"{LIST}?q=nobody+at+all")
    assert "No account fits" in page and "Show all accounts" in page


def test_a_page_costs_the_same_however_many_stand_on_it(
    admin, make, people, count_queries, session
):
    admin.page(LIST)
    with count_queries() as few:
        admin.page(LIST)
    for _number in range(15):
        make.user(roles=["staff", "ambassador"], units=[people["top"], people["below"]])
    with count_queries() as many:
        admin.page(LIST)
    assert len(many) == len(few)
    assert len(few) <= 14, few


def test_twenty_stand_on_a_page(admin, make):
    for number in range(25):
        make.user(f"Person {number:02}")
    first, second = admin.page(LIST), admin.page(f"{LIST}?page=2")
    assert "1-20 of 26" in first and "21-26 of 26" in second
    assert admin.page(f"{LIST}?page=900").count("21-26 of 26") == 1


def test_the_files_hold_the_list_as_it_is_filtered(admin, people):
    answer = admin.get(f"{LIST}/export.csv?state=active&role=staff")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row["E-mail"] for row in rows] == ["aage@skole.dk"]
    assert rows[0]["Functions"] == "Læreruddannelsen (Teacher)"
    assert rows[0]["State"] == "Active"
    book = load_workbook(io.BytesIO(admin.get(f"{LIST}/export.xlsx?q=bak").data))
    assert [row[0] for row in book.active.values] == ["Name", "Åge Bak"]
    assert admin.get(f"{LIST}/export.pdf").status_code == 404


@pytest.mark.parametrize("path", ["", "/invite", "/export.csv", "/1", "/99999999999999999999"])
def test_the_doors_are_closed_to_others(sign_in, visitor, path):
    assert visitor.get(LIST + path).status_code in (302, 404)
    for role in ("staff", "editor", "organiser", None):
        assert sign_in(role).get(LIST + path).status_code in (403, 404)


@pytest.mark.parametrize("deed", ["disable", "enable", "send"])
def test_so_are_the_deeds(sign_in, people, session, deed):
    for role in ("staff", None):
        answer = sign_in(role).post(f"{LIST}/{people['ane'].id}/{deed}")
        assert answer.status_code == 403
    assert session.scalars(select(Token)).all() == []
    assert find_user(session, "ane@skole.dk").active


def test_the_menu_shows_it_to_those_who_may(sign_in, admin):
    assert f'href="{LIST}"' in admin.page("/")
    assert f'href="{LIST}"' not in sign_in("staff").page("/")


def invitation(**changes):
    return {
        "people": "ib@skole.dk\nEva Lind <eva@skole.dk>",
        "roles": ["staff"],
        "unit": "",
        "function": "teacher",
        "language": "en",
        **changes,
    }


def test_people_are_invited_and_stand_in_the_list(admin, session, mails):
    answer = admin.post(f"{LIST}/invite", invitation())
    assert answer.status_code == 303
    page = admin.page(answer.location)
    assert "2 people are invited." in page and ">Eva Lind</a>" in page
    assert {token.purpose for token in session.scalars(select(Token))} == {INVITATION}
    assert len(mails()) == 2


def test_with_a_unit_they_belong_there_at_once(admin, people, session):
    unit = str(people["below"].id)
    admin.post(f"{LIST}/invite", invitation(unit=unit, function="student"))
    member = find_user(session, "ib@skole.dk").memberships[0]
    assert (member.unit_id, member.function) == (people["below"].id, "student")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"people": ""}, "at least one e-mail address"),
        ({"people": "ib@skole.dk\nnonsense"}, "“nonsense” is not an e-mail address"),
        ({"people": "ib@skole.dk\nane@skole.dk"}, "ane@skole.dk has an account already"),
        ({"people": "ib@skole.dk" + " " * 40_001 + "eva@skole.dk"}, "40000 characters"),
        ({"roles": ["nonsense"]}, "is-invalid"),
        ({"unit": "99999999999999999999"}, "is-invalid"),
        ({"unit": "x"}, "is-invalid"),
        ({"function": "king"}, "is-invalid"),
        ({"language": ""}, "is-invalid"),
    ],
)
def test_one_bad_line_and_nobody_is_invited(admin, people, session, changes, words):
    answer = admin.post(f"{LIST}/invite", invitation(**changes))
    assert answer.status_code == 200
    assert words in answer.text
    assert find_user(session, "ib@skole.dk") is None
    if "people" not in changes:
        assert "Eva Lind &lt;eva@skole.dk&gt;" in answer.text


def account(user, **changes):
    facts = {"name": user.name, "email": user.email, "title": "", "phone": "", "language": "en"}
    return {**facts, "roles": [role.key for role in user.roles], **changes}


def test_an_account_is_changed(admin, people, session):
    ane = people["ane"]
    form = account(ane, name="Ane Bak", roles=["leader", "editor"])
    answer = admin.post(f"{LIST}/{ane.id}", form)
    assert answer.location == f"{LIST}/{ane.id}"
    assert "Saved." in admin.page(answer.location)
    user = find_user(session, "ane@skole.dk")
    assert (user.name, {role.key for role in user.roles}) == ("Ane Bak", {"leader", "editor"})


def test_unticking_every_role_takes_them_all(admin, people, session):
    admin.post(f"{LIST}/{people['ane'].id}", account(people["ane"], roles=[]))
    assert find_user(session, "ane@skole.dk").roles == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "zoe@skole.dk"}, "has an account already"),
        ({"email": "nonsense"}, "is not an e-mail address"),
        ({"email": ""}, "Write an e-mail address."),
        ({"name": ""}, "Write a name."),
        ({"name": "x" * 500}, "at most 120"),
        ({"roles": ["nonsense"]}, "is-invalid"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(admin, people, session, changes, words):
    ane = people["ane"]
    answer = admin.post(f"{LIST}/{ane.id}", account(ane, **{"title": "Typed", **changes}))
    assert answer.status_code == 200
    assert words in answer.text and "Typed" in answer.text
    assert find_user(session, "ane@skole.dk").title == ""


def test_the_last_administrator_keeps_the_role_and_is_told(admin, session):
    user = find_user(session, admin.email)
    answer = admin.post(f"{LIST}/{admin.id}", account(user, roles=["staff"]))
    assert "is the last administrator" in answer.text
    admin.page(LIST)


def test_one_cannot_disable_oneself(admin, make, session):
    make.user(roles=["admin"])
    assert "Disable the account" not in admin.page(f"{LIST}/{admin.id}")
    answer = admin.post(f"{LIST}/{admin.id}/disable")
    assert "You cannot disable your own account." in admin.page(answer.location)
    assert find_user(session, admin.email).active


def test_who_gives_their_own_right_away_lands_on_a_page_that_opens(admin, make, session):
    make.user(roles=["admin"])
    user = find_user(session, admin.email)
    answer = admin.post(f"{LIST}/{admin.id}", account(user, roles=["staff"]))
    assert answer.location == "/me"
    admin.page("/me")
    admin.page(LIST, 403)


def test_disabling_can_be_undone(admin, people, session):
    ane = people["ane"]
    answer = admin.post(f"{LIST}/{ane.id}/disable")
    page = admin.page(answer.location)
    assert f'action="{LIST}/{ane.id}/enable"' in page and "Undo" in page
    assert not find_user(session, "ane@skole.dk").active
    admin.post(f"{LIST}/{ane.id}/enable")
    assert find_user(session, "ane@skole.dk").active


def test_a_disabled_account_can_be_opened_by_its_address(admin, people):
    assert "Enable the account" in admin.page(f"{LIST}/{people['bo'].id}")


def test_a_new_invitation_or_a_link_to_a_password(admin, people, session, new_mail, make):
    make.user("Ida", email="ida@skole.dk", password=PASSWORD)
    for email, words in [("zoe@skole.dk", "You are invited"), ("ida@skole.dk", "new password")]:
        answer = admin.post(f"{LIST}/{find_user(session, email).id}/send")
        assert email in admin.page(answer.location)
        mail = new_mail()
        assert email in mail and words in mail


def test_a_disabled_account_gets_no_mail(admin, people, mails):
    answer = admin.post(f"{LIST}/{people['bo'].id}/send")
    assert "Enable the account first." in admin.page(answer.location)
    assert mails() == []


def test_an_account_that_may_more_can_be_read_not_changed(sign_in, register, make, session):
    boss = make.user("Boss", email="boss@skole.dk", roles=["admin"])
    helper = sign_in(register("helper", "accounts.manage", user=True))
    page = helper.page(f"{LIST}/{boss.id}")
    assert "The person may more than you do." in page
    assert helper.post(f"{LIST}/{boss.id}", account(boss, email="x@skole.dk")).status_code == 403
    for deed in ("disable", "send"):
        assert helper.post(f"{LIST}/{boss.id}/{deed}").status_code == 403
    assert find_user(session, "boss@skole.dk").active


def test_a_form_without_its_token_changes_nothing(admin, people, session):
    ane = people["ane"]
    answer = admin.client.post(f"{LIST}/{ane.id}/disable")
    assert answer.status_code == 400
    assert find_user(session, "ane@skole.dk").active


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "2147483647"])
def test_an_account_that_is_not_there_is_404(admin, number):
    for deed in ("", "/disable", "/enable", "/send"):
        assert admin.post(f"{LIST}/{number}{deed}").status_code == 404
    assert admin.get(f"{LIST}/{number}").status_code == 404


def seen_in(page):
    import re

    return html.unescape(re.search(r'name="seen" value="([^"]*)"', page).group(1))


def test_what_only_one_of_two_changed_is_kept_of_both(admin, sign_in, people, session):
    ane, other = people["ane"], sign_in("admin")
    mine = seen_in(admin.page(f"{LIST}/{ane.id}"))
    other.post(f"{LIST}/{ane.id}", account(ane, title="Theirs", roles=["leader", "editor"]))
    answer = admin.post(f"{LIST}/{ane.id}", account(ane, phone="1234", roles=["leader"], seen=mine))
    assert answer.status_code == 303
    user = find_user(session, "ane@skole.dk")
    assert (user.title, user.phone) == ("Theirs", "1234")
    assert {role.key for role in user.roles} == {"leader", "editor"}


def test_what_both_changed_is_shown_and_nothing_typed_is_lost(admin, sign_in, people, session):
    ane, other = people["ane"], sign_in("admin")
    mine = seen_in(admin.page(f"{LIST}/{ane.id}"))
    other.post(f"{LIST}/{ane.id}", account(ane, title="Theirs"))
    answer = admin.post(f"{LIST}/{ane.id}", account(ane, title="Mine", seen=mine))
    assert answer.status_code == 200
    assert 'Title: theirs is "Theirs", yours "Mine"' in html.unescape(answer.text)
    assert 'value="Mine"' in answer.text
    assert find_user(session, "ane@skole.dk").title == "Theirs"
    again = account(ane, title="Mine", seen=seen_in(answer.text))
    assert admin.post(f"{LIST}/{ane.id}", again).status_code == 303
    assert find_user(session, "ane@skole.dk").title == "Mine"


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", "5", '{"title": {"x": 1}}', "{}"])
def test_a_forged_start_of_an_edit_is_no_error_page(admin, people, seen):
    answer = admin.post(f"{LIST}/{people['ane'].id}", account(people["ane"], seen=seen))
    assert answer.status_code in (200, 303)


def test_the_roles_somebody_has_are_ticked_and_saving_keeps_them(session, make, sign_in):
    user = make.user(roles=["editor", "staff"])
    admin, address = sign_in("admin"), f"/admin/accounts/{user.id}"
    sent = form_values(admin.page(address), "roles")
    assert sorted(sent["roles"]) == ["editor", "staff"]
    assert admin.post(address, {**sent, "title": "Lektor"}).status_code == 303
    session.expire_all()
    assert {role.key for role in user.roles} == {"editor", "staff"}
