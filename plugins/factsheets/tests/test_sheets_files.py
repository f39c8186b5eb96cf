"""Files on a sheet: who sees the sheet sees them, who may edit it adds them."""

from __future__ import annotations

import io
import re

import pytest

from portal.api import SYSTEM, attachments_of

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAME = "Skabelon.pdf"


def add(person, sheet):
    return person.post(
        f"/files/on/factsheet/{sheet.id}",
        {"files": [(io.BytesIO(PDF), NAME)], "next": f"/factsheets/{sheet.id}"},
        content_type="multipart/form-data",
    )


def address_in(page):
    found = re.search(rf'href="(/files/\d+/{NAME})"', page)
    return found.group(1) if found else ""


@pytest.fixture
def author(make):
    return make.user("Ane Berg", roles=["ambassador"])


def test_who_may_edit_adds_and_readers_fetch(sheet, author, sign_in):
    found, me, reader = sheet("With files", author=author), sign_in(author), sign_in("staff")
    page = reader.page(f"/factsheets/{found.id}")
    assert f"/files/on/factsheet/{found.id}" not in page and 'id="files"' not in page

    assert f'action="/files/on/factsheet/{found.id}"' in me.page(f"/factsheets/{found.id}")
    answer = add(me, found)
    assert (answer.status_code, answer.location) == (303, f"/factsheets/{found.id}")
    page = reader.page(f"/factsheets/{found.id}")
    assert f"/files/on/factsheet/{found.id}" not in page
    with reader.get(address_in(page)) as file:
        assert (file.status_code, file.data) == (200, PDF)


def test_who_may_not_edit_adds_nothing(session, sheet, author, sign_in):
    found = sheet("Theirs", author=author)
    assert add(sign_in("staff"), found).status_code in (403, 404)
    assert not attachments_of(session, "factsheet", [found.id])[found.id]


def test_the_file_of_a_hidden_sheet_is_404(session, sheet, author, make, sign_in):
    from portal_factsheets.services.sheets import unpublish

    found, me, reader = sheet("Soon hidden", author=author), sign_in(author), sign_in("editor")
    add(me, found)
    where = address_in(reader.page(f"/factsheets/{found.id}"))
    with reader.get(where) as file:
        assert file.status_code == 200
    unpublish(session, make.actor_of(author), found)
    session.commit()
    for address in (where, where + "?download=1", f"/files/on/factsheet/{found.id}"):
        assert reader.get(address).status_code == 404
    with me.get(where) as file:
        assert file.status_code == 200


def test_deleting_the_sheet_takes_them_along(session, sheet, author, sign_in):
    from portal_factsheets.services.sheets import delete_sheet

    found, me = sheet("Short-lived", author=author), sign_in(author)
    add(me, found)
    where, sheet_id = address_in(me.page(f"/factsheets/{found.id}")), found.id
    delete_sheet(session, SYSTEM, found)
    session.commit()
    assert not attachments_of(session, "factsheet", [sheet_id])[sheet_id]
    assert me.get(where).status_code == 404
