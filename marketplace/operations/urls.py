"""Addresses of the console's own queue."""

from django.urls import path

from marketplace.operations import views

urlpatterns = [
    path("console/outbox/", views.ParkedEvents.as_view(), name="outbox-parked"),
    path("console/outbox/<int:event_id>/retry/", views.RetryEvent.as_view(), name="outbox-retry"),
]
