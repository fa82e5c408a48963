"""An index is a build of the store: made in a new folder, proved, then switched in."""
