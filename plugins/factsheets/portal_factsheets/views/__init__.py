"""The pages; the rules are in `services`."""
