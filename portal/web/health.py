"""`/healthz`: is the portal all right? For probes, without signing in and without details."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy import text

from portal.access.routes import public
from portal.database import db
from portal.database.migrations import CORE, is_current
from portal.runtime import portal
from portal.web.security import csrf

bp = Blueprint("health", __name__)
csrf.exempt(bp)


@bp.get("/healthz")
@public
def check() -> Any:
    """200 with `{"status": "ok"}` while pages can be served, else 503; names no cause that a
    stranger could use."""
    checks: dict[str, str] = {}
    try:
        db.session.execute(text("select 1"))
        checks["database"] = "ok" if is_current(db.engine, CORE) else "needs upgrade"
    except Exception:
        checks["database"] = "unreachable"
    # Without its index the portal still serves pages: reported, but no reason to be taken out.
    checks["search"] = "ok" if portal().search.engine.status().ok else "needs rebuild"
    healthy = checks["database"] == "ok"
    return jsonify(status="ok" if healthy else "failing", checks=checks), 200 if healthy else 503
