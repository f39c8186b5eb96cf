"""Meetings and training days of the network: for ambassadors and who coordinates them."""
