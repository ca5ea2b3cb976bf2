"""What codes of a study are called on a page: villages, groups, offices, sectors, reasons, months."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from importlib import resources
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tedung import money
from tedung.dates import Month
from tedung.law import history
from tedung.office.organisations.models import Kind, Organisation
from tedung.office.penetapan.models import PAYER_NAMES
from tedung.office.reference.models import Group, Region
from tedung.study.indicators import definitions
from tedung.study.score import weights
from tedung.texts import text

DOTS_OF_A_VILLAGE = 3
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def lang() -> str:
    """Return the reader's language, of the two that there are."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def percent(share: Fraction | int | None, of: int = 1) -> str:
    """Write a share: 44,9 %; a dash where it cannot be said."""
    if share is None:
        return "–"
    per_mille = round(Fraction(share) * 1000 / of)
    comma = "," if lang() == "id" else "."
    return f"{per_mille // 10}{comma}{per_mille % 10} %"


def month(said: str) -> str:
    """Write a month short: Jan 2027."""
    one = Month.parse(said)
    return f"{MONTHS[lang()][one.number - 1]} {one.year}"


def months(first: str, count: int) -> str:
    """Write a span of months: Jan 2027 – Des 2027."""
    begin = Month.parse(first)
    return f"{month(str(begin))} – {month(str(begin + (count - 1)))}"


def day(on: date) -> str:
    """Write a day in full."""
    return date_format(on, "j F Y")


def programmes(said: str) -> str:
    """Write programmes: JKK + JKM."""
    return " + ".join(one.upper() for one in said.split("+"))


def dimensions() -> dict[str, str]:
    """Return what each dimension of a table is called."""
    return {
        "regency": _("Kota/kabupaten"),
        "district": _("Kecamatan"),
        "village": _("Desa/kelurahan"),
        "segment": _("Segmen"),
        "employment_status": _("Status pekerjaan"),
        "sector": _("Lapangan usaha"),
        "sex": _("Jenis kelamin"),
        "age_band": _("Umur"),
        "due_from": _("Siapa yang wajib membayar"),
        "kelompok_sasaran": _("Kelompok sasaran"),
        "opd_pengampu": _("OPD pengampu"),
        "enterprise_size": _("Skala usaha"),
        "desil": _("Desil"),
    }


def columns() -> dict[str, str]:
    """Return what a column that is missing would tell."""
    return {
        "birth_date": _("tanggal lahir"),
        "is_working": _("bekerja atau tidak"),
        "activity": _("kegiatan"),
        "is_member": _("kepesertaan"),
        "payer": _("pembayar"),
    } | {name: lower(label) for name, label in dimensions().items()}


def missing(names: Iterable[str]) -> list[str]:
    """Return what is not known of people, in words."""
    told = columns()
    return [told.get(name, name) for name in names]


def lower(label: str) -> str:
    """Begin a label small within a sentence; an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def upper(label: str) -> str:
    """Begin a label large."""
    return label[:1].upper() + label[1:]


def law_value(value: str, unit: str) -> str:
    """Write a value of the law by its unit."""
    if unit.startswith("IDR"):
        return " … ".join(money.rupiah(int(one), lang()) for one in value.split(" … "))
    if unit.startswith("share"):
        return percent(Fraction(value))
    return value


def states() -> dict[str, str]:
    """Return what each state of a person is called."""
    return {
        "covered": _("terlindungi"),
        "gap": _("belum terlindungi, padahal wajib"),
        "unsaid": _("wajib, kepesertaannya belum dibandingkan"),
        "not_working": _("tidak bekerja"),
        "unpaid_family": _("pekerja keluarga tak dibayar"),
        "other_scheme": _("dalam program lain (aparatur, TNI, Polri)"),
        "too_young": _("belum 18 tahun"),
        "too_old": _("65 tahun ke atas dan belum peserta"),
    }


def certainties() -> dict[str, str]:
    """Return how sure something is, in words."""
    return {
        "official": _("angka resmi"),
        "text": _("naskahnya dibaca"),
        "press": _("sumber kedua (pers)"),
        "derived": _("diturunkan dari angka lain"),
        "assumed": _("anggapan"),
        "assumption": _("anggapan"),
        "open": _("rumusannya tidak terbaca"),
        "agency": _("buku atau surat BPJS Ketenagakerjaan, Dukcapil atau BPS"),
        "predecessor": _("dari peraturan pendahulunya"),
        "convention": _("kebiasaan yang kami sebut"),
    }


def sectors() -> dict[str, str]:
    """Return the sections of KBLI, short."""
    return {
        "A": _("Pertanian, kehutanan, perikanan"),
        "B": _("Pertambangan"),
        "C": _("Industri pengolahan"),
        "D": _("Listrik dan gas"),
        "E": _("Air dan limbah"),
        "F": _("Konstruksi"),
        "G": _("Perdagangan"),
        "H": _("Pengangkutan"),
        "I": _("Penginapan dan makan minum"),
        "J": _("Informasi dan komunikasi"),
        "K": _("Keuangan dan asuransi"),
        "L": _("Real estat"),
        "M": _("Jasa profesional"),
        "N": _("Jasa penunjang usaha"),
        "O": _("Pemerintahan"),
        "P": _("Pendidikan"),
        "Q": _("Bidang kesehatan"),
        "R": _("Kesenian dan hiburan"),
        "S": _("Jasa lainnya"),
        "T": _("Rumah tangga"),
        "U": _("Badan internasional"),
    }


def statuses() -> dict[str, str]:
    """Return what becomes of somebody in a choice."""
    return {
        "chosen": _("terpilih"),
        "reserve": _("cadangan"),
        "not_eligible": _("tidak dapat dipilih"),
    }


def leavings() -> dict[str, str]:
    """Return why somebody leaves a programme."""
    return {
        "death": _("meninggal"),
        "move": _("pindah"),
        "lapse": _("berhenti membayar"),
        "age": _("mencapai batas umur"),
    }


def cases() -> dict[str, str]:
    """Return the cases of money that stays unspent."""
    return {
        "none_refused": _("semua diterima"),
        "refused_low": _("sebagian kecil ditolak"),
        "refused_central": _("sebagian ditolak"),
        "refused_high": _("banyak yang ditolak"),
    }


def expectations() -> dict[str, str]:
    """Return what is expected of the covered."""
    return {
        "contributions": _("iuran"),
        "deaths": _("meninggal"),
        "accidents": _("kecelakaan kerja"),
        "accident_deaths": _("di antaranya meninggal"),
        "jkm": _("santunan JKM"),
        "jkk": _("manfaat JKK"),
    }


def reason(code: str) -> str:
    """Return why somebody is chosen, waits or cannot be."""
    from tedung.study.quota import OWN_REASONS, REASONS

    if code in REASONS:
        return text(f"study_command.reason_{code}", lang())
    return text(f"study.why_{code}" if code in OWN_REASONS else f"bill.why_{code}", lang())


def criterion(code: str) -> str:
    """Return the name of a criterion of the score."""
    one = next(one for one in weights() if one.name == code)
    return one.label_id if lang() == "id" else one.label_en


def indicator(code: str) -> tuple[str, str]:
    """Return the name of an indicator and what is said of its definition."""
    told = definitions()[code]
    return told[f"label_{lang()}"], told[f"note_{lang()}"]


def published(code: str) -> str:
    """Return what a published figure counts."""
    return text(f"study_command.what_{code}", lang())


def law_line(path: str) -> str:
    """Return what a line of the law is called."""
    latest = history()[path][-1]
    return latest.label if lang() == "id" else latest.label_en


def rate(code: str) -> str:
    """Return the name of a rate."""
    return str(_rates()[code][f"label_{lang()}"])


@cache
def _rates() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((resources.files("tedung.study") / "rates.toml").read_text("utf-8"))


class Names:
    """The names of a page's codes, each kind looked up once."""

    def of(self, column: str, value: str | int | None) -> str:
        """Return what a value of a column is called; the code itself where it has no name."""
        if value is None or value == "":
            return _("tidak diketahui")
        known = self._known(column)
        code = str(value)
        if column == "desil":
            return _("Desil %(number)s") % {"number": code}
        if column == "age_band":
            return _("%(ages)s tahun") % {"ages": code.replace("-", "–")}
        name = str(known.get(code, code.replace("_", " ")))
        if column == "village" and code.count(".") < DOTS_OF_A_VILLAGE - 1:
            return _("%(place)s, desa tidak diketahui") % {"place": name}
        return name

    def by(self, column: str, key: str = "group") -> Callable[[Mapping[str, Any]], str]:
        """Return the function that names the rows of a table by a column's values."""
        return lambda row: self.of(column, row[key])

    def _known(self, column: str) -> Mapping[str, object]:
        if column in {"village", "district", "regency", "place"}:
            return self._regions
        if column in {"due_from", "payer"}:
            return PAYER_NAMES
        held: dict[str, Mapping[str, object]] = {
            "kelompok_sasaran": self._groups,
            "opd_pengampu": self._offices,
            "sector": sectors(),
            "sex": {"L": _("Laki-laki"), "P": _("Perempuan")},
            "segment": {
                "pu": _("penerima upah"),
                "bpu": _("bukan penerima upah"),
                "jakon": _("jasa konstruksi"),
                "pmi": _("pekerja migran"),
            },
            "employment_status": {
                "wage_earner": _("buruh atau karyawan"),
                "employer": _("berusaha dengan buruh tetap"),
                "self_employed": _("berusaha sendiri"),
                "self_employed_helped": _("berusaha dengan buruh tidak tetap"),
                "casual_farm": _("pekerja bebas pertanian"),
                "casual_other": _("pekerja bebas lainnya"),
                "family": _("pekerja keluarga"),
            },
            "enterprise_size": {
                "micro": _("usaha mikro"),
                "small": _("usaha kecil"),
                "medium": _("usaha menengah"),
                "large": _("usaha besar"),
            },
        }
        return held.get(column, {})

    @cached_property
    def _regions(self) -> dict[str, str]:
        return dict(Region.objects.values_list("code", "name"))

    @cached_property
    def _groups(self) -> dict[str, str]:
        return dict(Group.objects.values_list("code", "name"))

    @cached_property
    def _offices(self) -> dict[str, str]:
        return dict(Organisation.objects.filter(kind=Kind.OFFICE).values_list("code", "name"))
