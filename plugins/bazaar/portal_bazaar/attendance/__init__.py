"""Invited educations, coverage, registration, reminders, delegates."""
