"""What somebody corrected in a found sheet: only the fields that they changed, so that what is
chosen for all sheets goes on to hold for the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy.orm import Session

from portal.api import ConflictError

from ...models import FoundSheet
from ..data import Link, SheetData, cleaned

#: Fields that make sense together only.
TOGETHER = (
    ("unit_id", "institution"),
    ("programme_id", "track_id", "new_programme", "new_track"),
    ("concept_ids", "new_concepts"),
    ("visibility", "visible_units", "visible_people"),
    ("hypothesis", "hypothesis_if", "hypothesis_then"),
)
DATES = ("period_start", "period_end", "review_due")
_SEQUENCES = {
    "other_titles", "concept_ids", "links", "tags", "visible_units", "visible_people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sheet as it will be made, and the names of catalogue entries that will be made with it."""

    data: SheetData
    new_programme: str = ""
    new_track: str = ""
    new_concepts: tuple[str, ...] = field(default=())

    @property
    def names(self) -> list[str]:
        """The names that are new to the catalogue."""
        return [name for name in (self.new_programme, self.new_track, *self.new_concepts) if name]

    def to_json(self) -> dict[str, Any]:
        """Every field, in plain types."""
        data = cleaned(self.data)
        found: dict[str, Any] = {one.name: getattr(data, one.name) for one in fields(data)}
        for name in DATES:
            found[name] = found[name].isoformat() if found[name] else None
        found["links"] = [{"title": link.title, "url": link.url} for link in data.links]
        for name in _SEQUENCES - {"links"}:
            found[name] = list(found[name])
        for name in ("kind", "outcome", "visibility"):
            found[name] = str(found[name]) if found[name] is not None else None
        return found | {
            "new_programme": self.new_programme,
            "new_track": self.new_track,
            "new_concepts": list(self.new_concepts),
        }

    def corrected(self, changes: Mapping[str, Any]) -> Wanted:
        """The same with the fields that somebody changed."""
        values = dict(changes)
        new = {name: values.pop(name) for name in list(values) if name.startswith("new_")}
        known = {one.name for one in fields(SheetData)}
        values = {name: value for name, value in values.items() if name in known}
        for name in set(DATES) & set(values):
            values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
        if "links" in values:
            values["links"] = [Link(link["title"], link["url"]) for link in values["links"]]
        for name in _SEQUENCES & set(values):
            values[name] = tuple(values[name])
        if "new_concepts" in new:
            new["new_concepts"] = tuple(new["new_concepts"])
        return replace(self, data=replace(self.data, **values), **new)


def correct(
    session: Session, found: FoundSheet, before: Wanted, after: Wanted, version: int
) -> None:
    """Keeps what differs from what was read. `before` is the sheet without corrections; `version`
    the one that the form was made from. Raises ConflictError when it was corrected meanwhile."""
    session.refresh(found, with_for_update={"of": FoundSheet})
    if found.version != version:
        raise ConflictError("this found sheet was changed meanwhile")
    old, new = before.to_json(), after.to_json()
    changed = {name for name in new if new[name] != old[name]}
    for together in TOGETHER:
        if changed & set(together):
            changed |= set(together)
    found.changes = {name: new[name] for name in sorted(changed)}
    found.version += 1
    session.flush()
