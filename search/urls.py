"""Addresses of the pages on which things are found."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.FrontPage.as_view(), name="front"),
    path("search/", views.Results.as_view(), name="search"),
    path("search/suggestions/", views.Suggestions.as_view(), name="search-suggestions"),
    path("c/<slug:slug>/", views.Results.as_view(), name="category"),
]
