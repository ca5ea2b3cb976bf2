"""What migrants receive under Permenaker 4/2023, as far as the facts reach: two sums, at second hand.

JKM of a migrant stands in ``jkm.py``.  Everything else of the annex is a gap.
"""

from tedung.law.answer import Answer
from tedung.law.arrays import Rupiah, minimum
from tedung.law.claim import Claim
from tedung.law.draft import Draft

ARTICLE = "Permenaker 4/2023 Lampiran"
ITEMS = ("medical_abroad", "rape_proven")
PARAMETERS = ("jkk.migrant_medical", "jkk.migrant_rape")


def medical_amount(cost: Rupiah, most: int) -> Rupiah:
    """Return the medical help abroad refunded: the cost up to *most* a case.  cost: (n,) rupiah."""
    return minimum(cost, most)


def migrant_aid(
    claim: Claim, medical_abroad: int | None, rape_proven: bool | None, *, others: bool
) -> Answer:
    """Answer a migrant's claim for medical help abroad and for proven rape.

    medical_abroad: the cost beyond what a local insurance pays; others: something else of
    JKK is asked too, which nobody here has read.
    """
    draft = Draft(claim.law_day)
    asked = medical_abroad is not None or rape_proven is not None
    draft.need("jkk.event_known", claim.event_on is not None, ARTICLE)
    draft.need("jkk.items_known", asked or others, ARTICLE)
    if others or not all(draft.law.entries and draft.law.knows(name) for name in PARAMETERS):
        draft.gap("jkk.gap_migrant")
        return draft.answer()
    if medical_abroad is not None:
        _add_medical(draft, medical_abroad)
    if rape_proven is not None:
        draft.note("jkk.rape_proven", rape_proven, ARTICLE)
    if rape_proven:
        draft.line("jkk.line_rape", draft.law["jkk.migrant_rape"], "jkk.migrant_rape", paid_by="bpjs")
    if rape_proven is False and medical_abroad is None:
        draft.refuse()
    return draft.answer()


def _add_medical(draft: Draft, cost: int) -> None:
    most = draft.law["jkk.migrant_medical"]
    amount = int(medical_amount(cost, most))
    draft.line("jkk.line_medical_abroad", amount, "jkk.migrant_medical", cost=cost, most=most, paid_by="bpjs")
