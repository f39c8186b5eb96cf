"""`portal user leave`."""

import json

import pytest
from click.testing import CliRunner

from portal.cli import context
from portal.leaving.cli import leave


@pytest.fixture
def run(app, session, monkeypatch):
    monkeypatch.setattr(context, "application", lambda: app)

    def call(*arguments):
        session.commit()
        answer = CliRunner().invoke(leave, arguments)
        session.expire_all()
        return answer

    return call


def test_a_dry_run_says_what_would_happen_and_then_it_does(make, write, run):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    emails = (leaver.email, "--to", successor.email, "--json")
    dry = json.loads(run(*emails, "--dry-run").output)
    assert [one["title"] for one in dry["things"]] == ["Mandagsbrevet"]
    assert leaver.active and sheet.responsible_id is None
    done = json.loads(run(*emails).output)
    assert (done["state"], done["things"][0]["to"]) == ("left", successor.email)
    assert not leaver.active and sheet.responsible_id == successor.id


@pytest.mark.parametrize(
    "arguments", [("nobody@test.example",), ("{me}", "--on", "tomorrow"), ("{me}", "--to", "x")]
)
def test_what_cannot_be_is_said_and_changes_nothing(make, run, arguments):
    user = make.user()
    answer = run(*(one.replace("{me}", user.email) for one in arguments))
    assert answer.exit_code != 0
    assert user.active
