"""``tedung benefit``: what one claim pays, under the law of its day, and why."""

import argparse
import json
import re
import textwrap
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.errors import TedungError
from tedung.money import rupiah
from tedung.texts import language, sentences, text

if TYPE_CHECKING:
    from tedung.law.answer import Answer

WIDTH = 100
MOST_BYTES = 10_000_000
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SHARES_BY_YEAR = re.compile(r"\d{4} -?[\d.]+(, \d{4} -?[\d.]+)*")
MARKS = {True: "✓", False: "✗", None: "?"}


def add(commands: Any) -> None:
    """Declare ``benefit``."""
    parser = commands.add_parser(
        "benefit",
        help=text("benefit.help"),
        description=text("benefit.help"),
        epilog=text("benefit.example"),
    )
    parser.add_argument("kind", metavar="KIND", help=text("benefit.kind_help"))
    parser.add_argument("facts", metavar="FACTS.json", type=Path, help=text("benefit.facts_help"))
    parser.add_argument("--on", type=_day, required=True, metavar="DAY", help=text("benefit.on_help"))
    parser.add_argument("--json", action="store_true", help=text("benefit.json_help"))
    parser.set_defaults(run=run)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("law.bad_day", given=given)) from None


def run(arguments: argparse.Namespace) -> int:
    """Print the answer; 0 whether it is payable, refused or open."""
    from tedung.law.facts import Facts
    from tedung.law.kinds import rule

    compute, given = rule(arguments.kind), read(arguments.facts)
    answer = compute(Facts(given), arguments.on)
    if arguments.json:
        print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2, default=_plain))
    else:
        print(page(arguments.kind, answer, arguments.on, given.get("segment"), given.get("programme")))
    return 0


def read(path: Path) -> Any:
    """Return the JSON of *path*; numbers with a fraction stay exact, a key may stand once."""
    if path.is_dir() or path.stat().st_size > MOST_BYTES:
        raise TedungError(text("benefit.not_facts", path=path))
    try:
        return json.loads(
            path.read_text("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise TedungError(text("benefit.not_utf8", path=path)) from None
    except json.JSONDecodeError as fault:
        sentence = text("benefit.not_json", path=path, line=fault.lineno, column=fault.colno)
        raise TedungError(sentence) from None
    except (RecursionError, ValueError):  # thousands of brackets, NaN, or a number of thousands of digits
        raise TedungError(text("benefit.not_facts", path=path)) from None


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key[:40] for key in keys if keys.count(key) > 1}) if len(keys) < 1000 else []
    if twice:
        raise TedungError(text("benefit.key_twice", keys=", ".join(twice)))
    return dict(pairs)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def page(
    kind: str, answer: "Answer", on: date, segment: str | None = None, programme: str | None = None
) -> str:
    """Return the answer as a clerk reads it, in the language of the command."""
    told = answer.as_dict()
    parts = [
        _head(kind, told, on),
        _lines(told["lines"]),
        _conditions(told["conditions"]),
        _conventions(told["conventions"]),
        _section("benefit.gaps", [sentences(language()).get(code, code) for code in told["gaps"]]),
        _way_on(kind, answer, on, segment, programme),
        _said(text("benefit.foot", day=told["law_day"], version=told["law_version"])),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(kind: str, told: dict[str, Any], on: date) -> str:
    code = f"benefit.kind_{kind}"
    title = text("benefit.title", kind=sentences(language()).get(code, kind), day=on)
    total = "" if told["total"] is None else _money(told["total"])
    status = told["status"]
    unsaid = sum(condition["met"] is None for condition in told["conditions"])
    caution = f"\n{text('benefit.unverified', count=unsaid)}" if status == "payable" and unsaid else ""
    return f"{_said(title)}\n{text(f'benefit.status_{status}', total=total)}{caution}"


def _said(sentence: str) -> str:
    """Return *sentence* with its days in words: ``12 Agustus 2026``, ``12 August 2026``."""
    from tedung.law.words import day_said

    return ISO_DAY.sub(lambda found: day_said(date.fromisoformat(found[0]), language()), sentence)


def _lines(lines: Sequence[dict[str, Any]]) -> str:
    """Return a row a line: label, amount, then its article and certainty below."""
    if not lines:
        return ""
    label = f"label_{language()}"
    wide = max(len(line[label]) for line in lines)
    tall = max(len(_money(line["amount"])) for line in lines)
    rows = [text("benefit.lines")]
    for line in lines:
        rows.append(f"  {line[label].ljust(wide)}  {_money(line['amount']).rjust(tall)}")
        rows += _wrapped(f"{line['article']} [{_sureness(line)}]", "      ")
        rows += _wrapped(_inputs(line["inputs"]), "      ")
    return "\n".join(rows)


def _sureness(line: dict[str, Any]) -> str:
    """Return how certain a line is, and the conventions that its figure leans on."""
    sure = text(f"law.certainty_{line['certainty']}")
    named = ", ".join(line["conventions"])
    return f"{sure}; {text('law.by_convention', convention=named)}" if named else sure


def _inputs(inputs: dict[str, Any]) -> str:
    """Return the numbers that went in; a description in the other language is left out."""
    other = "_en" if language() == "id" else "_id"
    shown = {key: value for key, value in inputs.items() if value is not None and not key.endswith(other)}
    return " · ".join(f"{_word(f'benefit.input_{key}')} {_value(value)}" for key, value in shown.items())


def _word(code: str) -> str:
    """Return what a key or a value is called in the language of the command, or itself."""
    return sentences(language()).get(code, code.partition("_")[2])


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key} {_value(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    if SHARES_BY_YEAR.fullmatch(str(value)):
        years = (one.split(" ") for one in str(value).split(", "))
        return "; ".join(f"{year} {_value(share)}" for year, share in years)
    if re.fullmatch(r"-?\d+\.\d+", str(value)):  # a share or a percentage, exact
        return str(value) if language() == "en" else str(value).replace(".", ",")
    if isinstance(value, bool) or not isinstance(value, int):
        return _word(f"benefit.value_{value}")
    return _money(value).replace("Rp", "")


def _money(amount: int) -> str:
    return rupiah(amount).replace(".", ",") if language() == "en" else rupiah(amount)


def _conditions(conditions: Sequence[dict[str, Any]]) -> str:
    rows = [f"{MARKS[one['met']]} {one[f'text_{language()}']} ({one['article']})" for one in conditions]
    return _section("benefit.conditions", rows)


def _conventions(codes: Sequence[str]) -> str:
    from tedung.law.manual import conventions

    known = conventions()
    told = [
        f"{code}: {getattr(known[code], 'text_' + language())}" if code in known else code for code in codes
    ]
    return _section("benefit.conventions", told)


def _way_on(kind: str, answer: "Answer", on: date, segment: str | None, programme: str | None) -> str:
    """Return what to bring and until when, or of a refusal where to object; what nobody has read is said."""
    from tedung.law.procedure import procedure

    found = procedure(kind, answer.law_day, on, segment=segment, programme=programme)
    if answer.status == "refused":
        return _section("benefit.dispute", [f"{text(one.code)} ({one.article})" for one in found.dispute])
    by_article: dict[str, list[str]] = {}
    for one in found.documents:
        by_article.setdefault(one.article, []).append(text(one.code))
    documents = [f"{'; '.join(names)} ({article})" for article, names in by_article.items()]
    documents += [text("benefit.documents_unread") for _ in found.gaps]
    deadlines = [f"{text(one.code, **one.fields)} ({one.article})" for one in found.deadlines]
    parts = [_section("benefit.documents", documents), _section("benefit.deadlines", deadlines)]
    return "\n\n".join(part for part in parts if part)


def _section(code: str, rows: Sequence[str]) -> str:
    if not rows:
        return ""
    return "\n".join([text(code), *(line for row in rows for line in _wrapped(row, "  "))])


def _wrapped(row: str, margin: str) -> list[str]:
    said = _said(row)
    return textwrap.wrap(said, WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  ") if row else []
