"""What pytest loads: the market's test settings, on services that exist.

Django reads ``DATABASE_URL`` while it is imported, before any fixture could run; so the services are started here.
Where the environment names its own (``make test``, CI), they are used and nothing is started.
"""

from infra.up.temporary import ensure_services

ensure_services()

from marketplace.settings.test import *  # noqa: E402, F403
