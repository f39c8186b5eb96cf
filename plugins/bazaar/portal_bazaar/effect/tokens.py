"""The link in the mail: it opens one person's questions, and nothing else."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from portal.api import speak_to

from ..models import EffectAsk


def token_for(ask: EffectAsk) -> str:
    """What the link ends in."""
    return _serializer().dumps([ask.id, ask.visitor_id, ask.user_id])


def ask_of(session: Session, token: str) -> EffectAsk | None:
    """Whom a link belongs to; None for one that is forged, and for who has left or was deleted.
    The page it opens speaks the language of the mail."""
    try:
        found = _serializer().loads(token)
    except BadSignature:
        return None
    if not (isinstance(found, list) and len(found) == 3 and isinstance(found[0], int)):
        return None
    ask = session.get(EffectAsk, found[0])
    if ask is None or [ask.id, ask.visitor_id, ask.user_id] != found:
        return None
    if ask.user is not None and not ask.user.active:
        return None
    if ask.visitor is not None and ask.visitor.forgotten_at is not None:
        return None
    if ask.user is not None:
        speak_to(ask.user)
    elif ask.visitor is not None:
        speak_to(ask.visitor.language)
    return ask


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="bazaar.effect")
