"""Events of plugins, as calendars understand them."""
