"""What is known about each plugin beyond its code."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, now, owned_by


class PluginState(Model):
    """Whether a plugin is on. A plugin without a row is on."""

    __tablename__ = "portal_plugin_state"
    __table_args__ = owned_by("core")

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    quarantined_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)


class PluginFailure(Model):
    """One failure of a plugin: where, and the id under which the log holds the trace."""

    __tablename__ = "portal_plugin_failure"
    __table_args__ = owned_by("core", Index("ix_portal_plugin_failure_plugin", "plugin", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plugin: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    place: Mapped[str] = mapped_column(String(120))
    error_id: Mapped[str] = mapped_column(String(20))
    summary: Mapped[str] = mapped_column(Text, default="")
    trace: Mapped[str] = mapped_column(Text, default="")


class PluginRecord(Model):
    """What a plugin brought when the portal was last upgraded with it, so that its data can be
    told from others' when its code is gone."""

    __tablename__ = "portal_plugin_record"
    __table_args__ = owned_by("core")

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[str] = mapped_column(String(60), default="")
    #: Kind -> the table of its objects.
    kinds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tables: Mapped[list[str]] = mapped_column(default=list)
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)
    #: Set while its data is gone; switching it on makes empty tables again.
    purged_at: Mapped[dt.datetime | None]
    #: Table -> the highest id there was: an id is never used again.
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
