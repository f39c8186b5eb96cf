"""No input whatever brings a page of planning down."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import pytest
from portal_bazaar.models import Lesson, PlanTask
from sqlalchemy.orm import Session

NASTY = (
    "",
    " ",
    "\x00",
    "99999999999999999999",
    "-1",
    "1e999",
    "x" * 70_000,
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "'; DROP TABLE bazaar_bazaar; --",
    "\u202e\ud7ff\U0001f384",
    "2031-02-30",
    "25:61",
    "[]",
    "../../etc/passwd",
    "None",
    "nan",
)
FIELDS = [
    "title",
    "day",
    "starts",
    "ends",
    "place",
    "address",
    "summary",
    "registration_day",
    "registration_time",
    "cards_day",
    "cards_time",
    "follow_up_months",
    "visibility",
    "visible_units",
    "visible_people",
    "version",
    "based_on",
    "kind",
    "note",
    "name",
    "due_on",
    "responsible_id",
    "channel",
    "text",
    "user_id",
    "role",
    "status",
    "next",
    "value-0",
    "words-0",
    "strict",
    "merge-mine",
    "mail_leaders",
    "q",
    "theme",
    "list",
    "show",
    "page",
]


@pytest.mark.parametrize("seed", range(2))
def test_nothing_breaks(
    app: Any, session: Session, make: Any, sign_in: Any, bazaar: Any, stand: Any, seed: int
) -> None:
    """Every address of the area, with every field full of nonsense."""
    ane = make.user(roles=["organiser"])
    one = bazaar(organisers=[ane])
    stand(one)
    task = PlanTask(bazaar_id=one.id, title="Write", due_on=dt.date(2031, 1, 1))
    lesson = Lesson(bazaar_id=one.id, text="Begin earlier")
    session.add_all([task, lesson])
    session.commit()
    me = sign_in(ane)
    data = b"Navn;E-mail\r\nBo;bo@gaest.example"
    upload = me.post(f"/bazaar/{one.id}/manage/setup", {"file": (io.BytesIO(data), "x.csv")})
    ids = {
        "bazaar_id": one.id,
        "task_id": task.id,
        "lesson_id": lesson.id,
        "part_id": one.parts[0].id,
        "theme_id": one.themes[0].id,
        "user_id": ane.id,
        "import_id": int(upload.location.rsplit("/", 1)[1]),
        "extension": "csv",
        "name": "people",
    }
    draw = random.Random(seed)
    tried = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("bazaar.") or rule.endpoint == "bazaar.static":
            continue
        if rule.endpoint in ("bazaar.delete", "bazaar.hand_over", "bazaar.remove_person"):
            continue  # they end what the others need
        values = {name: ids.get(name, "done") for name in rule.arguments}
        try:
            path = rule.build(values, append_unknown=False)[1]
        except (ValueError, KeyError, TypeError):
            continue
        for _time in range(3):
            posted = {name: draw.choice(NASTY) for name in FIELDS if draw.random() < 0.8}
            tried += 1
            answer = (
                me.post(path, posted)
                if "POST" in rule.methods and draw.random() < 0.8
                else me.get(path, query_string=posted)
            )
            assert answer.status_code < 500, (path, posted, answer.text[:400])
    assert tried > 60
