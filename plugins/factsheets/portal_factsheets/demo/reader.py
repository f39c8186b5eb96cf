"""Reads the demo catalogue and the demo fact sheets; knows no database and no Flask.

A sheet is a file `sheets/NN-slug.md`: TOML between two lines of `+++`, then one `## key`
heading for each section. TOML has no null, so a key without a value is left out.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATALOGUE_FILE = HERE / "catalogue.toml"
SHEETS_FOLDER = HERE / "sheets"

SECTIONS = (
    "challenge",
    "hypothesis_if",
    "hypothesis_then",
    "actions",
    "findings",
    "elements",
    "attention",
    "target_group",
)

_HEADING = re.compile(r"^## (\w+)$", re.MULTILINE)


@dataclass(frozen=True)
class DemoLab:
    """A development lab, above the programmes."""

    key: str
    name: str
    description: str


@dataclass(frozen=True)
class DemoProgramme:
    """A programme of a lab; it bundles tracks."""

    key: str
    name: str
    lab: str
    description: str


@dataclass(frozen=True)
class DemoTrack:
    """A track of a programme; it bundles experiments."""

    key: str
    name: str
    programme: str
    description: str


@dataclass(frozen=True)
class DemoConcept:
    """A generalised way of working with text of its own (Markdown but for the summary)."""

    key: str
    name: str
    summary: str
    purpose: str
    audience: str
    parts: str
    success: str
    attention: str
    findings: str
    other_contributions: str


@dataclass(frozen=True)
class DemoCatalogue:
    """What the sheets refer to by key."""

    labs: tuple[DemoLab, ...]
    programmes: tuple[DemoProgramme, ...]
    tracks: tuple[DemoTrack, ...]
    concepts: tuple[DemoConcept, ...]


@dataclass(frozen=True)
class DemoLink:
    """A link under a sheet."""

    title: str
    url: str


@dataclass(frozen=True)
class DemoSheet:
    """A fact sheet. `slug` is the file's name without its ending; `builds_on` is such a slug.

    Either `unit` (a key) or `institution` (an external name) is set. `review_due` counts days
    from today and may be negative; `published_days_ago` is None for a draft. `sections` holds
    Markdown by the names in `SECTIONS`; a draft may lack some.
    """

    slug: str
    title: str
    summary: str
    other_titles: tuple[str, ...]
    kind: str
    unit: str | None
    institution: str | None
    programme: str
    track: str
    concepts: tuple[str, ...]
    phase: int
    outcome: str
    ready: bool
    period_start: str | None
    period_end: str | None
    author: str
    responsible: str
    review_due: int
    tags: tuple[str, ...]
    links: tuple[DemoLink, ...]
    builds_on: str | None
    status: str
    visibility: str
    units: tuple[str, ...]
    people: tuple[str, ...]
    published_days_ago: int | None
    sections: dict[str, str]


def read_catalogue(path: Path = CATALOGUE_FILE) -> DemoCatalogue:
    """Read labs, programmes, tracks and concepts; a missing or unknown field is a TypeError."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return DemoCatalogue(
        labs=tuple(DemoLab(**_stripped(row)) for row in data["lab"]),
        programmes=tuple(DemoProgramme(**_stripped(row)) for row in data["programme"]),
        tracks=tuple(DemoTrack(**_stripped(row)) for row in data["track"]),
        concepts=tuple(DemoConcept(**_stripped(row)) for row in data["concept"]),
    )


def read_sheets(folder: Path = SHEETS_FOLDER) -> tuple[DemoSheet, ...]:
    """Read all sheets in the order of their numbers: a sheet follows the one it builds on."""
    return tuple(read_sheet(path) for path in sorted(folder.glob("*.md")))


def read_sheet(path: Path) -> DemoSheet:
    """Read one sheet; a missing field is a KeyError that names it."""
    front, body = _split(path)
    return DemoSheet(
        slug=path.stem,
        title=front["title"],
        summary=front["summary"],
        other_titles=tuple(front.get("other_titles", ())),
        kind=front["kind"],
        unit=front.get("unit"),
        institution=front.get("institution"),
        programme=front["programme"],
        track=front["track"],
        concepts=tuple(front["concepts"]),
        phase=front["phase"],
        outcome=front["outcome"],
        ready=front["ready"],
        period_start=front.get("period_start"),
        period_end=front.get("period_end"),
        author=front["author"],
        responsible=front["responsible"],
        review_due=front["review_due"],
        tags=tuple(front["tags"]),
        links=tuple(DemoLink(link["title"], link["url"]) for link in front.get("links", ())),
        builds_on=front.get("builds_on"),
        status=front["status"],
        visibility=front["visibility"],
        units=tuple(front.get("units", ())),
        people=tuple(front.get("people", ())),
        published_days_ago=front.get("published_days_ago"),
        sections=_sections(body),
    )


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter, parsed, and the text below it."""
    before, front, body = path.read_text(encoding="utf-8").split("+++\n", maxsplit=2)
    if before:
        raise ValueError(f"{path.name}: the front matter has to begin on the first line")
    return tomllib.loads(front), body


def _sections(body: str) -> dict[str, str]:
    """The texts below the `## key` headings, in the order of the file."""
    _, *pieces = _HEADING.split(body)
    return {key: text.strip() for key, text in zip(pieces[::2], pieces[1::2], strict=True)}


def _stripped(row: dict[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in row.items()}
