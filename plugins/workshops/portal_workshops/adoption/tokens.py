"""The links in mails: one lets who was asked say how it goes, one says that an action is done."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.api import User, seal, speak_to, unseal

from ..models import AdoptionAction, AdoptionReview

#: What the links in mails are sealed for.
REVIEW, ACTION = "workshops.adoption.review", "workshops.adoption.action"


def review_token(review: AdoptionReview) -> str:
    """What the link of a question ends in; it is this person's, for this question."""
    return seal(REVIEW, review.id, review.asked_id)


def review_of(session: Session, token: str) -> AdoptionReview | None:
    """The question a link stands for; None for one that is forged, or asks somebody else now. The
    page speaks the language of who was asked."""
    found = unseal(REVIEW, token, 2)
    review = session.get(AdoptionReview, found[0]) if found else None
    if review is None or found is None or review.asked_id != found[1]:
        return None
    return review if _theirs(review.asked) else None


def action_token(action: AdoptionAction) -> str:
    """What the link of an action ends in."""
    return seal(ACTION, action.id, action.user_id)


def action_of(session: Session, token: str) -> AdoptionAction | None:
    """The action a link stands for; None for one that is forged, or somebody else's now."""
    found = unseal(ACTION, token, 2)
    action = session.get(AdoptionAction, found[0]) if found else None
    if action is None or found is None or action.user_id != found[1]:
        return None
    return action if _theirs(action.user) else None


def _theirs(user: User | None) -> bool:
    if user is None or not user.active:
        return False
    speak_to(user)
    return True
