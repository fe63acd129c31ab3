"""Addresses of the toolkit's own pages."""

from django.urls import path

from marketplace.web import gallery, screens

urlpatterns = [
    path("home/", screens.Home.as_view(), name="home"),
    path("command/", screens.CommandMenu.as_view(), name="command"),
    path("keyboard/", screens.Keyboard.as_view(), name="keyboard"),
    path("theme/", screens.Theme.as_view(), name="theme"),
    path("ui/", gallery.Gallery.as_view(), name="gallery"),
]
