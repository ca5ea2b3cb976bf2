"""What a reader finds on a paper."""

import os
import shutil
import subprocess

import pytest

from tedung.office.documents.services import read


def words(document):
    """Return what a reader finds on the pages; poppler reads them."""
    if shutil.which("pdftotext") is None:
        missing = "poppler-utils tidak ditemukan (pdftotext was not found): sudo apt install poppler-utils"
        (pytest.fail if os.environ.get("TEDUNG_ALL") else pytest.skip)(missing)
    asked = ["pdftotext", "-layout", "-", "-"]
    told = subprocess.run(asked, input=read(document), capture_output=True, check=True).stdout.decode()
    return told.replace("\u200b", "")  # where a long address may be broken
