"""Why somebody is where they are, and what a move costs, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.api import Actor

from ..models import Plan, PlanDate
from ..sheets import facts
from ..times import moment_words, span_words
from .planner import Breach, Placement, Problem, Reason, Rule, Why
from .planner.problem import Key

RULES: Mapping[str, Any] = {
    Rule.TWICE: _l("Somebody would be in two groups."),
    Rule.NOT_WISHED: _l("Somebody has not wished for that practice."),
    Rule.DATES: _l("Somebody cannot come on that date."),
    Rule.TOO_FEW: _l("The group would have too few people."),
    Rule.TOO_MANY: _l("The group would have too many people."),
    Rule.APART: _l("An education's leader and teachers would be apart."),
    Rule.NO_LEADER: _l("Teachers would come without the leader of their education."),
    Rule.FACILITATOR: _l("The group would have no facilitator."),
    Rule.ROOM: _l("The room would be too small, or taken."),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called for one reader: practices they may not see have no name."""

    practices: Mapping[int, str]
    dates: Mapping[int, PlanDate]
    people: Mapping[int, str]

    def practice(self, key: int) -> str:
        """The practice, or that it cannot be named."""
        return self.practices.get(key) or _("a practice you cannot see")

    def date(self, key: int) -> str:
        """3. december 2026 kl. 09.00"""
        date = self.dates.get(key)
        return moment_words(date.first_starts) if date else _("a date that was taken out")

    def group(self, key: tuple[int, int]) -> str:
        """Practice and date."""
        return _("%(practice)s, %(date)s", practice=self.practice(key[0]), date=self.date(key[1]))


def names_for(session: Session, actor: Actor, plan: Plan, people: bool = True) -> Names:
    """Names as `actor` may read them. Titles that people typed are everybody's in the round."""
    seen = facts(session, actor, [one.sheet_id for one in plan.practices])
    practices = {}
    for one in plan.practices:
        if one.sheet_id is None:
            practices[one.id] = one.title
        elif one.sheet_id in seen:
            practices[one.id] = seen[one.sheet_id].title
    return Names(
        practices,
        {one.id: one for one in plan.dates},
        {one.id: one.user.name for one in plan.people} if people else {},
    )


def both_days(date: PlanDate) -> str:
    """'3. december 2026 kl. 09.00-12.00 and 17. december ...'"""
    return _(
        "%(first)s and %(second)s",
        first=span_words(date.first_starts, date.first_ends),
        second=span_words(date.second_starts, date.second_ends),
    )


def where_words(names: Names, found: Placement) -> str:
    """Where they are, and by which wish."""
    if found.key is None:
        return _("You are in no group.")
    group = names.group(found.key)
    if found.rank is None:
        return _("You are in %(group)s, with the leader and teachers of your education.",
                 group=group)  # fmt: skip
    return _("You are in %(group)s: wish number %(rank)d.", group=group, rank=found.rank + 1)


def put_words(names: Names, key: Key | None) -> str:
    """Where they are whom the planner moved."""
    if key is None:
        return _("You are in no group.")
    return _("You are in %(group)s.", group=names.group(key))


def moved_words(names: Names, was: Placement, key: Key | None) -> str:
    """That somebody was moved by hand, and from where."""
    if was.key is None:
        return _("The planner put you here by hand. No group was proposed for you.")
    if key is None:
        return _(
            "The planner took you out by hand. It was proposed: %(group)s.",
            group=names.group(was.key),
        )
    return _(
        "The planner moved you here by hand. It was proposed: %(group)s.",
        group=names.group(was.key),
    )


def reason_words(problem: Problem, names: Names, reason: Reason) -> str:
    """Why one wish was not met, in a sentence."""
    least = problem.rules.smallest
    if reason.why == Why.NO_DATE:
        return _("You cannot come on any of the dates.")
    if reason.why == Why.LEADING:
        return _("You lead another group at that time.")
    if reason.why == Why.LEADER:
        return _("The leader of your education cannot come on your dates.")
    if reason.why == Why.TOO_FEW:
        return ngettext(
            "On your dates fewer than %(num)s person could come.",
            "On your dates fewer than %(num)s people could come.",
            least,
        )
    if reason.why == Why.NO_FACILITATOR:
        return _("Nobody can lead it on those of your dates on which enough people could come.")
    if reason.why == Why.NO_ROOM:
        return _("There is no room for it on those of your dates on which it could be led.")
    if reason.why == Why.OTHER_DATES and reason.key is not None:
        return _("It is on %(date)s, and you cannot come then.", date=names.date(reason.key[1]))
    if reason.why == Why.FULL:
        return _("The group has no seat left.")
    if reason.why == Why.ONE_SEAT:
        return _("The group has one seat left, and the leader of your education needs one, too.")
    if reason.why == Why.EDUCATION and reason.key is not None:
        return _("You go where the leader and teachers of your education go: %(group)s.",
                 group=names.group(reason.key))  # fmt: skip
    return _("No way was found to it by which others would not lose at least as much.")


def breach_words(names: Names, breach: Breach) -> str:
    """A rule that a move breaks: where, and whose."""
    rule = str(RULES[breach.rule])
    who = names.people.get(breach.person, "") if breach.person else ""
    where = names.group(breach.key)
    if who:
        return _("%(rule)s %(name)s, %(group)s", rule=rule, name=who, group=where)
    return _("%(rule)s %(group)s", rule=rule, group=where)
