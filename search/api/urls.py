"""Addresses of the JSON door."""

from django.urls import path

from search.api import views

routes = [path("search", views.Search.as_view({"get": "list"}), name="api-search")]
