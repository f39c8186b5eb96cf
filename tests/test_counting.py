"""What the tests count when they count queries."""

from sqlalchemy import select

from portal.accounts.models import User
from portal.database import db
from portal.runtime import portal


def test_what_only_time_brings_about_is_not_counted(app, count_queries):
    states = portal().states
    with count_queries() as queries:
        for _half_second in range(3):
            states.forget_cache()
            assert states.is_on("factsheets")
        assert db.session.scalars(select(User.id)).all() == []
    assert len(queries) == 1
