"""A person, the names and numbers one has had, the family, and by what others may see them.

Nothing is deleted: a person found to be another becomes an alias (`merged_into`), and what was
made with the old id keeps it, so that undoing the merge touches nothing else.
"""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from tedung.office.access.scope import Scope, Scoped
from tedung.office.base.crypto import EncryptedField
from tedung.office.people import wordtables

connection_created.connect(wordtables.teach, dispatch_uid="tedung.words")

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I
_LETTERS = (ALPHABET * 8).encode()  # each of 256 bytes is one of 32 letters, all as likely


def new_public_id() -> str:
    """Return a random id that may stand in an address: it tells nothing about its person."""
    return secrets.token_bytes(12).translate(_LETTERS).decode()


class Sex(models.TextChoices):
    """As on the card."""

    MAN = "L", _("Laki-laki")
    WOMAN = "P", _("Perempuan")


class Person(Scoped):
    """Somebody whom a list, the agency or an officer named."""

    scope = Scope("people.view", through="visibility")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id)
    nama_ktp = models.CharField(_("nama di KTP"), max_length=200)
    nama_sebutan = models.CharField(_("nama sebutan"), max_length=200, blank=True)
    name_bag = models.CharField(max_length=200, blank=True)  # the name's tokens by sound, sorted
    name_last = models.CharField(max_length=60, blank=True)  # its last token by sound
    nik = EncryptedField(blank=True)
    nik_index = models.CharField(max_length=32, blank=True)
    nik_state = models.CharField(max_length=8, default="missing")
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    birth_place = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    mother = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)  # as on the card
    village = models.CharField(max_length=13, blank=True)  # of the card
    domicile = models.CharField(max_length=13, blank=True)  # where one lives, if elsewhere
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="aliases", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        """Found by number, by the two keys that meet other lists, and by village."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["nik_index"]),
            models.Index(fields=["birth_date", "name_last"]),
            models.Index(fields=["village", "name_bag"]),
            models.Index(fields=["phone"]),
            models.Index(fields=["nama_ktp", "id"]),
            models.Index(  # most are nobody's alias: with them, SQLite would take the index for useless
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="person_aliases",
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(sex__in=["", "L", "P"]), name="person_sex_known"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="person_no_alias_of_oneself",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id  # a name would end in a log


class Visibility(models.Model):
    """By which scope a person is seen: where one lives, who proposed, who looks after, which group."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visibility")
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=64)
    via = models.BigIntegerField(default=0, db_default=0)  # the alias whose it was; 0: the person's own

    class Meta:
        """Read from both sides."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "kind", "code", "via"], name="visibility_once")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "code", "person"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}:{self.code}"


class FormerNik(models.Model):
    """A number that a person had before, or that a list wrote for them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_niks")
    nik = EncryptedField()
    nik_index = models.CharField(max_length=32, db_index=True)
    reason = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class FormerName(models.Model):
    """Another name of a person: before a consecration (abhiseka), on an old card, in a list."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Kinship(models.Model):
    """Two persons of one family: `relative` is the `relation` of `person`."""

    class Relation(models.TextChoices):
        """As heirs are asked for."""

        SPOUSE = "spouse", _("Suami/istri")
        CHILD = "child", _("Anak")
        PARENT = "parent", _("Orang tua")
        SIBLING = "sibling", _("Saudara kandung")
        PARENT_IN_LAW = "parent_in_law", _("Mertua")
        WILL = "will", _("Penerima wasiat")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        """One relation once, never with oneself."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "relative", "relation"], name="kinship_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("relative")), name="kinship_never_with_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation}"


class Evidence(models.Model):
    """What a paper or a register says of a person that a group asks for; a newer one stands beside it."""

    class Kind(models.TextChoices):
        """What is shown."""

        JABATAN = "jabatan", _("jabatan (keputusan atau paruman)")
        DESIL = "desil", _("desil DTSEN")
        INCOME = "income", _("penghasilan sebulan")
        PEKERJAAN = "pekerjaan", _("pekerjaan lain, penerima upah")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    group_code = models.CharField(max_length=32, blank=True)  # of an office
    held = models.CharField(max_length=120, blank=True)  # the office, or the employer, as written
    value = models.BigIntegerField(null=True, blank=True)  # a decile, or rupiah a month
    number = models.CharField(max_length=120, blank=True)  # of the decree, the minutes, the letter
    day = models.DateField()  # of the paper, or of the register's data
    until = models.DateField(null=True, blank=True)  # the end of the term; none: no end is known
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Read by person; the same paper once."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "kind"])]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "kind", "group_code", "number", "day"], name="evidence_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="desil") | models.Q(value__range=(1, 10)),
                name="evidence_desil_within_ten",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="income") | models.Q(value__gte=0), name="evidence_income_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("day")),
                name="evidence_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.day:%Y-%m-%d}"


class NikView(models.Model):
    """A full number that somebody looked at: who, whose, why; append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nik_views")
    user_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"


class NameWord(models.Model):
    """A word of a person's names, as the search keeps it: written by triggers alone (wordtables.py)."""

    pk = models.CompositePrimaryKey("word", "person_id")
    word = models.TextField()
    person_id = models.BigIntegerField()

    class Meta:
        """Read by word; without a row's number of its own, which SQLite would keep beside it."""

        db_table = "people_nameword"

    def __str__(self) -> str:
        return str(self.person_id)


class Word(models.Model):
    """A word that somebody's name has, or had: of the language, not of a person."""

    id = models.BigAutoField(primary_key=True)
    word = models.TextField()

    class Meta:
        """Its index is laid by hand, in the order of letters."""

        db_table = "people_word"

    def __str__(self) -> str:
        return self.word


class WordKey(models.Model):
    """A word, whole and with each of its letters left out: how a misspelt one finds it."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField()
    word = models.TextField()

    class Meta:
        """As the words."""

        db_table = "people_wordkey"

    def __str__(self) -> str:
        return self.key
