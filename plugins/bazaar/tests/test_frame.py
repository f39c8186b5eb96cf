"""The seams: who organises, keeps, moderates; the frame; one bazaar's things are not another's."""

from __future__ import annotations

from typing import Any

import pytest
from portal_bazaar.permissions import (
    bazaar_saved,
    keeps,
    keeps_any,
    moderates,
    organises,
    stand_or_404,
)
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal.api import narrow


def test_planned_is_for_organisers_and_keepers(
    session: Session, make: Any, sign_in: Any, bazaar: Any, stand: Any
) -> None:
    """Until it is announced nobody else finds it; afterwards everyone does."""
    visitor, keeper, organiser = make.user(), make.user(), make.user()
    one = bazaar(status="planned", organisers=[organiser])
    stand(one, keepers=[keeper], status="invited")
    url = f"/bazaar/{one.id}"
    assert sign_in(visitor).get(url).status_code == 404
    assert sign_in(keeper).get(url).status_code == 200
    assert sign_in(organiser).get(url).status_code == 200
    assert sign_in("organiser").get(url).status_code == 200
    one.status = "announced"
    bazaar_saved(session, one)
    session.commit()
    assert sign_in(visitor).get(url).status_code == 200


def test_the_organisers_pages_are_theirs(make: Any, sign_in: Any, bazaar: Any) -> None:
    """404 for who does not see the bazaar, 403 for who does."""
    organiser, moderator = make.user(), make.user()
    one = bazaar(organisers=[organiser], moderators=[moderator])
    hidden = bazaar(status="planned")
    url = "/bazaar/{}/manage"
    assert sign_in(organiser).get(url.format(one.id)).status_code == 200
    assert sign_in(moderator).get(url.format(one.id)).status_code == 403
    assert sign_in("staff").get(url.format(one.id)).status_code == 403
    assert sign_in(organiser).get(url.format(hidden.id)).status_code == 404
    assert sign_in("staff").get(url.format(10**20)).status_code == 404


def test_roles(session: Session, make: Any, bazaar: Any, stand: Any) -> None:
    """Organisers organise and moderate; moderators moderate; keepers keep their own stands."""
    organiser, moderator, keeper = make.user(), make.user(), make.user()
    one, other = bazaar(organisers=[organiser], moderators=[moderator]), bazaar()
    mine, another = stand(one, keepers=[keeper]), stand(one, keepers=["Gry Gæst"])
    who = {user.id: make.actor_of(user) for user in (organiser, moderator, keeper)}
    assert organises(session, who[organiser.id], one)
    assert moderates(session, who[organiser.id], one)
    assert not organises(session, who[organiser.id], other)
    assert not organises(session, who[moderator.id], one)
    assert moderates(session, who[moderator.id], one)
    assert keeps(session, who[keeper.id], mine)
    assert not keeps(session, who[keeper.id], another)
    assert not keeps(session, who[organiser.id], mine)
    assert keeps_any(session, who[keeper.id], one)
    assert not keeps_any(session, who[keeper.id], other)


def test_a_stand_is_of_one_bazaar(session: Session, make: Any, bazaar: Any, stand: Any) -> None:
    """In the address of another bazaar it is not to be found, not by its organiser either."""
    one, other = bazaar(), bazaar()
    mine = stand(one)
    actor = make.actor("organiser")
    assert stand_or_404(session, actor, one, mine.id) is mine
    with pytest.raises(NotFound):
        stand_or_404(session, actor, other, mine.id)


@pytest.mark.parametrize("status", ["proposed", "invited", "declined", "withdrawn"])
def test_only_confirmed_stands_are_shown(
    session: Session, make: Any, bazaar: Any, stand: Any, status: str
) -> None:
    """Others are for organisers and their keepers."""
    one, keeper = bazaar(), make.user()
    mine = stand(one, status=status, keepers=[keeper])
    with pytest.raises(NotFound):
        stand_or_404(session, make.actor("staff"), one, mine.id)
    assert stand_or_404(session, make.actor_of(keeper), one, mine.id) is mine
    assert stand_or_404(session, make.actor("organiser"), one, mine.id) is mine


def test_who_is_invited_sees_it(
    session: Session, make: Any, bazaar: Any, education: Any, visitor: Any
) -> None:
    """Also where it is shown to certain units only."""
    from portal_bazaar.models import Bazaar
    from sqlalchemy import select

    unit, elsewhere = make.unit(), make.unit()
    one = bazaar(visibility="units", visible_units=[elsewhere.id])
    education(one, unit)
    guest = make.user()
    visitor(one, guest)
    bazaar_saved(session, one)
    session.commit()
    seen = {
        name: session.scalar(narrow(select(Bazaar.id), actor, Bazaar)) is not None
        for name, actor in {
            "shown to": make.actor("staff", units=[elsewhere]),
            "invited": make.actor("staff", units=[unit]),
            "registered": make.actor_of(guest),
            "neither": make.actor("staff"),
        }.items()
    }
    assert seen == {"shown to": True, "invited": True, "registered": True, "neither": False}
