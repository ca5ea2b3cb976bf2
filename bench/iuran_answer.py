"""A file of 100,000 candidates to the agency, and its answer; each step measured as a process.

python bench/iuran_answer.py write | make | read
"""

import sys
from datetime import date

from iuran_people import kpj, nik
from measure import DATA

REFUSED = 20
"""One line of so many is refused."""


def main(step: str) -> None:
    """Do one step."""
    from tedung.office.starting import ground

    ground.open_django()
    from tedung.office.access.actor import SYSTEM, acting

    with acting(SYSTEM):
        {"write": write, "make": make, "read": read}[step]()


def write() -> None:
    """Write the file of all who wait, and say that it went out."""
    from tedung.office.base import clock
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.wadah import sending
    from tedung.office.wadah.models import Exchange, Wadah

    exchange = sending.prepare(Wadah.everything.get(group_code="bench"))
    run_waiting()
    sending.sent(Exchange.everything.get(pk=exchange.pk), "560/1/DISNAKER", clock.today())
    print(f"{Exchange.everything.get(pk=exchange.pk).lines_out:,} lines", flush=True)


def make() -> None:
    """Make the agency's answer, the lines in the order of their numbers."""
    import xlsxwriter

    from tedung.office.wadah.models import ExchangeLine

    count = ExchangeLine.everything.count()
    with xlsxwriter.Workbook(DATA / "answer.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("NIK", "KPJ", "HASIL", "KETERANGAN"))
        for at in range(count):
            is_refused = at % REFUSED == 0
            says = ("DITOLAK", "NIK tidak valid") if is_refused else ("DITERIMA", "")
            for place, cell in enumerate((nik(at), "" if is_refused else kpj(at), *says)):
                sheet.write_string(at + 1, place, cell)


def read() -> None:
    """Hand the answer in and let the job read it."""
    from tedung.office.jobs.worker import run_waiting
    from tedung.office.wadah.answering import read_answer
    from tedung.office.wadah.models import Exchange, Member

    exchange = Exchange.everything.get()
    content = (DATA / "answer.xlsx").read_bytes()
    read_answer(exchange, content, "B/1/2027", date(2027, 1, 4))
    run_waiting()
    accepted = Member.everything.filter(wadah=exchange.wadah, state="aktif").count()
    if accepted != exchange.lines_out - -(-exchange.lines_out // REFUSED):
        raise SystemExit("the answer was not matched")
    print(f"{accepted:,} accepted", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
