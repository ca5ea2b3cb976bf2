"""A bill of a wadah (rincian iuran) with a line a member and month, and the papers it goes through.

The agency sets the payment code and takes the money; the treasury pays.  Here is computed, compared and
proved.  A member and month is billed once, and no person's month is paid by public money twice: the
database itself refuses it.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tedung.columns import PAYERS
from tedung.office.access.scope import Scope, Scoped
from tedung.office.documents.models import Document
from tedung.office.penetapan.models import PAYER_NAMES
from tedung.office.people.models import Person
from tedung.office.wadah.models import MEMBER_SCOPE, Member, RefundRule, Wadah


class State(models.TextChoices):
    """How far a bill is."""

    MENGHITUNG = "menghitung", _("Sedang dihitung")
    RINCIAN = "rincian", _("Rincian")
    DIKIRIM = "dikirim", _("Dikirim ke BPJS")
    KODE = "kode", _("Kode iuran")
    SPP = "spp", _("SPP-LS")
    SPM = "spm", _("SPM")
    SP2D = "sp2d", _("SP2D")
    BUKTI = "bukti", _("Bukti bayar")
    DIKONFIRMASI = "dikonfirmasi", _("Dikonfirmasi BPJS")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


STEPS = {
    State.MENGHITUNG: {State.RINCIAN, State.DIBATALKAN},
    State.RINCIAN: {State.DIKIRIM, State.DIBATALKAN},
    State.DIKIRIM: {State.KODE, State.DIBATALKAN},
    State.KODE: {State.SPP, State.BUKTI, State.DIKIRIM, State.DIBATALKAN},  # bukti: members' own money
    State.SPP: {State.SPM, State.KODE, State.DIBATALKAN},
    State.SPM: {State.SP2D, State.KODE, State.DIBATALKAN},
    State.SP2D: {State.BUKTI},
    State.BUKTI: {State.DIKONFIRMASI},
    State.DIKONFIRMASI: set(),
    State.DIBATALKAN: set(),
}
OPEN = (State.RINCIAN, State.DIKIRIM)
"""States in which a line that is not owed any more is simply taken off."""

COMMITTED = (State.DIKIRIM, State.KODE, State.SPP, State.SPM)
PAID = (State.SP2D, State.BUKTI, State.DIKONFIRMASI)
STEPS_BACK = {state: {State.SPM, State.KODE} for state in PAID}
"""Where a bill goes whose payment does not stand; a table of its own, or a code or an SPM that is recorded
again would take a payment back by the way.
"""

CODED = (State.KODE, State.SPP, State.SPM, *PAID)


class Rincian(Scoped):
    """A bill: a wadah, some months at once, what they cost by the law of each month."""

    scope = Scope("iuran.view", region="region", opd="opd_code", organisation="unit_code", group="group_code")

    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="rincian")
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    payer = models.CharField(max_length=12)
    pos = models.ForeignKey(
        "anggaran.Pos", on_delete=models.PROTECT, null=True, blank=True, related_name="rincian"
    )
    first_month = models.CharField(_("bulan pertama"), max_length=7)
    last_month = models.CharField(max_length=7)
    months = models.SmallIntegerField(_("lama (bulan)"))
    state = models.CharField(max_length=12, choices=State.choices, default=State.MENGHITUNG)
    done_to = models.BigIntegerField(default=0)  # the last member whose lines are written
    lines_all = models.IntegerField(default=0)
    lines_covered = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    total = models.BigIntegerField(default=0)  # of the lines that stand
    payable = models.BigIntegerField(default=0)  # with what was answered to a difference
    due_day = models.DateField(null=True)
    law_day = models.DateField()
    law_version = models.CharField(max_length=12)
    code_number = models.CharField(_("nomor kode iuran"), max_length=40, blank=True)
    code_amount = models.BigIntegerField(_("jumlah menurut kode"), null=True)
    code_first = models.CharField(_("BLTH dari"), max_length=7, blank=True)
    code_last = models.CharField(_("BLTH sampai"), max_length=7, blank=True)
    code_valid_until = models.DateField(_("berlaku sampai"), null=True)
    spp_number = models.CharField(_("nomor SPP-LS"), max_length=80, blank=True)
    spp_day = models.DateField(null=True)
    spm_number = models.CharField(_("nomor SPM"), max_length=80, blank=True)
    spm_day = models.DateField(null=True)
    sp2d_number = models.CharField(_("nomor SP2D"), max_length=80, blank=True)
    sp2d_day = models.DateField(null=True)
    paid_on = models.DateField(_("tanggal bayar"), null=True)
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)
    annex = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.BigIntegerField(null=True)
    paid_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """What has a state has the papers of it; a code and an SP2D are used once."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="rincian_state_known"),
            models.CheckConstraint(condition=Q(payer__in=PAYERS), name="rincian_payer_known"),
            models.CheckConstraint(condition=Q(months__range=(1, 12)), name="rincian_within_a_year"),
            models.CheckConstraint(condition=Q(total__gte=0), name="rincian_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=CODED)
                | (~Q(code_number="") & Q(code_amount__isnull=False) & Q(code_valid_until__isnull=False)),
                name="rincian_code_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PAID)
                | (~Q(sp2d_number="") & Q(sp2d_day__isnull=False))
                | Q(payer="self", pos__isnull=True),  # members' own money passes no treasury
                name="rincian_paid_by_sp2d",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["bukti", "dikonfirmasi"])
                | (Q(proof__isnull=False) & Q(paid_on__isnull=False)),
                name="rincian_proved",
            ),
            models.UniqueConstraint(
                fields=["code_number"],
                condition=~Q(code_number="") & ~Q(state="dibatalkan"),
                name="rincian_code_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "due_day"]),
            models.Index(fields=["wadah", "first_month"]),
            models.Index(fields=["sp2d_number"]),
        ]

    def __str__(self) -> str:
        return f"{self.wadah_id} {self.first_month} {self.months}"

    @property
    def payer_name(self) -> str:
        """Return who pays, in words."""
        return str(PAYER_NAMES[self.payer])


class Line(Scoped):
    """A member and month of a bill: what is due, or why nothing is.  Only `is_cancelled` ever changes."""

    scope = MEMBER_SCOPE

    rincian = models.ForeignKey(Rincian, on_delete=models.PROTECT, related_name="lines", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="iuran", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="iuran", db_index=False)
    month = models.CharField(max_length=7)
    jkk = models.BigIntegerField(default=0)
    jkm = models.BigIntegerField(default=0)
    jht = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    is_covered = models.BooleanField()
    is_public = models.BooleanField()  # of a budget: APBD, APB Desa, APBN
    why_not = models.CharField(max_length=24, blank=True)
    is_cancelled = models.BooleanField(default=False)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)

    class Meta(Scoped.Meta):
        """A member and month once; a person's month by public money once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["rincian", "member", "month"], name="line_once_a_rincian"),
            models.UniqueConstraint(
                fields=["member", "month"],
                condition=Q(is_cancelled=False) & Q(total__gt=0),
                name="line_billed_once",
            ),
            models.UniqueConstraint(
                fields=["person", "month"],
                condition=Q(is_cancelled=False) & Q(total__gt=0) & Q(is_public=True),
                name="line_public_once",
            ),
            models.CheckConstraint(
                condition=Q(total=models.F("jkk") + models.F("jkm") + models.F("jht")),
                name="line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(is_covered=True, why_not="") | (Q(is_covered=False, total=0) & ~Q(why_not="")),
                name="line_covered_or_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rincian_id} {self.member_id} {self.month}"


class Difference(models.Model):
    """A payment code whose amount is not ours; the bill does not go on until it is answered."""

    class Answer(models.TextChoices):
        """What an officer decided."""

        KODE_BARU = "kode_baru", _("minta kode baru")
        DITERIMA = "diterima", _("jumlah kode diterima")
        BARIS = "baris", _("baris dibatalkan")
        KREDIT = "kredit", _("diperhitungkan dari sisa masa iuran")

    rincian = models.ForeignKey(Rincian, on_delete=models.PROTECT, related_name="differences")
    code_number = models.CharField(max_length=40)
    ours = models.BigIntegerField()
    theirs = models.BigIntegerField()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    reason = models.CharField(max_length=240, blank=True)
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150, blank=True)
    found_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One open at a time; an answer has its day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["rincian"], condition=Q(answer=""), name="difference_open_once"),
            models.CheckConstraint(condition=~Q(ours=models.F("theirs")), name="difference_is_one"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="difference_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rincian_id} {self.code_number}"

    @property
    def amount(self) -> int:
        """Return the code less ours."""
        return self.theirs - self.ours


class RestState(models.TextChoices):
    """What became of months that were paid and not used."""

    MENUNGGU = "menunggu", _("Menunggu")
    DIKEMBALIKAN = "dikembalikan", _("Dikembalikan")
    DIPERHITUNGKAN = "diperhitungkan", _("Diperhitungkan")
    TIDAK_KEMBALI = "tidak_kembali", _("Tidak dikembalikan menurut PKS")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


REST_STEPS = {
    RestState.MENUNGGU: {RestState.DIKEMBALIKAN, RestState.DIPERHITUNGKAN, RestState.DIBATALKAN},
    RestState.DIKEMBALIKAN: set(),
    RestState.DIPERHITUNGKAN: {RestState.MENUNGGU},  # the bill that it was reckoned with was taken back
    RestState.TIDAK_KEMBALI: {RestState.DIBATALKAN},
    RestState.DIBATALKAN: set(),
}


class Rest(Scoped):
    """Sisa masa iuran: a month in a code after a death or an exit, and what the PKS says of it."""

    scope = MEMBER_SCOPE

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="rests")
    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="rests")
    month = models.CharField(max_length=7)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=24)
    rule = models.CharField(max_length=8, choices=RefundRule.choices)
    state = models.CharField(max_length=16, choices=RestState.choices)
    back_on = models.DateField(null=True)
    back_number = models.CharField(max_length=80, blank=True)
    used_in = models.ForeignKey(Rincian, on_delete=models.PROTECT, null=True, related_name="credits")
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """A line once; what comes back is what the agreement lets come back."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["line"], condition=~Q(state="dibatalkan"), name="rest_once_a_line"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="rest_is_some"),
            models.CheckConstraint(condition=Q(state__in=RestState.values), name="rest_state_known"),
            models.CheckConstraint(
                condition=~Q(state="dikembalikan") | (Q(rule="refund") & Q(back_on__isnull=False)),
                name="rest_refund_as_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state="diperhitungkan") | (Q(rule="credit") & Q(used_in__isnull=False)),
                name="rest_credit_as_agreed",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["wadah", "state", "id"])]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"
