"""A reform that is chosen on a page: which value of the law, what it would be, from when, for how long.

What was chosen becomes the same file that an expert uploads (`reforms.py`), so that both are held to the
same law and one reform is read back as the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tedung.dates import Month
from tedung.law import Law
from tedung.money import rupiah
from tedung.office.base import clock
from tedung.office.kajian.naming import lang

ROWS = 6
MOST_MONTHS = 60
HUNDRED = 100

CHANGEABLE: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Iuran bukan penerima upah"),
        ("bpu.rate_jkk", "bpu.amount_jkm", "bpu.rate_jht", "bpu.bracket_base", "bpu.bracket_lower"),
    ),
    (
        _("Iuran penerima upah"),
        (
            *(f"jkk.rate_class_{number}" for number in range(1, 6)),
            *("jkm.rate", "jht.rate_employer", "jht.rate_worker", "jp.rate_employer", "jp.rate_worker"),
            *("jp.upah_ceiling", "jkp.rate_state", "jkp.upah_ceiling"),
        ),
    ),
    (
        _("Keringanan: bagian iuran yang tetap dibayar"),
        ("relief.bpu_transport_factor", "relief.bpu_other_factor", "relief.labour_intensive_factor"),
    ),
    (
        _("Santunan"),
        (
            *("jkm.death_sum", "jkm.periodic", "jkm.funeral"),
            *("jkk.death_share", "jkk.benefit_months", "jkk.funeral", "jkk.periodic"),
        ),
    ),
    (_("Siapa"), ("coverage.age_minimum", "coverage.age_limit")),
)
"""What a simulation feels; everything else of the law leaves it as it is."""


@dataclass(frozen=True)
class Value:
    """A value that may be changed: its name, its place in a list (-1: it is none), what is in force."""

    path: str
    place: int
    now: Any
    unit: str
    label: str
    source: str

    @property
    def code(self) -> str:
        """What a form sends."""
        return self.path if self.place < 0 else f"{self.path}#{self.place}"

    @property
    def is_share(self) -> bool:
        """Say whether it is typed as per cent."""
        return self.unit.startswith(("share", "factor"))

    @property
    def is_money(self) -> bool:
        """Say whether it is rupiah."""
        return self.unit.startswith("IDR")

    def said(self, value: Any) -> str:
        """Write a value of its kind."""
        if self.is_share:
            number = f"{(Decimal(value) * HUNDRED).normalize():f}"
            return f"{number.replace('.', ',') if lang() == 'id' else number} %"
        if self.is_money:
            return rupiah(int(value), lang())
        return _g("%(count)s bulan") % {"count": value} if self.unit == "months" else str(value)

    @property
    def told(self) -> str:
        """What it is, what is in force and where that stands."""
        said = _g("%(label)s: sekarang %(now)s (%(source)s)")
        return said % {"label": self.label, "now": self.said(self.now), "source": self.source}

    def read(self, given: str) -> Any:
        """Return what was typed as a value of the law; ValueError with a sentence."""
        typed = given.strip()
        if self.is_share:
            return self._share(typed.removesuffix("%").strip())
        digits = typed.lower().removeprefix("rp").replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
            raise ValueError(
                _g("Tulis rupiah utuh, misalnya %(like)s.") % {"like": rupiah(int(self.now), lang())}
                if self.is_money
                else _g("Tulis bilangan utuh, misalnya %(like)s.") % {"like": self.now}
            )
        return int(digits)

    def _share(self, typed: str) -> Decimal:
        try:
            share = Decimal(typed.replace(",", ".")) / HUNDRED
        except InvalidOperation:
            raise ValueError(_g("Tulis persen, misalnya %(like)s.") % {"like": self.said(self.now)}) from None
        if not (share.is_finite() and 0 <= share <= 1):
            raise ValueError(_g("Persen antara 0 dan 100."))
        if share != round(share, 6):
            raise ValueError(_g("Paling banyak empat angka di belakang koma."))
        return share


def changeable(law: Law) -> list[tuple[str, list[Value]]]:
    """Return what may be changed, in groups, with the value in force."""
    return [
        (str(title), [one for path in paths for one in _values(path, law)]) for title, paths in CHANGEABLE
    ]


def _values(path: str, law: Law) -> Iterator[Value]:
    if not law.knows(path):
        return
    entry = law.cite(path)
    label = entry.label if lang() == "id" else entry.label_en
    if not isinstance(entry.value, list):
        yield Value(path, -1, entry.value, entry.unit, label, entry.source)
        return
    for place, one in enumerate(entry.value):
        if place or not path.endswith("lower"):  # the lowest bracket begins at nought
            named = _g("%(label)s, golongan %(place)s") % {"label": label, "place": place + 1}
            yield Value(path, place, one, entry.unit, named, entry.source)


class Chosen(forms.Form):
    """The name of a reform, from when it holds and for how long."""

    name = forms.CharField(label=_("Nama perubahan"), max_length=120)
    month = forms.CharField(
        label=_("Mulai bulan"),
        max_length=7,
        help_text=_("Tahun dan bulan, misalnya 2027-01. Hukum bulan itu yang diganti."),
    )
    length = forms.IntegerField(
        label=_("Lama berlaku (bulan)"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Misalnya 6 untuk keringanan enam bulan; jumlahnya dihitung bulan demi bulan."),
    )

    def clean_month(self) -> Month:
        """Read a month of the years whose law is known."""
        try:
            month = Month.parse(self.cleaned_data["month"])
        except ValueError:
            raise forms.ValidationError(_g("Tulis tahun dan bulan, misalnya 2027-01.")) from None
        if not 2016 <= month.year <= clock.today().year + 10:
            raise forms.ValidationError(_g("Tulis bulan antara 2016 dan sepuluh tahun ke depan."))
        return month


class Change(forms.Form):
    """One value and what it would be."""

    what = forms.ChoiceField(label=_("Yang diganti"), required=False)
    to = forms.CharField(label=_("Menjadi"), max_length=24, required=False)

    def __init__(self, *args: Any, values: Sequence[tuple[str, list[Value]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = [
            ("", "–"),
            *((title, [(one.code, one.told) for one in listed]) for title, listed in values),
        ]
        self.values = {one.code: one for _title, listed in values for one in listed}

    def clean(self) -> dict[str, Any]:
        """Refuse half a change, a value of another kind, and one that changes nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        code, typed = given.get("what"), (given.get("to") or "").strip()
        if code and not typed:
            self.add_error("to", _g("Tulis nilainya yang baru."))
        elif typed and not code and "what" not in self.errors:
            self.add_error("what", _g("Pilih apa yang diganti."))
        elif code and typed:
            try:
                given["value"] = self.values[code].read(typed)
            except ValueError as fault:
                self.add_error("to", str(fault))
            else:
                if given["value"] == self.values[code].now:
                    self.add_error("to", _g("Nilai ini sama dengan yang berlaku."))
        return given

    @property
    def chosen(self) -> tuple[Value, Any] | None:
        """The value and what it becomes; None for a row that was left empty."""
        given = self.cleaned_data
        return (self.values[given["what"]], given["value"]) if given.get("what") else None


if TYPE_CHECKING:
    Rows = forms.BaseFormSet[Change]
else:
    Rows = forms.BaseFormSet


class AllChanges(Rows):
    """The rows of a reform."""

    def clean(self) -> None:
        """Refuse a reform of nothing, and one value twice."""
        if any(self.errors):
            return
        codes = [form.chosen[0].code for form in self.forms if form.chosen]
        if not codes:
            raise forms.ValidationError(_g("Pilih paling sedikit satu nilai yang diganti."))
        if len(set(codes)) != len(codes):
            raise forms.ValidationError(_g("Satu nilai diganti dua kali. Hapus salah satunya."))


Changes = forms.formset_factory(
    Change, formset=AllChanges, extra=ROWS, max_num=ROWS, absolute_max=ROWS, validate_max=True
)


def as_toml(name: str, chosen: Sequence[tuple[Value, Any]], law: Law) -> bytes:
    """Return what was chosen as an expert's file; a list of which one place is changed stands there whole."""
    whole: dict[str, Any] = {}
    for value, to in chosen:
        if value.place < 0:
            whole[value.path] = to
        else:
            whole.setdefault(value.path, list(law[value.path]))[value.place] = to
    lines = [f"name = {_quoted(name)}", "", "[values]"]
    lines += [f'"{path}" = {_written(to)}' for path, to in whole.items()]
    return ("\n".join(lines) + "\n").encode()


def _quoted(name: str) -> str:
    plain = "".join(one if one.isprintable() else " " for one in name)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def said_of(text: Mapping[str, Any], law: Law) -> list[tuple[str, str, str, str]]:
    """Return each changed value: what it is, what it was, what it becomes, where it stands."""
    found = []
    for path, to in text.items():
        if not law.knows(path):
            continue
        for one in _values(path, law):
            new = to[one.place] if one.place >= 0 and isinstance(to, list) and one.place < len(to) else to
            if not isinstance(new, list) and new != one.now:
                found.append((one.label, one.said(one.now), one.said(new), one.source))
    return found
