"""Documents that name code are held to it: files that exist, settings that are read, with their defaults."""

import ast
import re

from tests.architecture.source import ROOT

PATH = re.compile(r"`([\w./-]+\.(?:py|html|js|md|toml|css|txt))`")
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (.+?) \| .+ \|$", re.MULTILINE)
READERS = {"text", "number", "flag", "words", "folder"}


def documented() -> dict[str, str]:
    """Each variable in ``docs/settings.md`` and its default."""
    return dict(ROW.findall((ROOT / "docs/settings.md").read_text()))


def read_by_settings(*names: str) -> dict[str, ast.expr | None]:
    """Each variable that the settings modules ``names`` ask ``env`` for, and the expression of its default."""
    found: dict[str, ast.expr | None] = {}
    for name in names:
        for node in ast.walk(ast.parse((ROOT / f"marketplace/settings/{name}.py").read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
                variable = ast.literal_eval(node.args[0])
                nothing = ast.Constant("") if node.func.attr == "words" else None
                found[variable] = node.args[1] if len(node.args) > 1 else nothing
    return found


def read_by_start() -> set[str]:
    """Each variable that ``make run`` asks for by its name."""
    text = "".join(file.read_text() for file in (ROOT / "infra/up").glob("*.py"))
    return set(re.findall(r"""os\.environ(?:\.get\(|\.setdefault\(|\[)"([A-Z0-9_]+)\"""", text))


def shown(default: ast.expr | None) -> str:
    """A default as the document writes it."""
    if default is None:
        return "required"
    if not isinstance(default, ast.Constant):
        return "`var`"  # the one default that is computed: the folder
    value = default.value
    assert isinstance(value, str | int)
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    return f"`{value}`" if value != "" else "empty"


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    read = set(read_by_settings("base", "dev", "test", "prod")) | read_by_start()
    assert set(documented()) == read


def test_defaults_are_those_of_the_code() -> None:
    documents, code = documented(), read_by_settings("test", "prod", "base")
    assert {name: documents[name] for name in code} == {name: shown(default) for name, default in code.items()}


def test_every_file_that_a_document_names_exists() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [
        f"{document.relative_to(ROOT)}: {path}"
        for document in documents
        for path in PATH.findall(document.read_text())
        if "/" in path and not (ROOT / path).exists()
    ]
    assert found == []
