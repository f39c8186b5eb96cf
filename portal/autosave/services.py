"""Keeping words that are typed and not saved yet, and forgetting them once they are.

Each opening of a form keeps its own words (`load`), so nothing is ever written over: not by
another tab, not by another device, and not by a request that comes late.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.access.actors import Actor
from portal.autosave.models import Draft
from portal.database import now
from portal.errors import NotAllowed, PortalError
from portal.jobs.handlers import JobContext
from portal.web.safe_redirect import is_local

MAX_BYTES = 512 * 1024
MAX_FIELDS = 2000
MAX_DRAFTS = 50
KEEP = dt.timedelta(days=60)
KEEP_CLOSED = dt.timedelta(days=1)
#: The hidden fields by which a form says which words to forget when it is saved.
KEY, LOAD, ADOPTS = "autosave", "autosave-load", "autosave-adopts"
NEVER_KEPT = frozenset({"csrf_token", KEY, LOAD, ADOPTS})
_KEY = re.compile(r"[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)+")
_LOAD = re.compile(r"[0-9a-f]{32}")

Fields = tuple[tuple[str, str], ...]


class DraftProblem(PortalError):
    """Words that cannot be kept; `status` is the answer's."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Words:
    """What a browser sends: the fields of one opening of one form, the `count`th time."""

    key: str
    load: str
    count: int
    fields: Fields
    base_version: str = ""
    page: str = ""
    title: str = ""
    adopts: int | None = None


def read_words(body: Any) -> Words:
    """What was sent, checked field by field; raises DraftProblem with 400 for anything else."""
    if not isinstance(body, Mapping):
        raise _nonsense()
    fields = body.get("fields")
    if not isinstance(fields, list) or len(fields) > MAX_FIELDS:
        raise _nonsense()
    pairs = tuple(_pair(one) for one in fields)
    return Words(
        key=_text(body, "key", 120, _KEY),
        load=_text(body, "load", 40, _LOAD),
        count=_number(body.get("count")) or 0,
        fields=tuple(pair for pair in pairs if pair[0] not in NEVER_KEPT),
        base_version=_text(body, "version", 40),
        page=_text(body, "page", 500),
        title=" ".join(_text(body, "title", 2000).split())[:200],
        adopts=_number(body.get("adopts")),
    )


def keep(session: Session, actor: Actor, words: Words) -> Draft | None:
    """Keeps the words; None where that opening of the form was saved or dropped meanwhile.

    Words that were overtaken by later ones change nothing. Raises NotAllowed without a person,
    DraftProblem when they are too long or there are too many.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    if _size(words.fields) > MAX_BYTES:
        raise DraftProblem(_("The text is too long to be kept as a draft. Save it instead."), 413)
    draft = _find(session, actor.user_id, words.key, words.load)
    if draft is None:
        if len(open_drafts(session, actor)) >= MAX_DRAFTS:
            text = _("You have %(number)s drafts. Finish or drop some first.", number=MAX_DRAFTS)
            raise DraftProblem(text, 409)
        draft = Draft(user_id=actor.user_id, key=words.key, load=words.load, count=0)
        session.add(draft)
    elif draft.closed_at is not None:
        return None
    if words.count <= (draft.count or 0):
        return draft
    draft.count = words.count
    draft.payload = {"fields": [list(pair) for pair in words.fields]}
    draft.base_version, draft.title = words.base_version, words.title
    draft.page = words.page if is_local(words.page) else ""
    draft.updated_at = now()
    adopted = _own(session, actor, words.adopts)
    if adopted is not None and adopted.key == words.key and adopted.id != draft.id:
        _close(session, adopted, empty=False)  # its words go on in these
    session.flush()
    return draft


def forget_draft(session: Session, actor: Actor, posted: Mapping[str, str], made: str = "") -> None:
    """Call when a form was saved, in the same transaction: its words are no draft any longer, and
    a request with them that comes late changes nothing. `posted` is the form as it was sent.

    A form that makes something says by `made` where that is: see `made_before`.
    """
    key, load = posted.get(KEY, ""), posted.get(LOAD, "")
    if actor.user_id is None or not (_KEY.fullmatch(key) and len(key) <= 120):
        return
    if _LOAD.fullmatch(load):
        draft = _find(session, actor.user_id, key, load)
        if draft is None:
            draft = Draft(user_id=actor.user_id, key=key, load=load)
            session.add(draft)
        _close(session, draft, empty=True)
        draft.payload = {"made": made, "of": _digest(posted)} if made else {}
    adopted = _own(session, actor, _number(posted.get(ADOPTS)))
    if adopted is not None and adopted.key == key:
        _close(session, adopted, empty=True)
    session.flush()


def made_before(session: Session, actor: Actor, posted: Mapping[str, str]) -> str | None:
    """Where that is what this very opening of the form has made of the same words already:
    somebody pressed twice, or sent the page again. Ask before making anything; whoever presses at
    the same moment waits here until the first is through, and is told. None: make it, also for
    who went back and wrote something else."""
    key, load = posted.get(KEY, ""), posted.get(LOAD, "")
    if actor.user_id is None or not (_KEY.fullmatch(key) and _LOAD.fullmatch(load)):
        return None
    if session.get_bind().dialect.name == "postgresql":
        name = f"portal.draft {actor.user_id} {load}"
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
    draft = _find(session, actor.user_id, key, load)
    if draft is None or draft.payload.get("of") != _digest(posted):
        return None
    return str(draft.payload["made"])


def take_back(session: Session, actor: Actor, key: str, load: str) -> None:
    """The form says again what it said when it was opened: there is nothing to keep. Later words
    of the same opening are kept again."""
    if actor.user_id is not None:
        session.execute(
            delete(Draft).where(
                Draft.user_id == actor.user_id,
                Draft.key == key,
                Draft.load == load,
                Draft.closed_at.is_(None),
            )
        )


def drop(session: Session, actor: Actor, draft_id: int) -> Draft | None:
    """Drops words one does not want; for a day `pick_up` brings them back."""
    draft = _own(session, actor, draft_id)
    _close(session, draft, empty=False)
    return draft


def pick_up(session: Session, actor: Actor, draft_id: int) -> Draft | None:
    """Brings dropped words back."""
    draft = _own(session, actor, draft_id)
    if draft is None or not draft.payload.get("fields"):
        return None
    draft.closed_at = None
    return draft


def open_drafts(session: Session, actor: Actor, key: str | None = None) -> Sequence[Draft]:
    """One's drafts, newest first; of one form with `key`."""
    if actor.user_id is None:
        return []
    statement = _open(actor.user_id)
    if key is not None:
        statement = statement.where(Draft.key == key)
    return session.scalars(statement.order_by(Draft.updated_at.desc(), Draft.id.desc())).all()


def find_draft(session: Session, actor: Actor, draft_id: int | None) -> Draft | None:
    """One's own open draft with that id."""
    draft = _own(session, actor, draft_id)
    return draft if draft is not None and draft.closed_at is None else None


def fields_of(draft: Draft) -> Fields:
    """The (name, value) pairs of a draft."""
    return tuple((name, value) for name, value in draft.payload.get("fields", ()))


def purge(session: Session) -> int:
    """Forgets what nobody came back for, and closed ones; returns how many."""
    old = Draft.updated_at < now() - KEEP
    over = Draft.closed_at < now() - KEEP_CLOSED
    doomed = session.scalar(select(func.count()).select_from(Draft).where(old | over)) or 0
    session.execute(delete(Draft).where(old | over))
    return doomed


def tidy(job: JobContext) -> None:
    """The daily round."""
    purge(job.session)


def _open(user_id: int) -> Select[Any]:
    return select(Draft).where(Draft.user_id == user_id, Draft.closed_at.is_(None))


def _find(session: Session, user_id: int, key: str, load: str) -> Draft | None:
    statement = select(Draft).where(Draft.user_id == user_id, Draft.key == key, Draft.load == load)
    return session.scalar(statement)


def _digest(posted: Mapping[str, str]) -> str:
    sent: Any = posted.items(multi=True) if isinstance(posted, MultiDict) else posted.items()
    pairs = sorted([str(name), str(value)] for name, value in sent if name not in NEVER_KEPT)
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def _own(session: Session, actor: Actor, draft_id: int | None) -> Draft | None:
    if draft_id is None or actor.user_id is None:
        return None
    draft = session.get(Draft, draft_id)
    return draft if draft is not None and draft.user_id == actor.user_id else None


def _close(session: Session, draft: Draft | None, *, empty: bool) -> None:
    if draft is None:
        return
    draft.closed_at = now()
    if empty:
        draft.payload, draft.title = {}, ""


def _size(fields: Fields) -> int:
    return len(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))


def _text(
    body: Mapping[str, Any], name: str, limit: int, shape: re.Pattern[str] | None = None
) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > limit:
        raise _nonsense()
    if shape is not None and not shape.fullmatch(value):
        raise _nonsense()
    return _clean(value)


def _pair(one: Any) -> tuple[str, str]:
    if not (isinstance(one, list) and len(one) == 2 and all(isinstance(x, str) for x in one)):
        raise _nonsense()
    return _clean(one[0]), _clean(one[1])


def _clean(text: str) -> str:
    # What no database holds, and half a character that a cut has left.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        value = int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 < value < 2**31 else None


def _nonsense() -> DraftProblem:
    return DraftProblem(_("That is no draft."), 400)
