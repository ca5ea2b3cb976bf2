"""What a machine may decide: contradictions that forbid a merge, tiers that allow one, three zones.

A weight alone does not make a safe automatic zone, because the comparisons are not
independent: twins share date, mother, banjar and phone.  So a pair is merged by machine
only where a tier allows it and no guard forbids it; the rest with weight >= 0, and every
pair that a guard stopped, waits for a person.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A guard or a tier: its code (texts/*/linkage.toml) and its condition over a scored pair."""

    code: str
    when: str


_NAME_ALIKE = "g_name IN ('same', 'turned', 'one_edit', 'initials', 'subset', 'similar')"
_SAME_NIK = "(g_nik IS NOT NULL AND g_nik IN ('same', 'same_alone'))"
_SAME_ORDER = "(g_birth_order IS NOT NULL AND g_birth_order = 'same')"
_CERTAIN = f"({_SAME_NIK} AND g_name = 'same')"

GUARDS = (
    Rule("two_niks", "nik_l <> nik_r"),
    Rule("other_sex", "g_sex = 'other' OR name_sex_l <> name_sex_r"),
    Rule("renamed", "(role_l <> '') <> (role_r <> '') AND g_name IN ('subset', 'similar', 'renamed')"),
    Rule("unrelated_name", f"NOT coalesce({_NAME_ALIKE}, FALSE)"),
    Rule("nickname", "(nickname_l OR nickname_r) AND g_name <> 'same'"),
    Rule(
        "other_order",
        f"g_birth_order IN ('same_class', 'letter_differs', 'other') AND NOT {_CERTAIN}",
    ),
    Rule(
        "other_date",
        f"g_date IN ('same_year', 'other', 'year_far')"
        f" AND NOT ({_SAME_NIK} AND g_name IN ('same', 'turned', 'initials', 'subset'))",
    ),
)
"""In the order in which they are named to a person; the first that holds is shown."""

CONTRADICTIONS = (
    "nik_l <> nik_r",
    "g_sex = 'other'",
    "g_name = 'unrelated'",
    "g_birth_order IN ('letter_differs', 'other')",
    "g_date IN ('same_year', 'other')",
)
"""Two of these make two people, whatever a household shares: sisters have one mother, one phone, one door."""

_OWN = (
    "(coalesce(g_phone = 'same', FALSE) OR coalesce(g_mother = 'same', FALSE)"
    " OR coalesce(g_nik IN ('same_rounded', 'same_rounded_alone', 'damaged_near'), FALSE))"
)
"""Something that a namesake next door does not share."""
_DATE_SLIPPED = "g_date IN ('swapped', 'one_digit', 'placeholder')"
_SAME_NAME = "g_name IN ('same', 'turned')"
TIERS = (
    Rule("A", f"{_SAME_NIK} AND {_NAME_ALIKE}"),
    Rule(
        "B",
        f"g_date = 'same' AND {_SAME_ORDER} AND ("
        f"({_SAME_NAME} OR g_name = 'initials') AND weight >= 7"
        " OR g_name = 'one_edit' AND weight >= 10"
        " OR g_name IN ('subset', 'similar') AND weight >= 11)",
    ),
    Rule("C", f"g_date = 'same' AND {_SAME_NAME} AND weight >= 14"),
    Rule(
        "D",
        f"{_SAME_NAME} AND {_SAME_ORDER}"
        f" AND (weight >= 18 OR weight >= 15 AND {_OWN} OR {_DATE_SLIPPED} AND weight >= 12)",
    ),
)
CAUTIOUS = ("A",)
REVIEW_FROM = 0.0
SAME_NIK_FROM = -5.0
"""One NIK beside two people who share nothing else is a borrowed number: a remark, not a question."""
KEPT_FROM = -6.0
"""Pairs below are distinct and not written down; there are as many as there are strangers."""


def first_of(rules: tuple[Rule, ...]) -> str:
    """Return the SQL that names the first rule that holds, or null."""
    cases = " ".join(f"WHEN {rule.when} THEN '{rule.code}'" for rule in rules)
    return f"CASE {cases} END"


def contradictions() -> str:
    """Return the SQL that counts the contradictions of a pair."""
    return "(" + " + ".join(f"coalesce(({rule})::INT, 0)" for rule in CONTRADICTIONS) + ")"


def zones(trust: str) -> str:
    """Return the SQL of the zone of a pair that has `weight`, `guard` and `tier`."""
    tiers = CAUTIOUS if trust == "cautious" else tuple(rule.code for rule in TIERS)
    allowed = ", ".join(f"'{tier}'" for tier in tiers)
    return (
        f"CASE WHEN guard IS NULL AND tier IN ({allowed}) THEN 'auto'"
        f" WHEN {contradictions()} >= 2 AND NOT ({_SAME_NIK} AND {_NAME_ALIKE}) THEN 'distinct'"
        f" WHEN weight >= {REVIEW_FROM} OR {_SAME_NIK} AND weight >= {SAME_NIK_FROM} THEN 'review'"
        " ELSE 'distinct' END"
    )
