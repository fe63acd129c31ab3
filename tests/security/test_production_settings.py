"""What a real market refuses to start on: a process of its own each, because settings are read once."""

import os
import subprocess
import sys

import pytest

REAL = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.prod",
    "DATABASE_URL": "postgresql://role:password@localhost/market",
    "REDIS_URL": "redis://localhost:6379/0",
    "SECRET_KEY": "k2v9xq4mzt7wd3hb8rf6ycjn5gsp" * 2,
    "ALLOWED_HOSTS": "market.example",
    "PUBLIC_URL": "https://market.example",
    "EMAIL_HOST": "smtp.example",
    "STRIPE_SECRET_KEY": "rk_live_0000",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_0000",
    "STRIPE_WEBHOOK_SECRET": "whsec_0000",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_0001",
}


def refusal(**changes: str) -> str:
    """The last line that the process says before it ends; nothing when it starts."""
    environment = {"PATH": os.environ["PATH"], **REAL, **changes}
    command = [sys.executable, "-c", "import marketplace.settings.prod"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ended.stderr.strip().rpartition("\n")[2]


def test_starts_when_everything_is_named() -> None:
    assert refusal() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "development-only-key-" + "0123456789" * 5}, "SECRET_KEY must be a random text"),
        ({"PUBLIC_URL": "http://localhost:8000"}, "PUBLIC_URL must be"),
        ({"STRIPE_SECRET_KEY": ""}, "STRIPE_SECRET_KEY is empty"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_SECRET_KEY needs"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is empty"),
    ],
)
def test_refuses_what_is_only_good_for_a_demonstration(changes: dict[str, str], words: str) -> None:
    assert words in refusal(**changes)


def test_a_demonstration_says_so() -> None:
    assert refusal(ALLOW_SANDBOX="1", EMAIL_HOST="", STRIPE_SECRET_KEY="") == ""


def test_django_has_nothing_to_add() -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ended = subprocess.run(
        command, env={"PATH": os.environ["PATH"], **REAL}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
