"""The link in a round's mail: it lets its holder say 'still right', and nothing else."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from portal.api import speak_to

from ..models import RoundReply


def token_for(reply: RoundReply) -> str:
    """What the link ends in."""
    return _serializer().dumps([reply.round_id, reply.ambassador_id])


def reply_of(session: Session, token: str) -> RoundReply | None:
    """The reply a link stands for; None for one that is forged, or whose reply is gone. The page
    speaks the language of whose profile it is."""
    try:
        found = _serializer().loads(token)
    except BadSignature:
        return None
    if not (isinstance(found, list) and len(found) == 2):
        return None
    reply = session.get(RoundReply, tuple(found))
    if reply is not None:
        speak_to(reply.ambassador.user)
    return reply


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="ambassadors.round")
