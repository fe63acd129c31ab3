"""The seven laws, as far as source can show them. Each test prints every place that breaks one."""

import ast

from tests.architecture.source import Source, calls, functions, is_door, is_service, modules


def saves_a_file(call: ast.Call, name: str) -> bool:
    """Files, pictures and workbooks are saved under a name, which comes first; a row is saved by keywords alone."""
    return name.endswith(".save") and bool(call.args)


def test_doors_touch_no_manager() -> None:
    """Law 1 and 4: doors read by queries and write by services."""
    found = [
        source.at(node)
        for source in modules()
        if is_door(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert found == []


def test_doors_open_no_transaction_and_save_nothing() -> None:
    """Law 1 and 6: a service call is a transaction; no rule or write lives in a door."""
    forbidden = (".save", ".delete", ".bulk_create", ".bulk_update", "transaction.atomic")
    found = [
        source.at(node)
        for source in modules()
        if is_door(source)
        for node, name in calls(source)
        if name.endswith(forbidden) and not saves_a_file(node, name)
    ]
    assert found == []


def test_services_know_no_request() -> None:
    """Law 6: ids and values in."""
    found = [
        source.at(function)
        for source in modules()
        if is_service(source)
        for function in functions(source)
        for argument in [*function.args.args, *function.args.kwonlyargs]
        if argument.arg == "request" or (argument.annotation and "HttpRequest" in ast.unparse(argument.annotation))
    ]
    assert found == []


def public_services() -> list[tuple[Source, ast.FunctionDef]]:
    return [
        (source, node)
        for source in modules()
        if is_service(source)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_public_services_take_keywords_and_begin_with_the_actor() -> None:
    """A reader of a call sees what each value means."""
    found = [
        f"{source.at(node)} {node.name}"
        for source, node in public_services()
        if node.args.args
        or not node.args.kwonlyargs
        or (node.args.kwonlyargs[0].arg != "actor" and "/ledger/services/journal" not in source.path)
    ]
    assert found == []


def test_public_services_have_a_contract() -> None:
    """Docstrings say who may, units, what is raised and published."""
    found = [f"{source.at(node)} {node.name}" for source, node in public_services() if not ast.get_docstring(node)]
    assert found == []


def test_nothing_is_saved_without_naming_the_fields() -> None:
    """Two writers of one row would overwrite each other's fields."""
    found = [
        source.at(node)
        for source in modules()
        for node, name in calls(source)
        if name.endswith(".save")
        and not name.startswith("super()")
        and not saves_a_file(node, name)
        and not any(keyword.arg in {"update_fields", "force_insert", "using", "format"} for keyword in node.keywords)
    ]
    assert found == []


def test_time_is_read_in_one_place() -> None:
    """Business time is an argument."""
    names = ("timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
    found = [
        source.at(node)
        for source in modules()
        if source.path not in {"marketplace/lib/clock.py", "marketplace/lib/ids.py"}
        for node, name in calls(source)
        if name.endswith(names)
    ]
    assert found == []


def test_the_environment_is_read_in_one_place() -> None:
    """``settings/env.py`` has the typed readers."""
    found = [
        source.path
        for source in modules()
        if source.path != "marketplace/settings/env.py" and ("os.environ" in source.text or "getenv(" in source.text)
    ]
    assert found == []


def test_no_float_in_money() -> None:
    """Floats appear only where pictures are drawn or seconds are waited for."""
    found = [
        source.at(node)
        for source in modules()
        if source.path.split("/")[0] in {"escrow", "rfq", "listings", "buyers"} or "/ledger/" in source.path
        if not source.name.startswith(("drawing", "shapes")) and "/drawings/" not in source.path
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Call) and ast.unparse(node.func) in {"float", "models.FloatField"})
        or (isinstance(node, ast.Name) and node.id == "float" and not isinstance(node.ctx, ast.Store))
    ]
    assert found == []


def test_imports_stand_at_the_top() -> None:
    """A cycle that needs a hidden import is a wrong floor."""
    found = [
        source.at(node)
        for source in modules()
        for function in functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_signals() -> None:
    """Reactions go through the outbox."""
    found = [source.path for source in modules() if "django.dispatch" in source.text or "models.signals" in source.text]
    assert found == []


def test_no_serializer_publishes_all_fields() -> None:
    """What leaves the house is listed."""
    found = [source.path for source in modules() if '"__all__"' in source.text or "'__all__'" in source.text]
    assert found == []


def test_no_network_inside_a_transaction() -> None:
    """Law 5, as far as source shows it: services import no client of an outside system."""
    clients = ("import requests", "import stripe", "import boto3", "import redis", "urllib.request", "smtplib")
    found = [
        (source.path, client)
        for source in modules()
        if is_service(source)
        for client in clients
        if client in source.text
    ]
    assert found == []


def test_foreign_keys_protect_by_default() -> None:
    """Nothing of the ledger vanishes because something else does."""
    allowed = {"CASCADE"}
    found = [
        source.at(node)
        for source in modules()
        for node, name in calls(source)
        if name in {"models.ForeignKey", "models.OneToOneField"}
        for keyword in node.keywords
        if keyword.arg == "on_delete" and ast.unparse(keyword.value).rsplit(".", 1)[-1] in allowed
    ]
    assert found == []
