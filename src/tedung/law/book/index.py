"""The door of the manual and the list of its pages in each language."""

from tedung.law import CERTAINTIES
from tedung.law.book.numbers import grid
from tedung.law.book.plan import PAGES, parameters
from tedung.law.manual import certainty
from tedung.texts import LANGUAGES, text


def door() -> str:
    """Return the page that asks for the language."""
    lines = [f"- [{text('manual.book_title', lang)}]({lang}/README.md)" for lang in LANGUAGES]
    return "# Hukum · Law\n\n" + "\n".join(lines) + "\n"


def index(lang: str) -> str:
    """Return the list of pages, with how much of each was read in the regulation itself."""
    other = next(one for one in LANGUAGES if one != lang)
    parts = [
        f"# {text('manual.book_title', lang)}",
        f"[{text('manual.book_language', lang)}](../{other}/README.md)",
        text("manual.book_intro", lang),
        grid([_heads(lang), *(_row(slug, lang) for slug in PAGES)], right=2),
        legend(list(CERTAINTIES), lang),
    ]
    return "\n\n".join(parts) + "\n"


def _heads(lang: str) -> tuple[str, ...]:
    return tuple(text(f"manual.{head}", lang) for head in ("book_page", "book_number", "book_unread"))


def _row(slug: str, lang: str) -> tuple[str, ...]:
    lines = [line for found in parameters(slug).values() for line in found]
    unread = sum(certainty(line) != "text" for line in lines)
    return f"[{text(f'manual.{slug}_title', lang)}]({slug}.md)", str(len(lines)), str(unread)


def legend(seen: list[str], lang: str) -> str:
    """Return what the words for certainty mean, the surest first."""
    order = [code for code in (*CERTAINTIES, "gap") if code in {*seen, "gap"}]
    lines = [
        f"- **{text(f'manual.legend_{code}', lang)}**: {text(f'law.certainty_{code}', lang)}"
        for code in order
    ]
    return "\n".join([f"## {text('manual.head_legend', lang)}", "", *lines])
