"""Who is reminded: the one who is missing; where nobody is named, who answers for the education."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.api import User

from ..models import InvitedEducation, Visitor
from .coverage import MISSING, Covered, Status
from .names import mail_target, name_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a reminder goes to. `key` is 'user:7' or, for a guest, 'visitor:12'; `why`: 'named'
    (it is the one who is missing), 'delegate', 'leader', or 'above' (of the nearest unit above
    that has a leader)."""

    key: str
    name: str
    title: str
    why: str
    to: User


def whom(
    education: InvitedEducation,
    covered: Covered,
    visitors: Mapping[int, Visitor],
    leading: Sequence[set[int]],
    people: Mapping[int, User],
    own: frozenset[int] = frozenset(),
) -> list[Recipient]:
    """The people to remind of one education; nobody where nothing is missing, or where there is
    nobody to write to. `leading`: who leads its unit and the units above, nearest first, as
    `portal.api.leaders_of` answers; `own`: those of the very unit; `people`: all their accounts."""
    if covered.status not in MISSING:
        return []
    found: dict[str, Recipient] = {}
    for named in _missing_seats(covered):
        reached = [_named(visitors[one]) for one in named]
        some = [one for one in reached if one is not None]
        for one in some or _answering(education, leading, people, own):
            found.setdefault(one.key, one)
    return list(found.values())


def _missing_seats(covered: Covered) -> list[tuple[int, ...]]:
    """For each seat that is empty, whom somebody named for it."""
    if covered.status == Status.NO_ANSWER:
        return [()]
    seats = []
    if not covered.has_leader:
        seats.append(covered.named_leaders)
    if not covered.has_teacher:
        seats.append(covered.named_teachers)
    return seats


def _named(visitor: Visitor) -> Recipient | None:
    to = mail_target(visitor)
    if to is None:
        return None
    key = f"user:{visitor.user_id}" if visitor.user_id is not None else f"visitor:{visitor.id}"
    return Recipient(key, name_of(visitor), to.title or "", "named", to)


def _answering(
    education: InvitedEducation,
    leading: Sequence[set[int]],
    people: Mapping[int, User],
    own: frozenset[int],
) -> list[Recipient]:
    delegate = education.delegate
    if delegate is not None and delegate.active:
        return [_user(delegate, "delegate")]
    if not leading:
        return []
    nearest = sorted(leading[0] & set(people))
    return [_user(people[one], "leader" if one in own else "above") for one in nearest]


def _user(user: User, why: str) -> Recipient:
    return Recipient(f"user:{user.id}", user.name, user.title, why, user)
