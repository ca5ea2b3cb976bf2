"""The vocabulary of tables: every column's name, type, unit and meaning, in one place.

Files, Arrow tables, the API and the pages use these names and no others.  A row is
one **enrolment**: a worker in one capacity with one payer.
"""

from typing import NamedTuple

import pyarrow as pa

SEGMENTS = ("pu", "bpu", "jakon", "pmi")
BPU_KINDS = ("self_employed", "outside_employment", "employer")
ENTERPRISE_SIZES = ("micro", "small", "medium", "large")
PAYERS = ("self", "employer", "apbd_kota", "apbd_prov", "apbdes", "apbn", "donor")
PROGRAMMES = ("jkk", "jkm", "jht", "jp", "jkp")
SEXES = ("L", "P")
OUTCOMES = ("accepted", "accepted_with_warnings", "duplicate", "needs_fix", "not_eligible", "not_a_person")
NIK_STATES = ("valid", "dummy", "damaged", "lost", "missing")
ZONES = ("auto", "review", "distinct")
ACTIVITIES = ("working", "seeking", "school", "home", "other")
EMPLOYMENT_STATUSES = (
    "self_employed",
    "self_employed_helped",
    "employer",
    "wage_earner",
    "casual_farm",
    "casual_other",
    "family",
)


class Column(NamedTuple):
    """A column: its name, Arrow type, unit or code list, and what it means."""

    name: str
    type: pa.DataType
    unit: str
    meaning: str
    allowed: tuple[str, ...] = ()


TEXT, INT, BOOL, DAY = pa.string(), pa.int64(), pa.bool_(), pa.date32()

WORKER = (
    Column("enrolment_id", TEXT, "key", "unique in the table; made from the row if absent"),
    Column("worker_id", TEXT, "key", "who works; may repeat: several jobs, several payers"),
    Column("employer_id", TEXT, "key", "whom one works for"),
    Column("payer_id", TEXT, "key", "who pays, by name or code"),
    Column("wadah_id", TEXT, "key", "the group through which one is enrolled and pays"),
    Column("segment", TEXT, "code", "wage earner, non-wage worker, construction project, migrant", SEGMENTS),
    Column("bpu_kind", TEXT, "code", "for duties and reliefs that differ", BPU_KINDS),
    Column("upah", INT, "IDR/month", "pu: base pay plus fixed allowances"),
    Column("income", INT, "IDR/month", "bpu: declared income, picks the bracket"),
    Column("risk_class", INT, "1-5", "JKK class of the employer (pu)"),
    Column("enterprise_size", TEXT, "code", "of the employer", ENTERPRISE_SIZES),
    Column("programmes", TEXT, "a+b", "enrolled in; empty: what is compulsory for the segment and size"),
    Column("payer", TEXT, "code", "who pays a bpu contribution", PAYERS),
    Column("sumber_dana", TEXT, "code", "PAD, DAU, DBH CHT, …"),
    Column("contract_value", INT, "IDR", "jakon: value without VAT; charged once"),
    Column("contract_months", INT, "months", "pmi: length of the contract; charged once"),
    Column("via_agency", BOOL, "", "pmi: placed through an agency"),
    Column("transport", BOOL, "", "drivers and couriers: relief of PP 50/2025"),
    Column("labour_intensive", BOOL, "", "listed labour-intensive industry: relief of PP 7/2025"),
    Column("jkn", BOOL, "", "registered in JKN"),
    Column("birth_date", DAY, "day", "as on the card"),
    Column("sex", TEXT, "code", "L man, P woman", SEXES),
    Column("citizen", BOOL, "", "Indonesian citizen; empty is yes"),
    Column(
        "registered_on", DAY, "day", "decides the rules on age at enrolment; empty: the month's first day"
    ),
    Column("is_member", BOOL, "", "on the agency's list"),
    Column("member_since", DAY, "day", "since when"),
    Column("village", TEXT, "Kemendagri code", "where the worker lives: 51.71.01.1003"),
    Column("unit_pengusul_kind", TEXT, "code", "desa, kelurahan, desa adat, subak, banjar, office"),
    Column("unit_pengusul", TEXT, "text", "who proposed"),
    Column("opd_pengampu", TEXT, "code", "the office that looks after the group"),
    Column("kelompok_sasaran", TEXT, "code", "the group: pemangku, petani, …"),
    Column("nama_ktp", TEXT, "text", "name on the card (matched)"),
    Column("nama_sebutan", TEXT, "text", "name one is called by, for letters"),
    Column("occupation", TEXT, "code", "offices and KBJI (data)"),
)

PERSON = (
    Column("person_id", TEXT, "key", "one person, however many rows"),
    Column("nik", TEXT, "16 digits", "evidence, not a key; empty where none is usable"),
    Column("nik_state", TEXT, "code", "what the NIK is worth", NIK_STATES),
    Column("phone", TEXT, "E.164", "+62…"),
    Column("address", TEXT, "text", "as typed"),
    Column("mother", TEXT, "text", "mother's maiden name"),
    Column("birth_place", TEXT, "text", "as typed"),
)

HOUSEHOLD = (
    Column("household_id", TEXT, "key", "who lives and eats together"),
    Column("desil", INT, "1-10", "tenth of the persons of a province by household welfare; 1 the poorest"),
    Column("activity", TEXT, "code", "what a person of 15 or more mostly did; empty below 15", ACTIVITIES),
    Column("is_working", BOOL, "", "worked at least an hour in the week (Sakernas)"),
    Column("employment_status", TEXT, "code", "Sakernas status of who works", EMPLOYMENT_STATUSES),
    Column("sector", TEXT, "KBLI section", "A to U, of who works"),
)
"""What the synthetic population knows of a person besides."""

BILL = (
    Column("enrolment_id", TEXT, "key", "joins the bill to its table"),
    Column("worker_id", TEXT, "key", "who works"),
    Column("month", TEXT, "YYYY-MM", "contribution month (BLTH)"),
    Column("jkk", INT, "IDR", "work accident, gross: what the payer pays"),
    Column("jkm", INT, "IDR", "death, gross"),
    Column("jht_employer", INT, "IDR", "old age savings, employer's part"),
    Column("jht_worker", INT, "IDR", "old age savings, worker's part; the whole of a bpu"),
    Column("jp_employer", INT, "IDR", "pension, employer's part"),
    Column("jp_worker", INT, "IDR", "pension, worker's part"),
    Column("jkp_state", INT, "IDR", "job loss, paid by the central government"),
    Column("jkp_from_jkk", INT, "IDR", "job loss, taken out of jkk"),
    Column("jkp_from_jkm", INT, "IDR", "job loss, taken out of jkm"),
    Column("pmi_package", INT, "IDR", "migrants: the package of the contract"),
    Column("by_employer", INT, "IDR", "what the employer pays"),
    Column("by_worker", INT, "IDR", "what the worker pays"),
    Column("by_apbd_kota", INT, "IDR", "what the city's or regency's budget pays"),
    Column("by_apbd_prov", INT, "IDR", "what the province's budget pays"),
    Column("by_apbdes", INT, "IDR", "what the village's budget pays"),
    Column("by_apbn", INT, "IDR", "what the national budget pays for the worker"),
    Column("by_donor", INT, "IDR", "what a donor pays"),
    Column("by_state", INT, "IDR", "the state's part of JKP; not in total"),
    Column("total", INT, "IDR", "the sum of the by_ columns without by_state"),
    Column("is_covered", BOOL, "", "protected in this month by this enrolment"),
    Column("why_not", TEXT, "code", "why nothing is billed; empty where it is"),
)

NAMES = tuple(column.name for column in WORKER)
BILL_SCHEMA = pa.schema([(column.name, column.type) for column in BILL])

_POPULATION = """
person_id household_id village sex birth_date desil activity is_working employment_status sector occupation
segment bpu_kind upah income enterprise_size risk_class programmes payer is_member member_since
kelompok_sasaran opd_pengampu jkn transport
"""
_BY_NAME = {column.name: column for column in (*WORKER, *PERSON, *HOUSEHOLD)}
POPULATION = tuple(_BY_NAME[name] for name in _POPULATION.split())
"""A row a person, children and the old too.

`segment` is `pu` or `bpu`; it is empty for whoever does not work, for civil servants, soldiers
and police (who have schemes of their own) and for unpaid family workers (who earn nothing).
`programmes` and `payer` are those of members; `upah` is that of `pu`, `income` that of `bpu`.
"""


def population_schema() -> pa.Schema:
    """Return the Arrow schema of a synthetic population."""
    return pa.schema([(column.name, column.type) for column in POPULATION])


def page() -> str:
    """Return ``docs/columns.md``: every column with its type, unit, codes and meaning."""
    parts = [("An enrolment", WORKER), ("A person, besides", PERSON)]
    parts += [("A person of a synthetic population, besides", HOUSEHOLD), ("A bill", BILL)]
    head = "| column | type | unit | meaning | codes |\n|---|---|---|---|---|"
    tables = [f"## {title}\n\n{head}\n" + "\n".join(map(_row, columns)) for title, columns in parts]
    opening = "# Columns of a table\n\nMade from `src/tedung/columns.py` by `make docs`; change them there.\n"
    return "\n".join([opening, *(f"{table}\n" for table in tables)])


def _row(column: Column) -> str:
    codes = " ".join(f"`{code}`" for code in column.allowed)
    cells = (f"`{column.name}`", column.type, column.unit, column.meaning, codes)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
