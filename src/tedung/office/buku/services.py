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
from tedung.office.buku.seeds import ACCOUNTS, seed


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
    return write(happenings)


def write(happenings: Iterable[Happening]) -> int:
    """Do what `enter` does, inside the change of a part that asked for its own permission.

    Of two who enter the same happening at once one waits for the other and finds it entered.
    """
    found = list(happenings)
    if len({one.key for one in found}) != len(found):
        raise Refusal(_("Satu kejadian disebut dua kali dalam catatan yang sama."), "twice")
    accounts = _accounts()
    parts = (
        (one.key, accounts[part.account], part.amount, part.wadah, part.month)
        for one in found
        for part in one.amounts
    )
    with (
        staging(key="text", day="date", kind="text", about_kind="text", about_id="bigint") as entries,
        staging(key="text", account="bigint", amount="bigint", wadah="text", month="text") as aside,
    ):
        copy_rows(entries, ENTRY, (one[: len(ENTRY)] for one in found))
        copy_rows(aside, PART, parts)
        new = _made(entries)
        _posted(entries, aside)
    return new


def _accounts() -> dict[str, int]:
    """Return the keys of the accounts; an office of an earlier version gets those that came later."""
    found = dict(Account.objects.values_list("code", "pk"))
    if len(found) < len(ACCOUNTS):
        seed()
        found = dict(Account.objects.values_list("code", "pk"))
    return found


ENTRY = ("key", "day", "kind", "about_kind", "about_id")
PART = ("key", "account", "amount", "wadah", "month")
POSTING = ("entry_id", "account_id", "amount", "wadah_code", "month")
OURS = "buku_entry e ON e.key = a.key AND NOT e.is_posted"  # what another entered meanwhile is posted


def _made(entries: str) -> int:
    """Write the entries that are not there yet; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO buku_entry ({', '.join(ENTRY)}, reason, user_id, at, is_posted) "
            f"SELECT {', '.join(ENTRY)}, '', %s, %s, %s FROM {entries} WHERE true "
            "ON CONFLICT (key) DO NOTHING",
            [current().user_id, clock.now(), False],
        )
        return max(int(cursor.rowcount), 0)


def _posted(entries: str, aside: str) -> None:
    """Write the postings of the new entries and post them; the database counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO buku_posting ({', '.join(POSTING)}) "
            f"SELECT e.id, a.account, a.amount, a.wadah, a.month FROM {aside} a JOIN {OURS}"
        )
        cursor.execute(
            f"UPDATE buku_entry SET is_posted = %s WHERE is_posted = %s AND key IN (SELECT key FROM {aside})",
            [True, False],
        )
        cursor.execute(f"SELECT 1 FROM {entries} a JOIN {OURS} LIMIT 1")
        is_empty = cursor.fetchone() is not None
    if is_empty:
        raise Refusal(_("Ada kejadian tanpa jumlah sama sekali."), "empty")


@change("buku.enter")
def reverse(entry: Entry, reason: str) -> Entry:
    """Take an entry back by its opposite, today; once."""
    return take_back(entry, reason)


def take_back(entry: Entry, reason: str) -> Entry:
    """Do what `reverse` does, inside the change of a part that asked for its own permission."""
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
