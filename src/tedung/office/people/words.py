"""The words of a name as the search keeps them: small letters, as they sound, three letters or more.

The database writes them by triggers, so that no row is ever without (wordtables.py): SQLite asks the
function below, PostgreSQL has the same replacements in the same order.  Change a rule, and a migration has
to learn all names again.
"""

from string import ascii_lowercase, ascii_uppercase, punctuation

SHORTEST = 3
_PLAIN = {
    "a": "ÀÁÂÃÄÅàáâãäå",
    "c": "Çç",
    "e": "ÈÉÊËèéêë",
    "i": "ÌÍÎÏìíîï",
    "n": "Ññ",
    "o": "ÒÓÔÕÖòóôõö",
    "u": "ÙÚÛÜùúûü",
    " ": punctuation.replace("'", "").replace("`", "") + "\t\n\r",
}
_NOTHING = "'’‘`´"  # within a word
LETTERS = "".join([ascii_uppercase, *_PLAIN.values(), _NOTHING])
BECOME = "".join([ascii_lowercase, *(plain * len(letters) for plain, letters in _PLAIN.items())])
_TABLE = str.maketrans(LETTERS[: len(BECOME)], BECOME, _NOTHING)
SOUNDS = (
    # the spelling of before 1972, then what the ear does not tell apart
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("nj", "ny"),
    ("dh", "d"),
    ("th", "t"),
    ("bh", "b"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "p"),
    ("sj", "s"),
    ("sy", "s"),
    ("sh", "s"),
    ("ch", "c"),
    ("f", "p"),
    ("v", "w"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("y", "i"),
    *((letter * 2, letter) for letter in "abdegijklmnoprstu"),
)


def words(text: str) -> list[str]:
    """Return the words of a name, or of what was typed, once each, in their order."""
    text = text.translate(_TABLE)
    for old, new in SOUNDS:
        text = text.replace(old, new)
    return list(dict.fromkeys(word for word in text.split(" ") if len(word) >= SHORTEST))


def in_sql(column: str) -> str:
    """Return the expression of PostgreSQL for the same, before it is split."""
    letters = LETTERS.replace("'", "''")
    column = f"translate({column}, '{letters}', '{BECOME}')"
    for old, new in SOUNDS:
        column = f"replace({column}, '{old}', '{new}')"
    return column


def shortened(word: str) -> list[str]:
    """Return the word, and it without each of its letters: what a slip of one key leaves in common."""
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))
