"""The frame stands: sign-in page, closed doors, health."""


def test_front_page_sends_strangers_to_the_sign_in(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response.location.startswith("/login")


def test_health_answers_without_signing_in(client):
    response = client.get("/healthz")
    assert response.json["checks"]["database"] == "ok"


def test_a_newcomer_sees_the_front_page(sign_in):
    assert "Front page" in sign_in().page("/")
