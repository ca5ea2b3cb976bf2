"""One page of the manual: a programme as a lawyer would look it up."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tedung.law import HERE, Entry
from tedung.law.book.annexes import ANNEXES
from tedung.law.book.cases import CASES, answer, facts_said
from tedung.law.book.examples import read_examples, render
from tedung.law.book.index import legend
from tedung.law.book.numbers import DAY, convention_link, grid, numbers_table, sentence
from tedung.law.book.plan import PAGES, Example, Page, Section, matching, parameters
from tedung.law.manual import certainty, conventions
from tedung.law.words import day_said, rupiah_said
from tedung.texts import LANGUAGES, sentences, text

REGULATION = re.compile(r"\b(UU|PP|Perpres|Permenaker|PMK) (\d+)/(\d{4})")
ORDER = ("UU", "PP", "Perpres", "Permenaker", "PMK")
CITES = re.compile(r"Pasal|Annex|PP \d|Permenaker \d|conventions\.md")
MET = {True: "met_yes", False: "met_no", None: "met_unknown"}


def page(slug: str, lang: str, tests: Mapping[str, str]) -> str:
    """Return the page *slug*.  tests: the source of the tests whose examples it shows."""
    plan = PAGES[slug]
    parts = [*_head(slug, lang)]
    for section in plan.sections:
        parts += _section(section, lang, tests)
    told: set[str] = set()
    for name in cases_of(plan):
        parts += _case(name, lang, told)
    parts += [*_annexes(plan, lang), *_conventions(slug, lang), *_gaps(plan, lang)]
    if lang == "en":  # docstrings are English
        parts += _functions(plan)
    parts.append(legend([certainty(line) for line in _lines(slug)], lang))
    return "\n\n".join(parts) + "\n"


def _lines(slug: str) -> list[Entry]:
    return [line for found in parameters(slug).values() for line in found]


def _head(slug: str, lang: str) -> Iterator[str]:
    other = next(one for one in LANGUAGES if one != lang)
    yield f"# {text(f'manual.{slug}_title', lang)}"
    yield (
        f"[{text('manual.book_language', lang)}](../{other}/{slug}.md) · "
        f"[{text('manual.book_back', lang)}](README.md)"
    )
    yield sentence(f"{slug}_intro", lang)
    yield text("manual.laws", lang, laws=", ".join(regulations(slug)))
    yield text("manual.in_force", lang, day=day_said(DAY, lang))


def regulations(slug: str) -> list[str]:
    """Return the regulations that the numbers and rules of a page cite, acts first, oldest first."""
    rules = [sentences("id")[f"manual.{rule}"] for one in PAGES[slug].sections for rule in one.rules]
    whole = " ".join([*(line.source for line in _lines(slug)), *rules])
    found = sorted(set(REGULATION.findall(whole)), key=lambda one: (ORDER.index(one[0]), one[2], int(one[1])))
    return [f"{kind} {number}/{year}" for kind, number, year in found]


def _section(section: Section, lang: str, tests: Mapping[str, str]) -> Iterator[str]:
    yield f"## {text(f'manual.head_{section.head}', lang)}"
    yield from (sentence(rule, lang) for rule in section.rules)
    found = matching(section.numbers)
    if found:
        yield numbers_table(found, lang)
    for one in section.examples:
        yield from _example(one, lang, tests[one.file])


def _example(one: Example, lang: str, source: str) -> Iterator[str]:
    tested = read_examples(source)[one.test]
    told = {"file": one.file, "link": f"../../../tests/law/{one.file}", "source": tested.source.rstrip(".")}
    yield f"**{text('manual.head_example', lang, title=text(f'manual.example_{one.title}', lang))}**"
    yield from render(tested, lang, dict(one.renamed))
    yield f"*{text('manual.head_source', lang, **told)}*"


def cases_of(plan: Page) -> list[str]:
    """Return the whole examples of a page, those of one kind together."""
    return [name for kind in plan.kinds for name in CASES if name.partition(":")[0] == kind]


def _case(name: str, lang: str, before: set[str]) -> Iterator[str]:
    """Yield one whole example.  before: conditions told already, which are not told again."""
    found, case = answer(name), CASES[name]
    kind, _, is_another = name.partition(":")
    if is_another:
        yield f"### {text('manual.head_another', lang)}"
    else:
        yield f"## {text('manual.head_case', lang, kind=text(f'benefit.kind_{kind}', lang))}"
    yield text("manual.facts_said", lang, day=day_said(case.on, lang), source=case.source)
    yield f"```json\n{facts_said(name)}\n```"
    yield _amounts(found, lang)
    heads = tuple(text(f"manual.{head}", lang) for head in ("head_conditions", "head_met", "head_article"))
    rows = [
        (one[f"text_{lang}"], text(f"manual.{MET[one['met']]}", lang), one["article"])
        for one in found["conditions"]
        if one[f"text_{lang}"] not in before
    ]
    if before:
        yield text("manual.told_before", lang)
    if rows:
        yield grid([heads, *rows])
    before |= {row[0] for row in rows}


def _amounts(found: Mapping[str, Any], lang: str) -> str:
    heads = ("head_line", "head_article", "head_certainty", "head_amount")
    rows = [tuple(text(f"manual.{head}", lang) for head in heads)]
    for line in found["lines"]:
        word = text(f"manual.legend_{line['certainty']}", lang)
        word = " · ".join([word, *map(convention_link, line["conventions"])])
        rows.append((line[f"label_{lang}"], line["article"], word, rupiah_said(line["amount"], lang)))
    total = found["total"]
    said = text("manual.total_open", lang) if total is None else rupiah_said(total, lang)
    rows.append((f"**{text('manual.total', lang)}**", "", "", f"**{said}**"))
    return grid(rows, right=1)


def _annexes(plan: Page, lang: str) -> Iterator[str]:
    if plan.annexes:
        yield f"## {text('manual.head_annex', lang)}"
        yield from (ANNEXES[name](lang) for name in plan.annexes)


def conventions_of(slug: str) -> list[str]:
    """Return the conventions that the numbers, the rules and the examples of a page lean on."""
    plan = PAGES[slug]
    named = {line.convention for line in _lines(slug)}
    named |= {code for name in cases_of(plan) for code in answer(name)["conventions"]}
    sources = "\n".join(_source(module) for module in plan.modules)
    named |= {code for code in conventions() if "-" in code and _names(sources, code)}
    return [code for code in conventions() if code in named]


def _names(source: str, code: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", source) is not None


def _source(module: str) -> str:
    return (HERE / f"{module}.py").read_text("utf-8")


def _conventions(slug: str, lang: str) -> Iterator[str]:
    yield f"## {text('manual.head_conventions', lang)}"
    told = [conventions()[code] for code in conventions_of(slug)]
    lines = [f"- {convention_link(one.code)}: {one.text_en if lang == 'en' else one.text_id}" for one in told]
    yield "\n".join(lines) or text("manual.no_conventions", lang)


def _gaps(plan: Page, lang: str) -> Iterator[str]:
    """Yield what the rules of a page say they do not know."""
    sources = "\n".join(_source(module) for module in plan.modules)
    codes = dict.fromkeys(re.findall(r'"([a-z]+\.gap_\w+)"', sources))
    if codes:
        yield f"## {text('manual.head_gaps', lang)}"
        yield "\n".join(f"- {sentences(lang)[code]}" for code in codes)


def _functions(plan: Page) -> Iterator[str]:
    """Yield the functions of a page that cite an article, each with what its docstring says first."""
    lines = [line for module in plan.modules for line in _documented(module)]
    if lines:
        yield f"## {text('manual.head_functions', 'en')}"
        yield "\n".join(lines)


def _documented(module: str) -> Sequence[str]:
    tree = ast.parse(_source(module))
    public = [one for one in tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
    said = {one.name: (ast.get_docstring(one) or "").partition("\n\n")[0] for one in public}
    return [
        f"- `{module}.{name}`: {' '.join(told.split())}" for name, told in said.items() if CITES.search(told)
    ]
