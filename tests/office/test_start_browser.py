"""The ground of the tests in a browser, and of those that commit."""

import threading

import pytest
from django.db import connection

from tedung.office.access.models import User
from tedung.office.audit.models import Entry


@pytest.fixture(params=[1, 2])
def twice(request):
    """Each test below runs after one that left rows behind, had they not been laid anew."""
    return request.param


def test_what_a_test_committed_is_gone_in_the_next(twice, transactional_db, as_user):
    assert User.objects.count() == Entry.objects.count() == 0
    User.objects.create_user("made", full_name="Made")
    assert Entry.objects.count() == 1
    seen = []

    def look():
        seen.append(User.objects.count())
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen == [1]


def test_a_complaint_of_the_browser_is_heard(chromium, live_server):
    from plugins import browser

    page = chromium.new_page()
    said = browser.complaints(page)
    page.goto(f"{live_server.url}/there-is-no-such-page/")
    assert said
    page.close()


def test_axe_finds_what_is_wrong(chromium):
    from plugins import browser

    page = chromium.new_page()
    page.set_content("<html><body><input><img src='data:,'></body></html>")
    found = "\n".join(browser.violations(page))
    assert "label" in found
    assert "html-has-lang" in found
    assert "image-alt" in found
    page.close()
