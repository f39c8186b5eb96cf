"""Functions come and go, and with them what their holder may see."""

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM, actor_for, unit_label
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed
from portal.units.changing import UnitProblem, close_unit
from portal.units.functions import CANDIDATES, add_function, candidates, remove_function
from portal.units.models import Membership


def test_what_a_function_gave_goes_with_it_at_once(session, make):
    unit, user = make.unit("Nursing"), make.user()
    add_function(session, SYSTEM, unit, user, "teacher")
    session.commit()
    assert unit_label(unit.id) in actor_for(session, user).labels
    remove_function(session, SYSTEM, unit, user, "teacher")
    session.commit()
    assert unit_label(unit.id) not in actor_for(session, user).labels


def test_a_person_may_have_several_functions_but_none_twice(session, make):
    unit, user = make.unit(), make.user()
    add_function(session, SYSTEM, unit, user, "teacher")
    add_function(session, SYSTEM, unit, user, "leader")
    with pytest.raises(UnitProblem, match="has that function"):
        add_function(session, SYSTEM, unit, user, "leader")
    session.commit()
    assert sorted(one.function for one in user.memberships) == ["leader", "teacher"]


def test_what_cannot_be_is_refused(session, make):
    unit, user = make.unit(), make.user()
    with pytest.raises(UnitProblem, match="Choose what"):
        add_function(session, SYSTEM, unit, user, "king")
    with pytest.raises(UnitProblem, match="disabled"):
        add_function(session, SYSTEM, unit, make.user(active=False), "staff")
    with pytest.raises(UnitProblem, match="no longer has"):
        remove_function(session, SYSTEM, unit, user, "staff")
    close_unit(session, SYSTEM, unit)
    with pytest.raises(UnitProblem, match="is closed"):
        add_function(session, SYSTEM, unit, user, "staff")
    with pytest.raises(NotAllowed):
        add_function(session, make.actor("editor"), unit, user, "staff")
    with pytest.raises(NotAllowed):
        remove_function(session, make.actor("editor"), unit, user, "staff")


def test_both_ways_are_in_the_trail(session, make):
    unit, user, manager = make.unit("Nursing"), make.user(), make.actor("admin")
    add_function(session, manager, unit, user, "leader")
    remove_function(session, manager, unit, user, "leader")
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action.like("function.%")))
    assert [(one.action, one.actor_id, one.kind, one.object_id, one.detail) for one in entries] == [
        (action, manager.user_id, "person", user.id, {"unit": "Nursing", "function": "leader"})
        for action in ("function.added", "function.removed")
    ]
    assert session.scalar(select(Membership)) is None


def test_a_search_for_somebody_to_add(session, make):
    actor = make.actor("admin")
    make.user("Åse Jensen")
    make.user("Åse Gone", active=False)
    assert [user.name for user in candidates(session, actor, "jen aase")] == ["Åse Jensen"]
    assert candidates(session, actor, "gone") == []
    assert candidates(session, actor, "  ") == []
    for number in range(CANDIDATES + 3):
        make.user(f"Many {number}")
    assert len(candidates(session, actor, "many")) == CANDIDATES
