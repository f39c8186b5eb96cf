"""The parts of a profile, and the one place that decides which of them somebody may see.

Whatever shows, counts, finds or exports anything of a profile takes it from `Facts` (see
`services/facts.py`), and `Facts` holds what `shown_parts` lets through, nothing else. A new part
is declared here, its columns are filled there, and the tests try it on every output.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.api import Actor


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """A part of the profile. `fields`: what it is in the history. `hideable`: whether it is the
    owner's to hide; how and why somebody was chosen is for all to see."""

    name: str
    title: Any
    fields: tuple[str, ...]
    hideable: bool = True


#: Is hidden in the account and not here: address and phone stand on other pages, too.
CONTACT = "contact"
PARTS: dict[str, ProfilePart] = {
    part.name: part
    for part in (
        ProfilePart("photo", _l("Photo"), ("photo",)),
        ProfilePart(CONTACT, _l("How to reach me"), ("reach", "reach_note")),
        ProfilePart("help", _l("What I can help with"), ("help_text",)),
        ProfilePart("roles", _l("Roles"), ("roles",)),
        ProfilePart("competences", _l("Competences"), ("levels",)),
        ProfilePart("languages", _l("Languages"), ("languages",)),
        ProfilePart("communities", _l("Communities"), ("communities",)),
        ProfilePart("works", _l("Experiments and fact sheets"), ("works",)),
        ProfilePart(
            "choice",
            _l("Why and how chosen"),
            ("chosen_how", "chosen_by_id", "chosen_on", "chosen_why"),
            hideable=False,
        ),
        ProfilePart(
            "mandate",
            _l("Mandate"),
            ("mandate", "mandate_from", "mandate_until"),
            hideable=False,
        ),
    )
}
HIDEABLE = frozenset(name for name, part in PARTS.items() if part.hideable)
PART_OF: dict[str, str] = {field: part.name for part in PARTS.values() for field in part.fields}


def shown_parts(actor: Actor | None, user_id: int, hidden: Iterable[str]) -> frozenset[str]:
    """The parts of the profile of `user_id` that `actor` may see; None is a reader of whom
    nothing is known (the search's documents). The owner sees all, and so does the portal itself
    when it hands a person their own data; everyone else, coordinators too, what is not hidden."""
    if actor is not None and (actor.is_system or actor.user_id == user_id):
        return frozenset(PARTS)
    return frozenset(PARTS) - (HIDEABLE & frozenset(hidden))
