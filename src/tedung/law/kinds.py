"""The kinds of benefit that ``tedung benefit`` computes, in one plain dict.

A kind is a function ``(facts, on) -> Answer`` and stands here as ``module:function``, so
that asking for one programme loads no other.
"""

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from typing import cast

from tedung.errors import TedungError
from tedung.law.answer import Answer
from tedung.law.facts import Facts
from tedung.texts import text

Rule = Callable[[Facts, date], Answer]

KINDS = {
    "jkk_death": "tedung.law.jkk:death",
    "jkk_total_disability": "tedung.law.jkk:total_disability",
    "jkk_partial_disability": "tedung.law.disability:partial_disability",
    "jkk_stmb": "tedung.law.stmb:stmb",
    "jkk_transport": "tedung.law.reimbursement:transport",
    "jkk_aid": "tedung.law.reimbursement:aid",
    "jkm_death": "tedung.law.jkm:death",
    "scholarship": "tedung.law.scholarship:scholarship",
    "jht_payout": "tedung.law.jht:payout",
    "jp_old_age": "tedung.law.jp:old_age",
    "jp_disability": "tedung.law.jp:disability",
    "jp_survivor": "tedung.law.jp_survivors:survivor",
    "jp_lump_sum": "tedung.law.jp_lump_sum:lump_sum",
    "jkp_cash": "tedung.law.jkp:cash",
}


def rule(kind: str) -> Rule:
    """Return the function of *kind*; `TedungError` names what is near where there is none."""
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=3) or list(KINDS)
        raise TedungError(text("facts.unknown_kind", kind=kind[:40], near=", ".join(near)))
    module, _, function = KINDS[kind].partition(":")
    return cast("Rule", getattr(import_module(module), function))
