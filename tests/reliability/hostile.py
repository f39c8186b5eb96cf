"""Plugins that mean ill or know no better, one folder each, and the words the administrator is to
read about each. What cannot be guarded against stands in docs/plugins/hostile.md."""

from __future__ import annotations

import textwrap

PROJECT = """
[project]
name = "portal-{name}"
version = "0.1"
[project.entry-points."portal.plugins"]
{name} = "portal_{name}:plugin"
"""
HEAD = """
from flask import Blueprint, abort
from portal.api import *

class P(Plugin):
    name = "{name}"
    title = "The {name}"
    api = "{api}"
    requires = {requires!r}
"""


def write(folder, name, body="", *, whole=None, api="1.0", requires=(), **files):
    package = folder / name / f"portal_{name}"
    package.mkdir(parents=True)
    (folder / name / "pyproject.toml").write_text(PROJECT.format(name=name))
    head = HEAD.format(name=name, api=api, requires=tuple(requires))
    code = head + textwrap.indent(textwrap.dedent(body), "    ") + "\n\nplugin = P()\n"
    (package / "__init__.py").write_text(whole if whole is not None else code)
    for path, text in files.items():
        target = package / path.replace("__", "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text))


MIGRATION = """
revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
from alembic import op


def upgrade():
    {body}


def downgrade():
    pass
"""
MODEL = """
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy import ForeignKey
from portal.api import Model, owned_by


class {cls}(Model):
    __tablename__ = "{table}"
    __table_args__ = {args}
    id: Mapped[int] = mapped_column(primary_key=True)
    {more}
"""

#: Name -> (state, words of the reason); None where any number of failures is enough.
CANNOT_START = {
    "grammar": "SyntaxError",
    "importer": "RuntimeError: not today",
    "quitter": "SystemExit",
    "mute": "(it cannot say what)",
    "garbled": "unreadable",
    "future": "API 9.0",
    "orphan": "requires nowhere",
    "portal": "must not be portal",
    "migrator": "no such",
    "muddled": "cannot be read",
    "thief": "belongs to the portal",
    "squatter": "belongs to somebody else",
    "tangled": "do not fit together",
}
#: They fail while they are asked; five failures take them out.
FAIL = ("angry", "thrower", "rubbish", "endless", "slow", "denier", "carder")
#: They are told off at the start, and go on without what they wanted.
TOLD_OFF = ("around", "replacer", "router", "jobber")
#: What they want is simply not taken.
IGNORED = ("lookalike",)
EVERY = (*CANNOT_START, *FAIL, *TOLD_OFF, *IGNORED)


def write_all(folder):
    write(folder, "grammar", whole="def (:\n")
    write(folder, "importer", whole="raise RuntimeError('not today')\n")
    write(folder, "quitter", whole="import sys\nsys.exit(3)\n")
    write(
        folder,
        "mute",
        whole="class E(Exception):\n    def __str__(self):\n        raise ValueError\n\nraise E\n",
    )
    write(folder, "garbled")
    (folder / "garbled" / "pyproject.toml").write_text("= = [\x00")
    write(folder, "future", api="9.0")
    write(folder, "orphan", requires=("nowhere",))
    write(folder, "portal")
    migration = MIGRATION.format(body='op.execute("INSERT INTO no_such_table VALUES (1)")')
    write(folder, "migrator", migrations__versions__0001_first=migration)
    _as_python(folder, "migrator")
    write(folder, "muddled", migrations__versions__0001_first="def upgrade(:\n")
    _as_python(folder, "muddled")
    write(
        folder,
        "thief",
        """
        @hookimpl
        def blueprints(self):
            bp = Blueprint("thief", __name__)
            bp.add_url_rule("/search", view_func=public(lambda: "stolen"))
            return [bp]
        """,
    )
    squat = MODEL.format(
        cls="Squatter",
        table="portal_user",
        args='{"extend_existing": True}',
        more="loot: Mapped[str]",
    )
    write(folder, "squatter", "from .models import Squatter", models=squat)
    _as_python(folder, "squatter")
    tangle = MODEL.format(
        cls="Tangle",
        table="tangled_thing",
        args='owned_by("tangled")',
        more='other: Mapped["NoSuchClass"] = relationship()',
    )
    write(folder, "tangled", "from .models import Tangle", models=tangle)
    _as_python(folder, "tangled")
    write(
        folder,
        "angry",
        "\n".join(
            f"@hookimpl\ndef {hook}(self, {arguments}):\n    raise ValueError('no\\x00 \\udc80')\n"
            for hook, arguments in {
                "navigation": "actor",
                "dashboard_cards": "actor",
                "waiting": "actor",
                "page_slots": "slot, actor, obj",
                "object_saved": "session, kind, object_id",
                "health_checks": "",
                "ready": "app",
                "notice_topics": "",
            }.items()
        ),
    )
    write(
        folder,
        "thrower",
        """
        @hookimpl
        def navigation(self, actor):
            raise KeyboardInterrupt

        @hookimpl
        def waiting(self, actor):
            raise GeneratorExit

        @hookimpl
        def dashboard_cards(self, actor):
            def deeper():
                deeper()
            deeper()

        @hookimpl
        def blueprints(self):
            bp = Blueprint("thrower", __name__)

            @bp.get("/thrower")
            @public
            def page():
                raise SystemExit(3)

            return [bp]
        """,
    )
    write(
        folder,
        "rubbish",
        """
        @hookimpl
        def navigation(self, actor):
            return {"a": 1}

        @hookimpl
        def dashboard_cards(self, actor):
            return 7

        @hookimpl
        def kinds(self):
            return [3]

        @hookimpl
        def permissions(self):
            yield Permission("accounts.manage", "Mine", roles=("staff",))
            yield None

        @hookimpl
        def schedules(self):
            import datetime
            return [Schedule("rubbish.x", datetime.timedelta(0))]

        @hookimpl
        def jobs(self):
            return {1: 2}

        @hookimpl
        def commands(self):
            return ["run"]
        """,
    )
    write(
        folder,
        "endless",
        """
        @hookimpl
        def navigation(self, actor):
            while True:
                yield NavigationItem("More", "/more", "house")

        @hookimpl
        def waiting(self, actor):
            yield Waiting("One", "/one", "house")
            raise ValueError("in the middle")
        """,
    )
    write(
        folder,
        "slow",
        """
        @hookimpl
        def waiting(self, actor):
            import time
            time.sleep(5.2)
            return []
        """,
    )
    write(
        folder, "denier", "@hookimpl\ndef allowed(self, actor, action, obj):\n    raise OSError\n"
    )
    write(
        folder,
        "carder",
        """
        @hookimpl
        def blueprints(self):
            return [Blueprint("carder", __name__, template_folder="templates")]

        @hookimpl
        def dashboard_cards(self, actor):
            return [Card("carder/card.html"), Card("carder/there-is-none.html")]
        """,
        templates__carder__card="{% for x in [1] %}{{ 1 / 0 }}{% endfor %}",
    )
    card = folder / "carder" / "portal_carder" / "templates" / "carder" / "card"
    card.rename(card.with_suffix(".html"))
    write(
        folder,
        "around",
        """
        @hookimpl
        def blueprints(self):
            bp = Blueprint("around", __name__)
            bp.before_app_request(lambda: abort(418))
            bp.app_context_processor(lambda: {"_": None, "url_for": None})
            bp.app_errorhandler(404)(lambda problem: "mine")
            return [bp]
        """,
    )
    write(
        folder,
        "replacer",
        """
        @hookimpl
        def ready(self, app):
            app.before_request_funcs[None].insert(0, lambda: abort(418))
            app.jinja_env.globals["url_for"] = None
            app.view_functions["web.front"] = lambda: "mine"
            app.config["SECRET_KEY"] = "mine"
        """,
    )
    write(
        folder,
        "router",
        """
        @hookimpl
        def ready(self, app):
            app.add_url_rule("/", view_func=public(lambda: "mine"), endpoint="mine")
        """,
    )
    write(
        folder,
        "jobber",
        """
        @hookimpl
        def ready(self, app):
            raise SystemExit

        @hookimpl
        def jobs(self):
            import sys
            return {"jobber.quit": lambda job: sys.exit(1), "jobber.fail": lambda job: 1 / 0}

        @hookimpl
        def schedules(self):
            import datetime
            second = datetime.timedelta(seconds=1)
            return [Schedule("jobber.quit", second), Schedule("jobber.fail", second)]
        """,
    )
    write(
        folder,
        "lookalike",
        """
        @hookimpl
        def blueprints(self):
            return [Blueprint("lookalike", __name__, template_folder="templates")]

        @hookimpl
        def commands(self):
            import click
            return [click.Command("run", callback=lambda: None)]
        """,
        templates__portal__base="mine",
        translations__da__LC_MESSAGES__messages='msgid "broken\nmsgstr 3',
    )
    package = folder / "lookalike" / "portal_lookalike"
    (package / "templates/portal/base").rename(package / "templates/portal/base.html")
    po = package / "translations/da/LC_MESSAGES/messages"
    po.rename(po.with_suffix(".po"))


def _as_python(folder, name):
    for path in (folder / name).rglob("*"):
        if path.is_file() and not path.suffix:
            path.rename(path.with_suffix(".py"))
