"""One synthetic city, whole, and one that is small; each made once."""

import pytest

from tedung.population.synthesis import synthesise


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    """Denpasar in its full size."""
    return synthesise(tmp_path_factory.mktemp("city"), seed=2026)


@pytest.fixture(scope="session")
def hamlet(tmp_path_factory):
    """A few hundred people, every kind of list."""
    return synthesise(tmp_path_factory.mktemp("hamlet"), seed=2026, people=300)
