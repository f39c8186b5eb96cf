"""What administrators may do to accounts, and what even they may not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM
from portal.access.models import Audience
from portal.accounts.links import INVITATION, RESET_LINK, find_token, make_link
from portal.accounts.managing import (
    AccountProblem,
    change_account,
    disable_account,
    enable_account,
    grantable_roles,
    may_manage,
    send_way_in,
)
from portal.accounts.models import Token
from portal.accounts.services import (
    create_user,
    find_user,
    holders_of,
    set_active,
    set_password,
    set_roles,
)
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, PortalError

from .conftest import PASSWORD


@pytest.fixture
def admin(make):
    return make.user("Torben", email="torben@skole.dk", roles=["admin"])


@pytest.fixture
def boss(make, admin):
    return make.actor_of(admin)


@pytest.fixture
def ane(make):
    return make.user("Ane Holm", email="ane@skole.dk", roles=["staff"], password=PASSWORD)


def change(session, actor, user, **changes):
    facts = {
        "name": user.name,
        "email": user.email,
        "title": user.title,
        "phone": user.phone,
        "language": user.language,
        "roles": [role.key for role in user.roles],
    }
    return change_account(session, actor, user, **{**facts, **changes})


def trail(session, user):
    rows = select(AuditEntry).where(AuditEntry.object_id == user.id, AuditEntry.kind == "person")
    return [(entry.action, entry.detail) for entry in session.scalars(rows.order_by(AuditEntry.id))]


def test_an_account_is_changed_and_the_trail_says_what(session, boss, ane):
    assert change(session, boss, ane, name="Ane  Bak", title="Lektor", roles=["staff", "editor"])
    session.flush()
    assert (ane.name, ane.title) == ("Ane Bak", "Lektor")
    assert trail(session, ane)[1:] == [
        ("account.roles", {"added": ["editor"], "removed": []}),
        ("account.changed", {"fields": ["name", "title"], "name": ["Ane Holm", "Ane Bak"]}),
    ]


def test_nothing_changed_leaves_no_trace(session, boss, ane):
    assert not change(session, boss, ane)
    session.flush()
    assert len(trail(session, ane)) == 1


def test_a_new_address_is_told_to_the_old_one_and_ends_its_links(session, boss, ane, mails):
    link, _expires = make_link(session, ane, RESET_LINK)
    change(session, boss, ane, email="Ane.Bak@skole.dk")
    session.commit()
    assert find_user(session, "ane.bak@skole.dk") is ane
    assert find_token(session, RESET_LINK, link.rsplit("/", 1)[1]) is None
    (mail,) = mails()
    assert "To: Ane Holm <ane@skole.dk>" in mail and "ane.bak@skole.dk" in mail


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"email": "TORBEN@skole.dk"}, "email", "has an account already"),
        ({"email": "no address"}, "email", "is not an e-mail address"),
        ({"name": "  "}, "name", "needs a name"),
        ({"name": "x" * 121}, "name", "at most 120"),
        ({"roles": ["nonsense"]}, "roles", "Choose among the roles"),
    ],
)
def test_what_cannot_be_is_said_of_the_field(session, boss, ane, changes, field, words):
    with pytest.raises(AccountProblem, match=words) as problem:
        change(session, boss, ane, **changes)
    assert problem.value.field == field


def test_the_last_administrator_stays_one(session, boss, admin):
    with pytest.raises(AccountProblem, match="last administrator") as problem:
        change(session, boss, admin, roles=[])
    assert problem.value.field == "roles"
    with pytest.raises(PortalError, match="last administrator"):
        set_roles(session, admin, ["staff"])
    with pytest.raises(PortalError, match="last administrator"):
        set_active(session, SYSTEM, admin, False)
    assert [role.key for role in admin.roles] == ["admin"] and admin.active


def test_a_disabled_one_does_not_count(session, boss, admin, make):
    make.user(roles=["admin"], active=False)
    with pytest.raises(AccountProblem, match="last administrator"):
        change(session, boss, admin, roles=["staff"])


def test_with_a_second_one_the_first_may_go(session, boss, admin, make):
    make.user(roles=["admin"])
    assert change(session, boss, admin, roles=["staff"])
    assert [role.key for role in admin.roles] == ["staff"]


def test_nobody_disables_themselves(session, boss, admin, make):
    make.user(roles=["admin"])
    with pytest.raises(AccountProblem, match="your own account"):
        disable_account(session, boss, admin)


def test_disabling_ends_links_and_takes_out_of_sight(session, boss, ane):
    version = ane.session_version
    make_link(session, ane, RESET_LINK)
    disable_account(session, boss, ane)
    session.flush()
    assert not ane.active and ane.session_version > version
    assert session.scalars(select(Token)).all() == []
    seen = select(Audience.label).where(Audience.kind == "person", Audience.object_id == ane.id)
    assert session.scalars(seen).all() == []
    enable_account(session, boss, ane)
    session.flush()
    assert session.scalars(seen).all() == ["everyone"]
    assert [action for action, _detail in trail(session, ane)][1:] == [
        "account.disabled",
        "account.enabled",
    ]


def test_disabling_twice_is_one_deed(session, boss, ane):
    disable_account(session, boss, ane)
    disable_account(session, boss, ane)
    session.flush()
    assert len(trail(session, ane)) == 2


@pytest.fixture
def helper(register):
    """Manages accounts and may nothing else."""
    return register("helper", "accounts.manage")


def test_who_may_less_cannot_take_over_an_administrators_account(session, helper, admin):
    assert not may_manage(session, helper, admin)
    for deed in (disable_account, enable_account, send_way_in):
        with pytest.raises(NotAllowed):
            deed(session, helper, admin)
    with pytest.raises(NotAllowed):
        change(session, helper, admin, email="mine@skole.dk")


def test_they_look_after_those_who_may_no_more_than_they_do(session, helper, make):
    newcomer = make.user("New")
    assert may_manage(session, helper, newcomer)
    assert change(session, helper, newcomer, title="Lektor")
    disable_account(session, helper, newcomer)
    assert not newcomer.active


def test_they_give_no_role_that_holds_more(session, helper, make):
    given = {role.key for role in grantable_roles(session, helper)}
    assert "helper" in given and "admin" not in given
    with pytest.raises(AccountProblem, match="Choose among the roles"):
        change(session, helper, make.user(), roles=["admin"])


def test_roles_they_cannot_give_are_left_alone(session, helper, make, register):
    """A role without the permissions that would put the person out of their reach."""
    from portal.access.models import Role

    role = Role(key="reader", name="Reader")
    session.add(role)
    session.commit()
    person = make.user(roles=["reader"])
    change(session, helper, person, roles=["helper"])
    assert {one.key for one in person.roles} == {"helper"}, "one without permissions may be taken"


def test_who_may_change_roles_may_give_them_all(session, register, admin):
    keeper = register("keeper", "accounts.manage", "roles.manage")
    assert "admin" in {role.key for role in grantable_roles(session, keeper)}
    assert may_manage(session, keeper, admin)


def test_without_the_permission_there_is_no_way(session, make, ane):
    staff = make.actor("staff")
    assert not may_manage(session, staff, ane)
    with pytest.raises(NotAllowed):
        change(session, staff, ane, name="X")


def test_a_way_in_fits_the_account(session, boss, ane, make):
    assert send_way_in(session, boss, ane) == RESET_LINK
    assert send_way_in(session, boss, make.user()) == INVITATION
    with pytest.raises(AccountProblem, match="Enable the account first"):
        send_way_in(session, boss, make.user(active=False))


def test_holders_of_a_permission_are_active_and_named_once(session, admin, make, register):
    register("second", "accounts.manage")
    double = make.user("Double", roles=["admin", "second"])
    make.user("Gone", roles=["admin"], active=False)
    names = [user.name for user in holders_of(session, "accounts.manage")]
    assert names.count("Double") == 1 and "Gone" not in names
    assert double in holders_of(session, "accounts.manage")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"email": "nonsense"}, "is not an e-mail address"),
        ({"email": "ANE@skole.dk "}, "has an account already"),
        ({"name": "\x00 "}, "needs a name"),
        ({"password": "kort"}, "at least 10 characters"),
        ({"password": "x" * 201}, "at most 200 characters"),
        ({"roles": ["nonsense"]}, "There is no role nonsense."),
    ],
)
def test_what_cannot_become_an_account(session, ane, facts, words):
    good = {"email": "new@skole.dk", "name": "New", "password": PASSWORD}
    with pytest.raises(PortalError, match=words):
        create_user(session, SYSTEM, **{**good, **facts})


def test_a_taken_address_is_noticed_even_when_it_was_just_taken(session, monkeypatch, ane):
    monkeypatch.setattr("portal.accounts.services.find_user", lambda session, email: None)
    with pytest.raises(PortalError, match="has an account already"):
        create_user(session, SYSTEM, email="ane@skole.dk", name="Another")


def test_setting_a_password_ends_the_sessions(session, ane):
    version = ane.session_version
    set_password(session, SYSTEM, ane, "et helt andet kodeord")
    assert ane.session_version == version + 1
