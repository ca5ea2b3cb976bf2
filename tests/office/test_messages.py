"""Every sentence of the office has its English, and what is compiled is what was written."""

import gettext
import io
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import messages  # noqa: E402 - a tool, not a package
from messages import Message  # noqa: E402 - likewise

pytestmark = pytest.mark.either


def test_every_sentence_has_its_english_and_no_other_lies_about():
    known = messages.read(messages.PO.read_text("utf-8"))
    assert messages.check(messages.messages(), known) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Masuk" %}', [Message("Masuk")]),
        ("{% translate 'Masuk' as verb %}", [Message("Masuk")]),
        ("{% blocktranslate %}Baris {{ n }}{% endblocktranslate %}", [Message("Baris %(n)s")]),
        (
            "{% blocktranslate count n=x %}Satu{% plural %}Banyak{% endblocktranslate %}",
            [Message("Satu", "Banyak")],
        ),
        ("{% blocktranslate trimmed %}\n  Dua\n  kata\n{% endblocktranslate %}", [Message("Dua kata")]),
        ('{% include "x" with verb=_("Kirim (lagi)") %}', [Message("Kirim (lagi)")]),
        ("{% translate \"Kata 'itu', dan ini)\" %}", [Message("Kata 'itu', dan ini)")]),
        ("<p>gettext</p>", []),
    ],
)
def test_sentences_of_a_template_are_found(source, found):
    assert list(messages.of_template(source)) == found


def test_sentences_of_code_are_found():
    source = '_("a" "b")\nngettext("c", "d", n)\ngettext(name)\nx.gettext_lazy("e")\nother("f")'
    assert list(messages.of_code(source)) == [Message("ab"), Message("c", "d"), Message("e")]


def test_what_is_written_is_read_again():
    known = {
        Message('a "b" \\ c\n'): ('x "y"\n',),
        Message("satu", "banyak"): ("one", "many"),
        Message("belum"): (),
    }
    assert messages.read(messages.written(known)) == known
    assert messages.untranslated(known) == [Message("belum")]


def test_what_is_compiled_is_understood_by_gettext():
    known = {Message("ya"): ("yes",), Message("%(n)s hal", "%(n)s hal"): ("%(n)s thing", "%(n)s things")}
    catalogue = gettext.GNUTranslations(io.BytesIO(messages.compiled(known)))
    assert catalogue.gettext("ya") == "yes"
    assert catalogue.ngettext("%(n)s hal", "%(n)s hal", 1) == "%(n)s thing"
    assert catalogue.ngettext("%(n)s hal", "%(n)s hal", 2) == "%(n)s things"
    assert catalogue.gettext("tidak ada") == "tidak ada"


@pytest.mark.parametrize(
    ("known", "fault"),
    [
        ({}, "no English: ya"),
        ({Message("ya"): ()}, "no English: ya"),
        ({Message("ya"): ("yes",), Message("lama"): ("old",)}, "used no longer: lama"),
    ],
)
def test_what_is_missing_or_left_over_is_named(known, fault):
    assert fault in messages.check([Message("ya")], known)


def test_fields_that_differ_are_named():
    known = {Message("%(n)s orang"): ("people",)}
    assert "fields differ: %(n)s orang" in messages.check(known, known)
