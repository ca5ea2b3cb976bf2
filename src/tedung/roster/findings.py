"""What was found about a cell: a code, the column, a sentence that says what to do.

Findings are returned, never raised: they are about a citizen's data.  The sentences
lie in ``texts/id/roster.toml`` and ``texts/en/roster.toml``.
"""

from functools import lru_cache
from typing import NamedTuple

from tedung.texts import language, text

MUST_FIX = frozenset(
    {
        "nik_missing",
        "nik_lost",
        "nik_rounded_column",
        "nik_dummy",
        "nik_short",
        "nik_long",
        "nik_letters",
        "nik_impossible_date",
        "nik_impossible_region",
        "nik_several",
        "nik_is_kk",
        "nik_of_other_person",
        "nik_of_other_line",
        "nik_of_other_member",
        "name_missing",
        "name_formula",
        "birth_missing",
        "birth_year_only",
        "birth_age_only",
        "cell_error",
        "ditto",
    }
)
"""The clerk can mend it and must: the row waits until then."""

REFUSES = frozenset({"too_young", "too_old", "civil_servant", "dead"})
"""The rule or the fact leaves the row out, however well it is typed."""


INFORMS = frozenset({"already_member"})
"""Said beside a row and no doubt about it: the outcome is as if it were not there."""


class Finding(NamedTuple):
    """One thing found: its code, the field it is about, the sentence a clerk reads."""

    code: str
    column: str
    sentence: str


Findings = tuple[Finding, ...]


def finding(code: str, column: str, **fields: str | int) -> Finding:
    """Return the finding *code* about *column*, its sentence in the language of the command."""
    return _worded(code, column, language(), tuple(fields.items()))


@lru_cache(maxsize=65_536)
def _worded(code: str, column: str, lang: str, fields: tuple[tuple[str, str | int], ...]) -> Finding:
    return Finding(code, column, text(f"roster.{code}", lang, **dict(fields)))


def outcome_of(findings: Findings) -> str:
    """Return the outcome that *findings* alone give a row that is a person and no duplicate."""
    codes = {found.code for found in findings} - INFORMS
    if codes & REFUSES:
        return "not_eligible"
    if codes & MUST_FIX:
        return "needs_fix"
    return "accepted_with_warnings" if codes else "accepted"
