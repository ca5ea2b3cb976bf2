"""The file of a month's changes to the agency: whom to take in, whose data changed, whom to let go.

A death is not in it: the agency hears of it by the claim (JKM), and deactivating the number would stand in
the family's way (jkk-jkm-bpu, 9.1: not for deaths).
"""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Q

from tedung.office.access.actor import current
from tedung.office.audit.steps import begun
from tedung.office.base import clock
from tedung.office.mutasi.models import Act, Change, Mutasi
from tedung.office.wadah.formats import OUT, in_force
from tedung.office.wadah.models import Act as Asked
from tedung.office.wadah.models import Exchange, ExchangeState, Member, MemberState
from tedung.office.wadah.sending import write_lines

ASKED = {
    Act.MASUK: Asked.DAFTAR,
    Act.PENGGANTI: Asked.DAFTAR,
    Act.PERUBAHAN: Asked.UBAH,
    Act.KELUAR: Asked.NONAKTIF,
}
KNOWN = (MemberState.AKTIF, MemberState.NONAKTIF, MemberState.DIKIRIM)


def write(row: Mutasi) -> Exchange | None:
    """Write the file of the changes that are taken, inside a change; None where none concerns the agency."""
    form = in_force(OUT, row.wadah.kind, clock.today(row.region))
    exchange = Exchange(
        wadah=row.wadah,
        form=form,
        region=row.region,
        opd_code=row.opd_code,
        unit_code=row.unit_code,
        group_code=row.group_code,
        prepared_by=current().user_id,
        made_at=clock.now(),
    )
    lines = _lines(row)
    first = next(lines, None)
    if first is None:
        return None
    exchange.save()
    begun(exchange, ExchangeState.DIBUAT)
    write_lines(exchange, chain([first], lines))
    return exchange


def _lines(row: Mutasi) -> Iterator[tuple[Member, str]]:
    taken = Change.everything.filter(mutasi=row, is_taken=True)
    numbered = Q(member__person__nik_state="valid") | Q(member__person__merged_into__nik_state="valid")
    comes = Q(act__in=[Act.MASUK, Act.PENGGANTI]) & numbered
    goes = Q(act=Act.KELUAR, member__state__in=KNOWN) & ~Q(reason="meninggal")
    found = taken.filter(comes | goes | Q(act=Act.PERUBAHAN)).select_related("member__person__merged_into")
    for one in found.order_by("act", "village", "pk").iterator(chunk_size=5_000):
        yield one.member, ASKED[Act(one.act)].value
