"""Notices, as a feature among the others."""

from portal.notices import models as models


class NoticesFeature:
    """What concerns a person."""


feature = NoticesFeature()
