"""The OpenAPI document is complete and valid, and its page runs under our content policy."""

import re

import yaml
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


def test_the_document_is_valid_and_public(db: None) -> None:
    response = Client().get("/api/v1/schema")
    assert response.status_code == 200
    document = yaml.safe_load(response.content)
    assert document["openapi"].startswith("3.0")
    assert "/api/v1/me" in document["paths"]
    validate_schema(SchemaGenerator().get_schema(request=None, public=True))


def test_no_field_is_guessed(db: None) -> None:
    """What ``manage.py spectacular --fail-on-warn`` counts."""
    reset_generator_stats()
    SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS


def test_every_post_documents_its_key_and_every_answer_its_refusal(db: None) -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            assert "default" in operation["responses"], f"{method} {path}"
            headers = [item["name"] for item in operation.get("parameters", ()) if item["in"] == "header"]
            assert headers == (["Idempotency-Key"] if method == "post" else []), f"{method} {path}"


def test_the_page_has_no_inline_code_and_no_foreign_address(db: None) -> None:
    response = Client().get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r'(?:src|href)="(?!/)[^"]+"', page) == []
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert Client().get("/api/docs/", {"script": ""}).headers["Content-Type"] == "application/javascript"
