"""What a page says of itself: who published it, when, under which title."""
