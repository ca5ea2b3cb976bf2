"""Write the pages that are made from the law's files: ``make docs``."""

from pathlib import Path

from tedung.law.manual import conventions_page

PAGES = {"docs/conventions.md": conventions_page}

if __name__ == "__main__":
    for path, page in PAGES.items():
        (Path(__file__).parent.parent / path).write_text(page(), "utf-8")
