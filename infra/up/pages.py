"""Serves the pages by granian: ``python -m infra.up.pages`` and granian's own arguments.

The market is loaded once, before the workers are forked from it, so that they share the memory of what it consists
of: two workers take 180 MB in place of 225, and one that crashed is back at once. Where processes are not forked
(macOS), each worker loads the market by itself, as under granian alone.
"""

import gc
import multiprocessing
import sys

from django.urls import get_resolver
from granian.cli import cli

from marketplace import wsgi  # noqa: F401  # loads the market

if __name__ == "__main__":
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")  # newer Pythons would not by themselves
    len(get_resolver().url_patterns)  # every view and API, which otherwise the first request loads
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, what the workers share
    cli()
