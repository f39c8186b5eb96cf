"""For `portal migration new` only: the connection and the options come from
`portal.database.migrations`, which also runs the migrations without this file."""

from alembic import context

context.configure(**context.config.attributes["options"])
context.run_migrations()
