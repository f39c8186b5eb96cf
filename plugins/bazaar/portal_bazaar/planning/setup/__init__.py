"""Setting a bazaar up from one spreadsheet: stands, people, educations."""
