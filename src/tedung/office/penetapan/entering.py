"""Who may enter by a decree: asked of a draft when it is submitted, and once more when it is put in force.

Somebody alive, not merged away, *padan* or with a named officer's reason, and not paid for already by
another public budget for the same office.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.padan.queries import living, matched
from tedung.office.penetapan.models import PUBLIC, Cover, Decree, DecreeState, Row

NAMED = 10
"""How many numbers of an annex a sentence names."""


def must_admit(decree: Decree) -> int:
    """Refuse a decree with nobody on it, or with somebody who may not enter; return how many enter."""
    if not decree.rows.exists():
        raise Refusal(_("Keputusan ini belum berisi siapa pun."))
    entering = list(decree.rows.filter(act=Row.Act.MASUK).values_list("ordinal", "person_id"))
    persons = {person for _ordinal, person in entering}
    alive = living(persons)
    _must_be_none(
        decree,
        [ordinal for ordinal, person in entering if person not in alive],
        "gone",
        _("%(count)s orang tercatat meninggal atau sudah digabung dengan orang lain (nomor %(numbers)s)."),
    )
    known = matched(persons, clock.today(decree.region))
    _must_be_none(
        decree,
        [ordinal for ordinal, person in entering if person not in known],
        "not_padan",
        _(
            "%(count)s orang tidak padan, atau padannya sudah lama, dan belum ada alasan petugas yang "
            "berlaku (nomor %(numbers)s). Padankan lagi, atau keluarkan dari konsep."
        ),
    )
    must_not_double(decree)
    _must_still_leave(decree)
    return len(entering)


def must_not_double(decree: Decree) -> None:
    """Refuse a decree with somebody whose office another public budget pays for at that time."""
    _must_be_none(
        decree,
        list(doubled(decree.rows.all()).values_list("ordinal", flat=True)),
        "double_funding",
        _(
            "Pembiayaan ganda: %(count)s orang sudah dibayar anggaran lain untuk jabatan yang sama "
            "pada masa itu (nomor %(numbers)s)."
        ),
    )


def _must_still_leave(decree: Decree) -> None:
    """Refuse a decree that takes out whom another step has taken out since: the seat is given away."""
    ended = Cover.everything.filter(row=OuterRef("replaces"), ended_by__isnull=False)
    rows = decree.rows.filter(Exists(ended), act=Row.Act.KELUAR)
    _must_be_none(
        decree,
        list(rows.values_list("ordinal", flat=True)),
        "left",
        _("%(count)s orang sudah dikeluarkan oleh langkah lain sejak konsep ini dibuat (nomor %(numbers)s)."),
    )


def doubled(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the rows of whoever enters while a public budget pays for the same office."""
    return rows.filter(Exists(paid_for("since", "until")), act=Row.Act.MASUK, decree__payer__in=PUBLIC)


def paid_for(since: Any, until: Any) -> QuerySet[Any, Any]:
    """Return the public cover of the person and group of an outer row in its term, for `Exists`.

    since, until: columns of the outer row, or days.
    """
    first, last = (OuterRef(one) if isinstance(one, str) else one for one in (since, until))
    return Cover.everything.filter(
        person=OuterRef("person"),
        group_code=OuterRef("group_code"),
        payer__in=PUBLIC,
        since__lte=last,
        until__gte=first,
    )


def _must_be_none(decree: Decree, ordinals: Collection[int], code: str, sentence: str) -> None:
    if not ordinals:
        return
    named = sorted(ordinals)[:NAMED]
    numbers = ", ".join(map(str, named)) + (" …" if len(ordinals) > len(named) else "")
    told = sentence % {"count": len(ordinals), "numbers": numbers}
    raise Refusal(f"{told} {_what_to_do(decree)}", code)


def _what_to_do(decree: Decree) -> str:
    if decree.state == DecreeState.KONSEP:
        return _("Nomor itu dikeluarkan lewat daftar lampiran di halaman konsepnya.")
    if decree.kind == Decree.Kind.SK:
        return _("Bila harus dikeluarkan, kembalikan konsep ini kepada penyusunnya lebih dulu.")
    return _("Bila harus dikeluarkan, batalkan konsep ini, lalu buat lagi dari usulannya.")
