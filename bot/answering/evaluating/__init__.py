"""Measuring replies: questions with what is expected, marks, figures, and a page of them."""
