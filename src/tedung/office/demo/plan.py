"""Which lists the demo hands in, by whom, and how far each has come."""

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: its organisation, its file by a part of the name, who hands it in, and how far it comes.

    before: its people were decreed for the running year.  ahead: where its list for the next year stands.
    """

    code: str
    file: str
    username: str = ""
    before: bool = False
    ahead: str = ""


UNITS = (
    # organisation, file, operator, decreed for this year, state of the next year's list
    Unit("desa:51.71.02.2004", "kesiman_petilan", "desa.kesiman", before=True, ahead="lines"),
    Unit("desa:51.71.02.2002", "Sumerta Kelod", "desa.sumerta", ahead="tried"),
    Unit("adat:kesiman", "desa_adat_kesiman", "adat.kesiman", before=True, ahead="sent"),
    Unit("dinas_kebudayaan", "Dinas Kebudayaan", "kebudayaan", before=True, ahead="accepted"),
    Unit("desa:51.71.04.2002", "Dangin Puri Kauh", "", before=True, ahead="accepted"),
    Unit("desa:51.71.03.2004", "dauh_puri_kelod", "", before=True),
    Unit("desa:51.71.01.1001", "Kel Serangan.xlsx", "", ahead="accepted"),
    Unit("desa:51.71.02.1003", "kel_kesiman", "", ahead="accepted"),
    Unit("desa:51.71.03.1005", "Kel Dauh Puri", "", ahead="accepted"),
    Unit("desa:51.71.04.1004", "KEL TONJA", "", ahead="given_back"),
    Unit("adat:sesetan", "Desa Adat Sesetan", "", ahead="checking"),
    Unit("adat:pedungan", "Desa Adat Pedungan", "", ahead="sent"),
)
"""Every state of a proposal, a decree that ends on 31 December, and units that have not begun."""
