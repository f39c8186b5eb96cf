"""The catalogue: making, changing, ordering and deleting labs, programmes, tracks and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import String, cast, func, select, update
from sqlalchemy.orm import Session

from portal.api import (
    EVERYONE,
    SYSTEM,
    Actor,
    ConflictError,
    PortalError,
    deleted,
    now,
    record,
    reindex,
    saved,
)

from ..models import Concept, FactSheet, Lab, Programme, Track
from ..models.sheets import sheet_concepts
from .moving import note_moved
from .naming import clean_name, name_key

if TYPE_CHECKING:
    from ..demo.reader import DemoCatalogue

Entry = Lab | Programme | Track | Concept

MODELS: dict[str, type[Any]] = {
    "lab": Lab,
    "programme": Programme,
    "track": Track,
    "concept": Concept,
}
#: The texts of each kind that are Markdown.
TEXTS: dict[str, tuple[str, ...]] = {
    "lab": ("description",),
    "programme": ("description", "theory"),
    "track": ("description", "theory"),
    "concept": ("purpose", "audience", "parts", "success", "attention", "findings", "other"),
}
#: What an entry stands under.
PARENTS = {"programme": "lab_id", "track": "programme_id"}
#: Where a track goes whose programme nobody named.
NO_PROGRAMME = "Uden program"


class NameTaken(PortalError):
    """The name, or one so like it that readers could not tell them apart, is in use."""


class StillUsed(PortalError):
    """Something points to the entry, so it cannot be deleted."""


def kind_of(entry: Entry) -> str:
    """'lab', 'programme', 'track' or 'concept'."""
    return next(kind for kind, model in MODELS.items() if isinstance(entry, model))


def find_entry(session: Session, kind: str, entry_id: int) -> Entry | None:
    """The entry, None if there is none. Everyone signed in may see the whole catalogue."""
    # No id is larger, and a database would choke on one that is.
    return session.get(MODELS[kind], entry_id) if 0 < entry_id < 2**31 else None


def siblings(session: Session, entry: Entry) -> Sequence[Entry]:
    """The entries it is ordered among, itself included, in their order."""
    model: Any = type(entry)
    statement = select(model).order_by(model.position, model.name, model.id)
    if column := PARENTS.get(kind_of(entry)):
        statement = statement.where(getattr(model, column) == getattr(entry, column))
    return session.scalars(statement).all()


def find_by_name(
    session: Session, kind: str, name: str, programme_id: int | None = None
) -> Entry | None:
    """The entry of that name, else the one that is also called so."""
    key = name_key(name)
    if not key:
        return None
    model = MODELS[kind]
    statement = select(model).order_by(model.id)
    if model is Track and programme_id is not None:
        statement = statement.where(Track.programme_id == programme_id)
    found = session.scalars(statement.where(model.key == key).limit(1)).first()
    if found is not None:
        return found
    # Few entries have other names, so those are compared here. JSON knows no '=' everywhere.
    named = session.scalars(statement.where(cast(model.other_names, String) != "[]")).all()
    return next(
        (row for row in named if key in {name_key(other) for other in row.other_names}), None
    )


def create_entry(session: Session, actor: Actor, kind: str, values: Mapping[str, Any]) -> Entry:
    """A new entry, last among its siblings. `values`: name, texts, the parent's id.

    Raises NameTaken.
    """
    entry = MODELS[kind]()
    _fill(session, entry, values)
    session.add(entry)
    entry.position = _next_position(session, entry)
    session.flush()
    note_change(session, actor, "catalogue.created", entry)
    return entry


def update_entry(
    session: Session, actor: Actor, entry: Entry, values: Mapping[str, Any], version: int
) -> None:
    """Changes an entry that was read at `version`; the search learns of a new name.

    Raises ConflictError when somebody changed it meanwhile, and NameTaken.
    """
    if entry.version != version:
        raise ConflictError(_("Somebody else changed this while you were writing."))
    before, parent = entry.name, _parent_id(entry)
    _fill(session, entry, values)
    entry.version += 1
    entry.updated_at = now()
    if name_key(before) != entry.key:
        # An import still says the old name.
        entry.other_names = other_names([*entry.other_names, before], entry.name)
    if _parent_id(entry) != parent:
        entry.position = _next_position(session, entry)
        if isinstance(entry, Track):
            _follow(session, entry)
    session.flush()
    if _parent_id(entry) != parent and isinstance(entry, Track):
        note_moved(session, actor, sheet_ids(session, entry))
    elif entry.name != before or _parent_id(entry) != parent:
        reindex(session, "factsheet", sheet_ids(session, entry), conceals=False)
    note_change(session, actor, "catalogue.changed", entry)


def move_entry(session: Session, entry: Entry, step: int) -> None:
    """One place up (-1) or down (1) among its siblings; at the end it stays."""
    row = list(siblings(session, entry))
    here = row.index(entry)
    there = here + step
    if 0 <= there < len(row):
        row[here], row[there] = row[there], row[here]
    for position, other in enumerate(row):
        other.position = position


def delete_entry(session: Session, actor: Actor, entry: Entry) -> None:
    """Deletes an entry that nothing points to; raises StillUsed."""
    if is_used(session, entry):
        raise StillUsed(_("Something still uses it. Merge it with another instead."))
    remove(session, actor, "catalogue.deleted", entry)


def is_used(session: Session, entry: Entry) -> bool:
    """Whether a sheet, seen or unseen, or an entry below points to it."""
    if isinstance(entry, Lab):
        below = session.scalar(select(Programme.id).where(Programme.lab_id == entry.id).limit(1))
        return below is not None
    if isinstance(entry, Programme):
        below = session.scalar(select(Track.id).where(Track.programme_id == entry.id).limit(1))
        if below is not None:
            return True
    return bool(sheet_ids(session, entry))


def sheet_ids(session: Session, entry: Entry) -> Sequence[int]:
    """The ids of all sheets that name it, whoever may see them: for the index, not for showing."""
    if isinstance(entry, Lab):
        return []
    if isinstance(entry, Concept):
        return session.scalars(
            select(sheet_concepts.c.sheet_id).where(sheet_concepts.c.concept_id == entry.id)
        ).all()
    column = FactSheet.programme_id if isinstance(entry, Programme) else FactSheet.track_id
    return session.scalars(select(FactSheet.id).where(column == entry.id)).all()


def other_names(names: Iterable[str], name: str) -> list[str]:
    """`names`, each once, without empty ones and without those that are `name` anyway."""
    found: dict[str, str] = {}
    for other in map(clean_name, names):
        if (key := name_key(other)) and key != name_key(name):
            found.setdefault(key, other)
    return list(found.values())


def find_or_create_programme(session: Session, actor: Actor, name: str) -> Programme:
    """The programme of that name, made if there is none. For the import."""
    found = find_by_name(session, "programme", name)
    return found or create_entry(session, actor, "programme", {"name": name})  # type: ignore[return-value]


def find_or_create_track(
    session: Session, actor: Actor, name: str, programme: Programme | None
) -> Track:
    """The track of that name in the programme. Without a programme: the first track of that
    name, else a new one in the programme NO_PROGRAMME, for an editor to place."""
    found = find_by_name(session, "track", name, programme.id if programme else None)
    if found is None:
        home = programme or find_or_create_programme(session, actor, NO_PROGRAMME)
        found = create_entry(session, actor, "track", {"name": name, "programme_id": home.id})
    return found  # type: ignore[return-value]


def find_or_create_concept(session: Session, actor: Actor, name: str) -> Concept:
    """The concept of that name, made if there is none."""
    found = find_by_name(session, "concept", name)
    return found or create_entry(session, actor, "concept", {"name": name})  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The demo's catalogue in the database, by the keys that its sheets use."""

    labs: dict[str, Lab] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)


def load_catalogue(session: Session, catalogue: DemoCatalogue, actor: Actor = SYSTEM) -> Loaded:
    """Brings the demo's catalogue in; what is there already under its name stays as it is."""
    loaded = Loaded()

    def put(kind: str, name: str, values: Mapping[str, Any], programme: int | None = None) -> Any:
        found = find_by_name(session, kind, name, programme)
        return found or create_entry(session, actor, kind, {**values, "name": name})

    for lab in catalogue.labs:
        loaded.labs[lab.key] = put("lab", lab.name, {"description": lab.description})
    for row in catalogue.programmes:
        values = {"description": row.description, "lab_id": loaded.labs[row.lab].id}
        loaded.programmes[row.key] = put("programme", row.name, values)
    for track in catalogue.tracks:
        home = loaded.programmes[track.programme].id
        values = {"description": track.description, "programme_id": home}
        loaded.tracks[track.key] = put("track", track.name, values, home)
    for concept in catalogue.concepts:
        texts = {name: getattr(concept, name, "") for name in (*TEXTS["concept"], "summary")}
        texts["other"] = concept.other_contributions
        loaded.concepts[concept.key] = put("concept", concept.name, texts)
    return loaded


def _fill(session: Session, entry: Entry, values: Mapping[str, Any]) -> None:
    kind = kind_of(entry)
    with session.no_autoflush:
        for name in (*TEXTS[kind], "summary", PARENTS.get(kind)):
            if name and name in values and hasattr(entry, name):
                setattr(entry, name, values[name])
        entry.name = clean_name(values.get("name", entry.name))
        entry.key = name_key(entry.name)
        if "other_names" in values:
            entry.other_names = other_names(values["other_names"], entry.name)
        if not entry.key:
            raise NameTaken(_("Write a name with at least one letter or figure."))
        _refuse_twin(session, entry)


def _refuse_twin(session: Session, entry: Entry) -> None:
    model: Any = type(entry)
    statement = select(model).where(model.key == entry.key, model.id != (entry.id or 0))
    if isinstance(entry, Track):
        statement = statement.where(Track.programme_id == entry.programme_id)
    twin = session.scalars(statement.limit(1)).first()
    if twin is not None:
        raise NameTaken(_("There is one called %(name)s already.", name=twin.name))


def _parent_id(entry: Entry) -> int | None:
    column = PARENTS.get(kind_of(entry))
    return getattr(entry, column) if column else None


def _next_position(session: Session, entry: Entry) -> int:
    model: Any = type(entry)
    statement = select(func.max(model.position)).where(model.id != (entry.id or 0))
    if column := PARENTS.get(kind_of(entry)):
        statement = statement.where(getattr(model, column) == getattr(entry, column))
    with session.no_autoflush:
        last = session.scalar(statement)
    return 0 if last is None else last + 1


def _follow(session: Session, track: Track) -> None:
    """The sheets of a track that was moved are sheets of its new programme."""
    session.execute(
        update(FactSheet)
        .where(FactSheet.track_id == track.id)
        .values(programme_id=track.programme_id)
    )


def note_change(session: Session, actor: Actor, action: str, entry: Entry) -> None:
    """Writes the audit trail and, for a concept, tells the search."""
    record(session, actor, action, kind_of(entry), entry.id, name=entry.name)
    if isinstance(entry, Concept):
        saved(session, "concept", entry.id, {EVERYONE})


def remove(session: Session, actor: Actor, action: str, entry: Entry, **detail: Any) -> None:
    """Deletes an entry without asking whether it is used."""
    record(session, actor, action, kind_of(entry), entry.id, name=entry.name, **detail)
    if isinstance(entry, Concept):
        deleted(session, "concept", entry.id)
    session.delete(entry)
    session.flush()
