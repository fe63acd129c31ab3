"""Files from elsewhere are exactly those that were reviewed: each hash is in the lock, each folder has its licence."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

FOLDERS = [settings.BASE_DIR / "marketplace/web/static/vendor", settings.BASE_DIR / "tests/vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_files_match_the_lock(folder: Path) -> None:
    locked = {row["file"]: row["sha256"] for row in json.loads((folder / "vendor.lock").read_text())}
    present = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.lock"
    }
    assert present == locked


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_package_has_its_licence(folder: Path) -> None:
    assert [one.name for one in folder.iterdir() if one.is_dir() and not (one / "LICENSE").exists()] == []
