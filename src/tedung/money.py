"""Whole rupiah: how they are written.  Amounts are int everywhere; nothing here is a float."""


def rupiah(amount: int) -> str:
    """Return *amount* as an Indonesian reader expects it: ``Rp1.500.000``.

    amount: whole rupiah, may be negative (``-Rp20.000``).
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{thousands(abs(amount))}"


def thousands(count: int) -> str:
    """Return *count* with Indonesian thousands dots: ``10.717``."""
    return f"{count:,}".replace(",", ".")
