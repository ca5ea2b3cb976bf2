"""From rows to judged pairs: candidates, weights, the file's own prior, guards, tiers, zones."""

import duckdb

from tedung.linkage import rules
from tedung.linkage.model import Model
from tedung.linkage.reasons import stored_sql
from tedung.linkage.scoring import Tables, highest_prior, prior, score


def judge(
    con: duckdb.DuckDBPyConnection, model: Model, trust: str, tables: Tables, members: int | None = None
) -> None:
    """Make `…_judged` from the candidate pairs of *tables*: l, r, weight, zone, tier, guard, reasons.

    Pairs far below zero are dropped: there are as many of them as there are strangers.
    members: where the right side is a member list, how many it holds in all.
    """
    rows, candidates = (len(con.table(name)) for name in (tables.left, tables.pairs))
    least = rules.KEPT_FROM - highest_prior(candidates, rows, members)
    score(con, model, tables, least)
    different = "TRUE" if members is not None else "l <> r"
    evidence = con.table(tables.scored).filter(different).select("evidence").fetchnumpy()["evidence"]
    bits = prior(evidence, rows, members)
    con.execute(
        _JUDGED.format(
            judged=f"{tables.scored}_judged",
            scored=tables.scored,
            prior=bits,
            guard=rules.first_of(rules.GUARDS),
            tier=rules.first_of(rules.TIERS),
            zone=rules.zones(trust),
            reasons=stored_sql(),
            kept=rules.KEPT_FROM,
        )
    )
    con.execute(f"DROP TABLE {tables.scored}")


_JUDGED = """
CREATE OR REPLACE TABLE {judged} AS
WITH weighed AS (SELECT *, {prior}::DOUBLE AS prior, round(evidence + {prior}, 2) AS weight FROM {scored}),
ruled AS (SELECT *, {guard} AS guard, {tier} AS tier FROM weighed),
zoned AS (SELECT *, {zone} AS zone FROM ruled)
SELECT l, r, weight, zone, tier, guard, {reasons} AS reasons
FROM zoned WHERE zone <> 'distinct' OR weight >= {kept}
"""
