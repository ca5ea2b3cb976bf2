"""What pages and other parts read of organisations."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tedung.office.organisations.models import BankChange, BankState, Kind, Organisation
from tedung.office.reference.models import Region
from tedung.office.reference.queries import setting

SHOWN_DIGITS = 4


def found(kind: str, asked: str, after: tuple[str, int] | None) -> QuerySet[Organisation]:
    """Return organisations by name: of a kind, with words of the name, after (name, id) of the last one."""
    rows = Organisation.objects.order_by("name", "pk")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    for word in asked.split():
        rows = rows.filter(name__icontains=word)
    if after is not None:
        name, key = after
        rows = rows.filter(name__gte=name).filter(Q(name__gt=name) | Q(pk__gt=key))
    return rows


def region_names(rows: list[Organisation]) -> dict[str, str]:
    """Return what the regions of these organisations are called, asked for at once."""
    codes = {row.region for row in rows if row.region}
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


@dataclass(frozen=True)
class Bank:
    """Bank details as they are shown."""

    name: str
    account: str
    holder: str


def bank_of(row: Organisation | BankChange, *, in_full: bool = False) -> Bank | None:
    """Return bank details: in full where they are prepared and approved, else the last digits alone."""
    if not row.bank_account:
        return None
    if in_full:
        return Bank(row.bank_name, row.bank_account, row.bank_holder)
    return Bank(row.bank_name, masked_account(row.bank_account), "")


def masked_account(account: str) -> str:
    """Show of an account number the last digits."""
    return f"{'•' * max(0, len(account) - SHOWN_DIGITS)}{account[-SHOWN_DIGITS:]}"


def waiting(organisation: Organisation) -> BankChange | None:
    """Return the change of bank details that waits, if one does."""
    return organisation.bank_changes.filter(state=BankState.PROPOSED).first()


def numbering_of(organisation: Organisation, day: date) -> str:
    """Return the form in which an organisation numbers its letters on a day."""
    forms = setting("letters.number", day)
    return str(forms.get(organisation.code) or forms["*"])
