"""Nothing of its own: the fixtures come from portal.testing, as they do for plugins."""
