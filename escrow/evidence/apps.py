"""Registers the package with Django, and collects what other packages add to the pack."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EvidenceConfig(AppConfig):
    """Evidence as an installed application."""

    name = "escrow.evidence"
    label = "evidence"

    def ready(self) -> None:
        """``<package>/evidence_parts.py`` is where a package registers its parts."""
        autodiscover_modules("evidence_parts")
