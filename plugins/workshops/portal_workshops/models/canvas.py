"""The shared canvas of one education, as a document of items and the operations that made it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.api import Model, now, owned_by


class Canvas(Model):
    """One document for each participation. `seq` numbers its operations, `pulse` rises when
    somebody comes, goes, or holds something: together they are the ETag of a poll.

    `shared`: the other educations of the series may read it; the group decides.
    """

    __tablename__ = "workshops_canvas"
    __table_args__ = owned_by("workshops", UniqueConstraint("participation_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_participation.id", ondelete="CASCADE")
    )
    seq: Mapped[int] = mapped_column(default=0)
    pulse: Mapped[int] = mapped_column(default=0)
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    #: When an operation last changed it.
    changed_at: Mapped[dt.datetime | None]


class CanvasItem(Model):
    """One thing on a canvas as it stands: a stakeholder, a word, a step. `data` holds its fields,
    each with its value, the operation that wrote it, and versions not yet seen by each other (see
    `canvas.engine`). `seq` is the operation that last touched it."""

    __tablename__ = "workshops_canvas_item"
    __table_args__ = owned_by(
        "workshops", Index("ix_workshops_canvas_item_seq", "canvas_id", "seq")
    )

    canvas_id: Mapped[int] = mapped_column(
        ForeignKey("workshops_canvas.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
    type: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int]
    gone: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class CanvasOperation(Model):
    """One change, in the order the server received them. `uid` is the client's own name for it:
    what is sent twice is done once. `result` is what became of it (see `engine.Result`); a folded
    one has lost its values to a later one (see `canvas.compaction`)."""

    __tablename__ = "workshops_canvas_operation"
    __table_args__ = owned_by(
        "workshops", UniqueConstraint("canvas_id", "seq"), UniqueConstraint("canvas_id", "uid")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    canvas_id: Mapped[int] = mapped_column(ForeignKey("workshops_canvas.id", ondelete="CASCADE"))
    seq: Mapped[int]
    uid: Mapped[str] = mapped_column(String(36))
    client: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[dt.datetime] = mapped_column(default=now)
    item: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(16))
    what: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[str] = mapped_column(String(12))
    folded: Mapped[bool] = mapped_column(default=False)


class CanvasPresence(Model):
    """A browser that has a canvas open, and the field it holds until `held_until`. Rows grow old
    by themselves; nobody has to say goodbye."""

    __tablename__ = "workshops_canvas_presence"
    __table_args__ = owned_by("workshops", UniqueConstraint("canvas_id", "client"))

    id: Mapped[int] = mapped_column(primary_key=True)
    canvas_id: Mapped[int] = mapped_column(ForeignKey("workshops_canvas.id", ondelete="CASCADE"))
    client: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int] = mapped_column(
        ForeignKey("portal_user.id", ondelete="CASCADE"), index=True
    )
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)
    page: Mapped[str] = mapped_column(String(16), default="")
    item: Mapped[str] = mapped_column(String(80), default="")
    field: Mapped[str] = mapped_column(String(24), default="")
    held_until: Mapped[dt.datetime | None]


class RunSheet(Model):
    """The facilitator's run sheet of one half day. `points` is {"points": [...]}, empty for the
    usual ones; `done` is {key: ISO time} of those that are over."""

    __tablename__ = "workshops_run_sheet"
    __table_args__ = owned_by("workshops", UniqueConstraint("series_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("workshops_series.id", ondelete="CASCADE"))
    number: Mapped[int]
    #: When it really began, or is now meant to; None: as the half day says.
    starts_at: Mapped[dt.datetime | None]
    points: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
