"""The API of one's own account and organisation."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.permissions import SIGNED_IN
from marketplace.api.views import ServiceViewSet
from marketplace.identity import queries, services
from marketplace.identity.api import serializers

_MANAGE = "organization.manage"


class MeViewSet(ServiceViewSet):
    """Who the caller is."""

    capabilities = {"retrieve": SIGNED_IN}

    @extend_schema(responses=serializers.Me)
    def retrieve(self, request: Request) -> Response:
        """The person, the organisation they act for, and their capabilities."""
        actor = self.actor
        shown = {
            "user_id": actor.user_id,
            "user_name": actor.user_name,
            "organization_id": actor.organization_id,
            "organization_name": actor.organization_name,
            "sides": sorted(actor.sides),
            "capabilities": sorted(actor.capabilities),
        }
        return Response(serializers.Me(shown).data)


class OrganizationViewSet(ServiceViewSet):
    """Company data."""

    capabilities = {"retrieve": "organization.view", "update": _MANAGE}

    @extend_schema(responses=serializers.OrganizationData)
    def retrieve(self, request: Request) -> Response:
        """The caller's organisation."""
        return Response(serializers.OrganizationData(queries.get_organization(self.actor)).data)

    @extend_schema(request=serializers.OrganizationData, responses=serializers.OrganizationData)
    def update(self, request: Request) -> Response:
        """Change all of the company data."""
        changed = services.update_organization(actor=self.actor, **self.body(serializers.OrganizationData))
        return Response(serializers.OrganizationData(changed).data)


class MemberViewSet(ServiceViewSet):
    """Colleagues and their roles."""

    capabilities = {"list": "organization.view", "partial_update": _MANAGE, "destroy": "organization.view"}

    @extend_schema(responses=serializers.Member(many=True))
    def list(self, request: Request) -> Response:
        """Active members."""
        return self.page(queries.members(self.actor), serializers.Member)

    @extend_schema(request=serializers.RolesBody, responses=serializers.Member)
    def partial_update(self, request: Request, member_id: UUID) -> Response:
        """Give a member exactly these roles."""
        roles = self.body(serializers.RolesBody)["roles"]
        changed = services.change_roles(actor=self.actor, membership_id=member_id, roles=roles)
        return Response(serializers.Member(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, member_id: UUID) -> Response:
        """End a membership: administrators anybody's, everybody their own."""
        services.remove_member(actor=self.actor, membership_id=member_id)
        return Response(status=204)


class InvitationViewSet(ServiceViewSet):
    """People who were asked to join."""

    capabilities = {"list": _MANAGE, "create": _MANAGE, "destroy": _MANAGE}

    @extend_schema(responses=serializers.Invitation(many=True))
    def list(self, request: Request) -> Response:
        """Invitations that wait for an answer."""
        return self.page(queries.open_invitations(self.actor, self.at), serializers.Invitation)

    @extend_schema(request=serializers.Invitation, responses={201: serializers.Invitation})
    def create(self, request: Request) -> Response:
        """Ask somebody to join, by mail."""
        body = self.body(serializers.Invitation)
        invitation = services.invite_member(actor=self.actor, **body, key=self.key, at=self.at)
        return Response(serializers.Invitation(invitation).data, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, invitation_id: UUID) -> Response:
        """Take an invitation back."""
        services.revoke_invitation(actor=self.actor, invitation_id=invitation_id, at=self.at)
        return Response(status=204)


class ApiKeyViewSet(ServiceViewSet):
    """Keys of machines."""

    capabilities = {"list": _MANAGE, "create": _MANAGE, "destroy": _MANAGE}

    @extend_schema(responses=serializers.ApiKey(many=True))
    def list(self, request: Request) -> Response:
        """Working keys, without their secrets."""
        return self.page(queries.api_keys(self.actor), serializers.ApiKey)

    @extend_schema(request=serializers.ApiKey, responses={201: serializers.MadeApiKey})
    def create(self, request: Request) -> Response:
        """Make a key. This answer alone holds its secret."""
        body = self.body(serializers.ApiKey)
        made = services.create_api_key(actor=self.actor, **body, key=self.key, at=self.at)
        shown: dict[str, Any] = {**serializers.ApiKey(made.api_key).data, "secret": made.secret}
        return Response(shown, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, key_id: UUID) -> Response:
        """Stop a key at once."""
        services.revoke_api_key(actor=self.actor, key_id=key_id, at=self.at)
        return Response(status=204)
