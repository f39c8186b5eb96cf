"""What people who left are called: as the institution decides, everywhere."""

import dataclasses
import datetime as dt

import pytest

from portal.audit.models import AuditEntry
from portal.jobs.handlers import JobContext
from portal.leaving import names
from portal.leaving.departing import LeavingProblem
from portal.leaving.jobs import go_round
from portal.leaving.returning import come_back
from portal.runtime import portal


@pytest.fixture
def decide(app, monkeypatch):
    """The institution decides."""

    def setting(**chosen):
        core = portal()
        monkeypatch.setattr(core, "settings", core.settings.model_copy(update=chosen))

    assert dataclasses.is_dataclass(portal())
    return setting


def rounds(session):
    go_round(JobContext(session, {}, dt.datetime.now(dt.UTC)))
    session.commit()


def everywhere(sign_in, sheet):
    """Every page that names who wrote and did what."""
    admin = sign_in("admin")
    places = (
        f"/factsheets/{sheet.id}",
        f"/history/factsheet/{sheet.id}",
        "/audit",
        "/audit/export.csv",
        "/search?q=mandagsbrevet",
    )
    return "".join(admin.get(place).text for place in places)


def test_names_stay_unless_somebody_decides_otherwise(session, make, write, leave, sign_in, work):
    leaver = make.user("Bodil Særnavn", roles=["staff"])
    sheet = write(leaver)
    leave(leaver)
    rounds(session)
    work()
    assert "Bodil Særnavn" in everywhere(sign_in, sheet)


def test_a_former_colleague_is_one_everywhere_and_again_somebody_on_return(
    session, make, write, leave, sign_in, work, decide
):
    decide(left_names="former")
    leaver = make.user("Bodil Særnavn", roles=["staff"])
    sheet = write(leaver)
    departure = leave(leaver, make.user(roles=["staff"]))
    work()
    page = everywhere(sign_in, sheet)
    assert "Særnavn" not in page and "Tidligere kollega" in page
    assert "Bodil Særnavn" in sign_in("admin").page(f"/leaving/{departure.id}")
    come_back(session, make.actor("admin"), departure)
    session.commit()
    work()
    assert leaver.name == "Bodil Særnavn"
    assert "Bodil Særnavn" in everywhere(sign_in, sheet)


def test_a_name_is_forgotten_after_so_many_months_and_for_good(
    session, make, write, leave, sign_in, work, decide
):
    decide(left_names="forget", left_names_months=3)
    leaver = make.user("Bodil Særnavn", email="saernavn@test.example", roles=["staff"])
    sheet = write(leaver)
    departure = leave(leaver)
    rounds(session)
    assert departure.name == "Bodil Særnavn"
    departure.done_at -= dt.timedelta(days=95)
    for _time in range(2):
        rounds(session)
    assert (departure.name, leaver.name) == ("", "Tidligere kollega")
    assert "saernavn" not in leaver.email and leaver.password_hash is None
    work()
    page = everywhere(sign_in, sheet)
    assert "Særnavn" not in page and "saernavn" not in page
    details = [str(one.detail) for one in session.query(AuditEntry)]
    assert not any("særnavn" in text.lower() for text in details)
    with pytest.raises(LeavingProblem):
        come_back(session, make.actor("admin"), departure)


def test_months_end_where_the_month_does():
    at = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    assert names._months_after(at, 3).date() == dt.date(2027, 2, 28)
    assert names._months_after(at, 0) == at
    assert names._months_after(at, 13).date() == dt.date(2027, 12, 30)
