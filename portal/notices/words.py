"""What the ways of being told are called."""

from flask_babel import lazy_gettext as _l

from portal.notices.models import Channel

CHANNEL_WORDS = {
    Channel.DIGEST: _l("In the morning's mail"),
    Channel.MAIL: _l("By mail at once"),
    Channel.NONE: _l("Not at all"),
}
