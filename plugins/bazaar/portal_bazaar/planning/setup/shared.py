"""What the planners of the three lists share: what is known, and what earlier lists have said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal.api import lists

from .columns import LISTS
from .known import Known

NAME_MAX, ORGANISATION_MAX, NOTE_MAX = 120, 160, 1_000
NEW, CHANGED, SAME = lists.NEW, lists.CHANGED, lists.SAME


@dataclass(slots=True)
class Shared:
    """Later lists lean on earlier ones. `more`: units that only the people name; `themes`: those
    that are added, by their folded name; `steps` of each list; `notes` tell of what else is so."""

    known: Known
    invited: dict[int, None] = field(default_factory=dict)
    more: dict[int, None] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    steps: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in LISTS}
    )
    notes: list[str] = field(default_factory=list)
    called: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.called = {user_id: name for user_id, name, _open in self.known.users.values()}

    def name(self, user_id: int) -> str:
        """What an account is called."""
        return self.called.get(user_id, "")
