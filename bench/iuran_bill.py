"""Bill the wadah of iuran_people.py for a month and say what it came to; measured as a process."""

from tedung.office.starting import ground


def main() -> None:
    """Prepare the bill and do its job here."""
    ground.open_django()
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.buku import queries
    from tedung.office.iuran import services
    from tedung.office.iuran.models import Rincian
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.wadah.models import Wadah

    with acting(SYSTEM):
        made = services.prepare(Wadah.everything.get(), "2027-01", 1)
        run_waiting()
        rincian = Rincian.everything.get(pk=made.pk)
        due = queries.held("beban_iuran")
        if rincian.state != "rincian" or not rincian.total == rincian.people * 16_800 == due:
            raise SystemExit("the bill, its lines and the book do not agree")
        print(f"{rincian.people:,} people, Rp{rincian.total:,}", flush=True)


if __name__ == "__main__":
    main()
