"""What the form of a fact sheet offers to choose from, and its way from and to `SheetData`.

Only what the actor may see is ever offered; a choice that is none of these is refused in the
same words whether the thing is hidden or was never there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload
from wtforms.fields.choices import SelectChoice

from portal.api import Actor, Unit, narrow, unit_options

from ..models import Concept, FactSheet, Lab, Programme, SheetTag
from ..services.data import PLAIN, TEXTS, SheetData
from ..vocabulary import Status
from .fields import optional_id
from .sheet import SheetForm

HITS = 8


def offer(
    form: SheetForm, session: Session, actor: Actor, before: SheetData, query: str = ""
) -> None:
    """Gives the form its choices. What the sheet said `before` can always stay, also where the
    unit has closed or the person has left since. `query` searches for a sheet to build on."""
    units = [SelectChoice(str(key), name) for key, name in unit_options(session)]
    form.unit_id.offer(_("Not on the list"), _with(session, units, [before.unit_id]))
    form.visible_units.choices = _with(session, units, before.visible_units)
    form.responsible_id.keep([before.responsible_id])
    form.visible_people.keep(before.visible_people)
    form.belongs.choices = [SelectChoice("", _("None")), *_programmes(form, session)]
    concepts = session.scalars(select(Concept).order_by(Concept.position, Concept.name))
    form.concept_ids.choices = [SelectChoice(str(row.id), row.name) for row in concepts]
    form.builds_on_id.choices = [
        SelectChoice("", _("No")),
        *sheet_choices(session, actor, query, [before.builds_on_id, _chosen_sheet(form)]),
    ]


def sheet_choices(
    session: Session, actor: Actor, query: str, also: Iterable[int | None] = ()
) -> list[SelectChoice]:
    """The visible sheets of these ids, and the first whose title has the words of `query`."""
    kept = [key for key in also if key is not None and 0 < key < 2**31]
    titles: Any = select(FactSheet.id, FactSheet.title)
    found = narrow(titles.where(FactSheet.id.in_(kept)), actor, FactSheet)
    rows = dict(session.execute(found).all()) if kept else {}
    words = query.replace("\x00", " ").split()[:6]
    if words:
        hits = titles.where(FactSheet.status != Status.DRAFT)
        for word in words:
            # SQLite folds the case of a-z only.
            spellings = {word, word.lower(), word.capitalize()}
            hits = hits.where(
                or_(*(FactSheet.title.icontains(s, autoescape=True) for s in sorted(spellings)))
            )
        hits = hits.order_by(FactSheet.title, FactSheet.id).limit(HITS)
        rows |= dict(session.execute(narrow(hits, actor, FactSheet)).all())
    return [SelectChoice(str(key), title) for key, title in rows.items()]


def common_tags(session: Session, actor: Actor, limit: int = 12) -> Sequence[str]:
    """The tags most used on the sheets that the actor may see."""
    statement = (
        select(SheetTag.name)
        .join(FactSheet, FactSheet.id == SheetTag.sheet_id)
        .where(FactSheet.status == Status.PUBLISHED)
        .group_by(SheetTag.name)
        .order_by(func.count().desc(), SheetTag.name)
        .limit(limit)
    )
    return session.scalars(narrow(statement, actor, FactSheet)).all()


def filled(data: SheetData, version: int) -> SheetForm:
    """A form that says what `data` says."""
    values: dict[str, Any] = asdict(data)
    values["links"] = list(data.links)
    values["belongs"] = f"t{data.track_id}" if data.track_id else ""
    if data.programme_id and not data.track_id:
        values["belongs"] = f"p{data.programme_id}"
    values["version"] = str(version)
    return SheetForm(formdata=None, data=values)


def data_from(form: SheetForm) -> SheetData:
    """What the form says; it has been given its choices. What is not valid is left out."""
    track, programme = _place(form)
    values = {name: form[name].data for name in PLAIN if name in form}
    for name in ("title", "summary", "institution", *TEXTS):
        values[name] = values[name] or ""
    return SheetData(
        **values,
        programme_id=programme,
        track_id=track,
        other_titles=tuple(form.other_titles.data or ()),
        concept_ids=tuple(form.concept_ids.data or ()),
        links=tuple(form.links.data or ()),
        tags=tuple(form.tags.data or ()),
        visible_units=tuple(form.visible_units.data or ()),
        visible_people=tuple(form.visible_people.data or ()),
    )


def _place(form: SheetForm) -> tuple[int | None, int | None]:
    """The track and the programme; the programme of a track is the one it stands under."""
    place = form.belongs.data or ""
    if place not in {choice.value for choice in form.belongs.choices}:
        return None, None
    if place.startswith("t"):
        return int(place[1:]), form.programme_of[int(place[1:])]
    return None, int(place[1:]) if place else None


def _programmes(form: SheetForm, session: Session) -> list[SelectChoice]:
    """The programmes with their tracks, in the order of the catalogue."""
    rows = session.scalars(
        select(Programme)
        .outerjoin(Lab, Lab.id == Programme.lab_id)
        .options(selectinload(Programme.tracks))
        .order_by(
            Programme.lab_id.is_(None), Lab.position, Lab.name, Programme.position, Programme.name
        )
    ).all()
    form.programme_of = {track.id: row.id for row in rows for track in row.tracks}
    found = []
    for row in rows:
        whole = _("%(name)s (the whole programme)", name=row.name) if row.tracks else row.name
        found.append(SelectChoice(f"p{row.id}", whole, optgroup=row.name))
        found += [SelectChoice(f"t{t.id}", t.name, optgroup=row.name) for t in row.tracks]
    return found


def _with(
    session: Session, choices: list[SelectChoice], kept: Iterable[int | None]
) -> list[SelectChoice]:
    """The units, and those of `kept` that are no longer among them."""
    known = {choice.value for choice in choices}
    gone = [key for key in kept if key is not None and str(key) not in known]
    if not gone:
        return choices
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(gone)))
    return [
        *choices,
        *(SelectChoice(str(key), _("%(name)s (no longer here)", name=name)) for key, name in rows),
    ]


def _chosen_sheet(form: SheetForm) -> int | None:
    """The sheet that was sent as the one it builds on, seen or not."""
    try:
        return optional_id(form.builds_on_id.data)
    except ValueError:
        return None
