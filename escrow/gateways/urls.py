"""Addresses of payment pages and payout accounts."""

from django.urls import path

from escrow.gateways import views

urlpatterns = [
    path("checkout/<slug:ref>/", views.Checkout.as_view(), name="order-checkout"),
    path("payout-account/", views.BeginOnboarding.as_view(), name="payout-account"),
    path("payout-account/check/", views.CheckAccount.as_view(), name="payout-account-check"),
]
