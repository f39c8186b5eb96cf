"""What a form or an import says about a sheet, and whether that can be saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Unit, User, Visibility, narrow

from .. import vocabulary as words
from ..models import Concept, FactSheet, Programme, Track


@dataclass(frozen=True, slots=True)
class Link:
    """A link under a sheet. Without a title its address is shown."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetData:
    """Everything about a sheet that people write; the defaults are an empty sheet.

    `period_start` and `period_end` are months, any day of them.
    """

    title: str = ""
    other_titles: Sequence[str] = ()
    summary: str = ""
    kind: str = words.SheetKind.EXPERIMENT
    unit_id: int | None = None
    institution: str = ""
    programme_id: int | None = None
    track_id: int | None = None
    concept_ids: Sequence[int] = ()
    challenge: str = ""
    hypothesis_if: str = ""
    hypothesis_then: str = ""
    hypothesis: str = ""
    actions: str = ""
    findings: str = ""
    elements: str = ""
    attention: str = ""
    target_group: str = ""
    phase: int | None = None
    outcome: str | None = None
    ready: bool = False
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    links: Sequence[Link] = ()
    builds_on_id: int | None = None
    responsible_id: int | None = None
    review_due: dt.date | None = None
    tags: Sequence[str] = ()
    visibility: str = Visibility.EVERYONE
    visible_units: Sequence[int] = ()
    visible_people: Sequence[int] = field(default=())


TEXTS = (
    "challenge",
    "hypothesis_if",
    "hypothesis_then",
    "hypothesis",
    "actions",
    "findings",
    "elements",
    "attention",
    "target_group",
)
#: The fields that are copied between a sheet and its data as they are.
PLAIN = (
    "title",
    "summary",
    "kind",
    "unit_id",
    "institution",
    "programme_id",
    "track_id",
    *TEXTS,
    "phase",
    "outcome",
    "ready",
    "period_start",
    "period_end",
    "builds_on_id",
    "responsible_id",
    "review_due",
    "visibility",
)


def data_of(sheet: FactSheet) -> SheetData:
    """A sheet as data, to fill a form with."""
    return SheetData(
        **{name: getattr(sheet, name) for name in PLAIN},
        other_titles=tuple(sheet.other_titles),
        concept_ids=tuple(concept.id for concept in sheet.concepts),
        links=tuple(Link(link["title"], link["url"]) for link in sheet.links),
        tags=tuple(sheet.tags),
        visible_units=tuple(sheet.visible_units),
        visible_people=tuple(sheet.visible_people),
    )


def cleaned(data: SheetData) -> SheetData:
    """The same, tidied: blanks trimmed, tags in lower case, doubles gone, months on their first
    day, and only the visibility that was chosen."""
    texts: dict[str, Any] = {name: _text(getattr(data, name)) for name in TEXTS}
    links = [Link(_line(link.title) or link.url.strip(), link.url.strip()) for link in data.links]
    return replace(
        data,
        **texts,
        title=_line(data.title),
        summary=_line(data.summary),
        institution=_line(data.institution),
        other_titles=_unique(_line(title) for title in data.other_titles),
        concept_ids=tuple(dict.fromkeys(data.concept_ids)),
        outcome=data.outcome or None,
        phase=data.phase or None,
        period_start=data.period_start and data.period_start.replace(day=1),
        period_end=data.period_end and data.period_end.replace(day=1),
        tags=tuple(sorted(_unique(_line(tag).lower().lstrip("#").strip() for tag in data.tags))),
        links=tuple({link.url: link for link in links if link.url}.values()),
        visible_units=_ids(data.visible_units, data.visibility == Visibility.UNITS),
        visible_people=_ids(data.visible_people, data.visibility == Visibility.PEOPLE),
    )


def problems(
    session: Session, actor: Actor, data: SheetData, sheet: FactSheet | None = None
) -> dict[str, str]:
    """What is wrong with `data`, by the name of the field; empty when it can be saved.

    `data` is `cleaned`. `sheet` is the one that is changed: what it says already may stay,
    also where the actor could not choose it.
    """
    found: dict[str, str] = {}
    _check_lengths(data, found)
    _check_choices(data, found)
    _check_place(session, data, sheet, found)
    _check_people(session, data, sheet, found)
    _check_links(data, found)
    _check_builds_on(session, actor, data, sheet, found)
    return found


def _check_lengths(data: SheetData, found: dict[str, str]) -> None:
    limits = {
        "title": words.TITLE_MAX,
        "summary": words.SUMMARY_MAX,
        "institution": words.INSTITUTION_MAX,
        **dict.fromkeys(TEXTS, words.SECTION_MAX),
    }
    for name, limit in limits.items():
        if len(getattr(data, name)) > limit:
            found[name] = _("Make it shorter: at most %(number)s characters.", number=limit)
    if not data.title:
        found["title"] = _("Write a title.")
    if any(len(title) > words.TITLE_MAX for title in data.other_titles):
        found["other_titles"] = _(
            "Make it shorter: at most %(number)s characters.", number=words.TITLE_MAX
        )
    if any(len(tag) > words.TAG_MAX for tag in data.tags):
        found["tags"] = _(
            "Make each tag shorter: at most %(number)s characters.", number=words.TAG_MAX
        )
    counts = {
        "other_titles": words.OTHER_TITLES_MAX,
        "tags": words.TAGS_MAX,
        "links": words.LINKS_MAX,
        "concept_ids": words.CONCEPTS_MAX,
    }
    for name, limit in counts.items():
        if len(getattr(data, name)) > limit:
            found[name] = _("Choose the most important ones: at most %(number)s.", number=limit)


def _check_choices(data: SheetData, found: dict[str, str]) -> None:
    choices: dict[str, Iterable[Any]] = {
        "kind": words.KINDS,
        "outcome": (None, *words.OUTCOMES),
        "phase": (None, *words.PHASES),
        "visibility": tuple(Visibility),
    }
    for name, allowed in choices.items():
        if getattr(data, name) not in allowed:
            found[name] = _("Choose one of the possibilities.")
    for name in ("period_start", "period_end", "review_due"):
        day = getattr(data, name)
        if day is not None and not 1900 <= day.year <= 2200:
            found[name] = _("Write a year between 1900 and 2200.")
    start, end = data.period_start, data.period_end
    if start and end and end < start:
        found.setdefault("period_end", _("The period ends before it begins."))


def _check_place(
    session: Session, data: SheetData, sheet: FactSheet | None, found: dict[str, str]
) -> None:
    if data.unit_id is not None and data.institution:
        found["institution"] = _("Choose a unit or write a name, not both.")
    if data.unit_id is not None and (sheet is None or sheet.unit_id != data.unit_id):
        unit = session.get(Unit, data.unit_id)
        if unit is None or unit.closed_at is not None:
            found["unit_id"] = _("Choose a unit that is there.")
    if data.programme_id is not None and session.get(Programme, data.programme_id) is None:
        found["programme_id"] = _("Choose a programme that is there.")
    if data.track_id is not None:
        track = session.get(Track, data.track_id)
        if track is None:
            found["track_id"] = _("Choose a track that is there.")
        elif track.programme_id != data.programme_id:
            found["track_id"] = _("Choose a track of the programme.")
    if data.concept_ids:
        known = set(session.scalars(select(Concept.id).where(Concept.id.in_(data.concept_ids))))
        if known != set(data.concept_ids):
            found["concept_ids"] = _("Choose concepts that are there.")


def _check_people(
    session: Session, data: SheetData, sheet: FactSheet | None, found: dict[str, str]
) -> None:
    if data.responsible_id is not None and (
        sheet is None or sheet.responsible_id != data.responsible_id
    ):
        user = session.get(User, data.responsible_id)
        if user is None or not user.active:
            found["responsible_id"] = _("Choose somebody with an account.")
    if data.visibility == Visibility.UNITS:
        _check_all(session, Unit, data.visible_units, sheet.visible_units if sheet else (), found)
    if data.visibility == Visibility.PEOPLE:
        _check_all(session, User, data.visible_people, sheet.visible_people if sheet else (), found)


def _check_all(
    session: Session,
    model: type[Unit] | type[User],
    chosen: Sequence[int],
    before: Sequence[int],
    found: dict[str, str],
) -> None:
    name, empty, missing = (
        ("visible_units", _("Choose at least one unit."), _("Choose units that are there."))
        if model is Unit
        else ("visible_people", _("Choose at least one person."), _("Choose people who are there."))
    )
    if not chosen:
        found[name] = empty
        return
    new = set(chosen) - set(before)
    known = set(session.scalars(select(model.id).where(model.id.in_(new)))) if new else set()
    if known != new:
        found[name] = missing


def _check_links(data: SheetData, found: dict[str, str]) -> None:
    for link in data.links:
        titled = link.title != link.url
        if len(link.url) > words.URL_MAX or (titled and len(link.title) > words.LINK_TITLE_MAX):
            found["links"] = _("Make the link shorter: %(url)s", url=link.url[:60])
        elif not is_web_address(link.url):
            found["links"] = _(
                "Write an address that begins with https:// instead of %(url)s", url=link.url[:60]
            )


def is_web_address(url: str) -> bool:
    """Whether `url` is an http or https address with a host, and nothing a browser would run."""
    if any(ord(char) <= 32 for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _check_builds_on(
    session: Session,
    actor: Actor,
    data: SheetData,
    sheet: FactSheet | None,
    found: dict[str, str],
) -> None:
    wanted = data.builds_on_id
    if wanted is None or (sheet is not None and sheet.builds_on_id == wanted):
        return
    statement = narrow(select(FactSheet.id).where(FactSheet.id == wanted), actor, FactSheet)
    if session.scalar(statement) is None:
        found["builds_on_id"] = _("Choose a fact sheet that is there.")
    elif sheet is not None and sheet.id in origins(session, wanted):
        found["builds_on_id"] = _("A sheet cannot build on itself, nor on one that builds on it.")


def origins(session: Session, sheet_id: int) -> set[int]:
    """The sheet and everything it builds on, however far back."""
    base = select(FactSheet.id, FactSheet.builds_on_id).where(FactSheet.id == sheet_id)
    chain = base.cte(recursive=True)
    back = chain.union(
        select(FactSheet.id, FactSheet.builds_on_id).join(
            chain, FactSheet.id == chain.c.builds_on_id
        )
    )
    return set(session.scalars(select(back.c.id)))


_CONTROL: dict[int, None] = {number: None for number in range(32) if chr(number) not in "\n\t"}


def _line(text: str) -> str:
    return " ".join(str(text or "").translate(_CONTROL).split())


def _text(text: str) -> str:
    return str(text or "").replace("\r\n", "\n").translate(_CONTROL).strip()


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _ids(ids: Sequence[int], wanted: bool) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids)) if wanted else ()
