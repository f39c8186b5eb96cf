"""People and units out of a spreadsheet, and into one: preview, then one durable job."""
