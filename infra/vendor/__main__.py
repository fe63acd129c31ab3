"""``python -m infra.vendor``: fetch the pinned packages, cut what the screens use, write ``vendor.lock``.

Needs ``npm`` and the network; run it only to add an icon or to move to a newer version. The suite
re-hashes the committed files against the lock.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVED = ROOT / "marketplace/web/static/vendor"
TESTED = ROOT / "tests/vendor"
ICONS = Path(__file__).with_name("icons.txt")
INTER, TABLER, AXE = "@fontsource-variable/inter@5.3.0", "@tabler/icons@3.51.0", "axe-core@4.14.1"
_COMMENTS_AND_SPACE = re.compile(r"\s*\n\s*")
_BLANK_PATH = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def fetch(package: str, into: Path) -> Path:
    """The unpacked npm package."""
    done = subprocess.run(["npm", "pack", "--silent", package], cwd=into, check=True, capture_output=True, text=True)
    archive = into / done.stdout.strip().splitlines()[-1]
    folder = into / archive.stem
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def symbol(name: str, source: str) -> str:
    """One icon of the sprite: the drawing without its frame."""
    inner = source[source.index(">") + 1 : source.rindex("</svg>")].replace(_BLANK_PATH, "")
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{_COMMENTS_AND_SPACE.sub("", inner)}</symbol>'


def sprite(icons: Path, names: list[str]) -> str:
    """All icons in one file; stroke and colour come from the page."""
    symbols = "\n".join(symbol(name, (icons / f"{name}.svg").read_text()) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def main() -> None:
    """Write the vendored files and their lock."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        inter, tabler, axe = fetch(INTER, work), fetch(TABLER, work), fetch(AXE, work)
        fonts, icons, checker = SERVED / "inter-5.3.0", SERVED / "tabler-icons-3.51.0", TESTED / "axe-core-4.14.1"
        for folder in (fonts, icons, checker):
            folder.mkdir(parents=True, exist_ok=True)
        for subset in ("latin", "latin-ext"):
            shutil.copy(inter / f"files/inter-{subset}-wght-normal.woff2", fonts)
        (icons / "icons.svg").write_text(sprite(tabler / "icons/outline", ICONS.read_text().split()))
        shutil.copy(axe / "axe.min.js", checker)
        for package, folder in ((inter, fonts), (tabler, icons), (axe, checker)):
            shutil.copy(package / "LICENSE", folder)
    for root, pins in (
        (SERVED, {"inter-5.3.0": INTER, "tabler-icons-3.51.0": TABLER}),
        (TESTED, {"axe-core-4.14.1": AXE}),
    ):
        lock(root, pins)


def lock(root: Path, pins: dict[str, str]) -> None:
    """``vendor.lock``: where each file came from, and its SHA-256."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.name != "vendor.lock")
    rows = [
        {
            "package": pins[path.relative_to(root).parts[0]],
            "file": str(path.relative_to(root)),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in files
    ]
    (root / "vendor.lock").write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
