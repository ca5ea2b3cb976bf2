"""What lies on which page of the manual: sections, rules in words, numbers, examples, kinds of benefit.

A rule is a sentence of ``texts/*/manual.toml``; a number a parameter, or many by ``jkk.rate_class_*``.
A test sees to it that no parameter of the law is without a page.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from tedung.law import Entry, history


class Example(NamedTuple):
    """A test of ``tests/law`` whose table is shown; renamed: columns that mean something else here."""

    file: str
    test: str
    title: str
    renamed: tuple[tuple[str, str], ...] = ()


class Section(NamedTuple):
    """A part of a page: its heading, rules in words, numbers through time, tested examples."""

    head: str
    rules: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class Page(NamedTuple):
    """A page; modules: the files of rules behind it, which name conventions and gaps."""

    sections: tuple[Section, ...]
    kinds: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()

    @property
    def examples(self) -> list[Example]:
        """All examples of the page."""
        return [one for section in self.sections for one in section.examples]


JKK = Page(
    (
        Section("what", ("jkk_what", "jkk_after_work"), ("jkk.disease_years",), (
            Example("test_jkk.py", "test_a_disease_within_three_years_after_work", "jkk_disease"),
        )),
        Section("contributions", ("jkk_contribution",), ("jkk.rate_class_*",)),
        Section("care", ("jkk_treatment", "jkk_carried"), (
            "jkk.care_*", "jkk.home_care*", "jkk.transport_*", "jkk.dentures", "jkk.hearing_aid",
            "jkk.glasses", "jkk.prosthesis_*",
        )),
        Section("incapacity", ("jkk_incapacity",), ("jkk.stmb_*",), (
            Example("test_stmb.py", "test_a_million_a_month_then_half", "stmb"),
        )),
        Section("disability", ("jkk_partial", "jkk_table", "jkk_total"), (
            "jkk.benefit_months", "jkk.total_disability_share",
        )),
        Section("death", ("jkk_dies",), ("jkk.death_share", "jkk.periodic", "jkk.funeral"), (
            Example("test_jkk.py", "test_at_least_the_death_sum_of_jkm", "jkk_floor"),
        )),
        Section("terms", ("jkk_owes", "jkk_arrears"), (), (
            Example("test_jkk.py", "test_an_employer", "jkk_arrears"),
        )),
        Section("deadlines", ("jkk_lapse",), ("jkk.claim_years",)),
    ),
    kinds=("jkk_death", "jkk_total_disability", "jkk_stmb", "jkk_transport", "jkk_aid"),
    modules=("jkk", "stmb", "reimbursement", "expiry", "claim"),
)  # fmt: skip

DISABILITY = Page(
    (
        Section("disability", ("jkk_partial", "disability_sides", "disability_several"), (
            "jkk.disability_table", "jkk.left_handed_swaps", "jkk.benefit_months", "jkk.losses_most",
        ), (
            Example(
                "test_disability.py", "test_percent_of_the_function_times_percent_of_the_table", "function"
            ),
            Example("test_disability.py", "test_unequal_eyes_by_the_binocular_formula", "eyes"),
        )),
    ),
    kinds=("jkk_partial_disability",),
    modules=("disability",),
    annexes=("losses",),
)  # fmt: skip

JKM = Page(
    (
        Section("what", ("jkm_what",)),
        Section("contributions", ("jkm_contribution",), ("jkm.rate", "bpu.amount_jkm")),
        Section("benefits", ("jkm_sums",), ("jkm.death_sum", "jkm.periodic", "jkm.funeral")),
        Section("terms", ("jkm_active", "jkm_short", "jkm_several", "jkm_arrears", "jkm_owes"),
            ("jkm.short_membership_days", "jkm.funerals_a_segment"), (
            Example("test_jkm.py", "test_a_bpu_below_90_days", "jkm_short"),
            Example("test_jkm.py", "test_a_bpu", "jkm_arrears"),
        )),
        Section("heirs", ("jkm_heirs",)),
    ),
    kinds=("jkm_death",),
    modules=("jkm", "heirs"),
)  # fmt: skip

SCHOLARSHIP = Page(
    (
        Section("what", ("scholarship_due", "scholarship_child"), (
            "scholarship.jkm_months", "scholarship.age_below", "scholarship.children_most",
            "scholarship.working_exempt", "scholarship.back_years",
        )),
        Section("benefits", ("scholarship_sum",), (
            "scholarship.yearly_*", "scholarship.years_*", "scholarship.once",
        ), (Example("test_scholarship.py", "test_the_table", "scholarship"),)),
    ),
    kinds=("scholarship",),
    modules=("scholarship",),
)  # fmt: skip

JHT = Page(
    (
        Section("contributions", ("jht_contribution",), (
            "jht.rate_*", "bpu.rate_jht",
        ), (Example("test_contributions.py", "test_jht_has_no_ceiling", "jht_rate"),)),
        Section("payment", ("jht_when", "jht_partial", "jht_heirs", "jht_paid"), (
            "jht.pension_age", "jht.agreed_age", "jht.early_payment", "jht.wait_months", "jht.contract_end",
            "jht.bpu_stop", "jht.partial_*", "jht.payment_days",
        )),
        Section("yield", ("jht_balance", "jht_split"), ("jht.yield", "jht.two_accounts")),
        Section("tax", ("jht_tax",), ("tax.*",), (
            Example("test_jht_tax.py", "test_lump_sum_of_150_million", "lump_tax", (("result", "tax"),)),
            Example("test_jht_tax.py", "test_severance_of_175_million", "severance", (("result", "tax"),)),
        )),
    ),
    kinds=("jht_payout",),
    modules=("jht", "jht_balance", "jht_yield", "jht_tax"),
)  # fmt: skip

JP = Page(
    (
        Section("contributions", ("jp_contribution",), ("jp.rate_*", "jp.upah_ceiling"), (
            Example("test_contributions.py", "test_jp_counts_up_to_the_ceiling", "jp_ceiling"),
            Example("test_contributions.py", "test_the_jp_ceiling_moves_in_march", "jp_march"),
        )),
        Section("old_age", ("jp_age", "jp_formula", "jp_bounds", "jp_lump"), (
            "jp.pension_age", "jp.deferral_years", "jp.months_needed", "jp.accrual_rate", "jp.benefit_least",
            "jp.benefit_most", "jp.lump_sum_yield",
        )),
        Section("survivors", ("jp_disabled", "jp_left"), (
            "jp.months_credited", "jp.density", "jp.disability_months", "jp.survivor_years",
            "jp.spouse_share", "jp.child_*", "jp.children_most", "jp.parent_share",
        )),
        Section("series", ("jp_series",), ("macro.*",)),
    ),
    kinds=("jp_old_age", "jp_disability", "jp_survivor", "jp_lump_sum"),
    modules=("jp", "jp_age", "jp_amount", "jp_formula", "jp_people", "jp_survivors", "jp_lump_sum"),
)  # fmt: skip

JKP = Page(
    (
        Section("contributions", ("jkp_contribution",), ("jkp.rate_*", "jkp.upah_ceiling")),
        Section("what", ("jkp_member", "jkp_entitled"), (
            "jkp.age_limit", "jkp.months_needed", "jkp.months_window", "jkp.months_consecutive",
        )),
        Section("cash", ("jkp_cash", "jkp_monthly"), (
            "jkp.cash_rate_*", "jkp.months_first", "jkp.months_most", "jkp.applications", "jkp.interviews",
            "jkp.attendance_percent", "jkp.payment_days", "jkp.training_cost",
        ), (
            Example("test_jkp.py", "test_six_months_of_a_wage_of_five_million", "jkp_cash"),
            Example(
                "test_jkp.py", "test_transition_of_7_february_2025", "jkp_transition",
                (("paid", "months_paid"),),
            ),
        )),
        Section("deadlines", ("jkp_lost",), ("jkp.claim_months", "jkp.claims_most", "jkp.years_between"), (
            Example("test_jkp.py", "test_time_to_claim", "jkp_claim"),
        )),
        Section("terms", ("jkp_employer",), ("jkp.arrears_months*", "jkp.refund_months")),
    ),
    kinds=("jkp_cash",),
    modules=("jkp", "jkp_conditions"),
)  # fmt: skip

BPU = Page(
    (
        Section("what", ("bpu_who", "bpu_wadah"), ("coverage.duty_bpu*", "coverage.age_*")),
        Section("contributions", ("bpu_contribution", "bpu_due", "bpu_relief"), (
            "bpu.*", "dues.due_day_bpu", "dues.due_months_after_bpu*",
        )),
    ),
    modules=("bpu",),
    annexes=("brackets",),
)  # fmt: skip

JAKON = Page(
    (
        Section("contributions", ("jakon_contribution",), ("jakon.*",), (
            Example("test_contributions.py", "test_construction_by_contract_value", "contract"),
            Example("test_contributions.py", "test_construction_by_wages", "wages"),
        )),
        Section("benefits", ("jakon_benefit",), ("coverage.duty_jakon",)),
    ),
    modules=("jakon",),
)  # fmt: skip

PMI = Page(
    (
        Section("contributions", ("pmi_contribution",), ("pmi.*",), (
            Example("test_contributions.py", "test_migrants_by_contract_months", "migrants"),
        )),
        Section("benefits", ("pmi_benefit",), ("jkm.migrant_sum", "jkk.migrant_*")),
    ),
    modules=("pmi", "pmi_benefit"),
)  # fmt: skip

COVERAGE = Page(
    (
        Section("what", ("coverage_duty", "coverage_bpu", "coverage_jkp", "coverage_age"), ("coverage.*",), (
            Example("test_coverage.py", "test_wage_earners_by_size_of_the_enterprise", "size"),
        )),
    ),
    modules=("coverage",),
)  # fmt: skip

DUES = Page(
    (
        Section("upah", ("dues_base",), ("wages.*",)),
        Section("late", ("dues_day", "dues_fine", "dues_behind"), ("dues.*",)),
    ),
    modules=("dues", "wages"),
)

RELIEF = Page(
    (Section("contributions", ("relief_covid", "relief_industry", "relief_bpu"), ("relief.*",)),),
    modules=("relief",),
)

SANCTIONS = Page(
    (
        Section("sanctions", ("sanctions_ladder", "sanctions_fine", "sanctions_crime"), ("sanctions.*",), (
            Example("test_sanctions.py", "test_a_thousandth_a_month", "thousandth", (("due", "result"),)),
        )),
    ),
    modules=("sanctions",),
)  # fmt: skip

PROCEDURE = Page(
    (
        Section("deadlines", ("procedure_report", "procedure_status", "procedure_pay", "procedure_dispute"), (
            "procedure.report_hours", "procedure.missing_days", "procedure.presumed_days",
            "procedure.pay_days_*", "procedure.late_share", "procedure.notice_bpu", "procedure.jakon_jkm",
        ), (
            Example("test_procedure.py", "test_working_days_until_payment", "payment", (("due", "by"),)),
            Example("test_procedure.py", "test_one_percent_a_day", "late", (("days", "days_late"),)),
        )),
        Section("documents", ("procedure_papers",), ("procedure.documents_*",)),
    ),
    modules=("procedure",),
)  # fmt: skip

PAGES: Mapping[str, Page] = {
    "coverage": COVERAGE, "dues": DUES, "relief": RELIEF, "bpu": BPU, "jkk": JKK, "disability": DISABILITY,
    "jkm": JKM, "scholarship": SCHOLARSHIP, "jht": JHT, "jp": JP, "jkp": JKP, "jakon": JAKON, "pmi": PMI,
    "procedure": PROCEDURE, "sanctions": SANCTIONS,
}  # fmt: skip


def matching(patterns: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
    """Return the parameters that *patterns* name, in their order, each once."""
    known = history()
    names = [name for pattern in patterns for name in known if fnmatchcase(name, pattern)]
    return {name: known[name] for name in names}


def parameters(slug: str) -> dict[str, tuple[Entry, ...]]:
    """Return every parameter on a page."""
    return matching([pattern for section in PAGES[slug].sections for pattern in section.numbers])
