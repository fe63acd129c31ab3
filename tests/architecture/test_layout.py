"""The top level is fixed; no machine's path and no secret is in the tree."""

import re
import subprocess

from tests.architecture.source import ROOT

TOP_LEVEL = {
    "marketplace", "vendors", "buyers", "listings", "rfq", "messaging", "escrow", "search", "tests", "infra", "docs",
    "pyproject.toml", "README.md", "Makefile", "manage.py", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE",
}  # fmt: skip
PATHS = re.compile(r"/(?:root|home/[a-z]+|work)/[a-z]")
SECRETS = re.compile(r"sk_live_|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_nothing_is_added_to_the_top_level() -> None:
    assert {name.split("/")[0] for name in tracked() if not name.startswith(".")} - TOP_LEVEL == set()


def test_no_path_of_a_machine_and_no_secret() -> None:
    found = []
    for name in tracked():
        if (
            name.endswith((".woff2", ".png", ".webp", ".svg", ".gz", ".min.js"))
            or name == "tests/architecture/test_layout.py"
        ):
            continue
        text = (ROOT / name).read_text(errors="replace") if (ROOT / name).exists() else ""
        if PATHS.search(text) or SECRETS.search(text):
            found.append(name)
    assert found == []


def test_the_locks_name_no_address() -> None:
    locks = [(ROOT / name).read_text() for name in tracked() if name.startswith("infra/lock/")]
    assert len(locks) >= 2
    assert all("--hash=sha256:" in lock for lock in locks)
    assert not any("http://" in lock or "https://" in lock for lock in locks)
