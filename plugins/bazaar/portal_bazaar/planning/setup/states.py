"""How far an upload is."""

from __future__ import annotations

PREVIEW, RUNNING, DONE, DISCARDED, UNDONE = "preview", "running", "done", "discarded", "undone"
