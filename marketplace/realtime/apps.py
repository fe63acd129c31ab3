"""Registers the package with Django, and the topic that needs no other package's rows."""

from django.apps import AppConfig

from marketplace.realtime import topics


class RealtimeConfig(AppConfig):
    """Realtime as an installed application."""

    name = "marketplace.realtime"
    label = "realtime"

    def ready(self) -> None:
        """Anything that concerns a whole organisation may be announced under its own topic."""
        topics.register("organization", topics.own_organization)
