"""`portal user` as IT uses it: on a terminal, in a pipe, with nonsense."""

from __future__ import annotations

import importlib
import io
import json

import pytest
from flask import Flask

from portal.accounts.services import find_user
from portal.accounts.throttle import SIGN_IN, count_try, paused_until
from portal.audit.models import AuditEntry

from .conftest import PASSWORD


@pytest.fixture
def run(app: Flask, session, monkeypatch, capsys):
    """`run('list', '--json', typed='…')`: (status, stdout, stderr) of `portal user …`."""
    main = importlib.import_module("portal.cli.main")  # the package gives its function this name
    monkeypatch.setattr("portal.cli.context.application", lambda: app)
    monkeypatch.setattr(main, "_plugin_commands", dict)

    def call(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        session.commit()
        monkeypatch.setattr("sys.argv", ["portal", "user", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main.main()
        out, err = capsys.readouterr()
        session.expire_all()
        return int(end.value.code or 0), out, err

    return call


def test_the_first_administrator_is_made_in_a_pipe(run, session, visitor):
    status, out, err = run(
        "create", "Ida@skole.dk", "--name", "Ida Holm", "--admin", typed=PASSWORD + "\n"
    )
    assert (status, err) == (0, "")
    assert out == "Made an account for Ida Holm <ida@skole.dk>.\n"
    assert [role.key for role in find_user(session, "ida@skole.dk").roles] == ["admin"]
    assert visitor.sign_in("ida@skole.dk").status_code == 303


def test_everything_may_come_on_standard_input(run, session, visitor):
    lines = f"ida@skole.dk\nIda Holm\n{PASSWORD}\n"
    assert run("create", "--admin", "--password-stdin", typed=lines)[0] == 0
    assert visitor.sign_in("ida@skole.dk").status_code == 303


def test_json_tells_what_was_made(run):
    out = run(
        "create", "ida@skole.dk", "--name", "Ida", "--role", "staff", "--json", typed=PASSWORD
    )[1]
    assert json.loads(out) == {
        "email": "ida@skole.dk",
        "name": "Ida",
        "roles": ["staff"],
        "active": True,
        "last_seen": None,
    }


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["create"], "", "Give EMAIL"),
        (["create", "ida@skole.dk"], "", "Give --name"),
        (["create", "ida@skole.dk", "--name", "I"], "", "Give the password"),
        (["create", "ida@skole.dk", "--name", "I"], "\n", "Give the password"),
        (["create", "ida@skole.dk", "--name", "I"], "kort\n", "at least 10 characters"),
        (["create", "nonsense", "--name", "I"], PASSWORD, "nonsense is not an e-mail address."),
        (["create", "ane@skole.dk", "--name", "I"], PASSWORD, "has an account already"),
        (["create", "i@skole.dk", "--name", " "], PASSWORD, "needs a name"),
        (["create", "i@skole.dk", "--name", "I", "--role", "x"], PASSWORD, "There is no role x."),
        (
            ["create", "i@skole.dk", "--name", "I", "--password", "x", "--password-stdin"],
            "",
            "one way",
        ),
        (["create", "i@skole.dk", "--language", "tlh"], "", "tlh"),
        (["password", "nobody@skole.dk"], PASSWORD, "There is no account nobody@skole.dk."),
        (["disable", "nobody@skole.dk"], "", "There is no account"),
        (["disable", "boss@skole.dk"], "", "is the last administrator"),
        (["enable"], "", "Missing argument"),
        (["nonsense"], "", "No such command"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_status_2(run, make, session, arguments, typed, words):
    make.user(email="ane@skole.dk")
    make.user(email="boss@skole.dk", roles=["admin"])
    status, out, err = run(*arguments, typed=typed)
    assert (status, out) == (2, "")
    assert words in err and "Traceback" not in err
    assert find_user(session, "ida@skole.dk") is None


@pytest.mark.parametrize("command", ["create", "list", "disable", "enable", "password"])
def test_a_database_that_was_never_upgraded_is_said(run, monkeypatch, command):
    monkeypatch.setattr("portal.database.migrations.is_current", lambda *_: False)
    arguments = [command] if command == "list" else [command, "ida@skole.dk"]
    status, _out, err = run(*arguments, typed=PASSWORD)
    assert status == 2 and "Run: portal upgrade" in err


def test_a_new_password_ends_sessions_links_and_pauses(run, make, session, visitor, visitors):
    make.user(email="ane@skole.dk", password="det gamle kodeord")
    visitor.sign_in("ane@skole.dk", "det gamle kodeord")
    for _ in range(5):
        count_try(session, SIGN_IN, "ane@skole.dk")
    status, out, _err = run("password", "ane@skole.dk", "--password-stdin", typed=PASSWORD + "\r\n")
    assert (status, out) == (0, "Changed the password of ane@skole.dk.\n")
    assert not visitor.is_in()
    assert paused_until(session, SIGN_IN, "ane@skole.dk") is None
    assert visitors().sign_in("ane@skole.dk").status_code == 303


def test_disabling_and_enabling(run, make, session):
    make.user(email="ane@skole.dk", roles=["staff"])
    assert run("disable", "ANE@skole.dk")[1] == "Disabled ane@skole.dk.\n"
    assert not find_user(session, "ane@skole.dk").active
    assert json.loads(run("enable", "ane@skole.dk", "--json")[1])["active"] is True
    actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["account.created", "account.disabled", "account.enabled"]


def test_the_list_for_people_and_for_machines(run, make):
    make.user("Åge Bak", email="aage@skole.dk", roles=["staff", "leader"])
    make.user("Bo", email="bo@skole.dk", active=False)
    rows = json.loads(run("list", "--json")[1])
    assert [(row["email"], row["roles"], row["active"]) for row in rows] == [
        ("bo@skole.dk", [], False),
        ("aage@skole.dk", ["leader", "staff"], True),
    ]
    table = run("list")[1]
    assert table.splitlines()[0].split() == ["EMAIL", "NAME", "ROLES", "ACTIVE", "LAST_SEEN"]
    assert "Åge Bak" in table
