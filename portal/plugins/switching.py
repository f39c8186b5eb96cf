"""Switching plugins on and off, and what the administrator is shown of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.audit.trail import record
from portal.database import now
from portal.errors import PortalError
from portal.jobs.queue import reindex
from portal.plugins.models import PluginFailure
from portal.runtime import portal


@dataclass(frozen=True, slots=True)
class Overview:
    """One plugin for the list: `state` is running, off, quarantined or unavailable."""

    name: str
    title: Any
    version: str
    source: str
    place: str
    state: str
    reason: str
    since: dt.datetime | None
    failures: int
    last_error: str


def overview(session: Session) -> list[Overview]:
    """Every plugin that was found, whatever became of it."""
    core = portal()
    since_yesterday = now() - dt.timedelta(days=1)
    counts = dict(
        session.execute(
            select(PluginFailure.plugin, func.count())
            .where(PluginFailure.at > since_yesterday)
            .group_by(PluginFailure.plugin)
        ).all()
    )
    newest = select(func.max(PluginFailure.id)).group_by(PluginFailure.plugin)
    last = {
        row.plugin: row
        for row in session.scalars(select(PluginFailure).where(PluginFailure.id.in_(newest)))
    }
    found = []
    for name, entry in sorted(core.plugins.loaded.items()):
        state = core.states.get(name)
        failure = last.get(name)
        if not state.enabled:
            word, reason = "off", ""
        elif name in core.states.unavailable:
            word, reason = "unavailable", core.states.unavailable[name]
        elif state.quarantined_at:
            word, reason = "quarantined", state.reason
        else:
            word, reason = "running", ""
        found.append(
            Overview(
                name=name,
                title=entry.plugin.title if entry.plugin else name,
                version=entry.candidate.version,
                source=entry.candidate.source,
                place=str(entry.candidate.place),
                state=word,
                reason=reason,
                since=state.quarantined_at,
                failures=counts.get(name, 0),
                last_error=failure.error_id if failure else "",
            )
        )
    return found


def switch(session: Session, actor: Actor, name: str, enabled: bool) -> None:
    """Switches a plugin on, also out of quarantine, or off; its data stays as it is.

    Raises PortalError when there is no such plugin, or another that is on requires it.
    """
    core = portal()
    if name not in core.plugins.loaded:
        known = ", ".join(sorted(core.plugins.loaded)) or "-"
        raise PortalError(
            _("There is no plugin %(name)s; there are: %(known)s.", name=name, known=known)
        )
    if not enabled:
        needing = [
            other
            for other, entry in core.plugins.loaded.items()
            if entry.plugin and name in entry.plugin.requires and core.states.is_on(other)
        ]
        if needing:
            raise PortalError(
                _("%(name)s is required by %(others)s.", name=name, others=", ".join(needing))
            )
        _tell(session, "disabled", name)
    core.states.switch(session, name, enabled)
    session.flush()
    if enabled:
        _tell(session, "enabled", name)
        _index_again(session, name)
    record(session, actor, "plugin.enabled" if enabled else "plugin.disabled", detail_name=name)


def _tell(session: Session, hook: str, name: str) -> None:
    plugins = portal().plugins
    if plugins.has(hook, name):
        with portal().dispatch.guard(name, hook, session):
            plugins.call_one(hook, name, {"session": session})


def _index_again(session: Session, name: str) -> None:
    """What changed while the plugin was off, or was left out of a rebuild, is found again."""
    for kind in portal().kinds.owned_by(name):
        if kind.documents is not None:
            ids = session.scalars(select(kind.model.id))
            reindex(session, kind.name, ids, conceals=False)
