"""Open the pages of wadah, contributions, book, mutasi, rekonsiliasi as ten people at once.

TEDUNG_HOME=… [TEDUNG_DATABASE=…] python bench/iuran_visits.py [rounds]
"""

import http.client
import subprocess
import sys

import office_visits as visits
from office_visits import Visit

USER = "pptk"
"""Sees the whole city, and all of these pages."""
MONTH = "2027-01"


def main(rounds: int) -> None:
    """Count the month, start the server, let ten visit it, print the table."""
    from tedung.office.starting import ground

    ground.open_django()
    _counted()
    pages = _pages()
    cookie = visits.session_of(USER)
    from django.db import connections

    connections.close_all()
    server = subprocess.Popen(visits.server_words())
    try:
        visits.wait()
        for visit in list(pages):
            status = visits.opened(http.client.HTTPConnection("127.0.0.1", visits.PORT), cookie, visit)
            if status == 403:
                pages.remove(visit)
            elif status != 200:
                raise SystemExit(f"{visit.path}: {status}")
        print("| who | what | visits | median ms | p95 ms |\n|---|---|---|---|---|")
        visits.tabled(USER, visits.together(cookie, pages, rounds))
    finally:
        server.terminate()
        server.wait()


def _counted() -> None:
    """Do what the office does by itself before people come: count the month, carry the book."""
    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.buku.carrying import carry
    from tedung.office.kepesertaan.counting import count

    with acting(SYSTEM):
        count(MONTH)
        carry()


def _pages() -> list[Visit]:
    """Return the lists, and a row of each kind that is there: the one with the most people."""
    from django.urls import reverse

    from tedung.office.access.actor import SYSTEM, acting
    from tedung.office.iuran.models import Rincian
    from tedung.office.rekonsiliasi.models import Reconciliation
    from tedung.office.wadah.models import Exchange, Wadah

    names = ("wadah", "iuran", "buku", "buku_journal", "mutasi", "reconciliations")
    found = [Visit(name, reverse(name)) for name in names]
    found += [
        Visit("kepesertaan", f"{reverse('kepesertaan')}?bulan={MONTH}"),
        Visit("buku, a day long past", f"{reverse('buku')}?hari=2026-11-15"),
        Visit("account", reverse("buku_account", kwargs={"code": "beban_iuran"})),
    ]
    with acting(SYSTEM):
        wadah, bill = Wadah.everything.order_by("pk")[0], Rincian.everything.order_by("-people").first()
        rows = {"wadah_detail": wadah, "rincian": bill, "rincian_lines": bill}
        rows |= {"reconciliation": Reconciliation.everything.order_by("-pk").first()}
        rows |= {"wadah_file": Exchange.everything.order_by("-pk").first()}
    found += [Visit(name, reverse(name, kwargs={"key": row.pk})) for name, row in rows.items() if row]
    behind = ("people", "not_padan", "not_aktif", "not_dibayar", "dibayar")
    addresses = {what: {"key": wadah.pk, "month": MONTH, "what": what} for what in behind}
    found += [
        Visit(f"behind {what}", reverse("kepesertaan_people", kwargs=given))
        for what, given in addresses.items()
    ]
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
