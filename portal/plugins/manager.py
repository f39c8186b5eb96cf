"""The plugins of one application: loaded once at the start, switched on and off while running."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pluggy
from flask import Flask

from portal.database.migrations import History
from portal.plugins.clashes import route_problems, table_problems
from portal.plugins.discovery import Candidate, discover
from portal.plugins.manifest import Plugin
from portal.plugins.modelling import broken_models, protect_tables
from portal.plugins.spec import HookSpecs
from portal.plugins.words import trace_of, words_of

CORE_PREFIX = "core:"


@dataclass(slots=True)
class Loaded:
    """A plugin as the loader left it: either `plugin` is set or `problem` says why not."""

    name: str
    candidate: Candidate
    plugin: Plugin | None = None
    problem: str = ""
    #: Where its import failed.
    trace: str = ""
    blueprints: list[str] = field(default_factory=list)
    #: Where it reached around every page while it was loaded, and was put back.
    trespasses: list[str] = field(default_factory=list)

    @property
    def history(self) -> History | None:
        """Its migrations, if it has any."""
        if self.plugin is None:
            return None
        versions = self.plugin.root / "migrations" / "versions"
        return History(self.name, versions) if versions.is_dir() else None


class PluginManager:
    """Holds the core's features and the plugins, and knows which of them are on.

    `is_on` decides for plugins at every call; the core's features are always on.
    """

    def __init__(self, features: Iterable[tuple[str, object]]) -> None:
        self._pluggy = pluggy.PluginManager("portal")
        self._pluggy.add_hookspecs(HookSpecs)
        self.loaded: dict[str, Loaded] = {}
        for name, feature in features:
            self._pluggy.register(feature, CORE_PREFIX + name)
        self._pluggy.check_pending()
        self.is_on = lambda name: True

    def load(self, folders: Iterable[Path]) -> None:
        """Imports every plugin that is found, each at its own risk, in the order of needs."""
        for candidate in discover(folders):
            protect_tables()
            entry = Loaded(candidate.name, candidate, problem=candidate.problem)
            self.loaded[candidate.name] = entry
            if not entry.problem:
                self._import(entry)
        self._require()
        for name in self.order():
            self._register(self.loaded[name])

    def _import(self, entry: Loaded) -> None:
        try:
            plugin = entry.candidate.entry.load()
        except KeyboardInterrupt:
            raise
        except BaseException as problem:  # whatever a stranger's module does at import
            entry.problem = f"it cannot be imported: {words_of(problem)}"
            entry.trace = trace_of(problem)
            return
        try:
            self._accept(entry, plugin)
        except Exception as problem:
            entry.plugin, entry.problem = None, f"its manifest cannot be read: {words_of(problem)}"

    @staticmethod
    def _accept(entry: Loaded, plugin: Any) -> None:
        if not isinstance(plugin, Plugin):
            entry.problem = "its entry point is no instance of portal.api.Plugin"
            return
        module = sys.modules[entry.candidate.entry.module]
        place = Path(getattr(module, "__file__", None) or "").resolve()
        if entry.candidate.place not in place.parents:
            entry.problem = f"its package {module.__name__} was found elsewhere: {place}"
            return
        plugin.root = entry.candidate.place
        problems = plugin.problems()
        if not problems and plugin.name != entry.name:
            problems = [f"its entry point says {entry.name}, its manifest {plugin.name}"]
        if problems:
            entry.problem = "; ".join(problems)
        else:
            entry.plugin = plugin

    def _require(self) -> None:
        changed = True
        while changed:  # a plugin without its requirement is missing to others in turn
            changed = False
            for entry in self.loaded.values():
                if entry.plugin is None:
                    continue
                missing = [
                    name
                    for name in entry.plugin.requires
                    if name not in self.loaded or self.loaded[name].plugin is None
                ]
                if missing:
                    entry.plugin, changed = None, True
                    entry.problem = f"it requires {', '.join(missing)}"

    def order(self) -> list[str]:
        """The names of the loaded plugins, each after what it requires, and after what it wishes
        to come after where that can be had."""
        done: list[str] = []
        plugins = {name: one.plugin for name, one in sorted(self.loaded.items()) if one.plugin}
        waiting = {name: set(plugin.requires) for name, plugin in plugins.items()}
        wishes = {name: set(plugin.after) & set(plugins) for name, plugin in plugins.items()}
        while waiting:
            able = [name for name, needs in waiting.items() if needs <= set(done)]
            free = [name for name in able if wishes[name] <= set(done)] or able[:1]
            if not free:
                for name in waiting:
                    self.loaded[name].plugin = None
                    self.loaded[name].problem = f"it requires itself through {', '.join(waiting)}"
                break
            for name in free:
                done.append(name)
                del waiting[name]
        return done

    def _register(self, entry: Loaded) -> None:
        try:
            self._pluggy.register(entry.plugin, entry.name)
            self._pluggy.check_pending()
        except Exception as problem:
            if self._pluggy.has_plugin(entry.name):
                self._pluggy.unregister(name=entry.name)
            entry.plugin, entry.problem = None, f"its hooks do not fit: {words_of(problem)}"
            entry.trace = trace_of(problem)

    def refuse(self, name: str, problem: str) -> None:
        """Takes out a plugin that was loaded, and what requires it; its pages answer 404."""
        entry = self.loaded[name]
        if entry.plugin is None:
            return
        self._pluggy.unregister(name=name)
        entry.plugin, entry.problem = None, problem
        for other in list(self.loaded.values()):
            if other.plugin is not None and name in other.plugin.requires:
                self.refuse(other.name, f"it requires {name}")

    def refuse_clashes(self, app: Flask, owners: dict[str, str]) -> None:
        """Takes out the plugins whose tables or addresses are not theirs. Call when all have
        brought what they bring; `owners`: blueprint -> plugin."""
        packages = {
            entry.candidate.entry.module.split(".")[0]: name
            for name, entry in self.loaded.items()
            if entry.plugin is not None
        }
        for package, problem in broken_models(set(packages)).items():
            self.refuse(packages[package], problem)
        order = self.order()
        for name in order:
            package = self.loaded[name].candidate.entry.module.split(".")[0]
            problems = table_problems(name, package)
            if problems:
                self.refuse(name, "; ".join(problems))
        for name, problem in list(route_problems(app, owners, order)):
            self.refuse(name, problem)

    def implementing(self, hook: str) -> list[str]:
        """The names of those that are on and implement `hook`, core first, in load order."""
        caller = getattr(self._pluggy.hook, hook)
        names = [implementation.plugin_name for implementation in caller.get_hookimpls()]
        ranked = {
            name: position for position, (name, _) in enumerate(self._pluggy.list_name_plugin())
        }
        names.sort(key=lambda name: ranked[name])
        return [name for name in names if name.startswith(CORE_PREFIX) or self.is_on(name)]

    def has(self, hook: str, name: str) -> bool:
        """Whether `name` implements `hook`, on or off."""
        caller = getattr(self._pluggy.hook, hook)
        return any(found.plugin_name == name for found in caller.get_hookimpls())

    def call_one(self, hook: str, name: str, arguments: dict[str, Any]) -> Any:
        """Calls one plugin's implementation of `hook` and nobody else's."""
        others = [
            plugin for other, plugin in self._pluggy.list_name_plugin() if other != name and plugin
        ]
        results = self._pluggy.subset_hook_caller(hook, others)(**arguments)
        return results[0] if results else None

    def histories(self) -> list[History]:
        """The plugins' migrations, each after those it requires."""
        found = (self.loaded[name].history for name in self.order())
        return [history for history in found if history is not None]
