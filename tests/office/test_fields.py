"""What forms say before anybody has opened one: in the language of the reader, not of whoever started the office."""

import pytest
from django.utils import translation

from tedung.office.base.fields import MonthField, several_months
from tedung.office.iuran.forms import PrepareAll
from tedung.office.kajian.forms import Choose
from tedung.office.penetapan.forms import Plan
from tedung.office.usulan.forms import LABELS
from tedung.roster.lexicon import known_field


@pytest.mark.parametrize("form", [PrepareAll, Choose, Plan])
def test_lengths_are_said_in_the_language_of_the_reader(form):
    choices = next(field.choices for name, field in form.base_fields.items() if name == "months")
    said = dict(choices)
    with translation.override("en"):
        assert (str(said[1]), str(said[12])) == ("1 month", "12 months")
    with translation.override("id"):
        assert (str(said[1]), str(said[12])) == ("1 bulan", "12 bulan")


def test_the_roster_knows_each_field_that_a_clerk_may_name():
    assert [field for field, _label in LABELS if not known_field(field)] == []


def test_a_month_is_chosen_from_a_calendar():
    assert MonthField().widget.input_type == "month"
    assert MonthField().clean("2027-01") == "2027-01"
    assert str(several_months(3)) == "3 bulan"
