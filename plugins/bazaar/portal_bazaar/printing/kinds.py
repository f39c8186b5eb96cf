"""What can be printed: the fair in a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

SHEETS, BANNERS, POSTERS = "sheets", "banners", "posters"
BADGES, CARDS, MODERATOR = "badges", "cards", "moderator"
PLAN, PEOPLE = "plan", "people"
#: What a stand's keepers may print of their own stand.
OF_A_STAND = frozenset({SHEETS, BANNERS, POSTERS})
#: What a moderator needs.
FOR_MODERATORS = frozenset({MODERATOR, PLAN})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of print. `things` says what there is one of each for; `each` how many things fit
    on a page, 0 where that is only known afterwards, None for a print that is one whole."""

    name: str
    words: Any
    help: Any
    icon: str
    template: str
    size: Any
    each: int | None = 1


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            SHEETS,
            _l("Fact sheets"),
            _l("Lies on the stand, for those who want to read on or take one home."),
            "file-earmark-text",
            "sheet.typ",
            "A4",
            0,
        ),
        Kind(
            BANNERS,
            _l("Banners"),
            _l("Roll-ups behind the stands. Send the file to a printer's."),
            "flag",
            "banner.typ",
            "850 × 2000 mm",
        ),
        Kind(
            POSTERS,
            _l("Posters"),
            _l("Hangs at the stand: number, title and the code to scan."),
            "easel",
            "poster.typ",
            "A3",
        ),
        Kind(
            BADGES,
            _l("Badges"),
            _l("Eight on a sheet, with marks to cut at. The code signs its owner in for the day."),
            "person-badge",
            "badges.typ",
            "A4",
            8,
        ),
        Kind(
            CARDS,
            _l("Paper dance cards"),
            _l("For those without a phone or net. Key them in by their number afterwards."),
            "clipboard-check",
            "cards.typ",
            "A4",
            0,
        ),
        Kind(
            MODERATOR,
            _l("Moderator cards"),
            _l("The running order of each pitch round, with times. For the hand."),
            "mic",
            "moderator.typ",
            "A5",
            0,
        ),
        Kind(
            PLAN,
            _l("Floor plan"),
            _l("Where each stand is. Hang it at the entrance."),
            "map",
            "plan.typ",
            "A3",
            None,
        ),
        Kind(
            PEOPLE,
            _l("List for when everything else fails"),
            _l("Everybody who is registered, to tick off by hand. Shred it after the day."),
            "card-checklist",
            "emergency.typ",
            "A4",
            None,
        ),
    )
}
