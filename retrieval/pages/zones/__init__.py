"""Which stretches of a page are what."""
