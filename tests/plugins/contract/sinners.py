"""Deliberately bad plugins: each breaks one rule of the contract, by one change of the good one."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from tests.plugins.contract.good import FILES

INIT, MODELS, VIEWS = (f"portal_sample/{name}.py" for name in ("__init__", "models", "views"))
SEARCH, SERVICES = "portal_sample/search.py", "portal_sample/services.py"
LIST = "portal_sample/templates/sample/list.html"
FIRST = "portal_sample/migrations/versions/0001_first.py"
PO = "portal_sample/translations/da/LC_MESSAGES/messages.po"


@dataclass(frozen=True)
class Sinner:
    """A plugin that breaks the rule `code`; the finding is in `path` and says `words`."""

    code: str
    path: str
    words: str
    changes: tuple[tuple[str, str, str], ...] = ()  # (file, what stands there, what instead)
    added: dict[str, str] = field(default_factory=dict)
    name: str = "sample"
    #: Codes that cannot but come along: a plugin that is not loaded says why.
    along: frozenset[str] = frozenset()


def write(folder: Path, sinner: Sinner | None = None) -> Path:
    """Writes the good plugin with the sinner's change; returns its folder."""
    files = {name: textwrap.dedent(text).lstrip("\n") for name, text in FILES.items()}
    for name, before, after in sinner.changes if sinner else ():
        assert before in files[name], (name, before)
        files[name] = files[name].replace(before, after)
    files |= {
        name: textwrap.dedent(text) for name, text in (sinner.added if sinner else {}).items()
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def hook(text: str, instead_of: str = "    @hookimpl\n    def permissions(self):") -> tuple:
    """A change that puts another hook into the plugin."""
    body = textwrap.indent(textwrap.dedent(text).strip("\n"), "    ")
    return (INIT, instead_of, f"{body}\n\n{instead_of}")


NEEDS = """plugin = Sample()


def _needs(sender, **rest):
    sender.extensions["sample"]


request_started.connect(_needs)"""
NONSENSE = """    from flask import request

    if "sort" in request.args:
        int("x" + request.args["sort"])
    found ="""
REFUSED = frozenset({"M1"})
KEEP = "sample.keep"
SINNERS = {
    "does not parse": Sinner("M1", VIEWS, "no Python", ((VIEWS, "def index():", "def index(:"),)),
    "cannot be imported": Sinner(
        "M1", "pyproject.toml", "cannot be imported", ((INIT, "import click", "import no_such"),)
    ),
    "wants another API": Sinner(
        "M1", "pyproject.toml", "API 9.0", ((INIT, 'version = "1.0"', 'api = "9.0"'),)
    ),
    "requires what is not there": Sinner(
        "M1",
        "pyproject.toml",
        "requires nowhere",
        ((INIT, 'version = "1.0"', 'version = "1.0"\n    requires = ("nowhere",)'),),
    ),
    "ends the process at import": Sinner(
        "M1", "pyproject.toml", "SystemExit", ((INIT, "import click", "raise SystemExit(0)"),)
    ),
    "kills the process at import": Sinner(
        "X1", "", "ended the process", ((INIT, "import click", "import os\nos._exit(0)"),)
    ),
    "broken template": Sinner(
        "M1",
        LIST,
        "no template",
        ((LIST, "{% endfor %}", ""), (LIST, "{{ thing.title }}", "{{ '")),
        along=frozenset({"R5", "T2"}),
    ),
    "has no title": Sinner(
        "M2", INIT, "no title", ((INIT, '_l("Samples")\n    desc', '""\n    desc'),)
    ),
    "another version than its wheel": Sinner(
        "M2", INIT, "the distribution says 1.0", ((INIT, 'version = "1.0"', 'version = "1.1"'),)
    ),
    "a hook nobody knows": Sinner(
        "M3",
        INIT,
        "did you mean navigation",
        (hook("@hookimpl\ndef navigatoin(self):\n    pass"),),
        along=REFUSED,
    ),
    "a hook that is not marked": Sinner(
        "M3", INIT, "not marked", (hook("def health_checks(self):\n    return []"),)
    ),
    "a hook with a strange argument": Sinner(
        "M4",
        INIT,
        "not person",
        ((INIT, "navigation(self, actor)", "navigation(self, person)"),),
        along=REFUSED,
    ),
    "imports the core's inside": Sinner(
        "I1",
        VIEWS,
        "portal.runtime",
        ((VIEWS, "from portal.api", "from portal.runtime import portal\nfrom portal.api"),),
    ),
    "imports the core's inside in its tests": Sinner(
        "I1",
        "tests/test_it.py",
        "portal.app",
        added={"tests/test_it.py": "from portal.app import create_app\n"},
    ),
    "imports another plugin": Sinner(
        "I2",
        SERVICES,
        "portal_factsheets",
        (
            (
                SERVICES,
                "from .models",
                "try:\n    import portal_factsheets\nexcept ImportError:\n    pass\nfrom .models",
            ),
        ),
    ),
    "a table of another name": Sinner(
        "D1",
        MODELS,
        "must begin with sample_",
        ((MODELS, '"sample_thing"', '"things"'), (FIRST, '"sample_thing"', '"things"')),
        along=REFUSED,
    ),
    "an unmarked table": Sinner(
        "D2",
        MODELS,
        "owned_by",
        ((MODELS, '    __table_args__ = owned_by("sample")\n', ""),),
        along=REFUSED,
    ),
    "a foreign key to the core's inside": Sinner(
        "D3",
        MODELS,
        "portal_role",
        (
            (MODELS, "portal_user.id", "portal_role.id"),
            (FIRST, "portal_user", "portal_role"),
            (MODELS, "    author: Mapped[User | None] = relationship()\n", ""),
        ),
    ),
    "a foreign key that says nothing": Sinner(
        "D4",
        MODELS,
        "no ondelete",
        ((MODELS, ', ondelete="SET NULL"', ""), (FIRST, ' ondelete="SET NULL",', "")),
    ),
    "a backref on a person": Sinner(
        "D5",
        MODELS,
        "User.things",
        ((MODELS, "relationship()", 'relationship(backref="things")'),),
    ),
    "a downgrade that leaves its table": Sinner(
        "D6",
        "portal_sample/migrations/versions",
        "leaves sample_thing behind",
        ((FIRST, 'op.drop_table("sample_thing")', "pass"),),
    ),
    "no migrations": Sinner(
        "D6",
        "portal_sample/migrations/versions",
        "already exists",
        (
            (
                FIRST,
                "    op.create_table(\n",
                '    op.execute("CREATE TABLE sample_thing (id INTEGER)")\n    op.create_table(\n',
            ),
        ),
        along=REFUSED,
    ),
    "models that moved on": Sinner(
        "D7",
        "portal_sample/migrations/versions",
        "disagree",
        ((MODELS, "String(80))", "String(80))\n    note: Mapped[str | None]"),),
        along=frozenset({"P2", "R5"}),
    ),
    "a migration of another's table": Sinner(
        "D8",
        "portal_sample/migrations/versions",
        "tables of others",
        (
            (
                FIRST,
                "def upgrade():",
                'def upgrade():\n    op.execute("CREATE INDEX sneaky ON portal_user (phone)")',
            ),
            (FIRST, "def downgrade():", 'def downgrade():\n    op.execute("DROP INDEX sneaky")'),
        ),
    ),
    "a migration that imports code": Sinner(
        "D9",
        FIRST,
        "portal.api",
        ((FIRST, "from alembic", "from portal.api import now  # noqa\nfrom alembic"),),
    ),
    "a route that says nothing": Sinner(
        "R1",
        VIEWS,
        "does not say",
        ((VIEWS, '@bp.post("/tidy")\n@requires("sample.keep")', '@bp.post("/tidy")'),),
    ),
    "a permission nobody declares": Sinner(
        "R2",
        VIEWS,
        "sample.kepe",
        ((VIEWS, '@requires("sample.keep")', '@requires("sample.kepe")'),),
    ),
    "a blueprint of another name": Sinner(
        "R3",
        "",
        "must be named sample",
        ((VIEWS, 'Blueprint("sample"', 'Blueprint("samples"'),),
    ),
    "a route that cannot be switched off": Sinner(
        "R3",
        "",
        "could not be switched off",
        (
            hook("""
            @hookimpl
            def ready(self, app):
                from .views import page

                app.add_url_rule("/sample-extra", "extra", page)
        """),
        ),
        along=frozenset({"O1"}),
    ),
    "an address of the portal's": Sinner(
        "M1",
        "pyproject.toml",
        "belongs to the portal",
        (
            (VIEWS, 'bp.post("/tidy")', 'bp.get("/../search")'),
            (VIEWS, 'url_prefix="/sample", ', ""),
            (VIEWS, 'bp.get("")', 'bp.get("/sample")'),
            (VIEWS, "/../search", "/search"),
        ),
    ),
    "an address for everything": Sinner(
        "R4",
        VIEWS,
        "not the plugin's",
        (
            (VIEWS, 'url_prefix="/sample", ', ""),
            (VIEWS, 'bp.get("")', 'bp.get("/sample")'),
            (VIEWS, 'bp.get("/<int:thing_id>")', 'bp.get("/<path:thing_id>")'),
        ),
    ),
    "a page that fails for an administrator": Sinner(
        "R5",
        VIEWS,
        "ZeroDivisionError",
        (
            (
                VIEWS,
                "    found =",
                '    if "roles.manage" in current_actor().permissions:\n        1 / 0\n    found =',
            ),
        ),
    ),
    "a page that fails at nonsense": Sinner(
        "R5",
        VIEWS,
        "invalid literal",
        (
            (
                VIEWS,
                "    found =",
                NONSENSE,
            ),
        ),
    ),
    "a permission of the portal's": Sinner(
        "N1",
        INIT,
        "units.manage",
        (
            (
                INIT,
                "        return [Permission(",
                '        return [Permission("units.manage", ""), Permission(',
            ),
        ),
    ),
    "a role there is not": Sinner(
        "N1", INIT, "role chief", ((INIT, '("editor",)', '("editor", "chief")'),)
    ),
    "a topic of the portal's": Sinner(
        "N2",
        INIT,
        "mail.send",
        (
            (
                INIT,
                '{"sample.tidy": lambda job: None}',
                '{"sample.tidy": lambda job: None, "mail.send": lambda job: None}',
            ),
        ),
    ),
    "a schedule without a job": Sinner(
        "N2",
        INIT,
        "no job",
        ((INIT, '{"sample.tidy": lambda job: None}', '{"sample.other": lambda job: None}'),),
    ),
    "a kind that is taken": Sinner(
        "N3", MODELS, "person", ((SEARCH, 'name="sample"', 'name="person"'),)
    ),
    "a command that is taken": Sinner(
        "N4", INIT, "upgrade", ((INIT, 'click.Group("sample")', 'click.Group("upgrade")'),)
    ),
    "templates for everybody": Sinner(
        "N5",
        "portal_sample/templates/portal",
        "templates/sample/",
        added={"portal_sample/templates/portal/front.html": "{{ _('Samples') }}"},
    ),
    "something around every request": Sinner(
        "O1",
        "",
        "stands around every page",
        ((VIEWS, '@bp.get("")', '@bp.before_app_request\ndef note():\n    pass\n\n\n@bp.get("")'),),
    ),
    "a page that needs what a hook set up": Sinner(
        "F1",
        INIT,
        "when the hook ready fails",
        (
            hook("""
            @hookimpl
            def ready(self, app):
                app.extensions["sample"] = True
        """),
            (
                INIT,
                "plugin = Sample()",
                NEEDS,
            ),
            (INIT, "import click", "import click\nfrom flask import request_started"),
        ),
    ),
    "people that are not exported": Sinner(
        "P1",
        "",
        "export_user is missing",
        ((INIT, "    @hookimpl\n    def export_user", "    def no_export"),),
    ),
    "an export that says nothing": Sinner(
        "P1",
        "",
        "says nothing",
        ((SERVICES, '{"things": [thing.title for thing in found]}', '{"things": []}'),),
    ),
    "an export that is no JSON": Sinner(
        "P2", "", "JSON", ((SERVICES, "[thing.title for", "[thing for"),)
    ),
    "people that are not erased": Sinner(
        "P3", MODELS, "still refers", ((SERVICES, "    session.execute(mine", "    (mine"),)
    ),
    "a keeper the export is silent about": Sinner(
        "P4",
        MODELS,
        "sample_thing.keeper_id",
        (
            (
                MODELS,
                "    author: Mapped[User | None] = relationship()",
                "    keeper_id: Mapped[int | None] = mapped_column(\n"
                '        ForeignKey("portal_user.id", ondelete="SET NULL")\n'
                "    )\n\n"
                "    author: Mapped[User | None] = relationship(foreign_keys=[author_id])",
            ),
            (
                FIRST,
                '        sa.PrimaryKeyConstraint("id"',
                '        sa.Column("keeper_id", sa.Integer(), nullable=True),\n'
                '        sa.ForeignKeyConstraint(["keeper_id"], ["portal_user.id"],\n'
                '            name=op.f("fk_sample_thing_keeper_id_portal_user"), '
                'ondelete="SET NULL"),\n'
                '        sa.PrimaryKeyConstraint("id"',
            ),
            (
                SERVICES,
                "    session.execute(mine.values(author_id=None))",
                "    session.execute(mine.values(author_id=None))\n"
                "    kept = update(Thing).where(Thing.keeper_id == user.id)\n"
                "    session.execute(kept.values(keeper_id=None))",
            ),
        ),
    ),
    "holdings that nobody can take over": Sinner(
        "P5",
        "",
        "come together",
        (hook("@hookimpl\ndef holdings(self, session, user):\n    return []"),),
    ),
    "holdings that stay the leaver's": Sinner(
        "P5",
        "",
        "is the leaver's after hand_over",
        (
            (
                INIT,
                "from portal.api import NavigationItem",
                "from portal.api import Holding, NavigationItem",
            ),
            hook(
                """
                @hookimpl
                def holdings(self, session, user):
                    from .models import Thing

                    for thing in session.query(Thing).filter_by(author_id=user.id):
                        yield Holding(kind="sample", id=thing.id, title=thing.title)

                @hookimpl
                def hand_over(self, session, actor, user, successor, holdings):
                    pass
                """
            ),
        ),
    ),
    "a text that stays English": Sinner(
        "T1", LIST, "Hello there", ((LIST, "<h1>", "<p>Hello there</p><h1>"),)
    ),
    "a placeholder that stays English": Sinner(
        "T1", LIST, "Write here", ((LIST, "<h1>", '<input placeholder="Write here"><h1>'),)
    ),
    "a text without Danish": Sinner(
        "T2", LIST, "A new word", ((LIST, "<h1>", "<p>{{ _('A new word') }}</p><h1>"),)
    ),
}
