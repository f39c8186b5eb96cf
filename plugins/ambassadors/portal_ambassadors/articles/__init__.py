"""Short articles on the network's work, by ambassadors, for everyone who is signed in."""
