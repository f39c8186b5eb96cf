"""The frame stands: sign-in page, closed doors, health."""

import pytest


def test_front_page_sends_strangers_to_the_sign_in(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response.location.startswith("/login")


def test_health_answers_without_signing_in(client):
    response = client.get("/healthz")
    assert response.json["checks"]["database"] == "ok"


def test_a_newcomer_sees_the_front_page(sign_in):
    assert "Front page" in sign_in().page("/")


@pytest.mark.parametrize("host", ["x" * 300, "[::1", "a b", "localhost:99999999"])
def test_a_host_that_is_no_name_is_refused_in_words(client, host):
    assert client.get("/login", headers={"Host": host}).status_code in (200, 400)


@pytest.mark.parametrize("address", ["/login", "/forgot", "/me/settings", "/drafts/keep"])
@pytest.mark.parametrize("more", ["", '; filename="x.txt"'])
def test_a_part_of_a_form_without_a_name_is_refused(sign_in, address, more):
    body = f"--x\r\nContent-Disposition: form-data{more}\r\n\r\nabc\r\n--x--".encode()
    kind = "multipart/form-data; boundary=x"
    assert sign_in().client.post(address, data=body, content_type=kind).status_code == 400
