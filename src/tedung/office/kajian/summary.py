"""A scenario in a dozen lines: what was chosen, what came of it; for page, workbook and comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import rupiah, thousands
from tedung.office.kajian import charts, naming
from tedung.office.kajian.models import Result, Scenario
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.showing import hides_small, is_small, withheld

Told = list[tuple[str, str]]
MANY = 6


def chosen_said(scenario: Scenario, result: Result | None = None) -> Told:
    """Return the choices in words: those of the result where one is given, else as they stand."""
    chosen = result.choices if result else scenario.choices
    names = Names()
    return [
        (
            _("Data"),
            _("%(name)s, keadaan %(day)s")
            % {"name": scenario.source.name, "day": naming.day(scenario.source.day)},
        ),
        (_("Siapa"), _who(chosen, names)),
        (_("Program"), naming.programmes(chosen["programmes"])),
        (_("Bulan"), naming.months(chosen["first_month"], chosen["months"])),
        (_("Dibayar oleh"), _payer(chosen, names)),
        (_("Anggaran"), rupiah(chosen["budget"], lang())),
        (_("Iuran dihitung dari"), _bracket(chosen)),
        (_("Batas terendah"), _floors(chosen["floors"], names)),
        (_("Bobot"), _weights(chosen["weights"])),
        (_("Kata undian"), chosen["seed"]),
    ]


def asked_said(scenario: Scenario, result: Result) -> str:
    """Return for whom, which programmes, when and from whose money, in one line."""
    return " · ".join(said for _label, said in chosen_said(scenario, result)[1:5])


def _who(chosen: Mapping[str, Any], names: Names) -> str:
    parts = [
        _few([names.of(column, code) for code in chosen[key]])
        for key, column in (("target_groups", "kelompok_sasaran"), ("places", "place"))
        if chosen[key]
    ]
    return "; ".join(parts) or _("semua orang yang memenuhi syarat")


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MANY])
    more = len(names) - MANY
    return shown if more <= 0 else _("%(names)s dan %(more)s lainnya") % {"names": shown, "more": more}


def _payer(chosen: Mapping[str, Any], names: Names) -> str:
    payer = names.of("payer", chosen["payer"])
    return f"{payer} ({chosen['sumber_dana']})" if chosen["sumber_dana"] else payer


def _bracket(chosen: Mapping[str, Any]) -> str:
    return _("golongan penghasilan terendah") if chosen["lowest_bracket"] else _("penghasilan masing-masing")


def _floors(floors: Sequence[Mapping[str, Any]], names: Names) -> str:
    return "; ".join(_floor(one, names) for one in floors) or _("tidak ada")


def _floor(one: Mapping[str, Any], names: Names) -> str:
    titles = naming.dimensions()
    who = (
        names.of(one["column"], one["value"])
        if one["value"]
        else _("setiap %(what)s") % {"what": naming.lower(titles[one["column"]])}
    )
    least = (
        f"{one['percent']} %"
        if one.get("percent")
        else _("%(count)s orang") % {"count": thousands(one["least"], lang())}
    )
    return f"{who}: {least}"


def _weights(weights: Mapping[str, int]) -> str:
    told = [f"{naming.criterion(code)} {percent} %" for code, percent in weights.items() if percent != 100]
    return "; ".join(told) or _("seperti disiapkan")


FIGURES = (
    "people",
    "covered",
    "uncovered",
    "chosen",
    "reserve",
    "budget",
    "spent",
    "left",
    "planned",
    "expected",
    "benefits",
)


def facts_said(result: Result) -> Told:
    """Return the figures of a result in words."""
    told, labels = figures(result), figure_labels()
    return [(labels[name], told[name]) for name in FIGURES] + [
        (_("Hukum per"), result.law_day.isoformat()),
        (_("Versi hukum"), result.law_version),
        (_("Tanda masukan"), result.inputs_sha256),
        (_("Tanda hasil"), result.sha256),
    ]


def figure_labels() -> dict[str, str]:
    """Return what the figures of a result are called."""
    return {
        "people": _("Orang dalam data"),
        "covered": _("Terlindungi"),
        "uncovered": _("Belum terlindungi"),
        "chosen": _("Terpilih"),
        "reserve": _("Cadangan"),
        "budget": _("Anggaran"),
        "spent": _("Terpakai"),
        "left": _("Sisa"),
        "planned": _("Direncanakan"),
        "expected": _("Diharapkan terpakai"),
        "benefits": _("Manfaat yang diharapkan (tengah)"),
    }


def figures(result: Result) -> dict[str, str]:
    """Return the figures of a result as they are written; of so few people the money is not told either."""
    facts, states = result.facts, result.facts["states"]
    low, high = facts["gap_between"]
    hides = hides_small()
    is_few = hides and is_small(facts["chosen"])
    counts = {
        "people": facts["people"],
        "covered": states["covered"],
        "chosen": facts["chosen"],
        "reserve": facts["reserve"],
    }
    told = {name: _count(count, hides=hides) for name, count in counts.items()}
    told["uncovered"] = _between(low, high, hides=hides)
    money = {
        "spent": facts["spent"],
        "left": facts["budget"] - facts["spent"],
        "planned": facts["planned"],
        "expected": facts["expected"],
        "benefits": _central(result),
    }
    told |= {name: withheld() if is_few else rupiah(amount, lang()) for name, amount in money.items()}
    return told | {"budget": rupiah(facts["budget"], lang())}


def steps_of(result: Result) -> charts.Steps | None:
    """Return the chart of money month by month; None where the money may not be told."""
    if hides_small() and is_small(result.facts["chosen"]):
        return None
    return charts.steps(result.tables["months"], result.facts["budget"])


def _central(result: Result) -> int:
    return int(next(row["jkk"] + row["jkm"] for row in result.tables["expected"] if row["end"] == "central"))


def _between(low: int, high: int, *, hides: bool) -> str:
    ends = [_count(end, hides=hides) for end in (low, high)]
    return ends[0] if low == high else f"{ends[0]} – {ends[1]}"


def _count(count: int, *, hides: bool) -> str:
    return withheld() if hides and is_small(count) else thousands(count, lang())
