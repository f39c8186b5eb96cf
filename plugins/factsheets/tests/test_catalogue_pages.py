"""The pages of the catalogue, through the browser's door."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_factsheets.models import Concept, FactSheet, Programme, Track
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import SheetData
from portal_factsheets.services.sheets import create_sheet, publish
from portal_factsheets.vocabulary import SECTION_MAX
from sqlalchemy import select

from portal.api import SYSTEM, User, Visibility

BASE = "/factsheets/catalogue"
KINDS = ("lab", "programme", "track", "concept")


@pytest.fixture
def four(session: Any) -> dict[str, Any]:
    """One entry of each kind."""
    lab = rules.create_entry(session, SYSTEM, "lab", {"name": "Studielab"})
    programme = rules.create_entry(
        session,
        SYSTEM,
        "programme",
        {"name": "Godt fra start", "lab_id": lab.id, "theory": "Fra **A** til B"},
    )
    track = rules.create_entry(
        session, SYSTEM, "track", {"name": "Nye studerende", "programme_id": programme.id}
    )
    concept = rules.create_entry(
        session,
        SYSTEM,
        "concept",
        {"name": "Billetmodellen", "summary": "Kort svar", "purpose": "Gør det *synligt*"},
    )
    session.commit()
    return {"lab": lab, "programme": programme, "track": track, "concept": concept}


@pytest.fixture
def sheets(session: Any, make: Any, four: dict[str, Any]) -> dict[str, FactSheet]:
    """A visible and a hidden sheet of the track and the concept."""
    author = make.actor("staff")
    made = {}
    for title, visibility in [("Udgangsbilletten", "everyone"), ("Kanariefuglen", "private")]:
        data = SheetData(
            title=title,
            actions="Vi gik",
            programme_id=four["programme"].id,
            track_id=four["track"].id,
            concept_ids=(four["concept"].id,),
            visibility=Visibility(visibility),
        )
        made[title] = create_sheet(session, author, data)
        publish(session, author, made[title])
    session.commit()
    return made


def address(entry: Any, action: str = "") -> str:
    """The address of an entry's page."""
    return f"{BASE}/{rules.kind_of(entry)}/{entry.id}{action}"


def test_everyone_signed_in_reads_it(sign_in: Any, four: dict[str, Any], sheets: Any) -> None:
    reader = sign_in()
    page = reader.page(BASE)
    for entry in four.values():
        assert entry.name in page
        assert address(entry) in page
        one = reader.page(address(entry))
        assert "Udgangsbilletten" in one
        assert "Kanariefuglen" not in one
        assert address(entry, "/edit") not in one
    assert "2 fact sheets" not in page
    assert BASE + "/keep" not in page


def test_the_texts_are_shown_as_markdown(sign_in: Any, four: dict[str, Any]) -> None:
    reader = sign_in()
    assert "<em>synligt</em>" in reader.page(address(four["concept"]))
    assert "<strong>A</strong>" in reader.page(address(four["programme"]))


def test_the_author_sees_the_hidden_sheet_in_the_counts(
    app: Any, session: Any, four: dict[str, Any], sheets: Any, sign_in: Any
) -> None:
    author = sign_in(session.get(User, sheets["Kanariefuglen"].author_id))
    assert "2 fact sheets" in author.page(BASE)
    assert "Kanariefuglen" in author.page(address(four["concept"]))


def test_signed_out_is_sent_to_sign_in(client: Any, four: dict[str, Any]) -> None:
    for where in (BASE, BASE + "/keep", address(four["concept"]), address(four["lab"], "/edit")):
        response = client.get(where)
        assert response.status_code == 302
        assert "/login" in response.location


@pytest.mark.parametrize("role", ["staff", "ambassador", None])
def test_only_editors_keep_it(sign_in: Any, four: dict[str, Any], role: str | None) -> None:
    person = sign_in(role)
    for where in ["/keep", "/keep.csv", "/concept/new"]:
        assert person.get(BASE + where).status_code == 403
    for entry in four.values():
        for action in ("/edit", "/merge", "/delete"):
            assert person.get(address(entry, action)).status_code == 403
            assert person.post(address(entry, action)).status_code == 403
        assert person.post(address(entry, "/move"), {"to": "up"}).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_make_one_and_change_it(sign_in: Any, session: Any, four: Any, kind: str) -> None:
    editor = sign_in("editor")
    under = {"programme": f"?under={four['lab'].id}", "track": f"?under={four['programme'].id}"}
    page = editor.page(f"{BASE}/{kind}/new{under.get(kind, '')}")
    chosen = re.findall(r'<option selected value="(\d+)"', page)
    parent = {"programme": "lab_id", "track": "programme_id"}.get(kind)
    assert len(chosen) == (1 if parent else 0)
    data = {"name": "Helt nyt", "other_names": "Nyt, Nyere; Nyt"}
    if parent:
        data[parent] = chosen[0]
    made = editor.post(f"{BASE}/{kind}/new", data)
    assert made.status_code == 303
    entry = rules.find_by_name(session, kind, "helt-nyt")
    assert entry is not None
    assert made.location == address(entry)
    assert entry.other_names == ["Nyt", "Nyere"]
    changed = {**data, "name": "Endnu nyere", "version": "1"}
    assert editor.post(address(entry, "/edit"), changed).status_code == 303
    assert (entry.name, entry.version) == ("Endnu nyere", 2)


def test_a_name_that_is_there_already_is_refused_in_its_field(
    sign_in: Any, session: Any, four: dict[str, Any]
) -> None:
    editor = sign_in("editor")
    typed = {"name": "billetmodellen", "purpose": "Lang tekst, der ikke må gå tabt"}
    page = editor.post(f"{BASE}/concept/new", typed).text
    assert "Look at this once more" not in page
    assert "There is one called Billetmodellen already." in page
    assert "Lang tekst, der ikke må gå tabt" in page
    other = rules.create_entry(session, SYSTEM, "concept", {"name": "En anden"})
    session.commit()
    response = editor.post(address(other, "/edit"), {**typed, "version": "1"})
    assert "There is one called Billetmodellen already." in response.text
    assert (other.name, other.purpose) == ("En anden", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write a name."),
        ("name", "x" * 161, "at most 160"),
        ("name", "---", "at least one letter"),
        ("purpose", "x" * (SECTION_MAX + 1), f"at most {SECTION_MAX}"),
        ("summary", "x" * 301, "at most 300"),
        ("other_names", ",".join(f"n{n}" for n in range(21)), "Keep to 20 names"),
        ("other_names", "x" * 161, "each name shorter"),
    ],
)
def test_what_cannot_be_used_is_said(
    sign_in: Any, session: Any, field: str, value: str, words: str
) -> None:
    editor = sign_in("editor")
    response = editor.post(f"{BASE}/concept/new", {"name": "Nyt", field: value})
    assert response.status_code == 422
    assert words in response.text
    assert session.scalars(select(Concept)).all() == []


def test_a_nul_is_dropped(sign_in: Any, session: Any) -> None:
    editor = sign_in("editor")
    editor.post(f"{BASE}/concept/new", {"name": "N\x00yt", "purpose": "a\x00b"})
    made = session.scalars(select(Concept)).one()
    assert (made.name, made.purpose) == ("Nyt", "ab")


def test_two_editors_at_once_lose_nothing(sign_in: Any, session: Any, four: Any) -> None:
    concept = four["concept"]
    first, second = sign_in("editor"), sign_in("editor")
    page = first.page(address(concept, "/edit"))
    seen = re.search(r'name="seen" type="hidden" value="([^"]+)"', page)
    assert seen is not None
    base = {"name": concept.name, "purpose": concept.purpose, "summary": concept.summary}
    theirs = {**base, "findings": "Deres fund", "purpose": "Deres formål", "version": "1"}
    assert second.post(address(concept, "/edit"), theirs).status_code == 303
    mine = {**base, "purpose": "Mit formål", "version": "1", "seen": seen.group(1)}
    response = first.post(address(concept, "/edit"), mine)
    assert response.status_code == 409
    for text in ("Deres fund", "Deres formål", "Mit formål"):
        assert text in response.text
    # Only they wrote findings, both wrote the purpose.
    assert re.search(r'name="choose-findings" value="theirs" checked', response.text)
    assert re.search(r'name="choose-purpose" value="mine" checked', response.text)
    assert "choose-summary" not in response.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.text))
    chosen = {"choose-findings": "theirs", "choose-purpose": "mine"}
    assert first.post(address(concept, "/edit"), {**hidden, **chosen}).status_code == 303
    assert (concept.findings, concept.purpose) == ("Deres fund", "Mit formål")
    assert concept.version == 3


def test_merging_shows_first_what_will_happen(
    sign_in: Any, session: Any, four: Any, sheets: Any
) -> None:
    editor = sign_in("editor")
    gone, gone_id = four["concept"], four["concept"].id
    kept = rules.create_entry(session, SYSTEM, "concept", {"name": "Sedlen", "purpose": "Andet"})
    session.commit()
    page = editor.page(address(gone, "/merge"))
    assert "Sedlen" in page
    plan = editor.page(address(gone, f"/merge?into={kept.id}"))
    assert "1 fact sheet moves to Sedlen." in plan
    assert "So does any sheet that you may not see." in plan
    assert "<em>synligt</em>" in plan  # the text that will be gone
    assert session.get(Concept, gone.id) is not None
    response = editor.post(address(gone, "/merge"), {"into": str(kept.id)})
    assert response.status_code == 303
    assert response.location == address(kept)
    assert sheets["Kanariefuglen"].concepts == [kept]
    assert editor.get(f"{BASE}/concept/{gone_id}").status_code == 404


@pytest.mark.parametrize("into", ["", "0", "-1", "abc", "9" * 20, "self"])
def test_nonsense_is_not_merged_into(
    sign_in: Any, session: Any, four: dict[str, Any], into: str
) -> None:
    editor = sign_in("editor")
    rules.create_entry(session, SYSTEM, "concept", {"name": "Sedlen"})
    session.commit()
    concept = four["concept"]
    value = str(concept.id) if into == "self" else into
    assert "Choose one from the list." in editor.page(address(concept, f"/merge?into={value}"))
    response = editor.post(address(concept, "/merge"), {"into": value})
    assert response.status_code == 422
    assert session.get(Concept, concept.id) is not None


def test_delete_asks_and_refuses_what_is_used(
    sign_in: Any, session: Any, four: Any, sheets: Any
) -> None:
    editor = sign_in("editor")
    used = four["concept"]
    assert "Merge it with another" in editor.page(address(used, "/delete"))
    assert editor.post(address(used, "/delete")).status_code == 409
    assert session.get(Concept, used.id) is not None
    free = rules.create_entry(session, SYSTEM, "concept", {"name": "Sedlen"})
    session.commit()
    free_id = free.id
    assert "cannot be undone" in editor.page(address(free, "/delete"))
    assert editor.post(address(free, "/delete")).status_code == 303
    assert session.get(Concept, free_id) is None


def test_moving(sign_in: Any, session: Any, four: dict[str, Any]) -> None:
    editor = sign_in("editor")
    second = rules.create_entry(
        session, SYSTEM, "track", {"name": "Kolleger", "programme_id": four["programme"].id}
    )
    session.commit()
    response = editor.post(address(second, "/move"), {"to": "up"})
    assert response.location == f"{BASE}/keep#track-{second.id}"
    assert [row.name for row in rules.siblings(session, second)] == ["Kolleger", "Nye studerende"]
    assert editor.post(address(second, "/move"), {"to": "sideways"}).status_code == 400


def test_it_can_be_downloaded(sign_in: Any, four: dict[str, Any], sheets: Any) -> None:
    editor = sign_in("editor")
    rows = editor.page(BASE + "/keep.csv").splitlines()
    assert "Track;Nye studerende;Godt fra start;;1" in rows
    assert editor.get(BASE + "/keep.xlsx").data[:2] == b"PK"


def test_the_empty_catalogue_says_what_to_do(sign_in: Any, session: Any) -> None:
    assert "The catalogue is empty" in sign_in().page(BASE)
    editor = sign_in("editor")
    assert f'href="{BASE}/programme/new"' in editor.page(BASE)
    assert f'href="{BASE}/programme/new"' in editor.page(BASE + "/keep")


@pytest.mark.parametrize("kind", [*KINDS, "person", "%00", "æ"])
@pytest.mark.parametrize("number", ["0", "-1", "x", "2147483648", "9" * 20])
def test_what_is_not_there_is_404(sign_in: Any, kind: str, number: str) -> None:
    editor = sign_in("editor")
    for action in ("", "/edit", "/merge", "/delete"):
        assert editor.get(f"{BASE}/{kind}/{number}{action}").status_code == 404


@pytest.mark.parametrize("page", ["-1", "0", "x", "99", "9" * 20])
def test_any_page_number_gives_a_page(sign_in: Any, four: Any, sheets: Any, page: str) -> None:
    assert "Udgangsbilletten" in sign_in().page(address(four["concept"], f"?page={page}"))


@pytest.mark.parametrize("kind", ["programme", "track"])
@pytest.mark.parametrize("parent", ["", "0", "x", "9" * 20, "-1"])
def test_a_parent_that_is_not_there(
    sign_in: Any, session: Any, four: Any, kind: str, parent: str
) -> None:
    editor = sign_in("editor")
    field = "lab_id" if kind == "programme" else "programme_id"
    response = editor.post(f"{BASE}/{kind}/new", {"name": "Nyt", field: parent})
    if kind == "programme" and parent == "":
        assert response.status_code == 303
        return
    assert response.status_code == 422
    assert "Choose one from the list." in response.text
    assert editor.get(f"{BASE}/{kind}/new?under={parent}").status_code == 200
    assert session.scalar(select(Programme).where(Programme.name == "Nyt")) is None
    assert session.scalar(select(Track).where(Track.name == "Nyt")) is None


def test_a_form_without_a_version_overwrites_nothing(
    sign_in: Any, session: Any, four: dict[str, Any]
) -> None:
    editor = sign_in("editor")
    for version in ("", "x", "-1", "9" * 30, "²"):
        response = editor.post(
            address(four["concept"], "/edit"),
            {"name": "Billetmodellen", "purpose": "Nyt", "version": version, "seen": "::: x"},
        )
        assert response.status_code == 409
    assert four["concept"].purpose == "Gør det *synligt*"


def test_few_questions_to_the_database(
    sign_in: Any, session: Any, four: Any, sheets: Any, count_queries: Any
) -> None:
    editor = sign_in("editor")
    editor.page(BASE)
    with count_queries() as before:
        editor.page(BASE)
        editor.page(BASE + "/keep")
        editor.page(address(four["concept"]))
    for number in range(6):
        programme = rules.create_entry(
            session, SYSTEM, "programme", {"name": f"P{number}", "lab_id": four["lab"].id}
        )
        for track in range(4):
            rules.create_entry(
                session, SYSTEM, "track", {"name": f"T{track}", "programme_id": programme.id}
            )
        rules.create_entry(session, SYSTEM, "concept", {"name": f"K{number}"})
    session.commit()
    with count_queries() as after:
        editor.page(BASE)
        editor.page(BASE + "/keep")
        editor.page(address(four["concept"]))
    # Whether a plugin was switched is asked now and then, so a question or two may come on top.
    assert len(after) <= len(before) + 2
    assert len(after) <= 42


def test_editors_find_it_in_their_menu(sign_in: Any) -> None:
    assert f'href="{BASE}/keep"' in sign_in("editor").page("/")
    assert f'href="{BASE}/keep"' not in sign_in("staff").page("/")
