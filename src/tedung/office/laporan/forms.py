"""What each report asks: a month, a quarter, a year, an office, or an SP2D."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.dates import Month
from tedung.office.access.actor import current
from tedung.office.access.scope import is_everywhere
from tedung.office.base import clock
from tedung.office.base.fields import MonthField, day_field
from tedung.office.base.templatetags.tedung import day as day_in_words
from tedung.office.iuran.models import PAID, Rincian
from tedung.office.laporan.kinds import NIK, OFFICE, REPORTS
from tedung.office.organisations.models import Kind as OrganisationKind
from tedung.office.organisations.models import Organisation

FIRST_YEAR = 2015
YEARS = 5
"""Years back that are offered."""


class Asked(NamedTuple):
    """What was asked: the months, and of which office or SP2D."""

    first: Month
    last: Month
    opd_code: str = ""
    bill: Rincian | None = None
    has_nik: bool = False


class OfMonth(forms.Form):
    """A month; the report tells the year until then."""

    month = MonthField(label=gettext_lazy("Bulan"), help_text="")

    def clean_month(self) -> str:
        """Return a month that has begun."""
        given = Month.parse(self.cleaned_data["month"])
        if not Month(FIRST_YEAR, 1) <= given <= Month.of(clock.today()):
            raise forms.ValidationError(_("Pilih bulan ini atau yang sudah lewat."))
        return str(given)

    def asked(self) -> Asked:
        """Return the months from January to the one given."""
        last = Month.parse(self.cleaned_data["month"])
        return Asked(Month(last.year, 1), last)


class OfOneMonth(OfMonth):
    """A month alone."""

    def asked(self) -> Asked:
        """Return the month."""
        month = Month.parse(self.cleaned_data["month"])
        return Asked(month, month)


class OfQuarter(forms.Form):
    """A quarter."""

    quarter = forms.ChoiceField(label=gettext_lazy("Triwulan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["quarter"]
        choices.choices = [(f"{year}-{number}", _quarter(year, number)) for year, number in _quarters()]

    def asked(self) -> Asked:
        """Return the months of the quarter that have begun."""
        year, number = map(int, self.cleaned_data["quarter"].split("-"))
        last = Month(year, 3 * number)
        return Asked(Month(year, 3 * number - 2), min(last, Month.of(clock.today())))


def _quarters() -> list[tuple[int, int]]:
    today = clock.today()
    this = today.year * 4 + (today.month - 1) // 3
    return [(at // 4, at % 4 + 1) for at in range(this, this - 4 * YEARS, -1)]


def _quarter(year: int, number: int) -> str:
    return _("triwulan %(number)s tahun %(year)s") % {
        "number": ("I", "II", "III", "IV")[number - 1],
        "year": year,
    }


class OfSp2d(forms.Form):
    """An SP2D by its number; by its day too where a number was used twice."""

    number = forms.CharField(
        label=gettext_lazy("Nomor SP2D"), max_length=80, widget=forms.TextInput(attrs={"list": "sp2d"})
    )
    day = day_field(label=gettext_lazy("Tanggal SP2D"), required=False)
    has_nik = forms.BooleanField(label=gettext_lazy("Dengan NIK lengkap"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not current().may(NIK):
            del self.fields["has_nik"]

    def clean(self) -> dict[str, Any]:
        """Find the bill that was paid by it, among those that the actor may see."""
        given: dict[str, Any] = super().clean() or {}
        if "number" not in given or "day" not in given:
            return given
        found = paid_bills().filter(sp2d_number=given["number"].strip())
        if given["day"]:
            found = found.filter(sp2d_day=given["day"])
        days = list(found.order_by("sp2d_day").values_list("sp2d_day", flat=True).distinct()[:YEARS])
        if not days:
            self.add_error("number", _("Tidak ada SP2D bernomor ini yang dapat Anda lihat."))
        elif len(days) > 1:
            told = ", ".join(day_in_words(day) for day in days)
            self.add_error(
                "day", _("Nomor ini dipakai beberapa kali: %(days)s. Isi tanggalnya.") % {"days": told}
            )
        given["bill"] = found.order_by("pk").first()
        return given

    def asked(self) -> Asked:
        """Return the months of the bill."""
        bill: Rincian = self.cleaned_data["bill"]
        first, last = Month.parse(bill.first_month), Month.parse(bill.last_month)
        return Asked(first, last, "", bill, self.cleaned_data.get("has_nik", False))


def paid_bills() -> Any:
    """Return the bills that an SP2D paid, of those that the actor may see."""
    return Rincian.objects.filter(state__in=PAID).exclude(sp2d_number="")


class OfYear(forms.Form):
    """A year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Tahun"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = clock.today().year
        choices: Any = self.fields["year"]
        choices.choices = [(year, str(year)) for year in range(this, this - YEARS, -1)]

    def asked(self) -> Asked:
        """Return the months of the year that have begun."""
        year: int = self.cleaned_data["year"]
        return Asked(Month(year, 1), min(Month(year, 12), Month.of(clock.today())))


class OfOffice(OfYear):
    """A year of an office, or of all of them."""

    office = forms.ChoiceField(label=gettext_lazy("Perangkat daerah"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["office"]
        choices.choices = _offices()
        choices.required = ("", _("semua")) not in choices.choices

    def asked(self) -> Asked:
        """Return the year, of the office."""
        return super().asked()._replace(opd_code=self.cleaned_data["office"])


def _offices() -> list[tuple[str, str]]:
    """Return the offices whose money the actor may see; all at once for whoever sees the whole city."""
    grants = current().scopes(OFFICE)
    found = Organisation.objects.filter(kind=OrganisationKind.OFFICE).order_by("name")
    if current().is_system or any(is_everywhere(grant) for grant in grants):
        return [("", _("semua")), *found.values_list("code", "name")]
    own = {grant.code for grant in grants if grant.kind == "opd"}
    return list(found.filter(code__in=own).values_list("code", "name"))


FORMS: dict[str, Any] = {
    "month": OfOneMonth,
    "until": OfMonth,
    "quarter": OfQuarter,
    "office": OfOffice,
    "sp2d": OfSp2d,
    "year": OfYear,
}


def form_of(kind: str, given: Any = None, bill: Rincian | None = None) -> Any:
    """Return the form of a report, filled with what was given, else this month and a bill's SP2D."""
    today = clock.today(settings.HOME_REGION)
    first: dict[str, Any] = {"month": f"{today:%Y-%m}"}
    if bill is not None:
        first |= {"number": bill.sp2d_number, "day": bill.sp2d_day}
    return FORMS[REPORTS[kind].asks](given, initial=first, auto_id=f"{kind}_%s", label_suffix="")
