"""Answering an invitation from its mail, signed in or not: a link, a page, two buttons. The link
lets its holder say whether that one guest comes, and shows when and where; nothing else."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.api import actor_for, attempt, db, now, public, seal, speak_to, unseal

from ..models import Meeting, MeetingGuest
from . import seats
from .states import ANSWERS, Answer
from .views import bp

#: What the links in mails are sealed for.
LINK = "ambassadors.meeting"
#: What can be said here; who is not sure yet signs in.
OFFERED = (Answer.YES, Answer.NO)


def path_for(meeting_id: int, user_id: int) -> str:
    """Where this guest answers. Mails are written where nothing knows of addresses."""
    return f"/ambassadors/meetings/answer/{seal(LINK, meeting_id, user_id)}"


def guest_of(session: Session, token: str) -> tuple[Meeting, MeetingGuest] | None:
    """Whose link it is; None for one that is forged, for who is not invited any more and whose
    account is closed, and for a meeting that is over or gone. The page speaks their language."""
    found = unseal(LINK, token, 2)
    if found is None:
        return None
    guest = session.get(MeetingGuest, tuple(found))
    if guest is None or not guest.user.active:
        return None
    speak_to(guest.user)
    meeting = session.get(Meeting, guest.meeting_id)
    if meeting is None or not guest.invited or meeting.ends_at <= now():
        return None
    return meeting, guest


@bp.get("/answer/<token>")
@public
def by_link(token: str) -> Any:
    """When and where, what was answered so far, and the two answers."""
    found = guest_of(db.session(), token)
    if found is None:
        return render_template("ambassadors/meetings/no_link.html"), 404
    meeting, guest = found
    waiting = seats.waiting(meeting)
    return render_template(
        "ambassadors/meetings/answer.html",
        meeting=meeting,
        event=seats.event_of(db.session(), meeting),
        guest=guest,
        seat=guest.user_id in seats.seated(meeting),
        turn=waiting.index(guest.user_id) + 1 if guest.user_id in waiting else 0,
        offered={key: ANSWERS[key] for key in OFFERED},
        answers=ANSWERS,
        action=url_for(".answer_by_link", token=token),
    )


@bp.post("/answer/<token>")
@public
def answer_by_link(token: str) -> Any:
    """Yes or no; again does no harm, and another answer counts instead."""
    session = db.session()
    found = guest_of(session, token)
    if found is None:
        return render_template("ambassadors/meetings/no_link.html"), 404
    meeting, guest = found
    seats.lock(session, meeting)
    word = request.form.get("answer", "")
    with attempt():
        if word in OFFERED and word != guest.answer:
            seats.answer(session, actor_for(session, guest.user), meeting, word)
    return redirect(url_for(".by_link", token=token), 303)
