"""Bill the wadah of iuran_people.py for a month and let an SP2D pay it, for bench_laporan.py."""

from datetime import date

from tedung.office.starting import ground


def main() -> None:
    """Compute the bill; its papers are written as their steps leave them."""
    ground.open_django()
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.access.change import changing
    from tedung.office.iuran import posting, services
    from tedung.office.iuran.models import Rincian
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.wadah.models import Wadah

    day = date(2027, 1, 4)
    with acting(SYSTEM):
        made = services.prepare(Wadah.everything.get(), "2027-01", 1)
        run_waiting()
        with changing("bench"):
            rincian = Rincian.everything.get(pk=made.pk)
            code = {"code_number": "K1", "code_amount": rincian.total, "code_valid_until": date(2027, 1, 31)}
            papers = {"spp_number": "1", "spp_day": day, "spm_number": "1", "spm_day": day}
            paid = {"sp2d_number": "SP2D/1", "sp2d_day": day, "state": "sp2d"}
            Rincian.everything.filter(pk=made.pk).update(**code, **papers, **paid)
            rincian.refresh_from_db()
            posting.paid(rincian, day)


if __name__ == "__main__":
    main()
