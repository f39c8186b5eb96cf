"""Search: what is found, by whom. The engine is in `engine/`, the portal around it here."""
