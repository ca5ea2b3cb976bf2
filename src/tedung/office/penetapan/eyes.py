"""Four eyes on a decree: whoever began it, filled it or handed it over does not put it in force.

The steps of the decree say who that was: all that was done while it was a draft.
"""

from tedung.office.access.change import four_eyes
from tedung.office.audit.steps import taken
from tedung.office.penetapan.models import Decree, DecreeState


def who_prepared(decree: Decree) -> set[int]:
    """Return the users who had a hand in a draft."""
    steps = taken(decree).filter(before__in=("", DecreeState.KONSEP)).values_list("user_id", flat=True)
    return {user for user in (*steps, decree.prepared_by) if user is not None}


def must_be_another(decree: Decree, sentence: str) -> None:
    """Refuse whoever had a hand in the draft."""
    for user in who_prepared(decree):
        four_eyes(user, sentence)
