"""What a note beside a person says: dead, gone, in the state's service, covered or living elsewhere.

A note stands in a remark column, in a column whose heading we do not know, or in the second of two
columns of work; lists are typed by people who write where there is room.
"""

import re
from functools import lru_cache

from tedung.roster import names, occupations
from tedung.roster.findings import Findings, finding
from tedung.roster.tidying import is_nothing, plain

LONGEST = 200
"""Letters of a note that are looked at."""

NOT_THE_PERSON = re.compile(
    r"\b(?:suami|istri|isteri|pasangan|anak|ibu|ayah|bapak|orang tua|ortu|waris|"
    r"alamat|instansi|nama|kawin|perkawinan|nikah|perbaiki)\b"
)
"""In an unknown heading: the column may be about somebody or something else."""
COVERED = re.compile(
    r"\b(?:sudah|telah|sdh|punya|ikut|peserta|terdaftar)\b.*\b(?:bpjs|jamsostek|bpjstk|bpjamsostek)\b"
)
NOT_COVERED = re.compile(r"\b(?:belum|blm|tidak|tdk|bukan)\b|\bkesehatan\b|\bkes\b")
CARD_ELSEWHERE = re.compile(r"\b(?:ktp|ktpnya|ber ?ktp)\s+(?:luar|kab|kabupaten|kota|prov)?\W*[a-z]{3,}")
CARD_IN_ORDER = re.compile(
    r"\b(?:ktp|ktpnya)\s+(?:denpasar|dps|ada|hilang|lengkap|rusak|terlampir|menyusul|asli|el\b)"
)


@lru_cache(maxsize=16_384)
def read(note: str) -> Findings:
    """Return what *note*, tidy text beside a person, says of him or her."""
    if is_nothing(note):
        return ()
    said = plain(note[:LONGEST])
    found = names.notes_in(note)
    if occupations.is_civil(note):
        found += (finding("civil_servant", "occupation"),)
    if COVERED.search(said) and not NOT_COVERED.search(said):
        found += (finding("says_covered", "remarks"),)
    if CARD_ELSEWHERE.search(said) and not CARD_IN_ORDER.search(said):
        found += (finding("says_card_elsewhere", "remarks"),)
    return found


def beside_a_name(name: str) -> Findings:
    """Return what the brackets beside a name say: *(KTP Badung)*, *(PNS)*."""
    return tuple(found for note in names.BRACKETS.findall(name[:LONGEST]) for found in read(note.strip()))


def is_about_the_person(heading: str) -> bool:
    """Say whether a column under a heading that we do not know may hold a note about the person."""
    return not NOT_THE_PERSON.search(plain(heading))
