"""Whole rupiah: how they are written.  Amounts are int everywhere; nothing here is a float."""

from tedung.texts import language

SEPARATORS = {"id": ".", "en": ","}


def rupiah(amount: int, lang: str | None = None) -> str:
    """Return *amount* as a reader of *lang* expects it: ``Rp1.500.000``, ``Rp1,500,000``.

    amount: whole rupiah, may be negative (``-Rp20.000``).  lang: that of the command unless told.
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{thousands(abs(amount), lang)}"


def thousands(count: int, lang: str | None = None) -> str:
    """Return *count* with the thousands marked as in *lang*: ``10.717``, ``10,717``."""
    return f"{count:,}".replace(",", SEPARATORS[lang or language()])
