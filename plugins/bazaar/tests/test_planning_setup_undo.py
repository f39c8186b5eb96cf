"""A whole list taken back: what it added goes, what somebody has built on stays."""

from __future__ import annotations

from typing import Any

import pytest
from flask_babel import force_locale
from portal_bazaar.attendance.registering import change
from portal_bazaar.models import InvitedEducation, SetupImport, Stand, Theme, Visitor
from portal_bazaar.planning.setup import services as rules
from portal_bazaar.planning.setup import undoing
from portal_bazaar.stands import services as stands
from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from portal.api import NotAllowed, lists

SHEETS = [
    ("Uddannelser", [(1, ["Uddannelse"]), (2, ["Sygepleje"]), (3, ["Fysioterapi"])]),
    (
        "Stande",
        [
            (1, ["Titel", "Tema", "Standholdere"]),
            (2, ["Podcast", "Digitalt", "Ane Hav <ane@x.example>"]),
            (3, ["Kystliv", "Trivsel", "Bo Klit <bo@x.example>"]),
        ],
    ),
    (
        "Deltagere",
        [
            (1, ["Navn", "E-mail", "Uddannelse"]),
            (2, ["Eva Rav", "eva@x.example", "Sygepleje"]),
            (3, ["Tom Tang", "tom@x.example", "Fysioterapi"]),
        ],
    ),
]
MODELS = (InvitedEducation, Theme, Stand, Visitor)


@pytest.fixture
def taken_in(make: Any, session: Session, bazaar: Any) -> Any:
    """`taken_in(**options)`: the list, taken in to its end, and who did it."""

    def take(**options: bool) -> tuple[SetupImport, Any]:
        one = bazaar()
        for name in ("Sygepleje", "Fysioterapi"):
            make.unit(name, kind="education")
        with force_locale("en"):
            actor = make.actor("organiser")
            kept = rules.keep_setup(session, actor, one, "list.xlsx", SHEETS, guarded=False)
            rules.start(session, actor, kept, **options)
            while kept.state == rules.RUNNING:
                rules.run_batch(session, kept.id)
        return kept, actor

    return take


def counted(session: Session) -> list[int]:
    """How many educations, themes, stands and visitors there are."""
    own = {Theme: Theme.name.in_(["Digitalt", "Trivsel"])}
    return [
        session.scalar(select(func.count()).select_from(one).where(own.get(one, true()))) or 0
        for one in MODELS
    ]


def test_all_of_it_goes(session: Session, taken_in: Any) -> None:
    """Also when the stands have been numbered anew and put on the plan; and only once."""
    one, actor = taken_in()
    assert counted(session) == [2, 2, 2, 2]
    with force_locale("en"):
        stands.number_anew(session, actor, one.bazaar)
        assert undoing.take_back(session, actor, one) == (8, 0)
        assert counted(session) == [0, 0, 0, 0]
        with pytest.raises(lists.ListProblem):
            undoing.take_back(session, actor, one)


def test_what_somebody_has_worked_with_stays(session: Session, taken_in: Any) -> None:
    """A visitor who was changed keeps the education, a changed stand its theme."""
    one, actor = taken_in()
    eva = session.scalars(select(Visitor).where(Visitor.name == "Eva Rav")).one()
    podcast = session.scalars(select(Stand).where(Stand.title == "Podcast")).one()
    with force_locale("en"):
        change(session, actor, eva, education=eva.education, function="leader", name="Eva Ravn")
        podcast.hands_on = "A microphone."
        session.flush()
        assert undoing.take_back(session, actor, one) == (4, 4)
    assert session.scalars(select(Visitor.name)).all() == ["Eva Ravn"]
    assert session.scalars(select(Stand.title)).all() == ["Podcast"]
    assert counted(session) == [1, 1, 1, 1]
    assert [x.unit.name for x in session.scalars(select(InvitedEducation))] == ["Sygepleje"]
    assert one.result["kept"] == {"visitor": 1, "stand": 1, "theme": 1, "education": 1}


def test_who_was_written_to_is_not_taken_back(session: Session, taken_in: Any) -> None:
    """Invitations and mails to keepers are on their way."""
    one, actor = taken_in(mail_leaders=True, mail_keepers=True)
    with force_locale("en"):
        assert undoing.take_back(session, actor, one) == (2, 6)
    assert counted(session) == [2, 2, 2, 0]


def test_only_its_organisers(session: Session, make: Any, taken_in: Any) -> None:
    """Nobody else takes anything back."""
    one, _actor = taken_in()
    with force_locale("en"), pytest.raises(NotAllowed):
        undoing.take_back(session, make.actor(), one)
    assert counted(session) == [2, 2, 2, 2]


def test_its_page_has_the_button_and_says_what_stayed(
    session: Session, sign_in: Any, taken_in: Any
) -> None:
    """Once it is done the button is gone."""
    one, _actor = taken_in()
    organiser = sign_in("organiser")
    session.commit()
    address = f"/bazaar/{one.bazaar_id}/manage/setup/{one.id}"
    assert f'action="{address}/undo"' in organiser.page(address)
    assert organiser.post(f"{address}/undo", {}).status_code == 303
    page = organiser.page(address)
    assert f'action="{address}/undo"' not in page and "vb-note green" in page
    assert sign_in("staff").post(f"{address}/undo", {}).status_code == 403
