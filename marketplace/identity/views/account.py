"""A person's own pages: invitation, profile, choice of organisation, and the sandbox's mailbox."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.urls import reverse

from marketplace.identity import demo, queries, services
from marketplace.identity.actors import ORGANIZATION_KEY
from marketplace.identity.forms import JoinForm, OrganizationForm, ProfileForm, SwitchForm
from marketplace.identity.policy import ROLE_LABELS
from marketplace.lib.errors import NotFound
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen


class SignIn(LoginView):  # type: ignore[misc]  # allauth is untyped
    """allauth's sign-in; a demonstration market lists its people below the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration's logins where they are switched on."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO_LOGINS:
            context |= {"demo_logins": demo.DEMO_LOGINS, "demo_password": demo.DEMO_PASSWORD}
        return context


class Profile(Screen):
    """Name, e-mail address and password of the person."""

    template_name = "identity/profile.html"
    signed_in = True

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The account behind the session."""
        return {"account": queries.get_account(self.actor)}


class UpdateProfile(Action):
    """Change one's name."""

    form_class = ProfileForm
    screen = Profile
    signed_in = True

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> ProfileForm:
        """Start from the present name."""
        return ProfileForm(data, initial={"name": self.actor.user_name})

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Save and stay."""
        services.update_profile(actor=self.actor, name=form.cleaned_data["name"])
        messages.info(request, "Your profile is saved.")
        return reverse("profile")


class SwitchOrganization(Action):
    """Act for another of one's organisations from now on."""

    form_class = SwitchForm
    signed_in = True

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """The choice lives in the session."""
        chosen = queries.get_own_organization(self.actor, form.cleaned_data["organization"])
        request.session[ORGANIZATION_KEY] = str(chosen.id)
        return reverse("home")


class NewOrganization(Screen):
    """For people who belong to no company yet, or to one more."""

    template_name = "identity/organization_new.html"
    signed_in = True


class RegisterOrganization(Action):
    """Bring a company to the market."""

    form_class = OrganizationForm
    screen = NewOrganization
    signed_in = True

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Register it and act for it."""
        organization = services.register_organization(
            actor=self.actor,
            name=form.cleaned_data["company"],
            country=form.cleaned_data["country"],
            sides=form.cleaned_data["sides"],
            key=self.key,
            at=self.at,
        )
        request.session[ORGANIZATION_KEY] = str(organization.id)
        return reverse("home")


class ShowInvitation(Screen):
    """What the link in an invitation's mail opens."""

    template_name = "identity/invitation.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Whether it can be accepted, and by whom."""
        invitation = queries.get_invitation(kwargs["token"])
        account = queries.find_account(invitation.email)
        return {
            "invitation": invitation,
            "roles": [ROLE_LABELS[role] for role in invitation.roles],
            "is_open": not (invitation.accepted_at or invitation.revoked_at) and invitation.expires_at > self.at,
            "has_account": account is not None,
            "is_theirs": account is not None and account.id == self.actor.user_id,
            "token": kwargs["token"],
            "form": JoinForm(),
        }


class AcceptInvitation(Action):
    """Join with the account that is signed in."""

    signed_in = True

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """Accept, and act for the new organisation."""
        membership = services.accept_invitation(actor=self.actor, token=kwargs["token"], at=self.at)
        request.session[ORGANIZATION_KEY] = str(membership.organization_id)
        return reverse("home")


class JoinByInvitation(Action):
    """Make an account, join, and be signed in: the mail has proved the address."""

    form_class = JoinForm
    screen = ShowInvitation

    def perform(self, request: MarketRequest, form: Any, **kwargs: Any) -> str:
        """One call makes the account and the membership."""
        membership = services.join_by_invitation(
            actor=self.actor,
            token=kwargs["token"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            at=self.at,
        )
        login(request, membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[ORGANIZATION_KEY] = str(membership.organization_id)
        return reverse("home")


class Mailbox(Screen):
    """Every mail that the sandbox kept instead of sending it."""

    template_name = "identity/mailbox.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Newest first. Raises NotFound where mail really leaves."""
        if not settings.SANDBOX_MAILBOX:
            raise NotFound
        to = request.GET.get("to", "").strip()[:254]
        return {"mails": queries.sent_mails(to), "to": to}
