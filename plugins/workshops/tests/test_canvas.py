"""The canvas over HTTP: who may, what a poll costs, operations, plain forms, history, leaving."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from portal_workshops.canvas import log, origin, store
from portal_workshops.canvas.services import design_of
from portal_workshops.models import Canvas, CanvasItem, CanvasOperation, CanvasPresence
from sqlalchemy import func, select, update

from portal.api import now
from portal.testing.sessions import token_of

PAGES = (
    "",
    "arena",
    "words",
    "redesign",
    "pitch",
    "track",
    "present",
    "design",
    "paper",
    "history",
)
HUGE = "99999999999999999999"


class Browser:
    """A client of the canvas, as the script is one."""

    def __init__(self, person: Any, base: str) -> None:
        self.person, self.base, self.client = person, base, str(uuid.uuid4())
        self.seq = 0
        self.token = ""

    def json(self, path: str, body: Any) -> Any:
        self.token = self.token or token_of(self.person.get("/").text)
        return self.person.client.post(
            f"{self.base}/{path}", json=body, headers={"X-CSRFToken": self.token}
        )

    def send(self, *operations: dict[str, Any], status: int = 200) -> Any:
        body = {
            "client": self.client,
            "user": self.person.id,
            "since": self.seq,
            "operations": [
                {"id": str(uuid.uuid4()), "base": self.seq, **one} for one in operations
            ],
        }
        answer = self.json("operations", body)
        assert answer.status_code == status, answer.text
        if status != 200:
            return None
        self.seq = answer.json["seq"]
        return answer.json

    def put(self, item: str, **fields: Any) -> Any:
        return self.send({"do": "set", "item": item, "fields": fields})

    def add(self, kind: str, **fields: Any) -> str:
        item = str(uuid.uuid4())
        self.send({"do": "add", "item": item, "type": kind, "fields": fields})
        return item

    def poll(self, since: int | None = None) -> Any:
        answer = self.person.get(
            f"{self.base}/changes?since={self.seq if since is None else since}"
        )
        assert answer.status_code == 200
        self.seq = answer.json["seq"]
        return answer.json


@pytest.fixture
def browser(sign_in: Any, workshop: Any) -> Any:
    return lambda who: Browser(sign_in(who), workshop.base)


def test_two_browsers_see_each_other(browser: Any, workshop: Any) -> None:
    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    who = lea.add("stakeholder", name="Studerende", x=-200, y=100)
    found = tea.poll(0)
    assert [one["f"]["name"][0][0] for one in found["items"]] == ["Studerende"]
    assert found["people"] == {str(workshop.leader.id): "Lea Leder"}
    tea.put(who, needs="Tid")
    lea_found = lea.poll()
    assert lea_found["items"][0]["f"]["needs"][0][0] == "Tid"


def test_both_versions_stand_until_somebody_settles(browser: Any, workshop: Any) -> None:
    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    lea.put("pitch", text="Først")
    tea.poll()
    lea.put("pitch", text="Leas tale")
    answer = tea.put("pitch", text="Teas tale")
    assert answer["results"][0]["result"] == "both"
    versions = answer["items"][0]["f"]["text"]
    assert [one[0] for one in versions] == ["Leas tale", "Teas tale"]
    page = lea.person.page(f"{workshop.base}/pitch")
    assert "Leas tale" in page
    assert "Teas tale" in page
    assert "Version of Tea Holm" in page
    # Without a script: the button of one version settles.
    choose = {"item": "pitch", "choose": f"text.{versions[1][1]}", "base": str(answer["seq"])}
    assert lea.person.post(f"{workshop.base}/edit", choose).status_code == 303
    assert [one[0] for one in lea.poll(0)["items"][0]["f"]["text"]] == ["Teas tale"]


def test_what_is_sent_twice_is_done_once(session: Any, browser: Any, workshop: Any) -> None:
    lea = browser(workshop.leader)
    operation = {
        "id": str(uuid.uuid4()),
        "do": "add",
        "item": str(uuid.uuid4()),
        "type": "word",
        "fields": {"text": "Ro"},
    }
    first = lea.send(operation)
    again = lea.send(operation)
    assert first["results"] == again["results"]
    assert first["seq"] == again["seq"] == 1
    assert session.scalar(select(func.count(CanvasOperation.id))) == 1


def test_a_poll_is_cheap(browser: Any, workshop: Any, count_queries: Any) -> None:
    lea = browser(workshop.leader)
    for number in range(30):
        lea.add("stakeholder", name=f"Nr. {number}")
    lea.poll()
    lea.json("presence", {"client": lea.client})
    with count_queries() as nothing_new:
        answer = lea.person.get(f"{workshop.base}/changes?since={lea.seq}")
    tag = answer.headers["ETag"]
    assert len(nothing_new) <= 8, nothing_new
    with count_queries() as compared:
        same = lea.person.get(
            f"{workshop.base}/changes?since={lea.seq}", headers={"If-None-Match": tag}
        )
    assert same.status_code == 304
    assert len(compared) <= 6, compared
    with count_queries() as everything:
        lea.poll(0)
    assert len(everything) <= 9, everything


def test_who_may_read_and_write(sign_in: Any, browser: Any, workshop: Any) -> None:
    browser(workshop.leader).add("stakeholder", name="Kanariefugl")
    for who in (workshop.leader, workshop.teacher, workshop.guide, workshop.planner):
        person = sign_in(who)
        for page in PAGES:
            person.page(f"{workshop.base}/{page}")
        assert "Kanariefugl" in person.page(f"{workshop.base}/arena")
    for person in (sign_in(workshop.other), sign_in("staff")):
        for page in (*PAGES, "changes"):
            assert "Kanariefugl" not in person.page(f"{workshop.base}/{page}", 404)
    stranger = sign_in("staff")
    for path in ("operations", "presence"):
        sent = browser(workshop.other).json(path, {"client": str(uuid.uuid4())})
        assert sent.status_code == 404
    assert stranger.post(f"{workshop.base}/edit", {"item": "pitch"}).status_code == 404
    assert stranger.post(f"{workshop.base}/share", {"shared": "1"}).status_code == 404


def test_the_origins_owner_reads_and_advises(browser: Any, workshop: Any) -> None:
    owner, lea = browser(workshop.owner), browser(workshop.leader)
    lea.put("pitch", text="Vi vil")
    assert "Vi vil" in owner.person.page(f"{workshop.base}/pitch")
    refused = owner.put("pitch", text="Mit")
    assert refused["results"][0]["result"] == "refused"
    owner.add("advice", text="Begynd i det små", about="pitch")
    page = lea.person.page(f"{workshop.base}/pitch")
    assert "Begynd i det små" in page
    assert "Ejner Ejer" in page
    form = {"do": "add", "type": "word", "f.text": "Mit ord"}
    owner.person.post(f"{workshop.base}/edit", form)
    assert "Mit ord" not in lea.person.page(f"{workshop.base}/words")


def test_a_group_may_share_with_the_others_of_its_series(sign_in: Any, workshop: Any) -> None:
    other, lea = sign_in(workshop.other), sign_in(workshop.leader)
    assert (
        sign_in(workshop.guide).post(f"{workshop.base}/share", {"shared": "1"}).status_code == 403
    )
    lea.post(f"{workshop.base}/share", {"shared": "1"})
    other.page(f"{workshop.base}/arena")
    sent = Browser(other, workshop.base).json("operations", {"client": str(uuid.uuid4())})
    assert sent.status_code == 403
    sign_in("staff").page(f"{workshop.base}/arena", 404)
    lea.post(f"{workshop.base}/share", {"shared": "0"})
    other.page(f"{workshop.base}/arena", 404)


def test_others_answers_and_dots_stay_their_own(browser: Any, workshop: Any) -> None:
    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    word = lea.add("word", text="Ro")
    lea.put(f"vote-{workshop.leader.id}-{word}", n=2)
    lea.put(f"answer-{workshop.leader.id}", value=5, why="Hemmelig grund")
    found = tea.poll(0)
    assert found["dots"] == {word: 2}
    assert found["track"] == {"answered": 1, "people": 2, "open": False}
    assert {one["type"] for one in found["items"]} == {"word"}
    for page in ("track", "paper", "history", "changes?since=0"):
        assert "Hemmelig" not in tea.person.page(f"{workshop.base}/{page}")
    # The other one answers: now everybody has.
    answered = tea.put(f"answer-{workshop.teacher.id}", value=2)
    assert answered["track"]["spread"] == [0, 1, 0, 0, 1]
    assert "Hemmelig grund" in answered["track"]["why"]
    assert "by" not in answered["track"]


def test_the_facilitator_opens_the_answers(browser: Any, workshop: Any) -> None:
    lea, gry = browser(workshop.leader), browser(workshop.guide)
    lea.put(f"answer-{workshop.leader.id}", value=4)
    assert lea.put("settings", open=True)["results"][0]["result"] == "refused"
    gry.put("settings", open=True)
    assert lea.poll()["track"]["spread"] == [0, 0, 0, 1, 0]


def test_only_those_who_take_part_answer(
    browser: Any, workshop: Any, session: Any, sign_in: Any
) -> None:
    lea, tea, gry = (browser(one) for one in (workshop.leader, workshop.teacher, workshop.guide))
    refused = gry.put(f"answer-{workshop.guide.id}", value=1, why="Jeg leder")["results"][0]
    assert (refused["result"], refused["why"]) == ("refused", "Only those who take part answer.")
    lea.put(f"answer-{workshop.leader.id}", value=4)
    # One that was given before, while it was taken: by who leads, and by who has no seat now.
    for one in (workshop.guide, workshop.other):
        session.add(
            CanvasItem(
                canvas_id=session.scalar(select(Canvas.id)),
                item=f"answer-{one.id}",
                type="answer",
                seq=1,
                data={"by": one.id, "fields": {"value": [[1, 1, one.id, ""]]}},
            )
        )
    first = workshop.series.half_days[0]
    first.starts_at, first.ends_at = (now() - dt.timedelta(days=9, hours=one) for one in (4, 1))
    session.commit()
    assert gry.poll(0)["track"] == {"answered": 1, "people": 2, "open": False}
    groups = f"/workshops/canvas/series/{workshop.series.id}/groups"
    page = gry.person.page(f"{workshop.base}/track")
    assert "Your answer" not in page
    assert "Only those who take part answer." in page
    assert "Mostly: " not in gry.person.page(groups)
    # Now everybody has, and who leads sees how it spreads.
    tea.put(f"answer-{workshop.teacher.id}", value=5)
    assert gry.poll(0)["track"]["spread"] == [0, 0, 0, 1, 1]
    assert "Mostly: <b>1</b>" in gry.person.page(groups)


def test_a_leader_who_stays_away_keeps_nobody_waiting(
    browser: Any, workshop: Any, session: Any
) -> None:
    from portal_workshops.models import Seat

    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    seat = session.scalar(select(Seat).where(Seat.user_id == workshop.leader.id))
    seat.status, seat.seat_number, seat.turn = "cancelled", None, None
    session.commit()
    assert tea.put(f"answer-{workshop.teacher.id}", value=3)["track"] == {
        "answered": 1,
        "people": 1,
        "open": False,
        "spread": [0, 0, 1, 0, 0],
        "why": [],
    }
    # The leader is welcome to answer all the same.
    found = lea.put(f"answer-{workshop.leader.id}", value=3)["track"]
    assert (found["answered"], found["people"]) == (2, 2)


def test_a_field_is_held_by_one(browser: Any, workshop: Any, session: Any) -> None:
    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    body = {"page": "pitch", "item": "pitch", "field": "text"}
    assert lea.json("presence", {**body, "client": lea.client}).json["held"]
    assert not tea.json("presence", {**body, "client": tea.client}).json["held"]
    held = next(one for one in tea.poll()["here"] if one["client"] == lea.client)
    assert (held["name"], held["item"], held["field"]) == ("Lea Leder", "pitch", "text")
    # It lapses by itself.
    session.execute(update(CanvasPresence).values(held_until=now() - dt.timedelta(seconds=1)))
    session.commit()
    assert all("item" not in one for one in tea.poll()["here"])
    assert tea.json("presence", {**body, "client": tea.client}).json["held"]


def test_plain_forms_do_the_same(sign_in: Any, workshop: Any, session: Any) -> None:
    lea = sign_in(workshop.leader)

    def post(**form: str) -> None:
        form["next"] = f"{workshop.base}/arena"
        assert lea.post(f"{workshop.base}/edit", form).status_code == 303

    post(**{"do": "add", "type": "stakeholder", "f.name": "Censorer", "ring": "far"})
    item = session.scalar(select(CanvasItem.item).where(CanvasItem.type == "stakeholder"))
    page = lea.page(f"{workshop.base}/arena?view=list")
    assert "Censorer" in page
    post(**{"item": item, "f.sees": "Kun opgaven", "ring": "near", "base": "1"})
    design = design_of(session, workshop.part)
    assert [(one.name, one.ring, one.sees) for one in design.stakeholders] == [
        ("Censorer", "near", "Kun opgaven")
    ]
    post(item=item, do="remove", base="2")
    assert design_of(session, workshop.part).stakeholders == ()
    step = {"do": "add", "type": "step", "f.what": "Købe ur", "f.people.sent": "1"}
    post(**step, **{"f.people": str(workshop.teacher.id), "f.due": "2027-01-15"})
    assert design_of(session, workshop.part).steps[0].user_ids == (workshop.teacher.id,)
    post(**{"item": "settings", "f.dots": "7"})
    post(**{"item": f"vote-{workshop.leader.id}-x", "f.n": "99"})


def test_the_design_of_a_group(browser: Any, workshop: Any, session: Any, make: Any) -> None:
    lea = browser(workshop.leader)
    word = lea.add("word", text="Ro", chosen=True, codex="Vi venter")
    noise = lea.add("word", text="Stilhed")
    lea.put(noise, into=word)
    lea.put(f"vote-{workshop.leader.id}-{noise}", n=3)
    lea.put("final", title="Korte møder hos os", practice="Vi står op", review="2027-03-01")
    first = origin.split("* Vi står op")[0]
    lea.put(f"element-{first.key}", choice="adapt", how="Kun om mandagen")
    lea.add("element", choice="new", text="Kaffe")
    lea.add("sign", text="Vi er færdige til tiden", how="Uret")
    actor = make.actor_of(workshop.leader)
    found = design_of(session, workshop.part, actor)
    assert found.title == "Korte møder hos os"
    assert found.review == dt.date(2027, 3, 1)
    assert [(one.text, one.dots, one.codex) for one in found.codex] == [("Ro", 3, "Vi venter")]
    assert {(one.text, one.choice, one.how) for one in found.elements} == {
        ("Vi står op", "adapt", "Kun om mandagen"),
        ("Kaffe", "new", ""),
    }
    paper = lea.person.page(f"{workshop.base}/paper")
    for text in ("Korte møder hos os", "Vi venter", "Kaffe", "Uret"):
        assert text in paper


def test_an_origin_that_is_hidden_shines_through_nowhere(
    browser: Any, workshop: Any, session: Any
) -> None:
    from portal.api import saved, user_label

    lea = browser(workshop.leader)
    assert "Vi står op" in lea.person.page(f"{workshop.base}/redesign")
    key = origin.split("* Vi står op")[0].key
    lea.put(f"element-{key}", choice="keep", how="Som de gør")
    saved(session, "factsheet", workshop.origin.id, {user_label(workshop.owner.id)})
    session.commit()
    for page in ("redesign", "paper", "", "history"):
        text = lea.person.page(f"{workshop.base}/{page}")
        assert "Vi står op" not in text
        assert "Ordet går" not in text
    assert "Som de gør" in lea.person.page(f"{workshop.base}/redesign")  # our own words stay


def test_elements_are_read_from_lists_and_paragraphs() -> None:
    assert [one.text for one in origin.split("* A\n* B\n  mere")] == ["A", "B mere"]
    assert [one.text for one in origin.split("Først:\n\n1. A\n2) B")] == ["Først:", "A", "B"]
    assert [one.text for one in origin.split("Et afsnit.\n\nEt **til**.")] == [
        "Et afsnit.",
        "Et til.",
    ]
    assert origin.split("") == []
    assert origin.key_of("Vi  står op!") == origin.key_of("vi står op")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        {},
        {"client": "x"},
        {"client": 4, "operations": []},
        {"operations": "x"},
        {"operations": [1]},
        {"operations": [{}]},
        {"operations": [{"id": "x", "item": "pitch"}]},
        {"operations": [{"id": str(uuid.uuid4()), "item": "../"}]},
        {"operations": [{"id": str(uuid.uuid4()), "item": "pitch", "fields": []}]},
        {"operations": [{"id": str(uuid.uuid4()), "item": "pitch", "seen": "x"}]},
        {"operations": [{"id": str(uuid.uuid4()), "item": "pitch"}] * 201},
    ],
)
def test_nonsense_is_refused(browser: Any, workshop: Any, body: Any) -> None:
    lea = browser(workshop.leader)
    if isinstance(body, dict):
        body = {"client": lea.client, "user": lea.person.id, **body}
    assert lea.json("operations", body).status_code in (400, 409)


def test_strange_operations_do_no_harm(browser: Any, workshop: Any) -> None:
    lea = browser(workshop.leader)
    strange: list[dict[str, Any]] = [
        {"do": "set", "item": "pitch", "fields": {"text": None}},
        {"do": "set", "item": "pitch", "fields": {"text": "\x00\ud800"}},
        {"do": "set", "item": "pitch", "fields": {"text": {"a": 1}}},
        {"do": 7, "item": "pitch", "fields": {}},
        {"do": "set", "item": "pitch", "fields": {"text": "a" * 5000}},
        {"do": "set", "item": "settings", "fields": {"dots": 10**30}},
        {"do": "set", "item": "settings", "fields": {"dots": "9" * 5000}},
        {"do": "add", "item": "a", "type": "stakeholder", "fields": {"x": 10**400}},
        {"do": "add", "item": "b", "type": "step", "fields": {"people": [2**40]}},
        {"do": "settle", "item": "pitch", "fields": {"text": "x"}, "seen": [-1, "x", 2**70]},
        {"do": "set", "item": "pitch", "fields": {"text": "y"}, "base": 2**70},
        {"do": "set", "item": "vote-99999999999999999999-x", "fields": {"n": 1}},
        {"do": "set", "item": "vote-", "fields": {"n": 1}},
        {"do": "set", "item": "answer--1", "fields": {"value": 1}},
        {"do": "set", "item": "element-", "fields": {"choice": "keep"}},
    ]
    lea.send(*strange)
    for page in PAGES:
        lea.person.page(f"{workshop.base}/{page}")


def test_strange_addresses(sign_in: Any, workshop: Any) -> None:
    lea = sign_in(workshop.leader)
    for path in (f"/workshops/canvas/{HUGE}/", "/workshops/canvas/0/arena"):
        lea.page(path, 404)
    for since in (HUGE, "-1", "x", "", "1e9"):
        lea.page(f"{workshop.base}/changes?since={since}")
    lea.page(f"{workshop.base}/history?page={HUGE}")
    lea.page(f"{workshop.base}/arena?view=<b>")
    form: dict[str, str]
    for form in (
        {},
        {"item": "x" * 999},
        {"item": "pitch", "do": "explode"},
        {"item": "pitch", "choose": "text.9999999999999"},
        {"item": "pitch", "choose": "nothing"},
        {"do": "add", "type": "nothing", "f.text": "x"},
        {"do": "add", "type": "word"},
    ):
        assert lea.post(f"{workshop.base}/edit", form).status_code == 400
    bad = {"item": "pitch", "f.text": "x" * 9999, "base": HUGE}
    assert lea.post(f"{workshop.base}/edit", bad).status_code == 303


def test_somebody_else_at_the_same_device(browser: Any, workshop: Any) -> None:
    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    body = {"client": lea.client, "user": workshop.leader.id, "operations": []}
    assert tea.json("operations", body).status_code == 409


def test_history_and_folding(browser: Any, workshop: Any, session: Any) -> None:
    lea = browser(workshop.leader)
    who = lea.add("stakeholder", name="Studerende")
    for text in ("Svar", "Svar hurtigt", "Svar hurtigt og venligt"):
        lea.put(who, needs=text)
    assert "Svar hurtigt og venligt" in lea.person.page(f"{workshop.base}/history")
    assert log.fold(session) == 0
    session.execute(update(CanvasOperation).values(at=CanvasOperation.at))
    later = now() + dt.timedelta(days=2)
    assert log.fold(session, later) == 2
    assert log.fold(session, later) == 0
    session.commit()
    page = lea.person.page(f"{workshop.base}/history")
    assert "Svar hurtigt og venligt" in page
    assert page.count("Svar") == 1
    # The names of folded operations are kept: sent again, they are still done once.
    uids = list(session.scalars(select(CanvasOperation.uid)))
    before = lea.seq
    lea.send({"id": uids[1], "do": "set", "item": who, "fields": {"needs": "Svar"}})
    assert lea.seq == before


def test_who_leaves_is_taken_off_and_the_work_stays(
    browser: Any, workshop: Any, session: Any
) -> None:
    from portal_workshops.canvas.leaving import erase_user, export_user

    lea, tea = browser(workshop.leader), browser(workshop.teacher)
    word = tea.add("word", text="Ro")
    tea.put(f"vote-{workshop.teacher.id}-{word}", n=2)
    tea.put(f"answer-{workshop.teacher.id}", value=4, why="Derfor")
    lea.poll()
    step = lea.add("step", what="Ringe", people=[workshop.teacher.id, workshop.leader.id])
    tea.json("presence", {"client": tea.client})
    user = workshop.teacher
    exported = export_user(session, user)
    assert exported["canvas_operations"][0]["fields"] == {"text": "Ro"}
    assert exported["canvas_presence"]
    erase_user(session, user)
    session.commit()
    rows = session.execute(select(CanvasItem.item, CanvasItem.data)).all()
    said = str([tuple(row) for row in rows])
    assert f"-{user.id}-" not in said
    found = lea.poll(0)
    assert found["dots"] == {word: 2}
    assert found["track"]["answered"] == 1
    assert "Derfor" not in str(found)
    assert next(one for one in found["items"] if one["id"] == step)["f"]["people"][0][0] == [
        workshop.leader.id
    ]
    operations = session.scalars(select(CanvasOperation)).all()
    assert all(one.user_id != user.id for one in operations)


def test_a_canvas_is_made_once(browser: Any, workshop: Any, session: Any) -> None:
    browser(workshop.leader).put("pitch", text="x")
    browser(workshop.teacher).put("pitch", presenter="x")
    assert session.scalar(select(func.count(Canvas.id))) == 1
    assert store.canvas_for(session, workshop.part).seq == 2


def test_the_canvas_as_a_pdf(browser: Any, workshop: Any, sign_in: Any) -> None:
    import pypdf

    lea = browser(workshop.leader)
    lea.put("final", title="Ro #panic() på gangen", practice="$x$ *stjerne*", review="2027-03-01")
    lea.put("pitch", text="Vi vil\nhave ro")
    lea.add("stakeholder", name="Studerende", needs="Svar")
    lea.add("word", text="Ro", chosen=True)
    lea.add("step", what="Købe ur", people=[workshop.teacher.id], due="2027-01-15")
    lea.add("sign", text="Færre mails", how="Vi tæller")
    lea.add("element", choice="new", text="Kaffe")
    answer = lea.person.get(f"{workshop.base}/paper.pdf")
    assert answer.mimetype == "application/pdf"
    text = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    for words in ("Ro #panic() på gangen", "$x$ *stjerne*", "Svar", "Tea Holm", "Færre mails"):
        assert words in text
    sign_in(workshop.other).page(f"{workshop.base}/paper.pdf", 404)
    assert (
        lea.person.get(f"/workshops/canvas/{workshop.other_part.id}/paper.pdf").status_code == 404
    )


@pytest.mark.parametrize("field", ["a\x00b", "\ud800", ["name"], {"a": 1}, "x" * 5000])
def test_a_field_that_no_database_can_store_is_not_held(
    browser: Any, workshop: Any, session: Any, field: Any
) -> None:
    tea = browser(workshop.teacher)
    who = tea.add("stakeholder", name="Studerende")
    body = {"client": tea.client, "page": "arena", "item": who, "field": field}
    assert tea.json("presence", body).status_code == 200
    kept = session.scalars(select(CanvasPresence.field)).one()
    assert kept in ("", "x" * 24)
