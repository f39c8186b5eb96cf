"""Switching plugins on and off, and what the administrator is shown of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
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
from portal.plugins.discovery import discover
from portal.plugins.leaving.purging import gone, purged_at
from portal.plugins.models import PluginFailure, PluginRecord, PluginState
from portal.plugins.starting import start_failure
from portal.runtime import portal


@dataclass(frozen=True, slots=True)
class Overview:
    """One plugin for the list: `state` is running, off, quarantined, unavailable or gone.

    `since`: when it was taken out or switched off, or was last seen.
    """

    name: str
    title: Any
    description: Any
    version: str
    source: str
    place: str
    state: str
    reason: str
    since: dt.datetime | None
    failures: int
    last_error: str
    purged_at: dt.datetime | None = None


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
    purged = purged_at(session)
    found = []
    for name, entry in sorted(core.plugins.loaded.items()):
        state = core.states.get(name)
        failure = last.get(name)
        since = state.quarantined_at
        if not state.enabled:
            word, reason, since = "off", "", state.changed_at
        elif name in core.states.unavailable:
            word, reason = "unavailable", core.states.unavailable[name]
            start = start_failure(session, name)
            since = start.at if start else None
            if start is not None and name in core.states.behind:
                reason = start.summary  # what the migrations said when they were tried
        elif state.quarantined_at:
            word, reason = "quarantined", state.reason
        else:
            word, reason = "running", ""
        found.append(
            Overview(
                name=name,
                title=(entry.plugin.title if entry.plugin else "") or name,
                description=(entry.plugin.description if entry.plugin else ""),
                version=entry.candidate.version,
                source=entry.candidate.source,
                place=str(entry.candidate.place),
                state=word,
                reason=reason,
                since=since,
                failures=counts.get(name, 0),
                last_error=failure.error_id if failure else "",
                purged_at=purged.get(name),
            )
        )
    return found + _gone(session, counts, last)


def _gone(
    session: Session, counts: Mapping[str, int], last: Mapping[str, PluginFailure]
) -> list[Overview]:
    """The plugins whose code is not there any more, while their data is."""
    found = []
    for name in gone(session):
        row = session.get(PluginRecord, name)
        found.append(
            Overview(
                name=name,
                title=(row.title if row else "") or name,
                description="",
                version=row.version if row else "",
                source="",
                place="",
                state="gone",
                reason="its code is gone, its data is not: portal plugin forget",
                since=row.seen_at if row else None,
                failures=counts.get(name, 0),
                last_error=last[name].error_id if name in last else "",
                purged_at=row.purged_at if row else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Trouble:
    """A plugin that needs help: what is known of it, its last failure if there is one, and how
    many failures took it out."""

    plugin: Overview
    last: PluginFailure | None
    strikes: int


def troubles(session: Session, found: Iterable[Overview]) -> list[Trouble]:
    """The plugins that were taken out or cannot run."""
    needy = [one for one in found if one.state in ("quarantined", "unavailable")]
    return [
        Trouble(one, next(iter(failures(session, one.name, 1)), None), _strikes(one))
        for one in needy
    ]


def failures(session: Session, name: str, limit: int) -> Sequence[PluginFailure]:
    """The last failures of a plugin, newest first."""
    return session.scalars(
        select(PluginFailure)
        .where(PluginFailure.plugin == name)
        .order_by(PluginFailure.id.desc())
        .limit(limit)
    ).all()


def _strikes(one: Overview) -> int:
    """How many failures took it out, by the words that were kept then."""
    found = re.match(r"(\d+) failures", one.reason) if one.state == "quarantined" else None
    return int(found[1]) if found else 0


def newer_code() -> list[tuple[str, str, str]]:
    """(name, version running, version on the disk) where they differ; '' for a plugin that was
    put there, or taken away, since the start. Imports nothing."""
    core = portal()
    there = {one.name: one.version for one in discover(core.settings.all_plugin_dirs)}
    running = {name: entry.candidate.version for name, entry in core.plugins.loaded.items()}
    return [
        (name, running.get(name, ""), there.get(name, ""))
        for name in sorted(there.keys() | running.keys())
        if there.get(name) != running.get(name)
    ]


def switch(
    session: Session, actor: Actor, name: str, enabled: bool, *, again: bool = False
) -> bool:
    """Switches a plugin on, also out of quarantine, or off; its data stays as it is. Says whether
    that changed anything. `again`: `bring_back` has just made one fit to run, which every process
    is to notice.

    Raises PortalError when there is no such plugin, when another that is on requires it, or when
    it requires one that is off.
    """
    core = portal()
    if name not in core.plugins.loaded:
        if name in gone(session):
            raise PortalError(
                _(
                    "The code of %(name)s is gone, so it is off; put it back, or delete its data "
                    "with `portal plugin forget`.",
                    name=name,
                )
            )
        known = ", ".join(sorted(core.plugins.loaded)) or "-"
        raise PortalError(
            _("There is no plugin %(name)s; there are: %(known)s.", name=name, known=known)
        )
    core.states.forget_cache()
    row = session.get(PluginState, name)
    is_on = row is None or (row.enabled and row.quarantined_at is None)
    if enabled and is_on and not again:
        return False
    if not enabled and row is not None and not row.enabled:
        return False
    if enabled:
        _check_required(name)
    else:
        _check_not_required(name)
        _tell(session, "disabled", name)
    core.states.switch(session, name, enabled)
    session.flush()
    if enabled and name not in core.states.unavailable:
        _tell(session, "enabled", name)
        _index_again(session, name)
    record(session, actor, "plugin.enabled" if enabled else "plugin.disabled", plugin=name)
    return True


def _check_required(name: str) -> None:
    core = portal()
    plugin = core.plugins.loaded[name].plugin
    missing = [other for other in plugin.requires if not core.states.is_on(other)] if plugin else []
    if missing:
        raise PortalError(
            _(
                "%(name)s requires %(others)s. Switch that on first.",
                name=name,
                others=", ".join(missing),
            )
        )


def _check_not_required(name: str) -> None:
    core = portal()
    needing = [
        other
        for other, entry in core.plugins.loaded.items()
        if entry.plugin and name in entry.plugin.requires and core.states.is_on(other)
    ]
    if needing:
        raise PortalError(
            _(
                "%(name)s is required by %(others)s. Switch that off first.",
                name=name,
                others=", ".join(needing),
            )
        )


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
