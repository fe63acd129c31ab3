"""The company's pages: its data, its members, its API keys."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from marketplace.identity import queries, services
from marketplace.identity.countries import NAMES
from marketplace.identity.forms import ApiKeyForm, CompanyForm, InviteForm, RolesForm
from marketplace.identity.policy import ROLE_LABELS, may_manage
from marketplace.lib.errors import NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class ShowOrganization(Screen):
    """What the market knows about the company."""

    template_name = "identity/organization.html"
    capability = "organization.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The company, its country in words, and what this person may change."""
        organization = queries.get_organization(self.actor)
        return {
            "organization": organization,
            "country": NAMES.get(organization.country, organization.country),
            "may_manage": may_manage(self.actor),
        }


class EditOrganization(ShowOrganization):
    """The same page with the form open."""

    template_name = "identity/organization_form.html"
    capability = "organization.manage"


class UpdateOrganization(Action):
    """Change the company data."""

    form_class = CompanyForm
    screen = EditOrganization
    capability = "organization.manage"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> CompanyForm:
        """Start from what is known."""
        known = queries.get_organization(self.actor)
        return CompanyForm(data, initial={name: getattr(known, name) for name in CompanyForm.base_fields})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save and show."""
        services.update_organization(actor=self.actor, **form.cleaned_data)
        messages.info(request, "The company data is saved.")
        return reverse("organization")


class Members(Screen):
    """Who belongs to the company, in which roles, and who is invited."""

    template_name = "identity/members.html"
    capability = "organization.view"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Members for all, invitations for administrators."""
        organization = queries.get_organization(self.actor)
        manages = may_manage(self.actor)
        return {
            "organization": organization,
            "members": [(row, _words(row.roles)) for row in queries.members(self.actor)],
            "invitations": [(row, _words(row.roles)) for row in queries.open_invitations(self.actor, self.at)],
            "may_manage": manages,
            "form": InviteForm(organization) if manages else None,
        }


class InviteMember(Action):
    """Ask somebody to join, by mail."""

    form_class = InviteForm
    screen = Members
    capability = "organization.manage"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> InviteForm:
        """With the roles that this company can give."""
        return InviteForm(queries.get_organization(self.actor), data)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Invite and stay."""
        services.invite_member(
            actor=self.actor,
            email=form.cleaned_data["email"],
            roles=form.cleaned_data["roles"],
            key=self.key,
            at=self.at,
        )
        messages.info(request, f"The invitation to {form.cleaned_data['email']} is on its way.")
        return reverse("members")


class RevokeInvitation(Action):
    """Take an invitation back."""

    capability = "organization.manage"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """The link in the mail stops working."""
        found = services.revoke_invitation(actor=self.actor, invitation_id=kwargs["invitation_id"], at=self.at)
        messages.info(request, f"The invitation to {found.email} no longer works.")
        return reverse("members")


class EditRoles(Screen):
    """The roles of one member."""

    template_name = "identity/roles.html"
    capability = "organization.manage"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The member, if they are a colleague."""
        return {"member": _member(self, kwargs["membership_id"])}


class ChangeRoles(Action):
    """Give a member other roles."""

    form_class = RolesForm
    screen = EditRoles
    capability = "organization.manage"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> RolesForm:
        """Start from the present roles."""
        member = _member(self, kwargs["membership_id"])
        return RolesForm(queries.get_organization(self.actor), data, initial={"roles": member.roles})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save and go back to the list."""
        services.change_roles(actor=self.actor, membership_id=kwargs["membership_id"], roles=form.cleaned_data["roles"])
        return reverse("members")


class RemoveMember(Action):
    """End a membership: an administrator somebody's, or anybody their own."""

    capability = "organization.view"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Those who leave have nothing more to see here."""
        removed = services.remove_member(actor=self.actor, membership_id=kwargs["membership_id"])
        return reverse("home" if removed.user_id == self.actor.user_id else "members")


class ApiKeys(Screen):
    """The machines that may act for the company."""

    template_name = "identity/api_keys.html"
    capability = "organization.manage"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Working keys and the form for a new one."""
        return {
            "keys": queries.api_keys(self.actor),
            "form": ApiKeyForm(self.actor.capabilities),
            "may_manage": True,
        }


class CreateApiKey(Action):
    """Make a key; the answer is the only page that ever shows its secret."""

    form_class = ApiKeyForm
    screen = ApiKeys
    capability = "organization.manage"

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> ApiKeyForm:
        """With the scopes that this person could grant."""
        return ApiKeyForm(self.actor.capabilities, data)

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> HttpResponse:
        """Show the list with the secret above it, and keep the answer out of every cache."""
        made = services.create_api_key(actor=self.actor, **form.cleaned_data, key=self.key, at=self.at)
        screen = ApiKeys()
        screen.setup(request)
        response = screen.show(extra={"made": made})
        response["Cache-Control"] = "no-store"
        return response


class RevokeApiKey(Action):
    """Stop a key."""

    capability = "organization.manage"

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """At once."""
        revoked = services.revoke_api_key(actor=self.actor, key_id=kwargs["key_id"], at=self.at)
        messages.info(request, f"The key “{revoked.name}” no longer works.")
        return reverse("api-keys")


def _words(roles: list[str]) -> str:
    return ", ".join(ROLE_LABELS.get(role, role) for role in roles)


def _member(door: Screen | Action, membership_id: Any) -> Any:
    found = queries.members(door.actor).filter(pk=membership_id).first()
    if found is None:
        raise NotFound
    return found
