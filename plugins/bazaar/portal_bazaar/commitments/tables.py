"""What has come in, as tables: the same for the page, its pictures and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import danish_order

from ..attendance.names import name_of
from ..attendance.words import FUNCTIONS
from ..models import (
    Bazaar,
    CardEntry,
    Commitment,
    CommitmentPerson,
    InvitedEducation,
    Visitor,
)
from ..vocabulary import INTEREST_WORDS
from .numbers import Collected, School, Tally
from .words import stand_words, state_of

#: The pages of collecting, by their names in addresses.
VIEWS: dict[str, Any] = {
    "stands": _l("Stands"),
    "themes": _l("Themes"),
    "educations": _l("Educations"),
    "workshops": _l("Workshop wishes"),
    "commitments": _l("What they take home"),
    "missing": _l("Not handed in"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` can be sorted by."""

    key: str
    title: str
    num: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about, its cells by column, and its bar: (part, whole)."""

    head: str
    cells: Mapping[str, Any]
    url: str = ""
    meta: str = ""
    bar: tuple[int, int] | None = None
    order: Any = 0


@dataclass(frozen=True)
class Table:
    """A table with the numbers of its bars; sorted as it was asked for."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    legend: tuple[str, str] | None = None
    sort: str = ""


def table_of(
    session: Session, bazaar: Bazaar, found: Collected, view: str, sort: str = ""
) -> Table:
    """One of `VIEWS`; an unknown one is the first."""
    makers: dict[str, Callable[[], Table]] = {
        "stands": lambda: _stands(bazaar, found),
        "themes": lambda: _themes(found),
        "educations": lambda: _educations(bazaar, found),
        "workshops": lambda: _workshops(session, bazaar, found),
        "commitments": lambda: _commitments(session, bazaar),
        "missing": lambda: _missing(session, bazaar, found),
    }
    table = makers.get(view, makers["stands"])()
    return _sorted(table, sort)


def card_columns() -> list[str]:
    """The headings of `card_rows`."""
    return [
        _("Badge"),
        _("Name"),
        _("Education"),
        _("Function"),
        _("No."),
        _("Stand"),
        _("Interest"),
        _("What they expect to do at home"),
        _("Workshop"),
        _("Handed in"),
    ]


def card_rows(session: Session, bazaar: Bazaar) -> Iterable[list[Any]]:
    """Every line of every card, for files; a visitor's note is theirs alone."""
    rows = session.execute(
        select(CardEntry, Visitor)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .options(
            joinedload(CardEntry.stand),
            joinedload(Visitor.user),
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
        )
        .order_by(Visitor.badge, Visitor.id, CardEntry.id)
    )
    for entry, visitor in rows:
        interest = INTEREST_WORDS.get(entry.interest) if entry.interest is not None else ""
        yield [
            visitor.badge,
            name_of(visitor),
            visitor.education.unit.name if visitor.education else visitor.organisation,
            str(FUNCTIONS.get(visitor.function, "")),
            entry.stand.number,
            entry.stand.title,
            str(interest or ""),
            entry.expectation,
            _("Yes") if entry.wants_workshop else "",
            _("Yes") if visitor.card_handed_in_at else "",
        ]


def _stands(bazaar: Bazaar, found: Collected) -> Table:
    rows = [
        Row(
            stand_words(stand),
            {"head": stand.number or 0, **_cells(tally)},
            url_for("bazaar_stands.page", bazaar_id=bazaar.id, stand_id=stand.id),
            bar=(tally.interested, tally.visits),
            order=(-tally.interested, -tally.visits, stand.number or 0),
        )
        for stand, tally in found.stands
    ]
    return _tallied(_("Stands"), rows)


def _themes(found: Collected) -> Table:
    rows = [
        Row(
            theme.name if theme else _("No theme"),
            {"head": danish_order(theme.name if theme else "zzzz"), **_cells(tally)},
            bar=(tally.interested, tally.visits),
            order=(-tally.interested, -tally.visits),
        )
        for theme, tally in found.themes
    ]
    return _tallied(_("Themes"), rows)


def _educations(bazaar: Bazaar, found: Collected) -> Table:
    rows = [
        Row(
            school.name,
            {
                "head": danish_order(school.name),
                "here": school.here,
                "cards_in": school.cards_in,
                "cards": school.cards,
                **_cells(school.tally),
            },
            _page(bazaar, school),
            bar=(school.tally.interested, school.tally.visits),
            order=(-school.tally.interested, -school.tally.visits),
        )
        for school in found.schools
    ]
    columns = [
        Column("head", _("Education")),
        Column("here", _("Here"), True),
        Column("cards", _("Cards"), True),
        Column("cards_in", _("Cards handed in"), True),
        *(one for one in _columns("")[1:] if not one.key.startswith("level")),
    ]
    return _tallied(_("Educations"), rows, columns)


def _workshops(session: Session, bazaar: Bazaar, found: Collected) -> Table:
    wished = session.execute(
        select(CardEntry.stand_id, Visitor.education_id)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .where(CardEntry.wants_workshop)
        .distinct()
    )
    named = {one.education.id: one.name for one in found.schools}
    schools: dict[int, set[str]] = {}
    for stand_id, education_id in wished:
        if education_id in named:
            schools.setdefault(stand_id, set()).add(named[education_id])
    together: dict[int, int] = {}
    for one in _all_commitments(session, bazaar):
        if one.wants_workshop and one.stand_id is not None and one.handed_in_at is not None:
            together[one.stand_id] = together.get(one.stand_id, 0) + 1
    rows = []
    for stand, tally in found.stands:
        names = sorted(schools.get(stand.id, ()), key=danish_order)
        if tally.workshops or together.get(stand.id):
            cells = {
                "head": stand.number or 0,
                "workshops": tally.workshops,
                "schools": len(names),
                "together": together.get(stand.id, 0),
                "names": ", ".join(names),
            }
            url = url_for("bazaar_stands.page", bazaar_id=bazaar.id, stand_id=stand.id)
            order = (-tally.workshops, -together.get(stand.id, 0))
            bar = (tally.workshops, tally.workshops)
            rows.append(Row(stand_words(stand), cells, url, bar=bar, order=order))
    columns = [
        Column("head", _("Stand")),
        Column("workshops", _("People who want one"), True),
        Column("schools", _("Educations"), True),
        Column("together", _("Handed in together"), True),
        Column("names", _("Who")),
    ]
    return Table(_("Workshop wishes"), columns, rows)


def _commitments(session: Session, bazaar: Bazaar) -> Table:
    rows = []
    for one in _all_commitments(session, bazaar):
        people = sorted((person.user.name for person in one.people), key=danish_order)
        name = one.education.unit.name
        cells = {
            "head": danish_order(name),
            "practice": one.practice,
            "stand": stand_words(one.stand) if one.stand else "",
            "who": ", ".join([*people, *([one.who] if one.who else [])]),
            "by_when": one.by_when,
            "workshop": _("Yes") if one.wants_workshop else "",
            "state": str(state_of(one).words),
        }
        url = url_for(
            "bazaar_commitments.page",
            bazaar_id=bazaar.id,
            education_id=one.education_id,
            _anchor=f"commitment-{one.id}",
        )
        order = (one.handed_in_at is None, danish_order(name))
        bar = (int(one.handed_in_at is not None), 1)
        rows.append(Row(name, cells, url, bar=bar, order=order))
    columns = [
        Column("head", _("Education")),
        Column("practice", _("What they take home")),
        Column("stand", _("Stand")),
        Column("who", _("Who")),
        Column("by_when", _("By when")),
        Column("workshop", _("Workshop")),
        Column("state", _("State")),
    ]
    return Table(_("What they take home"), columns, rows, (_("Handed in"), _("Draft")))


def _missing(session: Session, bazaar: Bazaar, found: Collected) -> Table:
    waiting: dict[int, list[str]] = {}
    rows = session.scalars(
        select(Visitor)
        .where(Visitor.bazaar_id == bazaar.id, Visitor.cancelled_at.is_(None))
        .where(Visitor.card_handed_in_at.is_(None), Visitor.education_id.is_not(None))
        .where(was_here())
        .options(joinedload(Visitor.user))
    )
    for visitor in rows:
        waiting.setdefault(visitor.education_id or 0, []).append(name_of(visitor))
    made = []
    for school in found.schools:
        names = sorted(waiting.get(school.education.id, ()), key=danish_order)
        done = school.has_answered
        if not (school.here or school.cards) or (done and not names):
            continue
        drafts = school.tally.commitments - school.tally.handed_in
        state = _("Drafts: %(number)s", number=drafts) if drafts else ""
        if done:
            state = _("Takes nothing home") if school.nothing else _("Handed in")
        cells = {
            "head": danish_order(school.name),
            "state": state or _("Nothing yet"),
            "number": len(names),
            "names": ", ".join(names),
        }
        order = (done, -len(names), danish_order(school.name))
        bar = (len(names), len(names))
        made.append(Row(school.name, cells, _page(bazaar, school), bar=bar, order=order))
    columns = [
        Column("head", _("Education")),
        Column("state", _("What they take home")),
        Column("number", _("Cards missing"), True),
        Column("names", _("Whose cards")),
    ]
    return Table(_("Not handed in"), columns, made)


def was_here() -> Any:
    """Visitors who came: checked in, or with something on their card."""
    has_card = select(CardEntry.id).where(CardEntry.visitor_id == Visitor.id).exists()
    return has_card | Visitor.checked_in_at.is_not(None)


def _all_commitments(session: Session, bazaar: Bazaar) -> Sequence[Commitment]:
    return session.scalars(
        select(Commitment)
        .join(InvitedEducation, InvitedEducation.id == Commitment.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .options(
            joinedload(Commitment.stand),
            joinedload(Commitment.education).joinedload(InvitedEducation.unit),
            selectinload(Commitment.people).joinedload(CommitmentPerson.user),
        )
        .order_by(Commitment.id)
    ).all()


def _page(bazaar: Bazaar, school: School) -> str:
    return url_for("bazaar_commitments.page", bazaar_id=bazaar.id, education_id=school.education.id)


def _cells(tally: Tally) -> dict[str, Any]:
    levels = {f"level{level}": tally.levels[level] for level in INTEREST_WORDS}
    return {
        "visits": tally.visits,
        "interested": tally.interested,
        **levels,
        "workshops": tally.workshops,
        "commitments": tally.commitments,
    }


def _columns(first: str) -> list[Column]:
    return [
        Column("head", first),
        Column("visits", _("Visited"), True),
        *(
            Column(f"level{level}", str(words), True)
            for level, words in sorted(INTEREST_WORDS.items())
        ),
        Column("interested", _("Interested"), True),
        Column("workshops", _("Workshop"), True),
        Column("commitments", _("Taken home"), True),
    ]


def _tallied(title: str, rows: list[Row], columns: list[Column] | None = None) -> Table:
    first = {_("Stands"): _("Stand"), _("Themes"): _("Theme")}.get(title, title)
    legend = (_("gladly, or we will"), _("visited only"))
    return Table(title, columns or _columns(first), rows, legend)


def _sorted(table: Table, sort: str) -> Table:
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key not in {column.key for column in table.columns}:
        rows, sort = sorted(table.rows, key=lambda row: row.order), ""
    else:
        rows = sorted(table.rows, key=lambda row: _key(row.cells[key]), reverse=down)
    return Table(table.title, table.columns, rows, table.legend, sort)


def _key(value: Any) -> tuple[int, Any]:
    """Empty ones last; words as Danes sort them."""
    if value is None or value == "":
        return (1, "")
    return (0, danish_order(value) if isinstance(value, str) else value)
