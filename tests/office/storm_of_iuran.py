"""The steps of a month's money in a process that can be killed: bill, code, payment, mutasi, backup.

Each goes on from where the office stands, as people do who find a step half done: what is done already is
not done again.
"""

from datetime import date
from pathlib import Path

from storm_of_test import STEPS, begin, serve

MONTH, DAY, WORDS = "2026-12", date(2026, 12, 1), "payung kertas di musim hujan"


def by(user):
    """Act as a user."""
    from tedung.office.access.actor import acting, actor_of
    from tedung.office.base import clock

    return acting(actor_of(user, clock.today()))


def of_wadah(model, wadah):
    """Return the row of a wadah that counts, if there is one."""
    return model.everything.filter(wadah=wadah).exclude(state="dibatalkan").first()


def code(wadah, pos, pptk):
    """Bill the wadah, send the bill, record its code."""
    from tedung.office.anggaran.models import Pos
    from tedung.office.base import clock
    from tedung.office.iuran import services
    from tedung.office.iuran.models import Rincian
    from tedung.office.wadah.models import Wadah

    with clock.at(DAY), by(pptk):
        row = of_wadah(Rincian, wadah)
        if row is None:
            one = Wadah.everything.get(pk=wadah)
            row = services.prepare(one, MONTH, 1, Pos.everything.get(pk=pos))
        if row.state == "rincian":
            services.send(row)
        if row.state == "dikirim":
            until = {"first": MONTH, "last": MONTH, "valid_until": date(2026, 12, 31)}
            services.record_code(row, f"KODE{row.pk}", row.total, **until)


def pay(wadah, pptk, bendahara, verifikator):
    """Take the bill from its code to the agency's word, each step by whoever does it; carry the book."""
    from iuran_of_test import PDF

    from tedung.office.base import clock
    from tedung.office.buku.carrying import carry
    from tedung.office.iuran import services
    from tedung.office.iuran.models import Rincian

    steps = {
        "kode": (pptk, lambda row: services.record_spp(row, f"SPP/{row.pk}", DAY)),
        "spp": (bendahara, lambda row: services.record_spm(row, f"SPM/{row.pk}", DAY)),
        "spm": (bendahara, lambda row: services.record_sp2d(row, f"SP2D/{row.pk}", DAY)),
        "sp2d": (bendahara, lambda row: services.record_proof(row, PDF, DAY)),
        "bukti": (verifikator, lambda row: services.confirm(row, DAY)),
    }
    with clock.at(DAY):
        while (row := of_wadah(Rincian, wadah)).state in steps:
            user, step = steps[row.state]
            with by(user):
                step(row)
        carry()


def mutasi(wadah, verifikator, kepala):
    """Find the month's changes, hand them in, approve them: the file is written, memberships end."""
    from tedung.office.base import clock
    from tedung.office.mutasi import services
    from tedung.office.mutasi.models import Mutasi
    from tedung.office.wadah.models import Wadah

    with clock.at(DAY):
        row = of_wadah(Mutasi, wadah)
        with by(verifikator):
            if row is None:
                row = services.open_month(Wadah.everything.get(pk=wadah), MONTH)
            if row.state == "konsep":
                services.submit(row)
        if row.state == "diajukan":
            with by(kepala):
                services.approve(row)


def backup(path):
    """Write the office to a file, unless it is there."""
    from tedung.office.starting.backup import backup as write

    if not Path(path).exists():
        write(Path(path), WORDS)


WARM = (
    "tedung.office.buku.carrying",
    "tedung.office.iuran.services",
    "tedung.office.mutasi.services",
    "tedung.office.starting.backup",
)
"""Imported before the first child is made."""


if __name__ == "__main__":
    begin(*WARM)
    STEPS.update(code=code, pay=pay, mutasi=mutasi, backup=backup)
    serve()
