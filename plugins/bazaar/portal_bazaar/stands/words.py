"""Stands in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..models import Keeper, Stand
from ..vocabulary import Look, StandStatus

#: The name of stands in the audit trail; they are no kind of their own.
STAND = "bazaar_stand"

STAND_STATUSES: dict[str, Look] = {
    StandStatus.PROPOSED: Look(_l("Proposed"), "lightbulb", "amber"),
    StandStatus.INVITED: Look(_l("Invited, no answer yet"), "envelope", "amber"),
    StandStatus.CONFIRMED: Look(_l("Confirmed"), "check-circle-fill", "green"),
    StandStatus.DECLINED: Look(_l("Declined"), "x-circle"),
    StandStatus.WITHDRAWN: Look(_l("Withdrawn"), "dash-circle"),
}


def keeper_name(keeper: Keeper) -> str:
    """What to call a keeper for those who organise or moderate; see `shown_name`."""
    if keeper.user is not None:
        return keeper.user.name
    return keeper.name or keeper.email or _("Guest")


def keeper_names(stand: Stand) -> str:
    """All keepers of a stand in a row."""
    return ", ".join(keeper_name(one) for one in stand.keepers)


def shown_name(keeper: Keeper) -> str:
    """What a keeper is called where everybody reads it: never by their address, which only the
    organisers see."""
    return keeper.user.name if keeper.user is not None else keeper.name or _("Guest")


def numbered(stand: Stand) -> str:
    """'12 Short meetings', or the title alone."""
    return f"{stand.number} {stand.title}" if stand.number is not None else stand.title
