"""Reads the demo organisation from `organisation.toml`; knows no database and no Flask."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ORGANISATION_FILE = Path(__file__).with_name("organisation.toml")


@dataclass(frozen=True)
class DemoUnit:
    """A unit of the tree; `parent` is the key of a unit that stands earlier in the file."""

    key: str
    name: str
    kind: str
    parent: str | None
    town: str = ""


@dataclass(frozen=True)
class DemoFunction:
    """What a person does in one unit: leader, teacher, staff or student."""

    unit: str
    function: str


@dataclass(frozen=True)
class DemoPerson:
    """An account of the demo, with its roles and its functions in units."""

    email: str
    name: str
    title: str
    roles: tuple[str, ...]
    functions: tuple[DemoFunction, ...]
    language: str


@dataclass(frozen=True)
class DemoOrganisation:
    """All units, parents before children, and all people."""

    units: tuple[DemoUnit, ...]
    people: tuple[DemoPerson, ...]


def read_organisation(path: Path = ORGANISATION_FILE) -> DemoOrganisation:
    """Read the organisation file; a missing field is a KeyError that names it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return DemoOrganisation(
        units=tuple(_unit(row) for row in data["unit"]),
        people=tuple(_person(row) for row in data["person"]),
    )


def _unit(row: dict[str, Any]) -> DemoUnit:
    return DemoUnit(row["key"], row["name"], row["kind"], row.get("parent"), row.get("town", ""))


def _person(row: dict[str, Any]) -> DemoPerson:
    return DemoPerson(
        email=row["email"],
        name=row["name"],
        title=row["title"],
        roles=tuple(row["roles"]),
        functions=tuple(DemoFunction(f["unit"], f["function"]) for f in row["functions"]),
        language=row["language"],
    )
