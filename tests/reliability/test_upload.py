"""Two gigabytes sent to a living portal: refused before the disk fills, in little memory."""

import http.client
import re
import sqlite3
import threading
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from .live import Browser, LivePortal

pytestmark = pytest.mark.slow

SIZE = 2 * 1024**3
BOUNDARY = "something-that-never-comes"
EDITOR = "staff@demo.example"


@pytest.fixture
def live(tmp_path):
    portal = LivePortal(tmp_path / "instance", PORTAL_UPLOAD_MEGABYTES="5")
    portal.start()
    yield portal
    portal.end()


def highest_memory(portal):
    """Of any of its processes, so far, in MB."""
    found = 0
    for pid in portal.family():
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except FileNotFoundError:
            continue
        found = max(found, *map(int, re.findall(r"VmHWM:\s+(\d+)", status)))
    return found // 1024


def taken(portal):
    """The bytes that lie in the instance's files."""
    return sum(
        path.stat().st_size for path in portal.instance.rglob("files/**/*") if path.is_file()
    )


def body(token, given):
    for name, value in (("csrf_token", token), ("title", "What I typed")):
        yield (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        ).encode()
    yield (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    ).encode()
    piece = b"x" * 262_144
    for _ in range(SIZE // len(piece)):
        given.append(len(piece))
        yield piece
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("says_so", [True, False], ids=["announced", "in chunks"])
def test_two_gigabytes(live, says_so):
    browser = Browser(live, EDITOR)
    with sqlite3.connect(live.instance / "portal.sqlite") as database:
        (number,) = database.execute(
            "SELECT id FROM portal_user WHERE email = ?", (EDITOR,)
        ).fetchone()
    database.close()
    jar = next(h.cookiejar for h in browser._opener.handlers if hasattr(h, "cookiejar"))
    assert isinstance(jar, CookieJar)
    before, lain = highest_memory(live), taken(live)
    given: list[int] = []
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=120)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": "; ".join(f"{one.name}={one.value}" for one in jar),
    }
    if says_so:
        headers["Content-Length"] = str(SIZE + 2000)
    else:
        headers["Transfer-Encoding"] = "chunked"
    meanwhile: list[int] = []
    other = threading.Thread(target=lambda: meanwhile.append(browser.status("/")))
    other.start()
    try:
        connection.request(
            "POST",
            f"/files/on/person/{number}",
            body(browser.token, given),
            headers,
            encode_chunked=not says_so,
        )
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # it hung up on us, as it may
    other.join(60)
    connection.close()
    assert status == 413
    assert meanwhile == [200]
    assert taken(live) - lain < 6 * 1024**2
    assert highest_memory(live) - before < 150
    assert browser.status("/") == 200
