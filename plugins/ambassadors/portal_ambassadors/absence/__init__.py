"""Away for a time, with a deputy; and asking whoever is there."""
