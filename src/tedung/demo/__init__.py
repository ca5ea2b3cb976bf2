"""The demo: a synthetic Denpasar is made, checked, billed and summed up for a mayor.

    run(Path("demo"), seed=2026, people=5415)      # the summary, which it also wrote

The same seed gives the same lists, the same outcomes and the same bill.
"""

from tedung.demo.run import run

__all__ = ["run"]
