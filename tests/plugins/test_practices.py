"""What plugins publish to each other, the wishes they gather, and what became of them: each at
its own risk."""

import pytest

from portal.api import (
    SYSTEM,
    NotAllowed,
    OutcomeState,
    ServiceFailed,
    db,
    service,
    wish_outcomes,
    wishes,
)
from portal.runtime import portal

SELLER = """
    @hookimpl
    def services(self):
        class Stall:
            price = 3

            def sell(self, session, actor):
                if actor.is_system:
                    return "sold"
                raise NotAllowed("Not to you.")

            def fall(self, session):
                raise RuntimeError("the stall fell over")

            def half(self, session):
                session.execute(__import__("sqlalchemy").text(
                    "insert into portal_tombstone (kind, object_id, deleted_at)"
                    " values ('seller', 1, '2026-01-01')"))
                raise NotAllowed("Not the second half.")

        return {"seller.stall": Stall(), "other.stall": Stall()}

    @hookimpl
    def wishes(self, session):
        import datetime
        yield Wish(key="seller:1", title="Old", made_at=datetime.datetime(2025, 1, 1,
            tzinfo=datetime.UTC))
        yield Wish(key="seller:2", title="New", made_at=datetime.datetime(2026, 1, 1,
            tzinfo=datetime.UTC))

    @hookimpl
    def wish_outcomes(self, session, keys):
        return {"seller:1": Outcome(state="held"), "seller:2": Outcome(state="convened"),
                "seller:9": Outcome(state="held")}
"""


@pytest.fixture
def fair(workshop, request):
    """The portal with the seller and whoever else is written before, in its context."""

    def start():
        workshop.write("seller", SELLER)
        app = workshop.start()
        context = app.app_context()
        context.push()
        request.addfinalizer(context.pop)
        request.addfinalizer(db.session.remove)
        return db.session()

    return start


def switch_off(session, name):
    portal().states.switch(session, name, enabled=False)
    session.commit()


def failures():
    return [(name, place) for name, place, _id, _problem in portal().states._pending]


def test_a_service_answers_and_refuses_as_its_owner_says(fair):
    session = fair()
    stall = service("seller.stall")
    assert (stall.price, stall.sell(session, SYSTEM)) == (3, "sold")
    from portal.access.actors import NOBODY

    with pytest.raises(NotAllowed, match="Not to you"):
        stall.sell(session, NOBODY)
    assert failures() == []


def test_a_service_that_raises_is_its_owners_failure_and_the_session_lives_on(fair):
    session = fair()
    with pytest.raises(ServiceFailed):
        service("seller.stall").fall(session)
    assert failures() == [("seller", "service seller.stall.fall")]
    assert service("seller.stall").sell(session, SYSTEM) == "sold"


def test_what_a_service_refuses_is_not_half_written(fair):
    from portal.references.models import Tombstone

    session = fair()
    with pytest.raises(NotAllowed):
        service("seller.stall").half(session)
    session.commit()
    assert session.query(Tombstone).count() == 0


@pytest.mark.parametrize("name", ["seller.cellar", "nobody.stall", "other.stall", "", "seller"])
def test_what_nobody_publishes_is_none(fair, name):
    fair()
    assert service(name) is None


def test_a_plugin_that_is_off_publishes_wishes_and_knows_nothing(fair):
    session = fair()
    switch_off(session, "seller")
    assert service("seller.stall") is None
    assert wishes(session) == []
    assert wish_outcomes(session, ["seller:1"]) == {}


def test_wishes_come_newest_first_and_each_once(workshop, fair):
    workshop.write(
        "echo",
        """
    @hookimpl
    def wishes(self, session):
        yield Wish(key="seller:1", title="Mine, and not yours")
        yield Wish(key="echo:1", title="Undated")
""",
    )
    found = wishes(fair())
    # Of two with one key the first counts: plugins are asked in the order of their names.
    assert [one.key for one in found] == ["seller:2", "echo:1", "seller:1"]
    assert found[2].title == "Mine, and not yours"


@pytest.mark.parametrize(
    "answer",
    [
        "[3]",
        "[Wish(key='')]",
        "[Wish(key='x', sheet_id='1')]",
        "[Wish(key='x', made_at=__import__('datetime').datetime(2026, 1, 1))]",
        "1 / 0",
    ],
)
def test_wishes_that_make_no_sense_cost_their_plugin_and_nobody_else(workshop, fair, answer):
    workshop.write(
        "sinner", f"    @hookimpl\n    def wishes(self, session):\n        return {answer}"
    )
    found = wishes(fair())
    assert {one.key for one in found} == {"seller:1", "seller:2"}
    assert failures() == [("sinner", "wishes")]


@pytest.mark.parametrize("answer", ["{'seller:1': 'held'}", "{1: Outcome(state='held')}", "[]"])
def test_outcomes_that_make_no_sense_cost_their_plugin(workshop, fair, answer):
    workshop.write(
        "sinner",
        f"    @hookimpl\n    def wish_outcomes(self, session, keys):\n        return {answer}",
    )
    assert set(wish_outcomes(fair(), ["seller:1"])) == {"seller:1"}
    assert failures() == [("sinner", "wish_outcomes")]


def test_of_several_outcomes_the_furthest_counts_and_nobody_is_told_what_they_did_not_ask(
    workshop, fair
):
    workshop.write(
        "later",
        """
    @hookimpl
    def wish_outcomes(self, session, keys):
        return {"seller:1": Outcome(state="convened"),
                "seller:2": Outcome(state="adopted", status="in_use")}
""",
    )
    found = wish_outcomes(fair(), ["seller:1", "seller:2"])
    assert {key: one.state for key, one in found.items()} == {
        "seller:1": OutcomeState.HELD,
        "seller:2": OutcomeState.ADOPTED,
    }
    assert wish_outcomes(db.session(), []) == {}
