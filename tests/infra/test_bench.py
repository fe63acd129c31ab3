"""The benchmark's own arithmetic: what it reads from wrk, what it asks for, how it reports."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from infra.bench.load import Window, read_answer
from infra.bench.market import Catalogue
from infra.bench.pages import Round, make_cases
from infra.bench.report import Figure, print_report

GOOD = """Running 4s test @ http://127.0.0.1:8000
  1 threads and 16 connections
  8123 requests in 4.01s, 93.10MB read
Requests/sec:   2025.69
"""


def test_reads_what_wrk_says() -> None:
    assert read_answer(GOOD) == Window(per_second=2025.69, requests=8123, errors=0)


def test_refused_and_broken_answers_are_errors() -> None:
    text = GOOD + "  Socket errors: connect 0, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 7\n"
    assert read_answer(text).errors == 12


def test_silence_of_wrk_is_named() -> None:
    with pytest.raises(RuntimeError, match="unable to connect"):
        read_answer("unable to connect to 127.0.0.1:1 Connection refused")


def test_both_sides_are_asked_for_the_same() -> None:
    catalogue = Catalogue(size=3, categories={7: "cables", 9: "racks"}, slugs=["a", "b", "c"], floor_ids=[1, 2, 3])
    category, product, listed = make_cases(catalogue, ["/api/v1/listings", "/api/v1/listings?after=b"])
    assert (category.market, category.floor) == (["/c/cables/", "/c/racks/"], ["/a/7/", "/a/9/"])
    assert sorted(product.market) == ["/p/a/", "/p/b/", "/p/c/"]
    assert sorted(product.floor) == ["/d/1/", "/d/2/", "/d/3/"]
    assert listed.floor == ["/e/?page=1", "/e/?page=2"]


def test_ratio_is_market_to_floor() -> None:
    assert Round(Window(150.0, 600, 0), Window(200.0, 800, 0), 5.0, 4.0).ratio == 0.75


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("category ratio", 0.7, "x", ">= 0.7"), "met"),
        (Figure("category ratio", 0.69, "x", ">= 0.7"), "missed"),
        (Figure("web memory", 205.1, "MB", "<= 205"), "missed"),
        (Figure("trade", 1.0, "jobs/s"), ""),
    ],
)
def test_verdict(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict


def test_the_last_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_report("pages", [Figure("trade", 1.23456, "jobs/s")], ["floor: idle"])
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"bench": "pages", "figures": [{"name": "trade", "value": 1.2346, "unit": "jobs/s", "goal": ""}]}


def test_says_what_is_missing_before_it_touches_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.bench.pages.require_wrk", lambda: "wrk")
    with pytest.raises(CommandError, match="CATALOG=path"):
        call_command("bench", "pages", catalog=tmp_path / "absent.jsonl.gz")
