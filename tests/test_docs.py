"""The map of the code is true: each file it names is there, and says what it is named for."""

from __future__ import annotations

import re

import pytest

from portal.config import CHECKOUT

MAP = (CHECKOUT / "docs" / "changing.md").read_text("utf-8")
SHORT = {
    "F/": "plugins/factsheets/portal_factsheets/",
    "B/": "plugins/bazaar/portal_bazaar/",
    "W/": "plugins/workshops/portal_workshops/",
}
FILES = re.findall(r"`((?:F|B|W|portal|plugins|docs)/[\w./-]+\.\w+)`(?: \[`([^`]+)`\])?", MAP)


def test_the_map_names_many_places():
    assert len(FILES) > 50


@pytest.mark.parametrize(("path", "word"), sorted(set(FILES)))
def test_a_place_is_there(path, word):
    file = CHECKOUT / (SHORT[path[:2]] + path[2:] if path[:2] in SHORT else path)
    assert file.is_file()
    assert word in file.read_text("utf-8")


@pytest.mark.parametrize(
    "page", sorted((CHECKOUT / "docs").glob("*.md")), ids=lambda page: page.name
)
def test_links_between_the_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
