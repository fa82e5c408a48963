"""From bytes of any kind to a page: its text, its zones and what it says about itself."""
