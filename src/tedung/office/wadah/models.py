"""A wadah, its agreement with the agency, who is in it, and the files that go to the agency and come back."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tedung.columns import PAYERS
from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.documents.models import Document
from tedung.office.organisations.models import Organisation
from tedung.office.penetapan.models import PAYER_NAMES, Cover
from tedung.office.people.models import Person
from tedung.office.reference.models import Format

ALONE_KIND = "MANDIRI"
"""Of the one wadah of those who pay through nobody: no kind of the agency's, and never billed."""
COLLECTS = models.Q(payer="self") & ~models.Q(kind=ALONE_KIND)
"""Whose unit collects from members who pay themselves."""


class Wadah(Scoped):
    """Through which the agency knows a set of members: of one payer, for a group, office, village or unit.

    What is filled of group_code, opd_code, unit_code and region says whose covers go into it.
    """

    scope = Scope("wadah.view", region="region", opd="opd_code", organisation="unit_code", group="group_code")

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="wadah")
    agency_code = models.CharField(_("kode di BPJS"), max_length=32, blank=True)
    kind = models.CharField(_("jenis wadah"), max_length=8)  # SG, SD, …: the setting wadah.kinds
    segment = models.CharField(max_length=8, default="bpu")
    region = models.CharField(_("wilayah"), max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    payer = models.CharField(_("pembayar"), max_length=12)
    sumber_dana = models.CharField(_("sumber dana"), max_length=32, blank=True)
    pic_name = models.CharField(_("penanggung jawab"), max_length=120, blank=True)
    pic_phone = models.CharField(_("nomor telepon"), max_length=32, blank=True)
    is_active = models.BooleanField(_("menerima peserta baru"), default=True)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """Two that take the same covers would leave it open who is in which."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["payer", "region", "opd_code", "unit_code", "group_code"],
                condition=models.Q(is_active=True),
                name="wadah_takes_alone",
            ),
            models.UniqueConstraint(
                fields=["agency_code"],
                condition=~models.Q(agency_code="") & models.Q(is_active=True),
                name="wadah_agency_code_once",
            ),
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="wadah_payer_known"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="wadah_ends_later",
            ),
        ]

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.organisation.name

    @property
    def collects(self) -> bool:
        """Say whether its unit collects from members who pay themselves, as COLLECTS does."""
        return self.payer == "self" and self.kind != ALONE_KIND

    @property
    def payer_name(self) -> str:
        """Return who pays, in words."""
        return str(PAYER_NAMES[self.payer])

    def __str__(self) -> str:
        return self.agency_code or str(self.pk)


class StartRule(models.TextChoices):
    """From when the agency protects whom it registered."""

    FIRST_OF_MONTH = "first_of_month", _("tanggal satu bulan iuran pertama")
    ON_PAYMENT = "on_payment", _("hari iuran pertama dibayar")
    TEXT = "text", _("seperti tertulis di perjanjian")


class RefundRule(models.TextChoices):
    """What becomes of months that were paid and not used."""

    NONE = "none", _("tidak dikembalikan")
    REFUND = "refund", _("dikembalikan")
    CREDIT = "credit", _("diperhitungkan dengan iuran berikutnya")


class Agreement(models.Model):
    """A cooperation agreement (PKS) with the agency's branch, over one wadah or several."""

    wadah = models.ManyToManyField(Wadah, related_name="agreements")
    number = models.CharField(_("nomor"), max_length=120)
    day = models.DateField(_("tanggal"))
    parties = models.TextField(_("para pihak"))
    since = models.DateField(_("berlaku sejak"))
    until = models.DateField(_("berlaku sampai"))
    programmes = models.CharField(_("program"), max_length=32, default="jkk+jkm")
    start_rule = models.CharField(
        _("perlindungan mulai"), max_length=16, choices=StartRule.choices, default=StartRule.FIRST_OF_MONTH
    )
    start_note = models.TextField(_("bunyi pasal mulai perlindungan"), blank=True)
    refund_rule = models.CharField(
        _("iuran yang tidak terpakai"), max_length=8, choices=RefundRule.choices, default=RefundRule.NONE
    )
    refund_note = models.TextField(_("bunyi pasal pengembalian"), blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """A number once; what is written in words has its words."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["number", "day"], name="agreement_number_once"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="agreement_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(start_rule__in=StartRule.values), name="agreement_start_known"
            ),
            models.CheckConstraint(
                condition=models.Q(refund_rule__in=RefundRule.values), name="agreement_refund_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(start_rule="text") | ~models.Q(start_note=""),
                name="agreement_start_is_told",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MemberState(models.TextChoices):
    """How far a membership is."""

    CALON = "calon", _("Calon")
    DIKIRIM = "dikirim", _("Dikirim ke BPJS")
    AKTIF = "aktif", _("Aktif")
    DITOLAK = "ditolak", _("Ditolak BPJS")
    NONAKTIF = "nonaktif", _("Nonaktif")
    KELUAR = "keluar", _("Keluar")


MEMBER_STEPS = {
    MemberState.CALON: {MemberState.DIKIRIM, MemberState.AKTIF, MemberState.DITOLAK, MemberState.KELUAR},
    MemberState.DIKIRIM: {MemberState.AKTIF, MemberState.DITOLAK, MemberState.CALON, MemberState.KELUAR},
    MemberState.DITOLAK: {MemberState.CALON, MemberState.AKTIF, MemberState.KELUAR},
    MemberState.AKTIF: {MemberState.NONAKTIF, MemberState.KELUAR},
    MemberState.NONAKTIF: {MemberState.AKTIF, MemberState.KELUAR},
    MemberState.KELUAR: set(),
}

BEFORE_ACTIVE = (MemberState.CALON, MemberState.DIKIRIM, MemberState.DITOLAK)
"""States in which the agency has not yet taken somebody in."""

MEMBER_SCOPE = Scope(
    "wadah.view", region="village", opd="opd_code", organisation="unit_code", group="group_code"
)


class Member(Scoped):
    """A person in a wadah: from which month until which, paid by whom, and the agency's number (KPJ)."""

    scope = MEMBER_SCOPE

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="members")
    cover = models.ForeignKey(
        Cover, on_delete=models.PROTECT, null=True, related_name="+"
    )  # the last that it rests on; none where one pays oneself
    payer = models.CharField(max_length=12)
    programmes = models.CharField(max_length=32, default="jkk+jkm")
    income = models.BigIntegerField(_("penghasilan sebulan"), null=True)  # declared; none: the lowest bracket
    kpj = EncryptedField(blank=True)
    kpj_index = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8, choices=MemberState.choices, default=MemberState.CALON)
    refused_for = models.CharField(max_length=24, blank=True)  # why the agency refused: formats.REASONS
    since = models.CharField(max_length=7)  # 2027-01
    until = models.CharField(max_length=7, blank=True)  # the last month; empty while none is known
    ended_reason = models.CharField(max_length=24, blank=True)
    registered_on = models.DateField(null=True)  # as the agency says
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """One membership a person and wadah that has not ended; read by wadah and state, and by number."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "wadah"], condition=~models.Q(state="keluar"), name="member_live_once"
            ),
            models.CheckConstraint(condition=models.Q(payer__in=PAYERS), name="member_payer_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=MemberState.values), name="member_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(until="")
                | models.Q(until__gte=models.F("since"))
                | models.Q(state="keluar"),
                name="member_ends_later",
            ),
            models.CheckConstraint(
                condition=models.Q(income__isnull=True) | models.Q(income__gte=0),
                name="member_income_not_negative",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["wadah", "state", "id"]),
            models.Index(fields=["person"]),
            models.Index(fields=["kpj_index"]),
            models.Index(fields=["state", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.wadah_id} {self.person_id}"


class Placing(models.Model):
    """Which membership a cover went into; a cover goes once."""

    cover = models.OneToOneField(Cover, on_delete=models.PROTECT, related_name="placing")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="placings")

    def __str__(self) -> str:
        return f"{self.cover_id} {self.member_id}"


class Missing(models.Model):
    """Covers that no wadah takes, as the last placing found them: what a wadah would say, how many people."""

    payer = models.CharField(max_length=12)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    people = models.IntegerField()

    class Meta:
        """Read from the most people on."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["-people"])]

    def __str__(self) -> str:
        return f"{self.payer} {self.group_code} {self.people}"


class ExchangeState(models.TextChoices):
    """How far a file to the agency is."""

    DIBUAT = "dibuat", _("Dibuat")
    DIKIRIM = "dikirim", _("Dikirim")
    DIJAWAB = "dijawab", _("Dijawab")
    DIBATALKAN = "dibatalkan", _("Dibatalkan")


EXCHANGE_STEPS = {
    ExchangeState.DIBUAT: {ExchangeState.DIKIRIM, ExchangeState.DIBATALKAN},
    ExchangeState.DIKIRIM: {ExchangeState.DIJAWAB, ExchangeState.DIBATALKAN},
    ExchangeState.DIJAWAB: set(),  # every line has its answer
    ExchangeState.DIBATALKAN: set(),
}


class Exchange(Scoped):
    """A file to the agency about the members of a wadah, in parts no longer than the format allows."""

    scope = Scope("wadah.view", region="region", opd="opd_code", organisation="unit_code", group="group_code")

    wadah = models.ForeignKey(Wadah, on_delete=models.PROTECT, related_name="exchanges")
    form = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=ExchangeState.choices, default=ExchangeState.DIBUAT)
    lines_out = models.IntegerField(default=0)
    region = models.CharField(max_length=13)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)
    prepared_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        """Its state is one we know."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=ExchangeState.values), name="exchange_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class ExchangeFile(models.Model):
    """A part of what went out, or an answer that came in, as it was."""

    class Way(models.TextChoices):
        """Where it went."""

        OUT = "out", _("keluar")
        IN = "in", _("masuk")

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="files")
    way = models.CharField(max_length=3, choices=Way.choices)
    ordinal = models.SmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of its content: the same answer twice changes nothing
    form = models.ForeignKey(Format, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    day = models.DateField()
    lines = models.IntegerField()
    counts = models.JSONField(default=dict)  # of an answer: result -> lines
    unread = models.JSONField(default=list)  # lines of an answer that met none of ours: [line, sentence]
    at = models.DateTimeField()

    class Meta:
        """A part once; an answer once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["exchange", "way", "ordinal"], name="exchange_part_once"),
            models.UniqueConstraint(
                fields=["exchange", "sha256"], condition=models.Q(way="in"), name="exchange_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} {self.way} {self.ordinal}"


class Template(Scoped):
    """An empty template of the branch, waiting to be taken as a format: its headings as they were read."""

    scope = Scope("wadah.view", region="region")

    region = models.CharField(max_length=13)
    code = models.CharField(max_length=32)  # of the format that it becomes a version of
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=31)
    heading_line = models.IntegerField()
    headings = models.JSONField(default=list)
    taken = models.ForeignKey(Format, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class Act(models.TextChoices):
    """What a line asks of the agency."""

    DAFTAR = "daftar", _("daftarkan")
    UBAH = "ubah", _("ubah data")
    NONAKTIF = "nonaktif", _("nonaktifkan")


class Result(models.TextChoices):
    """What the agency answers to a line."""

    DITERIMA = "diterima", _("diterima")
    DITOLAK = "ditolak", _("ditolak")
    SUDAH = "sudah_peserta", _("sudah peserta")


class ExchangeLine(Scoped):
    """A line of a file to the agency and what came back; scoped as its member is."""

    scope = MEMBER_SCOPE

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.IntegerField()
    act = models.CharField(max_length=8, choices=Act.choices)
    nik_index = models.CharField(max_length=32, blank=True)  # as it went out
    kpj_index = models.CharField(max_length=32, blank=True)
    result = models.CharField(max_length=16, choices=Result.choices, blank=True)
    reason_code = models.CharField(max_length=24, blank=True)  # formats.REASONS
    reason = EncryptedField(blank=True)  # the agency's own words, which may name somebody
    kpj = EncryptedField(blank=True)
    answered_on = models.DateField(null=True)
    village = models.CharField(max_length=13, blank=True)
    opd_code = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=64, blank=True)
    group_code = models.CharField(max_length=32, blank=True)

    class Meta(Scoped.Meta):
        """A member once a file and act; an answer has its day; an answer is met by NIK, then by KPJ."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["exchange", "ordinal"], name="exchange_line_once"),
            models.UniqueConstraint(fields=["exchange", "member", "act"], name="exchange_member_once"),
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="exchange_act_known"),
            models.CheckConstraint(
                condition=models.Q(result__in=["", *Result.values]), name="exchange_result_known"
            ),
            models.CheckConstraint(
                condition=models.Q(result="", answered_on__isnull=True)
                | (~models.Q(result="") & models.Q(answered_on__isnull=False)),
                name="exchange_answer_has_its_day",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["exchange", "nik_index"]),
            models.Index(fields=["exchange", "kpj_index"]),
            models.Index(fields=["exchange", "result", "ordinal"]),
            models.Index(fields=["member"]),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} {self.ordinal}"
