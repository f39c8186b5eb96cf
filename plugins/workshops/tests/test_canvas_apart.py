"""Browsers that work apart for a while, and come back in a nasty order: all end equal, and nothing
that anybody wrote is lost or replaced unseen."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest
from portal_workshops.canvas.services import design_of

from portal.testing.sessions import token_of


class Browser:
    """A client that keeps what it does while it is away, and sends it when it is back."""

    def __init__(self, person: Any, base: str) -> None:
        self.person, self.base, self.client = person, base, str(uuid.uuid4())
        self.seq, self.items, self.queue = 0, dict[str, Any](), list[dict[str, Any]]()
        self.token = token_of(person.get("/").text)

    def do(self, what: str, item: str, type: str = "", **fields: Any) -> str:
        self.queue.append(
            {
                "id": str(uuid.uuid4()),
                "do": what,
                "item": item,
                "type": type,
                "fields": fields,
                "base": self.seq,
            }
        )
        return item

    def add(self, type: str, **fields: Any) -> str:
        return self.do("add", str(uuid.uuid4()), type, **fields)

    def send(self, lose_the_answer: bool = False) -> list[str]:
        body = {
            "client": self.client,
            "user": self.person.id,
            "since": self.seq,
            "operations": self.queue,
        }
        answer = self.person.client.post(
            f"{self.base}/operations", json=body, headers={"X-CSRFToken": self.token}
        )
        assert answer.status_code == 200, answer.text
        if lose_the_answer:
            return []
        self.queue = []
        self._take(answer.json)
        return [one["result"] for one in answer.json["results"]]

    def poll(self) -> Any:
        answer = self.person.get(f"{self.base}/changes?since={self.seq}&user={self.person.id}")
        assert answer.status_code == 200
        self._take(answer.json)
        return answer.json

    def _take(self, data: Any) -> None:
        for one in data["items"]:
            self.items[one["id"]] = one
        self.seq = data["seq"]

    def texts(self, item: str, name: str) -> list[Any]:
        return [version[0] for version in self.items[item]["f"][name]]

    def shown(self) -> dict[str, Any]:
        """What everybody sees: not the dots and answers, of which each has their own."""
        return {
            key: (one["gone"], one["f"])
            for key, one in self.items.items()
            if one["type"] not in ("vote", "answer")
        }


@pytest.fixture
def pair(sign_in: Any, workshop: Any) -> tuple[Browser, Browser]:
    lea, tea = (Browser(sign_in(one), workshop.base) for one in (workshop.leader, workshop.teacher))
    return lea, tea


def equal(*browsers: Browser) -> None:
    for one in browsers:
        one.poll()
    assert all(one.shown() == browsers[0].shown() for one in browsers)


def test_one_note_written_by_both_while_one_is_away(pair: Any) -> None:
    lea, tea = pair
    note = lea.add("stakeholder", name="Studerende", needs="Tid")
    lea.send()
    tea.poll()
    # Tea is away, and writes on and on; Lea writes, reads, and writes again.
    tea.do("set", note, needs="Teas første")
    tea.do("set", note, needs="Teas anden")
    lea.do("set", note, needs="Leas")
    lea.send()
    assert tea.send() == ["both", "both"]
    equal(lea, tea)
    assert lea.texts(note, "needs") == ["Leas", "Teas anden"]
    # Both settle it at once, each their own way: that, too, is shown.
    seen = [version[1] for version in lea.items[note]["f"]["needs"]]
    for one, words in ((lea, "Leas igen"), (tea, "Det er Teas")):
        one.do("settle", note, needs=words)
        one.queue[-1]["seen"] = seen
    lea.send()
    assert tea.send() == ["both"]
    equal(lea, tea)
    assert lea.texts(note, "needs") == ["Leas igen", "Det er Teas"]


def test_a_note_removed_here_and_written_in_there(pair: Any) -> None:
    lea, tea = pair
    notes = [lea.add("stakeholder", name=f"Nr. {number}") for number in (1, 2, 3)]
    lea.send()
    tea.poll()
    # Removed online, written in while away: it is back, with what was written.
    tea.do("set", notes[0], sees="Skrevet uden net")
    lea.do("remove", notes[0])
    lea.send()
    # Removed while away, written in online: it stays.
    tea.do("remove", notes[1])
    lea.do("set", notes[1], sees="Skrevet med net")
    lea.send()
    # Removed by both, and brought back by one.
    tea.do("remove", notes[2])
    lea.do("remove", notes[2])
    lea.do("restore", notes[2])
    lea.send()
    assert tea.send() == ["done", "kept", "done"]
    equal(lea, tea)
    assert lea.texts(notes[0], "sees") == ["Skrevet uden net"]
    assert lea.texts(notes[1], "sees") == ["Skrevet med net"]
    assert [lea.items[one]["gone"] for one in notes] == [False, False, True]


def test_words_are_merged_while_dots_are_given(pair: Any, workshop: Any, session: Any) -> None:
    lea, tea = pair
    ro, stille, mod = (lea.add("word", text=text) for text in ("Ro", "Stilhed", "Mod"))
    lea.send()
    tea.poll()
    tea.do("set", f"vote-{tea.person.id}-{stille}", n=2)
    tea.do("set", f"vote-{tea.person.id}-{mod}", n=1)
    tea.do("set", ro, into=stille)  # the other way round
    lea.do("set", stille, into=ro)
    lea.do("set", f"vote-{lea.person.id}-{ro}", n=1)
    lea.do("set", ro, chosen=True, codex="Vi lytter")
    lea.do("remove", mod)
    lea.send()
    assert tea.send() == ["done", "done", "refused"]  # never in a ring; Tea is told
    equal(lea, tea)
    made = design_of(session, workshop.part)
    assert [(one.text, one.dots) for one in made.codex] == [("Ro", 3)]
    session.commit()
    # The dots of what is gone are hers again.
    tea.do("set", f"vote-{tea.person.id}-{ro}", n=1)
    assert tea.send() == ["done"]


def test_what_is_sent_again_and_again_is_done_once(pair: Any, workshop: Any, session: Any) -> None:
    lea, tea = pair
    note = lea.add("stakeholder", name="Studerende")
    lea.send()
    tea.poll()
    for text in ("a", "b", "c"):
        tea.do("set", note, needs=text)
    tea.add("stakeholder", name="Bibliotek")
    tea.send(lose_the_answer=True)
    lea.poll()
    lea.do("set", note, needs="Leas, efter at have set c")
    lea.send()
    # The same again, from an older answer, with something new behind it.
    tea.do("set", note, expects="Mails")
    tea.send(lose_the_answer=True)
    tea.send()
    equal(lea, tea)
    assert lea.texts(note, "needs") == ["Leas, efter at have set c"]
    assert lea.texts(note, "expects") == ["Mails"]
    session.commit()
    names = sorted(one.name for one in design_of(session, workshop.part).stakeholders)
    assert names == ["Bibliotek", "Studerende"]


@pytest.mark.parametrize("seed", range(5))
def test_five_wander_off_and_come_back(sign_in: Any, workshop: Any, seed: int) -> None:
    """Whoever writes, removes, sends half of it, loses answers: in the end all see the same, and
    of every text somebody has written, it is there, or somebody who had seen it wrote on."""
    chance = random.Random(seed)
    people = (workshop.leader, workshop.teacher, workshop.guide, workshop.leader, workshop.planner)
    browsers = [Browser(sign_in(one), workshop.base) for one in people]
    notes = [browsers[0].add("stakeholder", name=f"Nr. {number}") for number in range(3)]
    browsers[0].send()
    for one in browsers:
        one.poll()
    written: dict[str, tuple[Browser, str, str, int]] = {}
    for number in range(60):
        one, note = chance.choice(browsers), chance.choice(notes)
        match chance.randrange(8):
            case 0 | 1 | 2 | 3:
                name = chance.choice(("sees", "needs"))
                one.do("set", note, **{name: f"Tekst {number}"})
                written[f"Tekst {number}"] = (one, note, name, one.seq)
            case 4:
                one.do("remove", note)
            case 5:
                one.send(lose_the_answer=True)
            case 6:
                one.send()
            case 7:
                one.poll()
    for one in browsers:
        one.send()
    equal(*browsers)
    last = browsers[0]
    for text, (by, note, name, base) in written.items():
        there = last.texts(note, name)
        if text in there:
            continue
        # Then whoever wrote one of those that stand there had seen it, or wrote it.
        assert any(
            other[0] is by or other[3] > base
            for value, other in written.items()
            if other[1:3] == (note, name) and value != text
        ), (text, there)
