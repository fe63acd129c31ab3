"""The product's source as trees: what the architecture tests read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("marketplace", "vendors", "buyers", "listings", "rfq", "messaging", "escrow", "search")


@dataclass(frozen=True)
class Source:
    """One module: where it is, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]

    def at(self, node: ast.AST) -> str:
        """``path:line``, as an editor wants it."""
        return f"{self.path}:{getattr(node, 'lineno', 0)}"


@cache
def modules(*, with_migrations: bool = False) -> tuple[Source, ...]:
    """Every module of the product."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "__pycache__" in file.parts or ("migrations" in file.parts and not with_migrations):
                continue
            text = file.read_text()
            found.append(Source(str(file.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def templates() -> list[Path]:
    """Every template of the product."""
    return [file for package in PACKAGES for file in sorted((ROOT / package).rglob("templates/**/*.html"))]


def is_door(source: Source) -> bool:
    """Views, API views, serializers, forms, consumers and tasks: the mouths of services."""
    return source.name in {"views.py", "consumers.py", "consumer.py", "tasks.py", "forms.py", "serializers.py"} or (
        "/views/" in source.path or "/api/" in source.path
    )


def is_service(source: Source) -> bool:
    """A writer: ``services.py`` or a module of the package ``services``."""
    return source.name == "services.py" or ("/services/" in source.path and source.name != "__init__.py")


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, at any depth."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with its dotted name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)
