"""An import from its upload to its start: made, looked at, answered, begun, dropped.

Everything raises NotAllowed for who may not, and RosterProblem with what to do instead.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.managing import MANAGE as ACCOUNTS
from portal.accounts.managing import grantable_roles
from portal.accounts.models import User
from portal.audit.trail import record
from portal.clock import today
from portal.database import now, rows_changed
from portal.errors import NotAllowed
from portal.jobs.queue import enqueue
from portal.roster.finding_units import fold_unit
from portal.roster.models import (
    DISCARDED,
    DONE,
    PREVIEW,
    RUNNING,
    RosterImport,
    RosterStep,
)
from portal.roster.people_plan import plan_people
from portal.roster.plan import Plan
from portal.roster.problems import RosterProblem
from portal.roster.reading.reader import read_table
from portal.roster.reading.sheets import Sheet, Table
from portal.roster.units_plan import plan_units
from portal.runtime import portal
from portal.units.changing import MANAGE as UNITS

TOPIC = "roster.apply"
PERMISSIONS: Mapping[str, str] = {"people": ACCOUNTS, "units": UNITS}
INVITE = ("now", "later", "none")
#: Without a step for so long, a run is taken to have died with its worker.
STALLED = dt.timedelta(seconds=20)
KEPT = dt.timedelta(days=30)


def may_import(session: Session, actor: Actor, kind: str) -> bool:
    """Whether `actor` may bring in lists of `kind`, and see the imports of others."""
    return kind in PERMISSIONS and portal().access.may(session, actor, PERMISSIONS[kind])


def require(session: Session, actor: Actor, kind: str) -> None:
    """Raises NotAllowed for who may not."""
    if not may_import(session, actor, kind):
        raise NotAllowed(_("You may not import this list."))


def clean_file_name(text: str) -> str:
    """The name of a file to show: its last part, without what cannot be seen."""
    last = unicodedata.normalize("NFC", text).replace("\\", "/").split("/")[-1]
    seen = "".join(char for char in last if char.isprintable())
    return seen.strip()[-120:] or "?"


def create_import(
    session: Session, actor: Actor, kind: str, file_name: str, table: Table
) -> RosterImport:
    """Keeps what was read of a file, for the preview."""
    require(session, actor, kind)
    first = [table.sheets[0].name]
    one = RosterImport(
        kind=kind,
        file_name=clean_file_name(file_name),
        created_by=actor.user_id,
        options={
            "sheets": first,
            "roles": ["staff"],
            "invite": "later",
            "end_functions": False,
            "language": portal().settings.language,
            "system": actor.is_system,
        },
        table=table.to_json(),
    )
    session.add(one)
    session.flush()
    return one


def read_import(
    session: Session, actor: Actor, kind: str, file_name: str, data: bytes
) -> RosterImport:
    """Reads the bytes of a file and keeps what is in them; see `read_table` for what it raises."""
    require(session, actor, kind)
    return create_import(session, actor, kind, file_name, read_table(data, kind))


def table_of(one: RosterImport) -> Table:
    """What was read of the file, left with the sheets that are chosen."""
    table = Table.from_json(one.table)
    chosen = set(one.options.get("sheets", ()))
    sheets = [sheet for sheet in table.sheets if sheet.name in chosen] or table.sheets[:1]
    return Table(sheets, table.guarded, table.unfit)


def all_sheets(one: RosterImport) -> Sequence[Sheet]:
    """Every sheet with a list, chosen or not."""
    return Table.from_json(one.table).sheets


def plan_of(session: Session, actor: Actor, one: RosterImport) -> Plan:
    """What the import would do as things stand now."""
    table = table_of(one)
    if one.kind == "units":
        return plan_units(session, table)
    return plan_people(session, actor, table, one.options, one.answers, today())


def answer(
    session: Session,
    actor: Actor,
    one: RosterImport,
    answers: Mapping[str, Mapping[str, str]],
    sheets: Sequence[str],
) -> None:
    """Says what unclear words mean and which sheets count; what makes no sense is left out."""
    _require_preview(session, actor, one)
    kept = {kind: dict(words) for kind, words in one.answers.items()}
    for kind in ("unit", "function"):
        for words, value in answers.get(kind, {}).items():
            key = fold_unit(words)
            if value:
                kept.setdefault(kind, {})[key] = value[:40]
            else:
                kept.setdefault(kind, {}).pop(key, None)
    one.answers = kept
    names = [sheet.name for sheet in all_sheets(one)]
    chosen = [name for name in names if name in set(sheets)]
    if chosen:
        one.options = {**one.options, "sheets": chosen}


def choose(
    session: Session,
    actor: Actor,
    one: RosterImport,
    *,
    roles: Sequence[str],
    invite: str,
    end_functions: bool,
    language: str,
) -> None:
    """What else happens: roles and invitations of the new, functions the file does not name."""
    _require_preview(session, actor, one)
    if not set(roles) <= {role.key for role in grantable_roles(session, actor)}:
        raise RosterProblem(_("Choose among the roles in the list."))
    if invite not in INVITE:
        raise RosterProblem(_("Choose when the new people are invited."))
    one.options = {
        **one.options,
        "roles": sorted(roles),
        "invite": invite,
        "end_functions": end_functions,
        "language": language if language in ("da", "en") else portal().settings.language,
    }


def start(session: Session, actor: Actor, one: RosterImport, *, strict: bool = False) -> int:
    """Writes down what is to be done and hands it to the worker; returns how many steps. With
    `strict`, raises RosterProblem while anything is wrong."""
    _require_preview(session, actor, one)
    plan = plan_of(session, actor, one)
    if strict and plan.mistakes:
        raise RosterProblem(_("There are mistakes in the file, and you asked for none."))
    # Of two who press the button at once, one finds the import begun.
    begun = rows_changed(
        session,
        update(RosterImport)
        .where(RosterImport.id == one.id, RosterImport.state == PREVIEW)
        .values(state=RUNNING)
        .execution_options(synchronize_session=False),
    )
    if not begun:
        raise RosterProblem(_("The import has begun already."))
    session.refresh(one)
    one.state, one.total, one.done, one.moved_at = RUNNING, len(plan.steps), 0, now()
    one.created_by = actor.user_id
    one.options = {**one.options, "system": actor.is_system}
    one.result = {**plan.counts(), "made": [], "problems": [], "outcomes": {}}
    rows = [
        {"import_id": one.id, "position": at, "payload": step, "object_id": None}
        for at, step in enumerate(plan.steps)
    ]
    session.flush()
    if rows:
        session.execute(insert(RosterStep), rows)
    record(session, actor, "roster.started", None, None, roster=one.kind, file=one.file_name)
    go_on(session, one)
    return len(rows)


def go_on(session: Session, one: RosterImport) -> None:
    """Queues the next batch."""
    # A key of its own each time: the batch itself knows whether somebody was there before.
    enqueue(session, TOPIC, {"import": one.id, "from": one.done})


def resume(session: Session, actor: Actor, one: RosterImport) -> bool:
    """Goes on with a run that has stood still; says whether there was need."""
    require(session, actor, one.kind)
    if not is_stalled(one):
        return False
    one.moved_at = now()
    go_on(session, one)
    return True


def is_stalled(one: RosterImport) -> bool:
    """Whether a run has stood still for so long that its worker must have died."""
    return one.state == RUNNING and now() - one.moved_at > STALLED


def discard(session: Session, actor: Actor, one: RosterImport) -> None:
    """Drops a preview; nothing was changed by it."""
    _require_preview(session, actor, one)
    one.state, one.table, one.answers = DISCARDED, {}, {}


def not_invited(session: Session, one: RosterImport) -> list[User]:
    """Whom the import made and nobody has invited."""
    made = list(one.result.get("made", ()))
    found: list[User] = []
    for at in range(0, len(made), 500):
        found += session.scalars(
            select(User)
            .where(
                User.id.in_(made[at : at + 500]),
                User.active,
                User.invited_at.is_(None),
                User.password_hash.is_(None),
            )
            .order_by(User.name, User.id)
        )
    return found


def invite_made(session: Session, actor: Actor, one: RosterImport) -> int:
    """Queues the invitations of those the import made; returns how many there will be."""
    require(session, actor, one.kind)
    if one.state != DONE:
        raise RosterProblem(_("The import has not ended yet."))
    users = not_invited(session, one)
    for at in range(0, len(users), 20):
        ids = [user.id for user in users[at : at + 20]]
        enqueue(session, "roster.invite", {"users": ids, "by": actor.user_id})
    return len(users)


def recent(session: Session, kind: str, limit: int = 10) -> Sequence[RosterImport]:
    """The last imports of a kind that were not dropped."""
    return session.scalars(
        select(RosterImport)
        .where(RosterImport.kind == kind, RosterImport.state != DISCARDED)
        .order_by(RosterImport.id.desc())
        .limit(limit)
    ).all()


def forget_old(session: Session) -> None:
    """People's data in files: kept no longer than they serve."""
    session.execute(
        delete(RosterImport).where(
            RosterImport.moved_at < now() - KEPT, RosterImport.state != RUNNING
        )
    )


def _require_preview(session: Session, actor: Actor, one: RosterImport) -> None:
    require(session, actor, one.kind)
    if one.state != PREVIEW:
        raise RosterProblem(_("The import has begun already."))
