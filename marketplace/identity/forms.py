"""The forms of people and companies: fields and words; the rules are in the services."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest

from marketplace.identity import services
from marketplace.identity.actors import actor_for
from marketplace.identity.countries import BY_NAME
from marketplace.identity.models import Organization, User
from marketplace.identity.policy import CAPABILITY_LABELS, ROLE_LABELS, roles_for
from marketplace.lib import clock
from marketplace.lib.money import CURRENCIES

SIDES = (("buy", "We buy"), ("sell", "We sell"))
_PASSWORD_HINT = "10 characters or more, and not a common word."  # noqa: S105  # a hint, not a password
_COUNTRY_CHOICES = [("", "Choose a country"), *BY_NAME]


class OrganizationForm(forms.Form):
    """A new company."""

    company = forms.CharField(label="Company", max_length=120, help_text="As it stands in the trade register.")
    country = forms.ChoiceField(label="Country", choices=_COUNTRY_CHOICES)
    sides = forms.MultipleChoiceField(
        label="On Harborline", choices=SIDES, widget=forms.CheckboxSelectMultiple, help_text="You can do both."
    )


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Keep me signed in on this device"


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth is untyped
    """A person and their company in one step."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    company = forms.CharField(
        label="Company",
        max_length=120,
        help_text="As it stands in the trade register.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label="Country", choices=_COUNTRY_CHOICES)
    sides = forms.MultipleChoiceField(
        label="On Harborline", choices=SIDES, widget=forms.CheckboxSelectMultiple, help_text="You can do both."
    )
    field_order = ("name", "email", "password1", "company", "country", "sides")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = "Work e-mail address"
        self.fields["password1"].help_text = _PASSWORD_HINT

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth's hook once the person exists: their company follows."""
        services.register_organization(
            actor=actor_for(user),
            name=self.cleaned_data["company"],
            country=self.cleaned_data["country"],
            sides=self.cleaned_data["sides"],
            key=f"signup:{user.id}",
            at=clock.now(),
        )


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """A new password, by somebody who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        _name_passwords(self)
        self.fields["oldpassword"].label = "Present password"
        self.fields["oldpassword"].help_text = ""


class ResetPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = "E-mail address"


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    """A new password, by somebody who got the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        _name_passwords(self)


def _plain(form: forms.Form) -> None:
    """Labels say what a field is; a placeholder would say it twice."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def _name_passwords(form: forms.Form) -> None:
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = _PASSWORD_HINT
    form.fields["password2"].label = "New password again"


class JoinForm(forms.Form):
    """Somebody who was invited makes an account."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Password",
        help_text=_PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ProfileForm(forms.Form):
    """What a person says about themselves."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class CompanyForm(forms.Form):
    """What a company says about itself."""

    name = forms.CharField(label="Company", max_length=120)
    country = forms.ChoiceField(label="Country", choices=_COUNTRY_CHOICES)
    city = forms.CharField(label="City", max_length=80, required=False)
    vat_number = forms.CharField(label="VAT number", max_length=20, required=False)
    currency = forms.ChoiceField(label="Currency you trade in", choices=[(code, code) for code in CURRENCIES])


class RolesForm(forms.Form):
    """Which roles a member has."""

    roles = forms.MultipleChoiceField(label="Roles", widget=forms.CheckboxSelectMultiple)

    def __init__(self, organization: Organization, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]  # a choice field, see above
            (role, ROLE_LABELS[role]) for role in roles_for(organization.sides)
        ]


class InviteForm(RolesForm):
    """Whom to invite as what."""

    email = forms.EmailField(label="E-mail address")
    field_order = ("email", "roles")


class ApiKeyForm(forms.Form):
    """A key for a machine."""

    name = forms.CharField(label="What will use it", max_length=80, help_text="For example: ERP, order export.")
    scopes = forms.MultipleChoiceField(label="What it may do", widget=forms.CheckboxSelectMultiple)

    def __init__(self, capabilities: frozenset[str], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["scopes"].choices = [one for one in CAPABILITY_LABELS.items() if one[0] in capabilities]  # type: ignore[attr-defined]  # as above


class SwitchForm(forms.Form):
    """Which organisation to act for."""

    organization = forms.UUIDField()
