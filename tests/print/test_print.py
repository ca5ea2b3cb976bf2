"""One template and its data become the same PDF/UA-1 every time, whatever the data say."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tedung.print import PrintError, compile_pdf
from tedung.print.writing import BEYOND, characters, printable

DAY = date(2026, 12, 1)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
HEAD = '#import "/print/style.typ": *\n#show: sheet.with(title: data.title)\n'


@pytest.fixture
def template(tmp_path):
    def write(body):
        path = tmp_path / "letter.typ"
        path.write_text(HEAD + body, "utf-8")
        return path

    return write


def words(pdf, tmp_path):
    """Return what a reader of the PDF can copy."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().replace("\u200b", "")


def test_a_template_becomes_a_tagged_pdf_of_its_day(template):
    pdf = compile_pdf(template("#data.words"), {"title": "Surat", "words": "Salam"}, DAY)
    assert pdf.startswith(b"%PDF-1.7")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert b"pdfuaid:part>1<" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/Lang(id-ID)" in pdf.replace(b" ", b"")
    assert b"D:20261201" in pdf


def test_the_same_inputs_give_the_same_bytes(template):
    path = template('#data.words #picture("map", alt: "Peta")')
    facts = {"title": "Surat", "words": "Salam"}
    first = compile_pdf(path, facts, DAY, {"map": DRAWING})
    assert compile_pdf(path, facts, DAY, {"map": DRAWING}) == first
    assert compile_pdf(path, facts, datetime(2026, 12, 1, 13, 45, tzinfo=UTC), {"map": DRAWING}) == first
    assert compile_pdf(path, facts, date(2026, 12, 2), {"map": DRAWING}) != first


HOSTILE = [
    '#import "/print/style.typ": *',
    '#read("/etc/passwd")',
    "\\ \\\\ \\u{1F600}",
    '"; #panic("x") "',
    "'$x$ *b* _i_ @ref <lab> ``` // c /* d */ ~ -- = + - 1. [x] {y} &amp; ${z} %s {0}",
    "</script><b>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_person_wrote_stays_text(template, tmp_path, hostile):
    pdf = compile_pdf(template("#data.words"), {"title": hostile, "words": hostile}, DAY)
    assert hostile in words(pdf, tmp_path)


def test_a_word_of_ten_thousand_letters_is_broken_and_whole(template, tmp_path):
    pdf = compile_pdf(template("#data.words"), {"title": "Surat", "words": "W" * 10_000}, DAY)
    text = words(pdf, tmp_path)
    assert text.count("W") == 10_000
    assert max(len(line.strip()) for line in text.splitlines()) < 120


def test_a_key_may_be_hostile_too(template):
    body = "#for (key, value) in data.rows [#key: #value]"
    assert compile_pdf(template(body), {"title": "Surat", "rows": {"#panic()": 1, "日": 2}}, DAY)


@pytest.mark.parametrize("lost", ["日本", "😀", "ᬩᬮᬶ", "\ue000", "\U0010ffff", "\ud800"])
def test_a_sign_no_font_has_is_seen_to_be_missing(template, lost):
    assert set(printable(lost)) == {"\N{REPLACEMENT CHARACTER}"}
    assert compile_pdf(template("#data.words"), {"title": lost, "words": lost}, DAY)


def test_signs_nobody_sees_go():
    assert printable("a\u202eb\x00c\x7f\ufeffd\u200be") == "abcde"
    assert printable("a\u3000b\u2003c\u00a0d\ne\tf") == "a b c\u00a0d\ne\tf"


def test_accents_come_together():
    assert printable("Cafe\u0301") == "Café"


def test_every_sign_said_to_be_shown_is_shown(template):
    ours = Path(compile_pdf.__code__.co_filename).parent / "fonts/PlusJakartaSans_400Regular.ttf"
    covered = [sign for code in sorted(characters(ours.read_bytes())) if (sign := chr(code)).isprintable()]
    assert len(covered) > 500
    whole = " ".join([*covered, *sorted(BEYOND)])
    assert compile_pdf(template("#data.words"), {"title": "Surat", "words": whole}, DAY)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_can_be_printed(wild):
    path = Path(compile_pdf.__code__.co_filename).parents[1] / "print/style.typ"
    assert path.is_file()
    once = printable(wild)
    assert printable(once) == once


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_list_of_texts_compiles(tmp_path_factory, wild):
    path = tmp_path_factory.mktemp("wild") / "wild.typ"
    path.write_text(HEAD + "#for one in data.words [- #one]", "utf-8")
    assert compile_pdf(path, {"title": "Daftar", "words": wild}, DAY).startswith(b"%PDF")


@pytest.mark.parametrize(
    "call", ['#picture("map")', '#picture("map", alt: " ")', "#image(bytes(pictures.map))"]
)
def test_an_image_without_words_is_refused(template, call):
    with pytest.raises(PrintError, match=r"^letter\.typ: .*(alternative|alt text)"):
        compile_pdf(template(call), {"title": "Surat"}, DAY, {"map": DRAWING})


@pytest.mark.parametrize(
    "whole", [DRAWING, PIXEL, b'<?xml version="1.0"?>\n' + DRAWING], ids=["svg", "png", "xml"]
)
def test_the_kinds_of_image(template, whole):
    body = '#picture("map", alt: "Peta", width: 2cm)'
    assert compile_pdf(template(body), {"title": "Surat"}, DAY, {"map": whole})


@pytest.mark.parametrize("whole", [b"", b"GIF89a", b"%PDF-1.7", b"\x00" * 100, b"<html>"])
def test_what_is_no_image_is_named(template, whole):
    with pytest.raises(PrintError, match="image map: neither SVG nor PNG nor JPEG"):
        compile_pdf(template(""), {"title": "Surat"}, DAY, {"map": whole})


@pytest.mark.parametrize("whole", [PIXEL[:40], b"\xff\xd8\xff\xe0 cut", b"<svg"])
def test_a_damaged_image_is_a_fault_of_the_page(template, whole):
    with pytest.raises(PrintError):
        compile_pdf(template('#picture("map", alt: "Peta")'), {"title": "Surat"}, DAY, {"map": whole})


def test_a_document_without_title_is_refused(tmp_path):
    path = tmp_path / "bare.typ"
    path.write_text("Halo\n")
    with pytest.raises(PrintError, match=r"bare\.typ: .*title"):
        compile_pdf(path, {}, DAY)


def test_a_fault_of_the_template_repeats_nothing_of_the_data(template):
    with pytest.raises(PrintError) as caught:
        compile_pdf(template("#panic(data.person)"), {"title": "Surat", "person": "I Wayan Rahasia"}, DAY)
    assert "Rahasia" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_template_reads_nothing_outside_the_package(template):
    with pytest.raises(PrintError):
        compile_pdf(template('#read("/../../pyproject.toml")'), {"title": "Surat"}, DAY)


@pytest.mark.parametrize("value", [Decimal("1.5"), b"x", {1, 2}, object()])
def test_data_that_json_does_not_know_is_a_type_error(template, value):
    with pytest.raises(TypeError):
        compile_pdf(template(""), {"title": "Surat", "value": value}, DAY)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1 << 63, -(1 << 63)])
def test_a_number_that_typst_would_bend_is_refused(template, value):
    with pytest.raises(ValueError, match=r"64 bits|JSON"):
        compile_pdf(template(""), {"title": "Surat", "value": value}, DAY)


def test_figures_and_days_as_an_officer_writes_them(template, tmp_path):
    body = """
    #thousands(0) | #thousands(999) | #thousands(1000) | #thousands(-1234567) |
    #rupiah(9223372036854775807) | #rupiah(-20000) | #rupiah(1500, lang: "en") |
    #day(data.on) | #day("2026-01-31", lang: "en") | #month("2026-12")
    """
    pdf = compile_pdf(template(body), {"title": "Surat", "on": date(2026, 8, 12)}, DAY)
    shown = " ".join(words(pdf, tmp_path).split())
    assert "0 | 999 | 1.000 | −1.234.567 | Rp9.223.372.036.854.775.807 | −Rp20.000 | Rp1,500 |" in shown
    assert "12 Agustus 2026 | 31 January 2026 | Desember 2026" in shown


def test_a_table_has_its_figures_and_its_sum(template, tmp_path):
    body = """
    #figures-table(
      head: ("Desa", "Orang", "Iuran", "Bagian"), kinds: ("text", "count", "rupiah", "share"),
      rows: data.rows, total: ("Jumlah", 5415, 90972000, 1000))
    """
    rows = [["Sanur Kaja", 1234, 20731200, 228], ["#panic()", None, -5, 0]]
    shown = words(compile_pdf(template(body), {"title": "Tabel", "rows": rows}, DAY), tmp_path)
    assert "Rp20.731.200" in shown
    assert "22,8 %" in shown
    assert "Rp90.972.000" in shown
    assert "#panic()" in shown


def test_a_long_table_repeats_its_head_and_counts_its_pages(template, tmp_path):
    body = '#figures-table(head: ("Nomor", "Orang"), kinds: ("text", "count"), rows: data.rows)'
    rows = [[f"baris {number}", number] for number in range(200)]
    shown = words(compile_pdf(template(body), {"title": "Tabel", "rows": rows}, DAY), tmp_path)
    pages = shown.count("\f")
    assert pages > 3
    assert shown.count("Nomor") == pages
    assert f"Halaman {pages} dari {pages}" in shown
