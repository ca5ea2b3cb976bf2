"""The versions of a budget beside each other, by hand, and what is refused."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.errors import TedungError
from tedung.study.versions import VERSIONS, Amount, read_versions, side_by_side

HEAD = "year,version,sub_activity,sumber_dana,amount"
ROWS = """\
2026,RKPD,Perlindungan pekerja rentan,PAD,1000000000
2026,APBD,Perlindungan pekerja rentan,PAD,900000000
2026,APBD-P,Perlindungan pekerja rentan,PAD,1091664000
2026,realisasi,Perlindungan pekerja rentan,PAD,980000000
2026,APBD,Perlindungan nelayan,DBH CHT,70358400
2026,realised,Perlindungan nelayan,DBH CHT,0
"""


def written(tmp_path, rows=ROWS, head=HEAD):
    path = tmp_path / "anggaran.csv"
    path.write_text(f"{head}\n{rows}", "utf-8")
    return path


def test_side_by_side(tmp_path):
    rows = side_by_side(read_versions(written(tmp_path))).to_pylist()
    fishers, vulnerable, whole = rows
    assert [vulnerable[name] for name in VERSIONS] == [1_000_000_000, 900_000_000, 1_091_664_000, 980_000_000]
    assert vulnerable["rkpd_to_apbd"] == -100_000_000
    assert vulnerable["apbd_to_apbd_p"] == 191_664_000
    assert (vulnerable["unspent"], vulnerable["per_mille"]) == (111_664_000, 898)
    assert (fishers["rkpd"], fishers["unspent"], fishers["per_mille"]) == (None, 70_358_400, 0)
    assert (whole["sub_activity"], whole["apbd"], whole["realised"]) == ("", 970_358_400, 980_000_000)


def test_parquet_and_semicolons_are_read_alike(tmp_path):
    plain = read_versions(written(tmp_path))
    other = written(tmp_path, ROWS.replace(",", ";"), HEAD.replace(",", ";"))
    assert read_versions(other) == plain
    path = tmp_path / "anggaran.parquet"
    pq.write_table(pa.Table.from_pylist([one._asdict() for one in plain]), path)
    assert read_versions(path) == plain


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2026,APBD-X,a,PAD,1", "baris 2: version harus"),
        ("26,APBD,a,PAD,1", "baris 2: year harus"),
        ("2026,APBD,a,PAD,1.000", "baris 2: amount harus"),
        ("2026,APBD,a,PAD,-1", "baris 2: amount harus"),
        ("2026,APBD,a,PAD,", "baris 2: amount harus"),
        ("2026,APBD,a,PAD," + "9" * 40, "baris 2: amount harus"),
        ("2026,APBD,,PAD,1", "baris 2: sub_activity"),
        ("2026,APBD,a,PAD,1\n2026,apbd,a,PAD,2", "baris 3: tahun, versi"),
        ("2026,x,a,PAD,1\n26,APBD,a,PAD,2", r"(?s)2 baris.*baris 2.*baris 3"),
    ],
)
def test_faulty_rows_are_named_at_once(tmp_path, row, fault):
    with pytest.raises(TedungError, match=fault):
        read_versions(written(tmp_path, row + "\n"))


def test_missing_columns_and_empty_files_are_named(tmp_path):
    with pytest.raises(TedungError, match="tidak memiliki kolom yang diperlukan: sumber_dana"):
        read_versions(written(tmp_path, "2026,APBD,a,1\n", "year,version,sub_activity,amount"))
    with pytest.raises(TedungError, match="tidak memiliki kolom"):
        read_versions(written(tmp_path, "", ""))
    damaged = tmp_path / "anggaran.parquet"
    damaged.write_bytes(b"PAR1 not really")
    with pytest.raises(TedungError, match="anggaran"):
        read_versions(damaged)


AMOUNTS = st.lists(
    st.builds(
        Amount,
        st.sampled_from([2026, 2027]),
        st.sampled_from(VERSIONS),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["PAD", "DAU"]),
        st.integers(0, 10**12),
    ),
    unique_by=lambda one: one[:4],
    min_size=1,
)


@given(AMOUNTS)
def test_nothing_is_added_and_nothing_is_lost(amounts):
    rows = side_by_side(amounts).to_pylist()
    lines = [row for row in rows if row["sub_activity"]]
    sums = [row for row in rows if not row["sub_activity"]]
    for version in VERSIONS:
        whole = sum(one.amount for one in amounts if one.version == version)
        assert sum(row[version] or 0 for row in lines) == whole
        assert sum(row[version] or 0 for row in sums) == whole
