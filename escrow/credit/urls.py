"""Addresses of credit accounts, receivables and invoices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
