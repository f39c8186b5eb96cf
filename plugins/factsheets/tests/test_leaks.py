"""What one may not see shines through nowhere: canaries in everything a hidden sheet says."""

from __future__ import annotations

import io
import zipfile

import pytest
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.data import Link, data_of

from portal.api import ANYONE, add_readings, now, resolve
from portal.testing.probes import search

CANARY = "kanariefugl"
#: What readers search for; it stands beside the canary, and pages may repeat it.
WORD = "gulspurv"
#: People are seen by everyone; that this one wrote something is not.
NAME = "Usynlig Forfatter"
#: Everything a sheet can say, each with the canary in it.
TEXTS = {
    "title": f"Titel {WORD} {CANARY}",
    "other_titles": [f"Andet {CANARY}"],
    "summary": f"Kort {CANARY}",
    "institution": f"Skolen {CANARY}",
    "challenge": f"Udfordring {WORD} {CANARY}",
    "hypothesis_if": f"hvis {CANARY},",
    "hypothesis_then": f"{CANARY} kommer",
    "actions": f"Aktion {CANARY}",
    "findings": f"- Fund {CANARY}",
    "elements": f"Element {CANARY}",
    "attention": f"Pas på {CANARY}",
    "target_group": f"Til {CANARY}",
    "tags": [f"tag {CANARY}", "fælles"],
    "links": [Link(f"Link {CANARY}", f"https://{CANARY}.example/")],
}


@pytest.fixture
def hidden(session, sheet, make):
    """A sheet full of canaries that nobody but its owners sees, in the ways there are."""
    unit = make.unit("Hidden unit")
    author = make.user(NAME, roles=["staff"])

    def hide(how: str):
        made = sheet(
            author=author,
            status="draft" if how == "draft" else "published",
            responsible_id=author.id,
            **TEXTS,
            **(
                {}
                if how == "draft"
                else {
                    "visibility": how,
                    "visible_units": [unit.id] if how == "units" else [],
                    "visible_people": [make.user().id] if how == "people" else [],
                }
            ),
        )
        add_readings(session, rules.KIND, made.id, now().date(), 50)
        session.commit()
        return made

    return hide


CASES = [
    ("draft", "staff"),
    ("draft", "editor"),
    ("draft", "admin"),
    ("draft", None),
    ("private", "editor"),
    ("private", "admin"),
    ("people", "staff"),
    ("units", "editor"),
]


def everything(reader, shown):
    """Every address where a sheet could show, as text."""
    found = {}
    addresses = [
        "/",
        "/factsheets/",
        "/factsheets/?view=table",
        "/factsheets/?sort=read",
        "/factsheets/?status=draft&status=published&status=archived",
        "/factsheets/?mine=1",
        f"/factsheets/?q={WORD}",
        f"/factsheets/{shown.id}",
        f"/factsheets/{shown.id}/print",
        f"/factsheets/{shown.id}/edit",
        "/factsheets/new",
        "/factsheets/catalogue",
        "/factsheets/export.csv",
        "/factsheets/export.csv?status=draft&status=published&status=archived",
        f"/search?q={WORD}",
        "/search?q=udfordring",
        "/search/suggest?q=gulsp",
        "/search/suggest?q=titel",
    ]
    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code in (200, 403), (address, answer.status_code)
        found[address] = answer.text
    book = reader.get("/factsheets/export.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        for name in packed.namelist():
            found[name] = packed.read(name).decode("utf-8", "replace")
    return found


@pytest.mark.parametrize(("how", "reader"), CASES)
def test_a_hidden_sheet_shows_nowhere(session, sheet, sign_in, hidden, work, how, reader):
    shown = sheet("Open sheet", tags=["fælles"], challenge="En udfordring")
    concealed = hidden(how)
    concealed_id = concealed.id
    # It builds on the open sheet, and shares a tag with it.
    concealed.builds_on_id = shown.id
    session.commit()
    work()

    person = sign_in(reader)
    for place, text in everything(person, shown).items():
        assert CANARY not in text, place
        if not place.endswith(("/new", "/edit")):
            assert NAME not in text, place
    for end in ("", "-titel", "/print", "/ask", "/outdated", "/edit", "/delete"):
        assert person.get(f"/factsheets/{concealed_id}{end}").status_code == 404, end
    for verb in ("publish", "archive", "unpublish", "reviewed", "ask", "outdated", "delete"):
        answer = person.post(f"/factsheets/{concealed_id}/{verb}", {"message": "x"})
        assert answer.status_code == 404, verb


def test_the_canaries_would_be_seen_by_who_may(session, sheet, sign_in, hidden, work):
    """The test above could find something: the same places show it to its author."""
    shown = sheet("Open sheet", tags=["fælles"])
    concealed = hidden("private")
    concealed.builds_on_id = shown.id
    session.commit()
    work()
    places = everything(sign_in(concealed.author), shown)
    seen = {place for place, text in places.items() if CANARY in text}
    assert seen >= {
        "/", "/factsheets/", "/factsheets/?view=table", "/factsheets/?sort=read",
        "/factsheets/export.csv", f"/factsheets/{shown.id}", f"/search?q={WORD}",
        f"/factsheets/?q={WORD}",
        "/search/suggest?q=titel", "xl/sharedStrings.xml",
    }  # fmt: skip


def test_counts_and_filters_do_not_know_it(session, sheet, sign_in, hidden):
    sheet("Open sheet", outcome="failed", tags=["fælles"])
    hidden("private")
    page = sign_in("editor").page("/factsheets/")
    assert "1 fact sheet" in page
    assert page.count('name="tag"') == 1


def test_hiding_takes_effect_at_once_while_nothing_is_indexed(session, sheet, make, sign_in, work):
    author = make.user(roles=["staff"])
    found = sheet(author=author, **{**TEXTS, "title": f"Titel {WORD} {CANARY}"})
    sheet("Open sheet", tags=["fælles"], challenge="En udfordring")
    work()
    reader = sign_in("staff")
    assert CANARY in reader.page(f"/search?q={WORD}")

    sign_in(author).post(f"/factsheets/{found.id}/unpublish")  # and no worker runs

    shown = sheet("Another open sheet")
    for place, text in everything(reader, shown).items():
        assert CANARY not in text, place
    reader.page(f"/factsheets/{found.id}", status=404)
    result = search(session, WORD)
    assert (result.total, result.hits, result.suggestion) == (0, (), None)
    resolved = resolve(session, ANYONE, [(rules.KIND, found.id)])[rules.KIND, found.id]
    assert (resolved.title, resolved.visible) == ("", False)


def test_a_narrower_circle_takes_effect_at_once(session, sheet, make, sign_in, work):
    from dataclasses import replace

    author, unit = make.user(roles=["staff"]), make.unit()
    found = sheet(author=author, **TEXTS)
    work()
    data = replace(data_of(found), visibility="units", visible_units=[unit.id])
    rules.update_sheet(session, make.actor_of(author), found, data, version=found.version)
    session.commit()

    outside, inside = sign_in("editor"), sign_in(make.user(units=[unit]))
    outside.page(f"/factsheets/{found.id}", status=404)
    assert CANARY in inside.page(f"/factsheets/{found.id}")
    work()
    assert CANARY not in outside.page(f"/search?q={WORD}")
    assert CANARY in inside.page(f"/search?q={WORD}")


def test_archived_sheets_are_out_of_the_search(session, sheet, sign_in, work):
    sheet("Gamle møder", status="archived")
    work()
    reader = sign_in("staff")
    assert "Gamle møder" not in reader.page("/search?q=m%C3%B8der")
    assert "Gamle møder" not in reader.page("/factsheets/")
    assert "Gamle møder" in reader.page("/factsheets/?status=archived")


def test_an_origin_one_cannot_see_is_not_exported(sheet, make, sign_in):
    author = make.user(roles=["staff"])
    origin = sheet("Origin", author=author, visibility="private")
    sheet("Later", author=author, builds_on_id=origin.id)
    assert origin.source_key not in sign_in("editor").page("/factsheets/export.csv")
    assert origin.source_key in sign_in(author).page("/factsheets/export.csv?q=later")


def test_whom_it_is_shown_to_is_for_who_keeps_it(sheet, make, sign_in):
    author, reader = make.user(roles=["staff"]), make.user("Rita Reader")
    other = make.user("Olav Other")
    sheet(author=author, visibility="people", visible_people=[reader.id, other.id])
    assert "Olav Other" in sign_in(author).page("/factsheets/export.csv")
    assert "Olav Other" not in sign_in(reader).page("/factsheets/export.csv")


def test_imported_drafts_are_seen_by_who_may_import_and_nobody_else(session, make, sign_in):
    from portal_factsheets.services.data import SheetData

    from portal.api import SYSTEM

    made = rules.create_sheet(session, SYSTEM, SheetData(title="Imported", challenge="x"))
    session.commit()
    sign_in("staff").page(f"/factsheets/{made.id}", status=404)
    editor = sign_in("editor")
    assert "Imported" in editor.page(f"/factsheets/{made.id}")
    assert "Imported" not in editor.page("/factsheets/")
    assert "Imported" in editor.page("/factsheets/?status=draft")
    assert editor.post(f"/factsheets/{made.id}/publish").status_code == 303
    sign_in("staff").page(f"/factsheets/{made.id}")
