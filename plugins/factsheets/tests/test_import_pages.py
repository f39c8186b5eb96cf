"""The pages of the import, as an editor uses them."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from portal_factsheets.models import (
    Concept,
    FactSheet,
    FoundSheet,
    HeadingProfile,
    ImportFile,
    ImportRun,
    Programme,
)
from portal_factsheets.services.profiles import save_profile
from sqlalchemy import func, select

from portal.testing.forms import form_values

from .test_import_other_institutions import PROFILES

HERE = Path(__file__).parent
EXAMPLE = HERE / "test_importing_example.txt"
OTHERS = HERE / "other_institutions"
START = "/factsheets/import/"


@pytest.fixture
def editor(sign_in):
    return sign_in("editor")


def files(*paths):
    return [(io.BytesIO(path.read_bytes()), path.name) for path in paths]


def upload(person, *paths, status=303, **fields):
    response = person.post(START, {"files": files(*paths), **fields})
    assert response.status_code == status, response.text.partition("<main")[2][:2500]
    return response


def begin(person, *paths, **fields):
    """The address of the import that these files begin."""
    return upload(person, *paths, **fields).headers["Location"]


def found_sheets(session):
    return session.scalars(select(FoundSheet).order_by(FoundSheet.id)).all()


def number(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_booklet_is_looked_through_and_taken(session, editor):
    address = begin(editor, EXAMPLE)
    page = editor.page(address)
    found = found_sheets(session)
    assert all(one.title in page.replace("&#39;", "'") for one in found)
    assert number(session, FactSheet) == 0

    response = editor.post(address + "/take")
    assert response.status_code == 303 and response.headers["Location"] == address + "/done"
    made = session.scalars(select(FactSheet).order_by(FactSheet.id)).all()
    assert [one.title for one in made] == [one.title for one in found]
    assert {(one.status, one.author_id, one.responsible_id) for one in made} == {
        ("draft", editor.id, editor.id)
    }
    done = editor.page(address + "/done")
    assert all(f"/factsheets/{one.id}/edit" in done for one in made)


def test_without_the_right_there_is_no_import(session, editor, sign_in):
    address = begin(editor, EXAMPLE)
    for roles, status in ((["staff"], 403), ([], 403)):
        person = sign_in(*roles)
        assert "/factsheets/import/" not in person.page("/factsheets/")
        for page in (START, address, START + "headings", address + "/done"):
            assert person.get(page).status_code == status
        for page in (START, address, address + "/take", address + "/forget"):
            assert person.post(page, {"take": "1"}).status_code == status
    assert number(session, ImportRun) == 1


def test_an_import_is_its_owners_alone(session, editor, sign_in):
    address = begin(editor, EXAMPLE)
    first = found_sheets(session)[0]
    file = session.scalars(select(ImportFile)).one()
    other = sign_in("editor")
    assert "test_importing_example" not in other.page(START)
    pages = ("", "/done", f"/sheets/{first.id}", f"/sheets/{first.id}/differences")
    for page in (*pages, f"/files/{file.id}"):
        assert other.get(address + page).status_code == 404, page
    for page in ("", "/take", "/undo", "/forget", "/choices", f"/sheets/{first.id}/back"):
        assert other.post(address + page, {"take": str(first.id)}).status_code == 404
    mine = begin(other, OTHERS / "fjordskolen.txt")
    assert other.get(f"{mine}/sheets/{first.id}").status_code == 404
    assert other.get(f"{mine}/files/{file.id}").status_code == 404
    assert other.post(mine, {"take": str(first.id)}).status_code == 404


def test_the_list_leads_to_the_import(editor):
    assert 'href="/factsheets/import/"' in editor.page("/factsheets/")


def test_one_sheet_is_taken_left_out_and_brought_back(session, editor):
    address = begin(editor, EXAMPLE)
    first, second, *_rest = found_sheets(session)
    assert editor.post(address, {"take": str(first.id)}).status_code == 303
    assert editor.post(address, {"take": str(first.id)}).status_code == 303
    assert [one.title for one in session.scalars(select(FactSheet))] == [first.title]
    editor.post(address, {"skip": str(second.id)})
    session.refresh(second)
    assert second.state == "skipped"
    editor.post(address + "/take")
    assert second.title not in session.scalars(select(FactSheet.title)).all()
    editor.post(address, {"back": str(second.id)})
    session.refresh(second)
    assert second.state == "open"


def test_undo_deletes_what_nobody_has_touched(session, editor):
    address = begin(editor, EXAMPLE)
    editor.post(address + "/take")
    first, _second, *rest = session.scalars(select(FactSheet).order_by(FactSheet.id)).all()
    editor.post(f"/factsheets/{first.id}/publish")
    session.refresh(first)
    assert first.status == "published"
    kept = first.title
    editor.post(address, {"undo": str(found_sheets(session)[1].id), "from": "done"})
    assert number(session, FactSheet) == len(rest) + 1
    editor.post(address + "/undo")
    assert [one.title for one in session.scalars(select(FactSheet))] == [kept]
    assert {one.state for one in found_sheets(session)} == {"taken", "open"}
    page = editor.page(address + "/done")
    assert "Undo" not in page and kept in page.replace("&#39;", "'")
    assert number(session, Programme) > 0


def test_the_same_file_again_adds_nothing(session, editor, sign_in):
    address = begin(editor, EXAMPLE)
    assert begin(editor, EXAMPLE) == address  # goes on with the one that was begun
    editor.post(address + "/take")
    many = number(session, FactSheet)
    editor.post(address + "/forget")
    assert number(session, ImportRun) == number(session, FoundSheet) == 0
    again = begin(editor, EXAMPLE)
    assert again != address
    page = editor.page(again)
    assert page.count("Is there already") == many and "Take all" not in page
    editor.post(again + "/take")
    for one in found_sheets(session):
        editor.post(again, {"take": str(one.id)})
    assert number(session, FactSheet) == many


def test_two_windows_with_the_same_sheets_make_no_doubles(session, editor, sign_in):
    """A colleague looks the same booklet through at the same time."""
    mine = begin(editor, EXAMPLE)
    other = sign_in("editor")
    theirs = begin(other, EXAMPLE)
    editor.post(mine + "/take")
    many = number(session, FactSheet)
    other.post(theirs + "/take")
    assert number(session, FactSheet) == many
    page = other.page(theirs)
    # The drafts are the first one's: nothing of them is shown, not even where they are.
    assert page.count("A colleague has it") == many
    sheets = session.scalars(select(FactSheet)).all()
    assert not any(f'href="/factsheets/{one.id}' in page for one in sheets)
    found = [one for one in found_sheets(session) if one.state == "open"]
    other.post(theirs, {"take": str(found[0].id)})
    assert other.get(f"{theirs}/sheets/{found[0].id}/differences").status_code == 303


def test_what_was_corrected_is_taken(session, editor):
    address = begin(editor, EXAMPLE)
    first = found_sheets(session)[0]
    page = editor.page(f"{address}/sheets/{first.id}")
    assert first.title in page.replace("&#39;", "'") and "In the document" in page
    form = fields_of(page)
    form |= {"title": "En bedre titel", "summary": "Kort sagt", "tags": "møder, hold"}
    form["new_concepts"] = "Kaffemodellen"
    form["press"] = "save"
    assert editor.post(f"{address}/sheets/{first.id}", form).status_code == 303
    session.refresh(first)
    assert set(first.changes) >= {"title", "summary", "tags", "new_concepts"}
    assert "responsible_id" not in first.changes  # what was not changed follows the choices
    assert "En bedre titel" in editor.page(address) and number(session, FactSheet) == 0
    # The next person's choice for all still reaches it.
    editor.post(address + "/choices", {"responsible_id": "", "visibility": "private"})
    editor.post(address, {"take": str(first.id)})
    sheet = session.scalars(select(FactSheet)).one()
    assert (sheet.title, sheet.summary, sheet.tags) == (
        "En bedre titel",
        "Kort sagt",
        ["hold", "møder"],
    )
    assert (sheet.responsible_id, sheet.visibility) == (None, "private")
    assert session.scalars(select(Concept.name)).all() == ["Kaffemodellen"]
    # It is the same sheet still, when the file comes again.
    editor.post(address + "/forget")
    again = begin(editor, EXAMPLE)
    assert "En bedre titel" not in editor.page(again)
    editor.post(again, {"take": str(found_sheets(session)[0].id)})
    assert number(session, FactSheet) == 1


def fields_of(page):
    """What a browser would send of the form that the page is about."""
    for name in ("merge-mine", "challenge", "role-0", "role_marker"):
        with contextlib.suppress(LookupError):
            return form_values(page, name)
    raise LookupError(page)


def test_nothing_typed_is_lost(session, editor):
    address = begin(editor, EXAMPLE)
    first = found_sheets(session)[0]
    here = f"{address}/sheets/{first.id}"
    form = fields_of(editor.page(here)) | {"press": "take", "title": "", "challenge": "Mine ord"}
    response = editor.post(here, form)
    assert response.status_code == 422 and "Mine ord" in response.text
    assert "Write a title." in response.text and number(session, FactSheet) == 0
    form |= {"title": "x" * 201}
    assert "Mine ord" in editor.post(here, form).text
    form |= {"title": "Ét", "builds_on_query": "", "press": "add_link"}
    response = editor.post(here, form)
    assert response.status_code == 200 and "Mine ord" in response.text
    # In another window it was corrected meanwhile.
    other = fields_of(editor.page(here)) | {"press": "save", "challenge": "Den andens ord"}
    assert editor.post(here, other).status_code == 303
    form |= {"press": "save"}
    response = editor.post(here, form)
    assert response.status_code == 422 and "Mine ord" in response.text
    assert "another window" in response.text
    form = fields_of(response.text) | {"press": "save"}
    assert editor.post(here, form).status_code == 303
    session.refresh(first)
    assert first.changes["challenge"] == "Mine ord"


def changed_booklet(tmp_path):
    path = tmp_path / "again.txt"
    text = EXAMPLE.read_text("utf-8")
    assert "hjælp hos de ældre" in text
    path.write_text(text.replace("hjælp hos de ældre", "støtte hos de ældre"), "utf-8")
    return path


def test_a_changed_sheet_is_shown_as_a_difference_and_replaces_nothing_unasked(
    session, editor, tmp_path
):
    address = begin(editor, EXAMPLE)
    editor.post(address + "/take")
    many = number(session, FactSheet)
    sheet = session.scalars(select(FactSheet).order_by(FactSheet.id)).first()
    before = sheet.challenge
    again = begin(editor, changed_booklet(tmp_path))
    page = editor.page(again)
    assert page.count("Differs from yours") == 1
    editor.post(again + "/take")
    found = next(
        one for one in found_sheets(session) if one.key == sheet.source_key and one.state == "open"
    )
    editor.post(again, {"take": str(found.id)})
    session.refresh(sheet)
    assert sheet.challenge == before and number(session, FactSheet) == many

    here = f"{again}/sheets/{found.id}/differences"
    page = editor.page(here)
    form = fields_of(page)
    assert {value for name, value in form.items() if "merge-choice" in name} == {"theirs"}
    assert "støtte" in page
    editor.post(here, form | {"merge-choice-challenge": "mine"})
    session.refresh(sheet)
    assert sheet.challenge == before.replace("hjælp hos", "støtte hos") != before
    session.refresh(found)
    assert found.state == "kept"
    # It agrees with the document now.
    editor.post(again + "/forget")
    third = begin(editor, changed_booklet(tmp_path))
    assert "Differs" not in editor.page(third)


def test_keeping_what_the_portal_has_is_a_decision_too(session, editor, tmp_path):
    address = begin(editor, EXAMPLE)
    editor.post(address + "/take")
    sheet = session.scalars(select(FactSheet).order_by(FactSheet.id)).first()
    before, version = sheet.challenge, sheet.version
    again = begin(editor, changed_booklet(tmp_path))
    found = next(
        one for one in found_sheets(session) if one.key == sheet.source_key and one.state == "open"
    )
    here = f"{again}/sheets/{found.id}/differences"
    assert editor.post(here, fields_of(editor.page(here))).status_code == 303
    session.refresh(sheet)
    assert (sheet.challenge, sheet.version) == (before, version)
    assert "Differs" not in editor.page(again)
    assert editor.post(here, {}).status_code == 303  # nothing is left to decide


def test_differences_of_a_sheet_that_one_may_not_change(session, editor, sign_in, tmp_path):
    address = begin(editor, EXAMPLE)
    editor.post(address + "/take")
    sheet = session.scalars(select(FactSheet).order_by(FactSheet.id)).first()
    editor.post(f"/factsheets/{sheet.id}/publish")
    other = sign_in("editor")
    theirs = begin(other, changed_booklet(tmp_path))
    assert other.page(theirs).count("Differs from yours") == 1


def test_choosing_once_for_all(session, editor, make):
    programme = Programme(name="Vores program", key="voresprogram")
    session.add(programme)
    unit = make.unit("Fjordskolen")
    keeper = make.user("Karen Keeper")
    session.commit()
    address = begin(editor, EXAMPLE)
    form = {
        "responsible_id": keeper.email,
        "programme_id": str(programme.id),
        "visibility": "units",
        "visible_units": str(unit.id),
    }
    assert editor.post(address + "/choices", form).status_code == 303
    editor.post(address + "/take")
    sheets = session.scalars(select(FactSheet).order_by(FactSheet.id)).all()
    assert {one.responsible_id for one in sheets} == {keeper.id}
    assert {(one.visibility, tuple(one.visible_units)) for one in sheets} == {("units", (unit.id,))}
    # One names no programme; and a unit of ours is one only where the document's label says so.
    assert programme.id in {one.programme_id for one in sheets}
    places = {(one.unit_id, one.institution) for one in sheets}
    assert (unit.id, "") in places and (None, "") in places
    assert all(one.unit_id in (unit.id, None) for one in sheets)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"visibility": "units"}, "Choose at least one unit."),
        ({"visibility": "nobody"}, "Not a valid choice"),
        ({"visibility": "everyone", "programme_id": "99999999999999999999"}, "Choose one"),
        ({"visibility": "everyone", "responsible_id": "nobody at all"}, "Choose somebody"),
    ],
)
def test_choices_that_cannot_be(session, editor, form, words):
    address = begin(editor, EXAMPLE)
    response = editor.post(address + "/choices", form)
    assert response.status_code == 422 and words in response.text
    run = session.scalars(select(ImportRun)).one()
    assert run.settings["visibility"] == "everyone"


def test_headings_are_pointed_at_kept_and_known_next_time(session, editor):
    address = begin(editor, OTHERS / "fjordskolen.txt")
    file = session.scalars(select(ImportFile)).one()
    here = f"{address}/files/{file.id}"
    page = editor.page(here)
    form = fields_of(page)
    roles = {
        word.casefold(): role
        for role, words in PROFILES["fjordskolen.txt"].words.items()
        for word in words
    }
    shown = lines_of(page)
    form |= {f"role-{n}": roles.get(text.casefold(), "") for n, text in shown.items()}
    form["name"] = "Fjordskolen"
    response = editor.post(here, form)
    assert response.status_code == 303, response.text
    session.expire_all()
    assert [one.title for one in found_sheets(session)] == [
        "Elevernes egen dagsorden",
        "Lektiefri torsdag",
        "Naboen læser med",
    ]
    profile = session.scalars(select(HeadingProfile)).one()
    assert profile.words["findings"] == ["Det så vi"]

    editor.post(address + "/forget")
    again = begin(editor, OTHERS / "fjordskolen.txt")
    assert "Headings: Fjordskolen" in editor.page(again)
    assert number(session, FoundSheet) == 3


def lines_of(page):
    """The lines that the page of headings offers, by their numbers."""
    import re

    found = re.findall(r'for="role-(\d+)"><span class="t">([^<]*?):?</span>', page)
    return {int(key): text for key, text in found}


def test_a_document_whose_headings_nobody_knows(session, editor, tmp_path):
    path = tmp_path / "strange.txt"
    path.write_text("Et ark\n\nAlfa\nNoget.\n\nBeta\nMere.\n\nTo ark\n\nAlfa\nX.\n\nBeta\nY.\n")
    address = begin(editor, path)
    page = editor.page(address)
    assert "No fact sheet was found in strange.txt" in page and "Take all" not in page
    file = session.scalars(select(ImportFile)).one()
    here = f"{address}/files/{file.id}"
    shown = lines_of(editor.page(here))
    form = {
        f"role-{n}": {"Alfa": "challenge", "Beta": "findings"}.get(t, "") for n, t in shown.items()
    }
    assert editor.post(here, form).status_code == 303
    assert [one.title for one in found_sheets(session)] == ["Et ark", "To ark"]
    # Nonsense is answered, and what was found stays.
    for bad in ({}, {"role-0": "nonsense"}, {f"role-{n}": "ignore" for n in shown}):
        assert editor.post(here, bad).status_code == 422
    many = {f"role-{n}": "marker" if text == "Beta" else "challenge" for n, text in shown.items()}
    assert editor.post(here, many).status_code in (303, 422)
    assert editor.post(here, {"known": "booklet"}).status_code == 303
    assert editor.post(here, {"known": "99999999999999999999"}).status_code == 404
    assert number(session, HeadingProfile) == 0


def test_reading_again_keeps_what_was_done(session, editor):
    address = begin(editor, OTHERS / "kystkommunen.docx")
    first, second = found_sheets(session)
    assert first.title == "Indsats 1: Gåmøder i ældreplejen"
    form = fields_of(editor.page(f"{address}/sheets/{second.id}")) | {"press": "save"}
    editor.post(f"{address}/sheets/{second.id}", form | {"summary": "Mit"})
    editor.post(address, {"take": str(first.id)})
    file = session.scalars(select(ImportFile)).one()
    row = save_profile_of(session, "kystkommunen.docx")
    assert editor.post(f"{address}/files/{file.id}", {"known": str(row.id)}).status_code == 303
    session.expire_all()
    titles = {one.title: one for one in found_sheets(session)}
    assert titles["Indsats 1: Gåmøder i ældreplejen"].state == "taken"
    assert titles["Indsats 2: Én fælles indgang"].changes == {"summary": "Mit"}
    assert titles["Én fælles indgang"].values["institution"] == "Børn og unge"


def save_profile_of(session, name):
    from portal.api import SYSTEM

    row = save_profile(session, SYSTEM, None, name, PROFILES[name].words)
    session.commit()
    return row


def test_profiles_are_written_changed_and_deleted(session, editor):
    new = START + "headings/new"
    assert "Common Danish headings" in editor.page(START + "headings")
    form = fields_of(editor.page(new + "?from=common")) | {"name": "Havneskolen"}
    assert editor.post(new, form).status_code == 303
    row = session.scalars(select(HeadingProfile)).one()
    assert "Baggrund" in row.words["challenge"]
    assert "already" in editor.post(new, form | {"name": "HAVNE-skolen"}).text
    here = f"{START}headings/{row.id}"
    form = fields_of(editor.page(here)) | {"role_findings": "Fund\nHvad så vi?"}
    assert editor.post(here, form).status_code == 303
    session.refresh(row)
    assert row.words["findings"] == ["Fund", "Hvad så vi?"]
    stale = editor.post(here, form)
    assert stale.status_code == 422 and "meanwhile" in stale.text
    for bad, words in (
        ({"name": ""}, "Write a name."),
        ({"name": "x" * 81}, "shorter"),
        ({"role_actions": "Fund"}, "cannot be two things"),
        ({"role_actions": "x" * 90}, "too long"),
        ({"role_actions": "\n".join(f"A{n}" for n in range(30))}, "fewer"),
    ):
        response = editor.post(here, fields_of(editor.page(here)) | bad)
        assert response.status_code == 422 and words in response.text
    assert editor.post(new, {"name": "Tom"}).status_code == 422
    assert editor.get(f"{START}headings/99999999999999999999").status_code == 404
    editor.page(here + "/delete")
    assert editor.post(here + "/delete").status_code == 303
    assert number(session, HeadingProfile) == 0


def test_the_list_costs_the_same_for_many(session, editor, count_queries):
    address = begin(editor, EXAMPLE)
    with count_queries() as few:
        editor.page(address)
    editor.post(address + "/forget")
    address = begin(editor, EXAMPLE, *(OTHERS / name for name in sorted(PROFILES)))
    with count_queries() as many:
        editor.page(address)
    assert len(many) <= len(few) + 2
    assert len(many) <= 40


def test_old_imports_go(app, session, editor):
    import datetime as dt

    from portal_factsheets.services.imports.runs import forget_old

    from portal.api import now

    begin(editor, EXAMPLE)
    begin(editor, OTHERS / "fjordskolen.txt")
    old, new = session.scalars(select(ImportRun).order_by(ImportRun.id)).all()
    kept = new.id
    old.touched_at = now() - dt.timedelta(days=15)
    session.commit()
    forget_old(session)
    session.commit()
    assert number(session, ImportRun) == number(session, ImportFile) == 1
    assert {one.run_id for one in found_sheets(session)} == {kept}
