"""Stands: proposed, invited, confirmed, moved, withdrawn; who sees what."""

from __future__ import annotations

import re

import pytest
from portal_bazaar.models import CardEntry, Curiosity, Keeper, Stand
from portal_bazaar.stands import services
from portal_bazaar.stands.data import StandData, StandProblem, read_guests
from portal_bazaar.stands.mails import token_of
from sqlalchemy import select

from portal.api import NotAllowed, Notice, now, service


@pytest.fixture
def organiser(make):
    return make.user("Orla Organiser")


def one_of(session, title):
    session.expire_all()
    return session.scalars(select(Stand).where(Stand.title == title)).one()


def test_a_colleague_proposes_and_the_organiser_confirms(
    session, make, sign_in, bazaar, organiser, mails
):
    keeper = make.user("Kim Keeper", email="kim@skole.dk")
    fair = bazaar(organisers=[organiser])
    kim, boss = sign_in(keeper), sign_in(organiser)
    assert "Propose a stand" in kim.page(f"/bazaar/{fair.id}/stands")
    empty = kim.post(f"/bazaar/{fair.id}/stands/propose", {"title": "", "summary": "Kept words"})
    assert empty.status_code == 422 and "Kept words" in empty.text
    said = {"title": "Short\x00 meetings", "hands_on": "A stopwatch", "guests": "Gry, gry@x.dk"}
    assert kim.post(f"/bazaar/{fair.id}/stands/propose", said).status_code == 303
    stand = one_of(session, "Short meetings")
    assert stand.status == "proposed" and stand.number is None
    assert {one.user_id for one in stand.keepers} == {keeper.id, None} or {
        one.email for one in stand.keepers
    } == {"", "gry@x.dk"}
    sign_in().page(f"/bazaar/{fair.id}/stands/{stand.id}", 404)
    assert "waits for your answer" in boss.page(f"/bazaar/{fair.id}/manage")
    assert kim.post(f"/bazaar/{fair.id}/manage/stands/{stand.id}/confirm").status_code == 403
    assert boss.post(f"/bazaar/{fair.id}/manage/stands/{stand.id}/confirm").status_code == 303
    stand = one_of(session, "Short meetings")
    assert (stand.status, stand.number) == ("confirmed", 1) and stand.short_code
    assert "A stopwatch" in sign_in().page(f"/bazaar/{fair.id}/stands/{stand.id}")
    told = [one.split("\n")[0] for one in mails() if re.search("number 1|nummer 1", one)]
    assert len(told) == 2 and any("kim@skole.dk" in one for one in told)


def test_an_invitation_is_answered_once(session, make, sign_in, bazaar, organiser, mails):
    keeper = make.user("Kim Keeper", email="kim@skole.dk")
    fair = bazaar(status="planned", organisers=[organiser])
    boss, kim, other = sign_in(organiser), sign_in(keeper), sign_in()
    data = {"how": "invite", "title": "Peer feedback", "keeper_ids": str(keeper.id),
            "message": "We liked it."}  # fmt: skip
    assert boss.post(f"/bazaar/{fair.id}/manage/stands/new", data).status_code == 303
    stand = one_of(session, "Peer feedback")
    mail = next(one for one in mails() if "kim@skole.dk" in one)
    assert "We liked it." in mail and f"/bazaar/{fair.id}/stands/{stand.id}" in mail
    url = f"/bazaar/{fair.id}/stands/{stand.id}"
    assert "Will you keep this stand" in kim.page("/")
    assert "We liked it." in kim.page(url)
    other.page(url, 404)
    assert other.post(url + "/accept").status_code == 404
    assert kim.post(url + "/accept").status_code == 303
    assert one_of(session, "Peer feedback").status == "confirmed"
    assert kim.post(url + "/accept").status_code == 303, "again, no harm"
    assert kim.post(url + "/decline", {"reason": "x"}).status_code == 404
    assert one_of(session, "Peer feedback").status == "confirmed"


def test_a_guest_answers_by_link(session, make, client, sign_in, bazaar, organiser, mails):
    fair = bazaar(organisers=[organiser])
    actor = make.actor_of(organiser)
    data = StandData(title="From abroad", guests=[("Gry Gæst", "gry@ude.dk")])
    stand = services.invite(session, actor, fair, data, "Come!")
    other = services.invite(session, actor, fair, StandData(title="B", guests=[("Bo", "bo@b.dk")]))
    session.commit()
    mail = next(one for one in mails() if "gry@ude.dk" in one)
    path = re.search(r"https?://[^/]+(/bazaar/stand-link/\S+)", mail)[1]
    page = client.get(path)
    assert page.status_code == 200 and "From abroad" in page.text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    assert client.post(path, data={"csrf_token": csrf, "answer": "what"}).status_code == 422
    assert (
        client.post(path, data={"csrf_token": csrf, "answer": "no", "reason": "Ill"}).status_code
        == 303
    )
    assert one_of(session, "From abroad").status == "declined"
    assert client.post(path, data={"csrf_token": csrf, "answer": "yes"}).status_code == 422
    assert client.get(path + "x").status_code == 404
    assert client.get(f"/bazaar/{fair.id}/stands/{stand.id}").status_code == 302
    token = token_of(other.keepers[0])
    other.keepers[0].email = "new@b.dk"
    session.commit()
    assert client.get(f"/bazaar/stand-link/{token}").status_code == 404, "not theirs any more"


def test_keepers_see_how_many_and_only_the_names_that_are_shared(
    session, make, sign_in, bazaar, stand, visitor, organiser
):
    """Canaries: a name that was not shared is in no answer to a keeper."""
    keeper = make.user()
    fair = bazaar(organisers=[organiser])
    mine, theirs = stand(fair, keepers=[keeper]), stand(fair)
    shown = make.user("Canary Shared")
    hidden = make.user("Canary Hidden")
    for who, shares in ((shown, True), (hidden, False)):
        row = visitor(fair, who, shares_name=shares)
        for one in (mine, theirs):
            session.add(CardEntry(visitor_id=row.id, stand_id=one.id, visited_at=now()))
    guest = visitor(fair, name="Canary Guest", shares_name=False)
    session.add(CardEntry(visitor_id=guest.id, stand_id=mine.id, visited_at=now()))
    session.commit()
    kim = sign_in(keeper)
    page = kim.page(f"/bazaar/{fair.id}/stands/{mine.id}")
    assert "Canary Shared" in page and ">3<" in page
    for path in (
        f"/bazaar/{fair.id}/stands/{mine.id}",
        f"/bazaar/{fair.id}/stands/{theirs.id}",
        f"/bazaar/{fair.id}/stands",
        f"/bazaar/{fair.id}/plan",
        f"/bazaar/{fair.id}/pitches",
    ):
        page = kim.page(path)
        assert "Canary Hidden" not in page and "Canary Guest" not in page, path
    assert "Canary" not in kim.page(f"/bazaar/{fair.id}/stands/{theirs.id}"), "of another stand"
    assert "Canary" not in sign_in().page(f"/bazaar/{fair.id}/stands/{mine.id}")


def test_numbers_are_unique_and_stay(session, make, bazaar, organiser):
    fair = bazaar(organisers=[organiser], themes=("Zebra", "Apple"))
    actor = make.actor_of(organiser)
    zebra, apple = fair.themes
    a = services.add(session, actor, fair, StandData(title="Alfa", theme_id=apple.id))
    b = services.add(session, actor, fair, StandData(title="Beta", theme_id=zebra.id, number=7))
    assert (a.number, b.number) == (1, 7)
    c = services.add(session, actor, fair, StandData(title="Gamma"))
    assert c.number == 8
    with pytest.raises(StandProblem, match=r"Beta|7"):
        services.set_number(session, actor, c, 7)
    services.withdraw(session, actor, b, "Ill")
    assert b.number == 7
    d = services.add(session, actor, fair, StandData(title="Delta", theme_id=zebra.id))
    assert d.number == 9, "a printed number leads nowhere else"
    services.confirm(session, actor, [b])
    assert b.number == 7
    assert services.number_anew(session, actor, fair) == 4
    assert [one.title for one in sorted((a, b, c, d), key=lambda one: one.number)] == [
        "Beta", "Delta", "Alfa", "Gamma",
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        services.number_anew(session, make.actor(), fair)


def test_two_who_edit_lose_nothing(session, make, sign_in, bazaar, stand, organiser):
    keeper = make.user("Kim Keeper")
    fair = bazaar(organisers=[organiser])
    mine = stand(fair, "Old title", keepers=[keeper])
    url = f"/bazaar/{fair.id}/stands/{mine.id}/edit"
    kim, boss = sign_in(keeper), sign_in(organiser)
    said = {"keeper_ids": str(keeper.id), "version": str(mine.version)}
    assert boss.post(url, {**said, "title": "Boss title", "number": "3"}).status_code == 303
    late = kim.post(url, {**said, "title": "Kim title"})
    assert late.status_code == 422 and "Boss title" in late.text and "Kim title" in late.text
    assert one_of(session, "Boss title").number == 3
    version = re.search(r'name="version"[^>]*value="(\d+)"', late.text)[1]
    assert kim.post(url, {**said, "title": "Kim title", "version": version}).status_code == 303
    assert one_of(session, "Kim title").number == 3, "what only organisers say stays"


def test_a_moved_stand_keeps_its_number_and_tells_who_cares(
    session, make, sign_in, bazaar, stand, visitor, organiser, mails
):
    keeper, curious, been, calm = (make.user(name) for name in ("K", "C", "B", "X"))
    fair = bazaar(organisers=[organiser])
    mine = stand(fair, keepers=[keeper, "Gry Guest"], x=10, y=10, place="By the door")
    for user in (curious, been):
        row = visitor(fair, user)
        session.add(Curiosity(visitor_id=row.id, stand_id=mine.id))
        if user is been:
            session.add(CardEntry(visitor_id=row.id, stand_id=mine.id, visited_at=now()))
    visitor(fair, calm)
    session.commit()
    boss = sign_in(organiser)
    url = f"/bazaar/{fair.id}/manage/stands/{mine.id}/move"
    assert boss.post(url, {"x": "1001", "y": "5"}).status_code == 422
    assert boss.post(url, {"x": "99999999999999999999", "y": "5"}).status_code == 422
    moved = {"x": "500", "y": "20", "place": "The stage", "tell": "y"}
    assert boss.post(url, moved).status_code == 303
    session.expire_all()
    assert (mine.number, mine.x, mine.y, mine.place) == (1, 500, 20, "The stage")
    told = set(session.scalars(select(Notice.user_id).where(Notice.topic == "bazaar.stand_moved")))
    assert told == {keeper.id, curious.id}
    assert "The stage" in sign_in(curious).page("/me/notices")
    assert any("gry.guest@guest.example" in one for one in mails())
    assert sign_in(keeper).post(url, moved).status_code == 403


def test_the_list_filters_sorts_exports_and_confirms_in_bulk(
    session, make, sign_in, bazaar, stand, organiser, count_queries
):
    fair, other = bazaar(organisers=[organiser]), bazaar()
    for number in range(60):
        stand(fair, f"Practice {number:02}", keepers=[make.user(), f"Guest {number}"],
              theme_id=fair.themes[number % 2].id)  # fmt: skip
    waits = [
        stand(fair, f"=Waiting {n}", status="proposed", number=None, short_code=None)
        for n in (1, 2)
    ]
    foreign = stand(other, "Foreign", status="proposed", number=None, short_code=None)
    boss = sign_in(organiser)
    url = f"/bazaar/{fair.id}/manage/stands/"
    page = boss.page(url)
    assert "Practice 59" in page and "2 proposals wait" in page
    with count_queries() as queries:
        boss.page(url)
    assert len(queries) <= 30, len(queries)
    only = boss.page(url + "?status=proposed&sort=-title")
    assert "Practice" not in only and only.index("Waiting 2") < only.index("Waiting 1")
    assert "No stand fits" in boss.page(url + "?q=zzz")
    assert "Waiting" in boss.page(url + "?lacks=keeper")
    for nonsense in ("?status=x&theme=99999999999999999999&lacks=%00&sort=__class__&page=-5",
                     "?page=99999999999999999999&q=%25%00_"):  # fmt: skip
        boss.page(url + nonsense)
    csv = boss.get(url + "list.csv?status=proposed").data.decode("utf-8-sig")
    assert "'=Waiting 1" in csv and "Practice" not in csv
    assert boss.get(url + "list.xlsx").status_code == 200
    boss.page(url + "list.pdf", 404)
    ids = [str(one.id) for one in [*waits, foreign]] + ["x", "99999999999999999999"]
    assert boss.post(url + "bulk", {"stand": ids}).status_code == 303
    session.expire_all()
    assert [one.number for one in waits] == [61, 62]
    assert foreign.status == "proposed", "of another bazaar"


def test_the_stands_of_sixty_and_their_plan_take_few_queries(
    session, make, sign_in, bazaar, stand, organiser, count_queries
):
    fair = bazaar(organisers=[organiser])
    for number in range(60):
        stand(fair, keepers=[make.user()], x=number * 10, y=500, theme_id=fair.themes[0].id)
    boss = sign_in(organiser)
    for path, most in (("stands", 30), ("plan", 30), ("pitches", 30), ("manage/plan", 30),
                       ("manage/pitches", 32), ("manage/shifts", 32)):  # fmt: skip
        boss.page(f"/bazaar/{fair.id}/{path}")
        with count_queries() as queries:
            boss.page(f"/bazaar/{fair.id}/{path}")
        assert len(queries) <= most, (path, len(queries))


def test_a_withdrawn_stand_is_hidden_and_nobody_meddles(
    session, make, sign_in, bazaar, stand, organiser, mails
):
    keeper = make.user()
    fair, other = bazaar(organisers=[organiser]), bazaar()
    mine = stand(fair, "Gone soon", keepers=[keeper])
    kim, boss, anyone = sign_in(keeper), sign_in(organiser), sign_in()
    url = f"/bazaar/{fair.id}/stands/{mine.id}"
    for verb in ("edit", "withdraw"):
        assert anyone.get(f"{url}/{verb}").status_code in (403, 404)
        assert anyone.post(f"{url}/{verb}").status_code in (403, 404)
    kim.page(f"/bazaar/{other.id}/stands/{mine.id}", 404)
    kim.page(f"/bazaar/{fair.id}/stands/99999999999999999999", 404)
    assert kim.post(url + "/withdraw", {"reason": "Ill"}).status_code == 303
    anyone.page(url, 404)
    assert "Gone soon" not in anyone.page(f"/bazaar/{fair.id}/stands")
    assert "Withdrawn" in boss.page(f"/bazaar/{fair.id}/manage/stands/")


def test_the_floor_plan_by_typing_by_drag_and_in_rows(
    session, make, sign_in, bazaar, stand, organiser
):
    fair, other = bazaar(organisers=[organiser]), bazaar()
    one, two, three = (stand(fair) for _ in range(3))
    foreign = stand(other)
    boss = sign_in(organiser)
    base = f"/bazaar/{fair.id}/manage/plan"
    typed = {f"x-{one.id}": "100", f"y-{one.id}": "200", f"place-{one.id}": "Left",
             f"x-{two.id}": "nonsense", f"y-{two.id}": "1"}  # fmt: skip
    again = boss.post(base, typed)
    assert again.status_code == 422 and "nonsense" in again.text and 'value="Left"' in again.text
    session.expire_all()
    assert one.x is None, "nothing is saved by halves"
    typed |= {f"x-{two.id}": "", f"y-{two.id}": ""}
    assert boss.post(base, typed).status_code == 303
    session.expire_all()
    assert (one.x, one.y, one.place, two.x) == (100, 200, "Left", None)
    assert boss.post(f"{base}/{two.id}", {"x": "1000", "y": "0"}).status_code == 303
    assert boss.post(f"{base}/{foreign.id}", {"x": "1", "y": "1"}).status_code == 404
    assert boss.post(f"{base}/rows").status_code == 303
    session.expire_all()
    places = {(s.x, s.y) for s in (one, two, three)}
    assert len(places) == 3 and None not in {x for x, _y in places}
    page = sign_in().page(f"/bazaar/{fair.id}/plan?stand=99999999999999999999")
    assert page.count('<a class="bazaar-spot') == 3
    assert sign_in().post(f"{base}/rows").status_code == 403


def test_a_picture_of_the_room(session, make, sign_in, bazaar, stand, organiser):
    import io

    from PIL import Image

    fair = bazaar(organisers=[organiser])
    stand(fair, x=5, y=5)
    boss, anyone = sign_in(organiser), sign_in()
    url = f"/bazaar/{fair.id}/manage/plan/picture"
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    assert boss.post(url, {"picture": (io.BytesIO(b"no picture"), "a.png")}).status_code == 422
    sent = {"picture": (io.BytesIO(out.getvalue()), "room.png")}
    assert boss.post(url, sent).status_code == 303
    assert "<image" in anyone.page(f"/bazaar/{fair.id}/plan")
    with anyone.get(f"/bazaar/{fair.id}/plan/picture") as answer:
        assert answer.data[:4] == b"\x89PNG"
    assert boss.post(url + "/remove").status_code == 303
    anyone.page(f"/bazaar/{fair.id}/plan/picture", 404)


def test_guests_lines_are_read():
    assert read_guests("Gry Gæst, gry@x.dk\n\nBo <bo@y.dk>") == [
        ("Gry Gæst", "gry@x.dk"),
        ("Bo", "bo@y.dk"),
    ]
    with pytest.raises(StandProblem):
        read_guests("Gry Gæst")


def test_a_guests_address_that_has_an_account_is_that_colleague(session, make, bazaar, organiser):
    fair, user = bazaar(organisers=[organiser]), make.user(email="ane@skole.dk")
    stand = services.add(
        session,
        make.actor_of(organiser),
        fair,
        StandData(title="T", guests=[("Ane", "ANE@skole.dk")], keeper_ids=[user.id]),
    )
    assert [one.user_id for one in stand.keepers] == [user.id]


def test_what_a_leaver_keeps_follows(session, make, bazaar, stand):
    from portal_bazaar.stands import people

    leaver, other, heir = make.user(), make.user(), make.user()
    fair = bazaar()
    alone, shared_ = stand(fair, keepers=[leaver]), stand(fair, keepers=[leaver, other])
    found = list(people.holdings(session, leaver))
    assert [(one.id, one.needs_successor) for one in found] == [
        (alone.id, True),
        (shared_.id, False),
    ]
    people.hand_over(session, make.actor("admin"), leaver, heir, found)
    people.hand_over(session, make.actor("admin"), heir, other, found)
    session.commit()
    assert {one.user_id for one in session.scalars(select(Keeper))} == {other.id}
    assert list(people.holdings(session, leaver)) == []
    assert len(people.export_user(session, other)["Stands I keep"]) == 2
    people.erase_user(session, other)
    assert session.scalars(select(Keeper)).all() == []


def test_a_fact_sheet_says_where_it_is_shown(session, make, sign_in, bazaar, stand):
    """Asked of the hook itself: the plugin must stand alone."""
    from types import SimpleNamespace

    from portal_bazaar.stands.overview import sheet_panels

    fair, hidden = bazaar("Seen"), bazaar("Hidden", status="planned")
    shown = stand(fair, sheet_id=7)
    stand(hidden, sheet_id=7)
    actor = make.actor()
    (panel,) = sheet_panels(session, actor, SimpleNamespace(id=7))
    assert [one.id for one in panel.context["stands"]] == [shown.id]
    assert list(sheet_panels(session, actor, SimpleNamespace(id=8))) == []


def test_a_stand_takes_over_its_fact_sheet_and_hides_what_is_hidden(
    session, make, sign_in, bazaar, organiser
):
    """Title and place come from the sheet; who may not see it can neither choose nor read it, and
    an organiser who may not see it does not lose it."""
    sheets = service("factsheets.sheets")
    if sheets is None:
        pytest.skip("no fact sheets here")
    author, unit = make.user(roles=["staff"]), make.unit("Own unit")
    sheet_id = sheets.draft(
        session,
        make.actor_of(author),
        title="Quiet reading",
        builds_on_id=None,
        unit_id=unit.id,
        sections={"challenge": "CANARYTEXT"},
        responsible_id=author.id,
    )
    session.commit()
    fair = bazaar(organisers=[organiser])
    with pytest.raises(StandProblem):
        services.propose(session, make.actor(), fair, StandData(sheet_id=sheet_id))
    session.rollback()
    fair = session.merge(fair)
    made = services.propose(session, make.actor_of(author), fair, StandData(sheet_id=sheet_id))
    services.confirm(session, make.actor_of(organiser), [made])
    session.commit()
    assert (made.title, made.unit_id) == ("Quiet reading", unit.id)
    url = f"/bazaar/{fair.id}/stands/{made.id}"
    link = f"/factsheets/{sheet_id}"
    assert link in sign_in(author).page(url)
    reader, boss = sign_in(), sign_in(organiser)
    for one in (reader, boss):
        page = one.page(url)
        assert link not in page and "CANARYTEXT" not in page
    edit = boss.page(url + "/edit")
    assert "The fact sheet that is chosen" in edit and "CANARY" not in edit
    version = re.search(r'name="version"[^>]*value="(\d+)"', edit)[1]
    said = {"title": "Reading", "sheet_id": str(sheet_id), "version": version,
            "keeper_ids": str(author.id), "number": "4"}  # fmt: skip
    assert boss.post(url + "/edit", said).status_code == 303
    stored = one_of(session, "Reading")
    assert (stored.sheet_id, stored.number) == (sheet_id, 4)


NASTY = ("", "\x00", "99999999999999999999", "-1", "x" * 5000, "%", "æ\u202e")


def test_no_input_makes_a_trace(session, make, sign_in, bazaar, stand, organiser):
    fair = bazaar(organisers=[organiser])
    mine = stand(fair, keepers=[organiser])
    boss = sign_in(organiser)
    base = f"/bazaar/{fair.id}"
    fields = {
        f"{base}/stands/propose": (
            "title", "sheet_id", "unit_id", "theme_id", "guests", "keeper_ids",
        ),
        f"{base}/stands/{mine.id}/edit": (
            "title", "number", "version", "sheet_id", "guests", "place",
        ),
        f"{base}/manage/stands/new": ("how", "title", "number", "keeper_ids"),
        f"{base}/manage/stands/{mine.id}/move": ("x", "y", "place", "tell"),
        f"{base}/manage/plan/{mine.id}": ("x", "y", "tell"),
        f"{base}/manage/plan": (f"x-{mine.id}", f"place-{mine.id}"),
        f"{base}/manage/pitches/put": ("stand", "round", "index"),
        f"{base}/manage/pitches/change-over": ("minutes",),
        f"{base}/manage/shifts": ("shift",),
        f"{base}/manage/stands/bulk": ("stand",),
    }  # fmt: skip
    for path, names in fields.items():
        for value in NASTY:
            for name in names:
                found = boss.post(path, {name: value}).status_code
                assert found < 500, (path, name, value[:20], found)
