"""System check: every address that a package put into the shell must exist."""

from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.urls import NoReverseMatch, reverse

from marketplace.web import shell


def check_shell_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of navigation, commands and panels whose ``url_name`` no urls.py knows."""
    found: list[CheckMessage] = []
    for name in sorted(shell.registry.url_names()):
        try:
            reverse(name)
        except NoReverseMatch:
            found.append(CheckWarning(f"The shell links to {name!r}, which no urls.py defines.", id="web.W001"))
    return found
