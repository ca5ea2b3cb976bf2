"""The agency's files: which of our fields a column may hold, what its answers mean, what to do about them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tedung.office.reference.models import Format
from tedung.office.reference.sheets import plain
from tedung.office.wadah.models import Result

OUT, ANSWER, MEMBERS = "bpu_kolektif", "bpu_jawaban", "anggota_bpjs"


class Field(NamedTuple):
    """A field of ours: what an officer reads, and words by which a template may call it."""

    label: str | Promise
    heard: tuple[str, ...] = ()


FIELDS: Mapping[str, Field] = {
    "ordinal": Field(_("Nomor urut"), ("no", "nomor", "nourut")),
    "nik": Field(_("NIK"), ("nik", "nomoridentitas", "noktp", "nomorktp", "noidentitas", "nomorinduk")),
    "kpj": Field(_("KPJ"), ("kpj", "nokpj", "nomorkpj", "nomorpeserta", "nopeserta", "nomorkartu")),
    "nama_ktp": Field(_("Nama di KTP"), ("nama", "namalengkap", "namatenagakerja", "namapeserta", "namatk")),
    "birth_place": Field(_("Tempat lahir"), ("tempatlahir", "tmptlahir")),
    "birth_date": Field(_("Tanggal lahir"), ("tanggallahir", "tgllahir")),
    "sex": Field(_("Jenis kelamin (L/P)"), ("jeniskelamin", "jk", "lp", "kelamin")),
    "mother": Field(_("Nama ibu kandung"), ("namaibukandung", "namaibu", "ibukandung")),
    "address": Field(_("Alamat di KTP"), ("alamat", "alamatktp", "alamatrumah")),
    "village": Field(_("Desa/kelurahan"), ("desakelurahan", "desa", "kelurahan", "keldesa")),
    "phone": Field(_("Telepon"), ("hp", "nohp", "handphone", "telepon", "notelp", "nomorhp", "telpon")),
    "group": Field(_("Pekerjaan (kelompok sasaran)"), ("pekerjaan", "jenispekerjaan", "profesi")),
    "income": Field(_("Penghasilan sebulan"), ("penghasilan", "upah", "dasarupah", "penghasilanperbulan")),
    "programmes": Field(_("Program"), ("program", "programdiikuti")),
    "since": Field(_("Bulan pertama (BLTH)"), ("blth", "blthmulai", "bulanmulai", "blthawal")),
    "until": Field(_("Bulan terakhir (BLTH)"), ("blthakhir", "sampaiblth", "bulanakhir")),
    "agency_code": Field(_("Kode wadah di BPJS"), ("kodewadah", "npp", "kodeunit")),
    "payer": Field(_("Pembayar"), ("pembayar", "sumberdana", "penanggung")),
    "act": Field(_("Yang diminta (daftar, ubah, nonaktif)"), ("aksi", "jenismutasi", "tindakan")),
    "result": Field(_("Hasil"), ("hasil", "status", "statuspendaftaran", "statusupload", "keteranganstatus")),
    "reason": Field(_("Alasan"), ("alasan", "keterangan", "sebab", "pesan", "errormessage", "catatan")),
    "registered_on": Field(_("Tanggal kepesertaan"), ("tanggalkepesertaan", "tglkepesertaan", "tgldaftar")),
    "member_state": Field(_("Status keanggotaan"), ("status", "statuspeserta", "statuskepesertaan", "aktif")),
}
BACK_ALONE = {"result", "reason", "registered_on", "member_state"}
GOES_OUT = tuple(field for field in FIELDS if field not in BACK_ALONE)
COMES_BACK = ("nik", "kpj", "nama_ktp", "birth_date", "result", "reason", "registered_on", "since")
LISTED = (
    *("nik", "kpj", "nama_ktp", "birth_date", "member_state", "since"),
    *("until", "registered_on", "income", "programmes"),
)


class Kind(NamedTuple):
    """A file of the agency: its name, which fields it may hold, of which it needs some."""

    name: str | Promise
    fields: Sequence[str]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    OUT: Kind(_("Pendaftaran kolektif BPU"), GOES_OUT, ("nik", "nama_ktp")),
    ANSWER: Kind(_("Jawaban pendaftaran"), COMES_BACK, ("result",), ("nik", "kpj")),
    MEMBERS: Kind(_("Daftar peserta dari BPJS"), LISTED, ("nama_ktp",), ("nik", "kpj")),
}


class Reason(NamedTuple):
    """Why the agency refuses: what people read, what to do, and words by which an answer may say it."""

    says: str | Promise
    what_to_do: str | Promise
    heard: tuple[str, ...] = ()


REASONS: Mapping[str, Reason] = {
    Result.SUDAH.value: Reason(
        _("sudah peserta"),
        _("Pastikan siapa yang membayar iurannya. Bila tetap ditanggung, kirim lagi dengan KPJ yang ada."),
        ("sudahpeserta", "sudahterdaftar", "telahterdaftar", "pesertaaktif", "kepesertaanganda"),
    ),
    "usia": Reason(
        _("umur di luar batas"),
        _("Periksa tanggal lahirnya. Bila benar, keluarkan dan naikkan cadangan lewat keputusan perubahan."),
        ("usia", "umur"),
    ),
    "meninggal": Reason(
        _("tercatat meninggal"),
        _("Pastikan kepada keluarga dan laporkan kejadiannya; bila keliru, minta pembetulan ke Dukcapil."),
        ("meninggal",),
    ),
    "penerima_upah": Reason(
        _("penerima upah"),
        _("Tanyakan apakah masih bekerja. Bila ya, pemberi kerjanya yang membayar, jadi keluarkan."),
        ("penerimaupah", "pesertapu"),
    ),
    "nik": Reason(
        _("NIK tidak cocok dengan Adminduk"),
        _("Periksa KTP orang ini, betulkan datanya, padankan, lalu kirim lagi."),
        ("nik", "adminduk", "dukcapil", "identitas"),
    ),
    "nama": Reason(
        _("nama atau tanggal lahir berbeda"),
        _("Samakan nama dan tanggal lahir dengan KTP, lalu kirim lagi."),
        ("nama", "tanggallahir", "tgllahir"),
    ),
    "lain": Reason(
        _("sebab lain"), _("Baca kata-kata BPJS, tanyakan bila belum jelas, betulkan, lalu kirim lagi.")
    ),
}


def reason_of(words: str) -> str:
    """Return the code of a reason that the agency wrote in its own words."""
    told = plain(words)
    return next(
        (code for code, reason in REASONS.items() if any(one in told for one in reason.heard)), "lain"
    )


def guessed(headings: Sequence[str], kind: str, known: Sequence[Mapping[str, Any]] = ()) -> list[str]:
    """Return for each heading of a template the field that it seems to hold, or nothing; no field twice.

    known: the columns of the version before, whose headings were decided by a person.
    """
    decided = {plain(column["heading"]): column.get("field", "") for column in known}
    heard = {word: field for field in reversed(list(KINDS[kind].fields)) for word in FIELDS[field].heard}
    found: list[str] = []
    for heading in headings:
        words = plain(heading)
        field = decided.get(words) or heard.get(words, "")
        found.append(field if field and field not in found else "")
    return found


def in_force(code: str, kind: str, day: date) -> Format:
    """Return the form of a file for a kind of wadah on a day: its own one first."""
    found = Format.objects.filter(code__in=[code, own(code, kind)], since__lte=day)
    ordered = sorted(found, key=lambda form: (form.code != code, form.since, int(form.version)))
    if not ordered:
        raise Format.DoesNotExist(code)
    return ordered[-1]


def own(code: str, kind: str) -> str:
    """Return the code of the form that a kind of wadah has for itself."""
    return f"{code}_{kind.lower()}"
