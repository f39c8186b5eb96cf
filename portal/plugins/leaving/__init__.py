"""How a plugin's data leaves the portal, and how it comes back: purge, forget, restore."""
