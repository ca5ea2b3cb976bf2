"""What goes wrong when a line is typed.  Each fault is a function that spoils a draft.

The truth table keeps the fault's name, so that the checker can be checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tedung.population.people import Person
from tedung.population.tables import table

REF_ERROR = "#REF!"


@dataclass
class Draft:
    """One line before it takes the clerk's form."""

    nik: str
    name: str
    called: str
    birth_place: str
    birth: date | None
    sex: str
    address: str
    banjar: str
    village: str
    part: str
    phone: str
    mother: str
    occupation: str
    income: int
    note: str = ""
    birth_text: str = ""


@dataclass(frozen=True)
class Scene:
    """What a fault may look at: chance, whose line it is, and the other people of the list."""

    rng: Random
    person: Person
    others: tuple[Person, ...]


Spoil = Callable[[Draft, Scene], bool]


def nik_missing(draft: Draft, scene: Scene) -> bool:
    """Leave the NIK out, or write that it will follow."""
    draft.nik = scene.rng.choice(("", "", "", "-", "menyusul"))
    return True


def nik_short(draft: Draft, scene: Scene) -> bool:
    """Lose a digit."""
    at = scene.rng.randrange(6, 16)
    draft.nik = draft.nik[:at] + draft.nik[at + 1 :]
    return True


def nik_long(draft: Draft, scene: Scene) -> bool:
    """Type a digit twice."""
    at = scene.rng.randrange(6, 16)
    draft.nik = draft.nik[:at] + draft.nik[at] + draft.nik[at:]
    return True


def nik_letter(draft: Draft, scene: Scene) -> bool:
    """Type the letter O for a zero, or l for a one."""
    letters = {"0": "O", "1": "l"}
    spots = [at for at, digit in enumerate(draft.nik) if digit in letters]
    if not spots:
        return False
    at = scene.rng.choice(spots)
    draft.nik = draft.nik[:at] + letters[draft.nik[at]] + draft.nik[at + 1 :]
    return True


def nik_borrowed(draft: Draft, scene: Scene) -> bool:
    """Take the NIK of somebody else in the list: a line slipped, or the spouse's card was at hand."""
    others = [person for person in scene.others if person.nik != scene.person.nik]
    if not others:
        return False
    draft.nik = scene.rng.choice(others).nik
    return True


def nik_dummy(draft: Draft, scene: Scene) -> bool:
    """Fill the cell with anything of sixteen digits."""
    draft.nik = scene.rng.choice(
        ("0000000000000000", "1111111111111111", "1234567890123456", "5171000000000000")
    )
    return True


def nik_formula(draft: Draft, _scene: Scene) -> bool:
    """Leave what a formula shows once the sheet that it looked into is gone."""
    draft.nik = REF_ERROR
    return True


def family_card(draft: Draft, scene: Scene) -> bool:
    """Type the number of the family card (KK): region and day of issue, not of birth."""
    issued = date(2012, 1, 1) + timedelta(days=scene.rng.randrange(4000))
    draft.nik = f"{draft.nik[:6]}{issued:%d%m%y}{scene.rng.randint(9000, 9999)}"
    return True


def name_typo(draft: Draft, scene: Scene) -> bool:
    """Swap, drop or double a letter of the personal name, or spell it the old way."""
    words = draft.name.split()
    at = len(words) - 1
    wrong = _mistype(scene.rng, words[at])
    if wrong == words[at]:
        return False
    words[at] = wrong
    draft.name = " ".join(words)
    return True


def birth_missing(draft: Draft, scene: Scene) -> bool:
    """Leave the birth date out, or the year alone."""
    if scene.rng.random() < 0.3 and draft.birth:
        draft.birth_text = str(draft.birth.year)
    draft.birth = None
    return True


def birth_swapped(draft: Draft, _scene: Scene) -> bool:
    """Exchange day and month, where the result is a date."""
    birth = draft.birth
    if birth is None or birth.day > 12 or birth.day == birth.month:
        return False
    draft.birth = birth.replace(day=birth.month, month=birth.day)
    return True


def birth_disagrees(draft: Draft, scene: Scene) -> bool:
    """Write another birth date than the NIK holds: a digit of the year or of the day."""
    if draft.birth is None:
        return False
    shift = scene.rng.choice((-3653, -1096, -365, -10, -1, 1, 2, 9, 365, 731))
    draft.birth += timedelta(days=shift)
    return True


def birth_impossible(draft: Draft, scene: Scene) -> bool:
    """Write a day that no calendar has."""
    if draft.birth is None:
        return False
    draft.birth_text = f"{scene.rng.choice(('31/02', '31/04', '30/02', '32/05', '15/13'))}/{draft.birth.year}"
    draft.birth = None
    return True


def sex_wrong(draft: Draft, _scene: Scene) -> bool:
    """Tick the other sex."""
    draft.sex = "P" if draft.sex == "L" else "L"
    return True


def village_misspelt(draft: Draft, scene: Scene) -> bool:
    """Misspell the village."""
    wrong = _mistype(scene.rng, draft.village)
    if wrong == draft.village:
        return False
    draft.village = wrong
    return True


def phone_short(draft: Draft, _scene: Scene) -> bool:
    """Lose the end of the phone number."""
    draft.phone = draft.phone[:7]
    return True


FAULTS: dict[str, tuple[Spoil, int, str]] = {
    "nik_missing": (nik_missing, 16, "nik"),
    "nik_short": (nik_short, 10, "nik"),
    "nik_long": (nik_long, 5, "nik"),
    "nik_letter": (nik_letter, 7, "nik"),
    "nik_borrowed": (nik_borrowed, 2, "nik"),
    "nik_dummy": (nik_dummy, 2, "nik"),
    "nik_formula": (nik_formula, 1, "nik"),
    "family_card": (family_card, 2, "nik"),
    "name_typo": (name_typo, 13, "name"),
    "birth_missing": (birth_missing, 5, "birth"),
    "birth_swapped": (birth_swapped, 6, "birth"),
    "birth_disagrees": (birth_disagrees, 7, "birth"),
    "birth_impossible": (birth_impossible, 3, "birth"),
    "sex_wrong": (sex_wrong, 2, "sex"),
    "village_misspelt": (village_misspelt, 8, "village"),
    "phone_short": (phone_short, 3, "phone"),
}
"""Every fault of a line: how it is done, how often among faults (an assumption), which column it needs."""


def spoil(draft: Draft, scene: Scene, columns: frozenset[str]) -> str:
    """Do one fault to *draft* that shows in the *columns* of the list, and return its name."""
    able = {name: weight for name, (_, weight, column) in FAULTS.items() if column in columns}
    for _ in range(5):
        name = scene.rng.choices(list(able), list(able.values()))[0]
        if FAULTS[name][0](draft, scene):
            return name
    name_typo(draft, scene)
    return "name_typo"


def _mistype(rng: Random, word: str) -> str:
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return _old_spelling(word)


def _old_spelling(word: str) -> str:
    for row in table("names/name_variants.csv"):
        if row["kind"] == "spelling" and row["variant"] in word[1:]:
            return word[0] + word[1:].replace(row["variant"], row["form"], 1)
    return word
