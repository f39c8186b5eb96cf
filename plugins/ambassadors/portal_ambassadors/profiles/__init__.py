"""Profiles: what an ambassador says, what a coordinator says of the choice."""
