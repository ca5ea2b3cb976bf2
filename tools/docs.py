"""Write the pages that are made by the program: ``make docs``.

The conventions and the manual come from the law, the columns from their vocabulary, the block of output
in both readmes from the demo.  With ``--check`` nothing is written, and pages that are no longer true are
named; ``--fast`` leaves out the demo, which takes a minute.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tedung import columns
from tedung.law.book import TEST_FILES, book
from tedung.law.manual import conventions_page

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.id.md": "id"}
BEGIN, END = "<!-- demo -->\n", "<!-- end of demo -->"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page that is made, as it should be today."""
    yield ROOT / "docs/conventions.md", conventions_page()
    yield ROOT / "docs/columns.md", columns.page()
    tests = {name: (ROOT / "tests/law" / name).read_text("utf-8") for name in TEST_FILES}
    for name, page in book(tests):
        yield ROOT / "docs/law" / name, page


def readmes() -> Iterator[tuple[Path, str]]:
    """Yield both readmes, with what the demo prints today."""
    for name, lang in READMES.items():
        before, _, rest = (ROOT / name).read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        yield ROOT / name, f"{before}{BEGIN}```text\n{excerpt(summary(lang))}\n```\n{END}{after}"


def summary(lang: str) -> str:
    """Return what ``tedung demo`` prints in *lang*."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tedung.cli", "demo", "--out", f"{folder}/demo"],
            env={**os.environ, "TEDUNG_LANG": lang},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return done.stdout


def excerpt(whole: str) -> str:
    """Return what fits on a first screen: lines read, who has most to mend, the cost."""
    sections = dict(re.findall(r"^(\d)\. (.*?)(?=^\d\. |\Z)", whole, re.MULTILINE | re.DOTALL))
    mended = "\n\n".join(sections["2"].split("\n\n")[:2])
    return "\n\n".join([sections["1"].strip(), mended.strip(), sections["7"].strip()])


def main(words: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that would change."""
    made = list(pages()) if "--fast" in words else [*pages(), *readmes()]
    status = max((_keep(path, page, is_check="--check" in words) for path, page in made), default=0)
    manual = ROOT / "docs/law"
    for path in sorted({*manual.rglob("*.md")} - {path for path, _ in made}):
        print(f"{path.relative_to(ROOT)} is no page of the manual: remove it")
        status = 1
    return status


def _keep(path: Path, page: str, *, is_check: bool) -> int:
    """Write a page that has changed, or say so; 1 where a check finds it untrue."""
    if path.exists() and path.read_text("utf-8") == page:
        return 0
    if is_check:
        print(f"{path.relative_to(ROOT)} is no longer true: make docs")
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
