"""Addresses of the sandbox: they answer only while no real key is set."""

from django.urls import path

from escrow.gateways.fake import console, views

urlpatterns = [
    path("sandbox/pay/<slug:ref>/", views.SandboxPay.as_view(), name="sandbox-pay"),
    path("sandbox/onboard/<slug:ref>/", views.SandboxOnboard.as_view(), name="sandbox-onboard"),
    path("sandbox/console/", console.ConsolePage.as_view(), name="sandbox-console"),
    path("sandbox/console/clock/", console.MoveClock.as_view(), name="sandbox-clock"),
    path("sandbox/console/notices/", console.SpoilNotices.as_view(), name="sandbox-notices"),
    path("sandbox/console/call/", console.SpoilCall.as_view(), name="sandbox-call"),
    path("sandbox/console/event/", console.PlayEvent.as_view(), name="sandbox-event"),
]
