"""What the views of this area share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bazaar_day", __name__, url_prefix="/bazaar")
