"""Everything one running application is made of, reached from anywhere as `portal()`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from portal.access.deciding import Access
    from portal.access.permissions import Permission
    from portal.config import Settings
    from portal.jobs.handlers import Schedule
    from portal.plugins.dispatch import Dispatch
    from portal.plugins.manager import PluginManager
    from portal.plugins.states import PluginStates
    from portal.references.changes import Changes
    from portal.references.kinds import Kinds
    from portal.search.service import Search


@dataclass(slots=True)
class Portal:
    """The parts, in the order in which `create_app` builds them."""

    settings: Settings
    plugins: PluginManager
    states: PluginStates
    dispatch: Dispatch
    kinds: Kinds
    access: Access
    changes: Changes
    search: Search
    #: Every permission known, by name.
    permissions: dict[str, Permission] = field(default_factory=dict)
    #: Blueprint name -> the plugin it came from.
    blueprint_owners: dict[str, str] = field(default_factory=dict)
    #: Job topic -> (owner, handler).
    handlers: dict[str, tuple[str, Any]] = field(default_factory=dict)
    schedules: list[tuple[str, Schedule]] = field(default_factory=list)


def portal() -> Portal:
    """The parts of the current application."""
    return current_app.extensions["portal"]
