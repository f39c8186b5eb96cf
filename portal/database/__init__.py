"""The database: one session per request, reading or writing, and the types the models share."""

from portal.database.base import Base, Model, UTCDateTime, db, now, owned_by
from portal.database.rows import rows_changed
from portal.database.transactions import own_session, reading, writing

__all__ = [
    "Base",
    "Model",
    "UTCDateTime",
    "db",
    "now",
    "own_session",
    "owned_by",
    "reading",
    "rows_changed",
    "writing",
]
