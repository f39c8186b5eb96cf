"""What the form of a fact sheet refuses, and how it says so."""

from __future__ import annotations

import html
from typing import Any

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.vocabulary import SECTION_MAX, Status
from sqlalchemy import select

from .conftest import NEW, WHOLE, edit, only


def test_what_is_missing_is_said_and_the_draft_is_kept(author: Any, session: Any) -> None:
    response = author.post(NEW, {"title": "Halvt", "visibility": "everyone", "press": "publish"})
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
    data = {**WHOLE, "press": "publish"}
    del data[left_out]
    author.post(NEW, data)
    assert only(session).status == Status.DRAFT


def test_a_project_needs_no_hypothesis_and_no_phase(author: Any, session: Any) -> None:
    left_out = {"hypothesis_if", "hypothesis_then", "phase"}
    data = {name: value for name, value in WHOLE.items() if name not in left_out}
    author.post(NEW, {**data, "kind": "project", "press": "publish"})
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
        ("responsible_id", "999", "Choose somebody from the list, or write an e-mail address."),
        ("tags", ",".join(f"t{n}" for n in range(11)), "Keep to 10 tags."),
        ("tags", "x" * 41, "at most 40"),
        ("other_titles", "x" * 201, "at most 200"),
        ("other_titles", "\n".join(f"t{n}" for n in range(11)), "at most 10"),
        ("ready", "y", "Write first what others can lift out."),
        ("visibility", "nonsense", "visibility"),
        ("visibility", "units", "Choose at least one unit."),
        ("visibility", "people", "Choose at least one person."),
        ("visible_people", "zzzz", "visible_people"),
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
        response = author.post(NEW, {**typed, "press": action})
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
