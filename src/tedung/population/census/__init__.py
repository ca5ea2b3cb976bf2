"""A synthetic population of whole regencies: persons in households, their work, pay and membership.

Nobody in it is real.  What is published is met (raking, `raking.py`); what is assumed is
named (`data/census/assumptions.toml`) and said in the report of every run (`fit.py`).

    >>> from tedung.population.census import synthesise_region
    >>> people = synthesise_region(["51.71"], seed=1, scale=0.01)
    >>> people.num_rows
    6733
"""

from tedung.population.census.region import DAY, synthesise_region

__all__ = ["DAY", "synthesise_region"]
