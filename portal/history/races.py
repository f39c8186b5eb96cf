"""Lost races: somebody saved while another wrote. Both versions side by side, merged by field.

A form carries `based_on`, the number of the version it was made from. When it comes back and that
is no longer the newest, `race` tells what each of the two changed; the page made of it posts the
choices, and `settle` reads them. A second race while merging is a race like the first: its base is
the version that was shown. What was typed travels in a sealed field, so that only data which went
out comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from portal.access.actors import Actor
from portal.history.declaring import PROSE, History, HistoryField, plain
from portal.history.differences import Piece
from portal.history.merging import Part, three_way
from portal.history.models import Revision
from portal.history.reading import people_of, pieces_between
from portal.history.recording import latest
from portal.history.seeing import seen_versions
from portal.history.wording import Wording
from portal.references.kinds import ObjectKind
from portal.runtime import portal
from portal.web.addresses import as_id

SEALED = "merge-mine"
CHOICE, TEXT = "merge-choice-", "merge-text-"


@dataclass(frozen=True, slots=True)
class RacePart:
    """A field in which the two differ, in words. `suggested`: mine, theirs or together."""

    name: str
    title: Any
    prose: bool
    changed_by: str
    mine: list[Piece]
    theirs: list[Piece]
    together: Any
    suggested: str


@dataclass(frozen=True, slots=True)
class Race:
    """What the page of both versions shows. `number` is the version that is stored; `by` and `at`
    say who saved it and when. `disputed` are the parts both changed, `taken` the rest."""

    number: int
    by: str
    at: Any
    parts: tuple[RacePart, ...]
    sealed: str

    @property
    def disputed(self) -> tuple[RacePart, ...]:
        """What somebody has to decide about."""
        return tuple(part for part in self.parts if part.changed_by == "both")

    @property
    def taken(self) -> tuple[RacePart, ...]:
        """What only one of the two changed."""
        return tuple(part for part in self.parts if part.changed_by != "both")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the page carries along in hidden fields: all that was typed, and on top of what."""
        return [(SEALED, self.sealed)]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen, as data of the kind. With `race`, somebody saved again meanwhile: show
    the page once more."""

    data: dict[str, Any]
    race: Race | None


def race(
    session: Session,
    actor: Actor,
    kind_name: str,
    obj: Any,
    based_on: int | str | None,
    mine: Mapping[str, Any],
) -> Race:
    """The stored object against what `actor` wrote on top of version `based_on` (0, nothing or
    nonsense: not known). `mine` holds values like the kind's snapshot. ValueError for a kind
    without a history."""
    history = _history(kind_name)
    fields = history.visible_fields(session, actor, obj)
    object_id = obj.id
    base = _version(session, kind_name, object_id, as_id(str(based_on or "")) or 0)
    seen = seen_versions(session, actor, _kind(kind_name), obj)
    if base is not None and seen is not None and base.number not in seen:
        base = None  # a number can be made up, and a draft is its authors' own
    newest = latest(session, kind_name, object_id)
    theirs = {name: value for name, value in history.data_of(obj).items() if name in fields}
    wrote = {name: plain(value) for name, value in mine.items() if name in fields}
    before = base.data if base is not None else None
    prose = [name for name, field in fields.items() if field.show in PROSE]
    merge = three_way(before, wrote, theirs, prose)
    wording = Wording(session, actor, fields, [before or {}, wrote, theirs])
    person = people_of(session, [newest]).get(newest.actor_id or 0) if newest else None
    order = list(fields)
    parts = sorted(merge.parts, key=lambda part: order.index(part.name))
    number = newest.number if newest else 0
    together = {
        part.name: part.combined.value
        for part in parts
        if part.combined is not None and part.name not in prose
    }
    facts = {"of": [kind_name, object_id], "on": number, "mine": wrote, "together": together}
    return Race(
        number=number,
        by=person.name if person else "",
        at=newest.at if newest else None,
        parts=tuple(_shown(wording, fields[part.name], part) for part in parts),
        sealed=_sealer().dumps(facts),
    )


def settle(
    session: Session, actor: Actor, kind_name: str, obj: Any, posted: Mapping[str, str]
) -> Settled | None:
    """What was chosen on the page of both versions; None where `posted` does not come from it.

    Call it with the object locked, in the transaction that saves. BadRequest for a seal that is
    not ours.
    """
    if SEALED not in posted:
        return None
    fields = _history(kind_name).visible_fields(session, actor, obj)
    facts = _opened(posted[SEALED], kind_name, obj.id)
    shown = _version(session, kind_name, obj.id, facts["on"])
    data = _history(kind_name).data_of(obj)
    # A version that is older than a field says nothing of it: what is stored does.
    theirs = {**data, **(shown.data if shown is not None else {})}
    for name, wrote in facts["mine"].items():
        if name in fields:
            choice = posted.get(CHOICE + name)
            data[name] = _chosen(choice, name, wrote, theirs, facts["together"], posted)
    newest = latest(session, kind_name, obj.id)
    if newest is not None and newest.number != facts["on"]:
        chosen = {name: data[name] for name in facts["mine"] if name in fields}
        return Settled(data, race(session, actor, kind_name, obj, facts["on"], chosen))
    return Settled(data, None)


def _chosen(
    choice: str | None,
    name: str,
    mine: Any,
    theirs: Mapping[str, Any],
    together: Mapping[str, Any],
    posted: Mapping[str, str],
) -> Any:
    if choice == "theirs":
        return theirs.get(name)
    if choice == "together" and name in together:
        return together[name]
    if choice == "together" and isinstance(mine, str):
        return plain(posted.get(TEXT + name, mine)).replace("\x00", "")
    return mine


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="history.race")


def _opened(text: str, kind_name: str, object_id: int) -> dict[str, Any]:
    try:
        facts = _sealer().loads(text)
    except BadData:
        raise BadRequest from None
    if facts["of"] != [kind_name, object_id]:
        raise BadRequest
    return facts


def _shown(wording: Wording, field: HistoryField, part: Part) -> RacePart:
    is_prose = field.show in PROSE
    together: Any = None
    suggested = "mine" if part.changed_by != "theirs" else "theirs"
    if part.combined is not None:
        value = part.combined.value
        together = value if is_prose else wording.items(part.name, value)
        if part.combined.clean:
            suggested = "together"
    return RacePart(
        part.name,
        field.title,
        is_prose,
        part.changed_by,
        pieces_between(wording, part.name, part.base, part.mine),
        pieces_between(wording, part.name, part.base, part.theirs),
        together,
        suggested,
    )


def _version(session: Session, kind_name: str, object_id: int, number: int) -> Revision | None:
    return session.scalar(
        select(Revision).where(
            Revision.kind == kind_name, Revision.object_id == object_id, Revision.number == number
        )
    )


def _history(kind_name: str) -> History:
    history = _kind(kind_name).history
    assert history is not None
    return history


def _kind(kind_name: str) -> ObjectKind:
    kind = portal().kinds.get(kind_name)
    if kind is None or kind.history is None:
        raise ValueError(f"the kind {kind_name} has no history")
    return kind
