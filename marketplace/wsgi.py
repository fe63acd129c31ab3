"""The door of pages and API."""

from django.core.wsgi import get_wsgi_application

from infra.up.environment import prepare
from marketplace import celery  # noqa: F401  # binds every shared task to our broker

prepare()
application = get_wsgi_application()
