"""How a word sounds, so that two spellings of a name or a place can be held beside each other."""

import re
from functools import lru_cache

SOUNDS = (
    ("oe", "u"), ("tj", "c"), ("dj", "j"), ("sj", "sy"), ("nj", "ny"), ("dny", "ny"),
    ("dh", "d"), ("th", "t"), ("bh", "b"), ("kh", "k"), ("gh", "g"), ("ph", "p"), ("ch", "c"),
    ("v", "w"), ("f", "p"), ("x", "ks"), ("q", "k"), ("y", "i"), ("uw", "u"),
)  # fmt: skip
PLACE_WORDS = re.compile(
    r"(banjar|br|bj|bjr|dinas|adat|lingkungan|lingk|lk|ling|link|dusun|dsn|desa|ds|kelurahan|kel|kota|kab|kabupaten)"
)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Return how *word* sounds: old and new spelling, dh and d, v and w, doubled letters alike."""
    if len(word) < 3:
        return word
    for old, new in SOUNDS:
        if old in word:
            word = word.replace(old, new)
    kept = [word[0]]
    for letter in word[1:]:
        if letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


@lru_cache(maxsize=100_000)
def place_key(written: str) -> str | None:
    """A place as it is compared: without its kind, by sound, without spaces."""
    words = re.findall(r"[^\W\d_]+", written.casefold())
    kept = [word for word in words if not PLACE_WORDS.fullmatch(word)] or words
    return "".join(map(sound, kept)).replace("aw", "au").replace("uh", "u") or None
