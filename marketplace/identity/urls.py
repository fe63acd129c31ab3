"""The addresses of people and companies. allauth's views are named one by one: what is not here does not exist."""

from allauth.account import views as allauth_views
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

from marketplace.identity import forms
from marketplace.identity.views import account, organization

_READ = require_http_methods(["GET"])
_FORM = require_http_methods(["GET", "POST"])

_sign_in = account.SignIn.as_view(template_name="identity/account/login.html", form_class=forms.LoginForm)
_sign_up = allauth_views.SignupView.as_view(template_name="identity/account/signup.html", form_class=forms.SignupForm)
_sign_out = allauth_views.LogoutView.as_view(template_name="identity/account/logout.html")
_inactive = allauth_views.AccountInactiveView.as_view(template_name="identity/account/inactive.html")
_verification_sent = allauth_views.EmailVerificationSentView.as_view(
    template_name="identity/account/verification_sent.html"
)
_confirm_email = allauth_views.ConfirmEmailView.as_view(template_name="identity/account/confirm_email.html")
_change_password = allauth_views.PasswordChangeView.as_view(
    template_name="identity/account/password_change.html", form_class=forms.ChangePasswordForm
)
_reset = allauth_views.PasswordResetView.as_view(
    template_name="identity/account/password_reset.html", form_class=forms.ResetPasswordForm
)
_reset_sent = allauth_views.PasswordResetDoneView.as_view(template_name="identity/account/password_reset_sent.html")
_reset_from_key = allauth_views.PasswordResetFromKeyView.as_view(
    template_name="identity/account/password_reset_from_key.html", form_class=forms.ResetPasswordKeyForm
)
_reset_done = allauth_views.PasswordResetFromKeyDoneView.as_view(
    template_name="identity/account/password_reset_done.html"
)

_allauth = [
    path("account/login/", _FORM(_sign_in), name="account_login"),
    path("account/signup/", _FORM(_sign_up), name="account_signup"),
    path("account/logout/", _FORM(_sign_out), name="account_logout"),
    path("account/inactive/", _READ(_inactive), name="account_inactive"),
    path("account/confirm-email/", _READ(_verification_sent), name="account_email_verification_sent"),
    re_path(r"^account/confirm-email/(?P<key>[-:\w]+)/$", _FORM(_confirm_email), name="account_confirm_email"),
    path("account/password/change/", _FORM(_change_password), name="account_change_password"),
    path("account/password/reset/", _FORM(_reset), name="account_reset_password"),
    path("account/password/reset/sent/", _READ(_reset_sent), name="account_reset_password_done"),
    path("account/password/reset/done/", _READ(_reset_done), name="account_reset_password_from_key_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _FORM(_reset_from_key),
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [
    *_allauth,
    path("account/profile/", account.UpdateProfile.as_view(), name="profile"),
    path("invitations/<str:token>/", account.ShowInvitation.as_view(), name="invitation"),
    path("invitations/<str:token>/accept/", account.AcceptInvitation.as_view(), name="invitation-accept"),
    path("invitations/<str:token>/join/", account.JoinByInvitation.as_view(), name="invitation-join"),
    path("mailbox/", account.Mailbox.as_view(), name="mailbox"),
    path("organization/", organization.ShowOrganization.as_view(), name="organization"),
    path("organization/edit/", organization.UpdateOrganization.as_view(), name="organization-edit"),
    path("organization/new/", account.RegisterOrganization.as_view(), name="organization-new"),
    path("organization/switch/", account.SwitchOrganization.as_view(), name="organization-switch"),
    path("organization/members/", organization.Members.as_view(), name="members"),
    path("organization/members/invite/", organization.InviteMember.as_view(), name="member-invite"),
    path("organization/members/<uuid:membership_id>/roles/", organization.ChangeRoles.as_view(), name="member-roles"),
    path(
        "organization/members/<uuid:membership_id>/remove/", organization.RemoveMember.as_view(), name="member-remove"
    ),
    path(
        "organization/invitations/<uuid:invitation_id>/revoke/",
        organization.RevokeInvitation.as_view(),
        name="invitation-revoke",
    ),
    path("organization/api-keys/", organization.ApiKeys.as_view(), name="api-keys"),
    path("organization/api-keys/new/", organization.CreateApiKey.as_view(), name="api-key-create"),
    path("organization/api-keys/<uuid:key_id>/revoke/", organization.RevokeApiKey.as_view(), name="api-key-revoke"),
]
