"""The import contracts in ``pyproject.toml`` know every package and everything inside that is its own."""

import tomllib

import pytest

from infra.up.environment import ROOT

PACKAGES = [
    "marketplace.outbox", "marketplace.storage", "marketplace.ledger",
    "messaging", "vendors", "listings", "buyers", "rfq", "escrow", "search",
]  # fmt: skip
INNER = ["models", "querysets", "handlers", "tasks"]

with (ROOT / "pyproject.toml").open("rb") as file:
    CONTRACTS = tomllib.load(file)["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("package", PACKAGES)
def test_inner_modules_are_protected(package: str) -> None:
    folder = ROOT.joinpath(*package.split("."))
    existing = {f"{package}.{name}" for name in INNER if (folder / f"{name}.py").exists() or (folder / name).is_dir()}
    protected = {
        module
        for contract in CONTRACTS
        if contract["type"] == "protected" and contract["allowed_importers"] == [package]
        for module in contract["protected_modules"]
    }
    assert existing == protected


def test_every_package_has_its_floor() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    placed = {name.strip() for layer in layers for name in layer.replace(":", "|").split("|")}
    top = {"marketplace", "vendors", "buyers", "listings", "rfq", "messaging", "escrow", "search"}
    inside = {f"marketplace.{path.parent.name}" for path in ROOT.glob("marketplace/*/__init__.py")}
    modules = {f"marketplace.{path.stem}" for path in ROOT.glob("marketplace/*.py") if path.stem != "__init__"}
    assert placed == (top - {"marketplace"}) | inside | modules
