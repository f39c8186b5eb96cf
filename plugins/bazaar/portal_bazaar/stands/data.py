"""What people say of a stand, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, FieldProblem, PortalError, Unit, User, clean_email, find_user

from ..models import Bazaar, Keeper, Stand, Theme
from .sheets import facts_of

TITLE_MAX, PLACE_MAX, NAME_MAX = 200, 120, 120
TEXT_MAX = 4000
KEEPERS_MAX = 12


class StandProblem(FieldProblem):
    """What keeps a stand from being saved; `field` names the form's field it is about."""


@dataclass(frozen=True, slots=True)
class StandData:
    """What a form says of a stand. `guests`: (name, e-mail) of keepers without an account.
    `number`: only organisers give one; None leaves it as it is."""

    title: str = ""
    summary: str = ""
    sheet_id: int | None = None
    unit_id: int | None = None
    theme_id: int | None = None
    hands_on: str = ""
    needs: str = ""
    place: str = ""
    keeper_ids: Sequence[int] = ()
    guests: Sequence[tuple[str, str]] = ()
    number: int | None = None


def fill(session: Session, actor: Actor, stand: Stand, data: StandData) -> None:
    """Writes `data` into the stand. Raises StandProblem."""
    title, summary, unit_id = data.title.strip(), data.summary.strip(), data.unit_id
    if data.sheet_id is not None and data.sheet_id != stand.sheet_id:
        sheet = facts_of(session, actor, [data.sheet_id]).get(data.sheet_id)
        if sheet is None:
            raise StandProblem("sheet_id", _("This fact sheet is not there, or not for you."))
        title, summary = title or sheet.title, summary or sheet.summary
        unit_id = unit_id or sheet.unit_id
    if not title:
        raise StandProblem("title", _("Choose a fact sheet, or write what the stand shows."))
    _length("title", title, TITLE_MAX)
    _length("place", data.place, PLACE_MAX)
    for name in ("summary", "hands_on", "needs"):
        _length(name, getattr(data, name), TEXT_MAX)
    if unit_id is not None and session.get(Unit, unit_id) is None:
        raise StandProblem("unit_id", _("Choose one of the units."))
    if data.theme_id is not None and not _is_theme(session, stand.bazaar, data.theme_id):
        raise StandProblem("theme_id", _("Choose one of the themes."))
    stand.title, stand.summary, stand.sheet_id = title[:TITLE_MAX], summary, data.sheet_id
    stand.unit_id, stand.theme_id = unit_id, data.theme_id
    stand.hands_on, stand.needs, stand.place = data.hands_on, data.needs, data.place
    set_keepers(session, stand, data.keeper_ids, data.guests)


def set_keepers(
    session: Session, stand: Stand, user_ids: Iterable[int], guests: Iterable[tuple[str, str]]
) -> set[Keeper]:
    """Who keeps the stand; rows of those who stay are kept, with their pitches and shifts. An
    address of an account is that colleague. Returns who is new. Raises StandProblem."""
    wanted_users = dict.fromkeys(user_ids)
    wanted_guests: dict[str, str] = {}
    for name, address in guests:
        try:
            email = clean_email(address)
        except PortalError as problem:
            raise StandProblem("guests", f"{address}: {problem}") from None
        user = find_user(session, email)
        if user is not None:
            wanted_users[user.id] = None
        else:
            wanted_guests[email] = " ".join(name.split())[:NAME_MAX]
    if len(wanted_users) + len(wanted_guests) > KEEPERS_MAX:
        words = _("A stand has %(number)s keepers at most.", number=KEEPERS_MAX)
        raise StandProblem("keeper_ids", words)
    known = set(session.scalars(select(User.id).where(User.id.in_(wanted_users))))
    new = set()
    for keeper in list(stand.keepers):
        if keeper.user_id in known:
            known.discard(keeper.user_id)
        elif keeper.user_id is None and keeper.email in wanted_guests:
            keeper.name = wanted_guests.pop(keeper.email) or keeper.name
        else:
            stand.keepers.remove(keeper)
    for user_id in wanted_users:
        if user_id in known:
            keeper = Keeper(user_id=user_id)
            keeper.user = session.get(User, user_id)
            stand.keepers.append(keeper)
            new.add(keeper)
    for email, name in wanted_guests.items():
        keeper = Keeper(name=name, email=email)
        stand.keepers.append(keeper)
        new.add(keeper)
    return new


def read_guests(text: str) -> list[tuple[str, str]]:
    """(name, e-mail) of lines such as 'Gry Gæst, gry@skole.dk' or 'Gry Gæst <gry@skole.dk>'.
    Raises StandProblem for a line without an address."""
    found = []
    for line in text.replace("<", " ").replace(">", " ").replace(";", ",").splitlines():
        words = line.replace(",", " ").split()
        if not words:
            continue
        address = next((one for one in words if "@" in one), "")
        if not address:
            text = _('Write an e-mail address after "%(line)s".', line=line.strip()[:60])
            raise StandProblem("guests", text)
        found.append((" ".join(one for one in words if one != address), address))
    return found


def written_guests(stand: Stand) -> str:
    """The lines that `read_guests` reads."""
    guests = [one for one in stand.keepers if one.user_id is None]
    return "\n".join(", ".join(filter(None, [one.name, one.email])) for one in guests)


def _is_theme(session: Session, bazaar: Bazaar, theme_id: int) -> bool:
    theme = session.get(Theme, theme_id)
    return theme is not None and theme.bazaar_id == bazaar.id


def _length(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise StandProblem(field, _("Make it shorter: at most %(max)d characters.", max=most))
