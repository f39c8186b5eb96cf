"""The demo content holds together: every key leads somewhere and every text is there.

The readers are run as plain files, so that this needs neither Flask nor an installed plugin.
"""

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1]
PORTAL = PLUGIN.parents[1] / "portal"

_sheet_reader = runpy.run_path(str(PLUGIN / "portal_factsheets/demo/reader.py"))
_unit_reader = runpy.run_path(str(PORTAL / "demo/reader.py"))

SECTIONS = _sheet_reader["SECTIONS"]
CATALOGUE = _sheet_reader["read_catalogue"]()
SHEETS = _sheet_reader["read_sheets"]()
ORGANISATION = _unit_reader["read_organisation"]()

UNIT_KEYS = {unit.key for unit in ORGANISATION.units}
PEOPLE = {person.email: person for person in ORGANISATION.people}
ACCOUNTS = {
    "admin@demo.example": {"admin"},
    "organiser@demo.example": {"organiser", "editor"},
    "ambassador@demo.example": {"ambassador"},
    "leader@demo.example": {"leader"},
    "staff@demo.example": {"staff"},
    "newcomer@demo.example": set(),
}

each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.slug)
each_published = pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.status != "draft"], ids=lambda sheet: sheet.slug
)


def keys(rows):
    """The keys of some rows; a key met twice fails."""
    counted = Counter(row.key for row in rows)
    assert max(counted.values()) == 1, counted.most_common(1)
    return set(counted)


# --- The organisation -----------------------------------------------------------------------


def test_units_are_a_tree_with_parents_first():
    seen = set()
    for unit in ORGANISATION.units:
        assert unit.kind in {"institution", "department", "education"}
        assert unit.parent is None or unit.parent in seen, unit.key
        assert unit.key not in seen, unit.key
        seen.add(unit.key)
    assert 18 <= len(seen) <= 25


def test_people_are_complete_and_point_to_units():
    assert len(PEOPLE) == len(ORGANISATION.people) >= 30
    roles = {"admin", "editor", "organiser", "ambassador", "leader", "staff"}
    for person in ORGANISATION.people:
        assert re.fullmatch(r"[a-z.-]+@demo\.example", person.email)
        assert person.name and person.title
        assert set(person.roles) <= roles
        assert person.language in {"da", "en"}
        for function in person.functions:
            assert function.unit in UNIT_KEYS, person.email
            assert function.function in {"leader", "teacher", "staff", "student"}
    assert any(person.language == "en" for person in ORGANISATION.people)


def test_the_six_accounts_have_their_roles():
    assert {email: set(PEOPLE[email].roles) for email in ACCOUNTS} == ACCOUNTS
    assert PEOPLE["newcomer@demo.example"].functions == ()


def test_every_education_has_a_leader_and_two_teachers():
    functions = Counter(
        (function.unit, function.function)
        for person in ORGANISATION.people
        for function in person.functions
    )
    educations = [unit.key for unit in ORGANISATION.units if unit.kind == "education"]
    assert [key for key in educations if functions[key, "leader"] < 1] == []
    assert [key for key in educations if functions[key, "teacher"] < 2] == []


# --- The catalogue --------------------------------------------------------------------------


def test_catalogue_refers_to_itself():
    labs, programmes = keys(CATALOGUE.labs), keys(CATALOGUE.programmes)
    assert {programme.lab for programme in CATALOGUE.programmes} == labs
    assert {track.programme for track in CATALOGUE.tracks} == programmes
    assert len(keys(CATALOGUE.tracks)) >= 7
    assert len(keys(CATALOGUE.concepts)) >= 5


def test_catalogue_texts_are_there():
    rows = (*CATALOGUE.labs, *CATALOGUE.programmes, *CATALOGUE.tracks, *CATALOGUE.concepts)
    for row in rows:
        assert all(vars(row).values()), row.key
    for concept in CATALOGUE.concepts:
        assert len(concept.summary) <= 180


# --- The sheets -----------------------------------------------------------------------------


@each_sheet
def test_references_of_a_sheet_exist(sheet):
    track = {track.key: track for track in CATALOGUE.tracks}[sheet.track]
    assert track.programme == sheet.programme
    assert set(sheet.concepts) <= keys(CATALOGUE.concepts)
    assert (sheet.unit in UNIT_KEYS) != bool(sheet.institution)
    assert {sheet.author, sheet.responsible, *sheet.people} <= set(PEOPLE)
    assert set(sheet.units) <= UNIT_KEYS
    earlier = {other.slug for other in SHEETS if other.slug < sheet.slug}
    assert sheet.builds_on is None or sheet.builds_on in earlier


@each_sheet
def test_front_matter_of_a_sheet(sheet):
    assert sheet.kind in {"experiment", "project"}
    assert sheet.outcome in {"succeeded", "partly", "failed", "too_early"}
    assert sheet.status in {"draft", "published", "archived"}
    assert 1 <= sheet.phase <= 6
    assert sheet.title and 0 < len(sheet.summary) <= 180
    assert 2 <= len(sheet.tags) <= 4 and all(tag == tag.lower() for tag in sheet.tags)
    assert all(link.title and link.url.startswith("https://example.org/") for link in sheet.links)
    assert not sheet.ready or sheet.outcome in {"succeeded", "partly"}
    assert (sheet.status == "draft") == (sheet.published_days_ago is None)


@each_sheet
def test_visibility_names_whom_it_is_for(sheet):
    assert sheet.visibility in {"everyone", "units", "people", "private"}
    assert bool(sheet.units) == (sheet.visibility == "units")
    assert bool(sheet.people) == (sheet.visibility == "people")


@each_sheet
def test_period_of_a_sheet(sheet):
    for month in (sheet.period_start, sheet.period_end):
        assert month is None or re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month)
    if sheet.period_end:
        assert sheet.period_start <= sheet.period_end


@each_sheet
def test_sections_are_known_and_not_empty(sheet):
    assert set(sheet.sections) <= set(SECTIONS)
    assert all(sheet.sections.values())
    # The page puts 'Hvis' and 'så' before the two halves of the hypothesis.
    assert re.match(r"(?!hvis\b)[a-zæøå].*,$", sheet.sections["hypothesis_if"])
    assert re.match(r"(?!så\b)[a-zæøå].*\.$", sheet.sections["hypothesis_then"])


@each_published
def test_a_published_sheet_has_every_section(sheet):
    assert tuple(sheet.sections) == SECTIONS
    words = sum(len(text.split()) for text in sheet.sections.values())
    assert 150 <= words <= 380


def test_the_sheets_show_what_the_portal_can():
    assert len(SHEETS) >= 18
    assert len({sheet.title for sheet in SHEETS}) == len(SHEETS)
    assert sum(sheet.outcome == "failed" for sheet in SHEETS) >= 4
    assert sum(sheet.outcome == "partly" for sheet in SHEETS) >= 4
    assert sum(sheet.builds_on is not None for sheet in SHEETS) >= 3
    assert sum(sheet.institution is not None for sheet in SHEETS) >= 2
    assert {sheet.phase for sheet in SHEETS} >= {2, 3, 4, 5, 6}
    assert {sheet.kind for sheet in SHEETS} == {"experiment", "project"}
    assert {sheet.visibility for sheet in SHEETS} == {"everyone", "units", "people", "private"}
    assert {sheet.status for sheet in SHEETS} == {"draft", "published", "archived"}
    assert any(sheet.review_due < 0 for sheet in SHEETS)
    used = {key for sheet in SHEETS for key in sheet.concepts}
    assert used == keys(CATALOGUE.concepts)


def test_drafts_and_private_sheets_have_the_right_authors():
    drafts = {sheet.author for sheet in SHEETS if sheet.status == "draft"}
    assert {"ambassador@demo.example", "staff@demo.example"} <= drafts
    private = {sheet.author for sheet in SHEETS if sheet.visibility == "private"}
    assert private and private.isdisjoint(ACCOUNTS)
