"""`portal run`: the web server and the worker as children, ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

import click

from portal.cli.context import application
from portal.cli.family import die_with_parent
from portal.config import CHECKOUT, Settings
from portal.errors import PortalError
from portal.runtime import portal

GRACE_SECONDS = 10


@dataclass
class Child:
    """A child process that is started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Starts it in our process group's shadow: it dies with us, even if we are killed."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            self.command, cwd=CHECKOUT, start_new_session=True, preexec_fn=die_with_parent
        )

    def pause(self) -> float:
        """How long to wait before the next start: longer when it keeps dying."""
        at = time.monotonic()
        self.deaths = [death for death in self.deaths if at - death < 60]
        self.deaths.append(at)
        return min(0.2 * 2 ** (len(self.deaths) - 1), 15.0)


def supervise() -> None:
    """Upgrades, fills the demo, starts the children and waits for Ctrl-C."""
    app = application()
    with app.app_context():
        words = _prepare()
        settings = portal().settings
    _check_port(settings)
    children = [
        Child("web", _web_command(settings)),
        Child("worker", [sys.executable, "-m", "portal", "worker"]),
    ]
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    for child in children:
        child.start()
    try:
        if _wait_until_up(settings, stop):
            click.echo(f"{settings.name} is running at {settings.base_url}  (Ctrl-C stops it)")
            if words:
                click.echo(words)
        _watch(children, stop)
    finally:
        _end(children)


def _prepare() -> str:
    from portal.setup import demo_words, fill_demo, upgrade_all

    changed, problems = upgrade_all()
    if changed:
        click.echo(f"Upgraded {', '.join(changed)}.")
    for problem in problems:
        click.echo(f"Warning: {problem}", err=True)
    for name, reason in portal().states.unavailable.items():
        if not any(name in problem for problem in problems):
            click.echo(f"Warning: the plugin {name} is not available: {reason}", err=True)
    if not portal().settings.demo:
        return ""
    return fill_demo() or demo_words()


def _web_command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_processes)),
        *("--blocking-threads", str(settings.web_threads)),
        *("--backpressure", str(settings.web_threads * 32)),
        *("--respawn-failed-workers", "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", "5"),
        "portal.cli.served:app",
    ]


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            raise PortalError(
                f"Cannot listen on {settings.host} port {settings.port}: {problem.strerror}. "
                "Is a portal running there already? PORTAL_PORT chooses another."
            ) from None


def _wait_until_up(settings: Settings, stop: threading.Event) -> bool:
    deadline = time.monotonic() + 60
    while not stop.is_set() and time.monotonic() < deadline:
        try:
            with socket.create_connection((settings.host, settings.port), timeout=1):
                return True
        except OSError:
            stop.wait(0.1)
    return False


def _watch(children: list[Child], stop: threading.Event) -> None:
    while not stop.wait(0.2):
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                pause = child.pause()
                click.echo(
                    f"The {child.name} ended ({child.process.returncode}); starting it again.",
                    err=True,
                )
                if stop.wait(pause):
                    return
                child.start()


def _end(children: list[Child]) -> None:
    """Asks everyone to stop, waits, and kills what is left, grandchildren included."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        _signal(process, signal.SIGTERM, group=False)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        _signal(process, signal.SIGKILL, group=True)
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals, *, group: bool) -> None:
    try:
        if group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except (ProcessLookupError, PermissionError):
        pass
