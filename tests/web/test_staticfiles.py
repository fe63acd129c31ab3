"""Styles become one file, modules import each other by hashed names, nothing is lost on the way."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from marketplace.web.staticfiles import bundle

STATIC: Path = settings.BASE_DIR / "marketplace/web/static"
BUDGET = 10 * 1024


def test_bundle_puts_each_file_into_its_layer() -> None:
    entry = '@layer a, b;\n@import "one.css" layer(a);\n@import "two.css" layer(b);\n'
    made = bundle(entry, {"one.css": "p { margin: 0 }\n", "two.css": "i { color: red }\n"})
    assert made == "@layer a, b;\n@layer a {\np { margin: 0 }\n}\n@layer b {\ni { color: red }\n}\n"


def test_every_style_file_is_imported_once() -> None:
    entry = (STATIC / "css/ui.css").read_text()
    imported = re.findall(r'@import "([\w-]+\.css)"', entry)
    assert sorted(imported) == sorted(path.name for path in (STATIC / "css").glob("*.css") if path.name != "ui.css")


def test_styles_stay_within_budget() -> None:
    texts = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
    assert len(gzip.compress(bundle(texts["ui.css"], texts).encode())) <= BUDGET


def test_collected_files_refer_to_each_other_by_hash(tmp_path: Path) -> None:
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "marketplace.web.staticfiles.HashedStorage"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    styles = next(tmp_path.glob("css/ui.*.css")).read_text()
    assert "@import" not in styles
    assert re.search(r'url\("\.\./vendor/inter-5\.3\.0/inter-latin-wght-normal\.[0-9a-f]{12}\.woff2"\)', styles)
    module = next(tmp_path.glob("js/main.*.js")).read_text()
    assert re.search(r'import ?"\./theme\.[0-9a-f]{12}\.js"', module)
    live = next(tmp_path.glob("js/live.*.js")).read_text()
    assert re.search(r'from ?"\./socket\.[0-9a-f]{12}\.js"', live)


def test_modules_are_small() -> None:
    long = [path.name for path in (STATIC / "js").glob("*.js") if len(path.read_text().splitlines()) > 150]
    assert long == []
