"""The first steps of a new portal: a list that facts tick, not clicks."""
