"""The link in the mail: it opens one person's questions, and nothing else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import seal, speak_to, unseal

from ..models import EffectAsk

#: What the links in mails are sealed for.
LINK = "bazaar.effect"


def token_for(ask: EffectAsk) -> str:
    """What the link ends in."""
    return seal(LINK, ask.id, ask.visitor_id, ask.user_id)


def ask_of(session: Session, token: str) -> EffectAsk | None:
    """Whom a link belongs to; None for one that is forged, and for who has left or was deleted.
    The page it opens speaks the language of the mail."""
    found = unseal(LINK, token, 3)
    if found is None:
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
