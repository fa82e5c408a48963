"""What can go wrong in a way that the person at the keyboard can mend."""


class Fault(Exception):
    """One line that says what is wrong and what mends it."""
