"""The form of a fact sheet, through the browser's door."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import SheetData, data_of
from portal_factsheets.services.sheets import create_sheet, publish, today, update_sheet
from portal_factsheets.vocabulary import SECTION_MAX, Status
from sqlalchemy import select

from portal.api import SYSTEM, User, Visibility

NEW = "/factsheets/new"
#: What a sheet needs to be published.
WHOLE = {
    "title": "Udgangsbilletten",
    "summary": "Et spørgsmål på en seddel",
    "kind": "experiment",
    "challenge": "De nikkede",
    "hypothesis_if": "vi spørger",
    "hypothesis_then": "svarer de",
    "actions": "1. Vi spurgte",
    "phase": "3",
    "outcome": "partly",
    "visibility": "everyone",
}


def edit(sheet: FactSheet) -> str:
    """The address of a sheet's form."""
    return f"/factsheets/{sheet.id}/edit"


def only(session: Any) -> FactSheet:
    """The one sheet there is."""
    return session.scalars(select(FactSheet)).one()


def inputs(page: str) -> dict[str, Any]:
    """What a browser would send back of a page's main form, lists where names repeat."""
    form = page[page.index('<form method="post" class="vb-') :]
    form = form[: form.index("</form>")]
    found: list[tuple[str, str]] = []
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if "name" not in attributes or (
            kind in ("radio", "checkbox") and not re.search(r"\schecked\b", tag)
        ):
            continue
        found.append((attributes["name"], html.unescape(attributes.get("value", ""))))
    for name, text in re.findall(
        r'<textarea [^>]*name="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.S
    ):
        found.append((name, html.unescape(text)))
    for name, body in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found.append((name, chosen.group(1) if chosen else ""))
    values: dict[str, Any] = {}
    for name, value in found:
        values.setdefault(name, []).append(value)
    values.pop("csrf_token", None)
    return {name: held[0] if len(held) == 1 else held for name, held in values.items()}


@pytest.fixture
def author(sign_in: Any) -> Any:
    """Somebody who writes."""
    return sign_in("ambassador")


def made(session: Any, person: Any, **values: Any) -> FactSheet:
    """A sheet of that person's."""
    from portal.api import actor_for

    actor = actor_for(session, session.get(User, person.id))
    data = SheetData(
        **{"title": "Et ark", "actions": "Vi gik", "responsible_id": person.id} | values
    )
    sheet = create_sheet(session, actor, data)
    session.commit()
    return sheet


def published(session: Any, person: Any, **values: Any) -> FactSheet:
    """A published sheet of that person's."""
    sheet = made(session, person, **values)
    publish(session, SYSTEM, sheet)
    session.commit()
    return sheet


def test_write_save_publish(author: Any, session: Any, sign_in: Any) -> None:
    page = author.page(NEW)
    assert "Save draft" in page
    assert "Publish" in page
    response = author.post(NEW, {"title": "Kun en titel", "visibility": "everyone"})
    sheet = only(session)
    assert (response.status_code, response.location) == (303, edit(sheet))
    assert sheet.status == Status.DRAFT
    data = {**inputs(author.page(edit(sheet))), **WHOLE, "action": "publish"}
    response = author.post(edit(sheet), data)
    assert response.status_code == 303
    assert response.location == f"/factsheets/{sheet.id}"
    assert sheet.status == Status.PUBLISHED
    assert "Udgangsbilletten" in sign_in().page(f"/factsheets/{sheet.id}")


def test_a_new_form_asks_for_little(author: Any, make: Any, sign_in: Any) -> None:
    unit = make.unit("Læreruddannelsen")
    person = sign_in("staff", units=[unit])
    values = inputs(person.page(NEW))
    assert values["unit_id"] == str(unit.id)
    assert values["responsible_id"] == str(person.id)
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
        "elements": "Skabelonen",
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
    again = inputs(author.page(edit(sheet)))
    assert author.post(edit(sheet), {**again, "action": "save"}).status_code == 303
    session.expire_all()
    assert data_of(sheet) == before
    assert sheet.version == version


def test_what_is_missing_is_said_and_the_draft_is_kept(author: Any, session: Any) -> None:
    response = author.post(NEW, {"title": "Halvt", "visibility": "everyone", "action": "publish"})
    sheet = only(session)
    assert sheet.status == Status.DRAFT
    assert response.location == edit(sheet) + "?publish=1"
    page = author.page(response.location)
    assert "The sheet cannot be published yet. The draft is saved." in page
    for field in (
        "summary",
        "challenge",
        "hypothesis_if",
        "hypothesis_then",
        "actions",
        "phase-0",
        "outcome-0",
    ):
        assert f'<a href="#{field}">' in page
        assert f'id="{field}"' in page
    assert "data-saved" in page


@pytest.mark.parametrize(
    "left_out",
    ["summary", "challenge", "hypothesis_if", "hypothesis_then", "actions", "phase", "outcome"],
)
def test_each_part_that_readers_need(author: Any, session: Any, left_out: str) -> None:
    data = {**WHOLE, "action": "publish"}
    del data[left_out]
    author.post(NEW, data)
    assert only(session).status == Status.DRAFT


def test_a_project_needs_no_hypothesis_and_no_phase(author: Any, session: Any) -> None:
    left_out = {"hypothesis_if", "hypothesis_then", "phase"}
    data = {name: value for name, value in WHOLE.items() if name not in left_out}
    author.post(NEW, {**data, "kind": "project", "action": "publish"})
    assert only(session).status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Write a title."),
        ("title", "x" * 201, "at most 200"),
        ("summary", "x" * 301, "at most 300"),
        ("institution", "x" * 201, "at most 200"),
        ("challenge", "x" * (SECTION_MAX + 1), f"at most {SECTION_MAX}"),
        ("kind", "nonsense", "Choose one from the list."),
        ("phase", "7", "Choose one from the list."),
        ("phase", "x", "Choose one from the list."),
        ("outcome", "great", "Choose one from the list."),
        ("period_start", "2025-13", "like this: 2025-08"),
        ("period_start", "i sommer", "like this: 2025-08"),
        ("period_start", "0001-01", "between 1900 and 2200"),
        ("review_due", "2025-02-30", "like this: 2025-08-31"),
        ("review_due", "9999-12-31", "between 1900 and 2200"),
        ("unit_id", "999999", "Choose one from the list."),
        ("unit_id", "9" * 30, "Choose one from the list."),
        ("unit_id", "x", "Choose one from the list."),
        ("belongs", "t999", "Choose one from the list."),
        ("belongs", "p", "Choose one from the list."),
        ("belongs", "t²", "Choose one from the list."),
        ("concept_ids", "999", "999"),
        ("concept_ids", "x", "concept_ids"),
        ("builds_on_id", "999", "Choose a fact sheet that is there."),
        ("builds_on_id", "9" * 30, "Choose a fact sheet that is there."),
        ("builds_on_id", "x", "Choose a fact sheet that is there."),
        ("responsible_id", "999", "Choose one from the list."),
        ("tags", ",".join(f"t{n}" for n in range(11)), "Keep to 10 tags."),
        ("tags", "x" * 41, "at most 40"),
        ("other_titles", "x" * 201, "at most 200"),
        ("other_titles", "\n".join(f"t{n}" for n in range(11)), "at most 10"),
        ("ready", "y", "Write first what others can lift out."),
        ("visibility", "nonsense", "visibility"),
        ("visibility", "units", "Choose at least one unit."),
        ("visibility", "people", "Choose at least one person."),
        ("visible_people", "x", "visible_people"),
        ("links_url", "javascript:alert(1)", "begins with https://"),
        ("links_url", "http://", "begins with https://"),
        ("links_url", "https://" + "x" * 1000, "Make the link shorter"),
        ("links_title", "Uden adresse", "Write the address of the link"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_lost(
    author: Any, session: Any, field: str, value: str, words: str
) -> None:
    typed = {**WHOLE, "findings": "Lang tekst, der ikke må gå tabt", field: value}
    for action in ("save", "publish"):
        response = author.post(NEW, {**typed, "action": action})
        assert response.status_code == 422
        assert words in response.text
        assert "Lang tekst, der ikke må gå tabt" in response.text
        assert "data-unsaved" in response.text
        assert field not in TEXTS or html.escape(value[:60]) in response.text
    assert session.scalars(select(FactSheet)).all() == []


TEXTS = {"title", "summary", "institution", "period_start", "review_due", "links_url"}


def test_one_place_not_two(author: Any, make: Any) -> None:
    unit = make.unit()
    data = {**WHOLE, "unit_id": str(unit.id), "institution": "Et andet sted"}
    assert "not both" in author.post(NEW, data).text


def test_a_period_that_ends_before_it_begins(author: Any) -> None:
    data = {**WHOLE, "period_start": "2025-08", "period_end": "2025-07"}
    assert "ends before it begins" in author.post(NEW, data).text


def test_the_programme_follows_from_the_track(author: Any, session: Any) -> None:
    one, two = (rules.create_entry(session, SYSTEM, "programme", {"name": n}) for n in "PQ")
    track = rules.create_entry(session, SYSTEM, "track", {"name": "T", "programme_id": two.id})
    session.commit()
    author.post(NEW, {**WHOLE, "belongs": f"p{one.id}"})
    sheet = only(session)
    assert (sheet.programme_id, sheet.track_id) == (one.id, None)
    data = {**inputs(author.page(edit(sheet))), "belongs": f"t{track.id}"}
    author.post(edit(sheet), data)
    assert (sheet.programme_id, sheet.track_id) == (two.id, track.id)


def test_a_row_for_a_link_is_added_without_a_script(author: Any, session: Any) -> None:
    data = {**WHOLE, "links_title": "A", "links_url": "https://a.example", "action": "add_link"}
    response = author.post(NEW, data)
    assert response.status_code == 200
    assert response.text.count('name="links_url"') == 2
    assert 'value="https://a.example"' in response.text
    assert "data-unsaved" in response.text
    assert "De nikkede" in response.text
    assert session.scalars(select(FactSheet)).all() == []


def test_hidden_sheets_are_neither_offered_nor_accepted(
    author: Any, session: Any, sign_in: Any
) -> None:
    other = sign_in("staff")
    hidden = published(session, other, title="Kanariefuglen", visibility=Visibility.PRIVATE)
    shown = published(session, other, title="Kanonen")
    made(session, other, title="Kanoen som kladde")
    found = author.get("/factsheets/choices?q=kan").text
    assert "Kanonen" in found
    assert "Kanariefuglen" not in found
    assert "kladde" not in found
    page = author.post(NEW, {**WHOLE, "builds_on_query": "KAN", "action": "find"}).text
    assert f'value="{shown.id}"' in page
    assert "Kanariefuglen" not in page
    unseen = author.post(NEW, {**WHOLE, "builds_on_id": str(hidden.id)})
    unknown = author.post(NEW, {**WHOLE, "builds_on_id": "987654"})
    assert unseen.status_code == unknown.status_code == 422
    strip = re.compile(r'value="[^"]*"|csrf-token" content="[^"]*"')
    assert strip.sub("", unseen.text) == strip.sub("", unknown.text)
    assert "Kanariefuglen" not in author.page(f"{NEW}?builds_on={hidden.id}")


def test_build_on_this(author: Any, session: Any, sign_in: Any) -> None:
    other = sign_in("staff")
    concept = rules.create_entry(session, SYSTEM, "concept", {"name": "K"})
    origin = published(session, other, title="Forbilledet", concept_ids=(concept.id,))
    values = inputs(author.page(f"{NEW}?builds_on={origin.id}"))
    assert values["builds_on_id"] == str(origin.id)
    assert values["concept_ids"] == str(concept.id)
    for nonsense in ("", "0", "x", "-1", "9" * 20, "²"):
        assert "builds_on_id" in author.page(f"{NEW}?builds_on={nonsense}")


def test_an_origin_one_cannot_see_survives_an_edit(author: Any, session: Any, sign_in: Any) -> None:
    other = sign_in("staff")
    origin = published(session, other, title="Forbilledet")
    author.post(NEW, {**WHOLE, "builds_on_id": str(origin.id)})
    sheet = session.scalars(select(FactSheet).where(FactSheet.id != origin.id)).one()
    from dataclasses import replace

    data = replace(data_of(origin), visibility=Visibility.PRIVATE)
    update_sheet(session, SYSTEM, origin, data, version=origin.version)
    session.commit()
    page = author.page(edit(sheet))
    assert "Forbilledet" not in page
    assert author.post(edit(sheet), {**inputs(page), "title": "Nyt"}).status_code == 303
    assert (sheet.title, sheet.builds_on_id) == ("Nyt", origin.id)


def test_no_sheet_builds_on_itself(author: Any, session: Any) -> None:
    first = published(session, author, title="Første")
    second = published(session, author, title="Andet", builds_on_id=first.id)
    page = author.page(edit(first))
    response = author.post(edit(first), {**inputs(page), "builds_on_id": str(second.id)})
    assert "A sheet cannot build on itself" in response.text
    assert first.builds_on_id is None


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
    response = author.post(edit(sheet), {**inputs(page), "title": "Nyt"})
    assert response.location == f"/factsheets/{sheet.id}"
    assert (sheet.title, sheet.status) == ("Nyt", Status.PUBLISHED)


def test_an_editor_who_hides_a_sheet_from_themself_lands_in_the_list(
    author: Any, session: Any, sign_in: Any
) -> None:
    sheet = published(session, author)
    editor = sign_in("editor")
    data = {**inputs(editor.page(edit(sheet))), "visibility": "private"}
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
    assert author.post(edit(sheet), {**inputs(page), "title": "Nyt"}).status_code == 303
    assert (sheet.unit_id, sheet.responsible_id, sheet.title) == (unit.id, person.id, "Nyt")
    assert "Lukket enhed" not in author.page(NEW)
    assert "Rejst Person" not in author.page(NEW)


def test_two_who_write_at_once_lose_nothing(author: Any, session: Any, sign_in: Any) -> None:
    sheet = published(session, author, title="Et ark", challenge="Fælles", findings="Før")
    editor = sign_in("editor", name="Ane Dalgaard")
    mine = inputs(author.page(edit(sheet)))
    theirs = inputs(editor.page(edit(sheet)))
    saved = editor.post(edit(sheet), {**theirs, "challenge": "Deres", "findings": "Deres fund"})
    assert saved.status_code == 303
    typed = {**mine, "challenge": "Mit", "tags": "ny", "links_title": ["L"], "links_url": [LINK]}
    response = author.post(edit(sheet), {**typed, "action": "save"})
    assert response.status_code == 409
    page = response.text
    assert "Ane Dalgaard" in page
    for name, side in {
        "challenge": "mine",
        "tags": "mine",
        "links": "mine",
        "findings": "theirs",
    }.items():
        assert re.search(rf'name="choose-{name}" value="{side}" checked', page), name
    assert 'name="choose-title"' not in page
    # The page offers all that was typed again, and takes theirs where one wants that.
    values = inputs(page)
    values["choose-challenge"] = "theirs"
    assert author.post(edit(sheet), {**values, "action": "save"}).status_code == 303
    session.expire_all()
    assert (sheet.challenge, sheet.findings, sheet.tags) == ("Deres", "Deres fund", ["ny"])
    assert sheet.links == [{"title": "L", "url": LINK}]


LINK = "https://example.org/"


def test_a_third_one_is_noticed_on_the_page_with_both(
    author: Any, session: Any, sign_in: Any
) -> None:
    sheet = published(session, author, challenge="Fælles")
    mine = inputs(author.page(edit(sheet)))
    other = sign_in("editor")
    other.post(edit(sheet), {**inputs(other.page(edit(sheet))), "challenge": "To"})
    page = author.post(edit(sheet), {**mine, "challenge": "Mit"}).text
    other.post(edit(sheet), {**inputs(other.page(edit(sheet))), "challenge": "Tre"})
    again = author.post(edit(sheet), inputs(page))
    assert again.status_code == 409
    assert "Tre" in again.text
    assert "Mit" in again.text
    assert author.post(edit(sheet), inputs(again.text)).status_code == 303
    assert sheet.challenge == "Mit"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_without_a_version_overwrites_nothing(
    author: Any, session: Any, version: str
) -> None:
    sheet = published(session, author, challenge="Før")
    data = {**inputs(author.page(edit(sheet))), "challenge": "Efter", "version": version}
    assert author.post(edit(sheet), {**data, "seen": "x:y :: z"}).status_code == 409
    assert sheet.challenge == "Før"


@pytest.mark.parametrize("field", ["version", "seen", "choose-x", "choose-title", "action"])
@pytest.mark.parametrize("value", ["", "theirs", "\x00", "9" * 40, "æ"])
def test_nonsense_in_what_people_do_not_type(
    author: Any, session: Any, field: str, value: str
) -> None:
    sheet = published(session, author)
    data = {**inputs(author.page(edit(sheet))), field: value}
    assert author.post(edit(sheet), data).status_code in (303, 409)
    assert author.post(NEW, {field: value}).status_code in (422, 200)


@pytest.mark.parametrize("query", ["", "%", "_", "\x00", "' OR 1=1", "æøå", "x" * 3000, "\\"])
def test_any_words_can_be_looked_for(author: Any, session: Any, query: str) -> None:
    published(session, author, title="Hundrede procent")
    response = author.get("/factsheets/choices", query_string={"q": query})
    assert response.status_code == 200
    assert "Hundrede" not in response.text
    data = {**WHOLE, "builds_on_query": query, "action": "find"}
    assert author.post(NEW, data).status_code == 200


def test_danish_letters_are_found_in_either_case(author: Any, session: Any) -> None:
    published(session, author, title="Åben dør på ØSTERBRO")
    for query in ("åben", "Åben", "østerbro dør", "ÅBEN"):
        assert "Åben dør" in author.get("/factsheets/choices", query_string={"q": query}).text


def test_preview_is_clean(author: Any, client: Any) -> None:
    text = "**fed** <script>alert(1)</script> [x](javascript:alert(1))"
    answer = author.post("/factsheets/preview", {"text": text})
    assert "<strong>fed</strong>" in answer.text
    assert "<script" not in answer.text
    assert "javascript:" not in answer.text.replace("&lt;", "") or "href" not in answer.text
    assert author.post("/factsheets/preview", {"text": "x" * (SECTION_MAX + 1)}).status_code == 413
    assert author.post("/factsheets/preview", {}).status_code == 200
    assert author.get("/factsheets/preview").status_code == 405
    assert client.post("/factsheets/preview", data={"text": "x"}).status_code in (302, 307, 400)


def test_far_too_much_is_413(author: Any, session: Any) -> None:
    data = {**WHOLE, **{f"x{n}": "y" * 500_000 for n in range(9)}}
    response = author.post(NEW, data)
    assert response.status_code == 413
    assert session.scalars(select(FactSheet)).all() == []


def test_ready_follows_what_there_is(author: Any, session: Any) -> None:
    page = author.post(NEW, {**WHOLE, "elements": "En skabelon", "ready": "y", "title": ""}).text
    assert re.search(r'<input[^>]*checked[^>]*name="ready"', page)
    author.post(NEW, {**WHOLE, "elements": "En skabelon", "ready": "y"})
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
    assert len(after) == len(before)
    assert len(after) <= 24
    assert len(new) <= 20
