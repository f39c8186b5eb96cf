"""The demo's ambassadors are people of the demo, and nothing they hide is told."""

import tomllib

import pytest
from portal_ambassadors.demo.loader import FOLDER, load_demo
from portal_ambassadors.facts import visible
from portal_ambassadors.finding.directory import Directory
from portal_ambassadors.finding.filters import Filters
from portal_ambassadors.parts import HIDEABLE

from portal.api import Unit


@pytest.fixture
def demo(session, make):
    """The demo, on people of the same addresses."""
    rows = tomllib.loads((FOLDER / "ambassadors.toml").read_text("utf-8"))["ambassador"]
    unit = Unit(name="Campus Møllehøj", town="Viborg")
    session.add(unit)
    session.commit()
    for row in rows:
        make.user(row["person"].split("@")[0].title(), email=row["person"], units=[unit])
    load_demo(session)
    session.commit()
    return rows


def test_it_loads_whole(session, make, demo):
    found = visible(session, make.actor())
    assert len(found) == len(demo) >= 8
    assert any(row.get("hidden") for row in demo)
    assert {part for row in demo for part in row.get("hidden", ())} <= HIDEABLE
    for one in found:
        assert one.help_text and one.chosen_why and one.mandate


def test_somebody_near_viborg_can_help_with_supervision(session, make, demo, work):
    work()
    text = "nogen nær Viborg, der kan hjælpe med supervision"
    assert Directory(session, make.actor(), Filters(text=text)).found
