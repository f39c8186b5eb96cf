"""Lists of stands: what an organiser filters, sorts and takes out; what visitors look through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, Unit, contacts_seen, plain_text

from ..models import Bazaar, CardEntry, Keeper, PitchSlot, Stand, Theme
from ..vocabulary import StandStatus
from .words import STAND_STATUSES, keeper_name

SORTS = ("number", "title", "status", "theme", "unit")
TEXT_MAX = 100

#: What a stand may still lack, by the name of the filter.
LACKS: Mapping[str, Any] = {
    "keeper": _l("Nobody keeps it"),
    "place": _l("No place on the plan"),
    "pitch": _l("No pitch"),
    "hands_on": _l("Nothing to try"),
    "sheet": _l("No fact sheet"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows and orders the list."""

    text: str = ""
    statuses: tuple[str, ...] = ()
    themes: tuple[int, ...] = ()
    lacks: tuple[str, ...] = ()
    sort: str = "number"

    @property
    def count(self) -> int:
        """How many filters are on, the text not counted."""
        return len(self.statuses) + len(self.themes) + len(self.lacks)

    def args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same, with some changed."""
        one = replace(self, **changed)
        found = {
            "q": one.text,
            "status": one.statuses,
            "theme": one.themes,
            "lacks": one.lacks,
            "sort": one.sort if one.sort != "number" else "",
        }
        return {name: value for name, value in found.items() if value}


def read_filters(args: Any) -> Filters:
    """From an address that may say anything."""
    sort = args.get("sort", "")
    return Filters(
        text=" ".join(args.get("q", "").replace("\x00", "").split())[:TEXT_MAX],
        statuses=_known(args.getlist("status"), STAND_STATUSES),
        themes=tuple(
            int(one)
            for one in dict.fromkeys(args.getlist("theme"))
            if one.isascii() and one.isdigit() and len(one) < 10
        ),
        lacks=_known(args.getlist("lacks"), LACKS),
        sort=sort if sort.removeprefix("-") in SORTS else "number",
    )


def wanted(bazaar: Bazaar, filters: Filters) -> Select[Any]:
    """The stands of the bazaar, as they are filtered and ordered."""
    statement = (
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id)
        .options(
            selectinload(Stand.keepers).joinedload(Keeper.user),
            joinedload(Stand.theme),
            joinedload(Stand.unit),
        )
    )
    if filters.text:
        statement = statement.where(_says(filters.text))
    if filters.statuses:
        statement = statement.where(Stand.status.in_(filters.statuses))
    if filters.themes:
        statement = statement.where(Stand.theme_id.in_(filters.themes))
    for lack in filters.lacks:
        statement = statement.where(_lacking(lack))
    return statement.order_by(*_order(filters.sort))


def shown(bazaar: Bazaar, text: str = "", theme_id: int | None = None) -> Select[Any]:
    """The stands that take part, for visitors, theme by theme and by number."""
    statement = (
        select(Stand)
        .join(Theme, Theme.id == Stand.theme_id, isouter=True)
        .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
        .options(
            joinedload(Stand.theme),
            joinedload(Stand.unit),
            selectinload(Stand.keepers).joinedload(Keeper.user),
        )
        .order_by(Theme.position.is_(None), Theme.position, Stand.number, Stand.id)
    )
    if text:
        statement = statement.where(_says(text))
    if theme_id is not None:
        statement = statement.where(Stand.theme_id == theme_id)
    return statement


def counts(session: Session, bazaar: Bazaar) -> dict[str, int]:
    """How many stands there are of each status."""
    rows = session.execute(
        select(Stand.status, func.count(Stand.id))
        .where(Stand.bazaar_id == bazaar.id)
        .group_by(Stand.status)
    )
    return dict(rows.all())


def visits(session: Session, stand_ids: Iterable[int]) -> dict[int, int]:
    """How many visitors have each stand on their card."""
    rows = session.execute(
        select(CardEntry.stand_id, func.count(CardEntry.id))
        .where(CardEntry.stand_id.in_(list(stand_ids)))
        .group_by(CardEntry.stand_id)
    )
    return dict(rows.all())


def columns() -> list[str]:
    """The headings of `rows`."""
    return [
        _("Title"),
        _("Number"),
        _("Status"),
        _("Theme"),
        _("Unit"),
        _("Keepers"),
        _("E-mail"),
        _("What it is about"),
        _("To try"),
        _("Needs"),
        _("Place"),
        _("Short code"),
    ]


def rows(session: Session, actor: Actor, stands: Iterable[Stand]) -> Iterable[list[Any]]:
    """A row for each stand; the addresses that `actor` may see."""
    found = list(stands)
    accounts = [keeper.user for one in found for keeper in one.keepers if keeper.user]
    seen = contacts_seen(session, actor, accounts)
    for one in found:
        emails = [
            keeper.user.email if keeper.user and keeper.user_id in seen else keeper.email
            for keeper in one.keepers
        ]
        yield [
            one.title,
            one.number if one.number is not None else "",
            str(STAND_STATUSES[one.status].words),
            one.theme.name if one.theme else "",
            one.unit.name if one.unit else "",
            "; ".join(keeper_name(keeper) for keeper in one.keepers),
            "; ".join(filter(None, emails)),
            plain_text(one.summary),
            plain_text(one.hands_on),
            plain_text(one.needs),
            one.place,
            one.short_code or "",
        ]


def _says(text: str) -> Any:
    like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = or_(Stand.title.ilike(like, escape="\\"), Stand.summary.ilike(like, escape="\\"))
    if text.isascii() and text.isdigit() and len(text) < 6:
        return or_(found, Stand.number == int(text))
    return found


def _lacking(what: str) -> Any:
    if what == "keeper":
        return ~select(Keeper.id).where(Keeper.stand_id == Stand.id).exists()
    if what == "pitch":
        return ~select(PitchSlot.id).where(PitchSlot.stand_id == Stand.id).exists()
    if what == "place":
        return Stand.x.is_(None) & (Stand.place == "")
    return Stand.hands_on == "" if what == "hands_on" else Stand.sheet_id.is_(None)


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    theme = select(Theme.name).where(Theme.id == Stand.theme_id).scalar_subquery()
    unit = select(Unit.name).where(Unit.id == Stand.unit_id).scalar_subquery()
    key: Any = {
        "number": Stand.number,
        "title": func.lower(Stand.title),
        "status": Stand.status,
        "theme": theme,
        "unit": unit,
    }[name]
    last = key.is_(None)
    return [last, key.desc() if sort.startswith("-") else key, Stand.number, Stand.id]


def _known(values: Iterable[str], words: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(values) if one in words)
