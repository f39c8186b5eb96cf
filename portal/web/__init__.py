"""The web around the features: requests, security, front page, errors, languages."""
