"""The Celery application: background work on the same Redis, and its beat."""

from celery import Celery

from infra.up.environment import prepare

prepare()

app = Celery("harborline")
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
