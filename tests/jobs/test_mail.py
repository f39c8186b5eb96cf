"""Mail goes out if and only if its cause was committed, once, in the reader's language."""

import email
from email.policy import default

from portal.jobs.mail import send_mail
from portal.runtime import portal


def send(session, user, **more):
    from flask_babel import gettext

    send_mail(
        session,
        user,
        "portal/mail/outdated.txt",
        lambda: gettext("Sign in"),
        name="Ane",
        message="Æblegrød\nmed fløde",
        link="http://portal/x",
        **more,
    )


def test_a_mail_is_written_as_eml_with_its_letters(session, make, mails):
    send(session, make.user("Bo Ærø"))
    (text,) = mails()
    assert "Æblegrød" in text
    assert "Bo Ærø" in text


def test_a_rolled_back_mail_is_never_sent(session, make, mails):
    user = make.user()
    send(session, user)
    session.rollback()
    assert mails() == []


def test_a_mail_with_a_key_is_sent_once(session, make, mails):
    user = make.user()
    send(session, user, key="review:1")
    send(session, user, key="review:1")
    assert len(mails()) == 1


def test_delivering_twice_leaves_one_mail(session, make, mails, app):
    from sqlalchemy import select

    from portal.jobs.models import Job

    send(session, make.user())
    mails()
    job = session.scalars(select(Job)).one()
    job.done_at = None
    session.commit()
    assert len(mails()) == 1


def test_a_header_cannot_be_smuggled_in_by_a_name(session, make, work):
    user = make.user("Eve")
    user.name = "Eve\r\nBcc: all@test.example"
    session.commit()
    send(session, user)
    work()
    (path,) = portal().settings.mail_dir.glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert message["Bcc"] is None


def test_a_file_goes_along_with_its_name_and_parameters(session, make, work):
    from portal.jobs.mail import MailFile

    content = "Æ".encode() * 100
    kind = "text/calendar; charset=utf-8; method=REQUEST"
    send(session, make.user(), files=[MailFile("møde.ics", kind, content)])
    work()
    (path,) = portal().settings.mail_dir.glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    (file,) = message.iter_attachments()
    assert file.get_filename() == "møde.ics"
    assert file.get_content_type() == "text/calendar"
    assert file.get_param("method") == "REQUEST"
    assert file.get_payload(decode=True) == content
