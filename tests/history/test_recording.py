"""Versions are written with the change, and only with one."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import pytest
from sqlalchemy import func, select

from portal.access.actors import SYSTEM
from portal.history.declaring import plain
from portal.history.models import Revision
from portal.history.recording import begin, latest_number
from portal.runtime import portal

from .conftest import KIND


def rows(session):
    found = session.scalars(select(Revision).order_by(Revision.id))
    return [(one.number, one.action, one.actor_id, one.data["name"]) for one in found]


def test_every_change_is_kept_with_who_did_it(session, make, charters):
    ane, bo = make.actor(), make.actor()
    charter = charters.make(ane, name="First")
    charters.change(bo, charter, name="Second")
    charters.change(bo, charter, name="Third", action="published")

    assert rows(session) == [
        (1, "created", ane.user_id, "First"),
        (2, "edited", bo.user_id, "Second"),
        (3, "published", bo.user_id, "Third"),
    ]


def test_nothing_is_kept_when_nothing_changed(session, make, charters):
    ane = make.actor()
    charter = charters.make(ane, permissions=["a.b"])
    charters.change(ane, charter, permissions=["a.b"])
    charters.tell(ane, charter, audience=["everyone", f"user:{ane.user_id}"])

    assert latest_number(session, KIND, charter.id) == 1


def test_a_version_goes_with_a_change_that_is_rolled_back(session, make, charters):
    charter = charters.make(make.actor(), name="First")
    charter.name = "Second"
    portal().changes.saved(session, KIND, charter.id, ["everyone"], actor=SYSTEM)
    session.rollback()

    assert latest_number(session, KIND, charter.id) == 1


def test_a_declaration_that_raises_costs_the_version_and_not_the_change(session, make, charters):
    charter = charters.make(make.actor(), name="First")
    charters.broken = True
    charters.change(make.actor(), charter, name="Second")

    session.expire_all()
    assert charter.name == "Second"
    assert latest_number(session, KIND, charter.id) == 1


def test_what_is_deleted_for_good_leaves_no_versions(session, make, charters):
    ane = make.actor()
    gone, stays = charters.make(ane), charters.make(ane, keeper=7)
    portal().changes.deleted(session, KIND, gone.id)
    session.commit()

    assert latest_number(session, KIND, gone.id) == 0
    assert latest_number(session, KIND, stays.id) == 1


def test_versions_outlive_the_person_without_the_name(session, make, charters):
    user = make.user()
    charters.make(make.actor_of(user), name="First")
    session.delete(user)
    session.commit()
    session.expire_all()

    assert rows(session) == [(1, "created", None, "First")]


def test_what_is_older_than_its_history_is_kept_as_it_stands(session, make, charters):
    kind = portal().kinds.get(KIND)
    charter = charters.make(make.actor())
    count = session.scalar(select(func.count()).select_from(kind.model))

    assert begin(session, kind) == count - 1
    assert begin(session, kind) == 0
    assert latest_number(session, KIND, charter.id) == 1
    assert {action for _n, action, *_rest in rows(session)} == {"created", "kept"}


def test_the_job_comes_round(session, work, make, charters):
    from portal.jobs.schedules import plan

    make.user()
    session.commit()
    plan()
    work()

    assert session.scalar(select(func.count()).where(Revision.action == "kept")) > 0


class Colour(StrEnum):
    TEAL = "teal"


def test_plain_data():
    value = {"at": dt.date(2026, 1, 2), "all": (1, Colour.TEAL), "some": {2, 1}, "text": "a\r\nb"}

    assert plain(value) == {"at": "2026-01-02", "all": [1, "teal"], "some": [1, 2], "text": "a\nb"}
    with pytest.raises(TypeError):
        plain(object())
