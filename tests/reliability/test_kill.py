"""kill -9 of web and worker while people save: what was acknowledged is there, and is found."""

import http.client
import json
import os
import random
import re
import signal
import sqlite3
import threading
import time
import urllib.error

import pytest

from .live import Browser, LivePortal, until

pytestmark = pytest.mark.slow

SAVES, WRITERS, KILLS = 500, 4, 6
#: Seconds after which a writer gives up.
LONGEST = 600
SHEET = re.compile(r"/factsheets/(\d+)")


@pytest.fixture
def live(tmp_path):
    portal = LivePortal(tmp_path / "instance")
    portal.start()
    yield portal
    portal.end()


def sheet(word):
    return {
        "title": f"Forsøg {word}",
        "summary": f"Et ark om {word}.",
        "kind": "experiment",
        "challenge": "Vi gemmer.",
        "hypothesis_if": "vi gemmer,",
        "hypothesis_then": "findes det.",
        "actions": "1. Vi gemte.",
        "phase": "3",
        "outcome": "too_early",
        "belongs": "",
        "visibility": "everyone",
        "press": "publish",
    }


def writer(browser, number, acknowledged, stop):
    """Saves one sheet after the other, each with a word of its own, until enough are acknowledged:
    how long the portal is away after a kill is the machine's affair."""
    done, turn, deadline = 0, 0, time.monotonic() + LONGEST
    while done < SAVES // WRITERS and time.monotonic() < deadline:
        word, turn = f"qvx{number}z{turn:04d}", turn + 1
        try:
            ended = SHEET.search(browser.post("/factsheets/new", sheet(word)))
            if ended:
                acknowledged[word] = int(ended.group(1))
                done += 1
        except (urllib.error.URLError, http.client.HTTPException, OSError):
            stop.wait(0.2)  # not acknowledged: nothing was promised


def test_every_acknowledged_save_is_in_the_database_and_then_in_the_index(live):
    acknowledged, stop = {}, threading.Event()
    browsers = [Browser(live, "ambassador@demo.example") for _ in range(WRITERS)]
    writers = [
        threading.Thread(target=writer, args=(browser, number, acknowledged, stop))
        for number, browser in enumerate(browsers)
    ]
    for thread in writers:
        thread.start()
    dice, killed = random.Random(7), []
    for _ in range(KILLS):
        if not any(thread.is_alive() for thread in writers):
            break
        time.sleep(dice.uniform(1.0, 3.0))
        victims = [
            pid
            for pid, words in live.family().items()
            if "granian" in words or words.rstrip().endswith("worker")
        ]
        if victims:
            killed.append(dice.choice(victims))
            os.kill(killed[-1], signal.SIGKILL)
    for thread in writers:
        thread.join()
    assert len(killed) >= 3
    assert len(acknowledged) > SAVES / 2, len(acknowledged)

    with sqlite3.connect(live.instance / "portal.sqlite") as connection:
        stored = {row[0] for row in connection.execute("select title from factsheets_sheet")}
    connection.close()
    assert {f"Forsøg {word}" for word in acknowledged} <= stored

    assert until(lambda: '"waiting": 0' in live.run("index", "status", "--json").stdout, 60)
    answer = live.run("search", "--json", "--limit", "5", *acknowledged)
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    lost = [
        one["query"]
        for one in found
        if f"Forsøg {one['query']}" not in {hit["title"] for hit in one["hits"]}
    ]
    assert len(found) == len(acknowledged)
    assert lost == []
    status = json.loads(live.run("index", "status", "--json").stdout)
    assert live.run("index", "rebuild").returncode == 0
    assert (
        json.loads(live.run("index", "status", "--json").stdout)["documents"]
        == (status["documents"])
    )
