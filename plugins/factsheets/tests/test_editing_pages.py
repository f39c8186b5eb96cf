"""The form of a fact sheet, through the browser's door."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from portal_factsheets.models import FactSheet
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import data_of
from portal_factsheets.services.sheets import today
from portal_factsheets.vocabulary import Status
from sqlalchemy import select

from portal.api import SYSTEM
from portal.testing.forms import form_values

from .conftest import NEW, WHOLE, edit, made, only, published


def test_write_save_publish(author: Any, session: Any, sign_in: Any) -> None:
    page = author.page(NEW)
    assert "Save draft" in page
    assert "Publish" in page
    response = author.post(NEW, {"title": "Kun en titel", "visibility": "everyone"})
    sheet = only(session)
    assert (response.status_code, response.location) == (303, edit(sheet))
    assert sheet.status == Status.DRAFT
    data = {**form_values(author.page(edit(sheet)), "version"), **WHOLE, "press": "publish"}
    response = author.post(edit(sheet), data)
    assert response.status_code == 303
    assert response.location == f"/factsheets/{sheet.id}"
    assert sheet.status == Status.PUBLISHED
    assert "Udgangsbilletten" in sign_in().page(f"/factsheets/{sheet.id}")


def test_a_new_form_asks_for_little(author: Any, make: Any, sign_in: Any) -> None:
    unit = make.unit("Læreruddannelsen")
    person = sign_in("staff", units=[unit])
    values = form_values(person.page(NEW), "version")
    assert values["unit_id"] == str(unit.id)
    assert values["responsible_id"] == f"{person.name} ({person.email})"
    assert values["review_due"] == (today() + dt.timedelta(days=365)).isoformat()
    assert values["visibility"] == "everyone"


def test_everything_comes_back_as_it_was_written(
    author: Any, session: Any, make: Any, sign_in: Any
) -> None:
    unit, colleague = make.unit("Sygepleje"), make.user("Bo Thorup")
    origin = published(session, author, title="Forbilledet")
    programme = rules.create_entry(session, SYSTEM, "programme", {"name": "P"})
    track = rules.create_entry(
        session, SYSTEM, "track", {"name": "T", "programme_id": programme.id}
    )
    concept = rules.create_entry(session, SYSTEM, "concept", {"name": "K"})
    session.commit()
    sent = {
        **WHOLE,
        "title": 'Til & fra "start" <b>',
        "challenge": "- et\n- to\n\n**fed** & <script>",
        "other_titles": "Sedlen, ved døren\r\nBilletten",
        "unit_id": str(unit.id),
        "institution": "",
        "period_start": "2025-08",
        "period_end": "06-2026",
        "findings": "Fund",
        "lift_out": "Skabelonen",
        "ready": "y",
        "attention": "Pas på",
        "target_group": "Alle",
        "belongs": f"t{track.id}",
        "concept_ids": [str(concept.id)],
        "tags": "Feedback, #spørgsmål; feedback",
        "links_title": ["Skabelon", ""],
        "links_url": ["https://example.org/a?b=1&c=2", ""],
        "builds_on_id": str(origin.id),
        "responsible_id": str(colleague.id),
        "review_due": "2027-08-31",
        "visibility": "units",
        "visible_units": [str(unit.id)],
    }
    assert author.post(NEW, sent).status_code == 303
    sheet = session.scalars(select(FactSheet).where(FactSheet.id != origin.id)).one()
    before = data_of(sheet)
    assert before.title == 'Til & fra "start" <b>'
    assert before.challenge == "- et\n- to\n\n**fed** & <script>"
    assert before.other_titles == ("Sedlen, ved døren", "Billetten")
    assert (before.programme_id, before.track_id) == (programme.id, track.id)
    assert (before.period_start, before.period_end) == (dt.date(2025, 8, 1), dt.date(2026, 6, 1))
    assert before.tags == ("feedback", "spørgsmål")
    assert [link.url for link in before.links] == ["https://example.org/a?b=1&c=2"]
    assert before.builds_on_id == origin.id
    assert before.visible_units == (unit.id,)
    version = sheet.version
    # Sent back untouched, nothing changes.
    again = form_values(author.page(edit(sheet)), "version")
    assert author.post(edit(sheet), {**again, "press": "save"}).status_code == 303
    session.expire_all()
    assert data_of(sheet) == before
    assert sheet.version == version


def test_the_programme_follows_from_the_track(author: Any, session: Any) -> None:
    one, two = (rules.create_entry(session, SYSTEM, "programme", {"name": n}) for n in "PQ")
    track = rules.create_entry(session, SYSTEM, "track", {"name": "T", "programme_id": two.id})
    session.commit()
    author.post(NEW, {**WHOLE, "belongs": f"p{one.id}"})
    sheet = only(session)
    assert (sheet.programme_id, sheet.track_id) == (one.id, None)
    data = {**form_values(author.page(edit(sheet)), "version"), "belongs": f"t{track.id}"}
    author.post(edit(sheet), data)
    assert (sheet.programme_id, sheet.track_id) == (two.id, track.id)


def test_a_row_for_a_link_is_added_without_a_script(author: Any, session: Any) -> None:
    data = {**WHOLE, "links_title": "A", "links_url": "https://a.example", "press": "add_link"}
    response = author.post(NEW, data)
    assert response.status_code == 200
    assert response.text.count('name="links_url"') == 2
    assert 'value="https://a.example"' in response.text
    assert "data-unsaved" in response.text
    assert "De nikkede" in response.text
    assert session.scalars(select(FactSheet)).all() == []


def test_who_may_edit(author: Any, session: Any, sign_in: Any, client: Any) -> None:
    draft, shown = made(session, author), published(session, author)
    colleague, editor, nobody = sign_in("staff"), sign_in("editor"), sign_in()
    assert colleague.get(edit(draft)).status_code == 404
    assert colleague.get(edit(shown)).status_code == 403
    assert colleague.post(edit(shown), {**WHOLE, "version": "1"}).status_code == 403
    assert editor.get(edit(shown)).status_code == 200
    assert editor.get(edit(draft)).status_code == 404
    assert nobody.get(NEW).status_code == 403
    assert nobody.post(NEW, WHOLE).status_code == 403
    assert client.get(NEW).status_code == 302


def test_a_published_sheet_is_changed_not_published(author: Any, session: Any) -> None:
    sheet = published(session, author, title="Gammelt")
    page = author.page(edit(sheet))
    assert "Save changes" in page
    assert "Save draft" not in page
    response = author.post(edit(sheet), {**form_values(page, "version"), "title": "Nyt"})
    assert response.location == f"/factsheets/{sheet.id}"
    assert (sheet.title, sheet.status) == ("Nyt", Status.PUBLISHED)


def test_an_editor_who_hides_a_sheet_from_themself_lands_in_the_list(
    author: Any, session: Any, sign_in: Any
) -> None:
    sheet = published(session, author)
    editor = sign_in("editor")
    data = {**form_values(editor.page(edit(sheet)), "version"), "visibility": "private"}
    assert editor.post(edit(sheet), data).location == "/factsheets/"
    assert editor.get(f"/factsheets/{sheet.id}").status_code == 404


def test_who_has_left_and_what_has_closed_can_stay(author: Any, session: Any, make: Any) -> None:
    unit, person = make.unit("Lukket enhed"), make.user("Rejst Person")
    sheet = published(session, author, unit_id=unit.id, responsible_id=person.id)
    from portal.api import now

    unit.closed_at, person.active = now(), False
    session.commit()
    page = author.page(edit(sheet))
    assert "Lukket enhed (no longer here)" in page
    assert (
        author.post(edit(sheet), {**form_values(page, "version"), "title": "Nyt"}).status_code
        == 303
    )
    assert (sheet.unit_id, sheet.responsible_id, sheet.title) == (unit.id, person.id, "Nyt")
    assert "Lukket enhed" not in author.page(NEW)
    assert "Rejst Person" not in author.page(NEW)


def test_ready_follows_what_there_is(author: Any, session: Any) -> None:
    page = author.post(NEW, {**WHOLE, "lift_out": "En skabelon", "ready": "y", "title": ""}).text
    assert re.search(r'<input[^>]*checked[^>]*name="ready"', page)
    author.post(NEW, {**WHOLE, "lift_out": "En skabelon", "ready": "y"})
    assert only(session).ready is True


def test_few_questions_to_the_database(
    author: Any, session: Any, make: Any, count_queries: Any
) -> None:
    sheet = published(session, author)

    def crowd(start: int) -> None:
        for number in range(start, start + 12):
            make.unit(f"Enhed {number}")
            make.user(f"Person {number}")
            programme = rules.create_entry(session, SYSTEM, "programme", {"name": f"P{number}"})
            rules.create_entry(
                session, SYSTEM, "track", {"name": "T", "programme_id": programme.id}
            )
            rules.create_entry(session, SYSTEM, "concept", {"name": f"K{number}"})
            published(session, author, title=f"Ark {number}", tags=(f"tag{number}",))
        session.commit()

    crowd(0)
    author.page(edit(sheet))
    with count_queries() as before:
        author.page(edit(sheet))
    with count_queries() as new:
        author.page(NEW)
    crowd(100)
    with count_queries() as after:
        author.page(edit(sheet))
    # Whether a plugin was switched is asked now and then, so a question or two may come on top.
    assert len(after) <= len(before) + 2
    assert len(after) <= 24
    assert len(new) <= 20
