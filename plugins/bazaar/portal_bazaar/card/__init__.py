"""The dance card: stand codes, the card offline, synchronising, paper cards."""
