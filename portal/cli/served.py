"""The application as `portal run` serves it: a server process whose master was killed does not
live on and keep the port."""

from portal.app import create_app
from portal.cli.family import die_with_parent

die_with_parent()
app = create_app()
