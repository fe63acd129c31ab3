"""The engine in use, as the setting names it."""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from search.backends.base import SearchBackend


@cache
def backend() -> SearchBackend:
    """One instance per process."""
    return cast(SearchBackend, import_string(settings.SEARCH_BACKEND)())
