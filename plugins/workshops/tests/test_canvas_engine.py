"""The engine of the shared canvas: what interleavings of clients make of a document."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_workshops.canvas.document import TYPES
from portal_workshops.canvas.engine import (
    Author,
    Item,
    Operation,
    Result,
    apply,
    as_data,
    from_data,
)

ANE, BO = Author(1, "a"), Author(2, "b")
PEOPLE = "stakeholder"


class Server:
    """The server in small: numbers operations, does each once, keeps the log."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.number = 0
        self.results: dict[str, Result] = {}
        self.log: list[tuple[int, Author, Operation, Result]] = []

    def take(self, operation: Operation, author: Author) -> Result:
        if operation.uid in self.results:
            return self.results[operation.uid]
        outcome = apply(self.items, operation, author, self.number + 1)
        if outcome.result != Result.REFUSED:
            self.number += 1
            self.results[operation.uid] = outcome.result
            self.log.append((self.number, author, operation, outcome.result))
        if outcome.item is not None:
            self.items[outcome.item.id] = outcome.item
        return outcome.result

    def versions(self, item: str, name: str) -> list[Any]:
        register = self.items[item].fields[name]
        return [one.value for one in (register.current, *register.others)]


def add(uid: str, item: str = "x", **fields: Any) -> Operation:
    return Operation(uid, "add", item, PEOPLE, fields)


def put(uid: str, base: int, item: str = "x", **fields: Any) -> Operation:
    return Operation(uid, "set", item, fields=fields, base=base)


def test_who_has_not_seen_a_text_does_not_replace_it() -> None:
    server = Server()
    server.take(add("1", name="Students"), ANE)
    server.take(put("2", 1, needs="Time"), ANE)
    assert server.take(put("3", 1, needs="Answers"), BO) == Result.BOTH
    assert server.versions("x", "needs") == ["Time", "Answers"]
    # Ane goes on with her own; Bo's stays beside it.
    server.take(put("4", 2, needs="Time to think"), ANE)
    assert server.versions("x", "needs") == ["Time to think", "Answers"]
    settle = Operation(
        "5", "settle", "x", fields={"needs": "Time and answers"}, base=4, seen=frozenset({3, 4})
    )
    assert server.take(settle, BO) == Result.DONE
    assert server.versions("x", "needs") == ["Time and answers"]


def test_who_has_seen_it_replaces_it() -> None:
    server = Server()
    server.take(add("1", name="Students"), ANE)
    assert server.take(put("2", 1, name="All students"), BO) == Result.DONE
    assert server.versions("x", "name") == ["All students"]


def test_fields_of_one_note_are_merged() -> None:
    server = Server()
    server.take(add("1", name="Students"), ANE)
    server.take(put("2", 1, sees="A form"), ANE)
    assert server.take(put("3", 1, needs="A talk"), BO) == Result.DONE
    assert server.items["x"].value("sees") == "A form"
    assert server.items["x"].value("needs") == "A talk"


def test_a_place_is_where_it_was_put_last() -> None:
    server = Server()
    server.take(add("1", name="Students", x=100, y=100), ANE)
    server.take(put("2", 1, x=200, y=-300), ANE)
    assert server.take(put("3", 1, x=-999_999, y=5), BO) == Result.DONE
    assert server.versions("x", "x") == [-1000]


def test_what_somebody_wrote_in_meanwhile_is_not_removed() -> None:
    server = Server()
    server.take(add("1", name="Students"), ANE)
    server.take(put("2", 1, needs="Time"), BO)
    assert server.take(Operation("3", "remove", "x", base=1), ANE) == Result.KEPT
    assert not server.items["x"].gone
    assert server.take(Operation("4", "remove", "x", base=3), ANE) == Result.DONE
    # Bo was offline when it went, and had written on: it is there again with what he wrote.
    server.take(put("5", 2, needs="Time to think"), BO)
    assert not server.items["x"].gone
    assert server.items["x"].value("needs") == "Time to think"


def test_moving_does_not_bring_back_what_was_removed() -> None:
    server = Server()
    server.take(add("1", name="Students"), ANE)
    server.take(Operation("2", "remove", "x", base=1), ANE)
    server.take(put("3", 1, x=10), BO)
    assert server.items["x"].gone
    assert server.take(Operation("4", "restore", "x"), BO) == Result.DONE


def test_an_unseen_text_outlives_an_emptying() -> None:
    server = Server()
    server.take(add("1", name="Students", needs="Old"), ANE)
    server.take(put("2", 1, needs="New"), ANE)
    server.take(put("3", 1, needs=""), BO)
    assert server.versions("x", "needs") == ["New"]


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (Operation("1", "set", "nobody", fields={"name": "x"}), "unknown"),
        (Operation("1", "add", "x", "nothing"), "type"),
        (Operation("1", "add", "pitch", "pitch"), "type"),
        (Operation("1", "add", "vote-1-x", "vote"), "type"),
        (Operation("1", "add", "../x", PEOPLE), "item"),
        (Operation("1", "add", "x" * 81, PEOPLE), "item"),
        (Operation("1", "add", "x", PEOPLE, {"name": "x" * 81}), "long"),
        (Operation("1", "add", "x", PEOPLE, {"name": 4}), "text"),
        (Operation("1", "add", "x", PEOPLE, {"x": "left"}), "number"),
        (Operation("1", "add", "x", PEOPLE, {"x": float("nan")}), "number"),
        (Operation("1", "add", "x", PEOPLE, {"x": float("inf")}), "number"),
        (Operation("1", "add", "x", PEOPLE, {"shoe": "42"}), "field"),
        (Operation("1", "add", "x", "step", {"people": ["1"]}), "people"),
        (Operation("1", "add", "x", "step", {"due": "soon"}), "day"),
        (Operation("1", "set", "answer-2", fields={"value": 5}), "others"),
        (Operation("1", "set", "vote-2-x", fields={"n": 1}), "others"),
        (Operation("1", "set", "settings", fields={"open": True}), "lead"),
        (Operation("1", "set", "element-e1", fields={"choice": "burn"}), "choice"),
        (Operation("1", "explode", "pitch"), "unknown"),
    ],
)
def test_what_does_not_fit_is_refused(operation: Operation, why: str) -> None:
    outcome = apply({}, operation, ANE, 1)
    assert (outcome.result, outcome.why) == (Result.REFUSED, why)


def test_dots_are_no_more_than_there_are() -> None:
    server = Server()
    for word in ("w1", "w2"):
        server.take(Operation(word, "add", word, "word", {"text": word}), ANE)
    assert server.take(put("1", 2, "vote-1-w1", n=2), ANE) == Result.DONE
    assert server.take(put("2", 2, "vote-1-w2", n=2), ANE) == Result.REFUSED
    assert server.take(put("3", 2, "vote-2-w2", n=3), BO) == Result.DONE
    server.take(put("4", 2, "settings", dots=1), BO)
    assert server.take(put("5", 2, "vote-2-w2", n=2), BO) == Result.DONE  # back is possible
    assert server.take(put("6", 2, "vote-2-w2", n=3), BO) == Result.REFUSED


def test_dots_are_given_to_words_that_are_there() -> None:
    # Given in advance they were counted nowhere: ten words, made afterwards, had three dots each.
    server = Server()
    for number in range(3):
        early = put(f"{number}", 0, f"vote-1-w{number}", n=3)
        assert server.take(early, ANE) == Result.REFUSED
    assert server.take(put("none", 0, "vote-1-w9", n=0), ANE) == Result.REFUSED
    server.take(add("3", "s1", name="Ane"), ANE)
    assert server.take(put("4", 9, "vote-1-s1", n=1), ANE) == Result.REFUSED
    server.take(Operation("5", "add", "w1", "word", {"text": "Ro"}), ANE)
    assert server.take(put("6", 9, "vote-1-w1", n=3), ANE) == Result.DONE


def test_dots_of_a_word_that_is_gone_are_given_again() -> None:
    server = Server()
    for number, word in enumerate(("w1", "w2")):
        server.take(Operation(f"a{number}", "add", word, "word", {"text": word}), ANE)

    def give(uid: str, word: str, n: int) -> Result:
        return server.take(Operation(uid, "set", f"vote-1-{word}", fields={"n": n}), ANE)

    assert give("1", "w1", 3) == Result.DONE
    assert give("2", "w2", 1) == Result.REFUSED
    server.take(Operation("3", "remove", "w1", base=9), BO)
    assert give("4", "w2", 3) == Result.DONE


def test_words_merge_and_never_in_a_ring() -> None:
    server = Server()
    for word in ("w1", "w2", "w3"):
        server.take(Operation(word, "add", word, "word", {"text": word}), ANE)
    assert server.take(put("1", 3, "w1", into="w2"), ANE) == Result.DONE
    assert server.take(put("2", 3, "w2", into="w3"), ANE) == Result.DONE
    assert server.take(put("3", 3, "w3", into="w1"), BO) == Result.REFUSED
    assert server.take(put("4", 3, "w1", into="w1"), BO) == Result.REFUSED
    assert server.take(put("5", 3, "w1", into="pitch"), BO) == Result.REFUSED


def test_the_adviser_writes_advice_and_nothing_else() -> None:
    owner = Author(9, "o", advises=True)
    server = Server()
    assert server.take(add("1", name="Students"), owner) == Result.REFUSED
    advice = Operation("2", "add", "n1", "advice", {"text": "Begin small", "about": "design"})
    assert server.take(advice, owner) == Result.DONE
    assert server.take(put("3", 1, "n1", text="Mine"), ANE) == Result.REFUSED


# --- many clients, in any order -------------------------------------------------------------------

FIELDS = ("name", "sees", "needs")


@dataclass
class Client:
    """A browser: what it has seen, what waits to be sent, and whether answers reach it."""

    author: Author
    base: int = 0
    known: dict[str, Item] = field(default_factory=dict)
    queue: list[Operation] = field(default_factory=list)

    def write(self, uid: str, item: str, name: str, value: Any) -> None:
        do = "set" if item in self.known or any(one.item == item for one in self.queue) else "add"
        self.queue.append(Operation(uid, do, item, PEOPLE, {name: value}, self.base))

    def remove(self, uid: str, item: str) -> None:
        self.queue.append(Operation(uid, "remove", item, base=self.base))

    def send(self, server: Server, how_many: int, answered: bool) -> None:
        """The first of the queue; where no answer comes back they are sent again later."""
        for operation in self.queue[:how_many]:
            server.take(operation, self.author)
        if answered:
            del self.queue[:how_many]

    def read(self, server: Server) -> None:
        self.base = server.number
        self.known = copy.deepcopy(server.items)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"),
            st.integers(0, 2),
            st.integers(0, 2),
            st.sampled_from(FIELDS),
            st.sampled_from(["red", "green", "blue", ""]),
        ),
        st.tuples(st.just("move"), st.integers(0, 2), st.integers(0, 2), st.integers(-9, 9)),
        st.tuples(st.just("remove"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("send"), st.integers(0, 2), st.integers(1, 4), st.booleans()),
        st.tuples(st.just("read"), st.integers(0, 2)),
    ),
    max_size=60,
)


@given(STEPS)
@settings(max_examples=400, deadline=None)
def test_clients_converge_and_nothing_is_lost(steps: list[tuple[Any, ...]]) -> None:
    server = Server()
    clients = [Client(Author(number + 1, f"c{number}")) for number in range(3)]
    uid = 0
    for step in steps:
        client = clients[step[1]]
        if step[0] == "write":
            uid += 1
            # Each value is written once, so that we can tell what became of it.
            value = f"{step[4]} {uid}" if step[4] else ""
            client.write(str(uid), f"i{step[2]}", step[3], value)
        elif step[0] == "move":
            uid += 1
            client.write(str(uid), f"i{step[2]}", "x", step[3])
        elif step[0] == "remove":
            uid += 1
            client.remove(str(uid), f"i{step[2]}")
        elif step[0] == "send":
            client.send(server, step[2], step[3])
        else:
            client.read(server)
    for client in clients:
        client.send(server, len(client.queue), True)
    for client in clients:
        client.read(server)
    assert clients[0].known == clients[1].known == clients[2].known
    _nothing_lost(server)
    _replay_is_harmless(server)


def _nothing_lost(server: Server) -> None:
    """Every text that was taken is there, or gave way to somebody who had seen it."""
    for number, author, operation, _result in server.log:
        for name, value in operation.fields.items():
            if operation.do == "remove" or name == "x" or not value:
                continue
            item = server.items[operation.item]
            there = value in server.versions(operation.item, name)
            if there and not item.gone:
                continue
            later = [
                (then, by, other)
                for then, by, other, result in server.log
                if then > number
                and other.item == operation.item
                and (name in other.fields or (other.do == "remove" and result == Result.DONE))
            ]
            seen = [
                other
                for _then, by, other in later
                if other.base >= number or by.client == author.client
            ]
            assert seen, (operation, server.items)


def _replay_is_harmless(server: Server) -> None:
    before, number = copy.deepcopy(server.items), server.number
    for _number, author, operation, result in list(server.log):
        assert server.take(operation, author) == result
    assert server.items == before
    assert server.number == number


@given(STEPS)
@settings(max_examples=100, deadline=None)
def test_what_is_stored_is_what_was(steps: list[tuple[Any, ...]]) -> None:
    server = Server()
    for uid, step in enumerate(steps):
        author = Author(step[1], f"c{step[1]}")
        if step[0] == "write":
            do = "set" if f"i{step[2]}" in server.items else "add"
            values = {step[3]: step[4]}
            server.take(Operation(str(uid), do, f"i{step[2]}", PEOPLE, values), author)
    for item in server.items.values():
        again = from_data(item.id, item.type, item.number, item.gone, as_data(item))
        assert again == item


def test_every_type_has_fitting_empty_values() -> None:
    for fields in TYPES.values():
        for one in fields.values():
            assert one.clean(one.empty) == one.empty


def test_a_value_word_is_told_in_any_inflection() -> None:
    from portal_workshops.canvas.pages import occurs

    for word, text in (
        ("Ro", "med ro til at tænke"),
        ("Ro", "i roen"),
        ("Tillid", "tillidsfuldt"),
        ("Mod", "Mod, og mere mod!"),
        ("Overblik", "overblikket"),
    ):
        assert occurs(word, text), (word, text)
    for word, text in (("Ro", "en robot"), ("Tillid", "til lidt"), ("Mod", "model"), ("", "x")):
        assert not occurs(word, text), (word, text)


@pytest.mark.parametrize(
    "item", ["answer-1-more", "answer-01", "answer-1-", "vote-1", "vote-1-", "vote-01-word"]
)
def test_one_answer_each_by_one_name(item: str) -> None:
    """More answers of one person would open what the others answered before they all did."""
    server = Server()
    fields = {"value": 5} if item.startswith("answer") else {"n": 1}
    assert server.take(Operation("1", "set", item, fields=fields), ANE) == Result.REFUSED
    assert not server.items


def test_an_operation_does_what_it_says_or_nothing() -> None:
    server = Server()
    server.take(add("1", name="Studerende"), ANE)
    odd = Operation("2", "s\x00t", "x", fields={"name": "Andre"}, base=1)
    assert server.take(odd, ANE) == Result.REFUSED
    assert server.versions("x", "name") == ["Studerende"]


def test_people_are_numbers() -> None:
    with pytest.raises(ValueError, match="people"):
        TYPES["step"]["people"].clean([True])
