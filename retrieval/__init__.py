"""What was published: from raw page to ranked passages."""
