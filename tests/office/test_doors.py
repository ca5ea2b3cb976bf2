"""A file of full numbers opens for whoever may see them or handed it in; who fetched it is shown to the Inspektorat."""

import pytest
from conftest_office import CITY, KESIMAN, PDF, SUMERTA
from django.urls import reverse

from tedung.office.access.actor import SYSTEM, acting
from tedung.office.base.refusals import NotAllowed
from tedung.office.documents.kinds import DOORS, KINDS
from tedung.office.documents.models import Fetch
from tedung.office.documents.services import fetched, store
from tedung.office.usulan.models import Berkas

OF_ONE_UNIT = {"region": KESIMAN, "organisation_code": "desa:kesiman"}
XLSX_OR_CSV = b"NIK,Nama\n"
READERS = [
    # role, scope, and which of roster, roster_marked, outgoing, answer open
    ("bendahara", ("region", CITY), (403, 403, 403, 403)),
    ("kepala", ("region", CITY), (403, 403, 403, 403)),
    ("pptk", ("region", CITY), (403, 403, 200, 200)),  # sends the files to the agency
    ("verifikator", ("region", CITY), (200, 200, 200, 200)),
    ("inspektorat", ("region", CITY), (200, 200, 200, 200)),
    ("hukum", ("region", CITY), (200, 200, 200, 200)),
    ("operator_desa", ("region", KESIMAN), (200, 200, 200, 403)),
    ("operator_adat", ("organisation", "desa:kesiman"), (200, 200, 403, 403)),
    ("operator_desa", ("region", SUMERTA), (404, 404, 404, 404)),
]


@pytest.fixture
def papers(as_system, offices):
    """A paper of every kind with a door, handed in by the village of Kesiman."""
    return [store(XLSX_OR_CSV, kind, name="daftar.csv", **OF_ONE_UNIT) for kind in DOORS]


@pytest.mark.either
@pytest.mark.parametrize("reader", READERS, ids=str)
def test_the_door_of_a_file_of_numbers(papers, make_user, signed_in, reader):
    role, scope, opens = reader
    client = signed_in(make_user(role, *scope))
    addresses = [reverse("document", args=[paper.public_id]) for paper in papers]
    assert tuple(client.get(address).status_code for address in addresses) == opens
    assert Fetch.objects.count() == opens.count(200)  # a door that stays shut was not gone through


@pytest.mark.either
def test_what_holds_no_number_opens_as_before(as_system, make_user, as_user):
    plain = [store(PDF, kind, name="x", region=CITY) for kind in ("letter", "signed", "outgoing_masked")]
    with as_user(make_user("bendahara")):
        assert all(fetched(paper) == PDF for paper in plain)


def test_no_part_fetches_past_the_door(papers, make_user, as_user):
    with as_user(make_user("kepala")), pytest.raises(NotAllowed):
        fetched(papers[0])
    assert set(DOORS) <= set(KINDS)


@pytest.mark.parametrize(("role", "sees"), [("kepala", False), ("bendahara", False), ("verifikator", True)])
def test_a_page_offers_no_file_that_does_not_open(add, make_user, signed_in, role, sees):
    line = add()
    with acting(SYSTEM):
        marked = store(XLSX_OR_CSV, "roster_marked", name="hasil.csv", **OF_ONE_UNIT)
        summary = {"outcomes": {"accepted": 1}}
        Berkas.everything.filter(pk=line.berkas_id).update(marked=marked, summary=summary)
    client = signed_in(make_user(role))
    for page, paper in (
        (reverse("person", args=[line.person.public_id]), line.berkas.document),
        (reverse("usulan_file", args=[line.berkas_id]), marked),
        (reverse("usulan_detail", args=[line.usulan_id]), marked),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert (reverse("document", args=[paper.public_id]) in answer.content.decode()) == sees


def test_who_fetched_numbers_is_shown_to_the_inspektorat(papers, make_user, as_user, signed_in):
    with as_user(make_user("verifikator")):
        fetched(papers[0])
        letter = store(PDF, "letter", name="rahasia.pdf", region=CITY)
        fetched(letter)
    client = signed_in(make_user("inspektorat"))
    shown = client.get(reverse("examination"))
    assert [kind for _one, kind in shown.context["fetches"]] == ["Daftar usulan"]
    text = shown.content.decode()
    assert "verifikator-51.71" in text
    assert "daftar.csv" in text
    assert "rahasia" not in text
    assert "daftar.csv" not in signed_in(make_user("admin")).get(reverse("examination")).content.decode()
