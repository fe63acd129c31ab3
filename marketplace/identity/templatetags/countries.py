"""``{{ organization.country|country }}``: people read names of countries, only machines read codes."""

from django import template

from marketplace.identity.countries import NAMES

register = template.Library()


@register.filter
def country(code: str) -> str:
    """``"PL"`` → ``"Poland"``; what is no code stays as it is."""
    return NAMES.get(code, code)
