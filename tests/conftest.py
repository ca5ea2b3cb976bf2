"""What every area's tests share: the language of the sentences and the table of examples."""

import os
from datetime import date

import numpy as np
import pytest
from hypothesis import settings

from tedung.law import law_on

os.environ.pop("TEDUNG_LANG", None)  # Indonesian, whatever the shell of whoever runs the tests says

# The same examples on every machine, and no stop-watch: two cores are shared by many.
settings.register_profile("tedung", deadline=None, derandomize=True, database=None)
settings.load_profile("tedung")


@pytest.fixture
def example():
    """Check a rule, on one day, against a table whose first columns are its input.

    inputs: how many columns go in.  A rule that returns one array has one column, ``result``.
    """

    def check(rule, day, table, inputs=1):
        header, *rows = [line.split("|") for line in table.strip().splitlines()]
        columns = np.array([[int(cell) for cell in row] for row in rows]).T
        result = rule(*columns[:inputs], law_on(date.fromisoformat(day)))
        for name, column in zip(header[inputs:], columns[inputs:], strict=True):
            found = result if name.strip() == "result" else getattr(result, name.strip())
            assert np.asarray(found).tolist() == column.tolist(), name.strip()

    return check
