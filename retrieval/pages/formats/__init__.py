"""From text of one format to a page."""
