"""Addresses of orders, payments and payouts."""

from django.urls import path

from escrow.gateways.sandbox.views import SandboxPay
from escrow.views.webhooks import webhook

urlpatterns = [
    path("sandbox/pay/<str:ref>/", SandboxPay.as_view(), name="sandbox-pay"),
    path("webhooks/sandbox/", webhook, name="gateway-webhook"),
]
