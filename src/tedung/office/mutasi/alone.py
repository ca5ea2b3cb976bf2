"""What going on alone costs: each part with its article, what the law lets off, until when, and what follows.

PP 44/2015 Pasal 20 and Lampiran II; reliefs: PP 50/2025.  The amounts are the law's for the month asked.
"""

import re
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tedung.dates import Month
from tedung.law import Law, days_of_change, law_on
from tedung.office.base.templatetags.tedung import month as month_name
from tedung.office.base.templatetags.tedung import rupiah
from tedung.office.mandiri.dues import Due, Terms, due_by

LOWEST = Terms(income=0, programmes="jkk+jkm")
"""What is asked of whom nobody asked about their income."""

NOTE = re.compile(r" \((?![0-9])[^()]*\)")
"""A note in brackets, as on how an article was read; a number in brackets is a paragraph of it."""


class Cost(NamedTuple):
    """What a month asks; where a relief lowers it, the last month of that amount and what comes after."""

    due: Due
    last: Month | None = None  # None: no relief, or one whose end no law names
    then: int = 0


def cost(terms: Terms, first: Month) -> Cost:
    """Return what somebody pays from a month on, and until when a lower amount holds."""
    due = due_by(terms, first)
    if not due.relief:
        return Cost(due)
    for month in (first + 1).until(max(Month.of(days_of_change()[-1]), first + 1)):
        after = due_by(terms, month)
        if after.total != due.total:
            return Cost(due, month + -1, after.total)
    return Cost(due)


def amounts(terms: Terms, first: Month) -> list[dict[str, Any]]:
    """Return the lines of a letter, which add up to what the month asks."""
    law, due = law_on(first.first_day), due_by(terms, first)
    jkm = law["bpu.amount_jkm"]
    lines = [
        _line(_("Iuran JKK sebulan"), "bpu.rate_jkk", due.full - jkm - due.jht, law),
        _line(_("Iuran JKM sebulan"), "bpu.amount_jkm", jkm, law),
    ]
    if due.jht:
        lines.append(_line(_("Iuran JHT sebulan"), "bpu.rate_jht", due.jht, law))
    if due.relief:
        label = _("Keringanan untuk bulan %(month)s") % {"month": month_name(str(first))}
        lines.append({"label": label, "article": article(due.article), "amount": -due.relief})
    return lines


def _line(label: str, name: str, amount: int, law: Law) -> dict[str, Any]:
    return {"label": label, "article": article(law.cite(name).source), "amount": amount}


def explained(terms: Terms, first: Month) -> str:
    """Say beside the amounts which income they are for, until when they hold, and what comes then."""
    said = [_of_income(terms), *_until(cost(terms, first), first)]
    if not terms.is_transport:
        said += _of_transport(terms, first)
    return " ".join(said)


def article(source: str) -> str:
    """Return an article as a letter cites it, without our notes on how it was read."""
    return NOTE.sub("", source)


def _of_income(terms: Terms) -> str:
    if terms.income:
        income = {"income": rupiah(terms.income)}
        return _("Iuran di bawah ini untuk penghasilan yang Anda nyatakan, %(income)s sebulan.") % income
    return _(
        "Iuran di bawah ini untuk golongan penghasilan terendah; penghasilan yang lebih besar, iurannya "
        "lebih besar."
    )


def _until(found: Cost, first: Month) -> list[str]:
    if found.last is None:
        return []
    told = {"amount": rupiah(found.due.total), "last": month_name(str(found.last))}
    told |= {"next": month_name(str(found.last + 1)), "then": rupiah(found.then)}
    if found.last == first:
        return [
            _("Iuran %(amount)s hanya untuk bulan %(last)s. Mulai %(next)s iurannya %(then)s sebulan.") % told
        ]
    return [
        _("Iuran %(amount)s berlaku sampai bulan %(last)s. Mulai %(next)s iurannya %(then)s sebulan.") % told
    ]


def _of_transport(terms: Terms, first: Month) -> list[str]:
    """Say what drivers and couriers pay, where it differs: nobody has asked what work somebody does."""
    found = cost(terms._replace(is_transport=True), first)
    if found.last is None or found[1:] == cost(terms, first)[1:]:
        return []
    told = {"amount": rupiah(found.due.total), "last": month_name(str(found.last))}
    told |= {
        "next": month_name(str(found.last + 1)),
        "then": rupiah(found.then),
        "article": found.due.article,
    }
    return [
        _(
            "Pengemudi dan kurir membayar %(amount)s sebulan sampai bulan %(last)s, dan %(then)s mulai "
            "%(next)s."
        )
        % told
    ]
