"""Rules for every template of the house: nothing inline, nothing foreign, short, and only icons that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
PACKAGES = ("marketplace", "vendors", "buyers", "listings", "rfq", "messaging", "escrow", "search")
SPRITE = ROOT / "marketplace/web/static/vendor/tabler-icons-3.51.0/icons.svg"
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
HANDLER = re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE)
FOREIGN = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!{{)""", re.IGNORECASE)
TEMPLATE_ICON = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")
PYTHON_ICON = re.compile(r"""\bicon(?:\s*:\s*str)?\s*=\s*["']([\w-]+)["']""")
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
LONGEST = 60


def templates() -> list[Path]:
    return sorted(path for name in PACKAGES for path in (ROOT / name).rglob("templates/**/*.html"))


def of_templates(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            found += [f"{path.relative_to(ROOT)}:{number}: {match.group()}" for match in pattern.finditer(line)]
    return found


def test_there_are_templates() -> None:
    assert ROOT / "marketplace/web/templates/app.html" in templates()


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(re.compile(r"\sstyle\s*=", re.IGNORECASE), id="style attribute"),
        pytest.param(re.compile(r"<style\b", re.IGNORECASE), id="style element"),
        pytest.param(INLINE_SCRIPT, id="inline script"),
        pytest.param(HANDLER, id="handler attribute"),
        pytest.param(re.compile(r"javascript:", re.IGNORECASE), id="javascript address"),
        pytest.param(re.compile(r"hx-(?:vals|headers)=['\"]js:", re.IGNORECASE), id="evaluated htmx value"),
    ],
)
def test_nothing_inline(pattern: re.Pattern[str]) -> None:
    assert of_templates(pattern) == []


def test_no_file_comes_from_elsewhere() -> None:
    tags = re.compile(r"<(?:script|link|img)\b[^>]*" + FOREIGN.pattern, re.IGNORECASE)
    assert of_templates(tags) == []


def test_templates_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {len(lines)}"
        for path in templates()
        if len(lines := path.read_text().splitlines()) > LONGEST
    ]
    assert long == []


FOREIGN_PAGES = ("pay", "choices", "transfer_form", "bank", "onboard")


def test_every_post_form_carries_its_token() -> None:
    free = {
        "marketplace/web/templates/web/parts/theme.html",  # changes the colour of one's own screen only
        # stand for pages of a payment provider
        *(f"escrow/gateways/fake/templates/sandbox/{name}.html" for name in FOREIGN_PAGES),
    }
    missing = [
        name
        for path in templates()
        if (name := str(path.relative_to(ROOT))) not in free
        for form in POST_FORM.findall(path.read_text())
        if "csrf_token" not in form
    ]
    assert missing == []


def test_icons_are_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="i-([\w-]+)"', SPRITE.read_text()))
    used = {name for path in templates() for pair in TEMPLATE_ICON.findall(path.read_text()) for name in pair if name}
    python = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    used |= {name for path in python for name in PYTHON_ICON.findall(path.read_text())}
    assert "anchor" in used
    assert used - known == set()
