"""Who is the same person: within a roster, across rosters, and against the member list.

What may be relied on: `link`, and what it returns, `Linked`.
"""

from tedung.linkage.linking import link
from tedung.linkage.result import PAIRS, Linked, Remark

__all__ = ["PAIRS", "Linked", "Remark", "link"]
