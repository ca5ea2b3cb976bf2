"""The law keeps to NumPy and the standard library; what hands tables over stands aside."""

import ast
import sys
from pathlib import Path

import pytest

import tedung.law

HERE = Path(tedung.law.__file__).parent
ALLOWED = {"numpy", "tedung", "mutmut"}  # the last where tools/mutants.py has been at work
BESIDES = {
    "arrays.py": {"polars"},  # when it is handed columns
    "bill.py": {"pyarrow"},  # a table in memory
    "bill_spark.py": {"pyarrow", "pyspark"},  # a cluster
}


def libraries(path):
    """Return the first names of everything that a module imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda path: str(path.relative_to(HERE)))
def test_what_a_rule_may_import(path):
    assert libraries(path) <= ALLOWED | BESIDES.get(path.name, set())
