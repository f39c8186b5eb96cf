"""Accounts: signing in, passwords, invitations, one's own page, people as a kind."""
