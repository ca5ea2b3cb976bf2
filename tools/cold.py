"""Forget before each test what the law has cached, while mutmut learns which test reaches which function.

Else a function behind a cache would seem to be reached by one test only, the first to ask.
"""

import os
import sys
from functools import cache


def pytest_runtest_setup() -> None:
    """Empty the caches of all modules of tedung."""
    if os.environ.get("MUTANT_UNDER_TEST") != "stats":
        return
    for name in [name for name in sys.modules if name.startswith("tedung.")]:
        for thing in list(vars(sys.modules[name]).values()):
            if isinstance(thing, type(cache(len))):
                thing.cache_clear()
