"""What is typed about a bill and its papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tedung.office.anggaran.models import Pos
from tedung.office.base import clock
from tedung.office.base.fields import MonthField, RupiahField, day_field, several_months
from tedung.office.iuran.models import Difference, Rincian, State
from tedung.office.iuran.returning import Cause, ways
from tedung.office.wadah.models import Wadah

LENGTHS = (1, 3, 6, 10, 12)
MOST = 1_000
"""Wadah in a list to choose from."""


class Own(forms.Form):
    """A form whose fields have ids of their own, beside others on one page."""

    named = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.named}_%s")
        super().__init__(*args, **kwargs)


class Prepare(Own):
    """A bill: which wadah, which months, from which line of the budget."""

    named = "rincian"

    wadah = forms.ModelChoiceField(label=_("Wadah"), queryset=Wadah.objects.none())
    first_month = MonthField(label=_("Bulan pertama (BLTH)"))
    months = forms.TypedChoiceField(
        label=_("Untuk berapa bulan"), coerce=int, choices=[(n, several_months(n)) for n in LENGTHS]
    )
    pos = forms.ModelChoiceField(
        label=_("Dibayar dari pos anggaran"),
        queryset=Pos.objects.none(),
        required=False,
        help_text=_("Boleh diisi nanti, sebelum rincian dikirim."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wadah: Any = self.fields["wadah"]
        wadah.queryset = Wadah.objects.filter(segment="bpu").select_related("organisation")
        wadah.label_from_instance = lambda one: one.name
        _choose_pos(self.fields["pos"], Pos.objects.filter(year__gte=clock.today().year - 1))


class PrepareAll(Own):
    """The bills of all wadah: which months."""

    named = "semua"

    first_month = MonthField(label=_("Bulan pertama (BLTH)"))
    months = forms.TypedChoiceField(
        label=_("Untuk berapa bulan"), coerce=int, choices=[(n, several_months(n)) for n in LENGTHS]
    )


class ChoosePos(Own):
    """The line of the budget that pays a bill."""

    named = "pos"

    pos = forms.ModelChoiceField(label=_("Pos anggaran"), queryset=Pos.objects.none())

    def __init__(self, rincian: Rincian, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = int(rincian.first_month[:4])
        _choose_pos(self.fields["pos"], Pos.objects.filter(year=year, payer=rincian.payer))


def _choose_pos(field: Any, found: Any) -> None:
    field.queryset = found.order_by("-year", "opd_code", "pk")
    field.label_from_instance = lambda one: (
        f"{one.year} · {one.sub_activity} · {one.account} · {one.sumber_dana}"
    )


class Code(Own):
    """The agency's payment code, as it is written."""

    named = "kode"

    number = forms.CharField(label=_("Nomor kode iuran"), max_length=40)
    amount = RupiahField(label=_("Jumlah menurut kode"), least=1)
    first = MonthField(label=_("BLTH dari"))
    last = MonthField(label=_("BLTH sampai"))
    valid_until = day_field(label=_("Berlaku sampai"))


class Paper(Own):
    """A paper of the treasury: its number and day."""

    named = "surat"

    number = forms.CharField(label=_("Nomor"), max_length=80)
    day = day_field(label=_("Tanggal"))


class Refund(Paper):
    """The paper of a month that came back; the agency pays the others of the bill with it as a rule."""

    together = forms.BooleanField(
        label=_("Pembayaran ini juga untuk bulan lain yang menunggu di rincian ini"),
        required=False,
        initial=True,
    )


class Proof(Own):
    """The proof of payment."""

    named = "bukti"

    proof = forms.FileField(label=_("Bukti bayar"), help_text=_("PDF atau foto."))
    day = day_field(label=_("Tanggal bayar"))


class Confirmed(Own):
    """The day on which the agency said that it has the money."""

    named = "konfirmasi"

    day = day_field(label=_("Tanggal konfirmasi BPJS"))


class Answer(Own):
    """An answer to a difference."""

    named = "jawab"

    answer = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[
            (Difference.Answer.KODE_BARU, _("Minta kode baru kepada BPJS")),
            (Difference.Answer.DITERIMA, _("Terima jumlah kode; selisihnya dicatat di buku pembantu")),
            (Difference.Answer.KREDIT, _("Perhitungkan sisa masa iuran wadah ini")),
        ],
    )
    reason = forms.CharField(label=_("Alasan"), max_length=240)


class Unpay(Own):
    """Why a payment does not stand, and to where its bill goes back."""

    named = "pembatalan"

    cause = forms.ChoiceField(label=_("Yang terjadi"), choices=Cause.choices)
    back_to = forms.ChoiceField(label=_("Rincian kembali ke"))
    reason = forms.CharField(label=_("Alasan"), max_length=200)

    def __init__(self, rincian: Rincian, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            State.SPM: _("SPM, untuk SP2D yang baru"),
            State.KODE: _("kode iuran, mulai lagi dari SPP-LS"),
        }
        field: Any = self.fields["back_to"]
        field.choices = [(state, names[state]) for state in ways(rincian)]


class Step(Own):
    """A step that asks for nothing, and may be refused."""

    named = "langkah"


class Reason(Own):
    """Why something is taken back."""

    named = "batal"

    reason = forms.CharField(label=_("Alasan"), max_length=240)
