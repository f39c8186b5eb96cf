"""The link in a round's mail: it lets its holder say 'still right', and nothing else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import seal, speak_to, unseal

from ..models import RoundReply

#: What the links in mails are sealed for.
LINK = "ambassadors.round"


def token_for(reply: RoundReply) -> str:
    """What the link ends in."""
    return seal(LINK, reply.round_id, reply.ambassador_id)


def reply_of(session: Session, token: str) -> RoundReply | None:
    """The reply a link stands for; None for one that is forged, or whose reply is gone. The page
    speaks the language of whose profile it is."""
    found = unseal(LINK, token, 2)
    if found is None:
        return None
    reply = session.get(RoundReply, tuple(found))
    if reply is not None:
        speak_to(reply.ambassador.user)
    return reply
