"""Gather the sentences of the office and compile their English: ``make messages``.

Sentences stand in the code and the templates in Indonesian; their English stands in django.po, edited by
hand.  This writes django.po anew, in the order of the alphabet, keeping what is translated, adding what is
new and leaving out what is used no longer, and compiles django.mo.  With ``--check`` nothing is written,
and what is missing or out of date is named.  Neither needs the programs of GNU gettext.
"""

import ast
import gettext
import io
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
OFFICE = ROOT / "src/tedung/office"
PO = OFFICE / "locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
HEADER = (
    "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CALL = re.compile(r"(?<![\w.])(?:n?gettext|_)\(")


class Message(NamedTuple):
    """A sentence, and its form for many where it has one."""

    one: str
    many: str = ""


def main() -> int:
    """Write both files, or compare them with what the office says."""
    if not settings.configured:
        settings.configure()  # the office's own would make its folder and keys
    found, known = sorted(messages()), read(PO.read_text("utf-8")) if PO.exists() else {}
    if "--check" in sys.argv[1:]:
        faults = check(found, known)
        print("\n".join(faults) or f"{len(found)} sentences, each with its English")
        return 1 if faults else 0
    kept = {message: known.get(message, ()) for message in found}
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(kept), "utf-8")
    MO.write_bytes(compiled(kept))
    missing = untranslated(kept)
    print(f"{len(found)} sentences, {len(missing)} without English")
    return 0


def check(found: Iterable[Message], known: dict[Message, tuple[str, ...]]) -> list[str]:
    """Name what has no English, what is used no longer and whether the compiled file is another's."""
    wanted = set(found)
    faults = [f"no English: {message.one}" for message in sorted(wanted - set(known))]
    faults += [f"no English: {message.one}" for message in untranslated(known)]
    faults += [f"used no longer: {message.one}" for message in sorted(set(known) - wanted)]
    faults += [f"fields differ: {message.one}" for message in sorted(known) if _fields_differ(message, known)]
    if not MO.exists() or MO.read_bytes() != compiled(known):
        faults.append(f"{MO.relative_to(ROOT)} is not what {PO.name} compiles to: make messages")
    return faults


def untranslated(known: dict[Message, tuple[str, ...]]) -> list[Message]:
    """Return the sentences without English, in every form they have."""
    return [
        message
        for message, said in known.items()
        if len([form for form in said if form]) != (2 if message.many else 1)
    ]


def _fields_differ(message: Message, known: dict[Message, tuple[str, ...]]) -> bool:
    fields = set(re.findall(r"%\(\w+\)[sd]", message.one + message.many))
    said = known[message]
    return bool(said) and fields != set(re.findall(r"%\(\w+\)[sd]", "".join(said)))


def messages() -> set[Message]:
    """Return every sentence of the office's code and templates."""
    found: set[Message] = set()
    for path in sorted(OFFICE.rglob("*.py")):
        if "migrations" not in path.parts:
            found |= set(of_code(path.read_text("utf-8")))
    for kind in ("*.html", "*.txt"):
        for path in sorted(OFFICE.rglob(kind)):
            if "templates" in path.parts:
                found |= set(of_template(path.read_text("utf-8")))
    return found


def of_code(source: str) -> Iterator[Message]:
    """Yield the sentences handed to gettext in a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[Message]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    said = [
        one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    if name in SINGLE and said:
        yield Message(said[0])
    elif name in PLURAL and len(said) == 2:
        yield Message(*said)


def of_template(source: str) -> Iterator[Message]:
    """Yield the sentences of a template: Django turns its tags into calls, each of which is read alone."""
    code = templatize(source)
    for place in CALL.finditer(code):
        call = _whole_call(code[place.start() :])
        if call is not None:
            yield from _of_call(call)


def _whole_call(code: str) -> ast.Call | None:
    """Return the call that a text begins with, up to the first bracket that ends it."""
    for end in re.finditer(r"\)", code):
        try:
            tree = ast.parse(code[: end.end()], mode="eval")
        except SyntaxError:
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None


def read(text: str) -> dict[Message, tuple[str, ...]]:
    """Read the English of each sentence from a .po file as this tool writes it."""
    known = {}
    for block in text.split("\n\n")[1:]:
        said: dict[str, str] = {}
        for line in block.splitlines():
            key, _, value = line.partition(" ")
            said[key] = ast.literal_eval(value)
        message = Message(said["msgid"], said.get("msgid_plural", ""))
        known[message] = tuple(said[key] for key in ("msgstr", "msgstr[0]", "msgstr[1]") if said.get(key))
    return known


def written(known: dict[Message, tuple[str, ...]]) -> str:
    """Write a .po file: a block a sentence, each text on one line."""
    head = 'msgid ""\nmsgstr ""\n' + "\n".join(_quoted(f"{line}\n") for line in HEADER.splitlines())
    return "\n\n".join([head, *(_block(message, known[message]) for message in sorted(known))]) + "\n"


def _block(message: Message, said: tuple[str, ...]) -> str:
    if not message.many:
        return f"msgid {_quoted(message.one)}\nmsgstr {_quoted(said[0] if said else '')}"
    forms = (*said, "", "")[:2]
    told = "\n".join(f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(forms))
    return f"msgid {_quoted(message.one)}\nmsgid_plural {_quoted(message.many)}\n{told}"


def _quoted(text: str) -> str:
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(marks.get(sign, sign) for sign in text) + '"'


def compiled(known: dict[Message, tuple[str, ...]]) -> bytes:
    """Return the .mo file: a sorted table of texts and one of their English, little-endian, as GNU's."""
    texts = {"": HEADER}
    for message, said in known.items():
        if said:
            texts["\0".join(filter(None, message))] = "\0".join(said)
    pairs = sorted((one.encode(), other.encode()) for one, other in texts.items())
    body, first = io.BytesIO(), 28 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    for side, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[side]), first + body.tell()]
            body.write(pair[side] + b"\0")
    head = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, first)
    numbers = [*head, *tables[0], *tables[1]]
    whole = struct.pack(f"<{len(numbers)}I", *numbers) + body.getvalue()
    gettext.GNUTranslations(io.BytesIO(whole))  # what cannot be read is not written
    return whole


if __name__ == "__main__":
    sys.exit(main())
