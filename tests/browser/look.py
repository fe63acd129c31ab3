"""Looking at a screen the way a reader does: open Chromium, take a picture, ask axe, find what sticks out.

``open_browser()`` is a context manager; ``Look`` is one page at one width and theme. The overflow check
compares with the width that was asked for, because a phone's layout viewport grows with the content
and ``innerWidth`` would hide the fault.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).resolve().parents[1] / "vendor/axe-core-4.14.1/axe.min.js"
CHROMIUM = "/usr/bin/chromium"
DESKTOP, PHONE = 1440, 390
HEIGHTS = {DESKTOP: 1000, PHONE: 844}
THEMES = ("light", "dark")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, width: int = DESKTOP, theme: str = "light", **options: Any) -> BrowserContext:
    """A clean session of one person on one device. Motion is off: half-faded colours fail contrast checks."""
    phone = width < 700
    return browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        is_mobile=phone, has_touch=phone, reduced_motion="reduce",
        color_scheme="dark" if theme == "dark" else "light", **options,
    )  # fmt: skip


@dataclass
class Look:
    """A page in front of us, and every complaint it made on its console."""

    page: Page
    width: int
    complaints: list[str] = field(default_factory=list)
    measured: bool = False

    @classmethod
    def at(cls, context: BrowserContext, url: str, width: int = DESKTOP) -> "Look":
        """Open ``url`` and wait until it is quiet."""
        page = context.new_page()
        look = cls(page, width)
        page.on("console", lambda said: look.hear(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: look.hear(str(error)))
        page.goto(url, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        return look

    def hear(self, complaint: str) -> None:
        """Keep a complaint, except those about axe: it sets styles to measure, which our policy refuses."""
        if not (self.measured and complaint.startswith("Applying inline style")):
            self.complaints.append(complaint)

    def picture(self, path: Path | str, *, full: bool = False) -> None:
        """Save a screenshot."""
        self.page.screenshot(path=str(path), full_page=full)

    def violations(self, rules: list[str] | None = None) -> list[str]:
        """What axe finds against WCAG 2.2 AA, one line per element."""
        self.measured = True
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
            rules or _RULES,
        )
        return [
            f"{one['id']}: {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def overflow(self) -> list[str]:
        """Elements whose right edge lies outside the asked width and inside no scroller of their own."""
        found: list[str] = self.page.evaluate(_STICKING_OUT, self.width)
        return found

    def faults(self) -> list[str]:
        """Everything that a finished screen must not have."""
        return [*self.complaints, *self.violations(), *self.overflow()]


_STICKING_OUT = """width => {
  const scrolls = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (/(auto|scroll|hidden|clip)/.test(style.overflowX) || style.position === 'fixed') return true;
      if (style.clipPath !== 'none') return true;
    }
    return false;
  };
  const whole = document.documentElement.scrollWidth;
  const wide = whole > width ? [`page: ${whole} px wide`] : [];
  const out = [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.right <= width + 1) return false;
    return !scrolls(element) && getComputedStyle(element).position !== 'fixed';
  });
  const named = element => `${element.tagName.toLowerCase()}.${element.getAttribute('class') || ''}`;
  const edge = element => Math.round(element.getBoundingClientRect().right);
  return [...wide, ...out.slice(0, 8).map(element => `${named(element)}: right edge ${edge(element)}`)];
}"""
