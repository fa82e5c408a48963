"""What we say, and where: from a reader's message to a cited reply."""
