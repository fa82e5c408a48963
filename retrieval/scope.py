"""Where a search looks: at whose articles, of which days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """These outlets (ids; all, if none), and what was published on these days."""

    outlets: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether everything is in it."""
        return not (self.outlets or self.since or self.until)

    @property
    def first(self) -> date:
        """The first day of it."""
        return self.since or date.min

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.until or date.max

    def holds(self, outlet: str, published: str | None) -> bool:
        """Tell whether such an article is in it; one without a day is in no days."""
        if self.outlets and outlet not in self.outlets:
            return False
        day = day_of(published)
        is_timeless = not (self.since or self.until)
        return is_timeless or (day is not None and self.first <= day <= self.last)


EVERYWHERE = Scope()


def day_of(published: str | None) -> date | None:
    """Return the day of a date or a date and time in ISO 8601, None where it is neither."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:  # a page may say anything
        return None
