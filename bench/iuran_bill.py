"""Bill every wadah of iuran_people.py for a month, and say what it came to; measured as a process."""

from tedung.office.starting import ground


def main() -> None:
    """Begin the bills of all wadah and do the job here."""
    ground.open_django()
    from django.db.models import Sum

    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.buku import queries
    from tedung.office.iuran import together
    from tedung.office.iuran.models import Rincian
    from tedung.office.jobs.worker import run_waiting

    with acting(SYSTEM):
        together.prepare_all("2027-01", 1)
        run_waiting()
        made = Rincian.everything.aggregate(people=Sum("people"), total=Sum("total"))
        is_whole = not Rincian.everything.exclude(state="rincian").exists()
        if not is_whole or not made["total"] == made["people"] * 16_800 == queries.held("beban_iuran"):
            raise SystemExit("the bills, their lines and the book do not agree")
        print(f"{made['people']:,} people, Rp{made['total']:,}", flush=True)


if __name__ == "__main__":
    main()
