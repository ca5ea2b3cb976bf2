"""The weights of the comparisons: data with a version, trained once, never guessed at.

A model travels with the lexicon and the region table it was trained under.  The prior
does not travel: it depends on how many rows a file has, and is estimated for each file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib import resources
from math import log2
from pathlib import Path
from typing import Any

import pyarrow as pa

from tedung.errors import TedungError
from tedung.linkage.comparisons import COMPARISONS, FREQUENCIES, Level
from tedung.linkage.names import lexicon
from tedung.texts import text

FORMAT = 1
REGIONS = "Kepmendagri 300.2.2-2430/2025"


@dataclass(frozen=True)
class Model:
    """m and u of every level, and the frequencies of common values.

    levels: comparison -> level -> (m, u).  frequencies: column -> value -> share of rows.
    rows: how many rows the frequencies stand on.
    """

    format: int
    lexicon: str
    regions: str
    rows: int
    levels: Mapping[str, Mapping[str, tuple[float, float]]]
    frequencies: Mapping[str, Mapping[str, float]]

    def bits(self, comparison: str, level: Level) -> float:
        """Return the weight of *level*, log2(m/u), before any value's own frequency."""
        m, u = self.levels[comparison][level.code]
        return log2(m / u)

    @cached_property
    def shares(self) -> Mapping[str, pa.Table]:
        """The frequencies as tables (value, share), made once: a small list is not to wait for them."""
        return {
            column: pa.table(
                {"value": pa.array(of, pa.string()), "share": pa.array(of.values(), pa.float64())}
            )
            for column, of in self.frequencies.items()
        }


@cache
def shipped() -> Model:
    """Return the model that comes with the program."""
    source = resources.files("tedung") / "data/linkage/model.json"
    return _checked(json.loads(source.read_text("utf-8")))


def load(path: Path) -> Model:
    """Read a model file; one of another version is refused with a sentence."""
    try:
        return _checked(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise TedungError(text("linkage.model_damaged", path=path)) from fault


def save(model: Model, path: Path) -> None:
    """Write *model*, the same bytes for the same model."""
    path.write_text(json.dumps(asdict(model), indent=1, sort_keys=True) + "\n", "utf-8")


def _checked(found: dict[str, Any]) -> Model:
    levels = {name: {code: (m, u) for code, (m, u) in of.items()} for name, of in found["levels"].items()}
    model = Model(**{**found, "levels": levels})
    if model.format != FORMAT:
        raise TedungError(text("linkage.model_other_format", found=model.format, needed=FORMAT))
    if model.lexicon != lexicon().version:
        raise TedungError(text("linkage.model_other_lexicon", found=model.lexicon, needed=lexicon().version))
    wanted = {c.name: {level.code for level in c.levels} for c in COMPARISONS}
    if wanted != {name: set(of) for name, of in levels.items()} or set(model.frequencies) != set(FREQUENCIES):
        raise TedungError(text("linkage.model_other_levels"))
    return model


def gate(model: Model) -> None:
    """Refuse an absurd training: true pairs with unrelated names, or m that rises down the levels.

    Raises TedungError with the reason; EM has no labels, so one bad level can turn it over.
    """
    name = model.levels["name"]
    if name["unrelated"][0] >= 0.05:
        raise TedungError(text("linkage.gate_unrelated", share=round(100 * name["unrelated"][0])))
    for comparison, best in (("name", "same"), ("date", "same"), ("sex", "same"), ("phone", "same")):
        m, u = model.levels[comparison][best]
        others = [of for code, of in model.levels[comparison].items() if code != best]
        if m <= u or m < max(other for other, _ in others):
            raise TedungError(text("linkage.gate_order", comparison=comparison))
    ratios = [name[code][0] / name[code][1] for code in ("same", "similar", "unrelated")]
    if ratios != sorted(ratios, reverse=True):
        raise TedungError(text("linkage.gate_order", comparison="name"))
