"""Making one person of a file so: whatever is so already is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.links import send_invitation
from portal.accounts.managing import MANAGE, grantable_roles, require_manager
from portal.accounts.models import User
from portal.accounts.services import create_user, find_user, save_user
from portal.audit.trail import record
from portal.errors import NotAllowed, PortalError
from portal.roster.models import FunctionPeriod
from portal.roster.people_plan import days_of
from portal.runtime import portal
from portal.units.functions import add_function, find_function, remove_function
from portal.units.models import Unit

NEW, CHANGED, SAME = "new", "changed", "same"


def apply_person(
    session: Session,
    actor: Actor,
    step: Mapping[str, Any],
    options: Mapping[str, Any],
    today: dt.date,
) -> tuple[str, int]:
    """Makes or changes the person of a step; returns what happened and their id. Raises
    PortalError for what cannot be done."""
    if not portal().access.may(session, actor, MANAGE):
        raise NotAllowed(_("Only those who manage accounts may do this."))
    user = find_user(session, step["email"])
    outcome = SAME
    if user is None:
        user, outcome = _create(session, actor, step, options), NEW
    elif not user.active:
        raise PortalError(_("The account of %(name)s is disabled. Open it first.", name=user.name))
    elif _change(session, actor, user, step):
        outcome = CHANGED
    for wish in step["functions"]:
        if _place(session, actor, user, wish, today) and outcome == SAME:
            outcome = CHANGED
    if outcome == NEW and options.get("invite") == "now":
        invite_once(session, actor, user)
    return outcome, user.id


def invite_once(session: Session, actor: Actor, user: User) -> bool:
    """Mails an invitation to somebody who never had one; says whether it was so."""
    if user.invited_at is not None or user.password_hash is not None or not user.active:
        return False
    send_invitation(session, user, actor)
    record(session, actor, "account.invited", "person", user.id)
    return True


def _create(
    session: Session, actor: Actor, step: Mapping[str, Any], options: Mapping[str, Any]
) -> User:
    roles = set(options.get("roles") or ())
    if not roles <= {role.key for role in grantable_roles(session, actor)}:
        raise NotAllowed(_("Choose among the roles in the list."))
    user = create_user(
        session,
        actor,
        email=step["email"],
        name=step["name"],
        roles=sorted(roles),
        title=step.get("title") or "",
        language=options.get("language") or portal().settings.language,
    )
    user.phone = step.get("phone") or ""
    session.flush()
    return user


def _change(session: Session, actor: Actor, user: User, step: Mapping[str, Any]) -> bool:
    after = {name: step.get(name) for name in ("name", "title", "phone") if step.get(name)}
    changed = {name for name, value in after.items() if getattr(user, name) != value}
    if not changed:
        return False
    require_manager(session, actor, user)
    detail = {"name": [user.name, after["name"]]} if "name" in changed else {}
    for name in changed:
        setattr(user, name, after[name])
    save_user(session, user)
    fields = sorted(changed)
    record(session, actor, "account.changed", "person", user.id, fields=fields, **detail)
    return True


def _place(
    session: Session, actor: Actor, user: User, wish: Mapping[str, Any], today: dt.date
) -> bool:
    """One function: given, taken, or kept for its day; says whether anything changed."""
    unit = session.get(Unit, wish["unit"])
    if unit is None:
        raise PortalError(_("The unit is no longer there."))
    function = wish["function"]
    there = find_function(session, unit.id, user.id, function) is not None
    period = session.scalar(
        select(FunctionPeriod).where(
            FunctionPeriod.user_id == user.id,
            FunctionPeriod.unit_id == unit.id,
            FunctionPeriod.function == function,
        )
    )
    starts, ends = days_of(wish)
    if wish.get("end") or (ends is not None and ends < today):
        if period is not None:
            session.delete(period)
        if there:
            remove_function(session, actor, unit, user, function)
        return there or period is not None
    waits = starts is not None and starts > today
    changed = _keep_days(session, user, unit, function, period, starts, ends, there or not waits)
    if not there and not waits:
        add_function(session, actor, unit, user, function)
        return True
    return changed


def _keep_days(
    session: Session,
    user: User,
    unit: Unit,
    function: str,
    period: FunctionPeriod | None,
    starts: dt.date | None,
    ends: dt.date | None,
    started: bool,
) -> bool:
    if starts is None and ends is None:
        return False
    if period is None:
        period = FunctionPeriod(user_id=user.id, unit_id=unit.id, function=function)
        session.add(period)
    before = (period.starts_on, period.ends_on)
    period.starts_on, period.ends_on = starts or period.starts_on, ends or period.ends_on
    period.started = started
    session.flush()
    return before != (period.starts_on, period.ends_on)
