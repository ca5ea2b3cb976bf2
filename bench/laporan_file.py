"""Make the file of the SP2D of laporan_paid.py and say what it came to; measured as a process."""

from tedung.office.starting import ground


def main() -> None:
    """Ask for the file and do its job here."""
    ground.open_django()
    from tedung.dates import Month
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.iuran.models import Rincian
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.laporan import services

    with acting(SYSTEM):
        bill = Rincian.everything.get()
        month = Month(2027, 1)
        report = services.ask("pemeriksaan", first=month, last=month, bill=bill)
        run_waiting()
        report.refresh_from_db()
        if report.state != "siap":
            raise SystemExit("the file was not made")
        sizes = f"PDF {report.pdf.size:,} B, xlsx {report.xlsx.size:,} B"
        print(f"{bill.people:,} people, Rp{bill.payable:,}: {sizes}", flush=True)


if __name__ == "__main__":
    main()
