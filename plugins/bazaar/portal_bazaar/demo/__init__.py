"""Demo content: two bazaars, last year's and the one to come."""
