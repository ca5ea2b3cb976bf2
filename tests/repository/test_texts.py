"""Both languages say the same things, and no sentence can name a person."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from tedung.texts import LANGUAGES, language, sentences, text

SOURCE = Path(__file__).parents[2] / "src/tedung"
PERSONAL = {"nik", "name", "nama", "nama_ktp", "nama_sebutan", "mother", "ibu", "phone", "address"}


def fields(sentence):
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def calls():
    """Yield (place, code, keywords) of every call ``text("area.code", …)`` whose code is written out."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Name)
                or node.func.id != "text"
            ):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                yield f"{path.name}:{node.lineno}", node.args[0].value, {word.arg for word in node.keywords}


def test_both_languages_have_the_same_codes():
    indonesian, english = (set(sentences(lang)) for lang in LANGUAGES)
    assert indonesian - english == set()
    assert english - indonesian == set()


def test_both_languages_have_the_same_fields():
    differing = {
        code: (fields(sentence), fields(sentences("en")[code]))
        for code, sentence in sentences("id").items()
        if fields(sentence) != fields(sentences("en").get(code, ""))
    }
    assert not differing


def shape(node):
    """Return the pattern of an f-string: ``law.certainty_.+``."""
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]
    return "".join(parts)


def literals():
    """Return the strings of the source, and the patterns of its f-strings."""
    whole, shapes = set(), set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                shapes.add(shape(node))
    return whole, {one for one in shapes if len(re.sub(r"\W|^[a-z_]+\\\.", "", one)) > 2}


def halves(tail):
    """Yield every way to cut ``birth_order_same`` in two."""
    parts = tail.split("_")
    for cut in range(1, len(parts)):
        yield "_".join(parts[:cut]), "_".join(parts[cut:])


def test_every_sentence_is_said_somewhere():
    """By its code, by the part after the dot, whole or in halves, or by an f-string of that shape."""
    whole, shapes = literals()
    unsaid = []
    for code in sentences("id"):
        tail = code.partition(".")[2]
        is_written = bool({code, tail} & whole) or any({*two} <= whole for two in halves(tail))
        if not is_written and not any(re.fullmatch(one, part) for one in shapes for part in (code, tail)):
            unsaid.append(code)
    assert not unsaid


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_has_a_field_for_a_person(lang):
    assert not {code for code, sentence in sentences(lang).items() if fields(sentence) & PERSONAL}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_flat_and_not_empty(lang):
    for path in (SOURCE / "texts" / lang).glob("*.toml"):
        for code, sentence in tomllib.loads(path.read_text("utf-8")).items():
            assert isinstance(sentence, str), (path.name, code)
            assert sentence.strip(), (path.name, code)


def test_every_sentence_asked_for_exists_with_its_fields():
    """A wrong code or a forgotten field would only be seen by the clerk who meets that fault."""
    faults = []
    for place, code, given in calls():
        if code not in sentences("id"):
            faults.append(f"{place}: no sentence {code}")
        elif None not in given and (missing := fields(sentences("id")[code]) - given):
            faults.append(f"{place}: {code} lacks {sorted(missing)}")
    assert not faults, "\n".join(faults)


def test_the_language_is_indonesian_unless_english_is_asked_for(monkeypatch):
    for wanted, spoken in (("en", "en"), ("id", "id"), ("", "id"), ("nl", "id"), ("EN", "id")):
        monkeypatch.setenv("TEDUNG_LANG", wanted)
        assert language() == spoken


def test_an_unknown_code_is_a_programmers_mistake():
    with pytest.raises(KeyError):
        text("outcome.perhaps")
