"""An import from a spreadsheet, from the upload to its result, and what files say beyond the
tables of people and units: from when until when, and the codes of units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by

PREVIEW, RUNNING, DONE, FAILED, DISCARDED = "preview", "running", "done", "failed", "discarded"


class RosterImport(Model):
    """One file on its way in. `table` is what was read of it; it is emptied when it has served."""

    __tablename__ = "portal_roster_import"
    __table_args__ = owned_by("core")

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # people, units
    file_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=PREVIEW)
    created_by: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    moved_at: Mapped[dt.datetime] = mapped_column(default=now)  # when it last got further
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    # What was chosen: sheets, roles, invite, end_functions, language.
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # {'unit': {words: id}, 'function': {words: function}}: what unclear words mean.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Counts by outcome, the problems met while applying, the ids of new people.
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    table: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)


class RosterStep(Model):
    """One person or unit that an import has to make or change; deleted when the import ends.
    `object_id` is what came of it, for the steps that build on this one."""

    __tablename__ = "portal_roster_step"
    # A key of its own making: nothing is numbered here.
    __table_args__ = ({"info": {"plugin": "core"}},)

    import_id: Mapped[int] = mapped_column(
        ForeignKey("portal_roster_import.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    object_id: Mapped[int | None]


class FunctionPeriod(Model):
    """From when until when a person has a function, where a file said so. One that lies ahead
    begins on its day; one whose end has passed takes the function along."""

    __tablename__ = "portal_roster_period"
    __table_args__ = owned_by("core", UniqueConstraint("user_id", "unit_id", "function"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("portal_unit.id", ondelete="CASCADE"), index=True
    )
    function: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    # Whether the function was given already; somebody may have taken it away since.
    started: Mapped[bool] = mapped_column(default=False)


class UnitCode(Model):
    """What another system calls a unit ('MAT-1'): files find it by that, whatever its name is.

    No foreign key: a unit that nothing else names can still be deleted.
    """

    __tablename__ = "portal_roster_unit_code"
    __table_args__ = ({"info": {"plugin": "core"}},)

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
