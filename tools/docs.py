"""Write the pages that are made by the program: ``make docs``.

The conventions come from the law, the columns from their vocabulary, the block of output in both
readmes from the demo.  With ``--check`` nothing is written, and pages that are no longer true are named.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tedung import columns
from tedung.law.manual import conventions_page

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.id.md": "id"}
BEGIN, END = "<!-- demo -->\n", "<!-- end of demo -->"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page that is made, as it should be today."""
    yield ROOT / "docs/conventions.md", conventions_page()
    yield ROOT / "docs/columns.md", columns.page()
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
    status = 0
    for path, page in pages():
        if path.exists() and path.read_text("utf-8") == page:
            continue
        if "--check" in words:
            print(f"{path.relative_to(ROOT)} is no longer true: make docs")
            status = 1
        else:
            path.write_text(page, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
