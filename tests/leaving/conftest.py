"""Things to leave behind: events of a made-up object need no plugin, fact sheets do."""

import datetime as dt

import pytest

from portal.clock import today
from portal.leaving.departing import plan_departure
from portal.leaving.planning import Plan


@pytest.fixture
def write(session, make):
    """A published sheet of somebody's, or a draft."""
    from portal_factsheets.services.data import SheetData
    from portal_factsheets.services.sheets import create_sheet, publish

    def new(user, title="Mandagsbrevet", *, draft=False, **data):
        actor = make.actor_of(user)
        sheet = create_sheet(session, actor, SheetData(title=title, findings="Det gik.", **data))
        if not draft:
            publish(session, actor, sheet)
        session.commit()
        return sheet

    return new


@pytest.fixture
def leave(session, make):
    """Lets somebody leave, today or in some days."""

    def go(user, to=None, *, days=0, actor=None, **plan):
        plan = Plan(everything=to.id if to else None, **plan)
        day = today() + dt.timedelta(days=days)
        departure = plan_departure(session, actor or make.actor("admin"), user, day, plan)
        session.commit()
        return departure

    return go
