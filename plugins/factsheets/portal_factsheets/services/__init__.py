"""The rules of the fact sheets, free of the web: a session, an actor and plain values."""
