"""The trail in words: filtered, linked as far as the reader may see, and as a file."""

import datetime as dt
import re

import pytest
from werkzeug.datastructures import MultiDict

from portal.access.actors import SYSTEM
from portal.access.deciding import set_audience
from portal.audit.listing import NOBODY, Wanted, entries, lines
from portal.audit.models import AuditEntry
from portal.audit.trail import record
from portal.audit.words import describe, facts, name_actions
from portal.config import CHECKOUT, CHECKOUT_PLUGINS
from portal.runtime import portal
from portal.units.changing import create_unit, delete_unit

CANARY = "the secret title"


@pytest.fixture
def note(session, make):
    """Writes an entry; the made-up people's own are gone."""
    session.query(AuditEntry).delete()

    def write(action, *about, actor=SYSTEM, at=None, **detail):
        record(session, actor, action, *about, **detail)
        session.flush()
        entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        if at is not None:
            entry.at = at
        session.commit()
        return entry

    return write


def actions(session, **wanted):
    return [entry.action for entry in session.scalars(entries(Wanted(**wanted)))]


def read(session, actor, **wanted):
    return lines(session, actor, list(session.scalars(entries(Wanted(**wanted)))))


# --- words -------------------------------------------------------------------------------------


def test_every_action_that_is_written_anywhere_has_words(app):
    files = [*CHECKOUT.glob("portal/**/*.py"), *CHECKOUT_PLUGINS.glob("*/portal_*/**/*.py")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    written = set(re.findall(r'\b(?:record|note_change|remove)\([^()]*?"([a-z]+\.[a-z_]+)"', text))
    assert {"unit.created", "sheet.created", "catalogue.merged"} <= written
    assert {action for action in written if describe(action) == action} == set()


def test_what_nobody_has_words_for_is_shown_as_its_code():
    assert describe("plugin.enabled") == "Switched a plugin on"
    assert describe("no.words") == "no.words"


def test_plugins_bring_words_and_take_none_away(monkeypatch):
    monkeypatch.setattr("portal.audit.words._WORDS", {"unit.created": "Made a unit"})
    name_actions({"dance.filled": "Filled in a dance card", "unit.created": "Nonsense"})
    assert describe("dance.filled") == "Filled in a dance card"
    assert describe("unit.created") == "Made a unit"


def test_details_are_words_too(app):
    found = facts(
        {
            "changes": {"kind": ["department", "education"], "parent": ["", "Campus"]},
            "added": ["roles.manage", "away.dance"],
            "roles": ["editor", "own-role"],
            "function": "leader",
            "email": ["old@test.example", "new@test.example"],
            "due_at": "tomorrow",
            "sure": True,
            "nested": {"unit": "A", "list": [1, 2]},
            "empty": [],
            "none": None,
        }
    )
    assert found == [
        ("Kind", "Department → Education"),
        ("Place", "– → Campus"),
        ("Added", "Manage roles and permissions, away.dance"),
        ("Roles", "Editor, own-role"),
        ("Function", "Leader"),
        ("E-mail", "old@test.example → new@test.example"),
        ("due at", "tomorrow"),
        ("sure", "yes"),
        ("nested", "Unit: A, list: 1, 2"),
    ]


def test_a_very_long_detail_is_cut(app):
    ((_what, text),) = facts({"name": "x" * 5000})
    assert len(text) <= 300


# --- filters -----------------------------------------------------------------------------------


def test_the_newest_comes_first_whatever_the_order_of_writing(session, note):
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    note("second", at=moment)
    note("first", at=moment + dt.timedelta(seconds=1))
    note("third", at=moment)
    assert actions(session) == ["first", "third", "second"]


def test_by_person_action_and_object(session, make, note):
    anna = make.actor("editor")
    session.query(AuditEntry).delete()
    note("one", "unit", 1, actor=anna)
    note("two", "unit", 2)
    note("one", "role", 1)
    assert actions(session, who=str(anna.user_id)) == ["one"]
    assert actions(session, who=NOBODY) == ["one", "two"]
    assert actions(session, action="one") == ["one", "one"]
    assert actions(session, kind="unit") == ["two", "one"]
    assert actions(session, kind="unit", object_id=2) == ["two"]


def test_a_day_begins_where_the_portal_is(session, note):
    # 29 March 2026 has 23 hours in Copenhagen: from 23.00 UTC the day before to 22.00.
    day = dt.date(2026, 3, 29)
    note("before", at=dt.datetime(2026, 3, 28, 22, 59, tzinfo=dt.UTC))
    note("in", at=dt.datetime(2026, 3, 28, 23, 0, tzinfo=dt.UTC))
    note("late", at=dt.datetime(2026, 3, 29, 21, 59, tzinfo=dt.UTC))
    note("after", at=dt.datetime(2026, 3, 29, 22, 0, tzinfo=dt.UTC))
    assert actions(session, since=day, until=day) == ["late", "in"]
    assert actions(session, since=day) == ["after", "late", "in"]
    assert actions(session, until=day) == ["late", "in", "before"]


@pytest.mark.parametrize(
    "args",
    [
        {"who": "x", "object": "7", "from": "yesterday", "to": "31-12-2026"},
        {"who": "99999999999999999999", "from": "0001-01-01", "to": "9999-12-31"},
        {"who": "-1", "object": "-1", "from": "\x00", "action": "\x00", "kind": " "},
    ],
)
def test_nonsense_asks_for_nothing(args):
    assert Wanted.from_args(MultiDict(args)) == Wanted()


def test_the_address_keeps_what_was_asked():
    args = {"who": "3", "action": "a.b", "kind": "unit", "object": "7", "from": "2026-01-01"}
    wanted = Wanted.from_args(MultiDict(args))
    assert {key: str(value) for key, value in wanted.as_args().items()} == args
    assert "object" not in wanted.as_args(kind="")


# --- what the entries are about ----------------------------------------------------------------


def test_a_unit_a_role_and_a_person_are_linked(session, app, make, note):
    reader = make.actor("admin")
    person = make.user("Anna Holm").id
    unit = make.unit("Nursing").id
    note("account.changed", "person", person)
    note("unit.changed", "unit", unit)
    note("role.changed", "role", 1)
    with app.test_request_context():
        found = read(session, reader)
    assert [(one.subject.title, one.subject.url) for one in found[:3]] == [
        ("Administrator", "/roles/1"),
        ("Nursing", f"/units/{unit}"),
        ("Anna Holm", f"/people/{person}"),
    ]


def test_roles_lead_nowhere_for_who_does_not_manage_them(session, app, make, note):
    note("role.changed", "role", 1)
    with app.test_request_context():
        (found,) = read(session, make.actor("editor"), action="role.changed")
    assert (found.subject.title, found.subject.url) == ("Administrator", "")


def test_what_the_reader_may_not_see_shows_neither_title_nor_details(session, app, make, note):
    reader = make.actor("editor")
    hidden = make.user(CANARY)
    set_audience(session, "person", hidden.id, ())
    session.query(AuditEntry).delete()
    note("account.changed", "person", hidden.id, name=[CANARY, CANARY])
    note("dance.filled", "dancecard", 7, title=CANARY)
    with app.test_request_context():
        found = read(session, reader)
    assert CANARY not in repr(found)
    assert [(one.subject.title, one.subject.gone, one.facts) for one in found] == [
        ("", False, [])
    ] * 2


def test_whoever_manages_accounts_sees_disabled_ones_by_name(session, app, make, note):
    gone = make.user("Gone Person", active=False)
    session.query(AuditEntry).delete()
    note("account.disabled", "person", gone.id)
    with app.test_request_context():
        assert read(session, make.actor("admin"))[-1].subject.title == "Gone Person"
        session.query(AuditEntry).filter(AuditEntry.action != "account.disabled").delete()
        (found,) = read(session, make.actor_of(make.user(roles=["editor"])))[-1:]
    assert found.subject.title == ""


def test_what_was_deleted_says_so(session, app, make, note):
    unit = create_unit(session, SYSTEM, name="Short-lived", kind="education", parent_id=None)
    delete_unit(session, SYSTEM, unit)
    person = make.user(CANARY)
    portal().changes.deleted(session, "person", person.id)
    session.delete(person)
    session.flush()
    note("account.erased", "person", person.id)
    with app.test_request_context():
        found = {one.action: one for one in read(session, make.actor("admin"))}
    assert found["unit.deleted"].subject.gone
    assert found["unit.deleted"].facts == [("Name", "Short-lived")]
    assert found["account.erased"].subject.gone


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/audit", "/audit/export.csv", "/audit/export.xlsx"])
def test_only_those_who_may_read_the_trail_do(sign_in, address):
    sign_in("editor").page(address, 403)


def test_the_page_says_who_did_what_to_what(session, make, sign_in):
    admin = sign_in("admin", name="Torben Admin")
    response = admin.post("/units/new", {"name": "Nursing", "kind": "education"})
    page = admin.page("/audit")
    for words in ("Made a unit", "Torben Admin", f'href="{response.location}"', "Name: Nursing"):
        assert words in page
    assert "Made a unit" not in rows_of(admin.page("/audit?action=account.created"))
    assert "Nothing fits" in admin.page("/audit?to=2020-01-01")


def rows_of(page):
    return page.split("<tbody")[1].split("</tbody")[0]


def test_the_file_holds_the_trail_as_it_is_filtered(session, sign_in, note):
    admin = sign_in("admin", name="=cmd")
    admin.post("/units/new", {"name": "Nursing", "kind": "education"})
    text = admin.get("/audit/export.csv?action=unit.created").data.decode("utf-8-sig")
    head, line = text.splitlines()
    assert head.startswith("When;Who;E-mail;What;")
    assert line.endswith(f";'=cmd;{admin.email};Made a unit;Unit;Nursing;Name: Nursing")
    assert admin.get("/audit/export.xlsx").data[:2] == b"PK"
    admin.page("/audit/export.json", 404)


@pytest.mark.parametrize(
    "query",
    [
        "?page=-1&who=99999999999999999999&from=x&to=&action=%00&kind=%F0%9F&object=x",
        "?page=99999999999&from=0001-01-01&to=9999-12-31&who[]=1",
        "?kind=unit&object=99999999999999999999",
        "?who=4711&action=no.such&kind=nothing&object=4711",
    ],
)
def test_the_page_takes_any_address(sign_in, query):
    admin = sign_in("admin")
    admin.page("/audit" + query)
    admin.page("/audit/export.csv" + query)


def test_the_page_asks_as_often_for_many_entries_as_for_few(make, sign_in, note, count_queries):
    admin, counts = sign_in("admin"), []
    unit = make.unit().id
    for _round in range(2):
        for actor in (SYSTEM, make.actor(), make.actor()):
            note("unit.changed", "unit", unit, actor=actor)
            note("role.changed", "role", 1, actor=actor)
            note("account.changed", "person", make.user().id, actor=actor)
        admin.page("/audit")
        with count_queries() as queries:
            admin.page("/audit")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18
