"""Addresses of files. With S3 the browser uses the bucket's own instead of receive and serve."""

from django.urls import path

from marketplace.storage import views

urlpatterns = [
    path("files/presign/", views.PresignUpload.as_view(), name="file-presign"),
    path("files/confirm/", views.ConfirmUpload.as_view(), name="file-confirm"),
    path("files/receive/", views.Receive.as_view(), name="file-receive"),
    path("files/get/<str:token>/", views.Serve.as_view(), name="file-serve"),
    path("pictures/<slug:name>.webp", views.Picture.as_view(), name="picture"),
]
