"""The calendar: whether the dates of quotes hold a date said, given the day they appeared."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.quantities.dates import Date


def holds_date(said: Date, held: Sequence[Date], published: str | None) -> bool:
    """Tell whether dates read in quotes hold a date said, none of its parts made up."""
    now = date.fromisoformat(published[:10]) if published else None
    said = _absolute(said, now)
    known = [complete for item in held for complete in _completions(item, now)]
    if said.weekday is not None:
        return any(_weekday(item) == said.weekday for item in known)
    if said.season is not None:
        if not any(item.season == said.season for item in known):
            return False
        said = replace(said, season=None)
    return any(_matches(said, item) for item in known) and _year_is_known(said, known)


def inherit_months(dates: Sequence[Date]) -> list[Date]:
    """Return the dates of one text, a bare day also in the month named before it."""
    result, month = [], None
    for item in dates:
        result.append(item)
        if item.month is not None:
            month = item.month
        elif item.day is not None and month is not None:
            result.append(replace(item, month=month))
    return result


def parts(item: Date) -> set[int]:
    """Return the bare numbers of a date."""
    return {part for part in (item.year, item.month, item.day) if part is not None}


def _absolute(item: Date, now: date | None) -> Date:
    if item.ago is None or now is None:
        return item
    return replace(item, year=now.year + item.ago, ago=None)


def _completions(item: Date, now: date | None) -> Iterator[Date]:
    """Give a date as read and, when the day of publication is known, as its readers took it."""
    yield item
    if now is None or (item.day is None and item.month is None and item.ago is None):
        return
    item = _absolute(item, now)
    if item.month is None and item.day is not None:
        month = now.month if item.day <= now.day else (now.month - 2) % 12 + 1
        item = replace(item, month=month)
    if item.year is None and item.month is not None:
        item = replace(item, year=now.year if item.month <= now.month else now.year - 1)
    yield item


def _matches(said: Date, held: Date) -> bool:
    """Compare month and day as one, and the years where both are told."""
    told = said.month is not None or said.day is not None
    if told and said.year and held.year and said.year != held.year:
        return False
    return (
        said.month in (None, held.month)
        and said.day in (None, held.day)
        and said.ago in (None, held.ago)
    )


def _year_is_known(said: Date, known: Sequence[Date]) -> bool:
    return said.year is None or any(item.year == said.year for item in known)


def _weekday(item: Date) -> int | None:
    if item.year is None or item.month is None or item.day is None:
        return item.weekday
    try:
        return date(item.year, item.month, item.day).weekday()
    except ValueError:
        return None
