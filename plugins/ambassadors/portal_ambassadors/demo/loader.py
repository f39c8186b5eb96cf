"""Fills an empty portal with the list of competences and the demo's ambassadors."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, User, today

from ..catalogue.services import save_competence, save_group
from ..models import AmbassadorWork, Competence
from ..profiles import services as rules
from ..profiles.data import ChoiceData, ProfileData

FOLDER = Path(__file__).parent


def load_demo(session: Session) -> None:
    """Adds both. The demo's units and people are there already."""
    competences = load_competences(session)
    people = {user.email: user for user in session.scalars(select(User))}
    for row in _read("ambassadors.toml")["ambassador"]:
        if row["person"] in people:
            _add(session, row, people, competences)


def load_competences(session: Session) -> dict[str, Competence]:
    """The list that comes with the demo, by name."""
    found: dict[str, Competence] = {}
    for group in _read("competences.toml")["group"]:
        made = save_group(session, SYSTEM, group["name"])
        for one in group["competences"]:
            found[one["name"]] = save_competence(session, SYSTEM, group_id=made.id, **one)
    return found


def _add(
    session: Session,
    row: Mapping[str, Any],
    people: Mapping[str, User],
    competences: Mapping[str, Competence],
) -> None:
    by = people.get(row.get("by", ""))
    choice = ChoiceData(
        chosen_how=row["how"],
        chosen_by_id=by.id if by else None,
        chosen_on=_day(row["on"]),
        chosen_why=row["why"],
        mandate=row["mandate"],
        mandate_from=_day(row["from"]),
        mandate_until=_day(row["until"]),
    )
    ambassador = rules.appoint(session, SYSTEM, people[row["person"]], choice)
    data = ProfileData(
        help_text=row["help"],
        reach=row["reach"],
        reach_note=row.get("reach_note", ""),
        roles=row["roles"],
        languages=row["languages"],
        communities=row.get("communities", ()),
    )
    rules.change_profile(session, SYSTEM, ambassador, data)
    for name, level in row["levels"].items():
        rules.set_level(session, SYSTEM, ambassador, competences[name], level)
    # The plugin of the sheets may come after this one: in an empty portal their ids are their
    # numbers, and a reference to what is not there is shown to nobody.
    ambassador.work_rows = [
        AmbassadorWork(kind="factsheet", object_id=number) for number in row.get("works", ())
    ]
    rules.set_hidden(session, SYSTEM, ambassador, row.get("hidden", ()))
    rules.tell(session, SYSTEM, ambassador)


def _day(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
