"""``tedung link``: look through doubtful pairs, explain one, train the weights, measure them."""

import argparse
import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tedung.errors import TedungError
from tedung.money import thousands
from tedung.texts import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tedung.linkage.decisions import Decision
    from tedung.linkage.review import Cells, Question

KEYS = {"s": "same", "b": "different", "t": "unknown"}
TRUSTS = ("cautious", "full")
LATER, UNDO, WHY, QUIT = "l", "u", "m", "q"


def add(commands: Any) -> None:
    """Declare ``link review``, ``explain``, ``train`` and ``evaluate``."""
    parser = commands.add_parser("link", help=text("linkage.help"), description=text("linkage.help"))
    kinds = parser.add_subparsers(metavar="review|explain|train|evaluate", required=True)

    review = _declare(kinds, "review", run_review)
    review.add_argument("folder", type=Path, metavar="DIR", help=text("linkage.help_folder"))
    review.add_argument("--decisions", type=Path, metavar="FILE", help=text("linkage.help_decisions"))
    review.add_argument("--by", default="", metavar="WHO", help=text("linkage.help_by"))

    explain = _declare(kinds, "explain", run_explain)
    explain.add_argument("folder", type=Path, metavar="DIR", help=text("linkage.help_folder"))
    explain.add_argument("a", metavar="A", help=text("linkage.help_row"))
    explain.add_argument("b", metavar="B", help=text("linkage.help_row"))

    train = _declare(kinds, "train", run_train)
    train.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("linkage.help_files"))
    train.add_argument("--out", type=Path, required=True, metavar="MODEL", help=text("linkage.help_out"))
    train.add_argument("--truth", default="", metavar="COLUMN", help=text("linkage.help_truth"))

    measure = _declare(kinds, "evaluate", run_evaluate)
    measure.add_argument("files", nargs="+", type=Path, metavar="ROWS", help=text("linkage.help_files"))
    measure.add_argument("--truth", required=True, metavar="COLUMN", help=text("linkage.help_truth"))
    measure.add_argument("--model", type=Path, metavar="MODEL", help=text("linkage.help_model"))
    measure.add_argument("--trust", choices=TRUSTS, default="full", help=text("linkage.help_trust"))
    for one in (train, measure):
        one.add_argument("--on", type=_day, metavar="DAY", help=text("linkage.help_on"))


def _declare(kinds: Any, name: str, run: Any) -> argparse.ArgumentParser:
    said = text(f"linkage.help_{name}")
    parser: argparse.ArgumentParser = kinds.add_parser(
        name, help=said, description=said, epilog=text(f"linkage.example_{name}")
    )
    parser.set_defaults(run=run)
    return parser


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(text("linkage.bad_day", given=given)) from None


def run_review(arguments: argparse.Namespace) -> int:
    """Step through the queue; each answer is written at once. 0 all answered, 1 some are left."""
    from tedung.linkage import decisions, review, sidebyside

    book = arguments.decisions or arguments.folder.with_name(f"{arguments.folder.name}-decisions.jsonl")
    if arguments.folder.resolve() in book.resolve().parents:
        raise TedungError(text("linkage.decisions_inside", folder=arguments.folder))
    waiting = review.queue(review.questions(arguments.folder, "review"), decisions.read(book))
    if not waiting:
        print(text("linkage.nothing_to_review"))
        return 0
    print(text("linkage.review_head", pairs=thousands(len(waiting)), book=book))
    print(sidebyside.legend())
    cells = review.shown(arguments.folder, [end for one in waiting for end in (one.a, one.b)])
    left = _ask_all(waiting, cells, book, arguments.by)
    print(text("linkage.review_end", left=thousands(left)))
    return 1 if left else 0


def _ask_all(waiting: "list[Question]", cells: "Mapping[str, Cells]", book: Path, by: str) -> int:
    """Ask one question after another; return how many have no answer."""
    from tedung.linkage import decisions

    answered: set[int] = set()
    at, seen = 0, -1
    while at < len(waiting) or answered:
        is_over = at == len(waiting)  # the last answer can still be taken back
        if not is_over and at != seen:
            seen = at
            _show(waiting[at], cells, text("linkage.question", number=at + 1, of=thousands(len(waiting))))
        key = _key()
        if key == QUIT or (is_over and key != UNDO):
            break
        if key == WHY:
            _why(waiting[at])
        elif key == UNDO:
            at = max(at - 1, 0)
            if at in answered:
                answered.discard(at)
                decisions.append(book, [_decision(waiting[at], "open", by)])
        elif key in KEYS:
            decisions.append(book, [_decision(waiting[at], KEYS[key], by)])
            answered.add(at)
            at += 1
        elif key == LATER:
            at += 1
        else:
            print(text("linkage.wrong_key", keys=", ".join((*KEYS, LATER, UNDO, WHY, QUIT))))
    return len(waiting) - len(answered)


def _decision(question: "Question", said: str, by: str) -> "Decision":
    from tedung.linkage import review

    return review.verdict(question, said, by, _now())


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _key() -> str:
    """Read an answer; the end of the input is the end of the work."""
    print(text("linkage.review_keys"), end=" ", flush=True)
    line = sys.stdin.readline()
    return line.strip().lower()[:1] if line else QUIT


def _show(question: "Question", cells: "Mapping[str, Cells]", head: str) -> None:
    from tedung.linkage import sidebyside

    width = shutil.get_terminal_size().columns
    print(f"\n{head} ".ljust(min(width, 80), "─"))
    print("\n".join(sidebyside.lines(question, cells, width)))
    if question.reasons.guard:
        print(text(f"linkage.guard_{question.reasons.guard}"))


def _why(question: "Question") -> None:
    from tedung.linkage.reasons import signed

    for sentence in question.reasons.sentences():
        print(f"  {sentence}")
    print("  " + text("linkage.sum", bits=signed(question.weight)))


def run_explain(arguments: argparse.Namespace) -> int:
    """Print the waterfall of one pair, both rows beside it."""
    from tedung.linkage import review, sidebyside

    question = review.find(review.questions(arguments.folder), arguments.a, arguments.b)
    cells = review.shown(arguments.folder, (question.a, question.b))
    _show(question, cells, text("linkage.pair"))
    print(sidebyside.legend())
    print(text(f"linkage.zone_{question.zone}"))
    _why(question)
    return 0


def run_train(arguments: argparse.Namespace) -> int:
    """Learn weights from the files and write them; refused where they make no sense."""
    from tedung.linkage.model import save
    from tedung.linkage.sources import rows_of
    from tedung.linkage.training import train_on

    rows, truth = rows_of(arguments.files, _on(arguments), arguments.truth)
    model = train_on(rows, truth if arguments.truth else None)
    save(model, arguments.out)
    print(text("linkage.trained", rows=thousands(rows.num_rows), path=arguments.out))
    return 0


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print how good the linkage is on rows whose truth is known."""
    from functools import partial

    from tedung.linkage import evaluate, linking
    from tedung.linkage.model import load
    from tedung.linkage.sources import rows_of

    rows, truth = rows_of(arguments.files, _on(arguments), arguments.truth)
    model = load(arguments.model) if arguments.model else None
    linked = linking.link(rows, trust=arguments.trust, model=model)
    found = evaluate.evaluate(rows, truth, linked)
    print("\n".join(evaluate.lines(found, partial(_say))))
    return 0


def _say(code: str, **fields: Any) -> str:
    return text(f"linkage.{code}", **fields)


def _on(arguments: argparse.Namespace) -> date:
    return arguments.on or date.today()  # noqa: DTZ011 - a day is an argument; this is its default
