"""Two people change one account at once: what only one of them changed is taken from that one;
what both did is shown, and loses no typing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User

FIELDS = ("name", "email", "title", "phone", "language")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has set to `theirs` since this form was opened."""

    label: Any
    theirs: str
    mine: str


def facts(user: User, roles: Collection[str]) -> dict[str, Any]:
    """What an edit starts from; of the person's roles only those in `roles`."""
    found: dict[str, Any] = {field: getattr(user, field) for field in FIELDS}
    found["roles"] = sorted({role.key for role in user.roles} & set(roles))
    return found


def merge(form: Any, current: Mapping[str, Any], seen: str) -> list[Conflict]:
    """Brings `form` up to date with `current`, starting from what it was opened with (`seen`, JSON
    of `facts`); returns what cannot be decided here. A form without `seen` is taken as it is."""
    try:
        before = json.loads(seen)
    except ValueError:
        return []
    conflicts = []
    for field, theirs in current.items():
        if not isinstance(before, dict) or field not in before or before[field] == theirs:
            continue
        mine = sorted(form[field].data) if field == "roles" else form[field].data or ""
        if mine == before[field]:
            form[field].data = theirs
        elif mine != theirs:
            words = _words(form[field])
            conflicts.append(Conflict(form[field].label.text, words(theirs), words(mine)))
    return conflicts


def _words(field: Any) -> Any:
    titles = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}

    def words(value: Any) -> str:
        values = value if isinstance(value, list) else [value]
        return ", ".join(titles.get(one, str(one)) for one in values)

    return words
