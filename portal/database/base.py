"""The declarative base, the naming convention and the shared column types."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from portal.database.fence import FencedSession

# Named constraints from the first commit: SQLite's batch changes cannot alter a nameless one.
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> dt.datetime:
    """The current time, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An aware datetime, stored in UTC without its zone; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Refuses naive times: nobody knows what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Gives the zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """The base of every model of the core and of the plugins."""

    # Flask-SQLAlchemy derives from this class, so the annotations go with the registry.
    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={
            dt.datetime: UTCDateTime,
            dict[str, Any]: JSON,
            list[str]: JSON,
            list[int]: JSON,
        },
    )


if TYPE_CHECKING:
    # What Flask-SQLAlchemy makes is beyond a type checker: a session that stands for the
    # request's own wherever a session is wanted, and a base class made while running.
    class _Session(Session):
        registry: Any

        def __call__(self) -> Session: ...

        def remove(self) -> None: ...

    class _Database(SQLAlchemy):
        session: _Session  # type: ignore[assignment]

    db: _Database
    Model = Base
else:
    db = SQLAlchemy(model_class=Base, session_options={"class_": FencedSession})
    Model = db.Model


def owned_by(owner: str, *constraints: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a table that belongs to `owner` ('core' or a plugin's name).

    Migrations of one owner see only the tables marked so. On SQLite an id is never used again:
    a link to what was deleted must not lead to what came after.
    """
    return (*constraints, {"info": {"plugin": owner}, "sqlite_autoincrement": True})
