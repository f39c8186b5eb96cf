"""Each hook does what docs/hooks.md says of it: one test a hook, named after it."""

import pytest

from portal_hello import plugin


def test_ready_is_called_once_the_routes_are_there(app):
    assert plugin.greetings == 1


def test_blueprints_bring_pages(sign_in):
    assert "Nice to see you." in sign_in().page("/hello")


def test_commands_are_commands_of_portal(app):
    from click.testing import CliRunner

    (command,) = plugin.commands()
    assert command.name == "hello"
    assert command.get_short_help_str() == "Greet somebody."
    assert CliRunner().invoke(command, ["--help"]).exit_code == 0


@pytest.mark.parametrize("role, status", [("leader", 200), ("staff", 403)])
def test_permissions_are_held_by_the_roles_they_name(sign_in, role, status):
    assert sign_in(role).get("/hello/guests").status_code == status


def test_allowed_has_the_last_word(sign_in):
    assert sign_in("leader", name="Gæst").get("/hello/guests").status_code == 403


def test_navigation_is_for_the_person(sign_in):
    assert 'href="/hello"' in sign_in("leader").page("/people")
    assert 'href="/hello/guests"' in sign_in("leader").page("/admin")
    assert 'href="/hello/guests"' not in sign_in("staff").page("/people")


def test_dashboard_cards_are_on_the_front_page(sign_in):
    assert "Hello, Inger!" in sign_in(name="Inger").page("/")


def test_waiting_lines_are_on_the_front_page(sign_in):
    assert "Somebody rang" in sign_in("leader").page("/")
    assert "Somebody rang" not in sign_in("staff").page("/")


def test_profile_panels_are_on_a_persons_page(sign_in, make):
    user = make.user("Bodil Beck")
    assert "Hello, Bodil Beck!" in sign_in().page(f"/people/{user.id}")


def test_page_slots_are_on_another_page(sign_in, make):
    unit = make.unit("Køkkenet")
    assert "Hello, Køkkenet!" in sign_in().page(f"/units/{unit.id}")


def test_health_checks_are_lines_of_the_report(app):
    (line,) = plugin.health_checks()
    assert line.ok
