"""Who is protected, in tables and on the map: made once a count for each view of the figures, then kept."""

from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.access.actor import current
from tedung.office.access.scope import sight
from tedung.office.base.kept import kept
from tedung.office.base.templatetags.tedung import _lang
from tedung.office.home import maps, names, queries
from tedung.office.home.models import Counting


class Cover(NamedTuple):
    """The figures of the actor's scope: everybody, and the tables as they stand on the page."""

    total: queries.Total
    tables: SafeString


class Names(NamedTuple):
    """What the figures are broken down by; of villages there is one list for all offices, in the program."""

    groups: dict[Any, str]
    office_of: dict[str, str]
    offices: dict[Any, str]


def cover(counting: Counting | None) -> Cover:
    """Return the figures of a count as the actor may see them; nobody before the first count."""
    if counting is None:
        return Cover(queries.Total(0, 0, 0), SafeString(""))
    called = Names(names.groups(), names.office_of(), names.offices())
    seen = sight("figures.view"), current().may("people.view"), get_language(), called
    return kept(lambda: _made(called), "home.cover", counting.pk, counting.at, *seen)


def _made(called: Names) -> Cover:
    rows = queries.figures()
    total = queries.Total.of(rows)
    return Cover(total, _tables(rows, called) if total.people else SafeString(""))


def _tables(rows: Any, called: Names) -> SafeString:
    by_village = queries.sums(rows, "village")
    named = names.villages([one.codes[0] for one in by_village])
    villages = queries.cells(by_village, lambda codes: codes[0], named)
    shown = {"villages": villages, "map": _map(villages), "tables": [*_of_groups(called), *_of_people(rows)]}
    return SafeString(render_to_string("home/cover.html", shown))


def _of_groups(called: Names) -> list[tuple[str, str, list[queries.Cell]]]:
    """Return the tables by group and by office: the one that proposed, else that looks after the group."""
    found = queries.sums(queries.groups(), "opd_code", "group_code")
    offices = queries.cells(
        found, lambda codes: codes[0] or called.office_of.get(codes[1], ""), called.offices
    )
    groups = queries.cells(found, lambda codes: codes[1], called.groups)
    return [
        (_("Menurut kelompok"), _("Kelompok"), groups),
        (_("Menurut OPD pengampu"), _("OPD"), offices),
    ]


def _of_people(rows: Any) -> list[tuple[str, str, list[queries.Cell]]]:
    found = queries.sums(rows, "sex", "band")
    sexes = queries.cells(found, lambda codes: codes[0], names.sexes())
    bands = queries.cells(found, lambda codes: codes[1], names.bands())
    return [
        (_("Menurut jenis kelamin"), _("Jenis kelamin"), sexes),
        (_("Menurut umur"), _("Umur"), bands),
    ]


def _map(villages: list[queries.Cell]) -> dict[str, Any] | None:
    """Return the map, None where there are no shapes or only one village to show."""
    region = maps.ground(settings.HOME_REGION)
    if region is None or len(villages) < 2:  # a map of one village tells nothing
        return None
    shares = queries.shares(villages)
    ramp = maps.classes(shares)
    said = {
        cell.code: _("%(name)s: %(share)s%%, %(covered)s dari %(people)s orang")
        % {
            "name": cell.name,
            "share": cell.share,
            "covered": thousands(cell.covered, _lang()),
            "people": thousands(cell.people, _lang()),
        }
        for cell in villages
        if cell.share is not None and cell.covered is not None and cell.people is not None
    }
    return {"ground": region, "areas": maps.areas(region, shares, ramp, said), "ramp": ramp}
