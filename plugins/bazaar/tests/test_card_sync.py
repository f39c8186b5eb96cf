"""What phones send: done once, merged field by field, refused kindly, never as somebody else."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_bazaar.card import codes, merging
from portal_bazaar.card.operations import Edit, read_operations
from portal_bazaar.card.services import synchronise
from portal_bazaar.models import CardEntry, CardOperation, Visitor
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.api import User, now
from portal.testing.sessions import token_of


def milliseconds(**ago: float) -> int:
    return int((now() - dt.timedelta(**ago)).timestamp() * 1000)


def operation(where: dict[str, Any] | None = None, **what: Any) -> dict[str, Any]:
    """An operation as a phone writes it; edits by name and value."""
    at = what.pop("at", None) or milliseconds()
    edits = {name: {"value": value, "at": at} for name, value in what.pop("edits", {}).items()}
    made: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "verb": "edit",
        "at": at,
        "device": "phone-1",
        "base": 0,
    }
    if where is not None:
        made["where"] = where
    return {**made, "edits": edits, **what}


@pytest.fixture
def fair(bazaar: Any, stand: Any, visitor: Any, sign_in: Any, session: Session) -> Any:
    """A bazaar with three stands and a visitor whose phone sends with `fair.send(ops)`."""

    class Fair:
        tokens: dict[Any, str] = {}

        def send(self, *ops: Any, person: Any = None, **more: Any) -> Any:
            client = (person or self.person).client
            body = {"visitor": self.visitor.id, "now": milliseconds(), "ops": list(ops), **more}
            if client not in self.tokens:
                self.tokens[client] = token_of(client.get("/").text)
            return client.post(
                f"/bazaar/{self.bazaar.id}/card/sync",
                data=json.dumps(body),
                content_type="application/json",
                headers={"X-CSRFToken": self.tokens[client]},
            )

        def refusals(self, *ops: Any) -> list[str]:
            response = self.send(*ops)
            assert response.status_code == 200, response.text
            return [one["refused"] for one in response.json["answers"]]

    fair: Any = Fair()
    fair.bazaar = bazaar()
    fair.stands = [stand(fair.bazaar, title) for title in ("Voice", "Silence", "Bowl")]
    fair.person = sign_in()
    fair.visitor = visitor(fair.bazaar, session.get(User, fair.person.id))
    return fair


def lines(session: Session, visitor: Any) -> dict[int, CardEntry]:
    found = session.scalars(select(CardEntry).where(CardEntry.visitor_id == visitor.id))
    return {one.stand_id: one for one in found}


def test_sent_again_it_is_answered_again_and_not_done_again(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    put = operation({"code": codes.stand_token(voice)}, edits={"note": "first"})
    later = operation({"id": voice.id}, edits={"note": "second"})
    assert fair.refusals(put) == [""]
    assert fair.refusals(later) == [""]
    response = fair.send(put, put, later)
    assert [one["refused"] for one in response.json["answers"]] == ["", "", ""]
    assert {one["stand"] for one in response.json["answers"]} == {voice.id}
    line = lines(session, fair.visitor)[voice.id]
    assert (line.note, line.source) == ("second", "code")
    assert session.scalar(select(func.count()).select_from(CardOperation)) == 2
    assert response.json["entries"][0]["note"] == "second"


def test_another_device_that_had_not_seen_it_loses_nothing(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    early, late = milliseconds(minutes=9), milliseconds(minutes=3)
    where = {"id": voice.id}
    fair.send(operation(where, edits={"note": "on the phone"}, at=late))
    # Written earlier on the laptop, sent later: the later words stand, the others beside them.
    fair.send(operation(where, edits={"note": "on the laptop"}, at=early, device="laptop"))
    line = lines(session, fair.visitor)[voice.id]
    assert line.note == "on the phone"
    assert [one.value for one in line.differences] == ["on the laptop"]
    # Who has seen what stands there replaces it, whatever the clocks say.
    seen = operation(where, edits={"note": "both"}, at=early, device="laptop", base=line.version)
    fair.send(seen)
    line = lines(session, fair.visitor)[voice.id]
    assert line.note == "both" and len(line.differences) == 1
    other = line.differences[0].id
    settle = operation(verb="settle", difference=other, use="keep")
    settle.pop("edits")
    assert fair.refusals(settle, {**settle, "id": str(uuid.uuid4())}) == ["", ""]
    assert fair.send().json["entries"][0]["differences"] == []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["phone", "laptop", "tablet"]),
            st.integers(0, 50),
            st.booleans(),
            st.sampled_from(["a", "b", "c", "d"]),
        ),
        max_size=12,
    )
)
def test_nothing_that_was_typed_is_lost_unseen(
    history: list[tuple[str, int, bool, str]],
) -> None:
    """Every text that was written either stands there, or beside it, or was replaced by somebody
    who had it on the screen."""
    line = CardEntry(visitor_id=1, stand_id=1, version=1, edits={}, note="", expectation="")
    line.wants_workshop = False
    seen: dict[str, int] = {}
    replaced: set[str] = set()
    for device, at, looked, text in history:
        if looked:
            seen[device] = line.version
        writer = (line.edits.get("note") or (0, "", 0))[1]
        if writer == device or seen.get(device, 0) == line.version:
            replaced.add(line.note)
        merging.merge(line, {"note": Edit(text, at)}, device, seen.get(device, 0))
        beside = {one.value for one in line.differences}
        assert text in {line.note} | beside
    written = {text for _device, _at, _looked, text in history}
    assert written <= {line.note} | {one.value for one in line.differences} | replaced


def test_each_refusal_is_alone_and_leaves_nothing(
    fair: Any, session: Session, bazaar: Any, stand: Any
) -> None:
    voice, silence, bowl = fair.stands
    renewed = codes.stand_token(voice)
    voice.code_version += 1
    silence.status = "withdrawn"
    foreign = stand(bazaar())
    session.commit()
    found = fair.refusals(
        operation({"code": "1" + "z" * 12}),
        operation({"code": renewed}, edits={"note": "kept on the phone"}),
        operation({"code": codes.stand_token(foreign)}),
        operation({"short": "1111"}),
        operation({"short": "T9"}),
        operation({"id": silence.id}),
        operation({"id": foreign.id}),
        operation({"id": bowl.id}),
        operation({"id": bowl.id}, edits={"note": "x" * 4001}),
        {**operation({"id": bowl.id}), "verb": "dance"},
        operation(verb="settle", difference=1),
    )
    assert found == [
        "forged",
        "renewed",
        "foreign",
        "mistyped",
        "unknown",
        "gone",
        "foreign",
        "",
        "long",
        "broken",
        "settled",
    ]
    assert list(lines(session, fair.visitor)) == [bowl.id]
    # What was refused can be sent again, as another stand.
    assert fair.refusals(operation({"id": voice.id}, edits={"note": "kept"})) == [""]


def test_entries_of_somebody_else_are_never_sent_as_mine(
    fair: Any, session: Session, sign_in: Any, visitor: Any, client: Any
) -> None:
    other = sign_in()
    theirs = visitor(fair.bazaar, session.get(User, other.id))
    op = operation({"id": fair.stands[0].id}, edits={"note": "CANARY"})
    response = fair.send(op, person=other)
    assert response.status_code == 409 and response.json == {"visitor": theirs.id}
    nobody = sign_in()
    response = fair.send(op, person=nobody)
    assert response.status_code == 401 and response.json["visitor"] is None
    assert session.scalar(select(func.count()).select_from(CardEntry)) == 0
    fair.send(op)
    assert "CANARY" not in other.page(f"/bazaar/{fair.bazaar.id}/card/state")
    # Without the token of its session nothing is done.
    address = f"/bazaar/{fair.bazaar.id}/card/sync"
    assert fair.person.client.post(address, json={"visitor": 1}).status_code == 400


def test_written_in_time_it_counts_also_when_it_arrives_late(fair: Any, session: Session) -> None:
    voice, silence, bowl = fair.stands
    fair.visitor.created_at = now() - dt.timedelta(days=9)
    fair.visitor.card_handed_in_at = now() - dt.timedelta(hours=1)
    session.commit()
    in_time = operation({"id": voice.id}, at=milliseconds(hours=2))
    too_late = operation({"id": silence.id}, at=milliseconds(minutes=5))
    assert fair.refusals(in_time, too_late) == ["", "handed_in"]
    fair.visitor.card_handed_in_at = now() - dt.timedelta(days=3)
    session.commit()
    assert fair.refusals(operation({"id": bowl.id}, at=milliseconds(days=4))) == ["handed_in"]
    fair.visitor.card_handed_in_at = None
    fair.bazaar.status = "closed"
    session.commit()
    assert fair.refusals(operation({"id": bowl.id}, at=milliseconds(days=4))) == ["closed"]


def test_handing_in_comes_in_its_turn(fair: Any, session: Session) -> None:
    voice, silence, _bowl = fair.stands
    one = operation({"id": voice.id}, at=milliseconds(minutes=3))
    hand_in = operation(verb="hand_in", at=milliseconds(minutes=2))
    after = operation({"id": silence.id}, at=milliseconds(minutes=1))
    assert fair.refusals(one, hand_in, after) == ["", "", "handed_in"]
    session.refresh(fair.visitor)
    assert fair.visitor.card_handed_in_at is not None
    assert list(lines(session, fair.visitor)) == [voice.id]


def test_a_clock_that_is_wrong_wins_nothing(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    ahead = milliseconds(days=-400)
    fair.send(operation({"id": voice.id}, edits={"note": "a"}, at=ahead))
    line = lines(session, fair.visitor)[voice.id]
    assert line.visited_at <= now() and line.edits["note"][0] <= milliseconds()
    # A clock that is an hour behind is told by what it says of the moment of sending.
    behind = milliseconds(hours=1)
    fair.send(operation({"id": fair.stands[1].id}, at=behind), now=behind)
    assert lines(session, fair.visitor)[fair.stands[1].id].visited_at > now() - dt.timedelta(
        minutes=1
    )


def test_taking_off_what_somebody_wrote_on_meanwhile(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    fair.send(operation({"id": voice.id}, edits={"note": "mine"}))
    base = lines(session, fair.visitor)[voice.id].version
    fair.send(operation({"id": voice.id}, edits={"interest": 2}, device="laptop", base=base))
    fair.send(operation({"id": voice.id}, verb="remove", base=base))
    assert voice.id in lines(session, fair.visitor)
    version = lines(session, fair.visitor)[voice.id].version
    fair.send(operation({"id": voice.id}, verb="remove", base=version))
    assert lines(session, fair.visitor) == {}
    both = operation({"id": voice.id}), operation({"id": voice.id}, verb="remove")
    assert fair.refusals(*both) == ["", ""]
    assert lines(session, fair.visitor) == {}


BAD: list[Any] = [
    None,
    [],
    "x",
    {},
    {"ops": {}},
    {"ops": [1]},
    {"ops": [{}]},
    {"ops": [{"id": "1"}]},
    {"now": "x"},
    {"now": -1},
    {"now": 1e400},
    {"visitor": "1"},
    {"visitor": True},
    {"visitor": 2**70},
    {"ops": [operation({"id": 1})] * 101},
]


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_request_is_400(fair: Any, session: Session, body: Any) -> None:
    whole = {"visitor": fair.visitor.id, "now": milliseconds(), "ops": []}
    if isinstance(body, dict):
        body = {**whole, **body} if body else {}
    client = fair.person.client
    token = token_of(client.get("/").text)
    response = client.post(
        f"/bazaar/{fair.bazaar.id}/card/sync",
        data=json.dumps(body),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert response.status_code == 400, response.text
    assert session.scalar(select(func.count()).select_from(CardEntry)) == 0


@pytest.mark.parametrize(
    "spoilt",
    [
        {"where": None},
        {"where": {}},
        {"where": {"id": -1}},
        {"where": {"id": 2**40}},
        {"where": {"id": "1"}},
        {"where": {"code": 7}},
        {"at": "now"},
        {"at": 2**60},
        {"base": -1},
        {"device": "a b"},
        {"device": 7},
        {"edits": []},
        {"edits": {"owner": {"value": 1}}},
        {"edits": {"interest": {"value": 4}}},
        {"edits": {"interest": {"value": True}}},
        {"edits": {"interest": {"value": "1"}}},
        {"edits": {"note": {"value": None}}},
        {"edits": {"note": {}}},
        {"edits": {"wants_workshop": {"value": 1}}},
        {"verb": ["edit"]},
        {"use": "all"},
    ],
)
def test_one_that_cannot_be_read_holds_up_no_other(
    fair: Any, session: Session, spoilt: dict[str, Any]
) -> None:
    bad = {**operation({"id": fair.stands[0].id}), **spoilt}
    assert fair.refusals(bad, operation({"id": fair.stands[1].id})) == ["broken", ""]


def test_who_is_erased_while_the_phone_sends_has_nothing_written_down(
    fair: Any, session: Session
) -> None:
    # The row was read before, and locked only after, the erasing was through.
    assert fair.visitor.forgotten_at is None
    erased = update(Visitor).where(Visitor.id == fair.visitor.id).values(forgotten_at=now())
    session.execute(erased.execution_options(synchronize_session=False))
    put = operation({"id": fair.stands[0].id}, edits={"note": "CANARY"})
    outcomes = synchronise(session, fair.visitor, read_operations([put]))
    assert [one.reason for one in outcomes] == ["closed"]
    assert session.scalar(select(func.count()).select_from(CardEntry)) == 0


HUGE = "9" * 400


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"visitor": 1, "now": 1, "ops": ' + "[" * 100_000 + "]" * 100_000 + "}",
        f'{{"visitor": {HUGE}, "now": 1, "ops": []}}',
        f'{{"visitor": 1, "now": {HUGE}, "ops": []}}',
        '{"visitor": NaN, "now": 1, "ops": []}',
        '{"visitor": 1, "now": 1e999, "ops": []}',
    ],
    ids=["nested", "nested ops", "huge visitor", "huge now", "NaN", "infinity"],
)
def test_what_no_phone_sends_is_refused_and_is_no_failure_of_the_plugin(
    fair: Any, body: str, session: Session
) -> None:
    # Five failures take a plugin out: a guest could end the fair with five requests.
    client = fair.person.client
    response = client.post(
        f"/bazaar/{fair.bazaar.id}/card/sync",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": token_of(client.get("/").text)},
    )
    assert response.status_code == 400
    spoilt = operation({"id": fair.stands[0].id})
    text = json.dumps({**spoilt, "at": 0}).replace('"at": 0', f'"at": {HUGE}')
    assert fair.refusals(json.loads(text), spoilt) == ["broken", ""]


def test_texts_that_no_database_takes(fair: Any, session: Session) -> None:
    voice = fair.stands[0]
    fair.send(operation({"id": voice.id}, edits={"note": " a\x00b \ud800\r\nc "}))
    assert lines(session, fair.visitor)[voice.id].note == "ab \nc"


def test_queries_do_not_grow_with_the_card(
    fair: Any, session: Session, stand: Any, count_queries: Any
) -> None:
    stands = [stand(fair.bazaar) for _number in range(57)]
    fair.send(*(operation({"id": one.id}, edits={"note": "n"}) for one in stands[:2]))
    counts = []
    for some in (stands[2:4], stands[4:54]):
        ops = [operation({"code": codes.stand_token(one)}, edits={"note": "n"}) for one in some]
        with count_queries() as queries:
            fair.send(*ops)
        # Each new line is an insert; nothing else is done for each.
        counts.append(len([one for one in queries if "INTO bazaar_card_entry" not in one]))
    assert counts[1] <= counts[0], "\n".join(queries)
    for page in ("card", "card/state"):
        with count_queries() as queries:
            fair.person.page(f"/bazaar/{fair.bazaar.id}/{page}")
        assert len(queries) <= 16, "\n".join(queries)
