"""Prices as people write them, to euro: "25", "€ 1.250,00", "25,- EUR", "gratuit"."""

import re
from decimal import Decimal
from typing import Final

from recommender.vocabulary import vocabulary

HIGHEST: Final = Decimal(100_000)
"""Euro above which a price is a slip."""

_EURO: Final = re.compile(r"€|\beur(?:os?)?\b", re.IGNORECASE)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?")
_PLAIN: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?")


def price_of(text: str) -> Decimal | None:
    """Give the euro that a phrase says, to the cent; None for a range, another currency or words.

    One point or comma with three digits behind it parts thousands: nobody asks a tenth of a cent.
    """
    if vocabulary().is_free(text):
        return Decimal("0.00")
    digits = _EURO.sub("", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    digits = re.sub(r"[.,]\s?[-–—]$", "", digits)
    if _GROUPED.fullmatch(digits):
        cents = re.search(r"[.,](\d{1,2})$", digits)
        whole = digits[: cents.start()] if cents else digits
        return _euro(re.sub(r"\D", "", whole), cents[1] if cents else "")
    if _PLAIN.fullmatch(digits):
        whole, _, cents_text = digits.replace(",", ".").partition(".")
        return _euro(whole, cents_text)
    return None


def _euro(whole: str, cents: str) -> Decimal:
    return Decimal(f"{whole}.{cents or 0}").quantize(Decimal("0.01"))
