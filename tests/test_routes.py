"""Default deny: every route says who may open it, and nobody gets a stack trace."""

import pytest
from werkzeug.routing import AnyConverter

from portal.access.routes import PUBLIC, SIGNED_IN, declared
from portal.runtime import portal
from portal.web.requests import STATIC

ROLES = [None, "staff", "ambassador", "leader", "organiser", "editor", "admin"]
#: What a stranger may open. A new public route is a decision: add it here.
PUBLIC_ENDPOINTS = {
    "calendars.feed",
    "accounts.forgot",
    "accounts.forgot_sent",
    "accounts.invitation",
    "accounts.login",
    "accounts.logout",
    "accounts.reset",
    # From a mail, one button: 'still right'. The link says whose it is.
    "ambassadors_answer.by_link",
    "ambassadors_answer.confirm_by_link",
    "ambassadors_meetings.answer_by_link",
    "ambassadors_meetings.by_link",
    # A keeper without an account answers by the link of the mail, which opens that stand alone.
    "bazaar_stands.by_link",
    # What became of it: by the link of the mail, which opens one person's own words.
    "bazaar_effect_answer.by_link",
    # One's own visit, and signing in for the day: a guest has no account.
    "bazaar_attendance.end_phones",
    "bazaar_attendance.mine",
    "bazaar_attendance.say",
    # The door is kept by organisers and by shared tablets, which are nobody's account.
    "bazaar_day.asked",
    "bazaar_day.ask_link",
    "bazaar_day.badge",
    "bazaar_day.by_number",
    "bazaar_day.check_in",
    "bazaar_day.check_out",
    "bazaar_day.codes",
    "bazaar_day.door_page",
    "bazaar_day.found",
    "bazaar_day.instead",
    "bazaar_day.link",
    "bazaar_day.live_count",
    "bazaar_day.pair",
    "bazaar_day.pair_page",
    "bazaar_day.scan",
    "bazaar_day.sign_in",
    "bazaar_day.sign_out",
    "bazaar_day.use_badge",
    "bazaar_day.use_link",
    "bazaar_day.walk_in",
    # What an education takes home is written by its visitors, guests among them.
    "bazaar_commitments.create",
    "bazaar_commitments.edit",
    "bazaar_commitments.hand_in",
    "bazaar_commitments.mine",
    "bazaar_commitments.nothing",
    "bazaar_commitments.page",
    "bazaar_commitments.pick",
    "bazaar_commitments.remove",
    # The dance card and what its codes lead to ask themselves whose it is: a guest has no account.
    "bazaar_plan.picture",
    "bazaar_plan.plan",
    "bazaar_rounds.order",
    "bazaar_card.add",
    "bazaar_card.ask_hand_in",
    "bazaar_card.card",
    "bazaar_card.card_state",
    "bazaar_card.hand_in",
    "bazaar_card.manifest",
    "bazaar_card.newest_card",
    "bazaar_card.put_on_card",
    "bazaar_card.read",
    "bazaar_card.remove",
    "bazaar_card.save",
    "bazaar_card.settle",
    "bazaar_card.shell",
    "bazaar_card.stand_code",
    "bazaar_card.sync",
    "bazaar_card.worker",
    # From a mail: the answer to a seat that is kept. The link says whose it is.
    "workshops.by_link",
    "workshops.answer_by_link",
    # From a mail: on which dates one can come to workshops.
    "workshops_poll.page",
    "workshops_poll.answer",
    # From mails, one button each: how a practice goes, and that something is done.
    "workshops_answer.answer",
    "workshops_answer.ask",
    "workshops_answer.ask_done",
    "workshops_answer.done",
    # A canvas without net: the service worker, and the page of nobody's for what is not kept.
    "workshops_canvas.offline",
    "workshops_canvas.worker",
    "health.check",
    "preferences.language",
    "preferences.theme",
}


def address(rule):
    """An address the rule answers to: 1 for what it asks for, the first where it offers a few."""
    values = {
        name: sorted(converter.items)[0] if isinstance(converter, AnyConverter) else 1
        for name, converter in rule._converters.items()
    }
    return rule.build(values, append_unknown=False)[1]


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in STATIC and not rule.endpoint.endswith(".static"):
            yield rule, declared(app.view_functions[rule.endpoint])


def test_every_route_declares_a_known_permission_or_is_public(app):
    known = set(portal().permissions)
    for rule, access in routes(app):
        assert access is not None, f"{rule.endpoint} declares nothing"
        assert access in {PUBLIC, SIGNED_IN} | known, f"{rule.endpoint} wants unknown {access}"


def test_what_is_public_is_on_the_list(app):
    found = {rule.endpoint for rule, access in routes(app) if access == PUBLIC}
    assert found <= PUBLIC_ENDPOINTS


def test_strangers_get_the_sign_in_everywhere_else(app, client):
    for rule, access in routes(app):
        if access == PUBLIC or "GET" not in rule.methods:
            continue
        response = client.get(address(rule))
        assert response.status_code in (302, 404), (rule.endpoint, response.status_code)
        if response.status_code == 302:
            assert response.location.startswith("/login"), rule.endpoint


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_every_role_without_an_error(app, sign_in, role):
    person = sign_in(role)
    for rule, access in routes(app):
        if "GET" not in rule.methods:
            continue
        response = person.get(address(rule))
        allowed = (200, 302, 303, 400, 403, 404, 410)
        assert response.status_code in allowed, (rule.endpoint, response.status_code)
        if access not in (PUBLIC, SIGNED_IN) and role is None:
            assert response.status_code in (403, 404), rule.endpoint


def test_a_post_without_a_token_is_refused(app, sign_in):
    person = sign_in("admin")
    for rule, _access in routes(app):
        if "POST" not in rule.methods or rule.endpoint == "health.check":
            continue
        response = person.client.post(address(rule))
        assert response.status_code in (400, 404, 410), (rule.endpoint, response.status_code)


def test_the_headers_are_on_every_answer(client):
    for path in ("/login", "/healthz", "/nowhere", "/static/css/base.css"):
        with client.get(path) as response:
            headers = response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
