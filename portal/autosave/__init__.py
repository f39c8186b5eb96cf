"""Words that are typed and not saved yet: kept by the server, and by the browser while it cannot
reach the server."""
