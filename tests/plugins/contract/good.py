"""A small plugin that keeps every rule: the sinners are made of it, one change each."""

FILES = {
    "pyproject.toml": """
        [build-system]
        requires = ["setuptools>=64"]
        build-backend = "setuptools.build_meta"

        [project]
        name = "portal-sample"
        version = "1.0"

        [project.entry-points."portal.plugins"]
        sample = "portal_sample:plugin"

        [tool.setuptools.packages.find]
        include = ["portal_sample", "portal_sample.*"]

        [tool.setuptools.package-data]
        "*" = ["templates/**/*", "translations/**/*.po", "migrations/versions/*.py"]
    """,
    "portal_sample/__init__.py": """
        import datetime as dt

        import click
        from flask_babel import lazy_gettext as _l

        from portal.api import NavigationItem, Permission, Plugin, Schedule, hookimpl


        class Sample(Plugin):
            name = "sample"
            version = "1.0"
            title = _l("Samples")
            description = _l("Small things.")

            @hookimpl
            def permissions(self):
                return [Permission("sample.keep", _l("Keep samples"), ("editor",))]

            @hookimpl
            def kinds(self):
                from .search import SAMPLE

                return [SAMPLE]

            @hookimpl
            def blueprints(self):
                from .views import bp

                return [bp]

            @hookimpl
            def navigation(self, actor):
                return [NavigationItem(_l("Samples"), "/sample", "boxes")]

            @hookimpl
            def jobs(self):
                return {"sample.tidy": lambda job: None}

            @hookimpl
            def schedules(self):
                return [Schedule("sample.tidy", dt.timedelta(days=1))]

            @hookimpl
            def commands(self):
                return [click.Group("sample")]

            @hookimpl
            def export_user(self, session, user):
                from .services import export

                return export(session, user)

            @hookimpl
            def erase_user(self, session, user):
                from .services import erase

                erase(session, user)


        plugin = Sample()
    """,
    "portal_sample/models.py": """
        from sqlalchemy import ForeignKey, String
        from sqlalchemy.orm import Mapped, mapped_column, relationship

        from portal.api import Model, User, owned_by


        class Thing(Model):
            __tablename__ = "sample_thing"
            __table_args__ = owned_by("sample")

            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str] = mapped_column(String(80))
            author_id: Mapped[int | None] = mapped_column(
                ForeignKey("portal_user.id", ondelete="SET NULL")
            )

            author: Mapped[User | None] = relationship()
    """,
    "portal_sample/services.py": """
        from sqlalchemy import select, update

        from .models import Thing


        def export(session, user):
            found = session.scalars(select(Thing).where(Thing.author_id == user.id))
            return {"things": [thing.title for thing in found]}


        def erase(session, user):
            mine = update(Thing).where(Thing.author_id == user.id)
            session.execute(mine.values(author_id=None))
    """,
    "portal_sample/search.py": """
        from flask_babel import lazy_gettext as _l

        from portal.api import ObjectKind

        from .models import Thing

        SAMPLE = ObjectKind(
            name="sample",
            title=_l("Sample"),
            plural=_l("Samples"),
            icon="boxes",
            model=Thing,
            label=lambda thing: thing.title,
            url=lambda thing_id: f"/sample/{thing_id}",
        )
    """,
    "portal_sample/views.py": """
        from flask import Blueprint, abort, render_template
        from sqlalchemy import select

        from portal.api import current_actor, db, narrow, requires, signed_in

        from .models import Thing

        bp = Blueprint("sample", __name__, url_prefix="/sample", template_folder="templates")


        @bp.get("")
        @signed_in
        def index():
            found = db.session.scalars(narrow(select(Thing), current_actor(), Thing)).all()
            return render_template("sample/list.html", things=found)


        @bp.get("/<int:thing_id>")
        @signed_in
        def page(thing_id):
            abort(404)


        @bp.post("/tidy")
        @requires("sample.keep")
        def tidy():
            return "", 204
    """,
    "portal_sample/templates/sample/list.html": """
        {% extends 'portal/base.html' %}
        {% block title %}{{ _('Samples') }}{% endblock %}
        {% block content %}<h1>{{ _('Samples') }}</h1>
        {% for thing in things %}<p>{{ thing.title }}</p>{% endfor %}
        {% endblock %}
    """,
    "portal_sample/migrations/versions/0001_first.py": """
        import sqlalchemy as sa
        from alembic import op

        revision = "0001"
        down_revision = None


        def upgrade():
            op.create_table(
                "sample_thing",
                sa.Column("id", sa.Integer(), nullable=False),
                sa.Column("title", sa.String(length=80), nullable=False),
                sa.Column("author_id", sa.Integer(), nullable=True),
                sa.ForeignKeyConstraint(["author_id"], ["portal_user.id"], ondelete="SET NULL",
                    name=op.f("fk_sample_thing_author_id_portal_user")),
                sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_thing")),
                info={"plugin": "sample"},
                sqlite_autoincrement=True,
            )


        def downgrade():
            op.drop_table("sample_thing")
    """,
    "portal_sample/translations/da/LC_MESSAGES/messages.po": """
        msgid ""
        msgstr "Content-Type: text/plain; charset=utf-8\\n"

        msgid "Samples"
        msgstr "Prøver"

        msgid "Sample"
        msgstr "Prøve"

        msgid "Small things."
        msgstr "Små ting."

        msgid "Keep samples"
        msgstr "Passe prøver"
    """,
}
