"""What a role allows is decided in one place, kept in the trail, and counts at once."""

import pytest
from sqlalchemy import select

from portal.access import services
from portal.access.actors import SYSTEM, actor_for, permission_label
from portal.access.models import Role, RolePermission
from portal.access.permissions import ROLES
from portal.access.services import RoleProblem
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed


def role_of(session, key):
    return session.scalar(select(Role).where(Role.key == key))


def make_role(session, name="Librarian", permissions=("audit.read",)):
    return services.create_role(session, SYSTEM, name=name, description="", permissions=permissions)


def change(session, role, actor=SYSTEM, **what):
    held = [grant.permission for grant in role.permissions]
    values = {"name": role.name, "description": role.description, "permissions": held, **what}
    return services.change_role(session, actor, role, **values)


def held_by(session, user):
    return actor_for(session, user).permissions


def test_a_change_counts_for_its_holders_at_once(session, make):
    role = make_role(session)
    user = make.user(roles=[role.key])
    assert held_by(session, user) == {"audit.read"}
    change(session, role, permissions=["units.manage"])
    assert held_by(session, user) == {"units.manage"}
    assert permission_label("units.manage") in actor_for(session, user).labels
    services.delete_role(session, SYSTEM, role)
    assert held_by(session, user) == frozenset()


def test_the_trail_says_what_was_given_and_taken(session):
    role = make_role(session)
    change(session, role, name="Archivist", permissions=["units.manage"])
    services.delete_role(session, SYSTEM, role)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.kind == "role"))
    assert [(one.action, one.detail) for one in entries] == [
        ("role.created", {"name": "Librarian", "added": ["audit.read"]}),
        (
            "role.changed",
            {
                "added": ["units.manage"],
                "removed": ["audit.read"],
                "changes": {"name": ["Librarian", "Archivist"]},
            },
        ),
        ("role.deleted", {"name": "Archivist", "holders": 0}),
    ]


def test_saving_without_a_change_leaves_no_trace(session):
    assert not change(session, role_of(session, "staff"))
    assert session.scalar(select(AuditEntry)) is None


@pytest.mark.parametrize("key", ROLES)
def test_the_roles_of_the_portal_cannot_be_deleted(session, key):
    with pytest.raises(RoleProblem, match="cannot be deleted"):
        services.delete_role(session, SYSTEM, role_of(session, key))


def test_the_administrator_keeps_every_permission_but_may_be_renamed(session, make):
    admin = role_of(session, "admin")
    before = {grant.permission for grant in admin.permissions}
    assert "roles.manage" in before
    for permissions in ([], sorted(before)):
        with pytest.raises(RoleProblem, match="keeps every permission"):
            change(session, admin, permissions=permissions)
    assert change(session, admin, name="Chief", permissions=None)
    assert {grant.permission for grant in admin.permissions} == before


def test_permissions_of_a_plugin_that_is_away_are_kept(session):
    role = make_role(session)
    role.permissions.append(RolePermission(permission="away.dance"))
    session.commit()
    change(session, role, permissions=[])
    assert [grant.permission for grant in role.permissions] == ["away.dance"]
    (away,) = [group for group in services.groups(session) if group.state == "away"]
    assert (away.owner, away.permissions) == ("away", [("away.dance", "away.dance")])


def test_the_portals_own_permissions_come_first_in_words(session):
    first = services.groups(session)[0]
    assert (first.owner, first.state) == ("", "on")
    assert ("roles.manage", "Manage roles and permissions") in [
        (name, str(words)) for name, words in first.permissions
    ]
    assert not {name for name, _words in first.permissions} & {"factsheets.create"}


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "EDITOR"}, "name"),
        ({"description": "x" * 301}, "description"),
        ({"permissions": ["no.such"]}, "permissions"),
    ],
)
def test_what_cannot_be_is_said_of_its_field(session, what, field):
    role = make_role(session)
    with pytest.raises(RoleProblem) as problem:
        change(session, role, **what)
    assert problem.value.field == field
    values = {"name": "Other", "description": "", "permissions": [], **what}
    with pytest.raises(RoleProblem) as problem:
        services.create_role(session, SYSTEM, **values)
    assert problem.value.field == field


def test_a_role_of_the_portal_gets_its_usual_name_back(session):
    staff = role_of(session, "staff")
    change(session, staff, name="Everybody")
    assert [str(row.title) for row in services.rows(session)][-1] == "Everybody"
    change(session, staff, name="")
    assert [str(row.title) for row in services.rows(session)][-1] == "Staff"


def test_the_key_is_made_of_the_name_and_is_new(session):
    assert make_role(session, "Ærlig Måler").key == "aerlig-maaler"
    assert make_role(session, "Staff!").key == "staff-2"
    assert make_role(session, "学校").key == "role"
    assert len(make_role(session, "x" * 80).key) <= 40


def test_nobody_without_the_permission_changes_anything(session, make):
    actor, role = make.actor("editor"), make_role(session)
    for attempt in (
        lambda: services.create_role(
            session, actor, name="A", description="", permissions=["roles.manage"]
        ),
        lambda: change(session, role, actor, permissions=["roles.manage"]),
        lambda: services.delete_role(session, actor, role),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_holders_are_counted_without_disabled_accounts(session, make, count_queries):
    make.user(roles=["staff"])
    make.user(roles=["staff"], active=False)
    with count_queries() as queries:
        counts = {row.role.key: row.holders for row in services.rows(session)}
    assert counts["staff"] == services.count_holders(session, role_of(session, "staff")) == 1
    assert len(queries) == 3
