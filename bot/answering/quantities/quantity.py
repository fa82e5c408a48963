"""A number with its unit, as it stands in a text."""

from dataclasses import dataclass
from decimal import Decimal

from bot.answering.quantities.hedges import Hedge, hedge_at
from bot.answering.quantities.slate import Slate
from bot.answering.quantities.units import sign_before


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as a text tells it; a `loose` one may be no number at all."""

    value: Decimal
    unit: str = ""
    text: str = ""
    hedge: Hedge = ""
    start: int = 0
    end: int = 0
    spelled: bool = False
    loose: bool = False


def quantity_at(
    slate: Slate, start: int, end: int, value: Decimal, unit: str, spelled: bool = False
) -> Quantity:
    """Return the number at `folded[start:end]` with the currency and the hedge around it."""
    sign, first = sign_before(slate.folded, start)
    hedge = hedge_at(slate.folded, first, end)
    text = slate.written(first, end)
    return Quantity(value, sign or unit, text, hedge, start, end, spelled)
