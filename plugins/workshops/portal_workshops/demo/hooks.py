"""What this area answers to the hooks."""

from __future__ import annotations

from .loader import load_workshops as demo
