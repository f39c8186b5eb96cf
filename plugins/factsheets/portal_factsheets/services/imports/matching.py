"""Found sheets held against the portal: what is new, what is there, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, Unit, danish_order, narrow

from ...models import Concept, FactSheet, FoundSheet, ImportRun, Programme, Track
from ..data import TEXTS, SheetData, cleaned, data_of, problems
from ..naming import name_key
from .choosing import Choices
from .corrections import Wanted

NEW, SAME, CHANGED, UNSEEN = "new", "same", "changed", "unseen"
#: What a document says of a sheet, as the fields of SheetData that stand for it.
SPOKEN: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "other_titles": ("other_titles",),
    "summary": ("summary",),
    "institution": ("unit_id", "institution"),
    "programme": ("programme_id",),
    "track": ("programme_id", "track_id"),
    "concepts": ("concept_ids",),
    **{name: (name,) for name in TEXTS},
}
#: What is chosen for a new sheet says nothing about one that is there.
NOT_COMPARED = {"responsible_id", "visibility", "visible_units", "visible_people"}


@dataclass(frozen=True, slots=True)
class Match:
    """A found sheet held against the portal.

    `status`: new; same (it is there, nothing to do); changed (it is there and differs); unseen
    (a colleague has it as a draft, or does not show it to this person). `there` is the sheet that
    is there, where it may be seen. `plain` is the sheet as it was read, `wanted` with corrections.
    `twins` are visible sheets of the same title that came another way. `errors`: what must be
    corrected before it can be taken, by field.
    """

    found: FoundSheet
    status: str
    plain: Wanted
    wanted: Wanted
    there: FactSheet | None
    twins: Sequence[tuple[int, str]]
    errors: Mapping[str, str]

    @property
    def settled(self) -> SheetData | None:
        """The sheet that is there, with everything that the document says otherwise."""
        return against(data_of(self.there), self) if self.there is not None else None


class Matcher:
    """Looks up what many found sheets need, all at once."""

    def __init__(
        self, session: Session, actor: Actor, run: ImportRun, found: Sequence[FoundSheet]
    ) -> None:
        self._session, self._actor = session, actor
        self._choices = Choices.of(run)
        self._found = found

    def look(self, one: FoundSheet) -> Match:
        """One of the sheets, held against the portal."""
        plain = self._read(one)
        wanted = plain.corrected(one.changes)
        there = self._there.get(one.key)
        match = Match(one, NEW, plain, wanted, None, self._twins_of(one, there), {})
        if there is None:
            errors = problems(self._session, self._actor, cleaned(wanted.data))
            return replace(match, errors=errors)
        if there.id not in self._visible:
            return replace(match, status=UNSEEN)
        match = replace(match, there=there)
        read_before = there.source_digest == one.digest and not one.changes
        return replace(match, status=SAME if read_before or self._agrees(match) else CHANGED)

    def _agrees(self, match: Match) -> bool:
        assert match.there is not None and match.settled is not None
        before = data_of(match.there)
        one, other = (_unordered(cleaned(data)) for data in (match.settled, before))
        return one == other and not match.wanted.names

    def _read(self, one: FoundSheet) -> Wanted:
        """The sheet as the document has it, with what was chosen for all."""
        said, chosen = one.values, self._choices
        texts = {name: said[name] for name in ("title", "summary", *TEXTS) if said.get(name)}
        data = SheetData(
            **texts,
            other_titles=tuple(said.get("other_titles", ())),
            responsible_id=chosen.responsible_id,
            visibility=chosen.visibility,
            visible_units=tuple(chosen.visible_units),
            visible_people=tuple(chosen.visible_people),
        )
        place = said.get("institution", "")
        unit = self._units.get(place)
        data = replace(data, unit_id=unit, institution="" if unit else place)
        return self._catalogue(Wanted(data), said)

    def _catalogue(self, wanted: Wanted, said: Mapping[str, Any]) -> Wanted:
        name = said.get("programme", "")
        programme = self._programmes.get(name_key(name)) if name else self._choices.programme_id
        new = {"new_programme": name if name and programme is None else ""}
        track = None
        if name := said.get("track", ""):
            track = self._track(name, programme, anywhere=not said.get("programme"))
            if track is None:
                new["new_track"] = name
            else:
                programme = track.programme_id
        names = list(dict.fromkeys(said.get("concepts", ())))
        known = [self._concepts.get(name_key(one)) for one in names]
        ids = tuple(dict.fromkeys(one for one in known if one is not None))
        unknown = tuple(n for n, one in zip(names, known, strict=True) if one is None)
        data = replace(
            wanted.data,
            programme_id=programme,
            track_id=track.id if track else None,
            concept_ids=ids,
        )
        return Wanted(data, new["new_programme"], new.get("new_track", ""), unknown)

    def _track(self, name: str, programme: int | None, *, anywhere: bool) -> Track | None:
        """The track of that name in the programme; without a programme of its own, the first."""
        rows = [row for row in self._tracks if name_key(name) in _keys(row)]
        inside = [row for row in rows if row.programme_id == programme]
        return next(iter(inside or (rows if anywhere else [])), None)

    def _twins_of(self, one: FoundSheet, there: FactSheet | None) -> list[tuple[int, str]]:
        own = {there.id if there else None, one.sheet_id}
        return [
            twin for twin in self._titles.get(danish_order(one.title), []) if twin[0] not in own
        ]

    @cached_property
    def _there(self) -> dict[str, FactSheet]:
        keys = [one.key for one in self._found]
        rows = self._session.scalars(
            select(FactSheet)
            .where(FactSheet.source_key.in_(keys))
            .options(selectinload(FactSheet.concepts), selectinload(FactSheet.tag_rows))
        )
        return {row.source_key: row for row in rows}

    @cached_property
    def _visible(self) -> set[int]:
        ids = [sheet.id for sheet in self._there.values()]
        statement = select(FactSheet.id).where(FactSheet.id.in_(ids))
        return set(self._session.scalars(narrow(statement, self._actor, FactSheet)))

    @cached_property
    def _titles(self) -> dict[str, list[tuple[int, str]]]:
        wanted = {danish_order(one.title) for one in self._found} - {""}
        statement = select(FactSheet.id, FactSheet.title, FactSheet.sort_title).where(
            FactSheet.sort_title.in_(wanted)
        )
        found: dict[str, list[tuple[int, str]]] = {}
        for key, title, order in self._session.execute(
            narrow(statement, self._actor, FactSheet).order_by(FactSheet.id)
        ):
            found.setdefault(order, []).append((key, title))
        return found

    @cached_property
    def _units(self) -> dict[str, int]:
        """The open units of a name; a name that two of them bear is nobody's."""
        names = {one.values.get("institution", "") for one in self._found} - {""}
        rows = self._session.execute(
            select(Unit.name, Unit.id).where(Unit.name.in_(names), Unit.closed_at.is_(None))
        ).all()
        count: dict[str, list[int]] = {}
        for name, key in rows:
            count.setdefault(name, []).append(key)
        return {name: keys[0] for name, keys in count.items() if len(keys) == 1}

    @cached_property
    def _programmes(self) -> dict[str, int]:
        rows = self._session.scalars(select(Programme).order_by(Programme.id))
        return _by_key(rows)

    @cached_property
    def _tracks(self) -> list[Track]:
        return list(self._session.scalars(select(Track).order_by(Track.id)))

    @cached_property
    def _concepts(self) -> dict[str, int]:
        return _by_key(self._session.scalars(select(Concept).order_by(Concept.id)))


def against(before: SheetData, match: Match) -> SheetData:
    """`before` with what the document says, and what somebody corrected in it. What the document
    is silent about stays."""
    said, data = match.found.values, match.wanted.data
    spoken = {one for name, ones in SPOKEN.items() if said.get(name) for one in ones}
    spoken |= set(match.found.changes) - NOT_COMPARED
    wanted = {name: getattr(data, name) for name in spoken if hasattr(data, name)}
    if match.wanted.new_programme or match.wanted.new_track:
        # Names that are not in the catalogue are said beside the differences, not among them.
        wanted.pop("programme_id", None)
        wanted.pop("track_id", None)
    after = replace(before, **wanted)
    if after.programme_id != before.programme_id and "track_id" not in wanted:
        after = replace(after, track_id=None)
    return after


def _unordered(data: SheetData) -> SheetData:
    return replace(data, concept_ids=tuple(sorted(data.concept_ids)))


def _keys(row: Programme | Track | Concept) -> set[str]:
    return {row.key, *(name_key(name) for name in row.other_names)}


def _by_key(rows: Iterable[Programme | Concept]) -> dict[str, int]:
    """Names first, then what entries are also called."""
    rows = list(rows)
    found = {row.key: row.id for row in rows}
    for row in rows:
        for name in row.other_names:
            found.setdefault(name_key(name), row.id)
    return found
