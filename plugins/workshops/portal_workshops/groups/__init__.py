"""Proposing series and dates: greedy and optimal, explained."""
