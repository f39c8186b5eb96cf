"""Doing one step: an education on the list, a theme, a stand, somebody who comes. What is so
already is left alone; doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, Unit, User, find_user, fold, lists, now

from ...attendance.inviting import invite, settings_of
from ...attendance.registering import register
from ...card.codes import give_short_code
from ...models import Bazaar, InvitedEducation, Keeper, Stand, Theme, Visitor
from ...stands import mails
from ...vocabulary import StandStatus
from .undoing import how_it_is


class Applier:
    """The steps of one batch. `options`: whether leaders and keepers are written to."""

    def __init__(
        self, session: Session, actor: Actor, bazaar: Bazaar, options: Mapping[str, Any]
    ) -> None:
        self._session, self._actor, self._bazaar = session, actor, bazaar
        self._options = options
        #: What the last step added, (what, id, how it is); None where it added nothing.
        self.made: tuple[str, int, str] | None = None

    def apply(self, step: Mapping[str, Any]) -> str:
        """What happened: new, changed or same. Raises PortalError for what cannot be done."""
        self.made = None
        return {
            "education": self._education,
            "theme": self._theme,
            "stand": self._stand,
            "visitor": self._visitor,
        }[step["do"]](step)

    def finish(self, unit_ids: list[int]) -> None:
        """Writes to the leaders of the educations that are new, where it was asked for: one mail
        to each, about all of theirs."""
        if self._options.get("mail_leaders") and unit_ids:
            kept = settings_of(self._session, self._bazaar)
            invite(self._session, self._actor, self._bazaar, unit_ids, text=kept.text)

    def _invited(self, unit_id: int) -> InvitedEducation | None:
        return self._session.scalar(
            select(InvitedEducation).where(
                InvitedEducation.bazaar_id == self._bazaar.id,
                InvitedEducation.unit_id == unit_id,
            )
        )

    def _education(self, step: Mapping[str, Any]) -> str:
        there, outcome = self._invited(step["unit"]), lists.SAME
        if there is None:
            if self._session.get(Unit, step["unit"]) is None:
                raise PortalError(_("The unit is no longer there."))
            there = InvitedEducation(bazaar_id=self._bazaar.id, unit_id=step["unit"])
            self._session.add(there)
            outcome = lists.NEW
        for name, attribute in (("delegate", "delegate_id"), ("note", "note")):
            if name in step and getattr(there, attribute) != step[name]:
                setattr(there, attribute, step[name])
                outcome = outcome if outcome == lists.NEW else lists.CHANGED
        self._session.flush()
        if outcome == lists.NEW:
            self._note("education", there)
        return outcome

    def _note(self, what: str, thing: Any) -> None:
        self.made = (what, thing.id, how_it_is(thing))

    def _theme(self, step: Mapping[str, Any]) -> str:
        if self._theme_id(step["name"]) is not None:
            return lists.SAME
        last = self._session.scalar(
            select(func.max(Theme.position)).where(Theme.bazaar_id == self._bazaar.id)
        )
        position = 0 if last is None else last + 1
        theme = Theme(bazaar_id=self._bazaar.id, name=step["name"], position=position)
        self._session.add(theme)
        self._session.flush()
        self._note("theme", theme)
        return lists.NEW

    def _theme_id(self, name: str) -> int | None:
        wanted = select(Theme.id, Theme.name).where(Theme.bazaar_id == self._bazaar.id)
        rows = self._session.execute(wanted)
        return next((theme_id for theme_id, one in rows if fold(one) == fold(name)), None)

    def _stand(self, step: Mapping[str, Any]) -> str:
        session = self._session
        stand = session.get(Stand, step["id"]) if step["id"] is not None else self._same(step)
        if stand is not None and stand.bazaar_id != self._bazaar.id:
            raise PortalError(_("The stand is no longer there."))
        fresh = stand is None
        if stand is None:
            if step["id"] is not None:
                raise PortalError(_("The stand is no longer there."))
            stand = Stand(bazaar_id=self._bazaar.id, status=StandStatus.CONFIRMED, keepers=[])
            stand.bazaar = self._bazaar
            stand.title = step["title"]
        for name in ("title", "summary", "hands_on", "needs", "place"):
            if step[name]:
                setattr(stand, name, step[name])
        for name, attribute in (("unit", "unit_id"), ("sheet", "sheet_id")):
            if step[name] is not None:
                setattr(stand, attribute, step[name])
        if step["theme"]:
            stand.theme_id = self._theme_id(step["theme"])
        new = self._add_keepers(stand, step["keepers"])
        if fresh:
            stand.number = self._number(step["number"], stand)
            session.add(stand)
            session.flush()
            give_short_code(session, stand)
        else:
            if step["number"] is not None and stand.number != step["number"]:
                stand.number = self._number(step["number"], stand)
            stand.version += 1
            stand.updated_at = now()
        session.flush()
        if self._options.get("mail_keepers") and stand.status == StandStatus.CONFIRMED and new:
            mails.confirmed(session, self._actor, stand, new)
        if fresh:
            self._note("stand", stand)
        return lists.NEW if fresh else lists.CHANGED

    def _same(self, step: Mapping[str, Any]) -> Stand | None:
        """One that was made since the preview, by this very list or by somebody."""
        found = self._session.scalars(
            select(Stand).where(Stand.bazaar_id == self._bazaar.id, Stand.title == step["title"])
        ).all()
        return found[0] if len(found) == 1 else None

    def _number(self, wanted: int | None, stand: Stand) -> int:
        session = self._session
        taken = select(Stand.id).where(Stand.bazaar_id == self._bazaar.id, Stand.number == wanted)
        with session.no_autoflush:
            if wanted is not None:
                other = session.scalar(taken)
                if other is not None and other != stand.id:
                    raise PortalError(_("Another stand has the number %(number)s.", number=wanted))
                return wanted
            last = session.scalar(
                select(func.max(Stand.number)).where(Stand.bazaar_id == self._bazaar.id)
            )
        return (last or 0) + 1

    def _add_keepers(self, stand: Stand, wanted: list[list[Any]]) -> list[Keeper]:
        users = {one.user_id for one in stand.keepers if one.user_id is not None}
        emails = {one.email for one in stand.keepers if one.email}
        new = []
        for user_id, name, email in wanted:
            if user_id is None and email:  # an account may have come since
                user = find_user(self._session, email)
                user_id = user.id if user is not None else None
            if (user_id in users) if user_id is not None else (email in emails):
                continue
            keeper = Keeper(user_id=user_id) if user_id else Keeper(name=name, email=email)
            if user_id is not None:
                keeper.user = self._session.get(User, user_id)
                users.add(user_id)
            stand.keepers.append(keeper)
            new.append(keeper)
        return new

    def _visitor(self, step: Mapping[str, Any]) -> str:
        session = self._session
        user = session.get(User, step["user"]) if step["user"] is not None else None
        if step["user"] is not None and (user is None or not user.active):
            raise PortalError(_("The account is no longer open."))
        education = self._invited(step["unit"]) if step["unit"] is not None else None
        nameless = self._nameless(step, education) if user is None and not step["email"] else None
        if nameless is not None:
            return self._change_nameless(nameless, step)
        wanted = select(Visitor.id).where(Visitor.bazaar_id == self._bazaar.id)
        there = (
            session.scalar(wanted.where(Visitor.user_id == user.id))
            if user is not None
            else session.scalar(wanted.where(Visitor.email == step["email"]).limit(1))
            if step["email"]
            else None
        )
        made = register(
            session,
            self._actor,
            self._bazaar,
            user=user,
            name=step["name"],
            email=step["email"],
            organisation=step["organisation"],
            education=education,
            function=step["function"] or None,
        )
        if there is None:
            self._note("visitor", made)
            return lists.NEW
        return lists.CHANGED

    def _nameless(
        self, step: Mapping[str, Any], education: InvitedEducation | None
    ) -> Visitor | None:
        """A guest without an address, who is known by name and education."""
        rows = self._session.scalars(
            select(Visitor).where(
                Visitor.bazaar_id == self._bazaar.id,
                Visitor.user_id.is_(None),
                Visitor.email == "",
                Visitor.education_id.is_(None)
                if education is None
                else Visitor.education_id == education.id,
            )
        )
        return next((one for one in rows if fold(one.name) == fold(step["name"])), None)

    def _change_nameless(self, visitor: Visitor, step: Mapping[str, Any]) -> str:
        before = (visitor.function, visitor.organisation, visitor.cancelled_at)
        visitor.function = step["function"] or visitor.function
        visitor.organisation = step["organisation"] or visitor.organisation
        visitor.cancelled_at = None
        if before == (visitor.function, visitor.organisation, visitor.cancelled_at):
            return lists.SAME
        visitor.version += 1
        visitor.updated_at = now()
        self._session.flush()
        return lists.CHANGED
