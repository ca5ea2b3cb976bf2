"""What every answer says beside its sum: articles, who pays, and numbers from which a reader can count again."""

import random
import re
import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import test_jht_agreement as jht
import test_jkk_agreement as jkk
import test_jkp_agreement as jkp
import test_jp_agreement as jp

import tedung
from tedung.law import CERTAINTIES
from tedung.law.facts import Facts
from tedung.law.kinds import rule
from tedung.texts import LANGUAGES, text

COUNT = 250
PP_82 = date(2019, 12, 2)
CONVENTIONS = set(tomllib.loads((Path(tedung.law.__file__).parent / "conventions.toml").read_text("utf-8")))
LAW_OF = r"(PP|UU|Perpres|Permenaker|PMK) \d+/\d{4}"
ARTICLE = re.compile(
    rf"{LAW_OF}( \(({LAW_OF} )?Pasal [\w .(),]+\)| Pasal \d+[\w .(),:/;-]*| Lampiran [IV]+[\w .(),;:-]*|)"
    r"(; .*|, .*| sebagaimana diganti .*| dan penjelasannya| dikutip pers|)"
)
UNKNOWN = {"applications", "interviews", "attendance", "months"}
"""Fields that a sentence may leave open: what nobody said of the month, or of the arrears."""


GENERATORS = {
    **{name: (kind, lambda rng, more=more: _with(rng, more)) for name, (kind, _, more) in jkk.CASES.items()},
    "jkk_partial_disability": ("jkk_partial_disability", lambda rng: _with(rng, _with_losses)),
    **{kind: (kind, lambda rng, kind=kind: jp.some_facts(rng, kind)) for kind in jp.PLAIN},
    "jkp_cash": ("jkp_cash", jkp.some_facts),
    "jht_payout": ("jht_payout", jht.some_facts),
}


def _with(rng, more):
    facts, on = jkk.some_facts(rng)
    return more(rng, facts), on


def _with_losses(rng, facts):
    return {**facts, "losses": jkk.some_losses(rng, left_handed=False)[0]}


def answers(case):
    rng, (kind, draw) = random.Random(case), GENERATORS[case]
    for _ in range(COUNT):
        facts, on = draw(rng)
        yield rule(kind)(Facts(facts), on)


def rounded(exact):
    """Half up, as docs/conventions.md says."""
    return int((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def wage(told):
    return told.get("upah", told.get("bracket_base"))


def death(line, law):
    """PP 44/2015 Annex III: 60 % of 80 months, not below the sum of JKM."""
    told = line.inputs
    assert (told["months"], told["share"]) == (80, "0.6")
    assert told["floor"] == (20_000_000 if law.day >= PP_82 else 16_200_000)
    return max(rounded(wage(told) * 80 * Fraction(6, 10)), told["floor"])


def total_disability(line, law):
    """PP 44/2015 Annex III: 70 % of 80 months."""
    assert (line.inputs["months"], line.inputs["share"]) == (80, "0.7")
    return rounded(wage(line.inputs) * 80 * Fraction(7, 10))


def partial_disability(line, law):
    """PP 44/2015 Annex III: the percent of the table of 80 months."""
    told = line.inputs
    assert told["months"] == 80
    assert re.fullmatch(r"D\d\d[abc]?", told["row"])
    assert told["loss_id"] != told["loss_en"]
    assert re.fullmatch(r"\d+(\.\d{0,5}[1-9])?", told["percent"])
    return rounded(wage(told) * 80 * Fraction(told["percent"]) / 100)


def bound(line, law):
    """PP 44/2015 Annex III: several losses are worth no more than a total disability, 56 months."""
    assert line.inputs["most"] % 56 == 0
    assert line.amount < 0
    return line.amount


def incapacity(line, law):
    """PP 44/2015 Annex III: a day is the thirtieth part of a month (convention month-of-30-days)."""
    told = line.inputs
    shares = {"jkk.line_stmb_later": ("0.5",), "jkk.line_stmb_second": ("0.75", "1")}
    assert told["share"] in shares.get(line.code, ("1",))
    units = Fraction(told["months"]) + Fraction(str(told["days"])) / 30
    exact = wage(told) * units * Fraction(told["share"])
    assert abs(line.amount - exact) <= 1
    return line.amount


def refund(line, law):
    """PP 44/2015 Annex III: the cost up to a bound."""
    return min(line.inputs["cost"], line.inputs["most"])


def prosthesis(line, law):
    """PP 44/2015 Annex III: the price standard and 40 % above it."""
    assert line.inputs["most"] == rounded(Fraction(line.inputs["standard"]) * Fraction(14, 10))
    return refund(line, law)


def fixed(before, since):
    """PP 44/2015 Pasal 34 and Annex III; PP 82/2019 since 2 December 2019."""

    def amount(line, law):
        if line.code.startswith("jkm"):
            assert line.inputs["membership"] in (1, 2, 3)
            assert line.inputs["segment"] in ("pu", "bpu", "jakon", None)
        return since if law.day >= PP_82 else before

    return amount


def child(line, law):
    """PP 82/2019: Rp1.5, 2, 3 and 12 million a year, at most 8, 3, 3 and 5 years."""
    told = line.inputs
    yearly, most = {
        "tk_sd": (1_500_000, 8),
        "smp": (2_000_000, 3),
        "sma": (3_000_000, 3),
        "pt": (12_000_000, 5),
    }[told["level"]]
    assert (told["yearly"], told["most_at_level"]) == (yearly, yearly * most)
    assert told["child"] in (1, 2, 3)
    assert told["years"] <= most
    return yearly * told["years"]


def once(line, law):
    """PP 44/2015 Pasal 25 ayat (2) huruf b: Rp12 million, one sum whatever the children."""
    assert line.inputs["children"] in (1, 2, 3)
    return 12_000_000


def cash(line, law):
    """PP 37/2021 Pasal 21: 45 % and 25 %, since 7 February 2025 60 %, of up to Rp5 million a month."""
    told = line.inputs
    assert told["rate"] in ("0.45", "0.25", "0.60")
    assert told["upah_counted"] == min(told["upah"], 5_000_000)
    first, _, last = line.label_fields["months"].partition("-")
    assert int(last or first) - int(first) + 1 == told["months"]
    return told["months"] * rounded(told["upah_counted"] * Fraction(told["rate"]))


def shortfall(line, law):
    """PP 37/2021 Pasal 23: the cash of the wage less that of the wage reported."""
    low, high = line.inputs["reported_upah"], line.inputs["upah"]
    first, _, last = line.label_fields["months"].partition("-")
    months = int(last or first) - int(first) + 1
    between = Fraction(min(high, 5_000_000) - min(low, 5_000_000))
    assert low < high
    shares = [Fraction(rate) for rate in ("0.45", "0.25", "0.60")]
    assert any(abs(line.amount - months * between * share) <= months for share in shares)
    return line.amount


def balance(line, law):
    return line.inputs["balance"]


def part(rate):
    """PP 46/2015 Pasal 22 ayat (5)."""

    def amount(line, law):
        assert line.inputs["rate"] == rate
        return rounded(line.inputs["balance"] * Fraction(rate))

    return amount


def final_tax(line, law):
    """PP 68/2009 Pasal 5: nothing up to Rp50 million, 5 % above, of all payments together."""
    gross, earlier, exempt = (line.inputs[key] for key in ("gross", "earlier", "exempt"))
    assert exempt == 50_000_000
    taxed = max(0, gross + earlier - exempt) - max(0, earlier - exempt)
    assert abs(-line.amount - Fraction(taxed, 20)) <= 1
    return line.amount


def later_tax(line, law):
    """PP 68/2009 Pasal 6, UU 36/2008 Pasal 17: 5 to 35 %; 120 % of it without NPWP."""
    gross, times = line.inputs["gross"], Fraction(1) if line.inputs["npwp"] else Fraction(12, 10)
    assert line.inputs["earlier_this_year"] >= 0
    assert gross * times / 20 - 1 <= -line.amount <= gross * times * 35 / 100 + 1
    return line.amount


def pension(line, law):
    """PP 45/2015 Pasal 17-23: half for a spouse, half for a child, a fifth for parents, within bounds."""
    article = {"spouse": "Pasal 21 ayat (2)", "children": "Pasal 22 ayat (2)", "parent": "Pasal 23 ayat (2)"}
    kind = line.code.removeprefix("jp.line_")
    assert line.article.startswith("PP 45/2015 " + article.get(kind, "Pasal 17-"))
    told, shares = line.inputs, {"spouse": {"0.50"}, "children": {"0.50"}, "parent": {"0.20"}}
    assert isinstance(told["months"], int)
    assert re.fullmatch(r"\d{4}-\d\d-01", told["starts_on"])
    assert set(told.get("shares", ())) <= shares.get(kind, set())
    assert told["least"] is None or told["least"] <= line.amount <= told["most"]
    if line.code != "jp.line_old_age":
        assert told["months_credited"] >= 0
    return line.amount


def contributions(line, law):
    assert line.inputs["months"] >= 0
    return line.amount


def yielded(line, law):
    return line.amount


RECOUNT = {
    "jkk.line_death": death,
    "jkk.line_total_disability": total_disability,
    "jkk.line_partial_disability": partial_disability,
    "jkk.line_bound": bound,
    **{f"jkk.line_stmb_{tier}": incapacity for tier in ("first", "second", "later")},
    **{f"jkk.line_transport_{mode}": refund for mode in ("land", "sea", "air")},
    **{f"jkk.line_{item}": refund for item in ("dentures", "hearing_aid", "glasses", "home_care")},
    "jkk.line_prosthesis": prosthesis,
    "jkk.line_periodic": fixed(4_800_000, 12_000_000),
    "jkk.line_funeral": fixed(3_000_000, 10_000_000),
    "jkm.line_death_sum": fixed(16_200_000, 20_000_000),
    "jkm.line_periodic": fixed(4_800_000, 12_000_000),
    "jkm.line_funeral": fixed(3_000_000, 10_000_000),
    "scholarship.line_child": child,
    "scholarship.line_once": once,
    **{f"jkp.line_{payer}": cash for payer in ("agency", "employer_arrears", "employer_unregistered")},
    "jkp.line_shortfall": shortfall,
    "jht.line_balance": balance,
    "jht.line_partial_10": part("0.10"),
    "jht.line_partial_30": part("0.30"),
    "jht.line_tax_final": final_tax,
    "jht.line_tax_later": later_tax,
    **{f"jp.line_{kind}": pension for kind in ("old_age", "disability", "spouse", "children", "parent")},
    **{f"{area}.line_contributions": contributions for area in ("jht", "jp")},
    **{f"{area}.line_yield": yielded for area in ("jht", "jp")},
    "jp.line_balance": yielded,
}
SILENT = {"jkk.line_bound", "scholarship.line_child", "scholarship.line_once"}
"""Lines of JKK and JKM that do not say who pays: they follow the lines beside them."""


@pytest.mark.parametrize("case", GENERATORS)
def test_every_line_can_be_counted_again(case):
    """The inputs that a line shows give its amount, by the article and not by the code."""
    seen = set()
    for answer in answers(case):
        for line in answer.lines:
            assert RECOUNT[line.code](line, answer.law) == line.amount, line
            assert line.certainty in CERTAINTIES
            assert ARTICLE.fullmatch(line.article), line.article
            if line.code.startswith("jk") and line.code[:3] != "jkp" and line.code not in SILENT:
                assert line.inputs["paid_by"] in ("bpjs", "employer")
            seen.add(line.code)
    assert seen


@pytest.mark.parametrize("case", GENERATORS)
def test_every_condition_can_be_read(case):
    """A regulation by number and year, then Pasal or Lampiran; no empty field in a sentence."""
    for answer in answers(case):
        for one in answer.conditions:
            assert ARTICLE.fullmatch(one.article), one.article
            assert {key for key, value in one.fields.items() if value is None} <= UNKNOWN, one
        assert set(answer.conventions) <= CONVENTIONS
        told = answer.as_dict()
        assert all(one["text_id"] != one["text_en"] for one in told["conditions"])
        assert all(one["label_id"] and one["label_en"] for one in told["lines"])
        assert all(text(gap, lang) for gap in answer.gaps for lang in LANGUAGES)
