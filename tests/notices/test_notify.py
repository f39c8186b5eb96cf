"""Who is told, and who never is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.access.deciding import set_audience
from portal.access.holders import labels_of, who_sees
from portal.access.models import Role, RolePermission
from portal.accounts.models import User
from portal.notices import following, services
from portal.notices.models import Channel, Notice
from portal.plugins.dispatch import Dispatch
from portal.units.models import Membership

pytestmark = pytest.mark.usefixtures("topics")


@pytest.fixture
def people(make):
    return make.user("Ane Holm"), make.user("Bo Ærø"), make.user("Cy Vang")


def ask(session, actor, users, about, topic="test.changed", **params):
    told = services.notify(
        session, actor, topic, users, "person", about.id, **{"question": "Why?", **params}
    )
    session.commit()
    return told


def test_people_are_told_and_who_did_it_is_not(session, make, people, notices_of):
    ane, bo, cy = people
    assert ask(session, make.actor_of(ane), [ane, bo, bo.id, cy], ane, key="title") == 2
    assert notices_of(ane) == []
    (notice,) = notices_of(bo)
    assert (notice.by, notice.key, notice.params) == ("Ane Holm", "title", {"question": "Why?"})


def test_it_is_told_if_and_only_if_it_happened(session, make, people, notices_of):
    ane, bo, _cy = people
    services.notify(session, make.actor_of(ane), "test.changed", [bo], "person", ane.id)
    session.rollback()
    assert notices_of(bo) == []


def test_who_may_not_see_it_is_not_told(session, make, people, notices_of):
    ane, bo, cy = people
    set_audience(session, "person", ane.id, {f"user:{bo.id}"})
    assert ask(session, make.actor_of(ane), [bo, cy], ane) == 1
    assert notices_of(cy) == []


def test_nobody_is_told_of_what_nobody_sees_or_what_is_not_there(session, make, people):
    ane, bo, _cy = people
    actor = make.actor_of(ane)
    assert services.notify(session, actor, "test.changed", [bo], "person", 999_999) == 0
    assert services.notify(session, actor, "test.changed", [bo], "nothing", 1) == 0
    assert services.notify(session, actor, "test.changed", [], "person", ane.id) == 0


def test_disabled_accounts_are_not_told(session, make, people):
    ane, bo, _cy = people
    bo.active = False
    assert ask(session, make.actor_of(ane), [bo], ane) == 0


def test_who_switched_it_off_is_not_told(session, make, people, notices_of):
    ane, bo, cy = people
    services.choose(session, make.actor_of(bo), {"test.changed": "none", "not.there": "none"})
    assert ask(session, make.actor_of(ane), [bo, cy], ane) == 1
    assert notices_of(bo) == []
    services.choose(session, make.actor_of(bo), {"test.changed": "digest"})
    assert ask(session, make.actor_of(ane), [bo], ane) == 1


def test_a_topic_nobody_declared_is_a_mistake(session, make, people):
    with pytest.raises(LookupError, match=r"test\.nothing"):
        ask(session, make.actor_of(people[0]), [people[1]], people[0], topic="test.nothing")


def test_telling_a_hundred_takes_as_many_queries_as_telling_two(
    session, make, people, count_queries
):
    ane = people[0]
    crowd = [make.user().id for _ in range(30)]
    actor = make.actor_of(ane)
    with count_queries() as few:
        services.notify(session, actor, "test.changed", crowd[:2], "person", ane.id)
    with count_queries() as many:
        services.notify(session, actor, "test.changed", crowd, "person", ane.id)
    assert len(many) <= len(few)


def test_followers_of_the_object_and_of_its_tags_are_told_once(session, make, people, notices_of):
    ane, bo, cy = people
    following.follow(session, make.actor_of(bo), "person", ane.id)
    following.follow_tag(session, make.actor_of(bo), " Trivsel  i  Skolen ")
    following.follow_tag(session, make.actor_of(cy), "TRIVSEL I SKOLEN")
    following.follow(session, make.actor_of(ane), "person", ane.id)
    told = services.notify_followers(
        session, make.actor_of(ane), "test.changed", "person", ane.id, tags=["Trivsel i skolen", ""]
    )
    assert told == 2
    assert len(notices_of(bo)) == len(notices_of(cy)) == 1
    told = services.notify_followers(
        session, make.actor_of(ane), "test.changed", "person", ane.id, but=[bo]
    )
    assert told == 0


def test_following_twice_is_once(session, make, people):
    ane, bo, _cy = people
    actor = make.actor_of(bo)
    for _ in range(2):
        following.follow(session, actor, "person", ane.id)
    assert len(following.followed_by(session, actor)) == 1
    following.unfollow(session, actor, "person", ane.id)
    assert not following.follows(session, actor, "person", ane.id)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_labels_of_many_are_the_labels_of_each(session, make, data):
    """The two ways to a person's labels agree, for any tree, any roles, any memberships."""
    units = [make.unit()]
    for _ in range(data.draw(st.integers(0, 3))):
        units.append(make.unit(parent=data.draw(st.sampled_from(units))))
    users = [
        make.user(
            roles=data.draw(st.sets(st.sampled_from(["staff", "editor", "admin", "leader"]))),
            units=data.draw(st.lists(st.sampled_from(units), unique=True, max_size=2)),
            active=data.draw(st.booleans()),
        )
        for _ in range(2)
    ]
    found = labels_of(session, [user.id for user in users])
    for user in users:
        assert found.get(user.id, frozenset()) == make.actor_of(user).labels


def test_who_sees_asks_the_audience(session, make, people):
    ane, bo, _cy = people
    unit = make.unit()
    session.add(Membership(unit_id=unit.id, user_id=bo.id, function="teacher"))
    role = session.scalars(select(Role).where(Role.key == "staff")).one()
    role.permissions.append(RolePermission(permission="test.see"))
    staff = make.user(roles=["staff"])
    everyone = [ane.id, bo.id, staff.id]
    set_audience(session, "person", ane.id, {f"unit:{unit.id}", "permission:test.see"})
    session.flush()
    assert who_sees(session, "person", ane.id, everyone) == {bo.id, staff.id}


def test_unread_is_one_query_and_counts_only_what_may_be_seen(
    session, make, people, count_queries, monkeypatch
):
    ane, bo, cy = people
    ask(session, make.actor_of(cy), [bo], ane)
    ask(session, make.actor_of(ane), [bo], cy)
    actor = make.actor_of(bo)
    with count_queries() as queries:
        assert services.unread(session, actor) == 2
    assert len(queries) == 1
    set_audience(session, "person", ane.id, set())
    session.flush()
    assert services.unread(session, actor) == 1
    services.mark_object_read(session, actor, "person", cy.id)
    assert services.unread(session, actor) == 0


def test_a_topic_whose_plugin_is_off_is_silent(session, make, people, monkeypatch):
    ane, bo, _cy = people
    ask(session, make.actor_of(ane), [bo], ane)
    real = Dispatch.each
    monkeypatch.setattr(
        Dispatch,
        "each",
        lambda self, hook, *rest, **more: (
            iter(()) if hook == "notice_topics" else real(self, hook, *rest, **more)
        ),
    )
    assert services.unread(session, make.actor_of(bo)) == 0


def test_the_choice_of_a_way_that_is_none_is_refused(session, make, people):
    from portal.errors import PortalError

    with pytest.raises(PortalError):
        services.choose(session, make.actor_of(people[0]), {"test.changed": "pigeon"})


def test_leaving_takes_all_along_and_takes_the_name_off(session, make, people, notices_of):
    from portal.notices.feature import feature

    ane, bo, cy = people
    ask(session, make.actor_of(ane), [bo], cy)
    ask(session, make.actor_of(bo), [ane], cy)
    following.follow_tag(session, make.actor_of(bo), "trivsel")
    services.choose(session, make.actor_of(bo), {"test.changed": Channel.MAIL})
    session.commit()
    assert set(feature.export_user(session, bo)) == {"notices", "notice_choices", "follows"}
    feature.erase_user(session, bo)
    session.commit()
    session.expire_all()
    assert feature.export_user(session, bo) == {}
    assert notices_of(ane)[0].by == ""
    session.execute(delete(User).where(User.id == cy.id))  # nothing stands in the way
    session.rollback()


def test_old_notices_go(session, make, people, came):
    import datetime as dt

    from portal.database import now

    ane, bo, _cy = people
    ask(session, make.actor_of(ane), [bo], ane)
    services.forget_old(session)
    assert session.scalars(select(Notice)).all()
    came(now() - dt.timedelta(days=200))
    services.forget_old(session)
    assert session.scalars(select(Notice)).all() == []


def test_the_same_again_is_counted_until_it_is_read_or_mailed(
    session, make, notices_of, topics, came
):
    import datetime as dt

    from portal.database import now

    reader, ane, bo = make.user(), make.user("Ane"), make.user("Bo")
    following.follow(session, make.actor_of(reader), "person", ane.id)

    def change(by, key="changed", **params):
        services.notify_followers(
            session, make.actor_of(by), "test.changed", "person", ane.id, key=key, **params
        )
        session.commit()

    def counts():
        return [(one.key, one.count, one.by) for one in notices_of(reader)]

    change(ane)
    change(ane)
    assert counts() == [("changed", 2, "Ane")]
    change(bo)
    assert counts() == [("changed", 3, "")], "several people did it"
    change(ane, key="published")
    change(ane, what="else")
    assert [count for _key, count, _by in counts()] == [3, 1, 1]
    services.mark_read(session, make.actor_of(reader))
    session.commit()
    change(ane)
    assert len(counts()) == 4
    came(now() - dt.timedelta(days=1, minutes=1))
    change(ane)
    assert len(counts()) == 5, "what waited for an earlier digest is let alone"
