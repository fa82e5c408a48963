"""Where a full stop ends a sentence, and where it only shortens a word: U.S., Jan., Sen."""

_SHORTENED = (
    "[a-z]",
    "(?:mr|ms|dr|st|vs|co|jr|sr)",
    "(?:mrs|inc|ltd|sen|rep|gov|gen|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)",
    "(?:corp|prof|sept)",
    r"no(?=\.\s?\d)",
)

FULL_STOP = "".join(rf"(?<!\b{word})" for word in _SHORTENED) + r"\."
"""A pattern for a full stop of a folded text that shortens no word."""
