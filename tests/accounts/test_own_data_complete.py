"""My data is complete: every column of the core that refers to a person is in it."""

import json

from portal.accounts.own_data import gather
from portal.database import Base
from portal.testing.contract.people import NOT_EXPORTED, silent_columns, user_columns
from portal.testing.contract.rows import make_rows

#: Columns that are in no export, and why. A further one needs as good a reason.
REASONS: dict[str, str] = {
    "portal_notice.actor_id": "the notice is its reader's; what one did is in one's own trail",
}


def core_tables():
    tables = [table for table in Base.metadata.sorted_tables if table.info.get("plugin") == "core"]
    return [table for table in tables if table.name != "portal_user"]


def test_every_column_about_a_person_is_in_the_export_or_says_why_not(session):
    tables = core_tables()
    columns = [
        column
        for table in tables
        for column in user_columns(table)
        if str(column) not in REASONS and not column.info.get(NOT_EXPORTED)
    ]
    assert len(columns) >= 15
    told = [table for table in tables if user_columns(table) or _is_parent(table, tables)]

    def fill(session, user):
        make_rows(session, told, user)

    def export(user):
        found = dict(gather(session, user).parts)
        return json.dumps(found, default=str)

    silent = {str(column) for column in silent_columns(session, columns, fill, export)}
    session.rollback()
    assert silent == set()


def test_the_reasons_are_of_columns_there_are():
    known = {str(column) for table in core_tables() for column in user_columns(table)}
    assert set(REASONS) <= known


def _is_parent(table, tables):
    """Whether a row about a person hangs on one of these."""
    about = [one for one in tables if user_columns(one)]
    return any(
        key.target_fullname.split(".")[0] == table.name
        for one in about
        for column in one.columns
        for key in column.foreign_keys
    )
