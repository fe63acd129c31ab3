"""Addresses of the sandbox: they answer only while no real key is set."""

from django.urls import path

from escrow.gateways.fake import views

urlpatterns = [
    path("sandbox/pay/<slug:ref>/", views.SandboxPay.as_view(), name="sandbox-pay"),
    path("sandbox/onboard/<slug:ref>/", views.SandboxOnboard.as_view(), name="sandbox-onboard"),
]
