"""A real portal: `portal run` in processes of its own, on a port and an instance of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from portal.testing.sessions import token_of

PASSWORD = "et langt kodeord"
STARTED = re.compile(r"is running at (http://\S+)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LivePortal:
    """Started with `start`, ended with `stop`; `environ` is what every command of it runs in."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance = instance
        self.port = free_port()
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
        self.environ = plain | {
            "PORTAL_INSTANCE": str(instance),
            "PORTAL_PORT": str(self.port),
            "PORTAL_DEMO": "1",
            "PORTAL_DEMO_PASSWORD": PASSWORD,
            **settings,
        }
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None
        self.log = instance.with_suffix(".log")

    def start(self, timeout: float = 240) -> str:
        """Starts it and returns what it printed up to its address; what does not come up in time
        is ended."""
        with self.log.open("a") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal", "run"],
                env=self.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            return self.wait_for(STARTED, begin, timeout)
        except BaseException:
            self.end()
            raise

    def wait_for(self, pattern: re.Pattern[str], begin: int, timeout: float) -> str:
        assert self.process is not None
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            text = self.log.read_text()[begin:]
            if pattern.search(text):
                return text
            assert self.process.poll() is None, text
            time.sleep(0.05)
        raise AssertionError(f"not within {timeout} s: {self.log.read_text()[begin:]}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; returns the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    def end(self) -> None:
        """Ends whatever is left of it."""
        for pid in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)

    def run(self, *arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
        """A `portal` command."""
        return subprocess.run(
            [sys.executable, "-m", "portal", *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
            **more,
        )

    def family(self) -> dict[int, str]:
        """Every living process of this portal: pid -> command line."""
        marker = f"PORTAL_INSTANCE={self.instance}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
                    if state != "Z":
                        found[int(folder.name)] = words
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return found


class Browser:
    """Cookies, forms and nothing else."""

    def __init__(self, portal: LivePortal, email: str) -> None:
        self.url = portal.url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.get("/login")
        self.token = token_of(page)
        self.post("/login", {"email": email, "password": PASSWORD})
        self.token = token_of(self.get("/"))

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path, timeout=30) as response:
            return response.read().decode()

    def status(self, path: str) -> int:
        try:
            with self._opener.open(self.url + path, timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as problem:
            return problem.code

    def post(self, path: str, data: dict[str, object]) -> str:
        """Sends a form; returns the address one ends at."""
        body = urllib.parse.urlencode({**data, "csrf_token": self.token}, doseq=True).encode()
        with self._opener.open(self.url + path, body, timeout=30) as response:
            response.read()
            return response.geturl()


def until(condition, timeout: float = 30) -> bool:
    """Whether `condition` came true in time."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
