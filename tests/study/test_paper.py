"""The paper: what it says is what was computed, on the day it says, in all three files."""

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tedung.cli import main
from tedung.dates import Month
from tedung.errors import TedungError
from tedung.study.paper import Request, charts, clauses, legal, make, maps, naskah, odt, words
from tedung.study.paper.figures import compute

ON = date(2026, 12, 1)
MONTHS = tuple(Month(2027, 1).until(Month(2027, 12)))
SERANGAN, SANUR = "51.71.01.1001", "51.71.01.1006"
PRICE = 16_800 * 12
SOURCES = Path(words.__file__).parent


def person(number, **known):
    return {
        "person_id": f"p{number:05}",
        "household_id": f"h{number // 3}",
        "village": SERANGAN,
        "sex": "LP"[number % 2],
        "birth_date": date(1960 + number % 40, 5, 1),
        "desil": number % 10 + 1,
        "is_working": True,
        "employment_status": "self_employed",
        "sector": "AG"[number % 2],
        "segment": "bpu",
        "income": 1_000_000,
        "programmes": None,
        "payer": None,
        "is_member": False,
        "kelompok_sasaran": "pemangku" if number % 4 == 0 else None,
        **known,
    }


PEOPLE = [
    *(person(number) for number in range(20)),
    *(person(20 + number, village=SANUR) for number in range(10)),
    *(person(30 + number, is_member=True, programmes="jkk+jkm", payer="self") for number in range(6)),
    *(
        person(40 + number, is_working=False, segment=None, employment_status=None, sector=None)
        for number in range(4)
    ),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("people") / "people.parquet"
    pq.write_table(pa.Table.from_pylist(PEOPLE), path)
    return path


@pytest.fixture(scope="module")
def asked(table):
    return Request(table, "51.71", MONTHS, ON, 10 * PRICE, place="Kota Denpasar")


@pytest.fixture(scope="module")
def paper(asked):
    return make(asked)


def block(paper, caption):
    return next(one for one in paper.blocks if one["kind"] == "table" and one["caption"].startswith(caption))


def all_words(paper):
    return json.dumps(list(paper.blocks), ensure_ascii=False, default=str)


def test_the_states_are_everybody(paper):
    states = block(paper, "Semua penduduk")
    assert sum(count for _, count in states["rows"]) == states["total"][1] == len(PEOPLE)
    told = {label: count for label, count in states["rows"] if count}
    assert told == {
        "Sudah menjadi peserta": 6,
        "Wajib menjadi peserta, belum": 30 - old_and_out(),
        "Tidak bekerja": 4,
        **({"Sudah 65 tahun dan belum peserta": old_and_out()} if old_and_out() else {}),
    }


def old_and_out():
    """Born on 1 May 1960 or 1961: 65 or more on 1 December 2026."""
    return sum(
        one["birth_date"].year <= 1961 and one["is_working"] and not one["is_member"] for one in PEOPLE
    )


def test_the_chosen_the_reserve_and_the_others_are_everybody(paper):
    text = all_words(paper)
    eligible, chosen, reserve, outside = map(
        int,
        re.search(
            r"Dari (\d+) orang yang memenuhi syarat, (\d+) terpilih dan (\d+) masuk .*?; (\d+) orang lain",
            text,
        ).groups(),
    )
    assert chosen == 10
    assert chosen + reserve == eligible
    assert eligible + outside == len(PEOPLE)


def test_the_villages_add_up(paper):
    villages = block(paper, "Peserta, yang belum, dan yang terpilih")
    for at in (1, 2, 4):
        assert sum(row[at] for row in villages["rows"]) == villages["total"][at]
    assert {row[0] for row in villages["rows"]} == {"Serangan", "Sanur"}
    assert villages["total"][4] == 10


def test_the_cost_is_ten_at_16_800_for_twelve_months(paper):
    cost = block(paper, "Biaya setiap bulan")
    assert [row[2] for row in cost["rows"]] == [168_000] * 12
    assert cost["total"][2] == 10 * PRICE


def test_denpasars_non_wage_groups_as_published(tmp_path):
    """5,415 people: Rp90,972,000 a month, Rp1,091,664,000 a year (Tribun Bali 2025, derived)."""
    path = tmp_path / "people.parquet"
    born = {"birth_date": date(1980, 1, 1)}
    pq.write_table(pa.Table.from_pylist([person(number, **born) for number in range(5_415)]), path)
    made = make(Request(path, "51.71", MONTHS, ON, 1_091_664_000, place="Kota Denpasar"))
    cost = block(made, "Biaya setiap bulan")
    assert cost["rows"][0][1:3] == [5_415, 90_972_000]
    assert cost["total"][2] == 1_091_664_000
    assert "sebanyak 5.415 orang" in all_words(made)


# The same inputs, the same bytes.


def test_the_same_inputs_give_the_same_bytes(paper, asked):
    again = make(asked)
    assert again.pdf() == paper.pdf()
    assert again.odt() == paper.odt()
    assert again.data() == paper.data()


def test_only_the_day_is_in_the_files(paper, asked):
    later = make(
        asked._replace(on=date(2026, 12, 2))
        if hasattr(asked, "_replace")
        else Request(**{**vars(asked), "on": date(2026, 12, 2)})
    )
    assert later.pdf() != paper.pdf()
    said = all_words(later).replace("2 Desember 2026", "1 Desember 2026")
    assert said == all_words(paper)


def test_the_language_of_the_command_changes_nothing(paper, asked, monkeypatch):
    monkeypatch.setenv("TEDUNG_LANG", "en")
    assert make(asked).data() == paper.data()


def test_the_pdf_and_the_odt_say_the_same(paper, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    (tmp_path / "paper.pdf").write_bytes(paper.pdf())
    done = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, check=True)
    printed = re.sub(r"\s|\u200b|-", "", done.stdout.decode())
    with zipfile.ZipFile(BytesIO(paper.odt())) as file:
        root = ET.fromstring(file.read("content.xml"))
    cells = {"".join(one.itertext()) for one in root.iter() if one.tag.endswith("}p")}
    amounts = {cell for cell in cells if re.fullmatch(r"Rp[\d.]+", cell)}
    assert len(amounts) > 10
    assert not {amount for amount in amounts if re.sub(r"\s|-", "", amount) not in printed}


def test_the_pdf_is_accessible_and_names_its_pictures(paper):
    pdf = paper.pdf()
    assert b"pdfuaid:part>1<" in pdf
    shown = [one for one in paper.blocks if one["kind"] == "picture"]
    assert {one["name"] for one in shown} == set(paper.images)
    assert all(len(one["alt"]) > 40 for one in shown)


def test_every_page_of_an_invented_people_says_so(asked):
    made = make(Request(**{**vars(asked), "is_invented": True}))
    assert made.head["invented"][0] == "Penduduk tiruan"
    assert "penduduk tiruan" in made.head["foot"]
    with zipfile.ZipFile(BytesIO(made.odt())) as file:
        assert "Penduduk tiruan" in file.read("content.xml").decode()
    assert make(asked).head["invented"] is None


def test_hostile_names_stay_text(asked):
    hostile = '#panic("x") <b> & \\ "Kota"'
    made = make(Request(**{**vars(asked), "place": hostile, "office": '#import "x"'}))
    assert made.pdf().startswith(b"%PDF")
    with zipfile.ZipFile(BytesIO(made.odt())) as file:
        assert hostile in "".join(ET.fromstring(file.read("content.xml")).itertext())


def test_no_person_is_in_the_paper(paper):
    assert not re.search(r"p0\d{4}", all_words(paper))


def test_floors_weights_and_reforms_are_told(asked, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text('[[floor]]\ncolumn = "village"\nvalue = "51.71.01.1006"\nleast = 3\n')
    reform = tmp_path / "half.toml"
    reform.write_text('name = "JKK separuh"\n[values]\n"bpu.rate_jkk" = 0.005\n')
    made = make(Request(**{**vars(asked), "floors": floors, "reforms": (reform,)}))
    (row,) = block(made, "Bagian terendah")["rows"]
    assert row[0] == "Sanur"
    assert row[2] >= 3
    told = block(made, "Perubahan aturan")["rows"]
    assert [line[0] for line in told] == ["sekarang", "JKK separuh"]
    assert told[0][2] - told[1][2] == 6 * 5_000


def test_a_budget_that_covers_nobody_makes_a_paper_all_the_same(asked):
    made = make(Request(**{**vars(asked), "budget": 0}))
    assert made.pdf().startswith(b"%PDF")


def test_nobody_in_the_region_is_said(asked):
    with pytest.raises(TedungError, match=r"51\.03"):
        make(Request(**{**vars(asked), "region": "51.03"}))


# The law on the day.


def names(found):
    return " | ".join(one.name for one in found)


def test_the_instruction_of_2022_ended_with_2024():
    last, after = date(2024, 12, 31), date(2025, 1, 1)
    assert "Nomor 4 Tahun 2022" in names(legal.in_force(last, "51.71", "jkk+jkm"))
    assert "Nomor 4 Tahun 2022" not in names(legal.in_force(after, "51.71", "jkk+jkm"))
    assert "Nomor 4 Tahun 2022" in names(legal.ended(after, "51.71", "jkk+jkm"))


def test_the_instructions_of_2021_and_2025_are_in_force():
    said = names(legal.in_force(ON, "51.71", "jkk+jkm"))
    assert "Instruksi Presiden Nomor 2 Tahun 2021" in said
    assert "Instruksi Presiden Nomor 8 Tahun 2025" in said
    before = names(legal.in_force(date(2025, 3, 26), "51.71", "jkk+jkm"))
    assert "Instruksi Presiden Nomor 8 Tahun 2025" not in before


def test_a_basis_is_named_only_where_it_concerns():
    assert "Bali" in names(legal.in_force(ON, "51.71", "jkk+jkm"))
    assert "Bali" not in names(legal.in_force(ON, "35.78", "jkk+jkm"))
    assert "Hari Tua" not in names(legal.in_force(ON, "51.71", "jkk+jkm"))
    assert "Hari Tua" in names(legal.in_force(ON, "51.71", "jkk+jkm+jht"))


def test_every_basis_says_how_it_is_known():
    for one in legal.bases():
        assert one.certainty in words.CERTAINTIES
        assert one.ends is None or one.begins < one.ends


def test_the_ended_basis_is_a_warning_in_the_paper(paper):
    assert (
        "Nomor 4 Tahun 2022 tentang percepatan penghapusan kemiskinan ekstrem berakhir pada 31 Desember 2024"
        in all_words(paper)
    )


# The clauses.


def test_every_matter_of_the_regulation_has_its_chapter(paper):
    titles = " ".join(one["title"] for one in paper.blocks if one["kind"] == "chapter")
    for matter in ("DATA", "VERIFIKASI", "PENETAPAN", "PENDAFTARAN", "PEMBAYARAN", "PENGGANTIAN"):
        assert matter in titles
    for matter in ("MANDIRI", "PEMANTAUAN", "PENDANAAN", "SANKSI"):
        assert matter in titles


def test_the_clauses_have_their_numbers(paper):
    said = " ".join(verse for one in paper.blocks if one["kind"] == "article" for verse in one["verses"])
    assert "{" not in said
    assert "sebanyak 10 orang" in said
    assert "Rp2.016.000 untuk 12 bulan" in said
    assert "paling rendah Rp16.800 sebulan" in said
    assert "paling sedikit 18 tahun dan belum 65 tahun" in said
    assert "tanggal 15 setiap bulan" in said


def test_articles_are_counted_through(paper):
    numbers = [one["number"] for one in paper.blocks if one["kind"] == "article"]
    assert numbers == [f"Pasal {at}" for at in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(("number", "said"), [(1, "I"), (4, "IV"), (9, "IX"), (12, "XII"), (38, "XXXVIII")])
def test_roman(number, said):
    assert clauses.roman(number) == said


def test_every_sentence_is_said_somewhere():
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    patterns = [
        re.escape(shape).replace("@", ".+")
        for shape in re.findall(r'"([a-z_@]+)"', re.sub(r"\{[^}]*\}", "@", code))
    ]
    tables = re.findall(r'(?:table|grouped)\(\s*"(\w+)"', code)
    for one in naskah.sentences():
        by_table = any(re.fullmatch(rf"{name}_(caption|c\d)", one) for name in tables)
        assert by_table or any(re.fullmatch(shape, one) for shape in patterns), one


# Map and charts.


def test_the_map_has_every_village_and_hatches_what_is_unknown():
    drawing = maps.choropleth("51.71", {SERANGAN: 0, SANUR: 13_632}, "Orang", "tanpa angka").decode()
    root = ET.fromstring(drawing)
    paths = [one for one in root if one.tag.endswith("}path")]
    assert len(paths) == 43
    fills = [one.get("fill") for one in paths]
    assert fills.count("url(#none)") == 41
    assert maps.RAMP[0] in fills
    assert maps.RAMP[4] in fills


@pytest.mark.parametrize(
    ("most", "bounds"),
    [(0, [1, 2, 3, 4]), (7, [2, 4, 6, 8]), (500, [100, 200, 300, 400]), (13_632, [3000, 6000, 9000, 12000])],
)
def test_limits_are_round(most, bounds):
    assert maps.limits([most]) == bounds


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_five_classes_hold_everything(values):
    bounds = maps.limits(values)
    assert bounds == sorted(set(bounds))
    assert max(values) <= bounds[0] * 5


def test_a_region_without_outlines_has_no_map():
    assert maps.villages_of("35.78") == []
    assert len(maps.villages_of("51")) == 716


def test_charts_are_well_formed_whatever_their_words():
    rows = [('<b> & "x"', 10, 30), ("kosong", 0, 0)]
    root = ET.fromstring(charts.bars(rows, ("a & b", "<c>")))
    bars = [float(one.get("width")) for one in root if one.tag.endswith("}rect")][:2]
    assert bars == [90.0, 270.0]  # of 360: a quarter, three quarters
    ET.fromstring(charts.steps(["<Jan>", "Feb"], [5, 10], 20, ("&", "<")))
    ET.fromstring(charts.steps(["Jan"], [0], 0, ("a", "b")))
    ET.fromstring(charts.bars([], ("a", "b")))


# The document to be edited.


def test_the_odt_is_a_whole_package(paper):
    with zipfile.ZipFile(BytesIO(paper.odt())) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert file.read("mimetype").decode() == odt.MIME
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in file.infolist())
        for name in file.namelist():
            if name.endswith((".xml", ".svg")):
                ET.fromstring(file.read(name))
        listed = re.findall(r'full-path="([^"]+)"', file.read("META-INF/manifest.xml").decode())
        assert set(listed) - {"/"} == set(file.namelist()) - {"mimetype", "META-INF/manifest.xml"}


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("rupiah", 1_500_000, "Rp1.500.000"),
        ("count", 10_717, "10.717"),
        ("share", 125, "12,5 %"),
        ("share", -5, "−0,5 %"),
        ("text", "a", "a"),
        ("count", None, "–"),
        ("count", "12,4", "12,4"),
    ],
)
def test_cells(kind, value, said):
    assert odt.shown(kind, value) == said


@pytest.mark.slow
def test_libreoffice_opens_the_odt(paper, tmp_path):
    if not shutil.which("libreoffice"):
        pytest.skip("needs LibreOffice")
    (tmp_path / "paper.odt").write_bytes(paper.odt())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "libreoffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "paper.odt",
    ]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    if b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("this LibreOffice has no Writer")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")


# The command.


def test_the_command_writes_three_files(table, tmp_path, capsys):
    out = tmp_path / "out"
    options = ["--region", "51.71", "--month", "2027-01", "--budget", str(10 * PRICE), "--on", "2026-12-01"]
    assert main(["study", "paper", str(table), *options, "--out", str(out)]) == 0
    assert "naskah-kajian" in capsys.readouterr().out
    assert (out / "naskah-kajian.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(out / "naskah-kajian.odt")
    assert json.loads((out / "naskah-kajian.json").read_text("utf-8"))["title"].startswith("Naskah kajian")


def test_the_command_says_what_is_wrong(table, tmp_path, capsys):
    options = ["--region", "51.03", "--month", "2027-01", "--budget", "1", "--out", str(tmp_path / "out")]
    assert main(["study", "paper", str(table), *options]) == 2
    assert "51.03" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_paper_chooses_among_whom_was_asked(asked, table, tmp_path):
    """Of thirty in Serangan seven are pemangku: one is past 65, one a member, one does not work."""
    narrow = replace(asked, target_groups=("pemangku",), places=("51.71.01.1001",), sumber_dana="DAU")
    found = compute(narrow)
    assert (found.choice.counts["chosen"], found.choice.counts.total()) == (4, 7)
    assert set(found.projection.lines["sumber_dana"].to_pylist()) == {"DAU"}
    assert found.gap.people == len(PEOPLE)
    out = tmp_path / "out"
    floors = tmp_path / "floors.toml"
    floors.write_text('[[floor]]\ncolumn = "district"\neach = true\nleast = 1\n', "utf-8")
    options = ["--region", "51.71", "--month", "2027-01", "--budget", str(10 * PRICE)]
    main(
        ["study", "select", str(table), *options, "--floors", str(floors), "--on", str(ON), "--out", str(out)]
    )
    both = compute(replace(asked, floors=floors))
    assert json.loads((out / "summary.json").read_text("utf-8"))["spent"] == both.selection.spent
    with pytest.raises(TedungError, match="Pilih tempat atau kelompok lain"):
        compute(replace(asked, places=("51.71.04",)))
