"""The days that a question asks about, in Chinese and English."""

from retrieval.periods.period import Period, periods_in, published_in

__all__ = ["Period", "periods_in", "published_in"]
