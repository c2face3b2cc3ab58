"""Every address below /accounts/. Of allauth's only what is needed is here, under addresses of ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path
from django.views.generic import RedirectView

from readinglist.members.borrowed import ours, shown, with_provider
from readinglist.members.views.accepting import by_invitation_only, invitation
from readinglist.members.views.invitations import again, invitations, revoke
from readinglist.members.views.privacy import data, delete
from readinglist.members.views.profile import account as own_account
from readinglist.members.views.profile import profile
from readinglist.members.views.sessions import sessions

RESET = "account_reset_password"
FROM_KEY = r"^accounts/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$"  # where the first hyphen parts the two
back, cancelled = with_provider(openid.callback), with_provider(social.login_cancelled)

urlpatterns = [
    path("accounts/", own_account, name="account"),
    path("accounts/login/", ours(account.login), name="account_login"),
    path("accounts/login/passkey/", ours(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/login/second-factor/", ours(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("accounts/signup/", by_invitation_only, name="account_signup"),
    path("accounts/invitation/<str:token>/", invitation, name="invitation"),
    path("accounts/invitations/", invitations, name="invitations"),
    path("accounts/invitations/<int:pk>/again/", again, name="invitation-again"),
    path("accounts/invitations/<int:pk>/revoke/", revoke, name="invitation-revoke"),
    path("accounts/profile/", profile, name="profile"),
    path("accounts/email/", ours(account.email), name="account_email"),
    path("accounts/email/confirm/<str:key>/", ours(account.confirm_email), name="account_confirm_email"),
    path("accounts/password/", ours(account.password_change), name="account_change_password"),
    path("accounts/password/set/", ours(account.password_set), name="account_set_password"),
    path("accounts/reset/", ours(account.password_reset), name=RESET),
    path("accounts/reset/sent/", shown(account.password_reset_done), name=f"{RESET}_done"),
    path("accounts/reset/done/", shown(account.password_reset_from_key_done), name=f"{RESET}_from_key_done"),
    re_path(FROM_KEY, ours(account.password_reset_from_key), name=f"{RESET}_from_key"),
    path("accounts/proof/password/", ours(account.reauthenticate), name="account_reauthenticate"),
    path("accounts/proof/code/", ours(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/proof/passkey/", ours(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("accounts/factor/", shown(mfa.index), name="mfa_index"),
    path("accounts/factor/app/", ours(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/factor/app/off/", ours(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/factor/codes/", shown(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/factor/codes/new/", ours(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("accounts/factor/codes/codes.txt", shown(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("accounts/factor/passkeys/", shown(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("accounts/factor/passkeys/add/", ours(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("accounts/factor/passkeys/<int:pk>/", ours(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("accounts/factor/passkeys/<int:pk>/remove/", ours(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("accounts/sessions/", sessions, name="sessions"),
    path("accounts/data/", data, name="data"),
    path("accounts/delete/", delete, name="account-delete"),
    path("accounts/connections/", ours(with_provider(social.connections)), name="socialaccount_connections"),
    path("accounts/oidc/cancelled/", shown(cancelled), name="socialaccount_login_cancelled"),
    path("accounts/oidc/<slug:provider_id>/login/", ours(with_provider(openid.login)), name="openid_connect_login"),
    path("accounts/oidc/<slug:provider_id>/callback/", ours(back, "GET"), name="openid_connect_callback"),
]  # fmt: skip
