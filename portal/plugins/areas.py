"""A plugin too large for one module of each sort: it is made of areas, and its manifest gathers
what they answer.

An area is a folder of the plugin's package with a module `hooks`, whose functions bear the names of
the hooks and take their arguments, the session first where there is one (also for those hooks that
are asked without). What an area does not answer is left out. A function that does its work in
another module is not written out again: `hooks` imports it, under the hook's name.

    from .leaving import erase_user, export_user
    from .showing import cards as dashboard_cards
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from portal.audit.words import name_actions
from portal.database import db
from portal.plugins.manifest import Plugin
from portal.plugins.spec import hookimpl

if TYPE_CHECKING:
    import click
    from flask import Blueprint, Flask
    from sqlalchemy.orm import Session

    from portal.access.actors import Actor
    from portal.access.permissions import Permission
    from portal.accounts.models import User
    from portal.jobs.handlers import JobContext, Schedule
    from portal.leaving.holdings import Holding
    from portal.notices.topics import NoticeTopic
    from portal.practices.words import Outcome, Wish
    from portal.references.kinds import ObjectKind
    from portal.units.models import Unit
    from portal.web.parts import Card, Health, NavigationItem, Panel, Waiting


class Areas:
    """The areas of a package, in their order. An area may answer to names of the plugin's own,
    too ('tabs'): that is how areas take part in each other's pages."""

    def __init__(self, package: str, names: Iterable[str]) -> None:
        self.package, self.names = package, tuple(names)
        self._functions = cache(self._find)

    def _find(self, hook: str) -> list[Callable[..., Any]]:
        modules = [import_module(f".{name}.hooks", self.package) for name in self.names]
        found = [getattr(module, hook) for module in modules if hasattr(module, hook)]
        for one in found:
            if not callable(one):  # a module of that name, most likely
                raise TypeError(f"{self.package}: {one!r} stands where an area answers {hook!r}")
        return found

    def answers(self, hook: str, *arguments: Any) -> Iterator[Any]:
        """What each area that has something to say of `hook` answers, in their order."""
        for function in self._functions(hook):
            yield function(*arguments)

    def tell(self, hook: str, *arguments: Any) -> None:
        """Asks each area, and waits for no answer."""
        for _answer in self.answers(hook, *arguments):
            pass

    def gathered(self, hook: str, *arguments: Any) -> list[Any]:
        """The answers that are lists, as one."""
        return [one for answer in self.answers(hook, *arguments) for one in answer or ()]

    def merged(self, hook: str, *arguments: Any) -> dict[str, Any]:
        """The answers that are mappings, as one."""
        found: dict[str, Any] = {}
        for answer in self.answers(hook, *arguments):
            found.update(answer or {})
        return found


class AreaPlugin(Plugin):
    """The base of such a plugin: names its areas and answers every hook with what they say.

    Beside the hooks an area may answer `trail_actions`, `trail_facts` and `trail_kinds`: the words
    of the audit trail. `allowed` is not gathered: it is asked for every permission.
    """

    areas: ClassVar[Areas]

    @hookimpl
    def ready(self, app: Flask) -> None:
        """The words of the audit trail; then the areas."""
        merged = self.areas.merged
        name_actions(
            merged("trail_actions"), facts=merged("trail_facts"), kinds=merged("trail_kinds")
        )
        self.areas.tell("ready", app)

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The areas' pages."""
        return self.areas.gathered("blueprints")

    @hookimpl
    def commands(self) -> Iterable[click.Command]:
        """The areas' commands."""
        return self.areas.gathered("commands")

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """The areas' permissions."""
        return self.areas.gathered("permissions")

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """The areas' kinds."""
        return self.areas.gathered("kinds")

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The areas' entries of the menus."""
        return self.areas.gathered("navigation", actor)

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """The areas' cards."""
        return self.areas.gathered("dashboard_cards", db.session(), actor)

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """What of the areas' waits for this person."""
        return self.areas.gathered("waiting", db.session(), actor)

    @hookimpl
    def profile_panels(self, actor: Actor, user: User) -> Iterable[Panel]:
        """The areas' parts of a person's page."""
        return self.areas.gathered("profile_panels", db.session(), actor, user)

    @hookimpl
    def page_slots(self, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
        """The areas' parts of others' pages."""
        return self.areas.gathered("page_slots", db.session(), slot, actor, obj)

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """The areas' jobs by topic."""
        return self.areas.merged("jobs")

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """The areas' jobs that come round."""
        return self.areas.gathered("schedules")

    @hookimpl
    def notice_topics(self) -> Iterable[NoticeTopic]:
        """What the areas tell people of."""
        return self.areas.gathered("notice_topics")

    @hookimpl
    def object_saved(self, session: Session, kind: str, object_id: int) -> None:
        """An object that an area depends on was changed."""
        self.areas.tell("object_saved", session, kind, object_id)

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """An object that an area depends on is going."""
        self.areas.tell("object_deleted", session, kind, object_id)

    @hookimpl
    def unit_changed(self, session: Session, unit_id: int) -> None:
        """A unit has another name or place."""
        self.areas.tell("unit_changed", session, unit_id)

    @hookimpl
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        """Values of the areas' search facets in words."""
        return self.areas.merged("facet_words", session, actor, facet, values)

    @hookimpl
    def services(self) -> Mapping[str, Any]:
        """What the areas let other plugins use."""
        return self.areas.merged("services")

    @hookimpl
    def wishes(self, session: Session) -> Iterable[Wish]:
        """What people wish to take home, as the areas know it."""
        return self.areas.gathered("wishes", session)

    @hookimpl
    def wish_outcomes(self, session: Session, keys: Collection[str]) -> Mapping[str, Outcome]:
        """What became of wishes, as the areas know it."""
        return self.areas.merged("wish_outcomes", session, keys)

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """What the areas keep about a person."""
        return self.areas.merged("export_user", session, user)

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Removes it."""
        self.areas.tell("erase_user", session, user)

    @hookimpl
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        """What of the areas' a person keeps."""
        return self.areas.gathered("holdings", session, user)

    @hookimpl
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        """Gives it to somebody else."""
        self.areas.tell("hand_over", session, actor, user, successor, holdings)

    @hookimpl
    def unit_holdings(self, session: Session, unit: Unit) -> Iterable[Holding]:
        """What of the areas' is a unit's."""
        return self.areas.gathered("unit_holdings", session, unit)

    @hookimpl
    def move_unit_things(self, session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
        """Moves it to another unit."""
        self.areas.tell("move_unit_things", session, actor, unit, into)

    @hookimpl
    def health_checks(self) -> Iterable[Health]:
        """How the areas are."""
        return self.areas.gathered("health_checks")

    @hookimpl
    def enabled(self, session: Session) -> None:
        """The plugin was switched on."""
        self.areas.tell("enabled", session)

    @hookimpl
    def disabled(self, session: Session) -> None:
        """The plugin is being switched off."""
        self.areas.tell("disabled", session)

    @hookimpl
    def demo(self, session: Session) -> None:
        """The areas' demo content."""
        self.areas.tell("demo", session)
