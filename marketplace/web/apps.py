"""Django's handle on the toolkit: at start it collects each package's ``shell`` module and registers its check."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from marketplace.web.checks import check_shell_addresses


class WebConfig(AppConfig):
    """Loads ``<package>.shell`` of every installed package, where it adds its navigation."""

    name = "marketplace.web"
    label = "web"
    verbose_name = "Web toolkit"

    def ready(self) -> None:
        """Fill the shell once all models are known."""
        autodiscover_modules("shell")
        checks.register(check_shell_addresses, checks.Tags.urls)
