"""`portal run` as a person at a terminal meets it."""

import os
import signal
import socket

import pytest

from .live import LivePortal, until

pytestmark = pytest.mark.slow


@pytest.fixture
def live(tmp_path):
    portal = LivePortal(tmp_path / "instance")
    yield portal
    portal.end()


def test_start_stop_and_start_again_keeps_everything(live):
    live.start()
    assert until(lambda: "staff@demo.example" in live.log.read_text())
    users = live.run("user", "list", "--json").stdout
    assert "staff@demo.example" in users
    assert live.stop() in (0, 130)
    assert until(lambda: not live.family(), 15), live.family()
    assert (live.instance / "secret_key").stat().st_mode & 0o777 == 0o600
    second = live.start()
    assert "Upgraded" not in second
    assert live.run("user", "list", "--json").stdout == users
    live.stop(signal.SIGTERM)
    assert until(lambda: not live.family(), 15), live.family()


def test_a_taken_port_is_a_sentence(live):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", live.port))
        taken.listen()
        answer = live.run("run")
    assert answer.returncode == 2
    assert f"port {live.port}" in answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout


def test_nothing_outlives_a_killed_supervisor(live):
    live.start()
    assert len(live.family()) >= 4
    live.process.kill()
    live.process.wait()
    assert until(lambda: not live.family(), 20), live.family()


@pytest.mark.parametrize("what", ["granian", "worker"])
def test_a_killed_child_is_started_again(live, what):
    live.start()
    victims = [
        pid
        for pid, words in live.family().items()
        if words.rstrip().endswith(what) or (what == "granian" and "-m granian" in words)
    ]
    assert victims
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert until(
        lambda: any(what in words for pid, words in live.family().items() if pid not in victims)
    )
    import urllib.request

    def up():
        try:
            with urllib.request.urlopen(live.url + "/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    assert until(up, 30)
