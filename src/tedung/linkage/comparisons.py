"""What is compared, level by level: the one definition that training, scoring and reasons share.

A level is a condition in SQL over the columns of two rows, ``…_l`` and ``…_r``; the first
that holds is the pair's.  Conditions use only equality, substr, Jaro-Winkler and Damerau,
so that other engines know them too; whatever else is needed is a column made before.

Levels of the NIK are evidence *given the birth date*: strangers born on one day in one
district share twelve of its sixteen digits.  Their m and u are therefore fixed by hand.
"""

from typing import NamedTuple


class Level(NamedTuple):
    """One level: its code, its condition, and how rare values count.

    frequency: the column whose relative frequency replaces u (the rarer the value, the
    more it says); empty: none.  m, u: fixed by hand; None: trained.
    """

    code: str
    when: str
    frequency: str = ""
    m: float | None = None
    u: float | None = None


class Comparison(NamedTuple):
    """One thing compared; where *null* holds it says nothing."""

    name: str
    null: str
    levels: tuple[Level, ...]

    def level(self, code: str) -> Level:
        """Return the level of that code."""
        return next(level for level in self.levels if level.code == code)


ELSE = "TRUE"
LIKE, LIKE_MOTHER = 0.9199999, 0.8999999
""".92 and .90, a hair below: engines differ in the sixteenth decimal, and round figures are common."""


def _among(token: str, side: str) -> str:
    """Say in SQL that *token* stands among the first four whole tokens of *side*, or is absent."""
    tokens = ", ".join(f"coalesce(t{place}_{side}, '-')" for place in range(1, 5))
    return f"(coalesce({token}, '') = '' OR {token} IN ({tokens}))"


def _subset(small: str, large: str) -> str:
    inside = " AND ".join(_among(f"t{place}_{small}", large) for place in range(1, 5))
    return f"(n_tok_{small} <= n_tok_{large} AND {inside})"


CLOSE = (
    "(damerau_levenshtein(joined_l, joined_r) <= 1 AND least(length(joined_l), length(joined_r)) >= 5"
    " OR damerau_levenshtein(joined_l, joined_r) <= 2 AND least(length(joined_l), length(joined_r)) >= 10)"
)
INITIALS = (
    "(has_initial_l OR has_initial_r) AND inits_l = inits_r"
    " AND (t1_l = t1_r OR last_l = last_r) AND n_tok_l > 1"
)
SHARED = (
    "(n_tok_l > 1 OR n_tok_r > 1) AND (t1_l = t1_r OR last_l = last_r OR t1_l = last_r OR last_l = t1_r"
    " OR t2_l = t2_r OR t1_l = t2_r OR t2_l = t1_r)"
)
BEGINS = (
    "least(length(joined_l), length(joined_r)) >= 4"
    " AND substr(joined_l, 1, least(length(joined_l), length(joined_r)))"
    " = substr(joined_r, 1, least(length(joined_l), length(joined_r)))"
)

NAME = Comparison(
    "name",
    "phon_l IS NULL OR phon_r IS NULL",
    (
        Level("same", "phon_l = phon_r", "phon"),
        Level("turned", "bag_l = bag_r OR joined_l = joined_r", "bag"),
        Level("one_edit", CLOSE),
        Level("initials", INITIALS, "rare"),
        Level("subset", f"{_subset('l', 'r')} OR {_subset('r', 'l')}", "rare"),
        Level("similar", f"jaro_winkler_similarity(joined_l, joined_r) >= {LIKE}"),
        Level("begins_alike", BEGINS),
        Level("shares_a_part", SHARED),
        Level("renamed", "(role_l <> '') <> (role_r <> '')", m=0.015, u=0.03),
        Level("unrelated", ELSE),
    ),
)
"""*renamed*: one side bears a priest's title, and consecration gives another name.  Fixed by hand: such a
pair is half as frequent among one person's rows as among strangers', and the names say nothing."""

BIRTH_ORDER = Comparison(
    "birth_order",
    "birth_letter_l IS NULL OR birth_letter_r IS NULL",
    (
        Level("same", "birth_word_l = birth_word_r", "birth_word"),
        Level("letter", "(birth_word_l IS NULL OR birth_word_r IS NULL) AND birth_letter_l = birth_letter_r"),
        Level("same_class", "birth_class_l = birth_class_r AND birth_class_l > 0"),
        Level("letter_differs", "birth_word_l IS NULL OR birth_word_r IS NULL"),
        Level("other", ELSE),
    ),
)

CASTE = Comparison(
    "caste",
    "phon_l IS NULL OR phon_r IS NULL OR role_l <> '' OR role_r <> ''",
    (
        Level("same_title", "caste_l = caste_r AND caste_l <> ''", "caste"),
        Level("none", "caste_l = caste_r"),
        Level("related", "caste_l <> '' AND caste_r <> '' AND substr(caste_l, 1, 4) = substr(caste_r, 1, 4)"),
        Level("one_missing", "caste_l = '' OR caste_r = ''"),
        Level("other", ELSE),
    ),
)

SEX = Comparison(
    "sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (Level("same", "sex_l = sex_r"), Level("other", ELSE)),
)

_BOTH = "born_l IS NOT NULL AND born_r IS NOT NULL"
_TURNED = "substr(born_l, 5, 2) = substr(born_r, 7, 2) AND substr(born_l, 7, 2) = substr(born_r, 5, 2)"
DATE = Comparison(
    "date",
    "year_l IS NULL OR year_r IS NULL",
    (
        Level("same", "born_l = born_r", "born"),
        Level("swapped", f"{_BOTH} AND year_l = year_r AND {_TURNED}"),
        Level("one_digit", f"{_BOTH} AND damerau_levenshtein(born_l, born_r) <= 1"),
        Level("placeholder", f"{_BOTH} AND year_l = year_r AND (placeholder_l OR placeholder_r)"),
        Level("same_year", f"{_BOTH} AND year_l = year_r"),
        Level("other", _BOTH),
        Level("year_near", "abs(year_l - year_r) <= 1"),
        Level("year_far", ELSE),
    ),
)

PHONE = Comparison(
    "phone",
    "phone_l IS NULL OR phone_r IS NULL",
    (
        Level("same", "phone_l = phone_r"),
        Level("one_digit", "damerau_levenshtein(phone_l, phone_r) <= 1"),
        Level("other", ELSE),
    ),
)

MOTHER = Comparison(
    "mother",
    "mother_l IS NULL OR mother_r IS NULL",
    (
        Level("same", "mother_l = mother_r", "mother"),
        Level("similar", f"jaro_winkler_similarity(mother_l, mother_r) >= {LIKE_MOTHER}"),
        Level("other", ELSE),
    ),
)

_AS_TYPED = "substr(village_l, 3, 1) <> '.' AND substr(village_r, 3, 1) <> '.'"  # codes are no spellings
_ONE_A_CODE = "(substr(village_l, 3, 1) = '.') <> (substr(village_r, 3, 1) = '.')"
_NO_VILLAGE = f"(village_l IS NULL OR village_r IS NULL OR {_ONE_A_CODE})"  # a code and a spelling never meet
PLACE = Comparison(
    "place",
    _NO_VILLAGE,
    (
        Level("same_both", "home_l = home_r", "home"),
        Level("same_village", "village_l = village_r", "village"),
        Level("similar_village", f"{_AS_TYPED} AND jaro_winkler_similarity(village_l, village_r) >= {LIKE}"),
        Level("same_banjar", "banjar_l = banjar_r"),
        Level("other", ELSE),
    ),
)

BANJAR = Comparison(  # where the village is not known on both sides
    "banjar",
    f"NOT {_NO_VILLAGE} OR banjar_l IS NULL OR banjar_r IS NULL",
    (Level("same", "banjar_l = banjar_r", "banjar"), Level("other", ELSE)),
)

BIRTHPLACE = Comparison(
    "birthplace",
    "birthplace_l IS NULL OR birthplace_r IS NULL",
    (Level("same", "birthplace_l = birthplace_r", "birthplace"), Level("other", ELSE)),
)

_REGION = "substr(nik_l, 1, 6) = substr(nik_r, 1, 6)"
_BORN = "substr(nik_l, 7, 6) = substr(nik_r, 7, 6)"
_SERIAL = "substr(nik_l, 13, 4) = substr(nik_r, 13, 4)"
_GIVEN_DATE = "born_l = born_r"
_DAMAGED = (
    "(nik_damaged_l IS NOT NULL OR nik_damaged_r IS NOT NULL)"
    " AND damerau_levenshtein(coalesce(nik_l, nik_damaged_l), coalesce(nik_r, nik_damaged_r)) <= 1"
)
NIK = Comparison(
    "nik",
    "coalesce(nik15_l, nik_damaged_l) IS NULL OR coalesce(nik15_r, nik_damaged_r) IS NULL",
    (
        Level("same", f"nik_l = nik_r AND {_GIVEN_DATE}", m=0.85, u=0.0008),
        Level("same_alone", "nik_l = nik_r", m=0.85, u=1e-6),
        Level(
            "same_rounded",
            f"(nik_l IS NULL OR nik_r IS NULL) AND nik15_l = nik15_r AND {_GIVEN_DATE}",
            m=0.85,
            u=0.08,  # the fifteen digits hold region, date and the zeros of the serial
        ),
        Level(
            "same_rounded_alone",
            "(nik_l IS NULL OR nik_r IS NULL) AND nik15_l = nik15_r",
            m=0.85,
            u=1e-5,
        ),
        Level("damaged_near", _DAMAGED, m=0.6, u=0.02),
        Level("nothing", "nik_l IS NULL OR nik_r IS NULL", m=1.0, u=1.0),
        Level("other_serial", f"{_REGION} AND {_BORN}", m=0.03, u=0.10),
        Level("other_region", f"{_BORN} AND {_SERIAL}", m=0.02, u=0.12),
        Level("same_birth", _BORN, m=0.01, u=0.50),
        Level("two_edits", "damerau_levenshtein(nik_l, nik_r) <= 2", m=0.03, u=0.002),
        Level("conflict", ELSE, m=0.03, u=0.20),
    ),
)

COMPARISONS = (NAME, BIRTH_ORDER, CASTE, SEX, DATE, PHONE, MOTHER, PLACE, BANJAR, BIRTHPLACE, NIK)
FREQUENCIES = tuple(
    sorted({level.frequency for comparison in COMPARISONS for level in comparison.levels} - {""})
)
"""Columns whose values have a frequency of their own."""

COLUMNS = (
    *("phon", "bag", "joined", "inits", "has_initial", "t1", "t2", "t3", "t4", "last", "n_tok", "rare"),
    *("birth_word", "birth_class", "birth_letter", "caste", "role", "nickname", "sex", "name_sex"),
    *("born", "year", "date_is_witness", "placeholder", "phone", "mother", "village", "banjar", "home"),
    *("birthplace", "nik", "nik15", "nik_damaged", "nik_state"),
)
"""Columns of a row that a comparison or a rule looks at."""
