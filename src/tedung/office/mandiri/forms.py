"""What an officer types about one who pays oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.base.fields import MonthField, RupiahField, day_field
from tedung.office.mandiri.models import KIND_NAMES
from tedung.office.mandiri.services import PROGRAMMES
from tedung.office.wadah.members import ENDED
from tedung.office.wadah.models import COLLECTS, Wadah

PROGRAMME_NAMES = [(code, code.upper().replace("+", " + ")) for code in PROGRAMMES]
REASONS = ("mengundurkan_diri", "menjadi_pu", "pindah", "meninggal", "salah_daftar")
"""Why somebody who pays oneself stops."""


class Declared(forms.Form):
    """Income, programmes and how one works."""

    income = RupiahField(
        label=_("Penghasilan sebulan"),
        help_text=_("Menurut pengakuan peserta. Peraturan membaginya dalam 33 golongan; iuran mengikuti."),
    )
    programmes = forms.ChoiceField(label=_("Program"), choices=PROGRAMME_NAMES)
    bpu_kind = forms.ChoiceField(label=_("Cara bekerja"), choices=list(KIND_NAMES.items()))
    is_transport = forms.BooleanField(
        label=_("Pengemudi atau kurir"),
        required=False,
        help_text=_("Keringanan iuran PP 50/2025 untuk pengemudi dan kurir berlaku di bulan lain."),
    )
    note = forms.CharField(label=_("Diketahui dari"), max_length=240, required=False)


class Register(Declared):
    """A new member: from which month, through whom, and the number of who has one."""

    since = MonthField(label=_("Mulai bulan iuran"))
    wadah = forms.ModelChoiceField(
        Wadah.everything.none(),
        label=_("Dikumpulkan oleh"),
        required=False,
        empty_label=_("Tidak ada, membayar sendiri"),
    )
    kpj = forms.CharField(
        label=_("Nomor kepesertaan (KPJ)"),
        max_length=20,
        required=False,
        help_text=_("Bila sudah punya kartu peserta. Yang belum punya didaftarkan dulu ke BPJS."),
    )
    registered_on = day_field(label=_("Peserta sejak tanggal"), required=False)

    field_order = ("since", "income", "programmes", "bpu_kind", "is_transport", "wadah", "kpj")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["wadah"]
        choices.queryset = collectors()
        choices.label_from_instance = lambda wadah: wadah.name

    def clean(self) -> dict[str, Any]:
        """Ask for the day beside the number."""
        given = super().clean() or {}
        if given.get("kpj") and not given.get("registered_on") and "registered_on" not in self.errors:
            self.add_error("registered_on", _("Isi sejak kapan orang ini peserta, seperti di kartunya."))
        return given


def collectors() -> Any:
    """Return the wadah that collect from members who pay themselves, in the actor's scope."""
    found = Wadah.objects.filter(COLLECTS, is_active=True)
    return found.select_related("organisation").order_by("organisation__name")


class Roster(forms.Form):
    """What holds for everybody of a list; the income of each stands in the list."""

    wadah = forms.ModelChoiceField(Wadah.everything.none(), label=_("Dikumpulkan oleh"), empty_label=None)
    since = MonthField(label=_("Mulai bulan iuran"))
    programmes = forms.ChoiceField(label=_("Program"), choices=PROGRAMME_NAMES)
    bpu_kind = forms.ChoiceField(label=_("Cara bekerja"), choices=list(KIND_NAMES.items()))
    is_transport = forms.BooleanField(label=_("Pengemudi atau kurir"), required=False)

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["wadah"]
        choices.queryset = among.select_related("organisation")
        choices.label_from_instance = lambda wadah: wadah.name


class Change(Declared):
    """What holds from a month on."""

    since = MonthField(label=_("Berlaku mulai bulan"))
    field_order = ("since", "income", "programmes", "bpu_kind", "is_transport", "note")


class Pay(forms.Form):
    """A payment as the receipt says."""

    paid_on = day_field(label=_("Tanggal bayar"))
    amount = RupiahField(label=_("Jumlah yang dibayar"), least=1)
    first_month = MonthField(label=_("Bulan pertama yang dibayar"))
    last_month = MonthField(label=_("Bulan terakhir yang dibayar"))
    number = forms.CharField(label=_("Nomor bukti bayar"), max_length=80)
    proof = forms.FileField(label=_("Foto bukti bayar"), required=False, help_text=_("PDF atau foto."))


class Stop(forms.Form):
    """The last month, and why."""

    month = MonthField(label=_("Bulan terakhir"))
    reason = forms.ChoiceField(label=_("Sebab"), choices=[(code, ENDED[code]) for code in REASONS])


class Said(forms.Form):
    """How somebody said that reminders are wanted, or not any more."""

    how = forms.CharField(
        label=_("Bagaimana orang ini mengatakannya"),
        max_length=120,
        help_text=_("Misalnya: surat persetujuan di loket, atau balasan BERHENTI."),
    )
