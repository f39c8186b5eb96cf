"""Building the application."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from sqlalchemy.exc import SQLAlchemyError

from portal.access.deciding import Access
from portal.access.feature import feature as access_feature
from portal.accounts.feature import feature as accounts_feature
from portal.audit.feature import feature as audit_feature
from portal.autosave.feature import feature as autosave_feature
from portal.calendars.feature import feature as calendars_feature
from portal.config import CHECKOUT, Settings, load_settings, prepare_instance
from portal.database import db
from portal.database.migrations import is_current
from portal.database.transactions import configure
from portal.files import receiving
from portal.files.feature import feature as files_feature
from portal.firstrun.feature import feature as firstrun_feature
from portal.history.feature import feature as history_feature
from portal.jobs.feature import feature as jobs_feature
from portal.leaving.feature import feature as leaving_feature
from portal.notices.feature import feature as notices_feature
from portal.plugins.dispatch import Dispatch
from portal.plugins.feature import feature as plugins_feature
from portal.plugins.fences import Trespass, fenced
from portal.plugins.manager import CORE_PREFIX, PluginManager
from portal.plugins.serving import PortalFlask
from portal.plugins.states import PluginStates
from portal.references.changes import Changes
from portal.references.kinds import Kinds
from portal.roster.feature import feature as roster_feature
from portal.runtime import Portal
from portal.search.feature import feature as search_feature
from portal.search.service import Search
from portal.units.feature import feature as units_feature
from portal.web import addresses, context, errors, i18n, requests, security
from portal.web.feature import feature as web_feature

log = logging.getLogger(__name__)

#: The core's own features take part through the same hooks as the plugins.
FEATURES: tuple[tuple[str, Any], ...] = (
    ("web", web_feature),
    ("jobs", jobs_feature),
    ("accounts", accounts_feature),
    ("units", units_feature),
    ("roster", roster_feature),
    ("firstrun", firstrun_feature),
    ("access", access_feature),
    ("search", search_feature),
    ("audit", audit_feature),
    ("history", history_feature),
    ("autosave", autosave_feature),
    ("files", files_feature),
    ("calendars", calendars_feature),
    ("notices", notices_feature),
    ("leaving", leaving_feature),
    ("plugins", plugins_feature),
)


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The portal as a WSGI application.

    `overrides` are settings by name, for tests. Raises SettingsError when a setting is wrong.
    Reads the database but writes nothing to it: that is `portal upgrade`.
    """
    settings = settings or load_settings(**overrides)
    key = prepare_instance(settings)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)

    app = PortalFlask(
        "portal", instance_path=str(settings.instance), root_path=str(CHECKOUT / "portal")
    )
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE=settings.language,
        BABEL_DEFAULT_TIMEZONE=settings.timezone,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    addresses.init_app(app)
    receiving.init_app(app)  # first: bodies are read before the request's transaction begins
    requests.init_app(app)
    security.init_app(app, settings, key)
    # Before the database's own, so that it runs after it: the request's transaction is over then.
    app.teardown_appcontext(lambda _problem: _flush_failures(app))
    db.init_app(app)
    with app.app_context():
        configure(db.engine)
    Bootstrap5(app)
    login = LoginManager(app)
    login.user_loader(requests.load_user)
    catalogues = i18n.Catalogues([CHECKOUT / "portal" / "translations"])
    i18n.PortalBabel(catalogues).init_app(
        app,
        default_locale=settings.language,
        default_timezone=settings.timezone,
        locale_selector=i18n.chosen_language,
    )
    core = _assemble(app, settings)
    with app.app_context():
        _start_plugins(app, core, catalogues)
    context.init_app(app)
    errors.init_app(app)
    with app.app_context():
        for name in core.plugins.implementing("ready"):
            with core.dispatch.guard(name, "ready"), _fence(app, name, routes=False):
                core.plugins.call_one("ready", name, {"app": app})
    return app


def _assemble(app: Flask, settings: Settings) -> Portal:
    states = PluginStates()
    plugins = PluginManager(FEATURES)
    plugins.is_on = states.is_on
    dispatch = Dispatch(plugins, states.failed)
    kinds = Kinds(dispatch)
    kinds.is_on = lambda owner: owner.startswith(CORE_PREFIX) or states.is_on(owner)
    core = Portal(
        settings=settings,
        plugins=plugins,
        states=states,
        dispatch=dispatch,
        kinds=kinds,
        access=Access(kinds, dispatch),
        changes=Changes(dispatch),
        search=Search(settings.index_dir, kinds),
    )
    states.check_behind = lambda: check_migrations(core)
    app.extensions["portal"] = core
    return core


def _start_plugins(app: Flask, core: Portal, catalogues: i18n.Catalogues) -> None:
    """Loads the plugins and takes in what they bring, on or off: switching needs no restart."""
    core.plugins.load(core.settings.all_plugin_dirs)
    switched, core.plugins.is_on = core.plugins.is_on, lambda name: True
    try:
        core.kinds.load()
        for owner, permissions in core.dispatch.each("permissions"):
            with core.dispatch.guard(owner, "permissions"):
                for item in permissions:  # the core is asked first: what is its own stays
                    core.permissions.setdefault(item.name, item)
        for owner, blueprints in core.dispatch.each("blueprints"):
            with core.dispatch.guard(owner, "blueprints"), _fence(app, owner, routes=True):
                _register_blueprints(app, core, owner, blueprints)
        for owner, handlers in core.dispatch.each("jobs"):
            for topic, handler in handlers.items():
                core.handlers.setdefault(topic, (owner, handler))
        for owner, schedules in core.dispatch.each("schedules"):
            core.schedules.extend((owner, schedule) for schedule in schedules)
        core.plugins.refuse_clashes(app, core.blueprint_owners)
    finally:
        core.plugins.is_on = switched
    for entry in core.plugins.loaded.values():
        if entry.problem:
            core.states.unavailable[entry.name] = entry.problem
        elif entry.plugin is not None:
            catalogues.add(entry.plugin.root / "translations")
    check_migrations(core)


@contextmanager
def _fence(app: Flask, owner: str, *, routes: bool) -> Iterator[None]:
    if owner.startswith(CORE_PREFIX):
        yield
        return
    try:
        with fenced(app, routes=routes):
            yield
    except Trespass as problem:
        core: Portal = app.extensions["portal"]
        core.plugins.loaded[owner].trespasses.append(str(problem))
        raise


def _flush_failures(app: Flask) -> None:
    core: Portal | None = app.extensions.get("portal")
    if core is not None:
        core.states.flush()


def check_migrations(core: Portal) -> None:
    """Takes out the plugins whose migrations are behind, and back in once they are not."""
    for history in core.plugins.histories():
        try:
            behind = not is_current(db.engine, history)
        except SQLAlchemyError as problem:
            log.debug("migrations of %s could not be checked: %s", history.owner, problem)
            continue
        except Exception as problem:  # whatever stands in a stranger's migrations
            log.exception("the migrations of %s cannot be read", history.owner)
            core.states.unavailable[history.owner] = f"its migrations cannot be read: {problem}"
            continue
        if behind:
            reason = "its migrations have not been run: portal upgrade"
            core.states.unavailable[history.owner] = reason
            core.states.behind.add(history.owner)
        else:
            core.states.unavailable.pop(history.owner, None)
            core.states.behind.discard(history.owner)


def _register_blueprints(app: Flask, core: Portal, owner: str, blueprints: Any) -> None:
    for blueprint in blueprints:
        if owner.startswith(CORE_PREFIX):
            app.register_blueprint(blueprint)
            continue
        if blueprint.name.split(".")[0].split("_")[0] != owner and not blueprint.name.startswith(
            owner
        ):
            raise ValueError(f"the blueprint {blueprint.name} must be named {owner}…")
        app.register_blueprint(blueprint)
        core.blueprint_owners[blueprint.name] = owner
        core.plugins.loaded[owner].blueprints.append(blueprint.name)
