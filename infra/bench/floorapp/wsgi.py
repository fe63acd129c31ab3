"""The floor's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "infra.bench.floor"
application = get_wsgi_application()
