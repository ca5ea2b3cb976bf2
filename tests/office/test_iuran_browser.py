"""Contributions, budget and ledger in Chromium: every page against WCAG, on a desk and on a phone."""

from datetime import date

import pytest
from iuran_of_test import Desk, a_pos, a_wadah, agreement, members

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base import clock
from tedung.office.buku.seeds import seed
from tedung.office.iuran import arrears


@pytest.fixture
def desk(transactional_db, offices, make_user):
    with clock.at(date(2027, 1, 4)), acting(SYSTEM):
        seed()
        yield Desk(make_user)


@pytest.mark.slow
def test_every_page_is_open_to_everybody_and_fits_a_phone(desk, visit, axe):
    wadah, pos = a_wadah(), a_pos(9_000_000_000_000)
    agreement(wadah)
    (gone, *_rest) = members(wadah, 3)
    desk.confirmed(desk.prepared(wadah, pos, months=3))
    gone.until, gone.state = "2027-02", "keluar"
    gone.save()
    arrears.daily()
    differs = desk.prepared(wadah, pos, "2027-04")
    desk.coded(differs, differs.total + 16_800)
    first = differs.pk - 1
    for width in (1280, 360):
        page = visit(desk.users["pptk"], width=width)
        for where in (
            "/iuran/",
            "/iuran/baru/",
            f"/iuran/{first}/",
            f"/iuran/{differs.pk}/",
            f"/iuran/{first}/baris/",
            "/anggaran/?tahun=2027",
            "/anggaran/baru/",
            f"/anggaran/{pos.pk}/",
            "/buku/",
            "/buku/jurnal/",
            "/buku/akun/beban_iuran/",
        ):
            page.goto(where)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    page = visit(desk.users["bendahara"], width=360)
    page.goto(f"/iuran/{first}/pembayaran/batalkan/")
    axe(page)
