"""Rows of the rooms for the walk over all addresses: in Kesiman, looked after by the social office."""

from conftest_office import KESIMAN, PDF

from tedung.office.documents.services import store
from tedung.office.jobs.services import enqueue
from tedung.office.letters.services import draft
from tedung.office.organisations.models import Organisation
from tedung.office.outbox.services import write

SCOPE = {"region": KESIMAN, "opd_code": "dinas_sosial", "organisation_code": "desa:kesiman"}


def a_document():
    """A letter; what holds full numbers has a door of its own (test_doors.py)."""
    return store(PDF, "letter", name="surat.pdf", **SCOPE)


def a_letter():
    """A draft."""
    village = Organisation.objects.get(code="desa:kesiman")
    data = {"year": 2027, "people": 1}
    return draft("sptjm", village, subject="Pernyataan", data=data, opd_code="dinas_sosial")


def a_job():
    """A job of the system: nobody's own."""
    return enqueue("outbox.mail")


def a_message():
    """A message that waits to be sent by hand."""
    return write("whatsapp", "081234567890", "Usulan diterima.", key="walk", **SCOPE)
