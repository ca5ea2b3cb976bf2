"""What one who pays oneself declares, pays and agrees to; the membership itself is `wadah.Member`."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tedung.columns import BPU_KINDS
from tedung.office.access.scope import Scope, Scoped
from tedung.office.documents.models import Document
from tedung.office.people.models import Person
from tedung.office.wadah.models import Member

MEMBER_SCOPE = Scope(
    "mandiri.view", region="village", opd="opd_code", organisation="unit_code", group="group_code"
)
KIND_NAMES = {
    "self_employed": _("bekerja sendiri"),
    "outside_employment": _("pekerja di luar hubungan kerja, misalnya kemitraan"),
    "employer": _("pemilik usaha yang mempunyai pekerja"),
}


class Declaration(models.Model):
    """What a member says of income and programmes, from a month on; a later one stands beside it."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="declarations")
    since = models.CharField(_("berlaku mulai"), max_length=7)
    income = models.BigIntegerField(_("penghasilan sebulan"))
    programmes = models.CharField(_("program"), max_length=32)
    bpu_kind = models.CharField(_("cara bekerja"), max_length=20)
    is_transport = models.BooleanField(_("pengemudi atau kurir"))
    note = models.CharField(max_length=240, blank=True)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Read by member; of two for one month the later counts."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["member", "since", "id"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(income__gte=0), name="declaration_income_not_negative"),
            models.CheckConstraint(condition=Q(bpu_kind__in=BPU_KINDS), name="declaration_kind_known"),
            models.CheckConstraint(
                condition=~Q(bpu_kind="employer") | Q(programmes__contains="jht"),
                name="declaration_employer_has_jht",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.since}"

    @property
    def kind_name(self) -> str:
        """Return how one works, in words."""
        return str(KIND_NAMES[self.bpu_kind])


class State(models.TextChoices):
    """What is known of a payment."""

    TERCATAT = "tercatat", _("Tercatat")
    SELISIH = "selisih", _("Jumlahnya berbeda")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


STEPS = {
    State.TERCATAT: {State.DIBATALKAN},
    State.SELISIH: {State.TERCATAT, State.DIBATALKAN},  # once it is explained
    State.DIBATALKAN: set(),
}


class Payment(Scoped):
    """What a member paid to the agency, as the receipt says, and how many of its months it covers."""

    scope = MEMBER_SCOPE

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("tanggal bayar"))
    amount = models.BigIntegerField(_("jumlah yang dibayar"))
    first_month = models.CharField(_("bulan pertama"), max_length=7)
    last_month = models.CharField(_("bulan terakhir"), max_length=7)
    number = models.CharField(_("nomor bukti"), max_length=80)
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.BigIntegerField()  # what the law asks of the months that the receipt names
    months = models.SmallIntegerField()  # which it covers whole, from the first on
    rest = models.BigIntegerField()  # what is left of the amount
    state = models.CharField(max_length=12, choices=State.choices)
    answer = models.CharField(max_length=240, blank=True)  # why the amount differs
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    user_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """A receipt once; the amounts are some."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="payment_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_some"),
            models.CheckConstraint(condition=Q(rest__gte=0), name="payment_rest_not_negative"),
            models.CheckConstraint(condition=Q(rest__lte=F("amount")), name="payment_rest_of_amount"),
            models.CheckConstraint(condition=Q(months__range=(0, 12)), name="payment_within_a_year"),
            models.UniqueConstraint(
                fields=["member", "number"], condition=~Q(state="dibatalkan"), name="payment_receipt_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["member", "id"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.first_month}"


class PaidMonth(models.Model):
    """A month that a payment covers whole; a member and month once."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="covers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="paid_months")
    month = models.CharField(max_length=7)
    jkk = models.BigIntegerField()
    jkm = models.BigIntegerField()
    jht = models.BigIntegerField()
    total = models.BigIntegerField()
    relief = models.BigIntegerField()  # what the law let off
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        """Paid once; its parts add up."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["member", "month"], condition=Q(is_cancelled=False), name="paid_month_once"
            ),
            models.CheckConstraint(
                condition=Q(total=F("jkk") + F("jkm") + F("jht")), name="paid_month_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.month}"


class Mood(models.TextChoices):
    """How a member stands, in a word."""

    LUNAS = "lunas", _("Lunas")
    BELUM_MULAI = "belum_mulai", _("Belum mulai")
    JATUH_TEMPO = "jatuh_tempo", _("Belum dibayar, belum lewat jatuh tempo")
    MENUNGGAK = "menunggak", _("Menunggak")
    NONAKTIF = "nonaktif", _("Nonaktif")
    BERHENTI = "berhenti", _("Berhenti")


class Standing(models.Model):
    """How a member stands on a day: computed from what is above and the law, for lists and reminders."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="standing")
    day = models.DateField()
    mood = models.CharField(max_length=12, choices=Mood.choices)
    paid_until = models.CharField(max_length=7, blank=True)
    next_month = models.CharField(max_length=7, blank=True)  # to be paid next
    next_due = models.DateField(null=True)
    next_amount = models.BigIntegerField(default=0)
    next_relief = models.BigIntegerField(default=0)
    payable_now = models.BigIntegerField(default=0)  # arrears and what is open up to the day's month
    arrears_months = models.SmallIntegerField(default=0)
    arrears_amount = models.BigIntegerField(default=0)

    class Meta:
        """Listed by how one stands."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["mood", "member"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.mood}"


class Consent(models.Model):
    """That somebody wants to be reminded by text, or no longer; the last counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    is_given = models.BooleanField()
    how = models.CharField(max_length=120)  # on paper at the counter, by the answer BERHENTI
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Read by person."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "id"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.is_given}"
