"""Hard stops for sizes, and names that say nothing. The median is never the problem; the tail is."""

import ast

from tests.architecture.source import ROOT, functions, modules, templates

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 600, 70, 60
EMPTY_NAMES = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}


def test_files_stay_readable() -> None:
    assert [
        f"{source.path}: {lines}" for source in modules() if (lines := len(source.text.splitlines())) > FILE_LINES
    ] == []


def test_functions_stay_readable() -> None:
    assert [
        f"{source.at(function)} {function.name}: {lines}"
        for source in modules()
        for function in functions(source)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ] == []


def test_templates_stay_readable() -> None:
    assert [
        f"{file.relative_to(ROOT)}: {lines}"
        for file in templates()
        if (lines := len(file.read_text().splitlines())) > TEMPLATE_LINES
    ] == []


def test_no_file_is_called_nothing() -> None:
    assert [source.path for source in modules() if source.name in EMPTY_NAMES] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [source.path for source in modules() if source.text.strip() and not ast.get_docstring(source.tree)] == []
