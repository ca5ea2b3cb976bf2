"""A year of one wadah: who is in it, what it costs by hand calculation, and the files that come from the branch."""

from datetime import date

from conftest_office import put_in_force
from wadah_of_test import answer, kpj_of

from tedung.office.base import clock
from tedung.office.base.crypto import blind_index
from tedung.office.padan.models import Check, Request
from tedung.office.penetapan import decrees, selecting
from tedung.office.penetapan.models import Candidate
from tedung.office.people.meeting import name_keys
from tedung.office.people.models import Person
from tedung.office.usulan.models import Line
from tedung.office.wadah.models import Member

NAMES = (
    "I WAYAN SUDARMA",  # dies on 10 March
    "NI KETUT SRIANI",  # resigns: her last month is March
    "I MADE SUDIRA",
    "I NYOMAN ARTAWAN",
    "I KOMANG BUDIARTA",  # the branch refuses him first
    "I GEDE PUTRA YASA",  # the reserve, first
    "NI LUH SUARTINI",  # the reserve, second
)
BORN = tuple(date(1970 + number, 7, 1 + number) for number in range(len(NAMES)))
CHOSEN, DEAD, RESIGNED, REFUSED, STAND_IN = 5, 0, 1, 4, 5

# The lowest bracket of PP 44/2015: JKK Rp10.000 and JKM Rp6.800 a month, Rp16.800.  PP 50/2025 takes nothing
# off what a city pays (its relief is for who pays oneself), so the whole year is Rp16.800 a person and month.
BILL_OF_FOUR = 403_200  # January to June, four whom the branch knows: 4 x 6 x 16.800
CODE_OF_FIVE = 504_000  # the branch counts the fifth already: 5 x 6 x 16.800
EXTRA = 100_800  # one person, six months: 1 x 6 x 16.800
BILL_OF_STAND_IN = 50_400  # April to June of the reserve who entered: 1 x 3 x 16.800
BACK = 100_800  # April to June of two who were paid and are gone: 2 x 3 x 16.800
ONE_MONTH = 16_800
BILL_OF_AUTUMN = 403_200  # July to December, four people: 4 x 6 x 16.800
BUDGET, CHANGED_BUDGET = 604_800, 1_008_000  # 36 and 60 person-months: 36 x 16.800, 60 x 16.800
LEFT_IN_JUNE = 50_400  # 604.800 - 504.000 - 50.400
LEFT_AFTER_CHANGE = (
    453_600  # 1.008.000 - 504.000 - 50.400: four people for six months (4 x 100.800 = 403.200)
)
PAID = 957_600  # SP2D of the year: 504.000 + 50.400 + 403.200
USED = 856_800  # 5 x 3 + 3 x 3 + 1 x 3 + 4 x 6 = 51 person-months x 16.800 = PAID - BACK

NIK_OF_REFUSED = "5171020507740000", "5171020507740006"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def nik_of(number):
    """Return the NIK of somebody: kecamatan of Kesiman, born in July."""
    return f"517102{BORN[number]:%d%m%y}000{0 if number == REFUSED else number + 1}"


def names(candidates):
    """Let the people of a selection be the seven, in the order in which they were chosen."""
    for number, one in enumerate(candidates):
        nik, name = nik_of(number), NAMES[number]
        bag, last = name_keys(name)
        Person.everything.filter(pk=one.person_id).update(
            nama_ktp=name,
            nik=nik,
            nik_index=blind_index(nik),
            nik_state="valid",
            birth_date=BORN[number],
            sex="P" if name.startswith("NI ") else "L",
            name_bag=bag,
            name_last=last,
        )
        Line.everything.filter(pk=one.line_id).update(nama_ktp=name, birth_date=BORN[number])


def decree_over_five(add, plan, offices, by):
    """Issue a decree over five for 2027 on 1 December 2026, two in reserve; by: the context of a role."""
    for _ in NAMES:
        add()
    selection = plan(CHANGED_BUDGET)  # five people for twelve months
    selecting.compute(selection)
    selecting.announce(selection)
    names(Candidate.everything.filter(selection=selection).order_by("status", "rank"))  # chosen first
    with by("verifikator"):
        decree = decrees.draft(selection, offices["disnaker"], "Penerima bantuan iuran 2027")
        decrees.submit(decree)
    with by("hukum"):
        put_in_force(decree, "188.45/101/HK/2026", date(2026, 12, 1), "Wali Kota Denpasar")
    return decree


def padan_again():
    """The registry has said once more that the reserve lives: an answer of December is too old by now."""
    told = Request.everything.order_by("pk").first()
    told.pk, told.made_at = None, clock.now()
    told.save()
    for number, one in enumerate(Candidate.everything.filter(status="reserve"), 1):
        Check.objects.create(
            request=told, person_id=one.person_id, ordinal=number, result="padan", answered_on=clock.today()
        )


def member(number):
    """Return the membership of one of the seven."""
    return Member.everything.select_related("person").get(person__nama_ktp=NAMES[number])


def upload(name, content):
    """Return a workbook as a browser uploads it."""
    return {"name": name, "mimeType": XLSX, "buffer": content}


def first_answer():
    """The branch's answer in December: four are taken in, one number is not known to the registry."""
    taken = [(nik_of(n), kpj_of(n), "DITERIMA", "") for n in range(CHOSEN) if n != REFUSED]
    refused = (nik_of(REFUSED), "", "DITOLAK", "NIK tidak sesuai Adminduk")
    return upload("jawaban.xlsx", answer([*taken, refused]))


def later_answer(nik, number):
    """The branch takes one more in."""
    return upload("jawaban-susulan.xlsx", answer([(nik, kpj_of(number), "DITERIMA", "")]))


HEAD = ("KPJ", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "STATUS", "BLTH AWAL", "BLTH AKHIR")


def list_of_july():
    """The branch's members in July, each line wrong in its own way; the fourth of ours is not in it."""

    def line(number, **said):
        told = {
            "kpj": kpj_of(number),
            "nik": nik_of(number),
            "name": NAMES[number],
            "born": f"{BORN[number]:%d-%m-%Y}",
            "status": "AKTIF",
            "since": "01-2027",
            "until": "12-2027",
            **said,
        }
        return tuple(told.values())

    rows = [
        line(2, name="I MADE SUKARTA"),
        line(3, born="05-07-1973", since="02-2027"),
        line(RESIGNED, until="03-2027"),  # gone from our list since April
        line(STAND_IN, kpj=kpj_of(77), since="04-2027"),
        (
            "26000000099",
            "5171020101800099",
            "NI MADE ORANG LAIN",
            "01-01-1980",
            "AKTIF",
            "01-2027",
            "12-2027",
        ),
    ]
    return upload("daftar-juli.xlsx", answer(rows, HEAD))


DIFFERENCES = {
    ("different", "name"): 1,
    ("different", "birth_date"): 1,
    ("different", "months"): 1,
    ("different", "status"): 1,
    ("different", "kpj"): 1,
    ("only_here", ""): 1,
    ("only_there", ""): 1,
}
