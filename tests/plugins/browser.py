"""The distribution's Chromium, what it is asked about a page, and what it may not complain of."""

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path

import pytest

PLACES = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[1] / "vendor/axe-core/4.14.1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_CHROMIUM = (
    "Chromium tidak ditemukan, jadi halaman tidak diuji di peramban. Pasang dengan: sudo apt install chromium "
    "(Chromium was not found: the pages are not tested in a browser)"
)


def find():
    """Return Chromium's address, or None."""
    return next(filter(None, map(shutil.which, PLACES)), None)


def needed():
    """Return Chromium's address; skip, or fail where everything must run, when there is none."""
    found = find()
    if found is None and os.environ.get("TEDUNG_ALL"):
        pytest.fail(NO_CHROMIUM)
    if found is None:
        pytest.skip(NO_CHROMIUM)
    return found


@cache
def _axe():
    """Return axe-core as it was published: its hash is beside it."""
    source = (AXE / "axe.min.js").read_text("utf-8")
    digest = hashlib.sha256(source.encode()).hexdigest()
    assert digest == (AXE / "axe.min.js.sha256").read_text("ascii").split()[0]
    return source


def violations(page, rules=RULES):
    """Return what axe finds on a page: a line a rule and element."""
    page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", rules)
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} – {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def complaints(page):
    """Collect what a page complains of from now on: refused by the policy, missing, failed scripts.

    A form that comes back to be mended (422) is no complaint.
    """
    said = []

    def hear(message):
        if message.type == "error" and "status of 422" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    return said
