"""What allauth asks of us: who a new person is, where its links lead, and how its mail leaves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse

from marketplace.identity.actors import actor_for
from marketplace.identity.links import absolute
from marketplace.identity.models import User
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.lib import clock

_SAID = {"account/messages/password_changed.txt": "Your password is changed. Other devices are signed out."}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's account steps in our words."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A person who signs up has a name and a date."""
        user.name = form.cleaned_data["name"].strip()
        user.joined_at = clock.now()
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of allauth is one of our templates, sent through the outbox."""
        name = template_prefix.rsplit("/", 1)[-1]
        queue_mail(to=email, template=f"identity/mail/{name}.txt", context=context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Whoever signs up twice is told by mail, so that the page need not tell it to a stranger."""
        context = {"password_reset_url": absolute(reverse("account_reset_password"))}
        self.send_mail("account/email/account_already_exists", email, context)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        """On our public address, whatever host name the request claimed."""
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Likewise."""
        uidb36, _, temporary = key.partition("-")
        return absolute(reverse("account_reset_password_from_key", args=[uidb36, temporary]))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home; those who belong to no organisation yet are asked for theirs."""
        assert isinstance(request.user, User)  # noqa: S101  # allauth calls this for signed-in people only
        member = actor_for(request.user).organization_id is not None
        return resolve_url("home" if member else "organization-new")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile."""
        return reverse("profile")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what the next page does not show by itself."""
        if message_template in _SAID:
            messages.add_message(request, level, _SAID[message_template])
