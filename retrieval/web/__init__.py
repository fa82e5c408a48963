"""Fetching from the public web: addresses, bounds and feeds."""
