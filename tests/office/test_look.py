"""The look: contrast of the tokens, what was vendored, what a page may not carry, what a browser and axe say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.either

OFFICE = Path(__file__).parents[2] / "src/tedung/office"
CSS = (OFFICE / "static/tedung.css").read_text("utf-8")
TEMPLATES = sorted([*OFFICE.glob("templates/**/*.html"), *OFFICE.glob("*/templates/**/*.html")])

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
PAIRS = [
    # what is written or drawn, upon what, how far apart
    *[(ink, ground, TEXT) for ink in ("ink", "stone", "indigo") for ground in ("paper", "mist")],
    *[(ink, "paper", TEXT) for ink in ("marigold", "leaf", "brick", "indigo-deep")],
    *[(ink, "mist", TEXT) for ink in ("marigold", "leaf", "brick")],
    *[("ink", f"{soft}-soft", TEXT) for soft in ("marigold", "leaf", "brick", "indigo")],
    ("brick", "brick-soft", TEXT),
    ("indigo", "indigo-soft", TEXT),
    ("stone", "marigold-soft", TEXT),
    ("on-indigo", "indigo", TEXT),
    ("on-indigo", "indigo-deep", TEXT),
    ("on-bar", "bar", TEXT),
    ("on-bar", "bar-deep", TEXT),
    ("edge", "paper", SHAPE),
    ("focus", "paper", SHAPE),
    ("focus", "mist", SHAPE),
    ("marigold-fill", "bar", SHAPE),  # the focus within the bar
]


def tokens(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(CSS.partition("@media")[0])
DARK = {**LIGHT, **tokens(CSS[CSS.index("prefers-color-scheme: dark") :].partition("/* Ground. */")[0])}


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lights = sorted([luminance(one), luminance(other)])
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_whatever_is_read_stands_out(scheme, ink, ground, least):
    assert contrast(scheme[ink], scheme[ground]) >= least


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ramp_goes_one_way_and_its_classes_are_told_apart(scheme):
    """In greys alone, as somebody sees who sees no colours."""
    lights = [luminance(scheme[f"ramp-{rank}"]) for rank in range(1, 6)]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    steps = [contrast(scheme[f"ramp-{rank}"], scheme[f"ramp-{rank + 1}"]) for rank in range(1, 5)]
    assert min(steps) >= 1.3


def test_the_tokens_are_those_of_the_plan():
    assert (LIGHT["ink"], LIGHT["paper"]) == ("#1b2430", "#ffffff")
    assert [LIGHT[name] for name in ("mist", "indigo", "marigold", "leaf", "brick", "stone")] == [
        "#f4f6f3",
        "#233a73",
        "#9a5b00",
        "#2a7348",
        "#b3372b",
        "#5a626d",
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(OFFICE)))
def test_no_template_carries_a_style_or_a_script(path):
    """The policy of the pages forbids both; htmx's own ways around it too."""
    source = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(OFFICE)))
def test_every_table_has_a_caption_and_every_field_of_a_form_its_guard(path):
    source = path.read_text("utf-8")
    whole = re.findall(r"<table.*?</table>", source, re.DOTALL)
    assert not [table[:60] for table in whole if "<caption" not in table and "<thead" in table]
    posts = re.findall(r'<form[^>]*method="post".*?</form>', source, re.DOTALL)
    assert not [form[:60] for form in posts if "csrf_token" not in form]


def test_every_vendored_file_is_as_it_was_taken():
    tool = Path(__file__).parents[2] / "tools/vendor.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_vendored_file_is_used():
    used = CSS + (OFFICE / "templates/base.html").read_text("utf-8")
    vendored = [path for path in (OFFICE / "static/vendor").rglob("*.*") if path.is_file()]
    assert not [str(path) for path in vendored if f"{path.parent.name}/{path.name}" not in used]


def test_the_css_names_no_file_that_is_not_there():
    named = re.findall(r'url\("(?!#)([^"]+)"\)', CSS)
    assert named
    assert all((OFFICE / "static" / name).is_file() for name in named)


def test_the_frame_tells_who_one_is_and_what_one_may_open(signed_in, make_user):
    page = signed_in(make_user("verifikator")).get("/").content.decode()
    assert 'aria-current="page">Hari ini' in page
    assert 'href="/usulan/"' in page
    assert "Verifikator" in page
    assert 'action="/akun/logout/"' in page


def test_an_analyst_is_shown_nothing_that_is_closed_to_him(signed_in, make_user):
    page = signed_in(make_user("analis")).get("/").content.decode()
    assert 'href="/orang/"' not in page


def test_the_language_is_changed_by_a_form(client, db):
    assert '<html lang="id">' in client.get("/masuk/").content.decode()
    client.post("/bahasa/", {"language": "en", "next": "/masuk/"})
    page = client.get("/masuk/").content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page


@pytest.mark.parametrize(("address", "status"), [("/there-is-no-such-page/", 404), ("/padan/", 403)])
def test_a_refused_page_says_what_to_do(signed_in, make_user, address, status):
    answer = signed_in(make_user("analis")).get(address)
    assert answer.status_code == status
    assert "administrator" in answer.content.decode() or "Hari ini" in answer.content.decode()


def test_a_wrong_password_is_told_at_the_field_or_above(client, db):
    page = client.post("/masuk/", {"login": "nobody", "password": "x"}).content.decode()
    assert "Ada yang perlu diperbaiki" in page
    assert "<script>" not in client.post("/masuk/", {"login": "<script>", "password": ""}).content.decode()


def test_a_template_is_read_once_by_a_process():
    from django.forms.renderers import get_default_renderer
    from django.template import engines
    from django.template.loaders.cached import Loader

    for engine in (engines["django"], get_default_renderer().engine):
        assert [type(loader) for loader in engine.engine.template_loaders] == [Loader]


PAGES = ["/", "/usulan/", "/orang/", "/akun/2fa/", "/akun/password/change/", "/akun/2fa/totp/activate/"]


def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(visit, axe, make_user):
    """Signed in and not, wide and narrow, light and dark; the menu opens by key and closes by Escape."""
    stranger = visit(None, width=360)
    stranger.goto("/masuk/")
    axe(stranger)
    page = visit(make_user("verifikator"))
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for address in PAGES:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            axe(page)
    page.focus("summary")
    page.keyboard.press("Enter")
    assert page.is_visible("details[open] a[href='/usulan/']")
    axe(page)
    page.keyboard.press("Escape")
    assert not page.is_visible("a[href='/usulan/']")
