"""Changing profiles: who may, what is refused, two at once, choice and mandate."""

import datetime as dt

import pytest
from portal_ambassadors.models import Ambassador, AmbassadorWork
from portal_ambassadors.profiles import services as rules
from portal_ambassadors.profiles.data import ChoiceData, InvalidProfile, ProfileData, profile_of
from sqlalchemy import select

from portal.api import SYSTEM, NotAllowed, PortalError, audience_of, latest_number, saved

MOST = "99999999999999999999"


def test_who_coordinates_appoints_and_everyone_sees_why(session, sign_in, make):
    user, coordinator = make.user("Anna Holm"), sign_in("organiser")
    page = coordinator.page("/ambassadors/new?q=anna")
    assert f"/ambassadors/new?user={user.id}" in page
    sent = coordinator.post(
        f"/ambassadors/new?user={user.id}",
        {
            "chosen_how": "volunteered",
            "chosen_by_id": str(coordinator.id),
            "chosen_on": "2026-11-01",
            "chosen_why": "She **asked**.",
            "mandate": "Four hours",
            "mandate_until": "2028-01-31",
        },
    )
    assert sent.status_code == 303
    page = sign_in().page(sent.location)
    assert "Volunteered" in page and "<strong>asked</strong>" in page and "Four hours" in page
    assert coordinator.name in page and "Until 31 January 2028" in page
    again = coordinator.post(f"/ambassadors/new?user={user.id}", {"chosen_how": "appointed"})
    assert again.status_code == 422 and "is an ambassador already" in again.text


def test_appointing_is_for_coordinators_and_open_accounts(session, sign_in, make):
    user = make.user(active=False)
    with pytest.raises(NotAllowed):
        rules.appoint(
            session, make.actor("leader"), make.user(), ChoiceData(chosen_how="appointed")
        )
    with pytest.raises(PortalError):
        rules.appoint(session, SYSTEM, user, ChoiceData(chosen_how="appointed"))
    assert sign_in("staff").get("/ambassadors/new").status_code == 403
    assert sign_in("organiser").get(f"/ambassadors/new?user={user.id}").status_code == 404


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("chosen_how", {"chosen_how": "inherited"}),
        ("mandate_until", {"mandate_from": "2026-02-01", "mandate_until": "2026-01-01"}),
        ("chosen_by_id", {"chosen_by_id": "4711"}),
        ("chosen_by_id", {"chosen_by_id": MOST}),
        ("chosen_on", {"chosen_on": "yesterday"}),
        ("chosen_why", {"chosen_why": "x" * 6001}),
    ],
)
def test_a_choice_that_cannot_be_is_answered_in_its_field(sign_in, ambassador, field, data):
    one, coordinator = ambassador(), sign_in("organiser")
    values = {"chosen_how": "appointed", **data} if field != "chosen_how" else data
    sent = coordinator.post(f"/ambassadors/{one.id}/choice", values)
    assert sent.status_code == 422 and f'id="{field}-error"' in sent.text


def test_an_ended_ambassador_comes_back_with_the_old_profile(session, sign_in, ambassador):
    one, coordinator = ambassador(help_text="As it was"), sign_in("organiser")
    assert coordinator.post(f"/ambassadors/{one.id}/end").status_code == 303
    session.refresh(one)
    assert one.status == "ended" and one.ended_on is not None
    labels = audience_of(session, "ambassador", [one.id])[one.id]
    assert "everyone" not in labels and f"user:{one.user_id}" in labels
    assert sign_in("staff").post(f"/ambassadors/{one.id}/end").status_code == 404
    assert coordinator.post(f"/ambassadors/{one.id}/resume").status_code == 303
    session.refresh(one)
    assert (one.status, one.ended_on, one.help_text) == ("active", None, "As it was")


def test_nobody_else_changes_a_profile(session, sign_in, ambassador):
    one, other = ambassador(), ambassador()
    for who in (sign_in("staff"), sign_in("leader"), sign_in(other.user)):
        for path in ("edit", "competences", "shown", "photo", "choice"):
            assert who.get(f"/ambassadors/{one.id}/{path}").status_code == 403
        for path in ("edit", "shown", "choice", "end", "resume", "photo/focus", "photo/remove"):
            assert who.post(f"/ambassadors/{one.id}/{path}").status_code == 403
        assert "Change the profile" not in who.page(f"/ambassadors/{one.id}")
    # Choice and mandate are not the ambassador's own to write.
    assert sign_in(one.user).get(f"/ambassadors/{one.id}/choice").status_code == 403
    # And what others see is the ambassador's alone.
    assert sign_in("organiser").get(f"/ambassadors/{one.id}/shown").status_code == 403
    for who in (sign_in(), sign_in("admin")):
        assert who.get("/ambassadors/4711").status_code == 404
        assert who.get(f"/ambassadors/{MOST}").status_code == 404


def form(one, **more):
    return {"version": str(one.version), "based_on": "", **more}


def test_an_ambassador_writes_the_profile(session, sign_in, ambassador):
    one = ambassador()
    owner = sign_in(one.user)
    sent = owner.post(
        f"/ambassadors/{one.id}/edit",
        form(
            one,
            help_text="Come by.\x00",
            reach="visit",
            reach_note="Room 114",
            roles=["method", "bridge"],
            languages=["da", "nb"],
            communities="Math teachers\nmath  Teachers\nOthers",
        ),
    )
    assert sent.status_code == 303
    session.refresh(one)
    data = profile_of(one)
    assert data.help_text == "Come by." and list(data.roles) == ["method", "bridge"]
    assert list(data.communities) == ["Math teachers", "Others"]
    page = owner.page(f"/ambassadors/{one.id}")
    assert "Room 114" in page and "Norwegian" in page and "Bridge builder" in page
    assert owner.get("/ambassadors/me").location.endswith(f"/ambassadors/{one.id}")
    assert sign_in().get("/ambassadors/me").location.endswith("/ambassadors/")


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("help_text", {"help_text": "x" * 6001}),
        ("reach", {"reach": "pigeon"}),
        ("reach_note", {"reach_note": "x" * 301}),
        ("languages", {"languages": ["xx"]}),
        ("communities", {"communities": "x" * 81}),
        ("communities", {"communities": "\n".join(f"c{n}" for n in range(21))}),
        ("works", {"works": ["factsheet:4711"]}),
        ("works", {"works": ["person:1"]}),
        ("works", {"works": [f"factsheet:{MOST}"]}),
        ("works", {"works": ["\x00"]}),
    ],
)
def test_what_cannot_be_saved_is_said_in_its_field(session, sign_in, ambassador, field, data):
    one = ambassador(help_text="As it was")
    sent = sign_in(one.user).post(
        f"/ambassadors/{one.id}/edit", form(one, **{"reach_note": "typed", **data})
    )
    assert sent.status_code == 422
    assert f'id="{field}-error"' in sent.text
    assert "typed" in sent.text or field == "reach_note"
    session.refresh(one)
    assert one.help_text == "As it was"


@pytest.fixture
def write(sign_in, work):
    """Publishes a sheet as its author does, on the pages of the other plugin; its number."""

    def publish(author, title, visibility="everyone"):
        values = {
            "title": title,
            "summary": "Et spørgsmål på en seddel",
            "kind": "experiment",
            "challenge": "Uro",
            "hypothesis_if": "vi spørger",
            "hypothesis_then": "svarer de",
            "actions": "1. Vi spurgte",
            "phase": "3",
            "outcome": "partly",
            "press": "publish",
        }
        sent = sign_in(author).post("/factsheets/new", {**values, "visibility": visibility})
        if sent.status_code == 404:
            pytest.skip("there are no fact sheets here")
        assert sent.status_code == 303
        work()
        return int(sent.location.rstrip("/").rsplit("/", 1)[1].split("-")[0])

    return publish


def test_what_one_was_part_of_is_found_by_words_and_shown_to_who_may_see_it(
    session, sign_in, make, ambassador, write
):
    author = make.user(roles=["staff"])
    open_one = write(author, "Udgangsbilletten")
    secret = write(author, "Hemmeligheden", "private")
    one = ambassador()
    owner, address = sign_in(one.user), f"/ambassadors/{one.id}/edit"
    found = owner.post(address, form(one, press="find", works_query="udgangsbillet"))
    choice = f"factsheet:{open_one}"
    assert f'value="{choice}"' in found.text
    hidden = owner.post(address, form(one, press="find", works_query="hemmelighed"))
    assert f"factsheet:{secret}" not in hidden.text
    assert owner.post(address, form(one, works=[choice])).status_code == 303
    assert "Udgangsbilletten" in sign_in().page(f"/ambassadors/{one.id}")
    sheet = sign_in().page(f"/factsheets/{open_one}")
    assert f"/ambassadors/{one.id}" in sheet and "?near=factsheet:" in sheet
    rules.set_hidden(session, make.actor_of(one.user), one, ["works"])
    session.commit()
    assert f"/ambassadors/{one.id}" not in sign_in("organiser").page(f"/factsheets/{open_one}")
    rules.set_hidden(session, make.actor_of(one.user), one, [])
    # A sheet that is no longer shared with the owner is kept, and shown to nobody it is not for.
    session.refresh(one)
    one.work_rows = [*one.work_rows, AmbassadorWork(kind="factsheet", object_id=secret)]
    session.commit()
    assert "Hemmeligheden" not in owner.page(f"/ambassadors/{one.id}")
    assert "Hemmeligheden" in sign_in(author).page(f"/ambassadors/{one.id}")
    session.refresh(one)
    assert owner.post(address, form(one, help_text="New", works=[choice])).status_code == 303
    session.refresh(one)
    assert sorted(row.object_id for row in one.work_rows) == [open_one, secret]


def test_what_they_wrote_stands_on_the_page(session, sign_in, make, ambassador, write):
    one = ambassador()
    write(one.user, "Kvartsarket")
    reader = sign_in()
    assert "Kvartsarket" in reader.page(f"/ambassadors/{one.id}")
    rules.set_hidden(session, make.actor_of(one.user), one, ["works"])
    session.commit()
    assert "Kvartsarket" not in reader.page(f"/ambassadors/{one.id}")


def test_two_at_once_lose_nothing(session, sign_in, make, ambassador):
    one = ambassador(help_text="First", reach_note="Room 1")
    owner, coordinator = sign_in(one.user), sign_in("organiser")
    address = f"/ambassadors/{one.id}/edit"
    base = {"version": str(one.version), "based_on": latest_number(session, "ambassador", one.id)}
    theirs = {**base, "help_text": "Theirs", "reach_note": "Room 1"}
    assert coordinator.post(address, theirs).status_code == 303
    lost = owner.post(address, {**base, "help_text": "Mine", "reach_note": "Room 2"})
    assert lost.status_code == 409 and "Theirs" in lost.text and "Mine" in lost.text
    hidden = _hidden(lost.text)
    settled = owner.post(address, {**hidden, "merge-choice-help_text": "mine"})
    assert settled.status_code == 303
    session.refresh(one)
    assert (one.help_text, one.reach_note) == ("Mine", "Room 2")


def _hidden(text):
    import re

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: value for name, value in found if name != "csrf_token"}


def test_a_level_that_changed_meanwhile_is_no_race(session, sign_in, make, ambassador, competence):
    one = ambassador(help_text="First", levels={"Vejledning": 2})
    base = {"version": str(one.version), "based_on": latest_number(session, "ambassador", one.id)}
    rules.set_level(session, make.actor_of(one.user), one, competence("Vejledning"), 4)
    session.commit()
    sent = sign_in(one.user).post(f"/ambassadors/{one.id}/edit", {**base, "help_text": "Second"})
    assert sent.status_code == 303
    session.refresh(one)
    assert one.help_text == "Second" and one.level_rows[0].level == 4


def test_a_competence_is_changed_in_three_taps(session, sign_in, ambassador, competence):
    one = ambassador()
    known = competence("Vejledning")
    owner = sign_in(one.user)
    assert f"/ambassadors/{one.id}/competences" in owner.page("/")
    page = owner.page(f"/ambassadors/{one.id}/competences")
    assert "Masters it well" in page and "I can help others with it." in page
    address = f"/ambassadors/{one.id}/competences/{known.id}"
    assert owner.post(address, {"level": "4"}).location.endswith(f"#c{known.id}")
    assert "Vejledning: Masters it well." in owner.page("/ambassadors/")
    session.refresh(one)
    assert one.level_rows[0].level == 4
    # The undo is an address with the old level.
    assert owner.post(f"{address}?level=0").status_code == 303
    session.refresh(one)
    assert one.level_rows == []
    for odd in ("6", "-1", "x", "", MOST, "1.5"):
        assert owner.post(address, {"level": odd}).status_code == 303
    session.refresh(one)
    assert one.level_rows == []
    assert owner.post(f"/ambassadors/{one.id}/competences/4711", {"level": "1"}).status_code == 404


def test_an_older_version_comes_back_without_what_was_decided_since(
    session, sign_in, make, ambassador, competence
):
    one = ambassador(help_text="First", languages=["da"], levels={"Vejledning": 2})
    actor = make.actor_of(one.user)
    number = latest_number(session, "ambassador", one.id)
    rules.change_profile(session, actor, one, ProfileData(help_text="Second", languages=["en"]))
    rules.set_level(session, actor, one, competence("Vejledning"), 5)
    session.commit()
    owner = sign_in(one.user)
    newest = owner.page(f"/history/ambassador/{one.id}/compare?from={number}")
    assert "Vejledning" in newest and "Expert" in newest and "Almost masters it" in newest
    assert owner.post(f"/history/ambassador/{one.id}/{number}/restore").status_code == 303
    session.refresh(one)
    assert one.help_text == "First" and [row.code for row in one.language_rows] == ["da"]
    assert one.level_rows[0].level == 5


def test_what_cannot_be_hidden_is_refused(session, make, ambassador):
    one = ambassador()
    with pytest.raises(PortalError):
        rules.set_hidden(session, make.actor_of(one.user), one, ["choice"])
    with pytest.raises(NotAllowed):
        rules.set_hidden(session, make.actor("admin"), one, ["help"])
    with pytest.raises(InvalidProfile):
        rules.change_profile(session, SYSTEM, one, ProfileData(reach="x"))


def test_the_switches_say_what_others_see(session, sign_in, ambassador):
    one = ambassador(help_text="Secret", hidden=["help"])
    owner = sign_in(one.user)
    page = owner.page(f"/ambassadors/{one.id}/shown")
    assert 'value="help" id="shown-help" aria' not in page and 'id="shown-choice"' not in page
    assert "Only you see: What I can help with." in owner.page(f"/ambassadors/{one.id}")
    every = ["photo", "contact", "help", "roles", "languages", "communities", "works"]
    assert owner.post(f"/ambassadors/{one.id}/shown", {"shown": every}).status_code == 303
    session.expire_all()
    assert rules.hidden_parts(one) == {"competences"}
    odd = owner.post(f"/ambassadors/{one.id}/shown", {"shown": ["x", "\x00", MOST]})
    assert odd.status_code == 303


def test_a_renamed_person_and_a_renamed_unit_are_found_by_the_new_name(
    session, sign_in, make, ambassador, work
):
    unit = make.unit("Gammelhuset")
    one = ambassador("Anna Holm", units=[unit])
    work()
    one.user.name = "Anna Kvartsholm"
    saved(session, "person", one.user_id, {"everyone"})
    admin = sign_in("admin")
    values = {"name": "Kvartshuset", "kind": unit.kind, "seen": f"{unit.kind}||Gammelhuset"}
    assert admin.post(f"/units/{unit.id}/edit", values).status_code == 303
    session.commit()
    work()
    reader = sign_in()
    for words in ("Kvartsholm", "Kvartshuset"):
        assert f"/ambassadors/{one.id}" in reader.page(f"/search?q={words}&kind=ambassador")


def test_erasing_leaves_nothing(session, make, ambassador):
    one = ambassador("Anna Holm")
    other = ambassador("Bo Krog", choice={"chosen_by_id": one.user_id})
    from portal_ambassadors import plugin

    assert plugin.export_user(session, one.user)["chosen_ambassadors"] == ["Bo Krog"]
    plugin.erase_user(session, one.user)
    session.commit()
    assert session.scalars(select(Ambassador.id)).all() == [other.id]
    session.refresh(other)
    assert other.chosen_by_id is None


def test_the_card_of_the_front_page_and_the_panel(session, sign_in, make, ambassador):
    one = ambassador(roles=["method"])
    assert "My competences" in sign_in(one.user).page("/")
    reader = sign_in()
    assert "My competences" not in reader.page("/")
    person = reader.page(f"/people/{one.user_id}")
    assert f"/ambassadors/{one.id}" in person and "Method" in person


def test_mandates_are_said_as_periods(sign_in, ambassador):
    days = {"mandate_from": dt.date(2026, 8, 1), "mandate_until": dt.date(2028, 7, 31)}
    one = ambassador(choice=days)
    page = sign_in().page(f"/ambassadors/{one.id}")
    assert "From 1 August 2026 to 31 July 2028" in page


def test_who_leaves_is_known_to_be_an_ambassador(session, make, ambassador):
    from portal_ambassadors import plugin

    unit = make.unit()
    one = ambassador("Anna Holm", units=[unit])
    (held,) = plugin.holdings(session, one.user)
    assert (held.kind, held.id, held.unit_id) == ("ambassador", one.id, unit.id)
    assert not held.needs_successor and "Anna Holm" in held.title
    plugin.hand_over(session, make.actor("admin"), one.user, make.user(), [held])
    rules.end(session, SYSTEM, one)
    assert list(plugin.holdings(session, one.user)) == []


def test_names_are_found_whatever_their_letters(sign_in, make):
    user = make.user("Øjvind Ågaard")
    coordinator = sign_in("organiser")
    for words in ("øjvind", "ågaard", "Øjv", "vind"):
        page = coordinator.page(f"/ambassadors/new?q={words}")
        assert f"/ambassadors/new?user={user.id}" in page
    for words in ("%25", "_", "%00", "x" * 300):
        assert f"user={user.id}" not in coordinator.page(f"/ambassadors/new?q={words}")
    assert coordinator.get("/ambassadors/new?user=99999999999999999999").status_code == 200
