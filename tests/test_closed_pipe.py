"""`portal search x | head`: whoever has read enough is told nothing of it."""

import os
import subprocess
import sys


def test_a_closed_pipe_ends_quietly():
    portal = [sys.executable, "-c", "from portal.cli import main; main()", "search", "--help"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(portal, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")
