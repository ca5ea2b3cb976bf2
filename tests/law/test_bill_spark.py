"""The bill on Spark is the bill."""

import shutil

import pyarrow.parquet as pq
import pytest
from test_bill import villagers

from tedung.cli import main
from tedung.dates import Month
from tedung.law.bill import bill
from tedung.law.bill_file import Request


def test_without_pyspark_or_java_the_remedy_is_said(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    pq.write_table(villagers(5), tmp_path / "t.parquet")
    options = ["--month", "2026-12", "--engine", "spark", "--out", str(tmp_path / "bill")]
    assert main(["bill", str(tmp_path / "t.parquet"), *options]) == 2
    assert "--engine local" in capsys.readouterr().err
    assert not (tmp_path / "bill").exists()


def test_spark_writes_to_a_folder(tmp_path, capsys):
    pq.write_table(villagers(5), tmp_path / "t.parquet")
    assert main(["bill", str(tmp_path / "t.parquet"), "--month", "2026-12", "--engine", "spark"]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_bills_as_one_machine_does(tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is missing: make spark")
    if shutil.which("java") is None:
        pytest.skip("Java 17 is missing: apt install openjdk-17-jre-headless")
    from tedung.law.bill_spark import bill_on_spark

    table = villagers(3_000)
    pq.write_table(table, tmp_path / "t.parquet")
    totals = bill_on_spark(tmp_path / "t.parquet", tmp_path / "bill", Request([Month(2026, 5)]))
    want = bill(table, "2026-05")
    got = pq.read_table(tmp_path / "bill" / "parts").sort_by("enrolment_id")
    assert got.to_pylist() == want.sort_by("enrolment_id").to_pylist()
    assert totals.amounts["total"] == sum(want["total"].to_pylist())
