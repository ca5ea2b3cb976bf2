"""The manual of the law in Indonesian and English, a page a programme: ``docs/law``, by ``make docs``.

Numbers come from the ``.toml`` files, rules in words from ``texts/*/manual.toml``, examples from the
tables of the tests (handed in, for the program does not know its tests), conditions from the rules
themselves, asked one example of each kind.
"""

from collections.abc import Iterator, Mapping

from tedung.law.book.index import door, index
from tedung.law.book.page import page
from tedung.law.book.plan import PAGES
from tedung.texts import LANGUAGES

__all__ = ["TEST_FILES", "book"]

TEST_FILES = tuple(sorted({one.file for plan in PAGES.values() for one in plan.examples}))
"""The tests whose examples are shown: ``tests/law/<name>``."""


def book(tests: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each page below ``docs/law`` as (path, text).  tests: the source of each of `TEST_FILES`."""
    yield "README.md", door()
    for lang in LANGUAGES:
        yield f"{lang}/README.md", index(lang)
        for slug in PAGES:
            yield f"{lang}/{slug}.md", page(slug, lang, tests)
