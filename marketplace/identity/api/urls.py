"""Routes of identity under /api/v1/."""

from django.urls import path

from marketplace.identity.api import schema, uploads, views

__all__ = ["routes", "schema"]  # importing ``schema`` registers what it says about authentication

routes = [
    path("me", views.MeViewSet.as_view({"get": "retrieve"}), name="api-me"),
    path(
        "organization",
        views.OrganizationViewSet.as_view({"get": "retrieve", "put": "update"}),
        name="api-organization",
    ),
    path("organization/members", views.MemberViewSet.as_view({"get": "list"}), name="api-members"),
    path(
        "organization/members/<uuid:member_id>",
        views.MemberViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="api-member",
    ),
    path(
        "organization/invitations",
        views.InvitationViewSet.as_view({"get": "list", "post": "create"}),
        name="api-invitations",
    ),
    path(
        "organization/invitations/<uuid:invitation_id>",
        views.InvitationViewSet.as_view({"delete": "destroy"}),
        name="api-invitation",
    ),
    path(
        "organization/api-keys",
        views.ApiKeyViewSet.as_view({"get": "list", "post": "create"}),
        name="api-api-keys",
    ),
    path("uploads", uploads.UploadViewSet.as_view({"post": "create"}), name="api-uploads"),
    path("uploads/<uuid:upload_id>", uploads.UploadViewSet.as_view({"put": "update"}), name="api-upload"),
    path("organization/api-keys/<uuid:key_id>", views.ApiKeyViewSet.as_view({"delete": "destroy"}), name="api-api-key"),
]
