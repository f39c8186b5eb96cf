"""Fixtures for the core's tests and for plugins'; pytest loads them by entry point.

One application per test session; each test gets the database as the migrations left it, with
the roles, and an empty index. `PORTAL_TEST_DATABASE_URL` names a PostgreSQL server to run on.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.testing.browser import chromium, device, visit
from portal.testing.databases import Databases
from portal.testing.factories import Factory
from portal.testing.sessions import Person, PortalClient

# The word list of the search takes seconds to distil, in every process of its own anew.
os.environ.setdefault(
    "DANISH_VOCABULARY_CACHE", str(Path(tempfile.gettempdir()) / f"portal-words-{os.getuid()}")
)

#: Fixtures that stand in files of their own.
__all__ = ["chromium", "device", "visit"]


def pytest_configure(config: pytest.Config) -> None:
    """The marks that plugins' tests may bear, wherever they are run."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")
    config.addinivalue_line("markers", "slow: left to make test-all")


def pytest_collect_file(file_path: Path) -> None:
    """A plugin's tests find its package as the portal does: in its folder."""
    for folder in _plugin_folders([file_path]):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))


def _plugin_folders(files: Iterable[Path]) -> list[Path]:
    """The folders of plugins that these files stand in."""
    around = {folder for path in files for folder in path.parents}
    return [folder for folder in sorted(around) if _is_plugin(folder)]


@cache
def _is_plugin(folder: Path) -> bool:
    from portal.plugins.discovery import in_folder

    return bool(in_folder(folder))


@pytest.fixture(scope="session")
def plugin_dirs(request: pytest.FixtureRequest) -> tuple[Path, ...]:
    """The folders of plugins beside the portal's own: those around the tests that were asked for,
    so that a plugin anywhere is tested where it stands."""
    from portal.config import CHECKOUT_PLUGINS

    found = _plugin_folders(item.path for item in request.session.items)
    return tuple(folder for folder in found if folder.parent != CHECKOUT_PLUGINS)


@pytest.fixture(scope="session")
def _portal_app(
    tmp_path_factory: pytest.TempPathFactory, plugin_dirs: tuple[Path, ...]
) -> Iterator[tuple[Flask, Databases]]:
    from portal.app import create_app
    from portal.database import db
    from portal.setup import upgrade_all

    instance = tmp_path_factory.mktemp("instance")
    databases = Databases(instance, os.environ.get("PORTAL_TEST_DATABASE_URL", ""))
    settings: dict[str, Any] = {
        "instance": instance,
        "database_url": databases.url,
        "secret_key": "the tests' own key, which signs nothing that matters",
        "demo": False,
        "plugin_dirs": plugin_dirs,
        "url": "",
        "log_level": "warning",
    }
    first = create_app(**settings)
    with first.app_context():
        upgrade_all()
        db.session.remove()
        db.engine.dispose()
    # Again, as a portal starts: on a database that is there. Else no plugin would be told `ready`.
    app = create_app(**settings)
    app.testing = True
    app.test_client_class = PortalClient
    # A test must see what a person would see: the error page, never the exception.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        databases.keep(app)
        databases.hurry(app)
    yield app, databases
    databases.close(app)


@pytest.fixture
def app(_portal_app: tuple[Flask, Databases]) -> Iterator[Flask]:
    """The application with a fresh database and an empty index; inside its context."""
    from portal.database import db
    from portal.runtime import portal

    application, databases = _portal_app
    databases.restore(application)
    with application.app_context():
        core = portal()
        core.states.forget_cache()
        _empty_index(core, databases)
        yield application
        db.session.remove()
        core.search.engine.close()


def _empty_index(core: Any, databases: Databases) -> None:
    core.search.engine.close()
    databases.empty_index(core.settings.index_dir, lambda: core.search.engine.rebuild(()))
    for mail in core.settings.mail_dir.glob("*"):
        mail.unlink()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the application, writing."""
    from portal.database import db

    return db.session()


@pytest.fixture
def make(session: Session) -> Factory:
    """Makes people, units and roles: `make.user()`, `make.unit()`, `make.actor('editor')`."""
    return Factory(session)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, make: Factory) -> Callable[..., Person]:
    """`sign_in('editor')` or `sign_in(user)`: a signed-in browser with helpers for forms."""

    def start(who: Any = None, **traits: Any) -> Person:
        user = who if who is not None and not isinstance(who, str) else None
        if user is None:
            user = make.user(roles=[who] if who else [], **traits)
        return Person(app, user)

    return start


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Does what the worker would: drains the outbox and runs due jobs until nothing is left."""

    def drain() -> None:
        from portal.database import db
        from portal.jobs.runner import run_due
        from portal.search.indexer import Indexer

        db.session.commit()
        indexer = Indexer()
        try:
            while indexer.drain() or run_due("test"):
                pass
        finally:
            indexer.close()

    return drain


@pytest.fixture
def mails(app: Flask, work: Callable[[], None]) -> Callable[[], list[str]]:
    """The mails sent so far, as text, after the worker has been round."""

    def read() -> list[str]:
        import email
        from email.policy import default

        from portal.runtime import portal

        work()
        found = []
        for path in sorted(portal().settings.mail_dir.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            body = message.get_body()
            text = body.get_content() if body else ""
            found.append(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{text}")
        return found

    return read


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """`with count_queries() as queries: …; assert len(queries) <= 9`."""
    from portal.testing.queries import counting

    return counting


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and judged queries: PORTAL_SHARED, else ../shared."""
    from portal.config import CHECKOUT

    folder = Path(os.environ.get("PORTAL_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        reason = f"the folder of real documents is not there: {folder} (PORTAL_SHARED names it)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
