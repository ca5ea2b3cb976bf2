"""Make big invented rosters, as .xlsx and .csv, for the benches.  Seeded; one line in ten has a fault."""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parents[1] / "src/tedung/data"
HEAD = ["No", "NIK", "Nama Lengkap", "Tempat Lahir", "Tgl Lahir", "L/P", "Alamat", "Banjar", "Desa/Kelurahan"]
HEAD += ["No HP", "Nama Ibu Kandung", "Pekerjaan", "Penghasilan"]
JOBS = [
    "Petani",
    "Nelayan",
    "Pedagang",
    "Buruh harian",
    "Pemangku",
    "Pecalang",
    "Sopir",
    "Tukang",
    "Jumantik",
]


def column(name: str, field: str) -> list[str]:
    """Return one column of a bundled table."""
    with (DATA / name).open(encoding="utf-8") as file:
        return [row[field] for row in csv.DictReader(file)]


def lines(count: int, seed: int = 3) -> Iterator[list[str]]:
    """Yield *count* lines of a roster; every NIK of its own, serials that no registry reaches."""
    dice = random.Random(seed)
    given = column("names/bali_given_names.csv", "name")
    villages = [name for name in column("adm/bali_villages.csv", "name") if name]
    for number in range(count):
        yield _line(number, dice, given, villages)


def _line(number: int, dice: random.Random, given: list[str], villages: list[str]) -> list[str]:
    woman = dice.random() < 0.5
    born = date(1955, 1, 1) + timedelta(days=dice.randrange(19_000))
    order = dice.choice(["Wayan", "Made", "Nyoman", "Ketut", "Kadek", "Komang", "Putu", "Gede"])
    name = f"{'Ni' if woman else 'I'} {order} {dice.choice(given)} {dice.choice(given)}"
    region = f"51{dice.randrange(1, 9):02d}{dice.randrange(1, 8):02d}"
    nik = f"{region}{born.day + 40 * woman:02d}{born:%m%y}{number % 10_000:04d}"
    day = dice.choice(
        [f"{born:%d-%m-%Y}", f"{born:%d/%m/%Y}", f"{born.day} {BULAN[born.month - 1]} {born.year}"]
    )
    phone = f"08{dice.randrange(10**9, 10**10)}"
    mother = f"Ni {dice.choice(['Wayan', 'Made', 'Nyoman', 'Ketut'])} {dice.choice(given)}"
    row = [
        str(number + 1),
        nik,
        name,
        "Denpasar",
        day,
        "P" if woman else "L",
        f"Jl. {dice.choice(given)} No. {number % 99}",
    ]
    row += [f"Br. {dice.choice(given)}", dice.choice(villages), phone, mother, dice.choice(JOBS)]
    row += [dice.choice(["1.500.000", "Rp 2.000.000,-", "1 jt", "", "900000"])]
    if dice.random() < 0.1:
        row[dice.choice([1, 4, 8])] = dice.choice(["", "-", "salah"])
    return row


BULAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def write_csv(target: Path, count: int) -> None:
    """Write a roster as .csv."""
    with target.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        out.writerows(lines(count))


def write_xlsx(target: Path, count: int) -> None:
    """Write a roster as .xlsx, under a title."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write(0, 0, "DAFTAR PEKERJA RENTAN")
        sheet.write_row(2, 0, HEAD)
        for line, row in enumerate(lines(count), start=3):
            sheet.write_row(line, 0, row)


if __name__ == "__main__":
    name, rows = Path(sys.argv[1]), int(sys.argv[2])
    {".csv": write_csv, ".xlsx": write_xlsx}[name.suffix](name, rows)
