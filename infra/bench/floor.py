"""The floor: the least that Django must do for a listing, a product and an API list, on the same rows.

Views A, D and E of the measurements that our goals are ratios of: no middleware, no session, one query each
(two for the counted API page), a plain template. Served by the same server and worker count as the market.
Run as a settings module: ``DJANGO_SETTINGS_MODULE=infra.bench.floor``.
"""

import os
from pathlib import Path

import dj_database_url

DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)}
SECRET_KEY = "floor-of-the-benchmark"  # noqa: S105  # protects nothing
INSTALLED_APPS = ["rest_framework", "infra.bench.floorapp"]
ROOT_URLCONF = "infra.bench.floorapp.urls"
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
MIDDLEWARE: list[str] = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": False,
    }
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 24,
    "UNAUTHENTICATED_USER": None,
}
