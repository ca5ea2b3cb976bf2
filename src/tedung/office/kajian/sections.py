"""The sections of a result: who is protected, who is chosen, what it costs, what is got, how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from tedung.money import thousands
from tedung.office.kajian import naming
from tedung.office.kajian.models import Result
from tedung.office.kajian.naming import Names, lang
from tedung.office.kajian.sections_money import benefit_lead, benefits, cost_lead, money
from tedung.office.kajian.showing import Column, Table, hides_small, is_small, people, table

GAPS = (
    *("village", "kelompok_sasaran", "sector", "sex", "age_band", "due_from"),
    *("opd_pengampu", "district", "segment", "employment_status", "desil"),
)
FAIR = ("sex", "age_band", "kelompok_sasaran", "opd_pengampu", "district", "village", "desil")
OPEN = 1
"""Tables of a section whose chart stands open; the others are unfolded with theirs."""


@dataclass(frozen=True)
class Section:
    """A section of the page: its anchor, its title, its first sentence, its tables."""

    code: str
    title: str
    lead: str
    tables: Sequence[Table]

    @property
    def first(self) -> Sequence[Table]:
        """The tables whose chart stands open."""
        return self.tables[:OPEN]

    @property
    def more(self) -> Sequence[Table]:
        """The tables that a reader unfolds with their charts."""
        return self.tables[OPEN:]


def sections(result: Result) -> list[Section]:
    """Return the sections of a result, in their order; what is empty is left out."""
    names, stored, facts = Names(), result.tables, result.facts
    is_few = hides_small() and is_small(facts["chosen"])
    found = [
        Section("celah", _("Siapa yang terlindungi, siapa yang belum"), "", _gap(stored, names)),
        Section(
            "pilihan",
            _("Siapa yang dapat ditanggung"),
            "" if is_few else _worth(facts),
            _choice(stored, names),
        ),
        Section("biaya", _("Biaya"), "" if is_few else cost_lead(facts), money(result, names)),
        Section("manfaat", _("Manfaat yang diharapkan"), benefit_lead(), benefits(result)),
        Section(
            "indikator", _("Indikator cakupan, menurut penyebutnya"), _indicator_lead(), _indicators(stored)
        ),
        Section(
            "kepekaan", _("Kepekaan terhadap bobot"), "" if is_few else _shift_lead(facts), _shifts(stored)
        ),
        Section("sumber", _("Dari mana angka ini"), _source_lead(facts), _sources(stored)),
    ]
    return [one for one in found if one.tables]


def _gap(stored: Mapping[str, Any], names: Names) -> list[Table]:
    titles, states = naming.dimensions(), naming.states()
    columns = [
        people("covered", _("Terlindungi")),
        people("open", _("Belum terlindungi")),
        Column("per_mille_low", _("Bagian"), "share"),
    ]
    made = [
        table(
            f"gap_{name}",
            _("Menurut %(what)s") % {"what": naming.lower(titles[name])},
            titles[name],
            columns,
            _by_size(name, [{**row, "open": row["gap"] + row["unsaid"]} for row in stored[f"gap_{name}"]]),
            named=names.by(name),
            chart=("covered", "open"),
        )
        for name in GAPS
        if stored.get(f"gap_{name}")
    ]
    all_states = table(
        "states",
        _("Semua orang menurut keadaannya"),
        _("Keadaan"),
        [people("people", _("Orang"))],
        stored["states"],
        named=lambda row: states[row["state"]],
    )
    return [*made, all_states]


def _by_size(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a dimension: an ordered one as it stands, others by who is unprotected."""
    if name in {"age_band", "sex", "desil"}:
        return sorted(
            rows, key=lambda row: (int(row["group"]), "") if _is_number(row) else (0, str(row["group"]))
        )
    return sorted(rows, key=lambda row: (-row["open"], str(row["group"])))


def _is_number(row: Mapping[str, Any]) -> bool:
    return str(row["group"]).isdecimal()


def _worth(facts: Mapping[str, Any]) -> str:
    said = _(
        "Jumlah nilai yang terpilih %(value)s; tidak ada pilihan di bawah anggaran dan batas ini yang "
        "melebihi %(bound)s. Pilihan sederhana menurut urutan nilai saja memberi %(greedy)s."
    )
    told = {name: thousands(facts[name], lang()) for name in ("value", "bound", "greedy")}
    return said % told


def _choice(stored: Mapping[str, Any], names: Names) -> list[Table]:
    statuses, titles = naming.statuses(), naming.dimensions()
    why = table(
        "reasons",
        _("Mengapa terpilih, menunggu atau tidak dapat dipilih"),
        _("Alasan"),
        [Column("said", _("Keadaan"), "text"), people("people", _("Orang"))],
        [{**row, "said": statuses[row["status"]]} for row in stored["reasons"]],
        named=lambda row: naming.reason(row["reason"]),
    )
    columns = [
        people("eligible", _("Memenuhi syarat")),
        people("chosen", _("Terpilih")),
        people("left_out", _("Belum kebagian")),
        Column("per_mille", _("Bagian terpilih"), "share"),
    ]
    fair = [
        table(
            f"chosen_{name}",
            _("Adil menurut %(what)s?") % {"what": naming.lower(titles[name])},
            titles[name],
            columns,
            stored[f"chosen_{name}"],
            named=names.by(name),
            chart=("left_out", "chosen") if name in {"kelompok_sasaran", "district"} else ("", ""),
            note=_("Dari semua yang memenuhi syarat terpilih %(share)s; jauh di bawahnya berarti terlewati.")
            % {"share": naming.percent(stored[f"chosen_{name}"][0]["per_mille_all"], 1000)},
        )
        for name in FAIR
        if stored.get(f"chosen_{name}")
    ]
    return [why, *_floors(stored, names), *fair]


def _floors(stored: Mapping[str, Any], names: Names) -> list[Table]:
    if not stored["floors"]:
        return []
    rows = [
        {
            **row,
            "asked": _asked(row),
            "kept": _("terpenuhi") if row["is_kept"] else _("belum, karena pembulatan"),
        }
        for row in stored["floors"]
    ]
    columns = [
        Column("asked", _("Batas"), "text"),
        people("candidates", _("Memenuhi syarat")),
        people("chosen", _("Terpilih")),
        Column("kept", _("Hasil"), "text"),
        Column("points_each", _("Nilai tiap tempat"), "number"),
    ]
    note = _("Nilai tiap tempat: berapa nilai dari orang lain yang dilepas untuk satu tempat di batas ini.")
    title = _("Batas terendah")
    return [
        table(
            "floors",
            title,
            _("Untuk"),
            columns,
            rows,
            named=lambda row: names.of(row["column"], row["value"]),
            note=note,
        )
    ]


def _asked(row: Mapping[str, Any]) -> str:
    share = Fraction(row["share"])
    return naming.percent(share) if share else thousands(row["least"], lang())


def _indicator_lead() -> str:
    return _("Setiap indikator mempunyai penyebutnya sendiri, dan tidak boleh dicampur.")


def _indicators(stored: Mapping[str, Any]) -> list[Table]:
    certainties = naming.certainties()
    rows = [
        {
            **row,
            "share": None if row["per_ten_thousand"] is None else Fraction(row["per_ten_thousand"], 10),
            "sure": certainties.get(row["certainty"], row["certainty"]),
        }
        for row in stored["indicators"]
    ]
    columns = [
        people("counted", _("Peserta")),
        people("base", _("Penyebut")),
        Column("share", _("Bagian"), "share"),
        Column("sure", _("Kepastian rumusan"), "text"),
        Column("source", _("Sumber"), "text"),
    ]
    made = [
        table(
            "indicators",
            _("Indikator"),
            _("Indikator"),
            columns,
            rows,
            named=lambda row: naming.indicator(row["name"])[0],
        )
    ]
    return [*made, *_published(stored)]


def _published(stored: Mapping[str, Any]) -> list[Table]:
    if not stored["published"]:
        return []
    certainties = naming.certainties()
    rows = [
        {**row, "sure": certainties.get(row["certainty"], row["certainty"])} for row in stored["published"]
    ]
    columns = [
        people("ours", _("Data ini")),
        Column("published", _("Diterbitkan")),
        Column("on", _("Per"), "text"),
        Column("sure", _("Kepastian"), "text"),
        Column("source", _("Sumber"), "text"),
    ]
    titled = _("Di samping angka yang diterbitkan")
    return [
        table("published", titled, _("Apa"), columns, rows, named=lambda row: naming.published(row["what"]))
    ]


def _shift_lead(facts: Mapping[str, Any]) -> str:
    said = _(
        "Bila satu kriteria dihitung separuh atau satu setengah kali, berapa dari %(chosen)s orang tetap "
        "terpilih."
    )
    return said % {"chosen": thousands(facts["chosen"], lang())}


def _shifts(stored: Mapping[str, Any]) -> list[Table]:
    if not stored["shifts"]:
        return []
    columns = [people("chosen", _("Terpilih")), people("stays", _("Tetap terpilih"))]

    def named(row: Mapping[str, Any]) -> str:
        return _("%(criterion)s, %(percent)s %%") % {
            "criterion": naming.criterion(row["criterion"]),
            "percent": row["percent"],
        }

    return [
        table("shifts", _("Kepekaan"), _("Kriteria dan bobotnya"), columns, stored["shifts"], named=named)
    ]


def _source_lead(facts: Mapping[str, Any]) -> str:
    said = _("Hukum per %(day)s, versi %(version)s; benih undian “%(seed)s”; tabel kematian %(table)s.")
    return said % {
        "day": _day(facts["law_day"]),
        "version": facts["law_version"],
        "seed": facts["seed"],
        "table": facts["life_table"],
    }


def _sources(stored: Mapping[str, Any]) -> list[Table]:
    certainties = naming.certainties()
    sure = Column("sure", _("Kepastian"), "text")
    source = Column("source", _("Sumber"), "text")

    def told(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "sure": certainties.get(row["certainty"], row["certainty"])} for row in rows]

    law = table(
        "law",
        _("Angka hukum yang dipakai"),
        _("Apa"),
        [Column("value", _("Nilai"), "text"), Column("since", _("Sejak"), "text"), sure, source],
        [
            {**row, "value": naming.law_value(row["value"], row["unit"]), "since": _day(row["since"])}
            for row in told(stored["law"])
        ],
        named=lambda row: naming.law_line(row["path"]),
    )
    ends = [
        Column(end, label, "number")
        for end, label in (("low", _("Rendah")), ("central", _("Tengah")), ("high", _("Tinggi")))
    ]
    rates = table(
        "rates",
        _("Anggapan dan angka kejadian"),
        _("Apa"),
        [*ends, sure, source],
        told(stored["rates"]),
        named=lambda row: naming.rate(row["rate"]),
    )
    points = [{**row, "told": _points(row)} for row in stored["weights"]]
    weights = table(
        "weights",
        _("Nilai kerentanan"),
        _("Kriteria"),
        [Column("told", _("Nilai menurut rentang"), "text")],
        points,
        named=lambda row: naming.criterion(row["criterion"]),
    )
    return [law, rates, weights]


def _law_said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "value": naming.law_value(row["value"], row["unit"]), "since": _day(row["since"])}


def _day(said: str) -> str:
    return naming.day(date.fromisoformat(said))


def _points(row: Mapping[str, Any]) -> str:
    if not row["points"]:
        return _("tidak dihitung")
    pairs = zip(row["bounds"], row["points"], strict=True)
    return "; ".join(
        _("mulai %(bound)s: %(points)s") % {"bound": thousands(bound, lang()), "points": points}
        for bound, points in pairs
    )
