"""Serving a chart from the route of whoever shows it."""

from __future__ import annotations

import hashlib

from flask import Response, request

from portal.charts.chart import Chart, Size
from portal.charts.layout import WIDTHS

#: A picture opened by itself may use its own stylesheet, and nothing else whatever.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def chart_response(chart: Chart) -> Response:
    """The chart as a picture, in the size that `?size=` asks for ('narrow', 'half', 'wide').

    The route that returns it must let through exactly those whom the page with the chart lets
    through, and build the chart from what they may see. Browsers keep it and ask again each time.
    """
    asked = request.args.get("size", "")
    size: Size = asked if asked in WIDTHS else "wide"
    picture = chart.svg(size).encode()
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    response.set_etag(hashlib.sha256(picture).hexdigest()[:32])
    response.make_conditional(request)
    return response
