"""Reading what was pasted, and inviting whom it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.access.actors import SYSTEM
from portal.accounts.inviting import Invitee, invite, name_from, read_invitees
from portal.accounts.managing import AccountProblem
from portal.accounts.services import find_user
from portal.errors import NotAllowed, PortalError

TERMS = {"roles": ["staff"], "unit": None, "function": "teacher", "language": "da"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ane.holm@skole.dk", [("ane.holm@skole.dk", "Ane Holm")]),
        ("  ANE@Skole.DK  ", [("ane@skole.dk", "Ane")]),
        ("Ane Holm <ane@skole.dk>", [("ane@skole.dk", "Ane Holm")]),
        ('"Holm, Ane" <ane@skole.dk>', [("ane@skole.dk", "Ane Holm")]),
        ("Ane Holm, ane@skole.dk", [("ane@skole.dk", "Ane Holm")]),
        ("Ane Holm;ane@skole.dk", [("ane@skole.dk", "Ane Holm")]),
        ("ane@skole.dk\tAne Holm\tLektor", [("ane@skole.dk", "Ane Holm")]),
        ("a@x.dk, b@x.dk; c@x.dk d@x.dk", [(f"{x}@x.dk", x.upper()) for x in "abcd"]),
        (
            "Ane Holm <a@skole.dk>; Bak, Bo <b@skole.dk>,Ib <i@skole.dk>",
            [("a@skole.dk", "Ane Holm"), ("b@skole.dk", "Bo Bak"), ("i@skole.dk", "Ib")],
        ),
        ("\n\na@skole.dk\r\n\r\nb@skole.dk\n;\n", [("a@skole.dk", "A"), ("b@skole.dk", "B")]),
        ("ane@skole.dk\nAne Holm <ANE@skole.dk>", [("ane@skole.dk", "Ane")]),
        ("MailTo:ane@skole.dk", [("ane@skole.dk", "Ane")]),
    ],
)  # fmt: skip
def test_people_are_read_however_they_are_pasted(session, text, people):
    found = [(one.email, one.name) for one in read_invitees(session, text)]
    assert found == people


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least one"),
        ("Ane Holm", "“Ane Holm” is not an e-mail address."),
        ("ane@", "“ane@” is not an e-mail address."),
        ("ane@skole", "ane@skole is not an e-mail address."),
        ("ane@skole.dk\nane@@skole.dk", "is not an e-mail address."),
        ("taken@skole.dk", "taken@skole.dk has an account already."),
        ("closed@skole.dk", "closed@skole.dk has an account already."),
        ("\n".join(f"no {n}" for n in range(9)), "And 4 more."),
        ("\n".join(f"p{n}@skole.dk" for n in range(301)), "at most 300"),
        ("x" * 130 + " <ane@skole.dk>", "at most 120 characters"),
    ],
)
def test_what_cannot_be_used_is_named(session, make, text, words):
    make.user(email="taken@skole.dk")
    make.user(email="closed@skole.dk", active=False)
    with pytest.raises(AccountProblem) as problem:
        read_invitees(session, text)
    assert problem.value.field == "people"
    assert words in str(problem.value)


@given(st.text(max_size=300))
def test_whatever_is_pasted_gives_people_or_a_sentence(text):
    from portal.accounts.inviting import _pieces, _read

    for piece in _pieces(text):
        try:
            one = _read(piece)
        except PortalError as problem:
            assert str(problem)
        else:
            assert "@" in one.email and one.name.strip()


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("ane.holm@x.dk", "Ane Holm"),
        ("anho12@x.dk", "Anho"),
        ("123@x.dk", "123"),
        ("åse_ø@x.dk", "Åse Ø"),
    ],
)
def test_a_name_is_guessed_from_the_address(email, name):
    assert name_from(email) == name


def test_inviting_makes_accounts_and_mails(session, make, mails):
    unit = make.unit("Læreruddannelsen")
    terms = {**TERMS, "roles": ["staff", "ambassador"], "unit": unit, "function": "leader"}
    people = [Invitee("a@skole.dk", "Ane"), Invitee("b@skole.dk", "Bo")]
    users = invite(session, make.actor("admin"), people, **terms)
    session.commit()
    assert [mail.splitlines()[0] for mail in sorted(mails())] == [
        "To: Ane <a@skole.dk>",
        "To: Bo <b@skole.dk>",
    ]
    ane = find_user(session, "a@skole.dk")
    assert {role.key for role in ane.roles} == {"staff", "ambassador"}
    assert [(one.unit.name, one.function) for one in ane.memberships] == [
        ("Læreruddannelsen", "leader")
    ]
    assert ane.language == "da" and ane.invited_at and ane.password_hash is None
    assert len(users) == 2


def test_nobody_gives_away_more_than_they_may(session, make, register):
    helper = register("helper", "accounts.manage")
    with pytest.raises(AccountProblem, match="Choose among the roles"):
        invite(session, helper, [Invitee("a@skole.dk", "A")], **{**TERMS, "roles": ["admin"]})


def test_a_function_is_given_by_who_maintains_units_only(session, make, register):
    helper = register("helper", "accounts.manage")
    with pytest.raises(NotAllowed):
        invite(
            session,
            helper,
            [Invitee("a@skole.dk", "A")],
            **{**TERMS, "roles": [], "unit": make.unit()},
        )


def test_a_closed_unit_takes_nobody(session, make):
    from portal.units.changing import close_unit

    unit = make.unit()
    close_unit(session, SYSTEM, unit)
    with pytest.raises(PortalError, match="is closed"):
        invite(session, SYSTEM, [Invitee("a@skole.dk", "A")], **{**TERMS, "unit": unit})
