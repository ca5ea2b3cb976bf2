"""Enter, one happening or a month of them by the set; take an entry back by its opposite."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.bulk import copy_rows, staging
from tedung.office.base.refusals import Refusal
from tedung.office.buku.models import Account, Entry, Posting


class Amount(NamedTuple):
    """What goes to an account: debit positive, credit negative; of a wadah, for a month (2027-01)."""

    account: str
    amount: int
    wadah: str = ""
    month: str = ""


class Happening(NamedTuple):
    """An entry to be made; `key` says which happening it is, so that it is entered once."""

    key: str
    day: date
    kind: str
    about_kind: str
    about_id: int
    amounts: Sequence[Amount]


@change("buku.enter")
def enter(happenings: Iterable[Happening]) -> int:
    """Enter and post happenings, as one set; return how many are new.

    One that is entered already is left as it is.  What does not balance is refused by the database and
    nothing of the set is entered.
    """
    found = list(happenings)
    accounts = dict(Account.objects.values_list("code", "pk"))
    known = _known([one.key for one in found])
    new = [one for one in found if one.key not in known]
    if len({one.key for one in new}) != len(new):
        raise Refusal(_("Satu kejadian disebut dua kali dalam catatan yang sama."), "twice")
    _write(new, accounts)
    return len(new)


def _known(keys: list[str]) -> set[str]:
    with staging(key="text") as asked:
        copy_rows(asked, ("key",), ((key,) for key in keys))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT e.key FROM buku_entry e JOIN {asked} a ON a.key = e.key")
            return {row[0] for row in cursor.fetchall()}


ENTRY = ("key", "day", "kind", "about_kind", "about_id", "reason", "user_id", "at", "is_posted")
POSTING = ("entry_id", "account_id", "amount", "wadah_code", "month")


def _write(new: list[Happening], accounts: dict[str, int]) -> None:
    user, at = current().user_id, clock.now()
    rows = ((one.key, one.day, one.kind, one.about_kind, one.about_id, "", user, at, False) for one in new)
    copy_rows(Entry._meta.db_table, ENTRY, rows)
    with staging(key="text", account="bigint", amount="bigint", wadah="text", month="text") as aside:
        copy_rows(
            aside,
            ("key", "account", "amount", "wadah", "month"),
            (
                (one.key, accounts[part.account], part.amount, part.wadah, part.month)
                for one in new
                for part in one.amounts
            ),
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO buku_posting ({', '.join(POSTING)}) "
                f"SELECT e.id, a.account, a.amount, a.wadah, a.month FROM {aside} a "
                "JOIN buku_entry e ON e.key = a.key"
            )
            cursor.execute(
                "UPDATE buku_entry SET is_posted = %s WHERE is_posted = %s AND key IN "
                f"(SELECT key FROM {aside})",
                [True, False],
            )
    if Entry.objects.filter(is_posted=False, at=at).exists():
        raise Refusal(_("Ada kejadian tanpa jumlah sama sekali."), "empty")


@change("buku.enter")
def reverse(entry: Entry, reason: str) -> Entry:
    """Take an entry back by its opposite, today; once."""
    if not reason.strip():
        raise Refusal(_("Tulis mengapa catatan ini dibatalkan; alasannya dibaca saat pemeriksaan."))
    if entry.reverses_id is not None:
        raise Refusal(_("Pembalikan tidak dibalik lagi; buat catatan baru."))
    if Entry.objects.filter(reverses=entry).exists():
        raise Refusal(_("Catatan ini sudah dibatalkan."), "twice")
    made = Entry.objects.create(
        key=f"balik:{entry.key}"[:80],
        day=clock.today(),
        kind="balik",
        about_kind=entry.about_kind,
        about_id=entry.about_id,
        reverses=entry,
        reason=reason.strip(),
        user_id=current().user_id,
        at=clock.now(),
    )
    Posting.objects.bulk_create(
        Posting(
            entry=made,
            account_id=part.account_id,
            amount=-part.amount,
            wadah_code=part.wadah_code,
            month=part.month,
        )
        for part in entry.postings.all()
    )
    made.is_posted = True
    made.save(update_fields=["is_posted"])
    return made
