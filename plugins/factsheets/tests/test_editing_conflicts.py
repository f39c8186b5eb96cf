"""Two who write in one sheet at once: nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.testing.forms import form_values

from .conftest import NEW, edit, published


def test_two_who_write_at_once_lose_nothing(author: Any, session: Any, sign_in: Any) -> None:
    sheet = published(session, author, title="Et ark", challenge="Fælles", findings="Før")
    editor = sign_in("editor", name="Ane Dalgaard")
    mine = form_values(author.page(edit(sheet)), "version")
    theirs = form_values(editor.page(edit(sheet)), "version")
    saved = editor.post(edit(sheet), {**theirs, "challenge": "Deres", "findings": "Deres fund"})
    assert saved.status_code == 303
    typed = {**mine, "challenge": "Mit", "tags": "ny", "links_title": ["L"], "links_url": [LINK]}
    response = author.post(edit(sheet), {**typed, "press": "save"})
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
    values = form_values(page, "version")
    values["choose-challenge"] = "theirs"
    assert author.post(edit(sheet), {**values, "press": "save"}).status_code == 303
    session.expire_all()
    assert (sheet.challenge, sheet.findings, sheet.tags) == ("Deres", "Deres fund", ["ny"])
    assert sheet.links == [{"title": "L", "url": LINK}]


LINK = "https://example.org/"


def test_a_third_one_is_noticed_on_the_page_with_both(
    author: Any, session: Any, sign_in: Any
) -> None:
    sheet = published(session, author, challenge="Fælles")
    mine = form_values(author.page(edit(sheet)), "version")
    other = sign_in("editor")
    other.post(edit(sheet), {**form_values(other.page(edit(sheet)), "version"), "challenge": "To"})
    page = author.post(edit(sheet), {**mine, "challenge": "Mit"}).text
    other.post(edit(sheet), {**form_values(other.page(edit(sheet)), "version"), "challenge": "Tre"})
    again = author.post(edit(sheet), form_values(page, "version"))
    assert again.status_code == 409
    assert "Tre" in again.text
    assert "Mit" in again.text
    assert author.post(edit(sheet), form_values(again.text, "version")).status_code == 303
    assert sheet.challenge == "Mit"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_without_a_version_overwrites_nothing(
    author: Any, session: Any, version: str
) -> None:
    sheet = published(session, author, challenge="Før")
    data = {
        **form_values(author.page(edit(sheet)), "version"),
        "challenge": "Efter",
        "version": version,
    }
    assert author.post(edit(sheet), {**data, "seen": "x:y :: z"}).status_code == 409
    assert sheet.challenge == "Før"


@pytest.mark.parametrize("field", ["version", "seen", "choose-x", "choose-title", "press"])
@pytest.mark.parametrize("value", ["", "theirs", "\x00", "9" * 40, "æ"])
def test_nonsense_in_what_people_do_not_type(
    author: Any, session: Any, field: str, value: str
) -> None:
    sheet = published(session, author)
    data = {**form_values(author.page(edit(sheet)), "version"), field: value}
    assert author.post(edit(sheet), data).status_code in (303, 409)
    assert author.post(NEW, {field: value}).status_code in (422, 200)
