"""Addresses of the HTML door."""

from django.urls import URLPattern, URLResolver, path

from messaging import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/", views.Inbox.as_view(), name="inbox"),
    path("messages/<str:code>/", views.ThreadScreen.as_view(), name="thread"),
    path("messages/<str:code>/events/", views.Events.as_view(), name="thread-events"),
    path("messages/<str:code>/files/<int:seq>/", views.Attachment.as_view(), name="thread-file"),
    path("messages/<str:code>/send/", views.SendMessage.as_view(), name="thread-send"),
    path("messages/<str:code>/read/", views.MarkRead.as_view(), name="thread-read"),
]
