"""The pages of roles, over HTTP."""

import pytest
from sqlalchemy import select

from portal.access.models import Role, RolePermission


def role_id(session, key):
    return session.scalar(select(Role.id).where(Role.key == key))


def held(session, key):
    rows = select(RolePermission.permission).join(Role).where(Role.key == key)
    return set(session.scalars(rows))


@pytest.fixture
def librarian(session, sign_in):
    """The id of a role of one's own making that may read the trail."""
    values = {"name": "Librarian", "permissions": ["audit.read"]}
    response = sign_in("admin").post("/roles/new", values)
    assert response.status_code == 303
    return int(response.location.rsplit("/", 1)[1])


@pytest.mark.parametrize("address", ["/roles", "/roles/new", "/roles/1", "/roles/1/delete"])
def test_only_those_who_manage_roles_see_them(sign_in, address):
    sign_in("editor").page(address, 403)


def test_the_list_leads_to_each_role(session, sign_in, librarian):
    page = sign_in("admin").page("/roles")
    for words in ("Administrator", "Librarian", f'href="/roles/{librarian}"'):
        assert words in page


def test_a_role_takes_effect_on_the_next_page(session, make, sign_in, librarian):
    reader, admin = sign_in("librarian"), sign_in("admin")
    reader.page("/audit")
    admin.post(f"/roles/{librarian}", {"name": "Librarian", "permissions": ["units.manage"]})
    reader.page("/audit", 403)
    reader.page("/units/new")
    assert "Librarian" in admin.page(f"/roles/{librarian}")
    assert reader.name in admin.page(f"/roles/{librarian}")


def test_the_administrators_permissions_are_not_in_the_form(session, sign_in):
    admin, address = sign_in("admin"), f"/roles/{role_id(session, 'admin')}"
    before = held(session, "admin")
    assert 'name="permissions"' not in admin.page(address)
    assert admin.post(address, {"name": "Chief", "permissions": []}).status_code == 303
    assert held(session, "admin") == before
    assert "Role: Chief" in admin.page(address)


def test_an_error_stays_in_the_form_with_what_was_ticked(session, sign_in, librarian):
    values = {"name": "Editor", "description": "Books", "permissions": ["units.manage"]}
    response = sign_in("admin").post(f"/roles/{librarian}", values)
    assert "There is a role called Editor already" in response.text
    assert 'value="Books"' in response.text
    ticked = response.text.split('value="units.manage"')[1].split(">")[0]
    assert "checked" in ticked
    assert held(session, "librarian") == {"audit.read"}


@pytest.mark.parametrize("names", [["no.such"], ["\x00"], ["x" * 5000], ["roles.manage", "no"]])
def test_unknown_permissions_are_refused(session, sign_in, librarian, names):
    values = {"name": "Librarian", "permissions": names}
    response = sign_in("admin").post(f"/roles/{librarian}", values)
    assert response.status_code == 200
    assert "There is no permission" in response.text
    assert held(session, "librarian") == {"audit.read"}


def test_who_was_faster_is_told_to_who_was_slower(session, sign_in, librarian):
    admin, address = sign_in("admin"), f"/roles/{librarian}"
    seen = admin.page(address).split('name="seen"')[1].split('value="')[1].split('"')[0]
    values = {"name": "Librarian", "seen": seen}
    assert admin.post(address, {**values, "permissions": ["units.manage"]}).status_code == 303
    response = admin.post(address, {**values, "permissions": []})
    assert "which allows: Maintain units" in response.text
    assert held(session, "librarian") == {"units.manage"}


def test_a_role_of_ones_own_is_deleted_after_a_question(session, sign_in, librarian):
    admin = sign_in("admin")
    sign_in("librarian")
    assert "1 person has it" in admin.page(f"/roles/{librarian}/delete")
    assert session.get(Role, librarian) is not None
    assert admin.post(f"/roles/{librarian}/delete").location == "/roles"
    assert session.get(Role, librarian) is None


def test_the_portals_roles_have_no_page_for_deleting(session, sign_in):
    admin, address = sign_in("admin"), f"/roles/{role_id(session, 'staff')}"
    admin.page(f"{address}/delete", 404)
    assert admin.post(f"{address}/delete").status_code == 404
    assert "Delete the role" not in admin.page(address)


def test_a_permission_of_a_plugin_that_is_away_is_shown_as_such(session, sign_in, librarian):
    session.add(RolePermission(role_id=librarian, permission="away.dance"))
    admin, address = sign_in("admin"), f"/roles/{librarian}"
    page = admin.page(address)
    assert "Not installed" in page and "away.dance" in page
    assert 'value="away.dance"' not in page
    admin.post(address, {"name": "Librarian", "permissions": []})
    assert held(session, "librarian") == {"away.dance"}
    assert "away.dance" not in admin.page(f"/roles/{role_id(session, 'staff')}")


def test_the_list_asks_as_often_for_many_roles_as_for_few(sign_in, count_queries):
    admin, counts = sign_in("admin"), []
    for _round in range(2):
        admin.page("/roles")
        with count_queries() as queries:
            admin.page("/roles")
        counts.append(len(queries))
        for number in range(5):
            admin.post("/roles/new", {"name": f"Role {number}"})
    assert counts[0] == counts[1]
